"""What use cases ask of the maker of papers and of the writer of files; ``bootstrap`` puts the adapters in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.drawing import Chart
    from lotse_app.models.evidence import CheckedFile
    from lotse_app.models.figures import FigureTable, Report
    from lotse_app.models.papers import (
        ApplicationPaper,
        BringPaper,
        CoverPaper,
        EmergencyPaper,
        EnclosurePaper,
        NotePaper,
        PageImage,
        PosterPaper,
        PrivacyPaper,
        ReceiptPaper,
        RecoveryPaper,
    )


class Papers(Protocol):
    """Makes PDF bytes. Pure: same input, same bytes."""

    def application(self, paper: ApplicationPaper) -> bytes:
        """Return the application."""
        ...

    def receipt(self, paper: ReceiptPaper) -> bytes:
        """Return one of the three receipts."""
        ...

    def note(self, paper: NotePaper) -> bytes:
        """Return the Merkzettel."""
        ...

    def cover(self, paper: CoverPaper) -> bytes:
        """Return the sheet with the address of the office."""
        ...

    def enclosure(self, paper: EnclosurePaper) -> bytes:
        """Return a file that a resident brought, as pages of A4."""
        ...

    def bring_list(self, paper: BringPaper) -> bytes:
        """Return *Was muss ich mitbringen?*."""
        ...

    def privacy_sheet(self, paper: PrivacyPaper) -> bytes:
        """Return the Art. 13 sheet."""
        ...

    def poster(self, paper: PosterPaper) -> bytes:
        """Return the Aushang."""
        ...

    def emergency_sheet(self, paper: EmergencyPaper) -> bytes:
        """Return the Notfallblatt."""
        ...

    def recovery_sheet(self, paper: RecoveryPaper) -> bytes:
        """Return the sheet with the recovery code."""
        ...

    def report(self, report: Report) -> bytes:
        """Return a report with charts and the tables behind them."""
        ...

    def chart(self, table: FigureTable) -> Chart | None:
        """Return the chart of a table, the same for screen and paper; None where there is nothing to draw."""
        ...

    def pages(self, pdf: bytes, width: int) -> tuple[PageImage, ...]:
        """Return the pages as images of this width in pixels, for the preview."""
        ...

    def read_file(self, file: Path) -> CheckedFile:
        """Read an evidence file and look at it. Raises FILE_UNREADABLE and what ``check_file`` raises."""
        ...

    def check_file(self, content: bytes) -> CheckedFile:
        """Look at an evidence file.

        Raises FILE_EMPTY, FILE_TOO_LARGE, FILE_TOO_MANY_*, FILE_UNPACKS_TOO_LARGE, FILE_KIND_UNKNOWN, FILE_BROKEN,
        FILE_ENCRYPTED.
        """
        ...


class PaperFiles(Protocol):
    """Writes finished bytes to files: temporary file, flushed, renamed; only their owner can read them."""

    def write(self, target: Path, content: bytes) -> Path:
        """Write a file; return its path. Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED."""
        ...


class PaperShelf(Protocol):
    """Where maker and writer of papers stand before there is a desk."""

    def papers(self) -> Papers:
        """Return the maker of papers. Work lane."""
        ...

    def files(self) -> PaperFiles:
        """Return the writer of papers to files. Work lane."""
        ...


class Exporter(PaperFiles, Protocol):
    """Writes reports to files, just as carefully."""

    def xlsx(self, report: Report, target: Path) -> None:
        """Write an xlsx file."""
        ...

    def csv(self, report: Report, folder: Path) -> tuple[Path, ...]:
        """Write one csv file a table; return their paths."""
        ...
