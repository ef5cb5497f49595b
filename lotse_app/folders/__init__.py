"""What opens a store in a folder: the one in use, a backup that comes back, practice. Loaded when it is needed."""
