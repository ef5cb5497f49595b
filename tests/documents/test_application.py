"""The application on paper says what was asked and answered, who acts, who helped, and who signed."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from lotse_app.documents.maker import PaperMaker
from lotse_app.models.acting import ActingAs
from lotse_app.models.evidence import Evidence, EvidenceState
from lotse_app.models.papers import Watermark
from tests.documents.support import (
    APPLICATION,
    AT,
    DIGEST,
    FONTS,
    HOLDER,
    LONG_NAME,
    SIGNATURE,
    dog,
    read_back,
    section,
)

if TYPE_CHECKING:
    from lotse_app.models.papers import ApplicationPaper

MAKER = PaperMaker(FONTS)

LONGEST = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TALL = " ".join(f"Satz {number} eines sehr langen Textes." for number in range(400))


def text_of(pdf: bytes) -> str:
    """Return the text as a PDF reader extracts it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def cells(paper: ApplicationPaper) -> list[list[str]]:
    """Return the rows of all tables as the structure tree has them."""
    tree = read_back(MAKER.application(paper)).tree()
    return [[cell.text for cell in row.kids] for row in tree.all("TR")]


def test_questions_come_in_the_order_of_the_form_each_with_its_answer() -> None:
    rows = cells(APPLICATION)
    asked = [[line.label, line.value or "—"] for part in APPLICATION.sections for line in part.lines]

    start = rows.index(asked[0])
    assert rows[start : start + len(asked)] == asked


def test_sections_have_their_titles_as_headings_in_order() -> None:
    headings = [element.text for element in read_back(MAKER.application(APPLICATION)).tree().all("H1", "H2")]

    assert headings == [
        "Hundesteuer – Anmeldung",
        "Halterin oder Halter",
        "Hund 1",
        "Hund 2",
        "Nachweise",
        "Erklärungen",
        "Unterschriften",
    ]


def test_unanswered_questions_are_left_out_on_request_but_required_ones_stay() -> None:
    lines = APPLICATION.sections[0].lines
    required = replace(APPLICATION.sections[0], lines=(replace(lines[2], required=True), *lines))
    empty = section("leer", "Nichts davon", ("Frage ohne Antwort", ""))
    paper = replace(APPLICATION, sections=(required, empty), leave_out_empty=True)

    labels = [row[0] for row in cells(paper)]

    assert "Telefon" not in labels
    assert "Frage ohne Antwort" not in labels
    assert labels.count("Geburtsname") == 1
    assert "Nichts davon" not in text_of(MAKER.application(paper))
    assert "Nichts davon" in text_of(MAKER.application(replace(paper, leave_out_empty=False)))


def test_who_helped_stands_on_a_line_of_its_own() -> None:
    assert ["Unterstützt durch", "Anna Beispiel, Stadt Wilsdruff"] in cells(APPLICATION)


@pytest.mark.parametrize("acting", list(ActingAs))
def test_who_acts_is_said_in_words(acting: ActingAs) -> None:
    rows = cells(replace(APPLICATION, acting=acting.value))

    said = next(row[1] for row in rows if row[0] == "Es handelt")
    assert said != acting.value
    assert len(said) > 8


def test_a_text_about_who_acts_stays_as_it_is() -> None:
    assert ["Es handelt", "Frau Muster für ihr Kind"] in cells(
        replace(APPLICATION, acting="Frau Muster für ihr Kind", law="")
    )


def test_evidence_says_its_state_in_words_with_reason_and_files() -> None:
    rows = cells(APPLICATION)

    assert ["Nachweis", "Stand"] in rows
    assert ["Heimtierausweis", "vorgelegt und geprüft (keine Kopie)"] in rows
    assert ["Haftpflichtnachweis", "liegt bei (1 Datei, 2 Seiten)"] in rows
    assert ["Nachweis über die Befreiung", "nicht nötig: nicht beantragt"] in rows


