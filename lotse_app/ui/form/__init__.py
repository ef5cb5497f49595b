"""Form state on the screen: editors, rows, undo."""
