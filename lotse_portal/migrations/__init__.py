"""Migrations of the portal's tables, run by ``Database.migrate``."""
