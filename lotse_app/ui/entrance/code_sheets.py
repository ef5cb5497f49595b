"""The sheet with the recovery code; apart from its page, which only few people ever see."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.models.papers import PageImage
    from lotse_app.workflows.paper_ports import PaperShelf


class CodeSheets:
    """The sheet with the code, its pages and its file, before there is a desk. Work lane."""

    def __init__(self, shelf: PaperShelf, clock: Clock) -> None:
        self._shelf = shelf
        self._clock = clock

    def sheet(self, code: str, station_name: str, operator_name: str) -> bytes:
        """Return the sheet as PDF."""
        from lotse_app.workflows.print import recovery_sheet

        return recovery_sheet(self._shelf.papers(), code, station_name, self._clock, operator_name)

    def pages(self, pdf: bytes, width: int) -> tuple[PageImage, ...]:
        """Return the pages as pictures for the preview."""
        return self._shelf.papers().pages(pdf, width)

    def save(self, papers: Sequence[tuple[str, bytes]], first: Path) -> tuple[str, ...]:
        """Write the sheet to a file."""
        from lotse_app.workflows.print import save_papers

        return save_papers(self._shelf.files(), papers, first)
