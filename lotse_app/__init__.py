"""Lotse: assisted applications, offline, lawfully, once."""

__version__ = "0.1.0"
