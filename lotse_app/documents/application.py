"""The application as it goes to the office: a letter for a window envelope, every question in the order of the form."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from lotse_app.clock import local_date, long_date
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.signing import RECORD_HEADING, signature_line
from lotse_app.documents.tables import Column
from lotse_app.documents.words import EMPTY, acting_words, evidence_words, grouped, supporter, where_lines
from lotse_app.models.signing import SignedAs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.look import Look
    from lotse_app.models.papers import ApplicationPaper
    from lotse_app.models.reading import Line, Section

_SIGN_HERE = "Unterschrift"
#: An address in Germany or abroad is one row, as on an envelope; above it stands which of them it is.
_ADDRESSES = ("/anschrift/", "/anschrift_ausland/")
_WHICH_ADDRESS = "/anschrift_art"


def application_pdf(fonts: Fonts, paper: ApplicationPaper, *, tagged: bool = True) -> bytes:
    """Return the application as PDF; ``tagged`` off is for the benchmark that compares.

    A short paper (``leave_out_empty``) that would need a second page is set smaller first; any other one closer, where
    that saves a page: what is signed shall lie on as few sheets as can be.
    """
    foot = _foot(paper)
    sheet = _sheet(fonts, paper, places.large(fonts) if paper.large_print else places.normal(fonts))
    pages = 1 if paper.large_print else sheet.count(foot)
    if pages > 1:
        closer = _sheet(fonts, paper, places.snug(fonts) if paper.leave_out_empty else places.dense(fonts))
        if paper.leave_out_empty or closer.count(foot) < pages:
            sheet = closer
        # A single sheet has the name in its rows; only one of several needs it in the foot.
        alone = replace(foot, below=_digest(paper))
        if paper.leave_out_empty and sheet.count(alone) == 1:
            foot = alone
    return sheet.to_pdf(foot, tagged=tagged)


def _sheet(fonts: Fonts, paper: ApplicationPaper, look: Look) -> Sheet:
    sheet = Sheet(fonts, f"{paper.title} – Vorgang {paper.number}", look, letter=True)
    sheet.address(_receiver(paper), _facts(paper))
    sheet.heading(1, paper.title)
    if any(one.given_as is SignedAs.RECORD for one in paper.signatures):
        sheet.paragraph(RECORD_HEADING, sheet.look.strong, keep=True)
    sheet.pairs(_head(paper))
    for section in paper.sections:
        rows = _short_rows(section) if paper.leave_out_empty else _rows(section.lines)
        if rows:
            sheet.heading(2, section.title)
            sheet.pairs(rows)
    # Nobody shall sign a page that does not say what is signed: something of the application stands above.
    with sheet.together():
        _evidence(sheet, paper)
        with sheet.together():
            _declarations(sheet, paper)
            _signatures(sheet, paper)
    return sheet


def _receiver(paper: ApplicationPaper) -> tuple[str, ...]:
    where = where_lines(paper.address)
    named = paper.commune and not any(paper.commune in line for line in (paper.authority, *paper.address))
    return (paper.authority, paper.commune, *where) if named else (paper.authority, *where)


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


def _rows(lines: Sequence[Line]) -> list[tuple[str, str]]:
    return [(line.label, line.value or EMPTY) for line in lines]


def _short_rows(section: Section) -> list[tuple[str, str]]:
    """Return what was answered; an address is one row, and where there is one, which kind it is goes without saying."""
    asked = [line for line in section.lines if line.value or line.required]
    if any(_of_address(line) for line in asked):
        asked = [line for line in asked if line.pointer != _WHICH_ADDRESS]
    rows: list[tuple[str, str]] = []
    for is_address, group in groupby(asked, key=_of_address):
        lines = list(group)
        rows += [("Anschrift", _address(lines))] if is_address else _rows(lines)
    return rows


def _of_address(line: Line) -> bool:
    return line.pointer.startswith(_ADDRESSES)


def _address(lines: Sequence[Line]) -> str:
    said = {line.pointer.rpartition("/")[2]: line.value or EMPTY for line in lines}
    pairs = (("strasse", "hausnummer"), ("zusatz",), ("plz", "ort"), ("ortsteil",))
    parts = (" ".join(said.pop(name) for name in names if name in said) for names in pairs)
    return ", ".join(part for part in (*parts, *said.values()) if part)


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
        if not paper.leave_out_empty:  # a short paper says it below what it asks for
            sheet.heading(2, "Erklärungen")
        sheet.bullets(paper.declarations)


def _signatures(sheet: Sheet, paper: ApplicationPaper) -> None:
    captions = paper.signature_lines or (_SIGN_HERE,)
    given = {signature.line or 0: signature for signature in paper.signatures}
    with sheet.together():
        sheet.heading(2, "Unterschrift" if len(captions) == 1 else "Unterschriften")
        for number, caption in enumerate(captions):
            signature_line(sheet, caption, given.get(number))


def _foot(paper: ApplicationPaper) -> Foot:
    digest = _digest(paper)
    return Foot(
        left=f"Vorgang {paper.number} · Fassung {paper.edition}",
        # Whose it is stands on every sheet, in full: one that is parted from the others can be put back.
        below=f"Name: {paper.applicant}\n{digest}" if paper.applicant else digest,
        running=paper.title,
        watermark=paper.watermark.value,
    )


def _digest(paper: ApplicationPaper) -> str:
    return f"Prüfsumme {grouped(paper.digest)}"
