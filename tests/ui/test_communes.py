"""Finding one of the 418 communes by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from lotse_app.catalogue.file import CatalogueFile
from lotse_app.paths import resources
from lotse_app.ui.communes import SHOWN, CommuneChoice, entries, matching
from tests.ui.entrance.entering import press, show, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from lotse_app.models.commune import Commune
    from lotse_app.ui.communes import Entry


@pytest.fixture(scope="module")
def communes() -> tuple[Commune, ...]:
    return CatalogueFile(resources()).communes()


@pytest.fixture(scope="module")
def searched(communes: tuple[Commune, ...]) -> tuple[Entry, ...]:
    return entries(communes)


@pytest.mark.parametrize("typed", ["Döbeln", "döbeln", "Dobeln", "doebeln", " Döbeln ", "Do\u0308beln"])
def test_umlauts_may_be_typed_in_every_way(searched: tuple[Entry, ...], typed: str) -> None:
    assert [commune.short_name for commune in matching(searched, typed)] == ["Döbeln"]


def test_every_commune_is_found_by_its_name_and_by_each_of_its_postcodes(
    communes: tuple[Commune, ...], searched: tuple[Entry, ...]
) -> None:
    assert len(communes) == 418
    for commune in communes:
        assert commune in matching(searched, commune.name)
        for postcode in commune.postcodes:
            assert commune in matching(searched, postcode)


def test_a_postcode_of_several_communes_lists_them_all(
    communes: tuple[Commune, ...], searched: tuple[Entry, ...]
) -> None:
    shared = {code for commune in communes for code in commune.postcodes}
    ambiguous = [code for code in shared if sum(code in commune.postcodes for commune in communes) > 1]
    assert ambiguous
    for code in ambiguous:
        assert set(matching(searched, code)) == {commune for commune in communes if code in commune.postcodes}


def test_names_that_begin_so_come_before_names_that_contain_it(searched: tuple[Entry, ...]) -> None:
    hits = [commune.short_name for commune in matching(searched, "berg")]
    assert hits
    begins = [name.casefold().startswith("berg") for name in hits]
    assert begins == sorted(begins, reverse=True)


@pytest.mark.parametrize("typed", ["", "   ", "Timbuktu", "99999", "\u0308"])
def test_what_names_no_commune_finds_none(searched: tuple[Entry, ...], typed: str) -> None:
    assert matching(searched, typed) == ()


def choice(qtbot: QtBot, communes: tuple[Commune, ...]) -> CommuneChoice:
    view = CommuneChoice()
    view.offer(communes)
    show(qtbot, view)
    view.take_focus()
    return view


def test_one_hit_is_chosen_by_itself(qtbot: QtBot, communes: tuple[Commune, ...]) -> None:
    view = choice(qtbot, communes)
    type_text(view.line, "wilsdr")
    assert view.value is not None
    assert view.value.short_name == "Wilsdruff"
    assert view.problem() == ""


def test_of_several_hits_one_is_chosen_with_the_arrow_keys(qtbot: QtBot, communes: tuple[Commune, ...]) -> None:
    view = choice(qtbot, communes)
    type_text(view.line, "neu")
    assert "mehrere" in view.problem()
    assert 1 < view.list.count() <= SHOWN
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(view.picked):
        press(Qt.Key.Key_Down)
    assert view.list.hasFocus()
    assert view.value is not None
    assert view.list.item(1).text().startswith(view.value.name)


def test_what_is_missing_is_said(qtbot: QtBot, communes: tuple[Commune, ...]) -> None:
    view = choice(qtbot, communes)
    assert "angeben" in view.problem()
    type_text(view.line, "Timbuktu")
    assert "nicht gefunden" in view.problem()
    assert view.list.isHidden()
    press(Qt.Key.Key_Down)
    assert view.line.hasFocus()


def test_letters_typed_before_the_list_was_there_are_not_lost(qtbot: QtBot, communes: tuple[Commune, ...]) -> None:
    view = CommuneChoice()
    show(qtbot, view)
    view.take_focus()
    type_text(view.line, "wilsdr")
    assert "nicht gefunden" in view.problem()
    view.offer(communes)
    assert view.problem() == ""


def test_a_list_that_is_cut_says_so_instead_of_a_wrong_number(qtbot: QtBot, communes: tuple[Commune, ...]) -> None:
    view = choice(qtbot, communes)
    type_text(view.line, "0")
    assert view.list.count() == SHOWN
    assert view.said().startswith(f"Mehr als {SHOWN} Gemeinden gefunden.")
    view.line.setText("wilsdr")
    assert view.said() == "1 Gemeinde gefunden. Wilsdruff, Stadt"


def test_each_commune_can_be_chosen_by_its_key_also_where_its_name_is_part_of_another(
    qtbot: QtBot, communes: tuple[Commune, ...]
) -> None:
    choice = CommuneChoice()
    show(qtbot, choice)
    choice.offer(communes)
    for commune in communes:
        choice.choose(commune.ags)
        assert choice.value == commune
    choice.choose("00000000")
    assert (choice.value, choice.line.text()) == (None, "")
