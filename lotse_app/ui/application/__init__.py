"""The application wizard (Antrag): header, steps, autosave."""