@pytest.mark.parametrize("state", list(EvidenceState))
def test_every_state_of_evidence_has_words(state: EvidenceState) -> None:
    rows = cells(replace(APPLICATION, evidence=(Evidence("a1", "x", "Nachweis X", state),)))

    assert next(row[1] for row in rows if row[0] == "Nachweis X")


def test_every_page_bears_number_edition_digest_and_page_count() -> None:
    found = read_back(MAKER.application(APPLICATION))
    pages = found.page_texts()

    assert len(pages) > 1
    for number, edges in enumerate(pages, start=1):
        assert "Vorgang 7F3K · Fassung 1" in edges
        assert DIGEST in edges.replace(" ", "")
        assert f"Seite {number} von {len(pages)}" in edges
    assert "Hundesteuer – Anmeldung" in pages[1]


def test_every_page_says_in_full_whose_it_is() -> None:
    pages = read_back(MAKER.application(replace(APPLICATION, applicant=LONG_NAME))).page_texts()

    assert len(pages) > 1
    for edges in pages:
        assert f"Name: {LONG_NAME}" in edges.replace("\n", "")


def test_nobody_is_named_where_the_answers_name_nobody() -> None:
    assert all("Name:" not in edges for edges in read_back(MAKER.application(APPLICATION)).page_texts())


@pytest.mark.parametrize("dogs", range(1, 9))
def test_no_page_holds_nothing_but_signatures(dogs: int) -> None:
    sections = (HOLDER, *(dog(number) for number in range(1, dogs + 1)))
    document = pypdfium2.PdfDocument(MAKER.application(replace(APPLICATION, sections=sections)))
    last = document[len(document) - 1].get_textpage().get_text_range()
    document.close()

    assert "Unterschriften" in last
    assert "Heimtierausweis" in last


def test_only_a_paper_that_needs_a_page_less_that_way_is_set_closer() -> None:
    def measured(paper: ApplicationPaper) -> tuple[int, str]:
        document = read_back(MAKER.application(paper)).document
        content = document.pages[-1].Contents.read_bytes().decode("latin-1")
        sizes = Counter(part.split()[-1] for part in content.split(" Tf")[:-1])
        return len(document.pages), sizes.most_common(1)[0][0]

    found = [measured(replace(APPLICATION, sections=tuple(dog(n) for n in range(count)))) for count in range(1, 9)]

    assert {size for _, size in found} == {"10", "9.25"}
    assert [pages for pages, _ in found] == sorted(pages for pages, _ in found)


def test_a_drawn_signature_is_lines_with_name_and_local_time_and_the_other_line_stays_open() -> None:
    tree = read_back(MAKER.application(replace(APPLICATION, signatures=(SIGNATURE,)))).tree()
    rows = [[cell.text for cell in row.kids] for row in tree.all("TR")]

    assert len(tree.all("Figure")) == 1
    assert ["Unterschrieben von", "Měrćin Wójcik"] in rows
    assert ["Unterschrieben am", "20. November 2026, 10:44 Uhr"] in rows
    captions = [element.text for element in tree.all("P")]
    assert captions.count("Unterschrift für das SEPA-Mandat") == 1
    assert captions.count("Ort, Datum") == 1


def test_a_print_to_be_signed_by_hand_has_a_line_for_each_signature() -> None:
    on_paper = replace(SIGNATURE, on_paper=True, strokes=())
    captions = [
        element.text
        for element in read_back(MAKER.application(replace(APPLICATION, signatures=(on_paper,)))).tree().all("P")
    ]

    assert captions.count("Ort, Datum") == 2
    assert "Unterschrift der Halterin oder des Halters" in captions


def test_without_named_signatures_there_is_still_one_line() -> None:
    tree = read_back(MAKER.application(replace(APPLICATION, signature_lines=(), declarations=(), evidence=()))).tree()

    assert [element.text for element in tree.all("P")][-2:] == ["Ort, Datum", "Unterschrift"]
    assert "Unterschrift" in [element.text for element in tree.all("H2")]


