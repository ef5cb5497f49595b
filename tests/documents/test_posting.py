"""Aushang and Notfallblatt: one page each, what is known stands there, what is not is a line to fill by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.documents.maker import PaperMaker
from lotse_app.models.people import HOURS_LINES, HOURS_WIDTH
from tests.documents.support import EMERGENCY, FONTS, POSTER, STATION, read_back

if TYPE_CHECKING:
    from tests.documents.support import Element

MAKER = PaperMaker(FONTS)
LINE = "_" * 10


def tree_of(pdf: bytes) -> Element:
    return read_back(pdf).tree()


def rows_of(tree: Element) -> list[list[str]]:
    return [[cell.text for cell in row.kids] for row in tree.all("TR")]


def value(pdf: bytes, label: str) -> str:
    return next(row[1] for row in rows_of(tree_of(pdf)) if row[0].startswith(label))


def sizes(pdf: bytes) -> list[float]:
    pages = read_back(pdf).document.pages
    found = [page.Contents.read_bytes().decode("latin-1").split(" Tf")[:-1] for page in pages]
    return [float(part.split()[-1]) for parts in found for part in parts]


def test_the_poster_says_where_when_and_that_it_is_free() -> None:
    pdf = MAKER.poster(POSTER)
    said = "\n".join(element.text for element in tree_of(pdf).walk())

    assert [element.text for element in tree_of(pdf).all("H1", "H2")] == [
        "Hilfe beim Antrag",
        "Wo und wann",
        "Bitte mitbringen",
        "Gut zu wissen",
    ]
    assert value(pdf, "Wo") == "Bürgerbüro Wilsdruff"
    assert value(pdf, "Telefon") == "035204 463-0"
    assert "Di 14–18 Uhr" in value(pdf, "Sprechzeiten")
    for needed in ("Es kostet nichts.", "Eine E-Mail-Adresse brauchen Sie nicht.", "Ihren Ausweis oder Pass"):
        assert needed in said
    assert LINE not in said
    assert len(read_back(pdf).document.pages) == 1
    assert max(sizes(pdf)) > 24, "read from afar"


def test_the_poster_lists_stops_before_the_hours_and_stays_on_one_page() -> None:
    stops = tuple(f"jeden 2. Di ab 24.11. bis 31.12.2027 9:30–12:15 Uhr: {'Bürgertreff ' * 5}"[:115] for _ in range(8))
    pdf = MAKER.poster(replace(POSTER, stops=stops))
    assert value(pdf, "Sprechzeiten").startswith("jeden 2. Di ab 24.11. bis 31.12.2027")
    assert "Di 14–18 Uhr" in value(pdf, "Sprechzeiten")
    assert len(read_back(pdf).document.pages) == 1


def test_a_poster_without_hours_and_number_has_lines_for_them() -> None:
    pdf = MAKER.poster(replace(POSTER, station=STATION, operator=replace(POSTER.operator, address="")))

    assert LINE in value(pdf, "Sprechzeiten")
    assert LINE in value(pdf, "Telefon")
    assert value(pdf, "Träger") == "Stadt Wilsdruff"


def test_the_emergency_sheet_names_whom_to_call_and_what_to_do() -> None:
    pdf = MAKER.emergency_sheet(EMERGENCY)
    said = "\n".join(element.text for element in tree_of(pdf).walk())

    assert value(pdf, "1. Koordination") == "Karla Versuch"
    assert value(pdf, "2. Datenschutz") == "datenschutz@wilsdruff.example"
    assert value(pdf, "3. Verantwortliche") == "Anna Beispiel"
    assert LINE in value(pdf, "Gerätenummer")
    for needed in ("72 Stunden", "Art. 33 DSGVO", "Jetzt anrufen", "Bitte nicht einschalten"):
        assert needed in said


def test_whoever_is_not_known_is_a_line_on_the_emergency_sheet() -> None:
    nobody = replace(EMERGENCY.operator, data_protection_contact="")
    pdf = MAKER.emergency_sheet(replace(EMERGENCY, operator=nobody, coordinators=(), responsible=()))

    assert all(LINE in value(pdf, label) for label in ("1. Koord", "2. Daten", "3. Verant"))


def filled(words: str, length: int) -> str:
    return (words * length)[:length].strip()


@pytest.mark.parametrize("words", ["Mo 9 ", "W"])
def test_the_poster_stays_on_one_page_with_the_longest_that_may_be_entered(words: str) -> None:
    hours = "\n".join([filled(words, HOURS_WIDTH)] * HOURS_LINES)
    station = replace(STATION, name=filled(words, 200), telephone=filled(words, HOURS_WIDTH), hours=hours)
    operator = replace(POSTER.operator, name=filled(words, 200), address=filled(words, 200))
    pdf = MAKER.poster(replace(POSTER, operator=operator, station=station))
    assert len(read_back(pdf).document.pages) == 1


def test_the_emergency_sheet_stays_on_one_page_with_long_names() -> None:
    long = filled("Landkreis Ost ", 100)
    station = replace(STATION, name=long, telephone=filled("035204 ", HOURS_WIDTH))
    operator = replace(EMERGENCY.operator, name=long, data_protection_contact=long)
    names = tuple(f"Karla Versuch-Beispielhausen {number}" for number in range(3))
    paper = replace(EMERGENCY, operator=operator, station=station, coordinators=names, responsible=names)
    assert len(read_back(MAKER.emergency_sheet(paper)).document.pages) == 1
