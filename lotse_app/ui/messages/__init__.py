"""The German sentence for every expected problem, subject by subject."""
