"""JSON Schema and JSON Forms UI schema turned into form state by pure functions."""
