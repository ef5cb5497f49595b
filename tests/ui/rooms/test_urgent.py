"""Heute: what cannot wait, what still wants a signature, what waits for a printer."""

from __future__ import annotations

import io
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget

from lotse_app.clock import FixedClock
from lotse_app.demonstration.filling import read_back
from lotse_app.documents.reader import text_of
from lotse_app.models.application import CarriedBy, Mark, State
from lotse_app.models.mandate import RevokedBy
from lotse_app.ui.kit.blocks import LinkButton, SecondaryButton
from lotse_app.ui.rooms.room import Go, RoomName
from lotse_app.ui.rooms.urgent import LEFT_OUT, NOT_YET
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.offices import office_wanted
from tests.mandates import frozen_under, under_mandate

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.rooms.today import TodayRoom
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.desks import Office


@pytest.fixture
def papers(today_room: TodayRoom) -> list[PaperReady]:
    shown: list[PaperReady] = []
    today_room.paper.connect(shown.append)
    return shown


@pytest.fixture
def enter(today_room: TodayRoom, settled: Callable[[], None]) -> Callable[[], None]:
    def come_in() -> None:
        today_room.enter()
        settled()

    return come_in


@pytest.fixture
def opened(desk: Desk, lanes: Lanes) -> Callable[[str], OpenCase]:
    """Return a function that reads a case from the store."""
    return lambda case_id: lanes.submit(LaneName.STORE, lambda: desk.applications.open(case_id)).result()


@pytest.fixture
def draft(begin: Callable[[], str], fill_in: Callable[[str], None]) -> str:
    """Return a filled draft."""
    case_id = begin()
    fill_in(case_id)
    return case_id


@pytest.fixture
def waiting(desk: Desk, lanes: Lanes, on_paper: str, begin: Callable[[], str]) -> tuple[str, str]:
    """Return one paper and one draft that wait for a printer."""
    both = on_paper, begin()
    for case_id in both:
        lanes.submit(LaneName.STORE, partial(desk.handing_in.print_later, case_id, wanted=True)).result()
    return both


@pytest.fixture
def print_all(
    today_room: TodayRoom, enter: Callable[[], None], papers: list[PaperReady], settled: Callable[[], None]
) -> Callable[[], list[PaperReady]]:
    """Return a function that prints all that waits, with its one button, and returns the papers."""

    def printed() -> list[PaperReady]:
        enter()
        today_room.print_all.click()
        settled()
        return papers

    return printed


def button(row: QWidget, kind: type[SecondaryButton | LinkButton] = SecondaryButton) -> SecondaryButton | LinkButton:
    found = row.findChild(kind)
    assert isinstance(found, kind)
    return found


def words(row: QWidget) -> str:
    return "\n".join(str(one.property("text") or "") for one in row.findChildren(QWidget))


def test_a_day_with_time_has_no_such_cards(today_room: TodayRoom, on_paper: str, enter: Callable[[], None]) -> None:
    assert on_paper
    enter()
    assert not today_room.urgent.isVisible()
    assert today_room.unsigned.isVisible()
    assert not today_room.print_all.isVisible()


def test_what_is_on_paper_and_not_there_yet_is_printed_with_one_key(
    today_room: TodayRoom,
    on_paper: str,
    enter: Callable[[], None],
    clock: FixedClock,
    papers: list[PaperReady],
    settled: Callable[[], None],
) -> None:
    clock.advance(days=2)
    enter()
    assert today_room.urgent.isVisible()
    assert "Frist Di 24.11.2026" in words(today_room.urgent.rows[0])
    button(today_room.urgent.rows[0]).click()
    settled()
    assert [paper.title for paper in papers] == ["Antrag", "Adressblatt", "Beleg", "Merkzettel"]
    assert "NossenerStraße20" in text_of(papers[1].pdf)
    assert on_paper


@pytest.fixture
def with_a_file(draft: str, desk: Desk, lanes: Lanes) -> str:
    """Return what the resident carries to the office with a photo of the evidence."""
    photo = io.BytesIO()
    Image.new("RGB", (30, 20)).save(photo, "PNG")

    def hand_in() -> None:
        case = read_back(desk, draft)
        line = evidence_lines(case.form, case.application.answers, draft, ())[0]
        desk.evidence.attach(line, 0, desk.evidence.check(photo.getvalue()))
        desk.freezing.commit(desk.freezing.prepare(desk.applications.open(draft)))
        desk.handing_in.commit(desk.handing_in.prepare(desk.applications.open(draft), CarriedBy.RESIDENT))
        desk.handing_in.print_later(draft, wanted=True)

    lanes.submit(LaneName.STORE, hand_in).result()
    return draft


def test_a_file_is_printed_with_what_cannot_wait_and_with_what_waited(
    today_room: TodayRoom,
    with_a_file: str,
    enter: Callable[[], None],
    clock: FixedClock,
    papers: list[PaperReady],
    settled: Callable[[], None],
) -> None:
    clock.advance(days=2)
    enter()
    button(today_room.urgent.rows[0]).click()
    settled()
    along = ["Antrag", "Adressblatt", "Nachweis", "Beleg", "Merkzettel"]
    assert [paper.title.split()[0] for paper in papers] == along
    papers.clear()
    today_room.print_all.click()
    settled()
    assert [paper.title.split()[0] for paper in papers] == along
    assert papers[2].title.endswith("-1"), with_a_file


def test_a_draft_that_cannot_wait_says_what_is_missing(
    qtbot: QtBot, today_room: TodayRoom, draft: str, clock: FixedClock, enter: Callable[[], None]
) -> None:
    clock.advance(days=3)
    enter()
    assert NOT_YET in words(today_room.urgent.rows[0])
    with qtbot.waitSignal(today_room.go) as gone:
        button(today_room.urgent.rows[0], LinkButton).click()
    assert gone.args == [Go(RoomName.APPLICATIONS, draft)]