def test_strokes_that_leave_the_pad_or_are_one_dot_are_drawn_within_it() -> None:
    wild = replace(SIGNATURE, strokes=(((-1.0, 0.5), (2.0, 0.5)), ((0.5, 0.5),), ()))

    tree = read_back(MAKER.application(replace(APPLICATION, signatures=(wild,)))).tree()

    assert len(tree.all("Figure")) == 1


@pytest.mark.parametrize("mark", [Watermark.DRAFT, Watermark.PRACTICE])
def test_a_watermark_stands_on_every_page_and_is_not_read_aloud(mark: Watermark) -> None:
    found = read_back(MAKER.application(replace(APPLICATION, watermark=mark)))

    assert all(mark.value in edges for edges in found.page_texts())
    assert all(mark.value not in element.text for element in found.tree().walk())
    assert all(mark.value not in edges for edges in read_back(MAKER.application(APPLICATION)).page_texts())


def test_a_running_head_too_long_for_its_line_is_cut_with_an_ellipsis() -> None:
    found = read_back(MAKER.application(replace(APPLICATION, title="Sehr langer Titel " * 12)))

    assert "…" in found.page_texts()[1]


def test_the_same_paper_has_the_same_bytes_on_every_lane() -> None:
    papers = [APPLICATION, replace(APPLICATION, large_print=True), replace(APPLICATION, sections=(dog(7, "Ķ̂ K͟H"),))]
    alone = [PaperMaker(FONTS).application(paper) for paper in papers]

    with ThreadPoolExecutor(4) as lanes:
        together = list(lanes.map(MAKER.application, papers * 8))

    assert together == alone * 8


def test_another_answer_makes_other_bytes() -> None:
    other = replace(APPLICATION, sections=(dog(1, "Waldi"),))

    assert MAKER.application(other) != MAKER.application(APPLICATION)


@pytest.mark.parametrize(
    "value",
    [
        "<b>fett</b> & <para> &amp; </para>",
        "%s {name} \\n (Klammer) \\(",
        "Zeile eins\nZeile zwei",
        "=1+1",
        "日本語 und 🐕",
        "Ã́b K͟han",
        "mit\u00a0festem Leerzeichen und \u00ad weichem Trennstrich",
    ],
)
def test_hostile_answers_are_printed_letter_by_letter(value: str) -> None:
    rows = cells(replace(APPLICATION, sections=(section("x", "Abschnitt", ("Frage", value)),)))

    answer = next(row[1] for row in rows if row[0] == "Frage")
    assert answer.replace(" ", "") == value.replace(" ", "").replace("\u00a0", "").replace("\n", "")


def test_control_characters_are_shown_not_dropped() -> None:
    rows = cells(replace(APPLICATION, sections=(section("x", "Abschnitt", ("Frage", "a\x07b\tc")),)))

    assert ["Frage", "a\ufffdb c"] in rows


def test_a_word_longer_than_its_column_is_broken_and_stays_whole_to_read() -> None:
    rows = cells(replace(APPLICATION, sections=(section("x", "Abschnitt", (LONGEST, LONGEST)),)))

    assert [LONGEST, LONGEST] in rows


def test_an_answer_longer_than_a_page_goes_on_on_the_next() -> None:
    found = read_back(MAKER.application(replace(APPLICATION, sections=(section("x", "Text", ("Frage", TALL)),))))
    answer = next(row.kids[1].text for row in found.tree().all("TR") if row.kids[0].text == "Frage")

    assert len(found.document.pages) > 2
    assert answer.split() == TALL.split()


def test_eight_dogs_are_all_there_and_no_heading_ends_a_page() -> None:
    pdf = MAKER.application(replace(APPLICATION, sections=tuple(dog(n, f"Hund Nr. {n}") for n in range(1, 9))))
    document = pypdfium2.PdfDocument(pdf)
    bodies = [page.get_textpage().get_text_range() for page in document]
    document.close()

    assert all(f"Hund Nr. {number}" in "".join(bodies) for number in range(1, 9))
    for body in bodies[:-1]:
        last = [line for line in body.splitlines() if line.strip()][-4:]
        assert not any(line.strip() in {f"Hund {n}" for n in range(1, 9)} for line in last)


