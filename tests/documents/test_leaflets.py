"""Papers that residents take home say what they need and nothing about anybody else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.documents.maker import PaperMaker
from lotse_app.models.people import Operator
from tests.documents.support import (
    BRING,
    CARD,
    FONTS,
    NOTE,
    OPERATOR,
    PRIVACY,
    REACHED,
    RECOVERY,
    STATION,
    WORKPLACE,
    read_back,
)

if TYPE_CHECKING:
    from tests.documents.support import Element

MAKER = PaperMaker(FONTS)

#: What stands on the buttons of the window; ``tests/ui/entrance/test_unlock.py`` holds both together.
FORGOTTEN = "„Passphrase vergessen oder neues Gerät“"
RESET = "„Neue Passphrase setzen“"
BRING_BACK = "„Sicherung zurückholen“"


def tree_of(pdf: bytes) -> Element:
    return read_back(pdf).tree()


def rows_of(tree: Element) -> list[list[str]]:
    return [[cell.text for cell in row.kids] for row in tree.all("TR")]


def whole(tree: Element) -> str:
    return "\n".join(element.text for element in tree.walk())


def test_the_note_holds_label_and_value_then_what_comes_next() -> None:
    tree = tree_of(MAKER.note(NOTE))

    assert rows_of(tree)[:2] == [["Vorgang", "7F3K"], ["Frist", "24. November 2026"]]
    assert [body.text for body in tree.all("LBody")] == ["Unterschreiben Sie den Ausdruck."]
    assert ["Anschrift", "Nossener Straße 20, 01723 Wilsdruff"] in rows_of(tree)


def test_the_note_leaves_out_what_is_not_known() -> None:
    nowhere = replace(WORKPLACE, operator=Operator("o", "Verein"))
    tree = tree_of(MAKER.note(replace(NOTE, workplace=nowhere, next_steps=(), large_print=False)))

    assert "Wie es weitergeht" not in whole(tree)
    assert "Anschrift" not in whole(tree)


def test_note_and_bring_list_say_how_to_reach_the_station_where_it_is_known() -> None:
    place = replace(WORKPLACE, station=REACHED)
    for made in (MAKER.note(replace(NOTE, workplace=place)), MAKER.bring_list(replace(BRING, workplace=place))):
        rows = rows_of(tree_of(made))
        assert ["Telefon", "035204 463-0"] in rows
        assert any(row[0] == "Sprechzeiten" and "Mo 9–12 Uhr" in row[1] and "Di 14" in row[1] for row in rows)
    assert not {"Telefon", "Sprechzeiten"} & {row[0] for row in rows_of(tree_of(MAKER.note(NOTE)))}


def test_the_bring_list_names_papers_and_facts_with_source_and_day() -> None:
    tree = tree_of(MAKER.bring_list(BRING))

    assert [body.text for body in tree.all("LBody")] == ["Heimtierausweis", "Haftpflichtnachweis"]
    assert ["Gebühr", "keine Quelle: Satzung, geprüft 03.11.2026"] in rows_of(tree)


def test_a_bring_list_without_papers_or_facts_says_so() -> None:
    bare = replace(CARD, bring=(), note="Bitte vorher anrufen.")
    nowhere = replace(WORKPLACE, operator=Operator("o", "Verein"))
    tree = tree_of(MAKER.bring_list(replace(BRING, card=bare, facts=(), workplace=nowhere, large_print=False)))

    assert "keine Unterlagen hinterlegt" in whole(tree)
    assert "Bitte vorher anrufen." in whole(tree)
    assert "Gut zu wissen" not in whole(tree)


def test_a_fact_without_a_source_stands_alone() -> None:
    facts = (replace(BRING.facts[0], source="", checked=""),)

    assert ["Gebühr", "keine"] in rows_of(tree_of(MAKER.bring_list(replace(BRING, facts=facts))))


def test_the_privacy_sheet_of_a_public_body_names_what_article_13_asks_for() -> None:
    found = read_back(MAKER.privacy_sheet(PRIVACY))
    said = whole(found.tree()).replace("\u00a0", " ")

    for needed in (
        "Stadt Wilsdruff",
        "datenschutz@wilsdruff.example",
        "Artikel 6 Absatz 1 Buchstabe e DSGVO",
        "§ 3 Absatz 1 SächsDSDG",
        "Wer die Daten bekommt",
        "14 Tage, nachdem der Eingang bestätigt ist",
        "Artikel 15",
        "Artikel 16",
        "Artikel 17",
        "Artikel 18",
        "Artikel 21",
        "Widerruf Ihrer Zustimmung zu den Kontaktdaten",  # Art. 13 (2) c
        "mit einem Portal verbunden",  # Art. 13 (1) e
        "Wiedervorlage",
        "Artikel 77",
        "Sächsische Datenschutz- und",
    ):
        assert needed in said, needed
    assert ["Fassung dieses Blatts", "3"] in rows_of(found.tree())
    assert all("Fassung 3" in edges for edges in found.page_texts())


def test_the_privacy_sheet_of_others_rests_on_consent_alone() -> None:
    private = replace(OPERATOR, public_body=False, data_protection_contact="", address="")
    said = whole(tree_of(MAKER.privacy_sheet(replace(PRIVACY, operator=private)))).replace("\u00a0", " ")

    assert "nur, wenn Sie einwilligen" in said
    assert "Artikel 20" in said
    assert "Widerruf" in said
    assert "Buchstabe e" not in said
    assert "Stichwort Datenschutz" in said


def test_the_recovery_code_stands_on_one_line_and_large() -> None:
    found = read_back(MAKER.recovery_sheet(RECOVERY))

    assert RECOVERY.code in [element.text for element in found.tree().all("P")]
    (content,) = [page.Contents.read_bytes().decode("latin-1") for page in found.document.pages]
    sizes = [float(part.split()[-1]) for part in content.split(" Tf")[:-1]]
    assert max(sizes) > 24


def test_the_recovery_sheet_says_of_what_it_is_whose_and_what_to_do_in_the_words_of_the_window() -> None:
    found = read_back(MAKER.recovery_sheet(replace(RECOVERY, operator_name="Stadt Wilsdruff")))
    tree = found.tree()
    said = whole(tree)

    assert tree.all("H1")[0].text == "Lotse: Wiederherstellungscode"
    assert rows_of(tree) == [
        ["Träger", "Stadt Wilsdruff"],
        ["Stützpunkt", STATION.name],
        ["Ausgedruckt am", "20. November 2026"],
    ]
    assert [label.text for label in tree.all("Lbl")][:4] == ["1.", "2.", "3.", "4."]
    for words in (FORGOTTEN, RESET, BRING_BACK, "„Zurückholen“"):
        assert words in said, words
    assert "Passwort" not in said
    assert "Wiederherstellungs-Code" not in said
    assert len(found.document.pages) == 1


def test_names_that_are_not_known_before_the_store_is_open_are_written_in_by_hand() -> None:
    rows = rows_of(tree_of(MAKER.recovery_sheet(replace(RECOVERY, station_name=""))))

    assert all(set(row[1]) == {"_"} for row in rows[:2])


def test_a_recovery_sheet_with_long_names_stays_one_page_in_smaller_print() -> None:
    long = "Zweckverband für Bürgerdienste, Beratung und Daseinsvorsorge im mittleren Erzgebirge " * 2
    paper = replace(RECOVERY, operator_name=long, station_name=long)

    assert len(read_back(MAKER.recovery_sheet(paper)).document.pages) == 1


def test_a_code_without_letters_breaks_nothing() -> None:
    assert MAKER.recovery_sheet(replace(RECOVERY, code=""))


@pytest.mark.parametrize("large", [True, False])
def test_the_note_stays_on_one_page_with_long_names_and_six_missing_papers(*, large: bool) -> None:
    name = "Grundsicherung im Alter und bei Erwerbsminderung nach dem Zwölften Buch Sozialgesetzbuch, Weiterbewilligung"
    missing = "; ".join(f"{number}. Nachweis der Kosten der Unterkunft" for number in range(1, 7))
    lines = (
        ("Ihr Anliegen", name),
        ("Vorgang", "7F3K"),
        ("An", "Landkreis Sächsische Schweiz-Osterzgebirge, Sozialamt\nSchloßhof 2/4\n01796 Pirna"),
        ("Vorbereitet am", "20. November 2026, 10:30 Uhr"),
        ("Weg", "Sie geben den Antrag selbst ab"),
        ("Nächster Termin", "24. November 2026: letzter Tag für die Abgabe"),
        ("Noch nachzureichen", missing),
    )
    steps = ("Ein Satz, der so lang ist wie die längsten auf diesem Blatt, und noch ein kleines Stück länger.",) * 5
    station = replace(REACHED, hours="\n".join(["Montag bis Freitag 9–12 Uhr, mittwochs auch in der Bücherei"] * 4))
    place = replace(WORKPLACE, station=station)
    paper = replace(NOTE, service_name=name, lines=lines, next_steps=steps, workplace=place, large_print=large)
    assert len(read_back(MAKER.note(paper)).page_texts()) == 1


def test_a_note_with_little_on_it_is_in_large_print() -> None:
    short = replace(NOTE, lines=NOTE.lines[:2], next_steps=NOTE.next_steps[:1])
    assert len(read_back(MAKER.note(short)).page_texts()) == 1
    assert MAKER.note(short) != MAKER.note(replace(short, large_print=False))
