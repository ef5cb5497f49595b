"""The port ``Papers``: every paper by one object, pure, safe on any lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.documents import preview
from lotse_app.documents.application import application_pdf
from lotse_app.documents.charts import chart_of
from lotse_app.documents.cover import cover_pdf
from lotse_app.documents.enclosure import enclosure_pdf
from lotse_app.documents.fonts import PRESS, Fonts
from lotse_app.documents.intake import check_file, read_file
from lotse_app.documents.leaflets import bring_pdf, note_pdf, recovery_pdf
from lotse_app.documents.mandate import mandate_pdf, revocation_pdf
from lotse_app.documents.person import person_pdf
from lotse_app.documents.posting import emergency_pdf, poster_pdf
from lotse_app.documents.privacy import privacy_pdf
from lotse_app.documents.receipt import receipt_pdf
from lotse_app.documents.report import report_pdf
from lotse_app.documents.undertaking import undertaking_pdf
from lotse_app.models.papers import Watermark

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
        MandatePaper,
        NotePaper,
        PageImage,
        PersonPaper,
        PosterPaper,
        PrivacyPaper,
        ReceiptPaper,
        RecoveryPaper,
        RevocationPaper,
        UndertakingPaper,
    )


class PaperMaker:
    """Makes PDF bytes with the faces in ``fonts``; same input, same bytes. The first paper loads the PDF library.

    ``stamp`` stands across every page of every paper, before any watermark of the paper's own.
    """

    def __init__(self, fonts: Path, stamp: Watermark = Watermark.NONE) -> None:
        self._fonts = Fonts(fonts, stamp.value)

    @classmethod
    def of_practice(cls, fonts: Path) -> PaperMaker:
        """Return the maker of papers on which every page says that it is practice."""
        return cls(fonts, Watermark.PRACTICE)

    def application(self, paper: ApplicationPaper) -> bytes:
        """Return the application."""
        with PRESS:
            return application_pdf(self._fonts, paper)

    def receipt(self, paper: ReceiptPaper) -> bytes:
        """Return one of the three receipts."""
        with PRESS:
            return receipt_pdf(self._fonts, paper)

    def note(self, paper: NotePaper) -> bytes:
        """Return the Merkzettel."""
        with PRESS:
            return note_pdf(self._fonts, paper)

    def cover(self, paper: CoverPaper) -> bytes:
        """Return the sheet with the address of the office."""
        with PRESS:
            return cover_pdf(self._fonts, paper)

    def enclosure(self, paper: EnclosurePaper) -> bytes:
        """Return a file that a resident brought, as pages of A4."""
        with PRESS:
            return enclosure_pdf(self._fonts, paper)

    def bring_list(self, paper: BringPaper) -> bytes:
        """Return *Was muss ich mitbringen?*."""
        with PRESS:
            return bring_pdf(self._fonts, paper)

    def privacy_sheet(self, paper: PrivacyPaper) -> bytes:
        """Return the Art. 13 sheet."""
        with PRESS:
            return privacy_pdf(self._fonts, paper)

    def poster(self, paper: PosterPaper) -> bytes:
        """Return the Aushang."""
        with PRESS:
            return poster_pdf(self._fonts, paper)

    def emergency_sheet(self, paper: EmergencyPaper) -> bytes:
        """Return the Notfallblatt."""
        with PRESS:
            return emergency_pdf(self._fonts, paper)

    def person(self, paper: PersonPaper) -> bytes:
        """Return everything about a person as PDF."""
        with PRESS:
            return person_pdf(self._fonts, paper)

    def undertaking(self, paper: UndertakingPaper) -> bytes:
        """Return the undertaking of secrecy."""
        with PRESS:
            return undertaking_pdf(self._fonts, paper)

    def mandate(self, paper: MandatePaper) -> bytes:
        """Return the Vollmacht."""
        with PRESS:
            return mandate_pdf(self._fonts, paper)

    def revocation(self, paper: RevocationPaper) -> bytes:
        """Return the Widerruf for one office."""
        with PRESS:
            return revocation_pdf(self._fonts, paper)

    def recovery_sheet(self, paper: RecoveryPaper) -> bytes:
        """Return the sheet with the recovery code."""
        with PRESS:
            return recovery_pdf(self._fonts, paper)

    def report(self, report: Report) -> bytes:
        """Return a report with charts and the tables behind them."""
        with PRESS:
            return report_pdf(self._fonts, report)

    def chart(self, table: FigureTable) -> Chart | None:
        """Return the chart of a table, the same for screen and paper; None where there is nothing to draw."""
        with PRESS:
            return chart_of(table, self._fonts)

    def pages(self, pdf: bytes, width: int) -> tuple[PageImage, ...]:
        """Return the pages as images of this width in pixels. Raises PREVIEW_FAILED."""
        return preview.pages(pdf, width)

    def read_file(self, file: Path) -> CheckedFile:
        """Read an evidence file and look at it. Raises the problems named in ``intake.read_file``."""
        return read_file(file)

    def check_file(self, content: bytes) -> CheckedFile:
        """Look at an evidence file. Raises the problems named in ``intake.check_file``."""
        return check_file(content)
