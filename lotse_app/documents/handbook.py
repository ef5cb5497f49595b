"""Reads the pages of the handbook that come with the program. Work lane."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lotse_app.models.handbook import HelpPage
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"[a-z0-9-]+")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+\.png)\)")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class Handbook:
    """Pages below ``folder``; pictures lie beside it, as the pages say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def page(self, name: str) -> HelpPage:
        """Return a page with its pictures; a missing picture is left out. Raises HELP_PAGE_MISSING."""
        try:
            text = (self._folder / f"{name}.md").read_text("utf-8") if _NAME.fullmatch(name) else ""
        except OSError:
            text = ""
        if not text:
            raise refuse(Code.HELP_PAGE_MISSING, page=name)
        title = _TITLE.search(text)
        return HelpPage(name, title[1] if title else name, text, tuple(self._pictures(text)))

    def _pictures(self, text: str) -> Iterator[tuple[str, bytes]]:
        root = self._folder.parent.resolve()
        for link in dict.fromkeys(_PICTURE.findall(text)):
            file = (self._folder / link).resolve()
            if file.is_relative_to(root) and file.is_file():
                yield link, file.read_bytes()
