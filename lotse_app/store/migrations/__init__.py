"""Numbered steps with literal DDL; a released step is never changed and never imports a model."""
