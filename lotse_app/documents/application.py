"""The application as it goes to the office: a letter for a window envelope, every question in the order of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date, long_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.signing import drawn_signature, hand_line
from lotse_app.documents.tables import Column
from lotse_app.documents.words import EMPTY, acting_words, evidence_words, grouped, supporter

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.models.papers import ApplicationPaper
    from lotse_app.models.reading import Section

_SIGN_HERE = "Unterschrift"


def application_pdf(fonts: Fonts, paper: ApplicationPaper, *, tagged: bool = True) -> bytes:
    """Return the application as PDF; ``tagged`` off is for the benchmark that compares."""
    look = places.large(fonts) if paper.large_print else places.normal(fonts)
    sheet = Sheet(fonts, f"{paper.title} – Vorgang {paper.number}", look, letter=True)
    sheet.address(_receiver(paper), _facts(paper))
    sheet.heading(1, paper.title)
    sheet.pairs(_head(paper))
    for section in paper.sections:
        rows = _rows(section, leave_out_empty=paper.leave_out_empty)
        if rows:
            sheet.heading(2, section.title)
            sheet.pairs(rows)
    _evidence(sheet, paper)
    # Nobody shall sign a page that does not say what is signed.
    with sheet.together():
        _declarations(sheet, paper)
        _signatures(sheet, paper)
    return sheet.to_pdf(_foot(paper), tagged=tagged)


def _receiver(paper: ApplicationPaper) -> tuple[str, ...]:
    named = paper.commune and paper.commune not in paper.authority
    return (paper.authority, paper.commune) if named else (paper.authority,)


def _facts(paper: ApplicationPaper) -> tuple[tuple[str, str], ...]:
    return (
        ("Vorgang", paper.number),
        ("Fassung", str(paper.edition)),
        ("Datum", long_date(local_date(paper.frozen_at))),
    )


def _head(paper: ApplicationPaper) -> list[tuple[str, str]]:
    rows = [("Rechtsgrundlage", paper.law)] if paper.law else []
    return [
        *rows,
        ("Es handelt", acting_words(paper.acting)),
        ("Unterstützt durch", supporter(paper.workplace)),
    ]


def _rows(section: Section, *, leave_out_empty: bool) -> list[tuple[str, str]]:
    return [
        (line.label, line.value or EMPTY)
        for line in section.lines
        if line.value or line.required or not leave_out_empty
    ]


def _evidence(sheet: Sheet, paper: ApplicationPaper) -> None:
    if not paper.evidence:
        return
    sheet.heading(2, "Nachweise")
    look = sheet.look
    rows = [(evidence.label, evidence_words(evidence)) for evidence in paper.evidence]
    columns = (Column(0.5, look.text, head=True), Column(0.5, look.text))
    sheet.table(("Nachweis", "Stand"), rows, columns)


def _declarations(sheet: Sheet, paper: ApplicationPaper) -> None:
    if paper.declarations:
        sheet.heading(2, "Erklärungen")
        sheet.bullets(paper.declarations)


def _signatures(sheet: Sheet, paper: ApplicationPaper) -> None:
    captions = list(paper.signature_lines or (_SIGN_HERE,))
    signature = paper.signature
    with sheet.together():
        sheet.heading(2, "Unterschrift" if len(captions) == 1 else "Unterschriften")
        if signature is not None and signature.strokes:
            drawn_signature(sheet, captions.pop(0), signature)
        for caption in captions:
            hand_line(sheet, caption)


def _foot(paper: ApplicationPaper) -> Foot:
    return Foot(
        left=f"Vorgang {paper.number} · Fassung {paper.edition}",
        below=f"Prüfsumme {grouped(paper.digest)}",
        running=paper.title,
        watermark=paper.watermark.value,
    )