def test_declarations_longer_than_a_page_part_from_the_signatures_which_stay_together() -> None:
    paper = replace(APPLICATION, declarations=(TALL,) * 2, signatures=(SIGNATURE,))
    document = pypdfium2.PdfDocument(MAKER.application(paper))
    last = document[len(document) - 1].get_textpage().get_text_range()
    document.close()

    assert "Unterschriften" in last
    assert "Erklärungen" not in last


@pytest.mark.parametrize("dogs", range(1, 9))
@pytest.mark.parametrize("large", [False, True])
def test_signatures_are_never_parted(dogs: int, large: bool) -> None:  # noqa: FBT001 - a case of the test
    sections = tuple(dog(number) for number in range(1, dogs + 1))
    paper = replace(APPLICATION, sections=sections, signatures=(SIGNATURE,), large_print=large)
    document = pypdfium2.PdfDocument(MAKER.application(paper))
    last = document[len(document) - 1].get_textpage().get_text_range()
    document.close()

    assert "Erklärungen" in last
    assert "Unterschriften" in last
    assert "Unterschrieben am" in last
    assert "Unterschrift für das SEPA-Mandat" in last.replace("\r\n", "")


def test_the_address_stands_in_the_window_of_the_envelope() -> None:
    document = pypdfium2.PdfDocument(MAKER.application(APPLICATION))
    page = document[0]
    finder = page.get_textpage().search("Stadtverwaltung Wilsdruff")
    index, count = finder.get_next()
    boxes = [page.get_textpage().get_charbox(index + n) for n in range(count)]
    height = page.get_height()
    document.close()
    millimetre = 72 / 25.4

    assert min(box[0] for box in boxes) >= 20 * millimetre
    assert max(box[2] for box in boxes) <= 105 * millimetre
    assert all(45 * millimetre <= height - box[3] and height - box[1] <= 90 * millimetre for box in boxes)


def test_the_commune_is_added_where_the_office_does_not_name_it() -> None:
    tree = read_back(MAKER.application(replace(APPLICATION, authority="Steueramt"))).tree()
    named = read_back(MAKER.application(APPLICATION)).tree()

    assert [kid.text for kid in tree.all("Div")[0].kids][:2] == ["Steueramt", "Wilsdruff"]
    assert "Wilsdruff" not in [kid.text for kid in named.all("Div")[0].kids]


def test_street_and_town_of_the_office_stand_below_it_and_what_nobody_knows_is_to_be_written() -> None:
    def receiver(paper: ApplicationPaper) -> list[str]:
        return [kid.text for kid in read_back(MAKER.application(paper)).tree().all("Div")[0].kids]

    where = ("Nossener Straße 20", "01723 Wilsdruff")
    short = replace(APPLICATION, authority="Steueramt")
    assert receiver(replace(short, address=where))[:3] == ["Steueramt", *where]
    assert receiver(short)[:3] == ["Steueramt", "Wilsdruff", "Anschrift bitte ergänzen"]
    assert receiver(APPLICATION)[:2] == [APPLICATION.authority, "Anschrift bitte ergänzen"]


def test_large_print_has_larger_letters_and_the_same_answers() -> None:
    large = replace(APPLICATION, large_print=True)

    assert cells(large) == cells(APPLICATION)
    assert len(read_back(MAKER.application(large)).document.pages) > len(
        read_back(MAKER.application(APPLICATION)).document.pages
    )


def test_times_on_paper_are_local() -> None:
    summer = replace(SIGNATURE, at=AT.replace(month=7))
    rows = cells(replace(APPLICATION, signatures=(summer,)))

    assert ["Unterschrieben am", "20. Juli 2026, 11:44 Uhr"] in rows