def test_a_signature_that_came_in_is_noted_with_one_action(
    qtbot: QtBot,
    today_room: TodayRoom,
    on_paper: str,
    enter: Callable[[], None],
    opened: Callable[[str], OpenCase],
    settled: Callable[[], None],
) -> None:
    enter()
    with qtbot.waitSignal(today_room.go) as gone:
        button(today_room.unsigned.rows[0], LinkButton).click()
    assert gone.args == [Go(RoomName.APPLICATIONS, on_paper)]
    button(today_room.unsigned.rows[0]).click()
    settled()
    case = opened(on_paper)
    assert Mark.SIGNATURE_FOLLOWS not in case.application.marks
    assert case.application.state is State.SUBMITTED
    assert not today_room.unsigned.isVisible()


def test_all_that_waits_is_printed_with_one_key_and_waits_no_more(
    waiting: tuple[str, str],
    opened: Callable[[str], OpenCase],
    print_all: Callable[[], list[PaperReady]],
    settled: Callable[[], None],
) -> None:
    on_paper, draft = waiting
    papers = print_all()
    number = opened(on_paper).application.number
    assert [paper.title for paper in papers] == [f"Antrag {number}", f"Beleg {number}", f"Merkzettel {number}"]
    assert Mark.PRINT_LATER in opened(on_paper).application.marks
    for paper in papers:
        if paper.printed is not None:
            paper.printed()
    settled()
    assert Mark.PRINT_LATER not in opened(on_paper).application.marks
    assert Mark.PRINT_LATER in opened(draft).application.marks


def test_what_was_printed_later_goes_with_the_address_that_came_after_freezing(
    waiting: tuple[str, str], desk: Desk, lanes: Lanes, print_all: Callable[[], list[PaperReady]]
) -> None:
    def address_known() -> str:
        case = desk.applications.open(waiting[0])
        wanted = office_wanted(case)
        desk.offices.enter(wanted.ags, wanted.authority, "Steueramt", "Neuer Weg 3", "01723", "Wilsdruff")
        return case.application.number

    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    number = lanes.submit(LaneName.STORE, address_known).result()
    papers = print_all()
    assert [paper.title for paper in papers][:2] == [f"Antrag {number}", f"Adressblatt {number}"]
    assert "NeuerWeg3" in "".join(text_of(papers[1].pdf).split())


@pytest.fixture
def under_vollmacht(desk: Desk, lanes: Lanes) -> str:
    """Return what an agent carries to the office, under a Vollmacht that was signed on the pad."""

    def handed_in() -> str:
        office = cast("Office", SimpleNamespace(desk=desk))
        case = frozen_under(office, under_mandate(office))
        desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT))
        desk.handing_in.print_later(case.application.id, wanted=True)
        return case.application.id

    return lanes.submit(LaneName.STORE, handed_in).result()


def test_a_vollmacht_is_printed_with_what_cannot_wait_and_with_what_waited(
    today_room: TodayRoom,
    under_vollmacht: str,
    enter: Callable[[], None],
    clock: FixedClock,
    papers: list[PaperReady],
    settled: Callable[[], None],
) -> None:
    clock.advance(days=2)
    enter()
    button(today_room.urgent.rows[0]).click()
    settled()
    along = ["Antrag", "Adressblatt", "Vollmacht", "Beleg", "Merkzettel"]
    assert [paper.title.split()[0] for paper in papers] == along
    assert "Vollmacht" in text_of(papers[3].pdf), under_vollmacht  # the receipt counts it among what is enclosed
    papers.clear()
    today_room.print_all.click()
    settled()
    assert [paper.title.split()[0] for paper in papers] == along


@pytest.fixture
def taken_back(under_vollmacht: str, opened: Callable[[str], OpenCase], desk: Desk, lanes: Lanes) -> str:
    """Return the same after the Vollmacht was revoked."""
    mandate = opened(under_vollmacht).mandate
    assert mandate is not None
    lanes.submit(LaneName.STORE, lambda: desk.mandates.revoke(mandate.mandate.id, RevokedBy.GRANTOR)).result()
    return under_vollmacht


def test_what_cannot_wait_is_not_printed_under_a_revoked_vollmacht(
    today_room: TodayRoom,
    taken_back: str,
    enter: Callable[[], None],
    clock: FixedClock,
    papers: list[PaperReady],
    settled: Callable[[], None],
) -> None:
    clock.advance(days=2)
    enter()
    button(today_room.urgent.rows[0]).click()
    settled()
    assert not papers, taken_back
    assert "widerrufen" in today_room.banner.text


def test_a_paper_under_a_revoked_vollmacht_is_not_printed_and_its_number_is_said(
    today_room: TodayRoom,
    waiting: tuple[str, str],
    desk: Desk,
    lanes: Lanes,
    print_all: Callable[[], list[PaperReady]],
) -> None:
    def revoked() -> str:
        office = cast("Office", SimpleNamespace(desk=desk))
        case = frozen_under(office, under_mandate(office))
        desk.handing_in.print_later(case.application.id, wanted=True)
        assert case.mandate is not None
        desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
        return case.application.number

    left_out = lanes.submit(LaneName.STORE, revoked).result()
    papers = print_all()
    assert waiting
    assert [paper.title.split()[0] for paper in papers] == ["Antrag", "Beleg", "Merkzettel"]
    assert not [paper for paper in papers if left_out in paper.title]
    assert left_out in today_room.banner.text
    assert LEFT_OUT in today_room.banner.text
