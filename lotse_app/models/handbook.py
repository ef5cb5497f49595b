"""The handbook: pages in Markdown, and which place of the program each belongs to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpPlace:
    """A place in the handbook: the page's name, and one of its headings as an anchor (empty for the top)."""

    page: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page as it is shown; ``pictures`` are (name in the text, PNG bytes)."""

    name: str
    title: str
    markdown: str
    pictures: tuple[tuple[str, bytes], ...] = ()
