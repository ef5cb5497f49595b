"""Post vom Amt, the state of a Vorgang, addresses of offices."""
