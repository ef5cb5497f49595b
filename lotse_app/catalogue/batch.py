"""Answers of the finder in the form in which they are scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.catalogue.finder import CatalogueFinder


def batch_line(finder: CatalogueFinder, query: str) -> dict[str, str | list[str]]:
    """Return ``query`` and ``ranked``: at most 100 LeiKa ids of the list of 2019, best first."""
    return {"query": query, "ranked": finder.listed_ids(query)}
