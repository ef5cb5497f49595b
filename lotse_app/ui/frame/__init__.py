"""The window around the rooms: bars, navigation, locking, and what goes on behind it."""
