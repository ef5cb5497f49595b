"""A Formloser Antrag whose office nobody knows: its address is asked for before the paper goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from lotse_app.demonstration.filling import fill, read_back
from lotse_app.documents.reader import text_of
from lotse_app.models.application import CarriedBy, DocumentKind
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.trail import Deed
from lotse_app.workflows.lanes import LaneName
from tests.desks import WILSDRUFF
from tests.workflows.test_formless import PERSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage

ADDRESS = ("Wohngeldstelle", "Schloßhof 2", "01796", "Pirna")


def frozen(desk: Desk) -> tuple[str, bytes]:
    """Return the id of a frozen Wohngeld and its paper. Store lane."""
    card = desk.find.card(desk.find.find("Wohngeld Bewilligung")[0].service_id, WILSDRUFF)
    case = read_back(desk, fill(desk, desk.applications.begin(card, WILSDRUFF).id, PERSON).application.id)
    assert not case.form.authority
    desk.freezing.commit(desk.freezing.prepare(case))
    return case.application.id, desk.printing.application(case.application.id)


def test_the_paper_says_that_the_office_is_still_to_be_found_and_names_no_commune_instead(
    desk: Desk, lanes: Lanes
) -> None:
    _, pdf = lanes.submit(LaneName.STORE, lambda: frozen(desk)).result()
    said = "".join(text_of(pdf).split())
    assert "ZuständigeStelle(wirdnochermittelt)" in said
    assert "ermittelt)Wilsdruff" not in said


def test_handing_in_asks_once_for_the_address_and_knows_it_then(
    desk: Desk, lanes: Lanes, open_case: Callable[[str], Stage]
) -> None:
    case_id, _ = lanes.submit(LaneName.STORE, lambda: frozen(desk)).result()
    stage = open_case(case_id)
    stage.wizard.show_step("einreichen")
    stage.settled()
    where = stage.pages.hand_in.where
    assert where.isVisible()
    assert "Bitte einmal eintragen" in where.address.text()
    where.change.click()
    for line, text in zip(where.lines.values(), ADDRESS, strict=True):
        line.setText(text)
    where.save.click()
    stage.settled()
    assert "Schloßhof 2" in where.address.text()
    again = open_case(case_id)
    again.wizard.show_step("einreichen")
    again.settled()
    assert "Schloßhof 2" in again.pages.hand_in.where.address.text()


def read_to_the_end(stage: Stage) -> None:
    """Hand over the sheet and tick every section."""
    stage.editing.set_notice(1)
    stage.wizard.show_step("pruefen")
    stage.settled()
    while stage.pages.read_back.next_open() is not None:
        stage.key(Qt.Key.Key_Space)


def drafted(desk: Desk) -> str:
    """Return the id of a Wohngeld that is filled in and not read back. Store lane."""
    card = desk.find.card(desk.find.find("Wohngeld Bewilligung")[0].service_id, WILSDRUFF)
    return fill(desk, desk.applications.begin(card, WILSDRUFF).id, PERSON).application.id


def whole(pdf: bytes) -> str:
    return "".join(text_of(pdf).split())


def test_before_freezing_the_address_is_asked_for_and_then_stands_on_the_application(
    desk: Desk, lanes: Lanes, open_case: Callable[[str], Stage]
) -> None:
    case_id = lanes.submit(LaneName.STORE, lambda: drafted(desk)).result()
    stage = open_case(case_id)
    read_to_the_end(stage)
    where = stage.pages.read_back.where
    assert where is not None
    assert where.change.hasFocus(), "asked for after the last tick"
    assert "vor dem Festhalten" in where.address.text()
    stage.key(Qt.Key.Key_Space)
    for line, text in zip(where.lines.values(), ADDRESS, strict=True):
        line.setText(text)
    stage.go_on()
    assert "noch nicht gespeichert" in stage.pages.read_back.banner.text
    stage.key(Qt.Key.Key_Space)
    assert where.settled
    stage.go_on()
    assert stage.editing.frozen
    paper = whole(lanes.submit(LaneName.STORE, lambda: desk.printing.application(case_id)).result())
    assert "Schloßhof2" in paper
    assert "bitteergänzen" not in paper
    stage.wizard.show_step("einreichen")
    stage.settled()
    assert "kam nach dem Festhalten" not in stage.pages.hand_in.receipt.text()
    stage.wizard.show_step("pruefen")
    assert where.isHidden()


def test_who_does_not_know_the_address_goes_on_and_enters_it_later_on_the_other_papers(
    desk: Desk, lanes: Lanes, clock: FixedClock, open_case: Callable[[str], Stage]
) -> None:
    case_id = lanes.submit(LaneName.STORE, lambda: drafted(desk)).result()
    stage = open_case(case_id)
    read_to_the_end(stage)
    stage.go_on()
    assert stage.editing.frozen
    before = lanes.submit(LaneName.STORE, lambda: desk.printing.application(case_id)).result()
    clock.advance(minutes=1)
    stage.wizard.show_step("einreichen")
    stage.settled()
    view = stage.pages.hand_in
    view.where.edit()
    for line, text in zip(view.where.lines.values(), ADDRESS, strict=True):
        line.setText(text)
    view.where.save.click()
    stage.settled()
    assert "Die Anschrift kam nach dem Festhalten: Der Antrag bleibt, wie er ist." in view.receipt.text()
    stage.go_on()
    papers = {paper.title: paper.pdf for paper in stage.wizard.stack.preview.papers}
    assert list(papers) == ["Antrag", "Adressblatt", "Beleg", "Merkzettel"]
    assert papers["Antrag"] == before
    assert ["Schloßhof2" in whole(pdf) for pdf in papers.values()] == [False, True, True, True]


def test_going_on_asks_where_it_goes_until_an_address_or_a_word_is_there(
    desk: Desk, lanes: Lanes, open_case: Callable[[str], Stage]
) -> None:
    case_id, _ = lanes.submit(LaneName.STORE, lambda: frozen(desk)).result()
    stage = open_case(case_id)
    stage.wizard.show_step("einreichen")
    stage.settled()
    view = stage.pages.hand_in
    stage.go_on()
    assert "Wohin mit dem Antrag?" in view.banner.text
    assert view.where.change.hasFocus()
    assert lanes.submit(LaneName.STORE, lambda: desk.applications.open(case_id)).result().hand_in is None
    assert view.where.unknown.isVisible()
    view.where.unknown.box.click()
    stage.go_on()
    case = lanes.submit(LaneName.STORE, lambda: desk.applications.open(case_id)).result()
    assert case.hand_in is not None
    pdf = lanes.submit(LaneName.STORE, lambda: desk.printing.stored(case_id, DocumentKind.NOTE)).result()
    assert "Anschriftunbekannt:BittefragenSieselbstnach" in "".join(text_of(pdf).split())
    deeds = [one.deed for one in lanes.submit(LaneName.STORE, desk.keeping.trail).result()]
    assert Deed.OFFICE_UNKNOWN.value in deeds


def test_the_word_that_nobody_knows_the_address_outlives_a_crash(
    desk: Desk, lanes: Lanes, open_case: Callable[[str], Stage]
) -> None:
    case_id, _ = lanes.submit(LaneName.STORE, lambda: frozen(desk)).result()
    for expected in (False, True, False):
        stage = open_case(case_id)
        stage.wizard.acts.chosen.fit(99)  # a new process remembers nothing of an older one
        stage.wizard.show_step("einreichen")
        stage.settled()
        tick = stage.pages.hand_in.where.unknown.box
        assert tick.isChecked() is expected
        tick.click()
        stage.settled()


def test_once_an_address_is_entered_nobody_asks(desk: Desk, lanes: Lanes, open_case: Callable[[str], Stage]) -> None:
    case_id, _ = lanes.submit(LaneName.STORE, lambda: frozen(desk)).result()
    stage = open_case(case_id)
    stage.wizard.show_step("einreichen")
    stage.settled()
    where = stage.pages.hand_in.where
    where.unknown.box.click()
    where.edit()
    for line, text in zip(where.lines.values(), ADDRESS, strict=True):
        line.setText(text)
    where.save.click()
    stage.settled()
    assert where.unknown.isHidden()
    assert where.settled
    assert not where.said_unknown
    stage.go_on()
    pdf = lanes.submit(LaneName.STORE, lambda: desk.printing.stored(case_id, DocumentKind.NOTE)).result()
    assert "Anschriftunbekannt" not in "".join(text_of(pdf).split())
    assert "Schloßhof2" in "".join(text_of(pdf).split())


def test_no_use_case_hands_in_without_knowing_or_saying_where(desk: Desk, lanes: Lanes) -> None:
    case_id, _ = lanes.submit(LaneName.STORE, lambda: frozen(desk)).result()
    case = lanes.submit(LaneName.STORE, lambda: desk.applications.open(case_id)).result()
    with pytest.raises(ProblemError) as refused:
        desk.handing_in.prepare(case, CarriedBy.RESIDENT)
    assert refused.value.problem.code is Code.OFFICE_MISSING
