"""Finding anything from anywhere, and what can be done for a person who was found."""
