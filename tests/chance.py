"""Chance that falls the same way in every run."""

from __future__ import annotations

from random import Random


def seeded(seed: int | str) -> Random:
    """Return dice for the examples of a test or benchmark."""
    return Random(seed)  # noqa: S311 - examples, never a secret
