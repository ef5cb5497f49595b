"""The room *Einstellungen → Formulare*: what a form keeper takes in, looks at, tries, releases."""
