"""The copy of all data of a person (Art. 15 (3) DSGVO), to be read and handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import long_moment
from lotse_app.documents import look as places
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.documents.tables import Column
from lotse_app.documents.words import EMPTY, evidence_words

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts
    from lotse_app.models.papers import PersonCase, PersonPaper

_TITLE = "Kopie Ihrer Daten"


def person_pdf(fonts: Fonts, paper: PersonPaper) -> bytes:
    """Return everything that is kept about a person, one part a Vorgang."""
    sheet = Sheet(fonts, _TITLE, places.normal(fonts))
    sheet.heading(1, _TITLE)
    sheet.paragraph("nach Artikel 15 Absatz 3 der Datenschutz-Grundverordnung (DSGVO)", sheet.look.label)
    place = paper.workplace
    sheet.pairs(
        [
            ("Familienname", paper.surname),
            ("Geburtsdatum", paper.birth or EMPTY),
            ("Stand", long_moment(paper.at)),
            ("Verantwortlicher (Träger)", place.operator.name),
            ("Stützpunkt", place.station.name),
        ]
    )
    if not paper.cases and not paper.mandates:
        sheet.paragraph("Über diese Person ist hier nichts gespeichert.")
    for case in paper.cases:
        _case(sheet, case)
    for number, facts in paper.mandates:
        sheet.heading(2, f"Vollmacht {number}")
        sheet.pairs(facts)
    return sheet.to_pdf(Foot(left=f"Stand {long_moment(paper.at)}", running=_TITLE))


def _case(sheet: Sheet, case: PersonCase) -> None:
    sheet.heading(2, f"Vorgang {case.number}: {case.service_name}")
    sheet.pairs(case.facts)
    for section in case.sections:
        rows = [(line.label, line.value or EMPTY) for line in section.lines]
        if rows:
            sheet.paragraph(section.title, sheet.look.strong, keep=True)
            sheet.pairs(rows)
    if case.evidence:
        look = sheet.look
        rows = [(one.label, evidence_words(one)) for one in case.evidence]
        sheet.table(("Nachweis", "Stand"), rows, (Column(0.5, look.text, head=True), Column(0.5, look.text)))
