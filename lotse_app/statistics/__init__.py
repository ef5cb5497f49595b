"""Figures: their definitions, the reports made of them, and their way into files."""
