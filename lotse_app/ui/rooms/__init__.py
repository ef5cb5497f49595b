"""The rooms of the main window; each takes its collaborators by constructor."""
