"""Three papers, three wordings: none says more than is lawful (product, step 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from lotse_app.documents.maker import PaperMaker
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy
from lotse_app.models.papers import Watermark
from lotse_app.models.receipt import ReceiptKind
from tests.documents.support import DIGEST, FONTS, LONG_NAME, read_back, receipt

if TYPE_CHECKING:
    from tests.documents.support import Element

MAKER = PaperMaker(FONTS)


def tree_of(kind: ReceiptKind, **changes: object) -> Element:
    return read_back(MAKER.receipt(receipt(kind, **changes))).tree()


def rows_of(tree: Element) -> list[list[str]]:
    return [[cell.text for cell in row.kids] for row in tree.all("TR")]


def whole(tree: Element) -> str:
    return "\n".join(element.text for element in tree.walk())


def test_the_receipt_says_by_whom_and_when_it_was_received() -> None:
    tree = tree_of(ReceiptKind.RECEIVED)

    assert tree.all("H1")[0].text == "Eingangsbestätigung"
    assert rows_of(tree)[:3] == [
        ["Eingegangen bei der", "Stadt Wilsdruff"],
        ["am", "20. November 2026"],
        ["um", "10:44 Uhr"],
    ]


def test_a_commune_without_its_kind_is_called_a_commune() -> None:
    rows = rows_of(tree_of(ReceiptKind.RECEIVED, commune="Amtsberg"))

    assert rows[0] == ["Eingegangen bei der Gemeinde", "Amtsberg"]


def test_the_acceptance_names_section_16_and_where_it_goes() -> None:
    tree = tree_of(ReceiptKind.FORWARDED)
    rows = rows_of(tree)

    assert tree.all("H1")[0].text == "Entgegengenommen (§ 16 SGB I)"
    assert ["Entgegengenommen am", "20. November 2026"] in rows
    office = "Landratsamt Sächsische Schweiz-Osterzgebirge Anschrift bitte ergänzen"
    assert ["Wir leiten den Antrag unverzüglich weiter an", office] in rows


def test_without_a_receiver_the_acceptance_names_the_authority() -> None:
    rows = rows_of(tree_of(ReceiptKind.FORWARDED, forward_to="", address=("Nossener Straße 20", "01723 Wilsdruff")))

    office = "Stadtverwaltung Wilsdruff (Steuern) Nossener Straße 20 01723 Wilsdruff"
    assert ["Wir leiten den Antrag unverzüglich weiter an", office] in rows


@pytest.mark.parametrize("carrier", list(CarriedBy))
def test_the_hand_over_slip_says_that_nothing_is_filed_yet(carrier: CarriedBy) -> None:
    tree = tree_of(ReceiptKind.HANDED_OVER, carried_by=carrier)

    assert tree.all("H1")[0].text == "Übergabebeleg – noch kein Eingang beim Amt"
    assert "Der Antrag gilt erst als gestellt, wenn er bei der zuständigen Stelle eingegangen ist." in whole(tree)
    assert ["Zuständige Stelle", "Stadtverwaltung Wilsdruff (Steuern) Anschrift bitte ergänzen"] in rows_of(tree)


def test_the_hand_over_slip_says_where_the_office_is() -> None:
    tree = tree_of(ReceiptKind.HANDED_OVER, address=("Nossener Straße 20", "01723 Wilsdruff"))

    office = "Stadtverwaltung Wilsdruff (Steuern) Nossener Straße 20 01723 Wilsdruff"
    assert ["Zuständige Stelle", office] in rows_of(tree)
    assert "Anschrift bitte ergänzen" not in whole(tree)


@pytest.mark.parametrize(
    ("acting", "carrier", "words"),
    [
        (ActingAs.SELF, CarriedBy.RESIDENT, "die antragstellende Person"),
        (ActingAs.AUTHORISED_PERSON, CarriedBy.RESIDENT, "die bevollmächtigte Person"),
        (ActingAs.AUTHORISED_PERSON, CarriedBy.POST, "die Post"),
        (ActingAs.PARENTS, CarriedBy.RESIDENT, "die Eltern"),
        (ActingAs.LEGAL_GUARDIAN, CarriedBy.RESIDENT, "die rechtliche Betreuung"),
        (ActingAs.MESSENGER, CarriedBy.RESIDENT, "die Botin oder der Bote"),
        (ActingAs.PILOT_AS_AGENT, CarriedBy.PILOT, "die unterstützende Person"),
    ],
)
def test_who_acts_is_who_brings_it_to_the_office(acting: ActingAs, carrier: CarriedBy, words: str) -> None:
    tree = tree_of(ReceiptKind.HANDED_OVER, carried_by=carrier, acting=acting.value)

    assert ["Zur Stelle bringt ihn", words] in rows_of(tree)


def test_only_the_receipt_confirms_and_only_the_acceptance_names_the_law() -> None:
    received, forwarded, handed = (whole(tree_of(kind)) for kind in ReceiptKind)

    assert "Eingangsbestätigung" in received
    assert "Eingangsbestätigung" not in forwarded + handed
    assert "Eingegangen bei" not in forwarded + handed
    assert "§ 16" in forwarded
    assert "§ 16" not in received + handed
    assert "noch kein Eingang" not in received + forwarded


@pytest.mark.parametrize("kind", list(ReceiptKind))
def test_every_paper_names_case_helper_papers_and_digest(kind: ReceiptKind) -> None:
    found = read_back(MAKER.receipt(receipt(kind)))
    rows = rows_of(found.tree())

    assert ["Vorgang", "7F3K"] in rows
    assert ["Unterstützt durch", "Anna Beispiel, Stadt Wilsdruff"] in rows
    assert [body.text for body in found.tree().all("LBody")] == ["Heimtierausweis", "Haftpflichtnachweis"]
    assert DIGEST in found.page_texts()[0].replace(" ", "")
    assert len(found.document.pages) == 1


@pytest.mark.parametrize("kind", list(ReceiptKind))
def test_every_paper_says_who_applied_in_full_and_stays_one_page(kind: ReceiptKind) -> None:
    lists = {
        "enclosures": ("Mietvertrag", "Nachweis der Haftpflichtversicherung"),
        "shown": ("EU-Heimtierausweis oder Nachweis der Chipnummer", "Nachweis über die Befreiung"),
        "missing": ("Erlaubnis nach dem GefHundG", "Unterschriften (2)"),
    }
    found = read_back(MAKER.receipt(receipt(kind, applicant=LONG_NAME, **lists)))

    assert len(LONG_NAME) >= 120
    assert ["Antragstellende Person", LONG_NAME] in rows_of(found.tree())
    assert len(found.document.pages) == 1


@pytest.mark.parametrize("kind", list(ReceiptKind))
def test_a_receipt_too_long_for_one_page_keeps_what_is_signed_below_a_list(kind: ReceiptKind) -> None:
    many = tuple(f"{number}. Nachweis der Kosten der Unterkunft und der Heizung" for number in range(60))
    with pypdfium2.PdfDocument(MAKER.receipt(receipt(kind, enclosures=many))) as document:
        pages = [page.get_textpage().get_text_range() for page in document]

    assert len(pages) > 1
    assert "Haftpflichtnachweis" in pages[-1]
    assert "Eingangsstempel" in pages[-1] or "Ort, Datum" in pages[-1]


def test_without_a_name_in_the_answers_no_empty_row_stands_there() -> None:
    assert "Antragstellende Person" not in whole(tree_of(ReceiptKind.RECEIVED))


@pytest.mark.parametrize("kind", list(ReceiptKind))
def test_what_was_shown_is_apart_from_what_was_left(kind: ReceiptKind) -> None:
    tree = tree_of(kind, enclosures=("Mietvertrag",), shown=("Heimtierausweis",), missing=())
    found = {part.all("H2")[0].text: [body.text for body in part.all("LBody")] for part in tree.all("Sect")}

    assert found["Beigefügt"] == ["Mietvertrag"]
    assert found["Vorgelegt und zurückgegeben (keine Kopie)"] == ["Heimtierausweis"]


@pytest.mark.parametrize("kind", list(ReceiptKind))
def test_lists_that_are_empty_are_not_printed(kind: ReceiptKind) -> None:
    headings = [element.text for element in tree_of(kind, enclosures=(), missing=()).all("H2")]

    assert "Beigefügt" not in headings
    assert not any(heading.startswith("Vorgelegt") for heading in headings)
    assert "Noch nachzureichen" not in headings


def test_a_practice_receipt_says_so() -> None:
    found = read_back(MAKER.receipt(receipt(ReceiptKind.RECEIVED, watermark=Watermark.PRACTICE)))

    assert "ÜBUNG – KEIN ANTRAG" in found.page_texts()[0]
