"""Longer SQL lies beside its module in ``queries/*.sql``."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def statement(name: str) -> str:
    """Return the text of ``queries/<name>.sql``."""
    return resources.files("lotse_app.store").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
