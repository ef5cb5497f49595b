"""Whom the window shows to whom: colleagues' cases, a coordinator's rooms, consents, the resident beside."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from lotse_app.demonstration.filling import fill
from lotse_app.demonstration.script import ANSWERS, COMMUNE, FIRST_WORDS
from lotse_app.models.application import CarriedBy
from lotse_app.models.consent import Purpose
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError, problem
from lotse_app.models.sight import TakeoverReason
from lotse_app.ui.application.consents import KEEP_MISSING, ConsentTicks
from lotse_app.ui.application.takeover import TakeoverView
from lotse_app.ui.application.wizard import ApplicationWizard
from lotse_app.ui.frame.assembly import Fittings, main_window
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.closed import ClosedRoom
from lotse_app.ui.rooms.outbox import OutboxRoom
from lotse_app.ui.rooms.room import Go, RoomName
from lotse_app.ui.rooms.services import ServicesRoom
from lotse_app.ui.rooms.today import TodayRoom
from lotse_app.ui.words.today import COLLEAGUES
from lotse_app.workflows.lanes import LaneName
from tests.cases import hand_in
from tests.colleagues import add, sit_down
from tests.desks import make_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.kit.icons import Icons
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.desks import Office


@pytest.fixture
def on_store(lanes: Lanes) -> Callable[[Callable[[], object]], object]:
    """Return a function that does something on the store lane and waits for it."""
    return lambda work: lanes.submit(LaneName.STORE, work).result()


@pytest.fixture
def made(tmp_path: Path, lanes: Lanes) -> Iterator[Callable[..., Office]]:
    """Return a function that sets up a station on the store lane; its last desk is closed in the end."""
    offices: list[Office] = []

    def make(**how: bool) -> Office:
        role = Role.OFFICIAL if how.get("public_body", True) else Role.VOLUNTEER
        offices.append(lanes.submit(LaneName.STORE, partial(make_office, tmp_path / "daten", role, **how)).result())
        return offices[0]

    yield make
    for office in offices:
        lanes.submit(LaneName.REPORT, office.desk.close_reports).result()
        lanes.submit(LaneName.STORE, office.desk.close).result()


def second_desk(office: Office, lanes: Lanes, role: Role = Role.OFFICIAL) -> Desk:
    """Add a second pilot who sits down."""

    def work() -> Desk:
        return sit_down(office, add(office.desk, role=role).id)

    return lanes.submit(LaneName.STORE, work).result()


def begun(office: Office, lanes: Lanes, *, filled: bool = True) -> str:
    def work() -> str:
        desk = office.desk
        card = desk.find.card(desk.find.find(FIRST_WORDS)[0].service_id, COMMUNE)
        case_id = desk.applications.begin(card, COMMUNE).id
        if filled:
            fill(desk, case_id, ANSWERS)
        return case_id

    return lanes.submit(LaneName.STORE, work).result()


def shown(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, appearance: Appearance, icons: Icons) -> Callable[[Office], MainWindow]:
    def open_window(office: Office) -> MainWindow:
        made = main_window(office.desk, Fittings(tasks, appearance, icons, office.program.unlocking))
        qtbot.addWidget(made)
        made.resize(1280, 720)
        made.show()
        return made

    return open_window


# --- a colleague's case ----------------------------------------------------------------------------


def opened(wizard: ApplicationWizard) -> bool:
    return wizard.editing is not None


def test_a_colleagues_case_opens_after_a_takeover_with_a_reason(
    qtbot: QtBot, made: Callable[..., Office], lanes: Lanes, tasks: Tasks, settled: Callable[[], None]
) -> None:
    office = made()
    case_id = begun(office, lanes)
    desk = second_desk(office, lanes)
    wizard = ApplicationWizard(desk, tasks, case_id)
    qtbot.addWidget(wizard)
    wizard.show()
    settled()
    view = wizard.stack.currentWidget()
    assert isinstance(view, TakeoverView)
    number = lanes.submit(LaneName.STORE, partial(desk.sight.label, case_id)).result().number
    assert f"Vorgang {number}" in view.label.text()
    assert not opened(wizard)

    view.primary.click()
    settled()
    assert "Grund" in view.banner.text, "no reason stands there beforehand"
    assert not opened(wizard)
    view.reason.set_value(TakeoverReason.OTHER.value)
    view.primary.click()
    settled()
    assert "warum" in view.words_field.problem
    view.words.setText("Frau Nowakowa wartet")
    view.primary.click()
    settled()
    assert "ohne Namen" in view.words_field.problem
    view.words.setText("Sie wartet am Schalter")
    view.primary.click()
    settled()
    assert wizard.stack.currentWidget() is wizard.case_page
    assert opened(wizard)
    wizard.leave()
    settled()


def test_a_takeover_may_be_left(
    qtbot: QtBot, made: Callable[..., Office], lanes: Lanes, tasks: Tasks, settled: Callable[[], None]
) -> None:
    office = made()
    case_id = begun(office, lanes, filled=False)
    wizard = ApplicationWizard(second_desk(office, lanes), tasks, case_id)
    qtbot.addWidget(wizard)
    settled()
    view = wizard.stack.currentWidget()
    assert isinstance(view, TakeoverView)
    with qtbot.waitSignal(wizard.left):
        view.left.emit()


def test_a_takeover_that_the_table_refuses_says_why(
    qtbot: QtBot, made: Callable[..., Office], lanes: Lanes, tasks: Tasks, settled: Callable[[], None]
) -> None:
    office = made()
    case_id = begun(office, lanes, filled=False)
    desk = second_desk(office, lanes, Role.COORDINATOR)
    view = TakeoverView(desk.sight, tasks, case_id)
    qtbot.addWidget(view)
    settled()
    assert "keine Personen" in view.banner.text


def test_a_colleagues_deadline_in_heute_leads_to_the_takeover(
    qtbot: QtBot, made: Callable[..., Office], lanes: Lanes, tasks: Tasks, settled: Callable[[], None]
) -> None:
    office = made()
    case_id = begun(office, lanes)
    desk = second_desk(office, lanes)
    office.clock.advance(days=60)
    room = TodayRoom(desk, tasks)
    qtbot.addWidget(room)
    room.show()
    room.enter()
    settled()
    words = shown(room)
    assert "– vorbei" in words
    assert COLLEAGUES in words
    assert "Nowakowa" not in words
    link = next(one for one in room.findChildren(QPushButton) if COLLEAGUES in one.accessibleDescription())
    with qtbot.waitSignal(room.go) as gone:
        link.click()
    assert gone.args == [Go(RoomName.APPLICATIONS, case_id)]


def test_lists_show_number_and_service_of_a_colleagues_case(
    qtbot: QtBot, made: Callable[..., Office], lanes: Lanes, tasks: Tasks, settled: Callable[[], None]
) -> None:
    office = made()
    lanes.submit(LaneName.STORE, partial(hand_in, office, CarriedBy.RESIDENT)).result()
    desk = second_desk(office, lanes)
    room = ApplicationsRoom(desk, tasks, partial(ApplicationWizard, desk, tasks))
    post = OutboxRoom(desk, tasks)
    for one in (room, post):
        qtbot.addWidget(one)
        one.show()
        one.enter()
    settled()
    cells = [room.model.index(0, column).data() for column in range(room.model.columnCount())]
    assert cells[1] == "Hundesteuer – Anmeldung"
    assert cells[2:] == ["nicht Ihr Vorgang", "–", "–", "–"]
    assert "nicht Ihr Vorgang" in shown(post)
    assert "abgegeben" not in shown(post)


# --- a coordinator ---------------------------------------------------------------------------------


def test_a_coordinator_finds_persons_closed_and_figures_open(
    made: Callable[..., Office], lanes: Lanes, window: Callable[[Office], MainWindow], settled: Callable[[], None]
) -> None:
    office = made()
    begun(office, lanes)
    second_desk(office, lanes, Role.COORDINATOR)
    main = window(office)
    words = sentence(problem(Code.COORDINATOR_NO_PERSONS))
    for name in (RoomName.COUNSELLING, RoomName.APPLICATIONS):
        main.enter(name, "start")
        settled()
        room = main.room(name)
        assert isinstance(room, ClosedRoom)
        assert words in shown(room)
        assert room.help_text() == words
    main.enter(RoomName.SERVICES)
    settled()
    services = main.room(RoomName.SERVICES)
    assert isinstance(services, ServicesRoom)
    assert services.banner.text == words
    services.words.setText(FIRST_WORDS)
    settled()
    assert not services._begin.isEnabled()
    assert services._bring.isEnabled()
    for name in (RoomName.TODAY, RoomName.OUTBOX, RoomName.FIGURES, RoomName.SETTINGS):
        main.enter(name)
        settled()
        assert not isinstance(main.room(name), ClosedRoom)
        assert "Hundesteuer" not in shown(main.room(name))
    closed = main.room(RoomName.APPLICATIONS)
    gone: list[object] = []
    closed.go.connect(gone.append)
    closed._to_figures()  # type: ignore[attr-defined]  # it is a ClosedRoom
    assert gone == [Go(RoomName.FIGURES)]
    settled()


# --- the resident beside ---------------------------------------------------------------------------


def test_no_list_shows_a_name_while_the_resident_sees_the_screen(
    made: Callable[..., Office],
    lanes: Lanes,
    window: Callable[[Office], MainWindow],
    settled: Callable[[], None],
    on_store: Callable[[Callable[[], object]], object],
) -> None:
    office = made()
    case_id = begun(office, lanes)
    main = window(office)
    main.enter(RoomName.APPLICATIONS, case_id)
    settled()
    wizard = main.room(RoomName.APPLICATIONS).case  # type: ignore[attr-defined]  # the room of cases
    guard = office.desk.sight.guard
    hidden = [guard.names_hidden]
    wizard.show_resident()
    hidden.append(guard.names_hidden)
    with pytest.raises(ProblemError):
        guard.require_names()
    names = on_store(partial(office.desk.sight._rows.names, case_id))
    assert isinstance(names, frozenset)
    assert names, "the case names somebody: otherwise nothing could be seen here"
    for name in (RoomName.TODAY, RoomName.COUNSELLING, RoomName.OUTBOX, RoomName.FIGURES):
        main.room(name).reload()
        settled()
        seen = shown(main.room(name)).casefold()
        assert not [one for one in names if one in seen]
    model = main.room(RoomName.APPLICATIONS).model  # type: ignore[attr-defined]  # this room has a list
    model.reload()
    settled()
    model.index(0, 0).data()  # the first look asks for the page
    settled()
    cells = " ".join(str(model.index(0, at).data()) for at in range(model.columnCount())).casefold()
    assert "hundesteuer" in cells
    assert not [one for one in names if one in cells]
    wizard.show_resident()
    assert [*hidden, guard.names_hidden] == [False, True, False]
    main.leave()
    settled()


# --- consents --------------------------------------------------------------------------------------


def test_outside_a_commune_consents_are_asked_each_apart(
    qtbot: QtBot, made: Callable[..., Office], lanes: Lanes, tasks: Tasks, settled: Callable[[], None]
) -> None:
    office = made(public_body=False)
    case_id = begun(office, lanes, filled=False)
    wizard = ApplicationWizard(office.desk, tasks, case_id)
    qtbot.addWidget(wizard)
    wizard.show()
    settled()
    assert wizard.pages is not None
    acting, consents = wizard.pages.acting, wizard.pages.consents
    assert set(consents.ticks) == set(Purpose)
    acting.notice.box.setChecked(True)
    wizard.next_button.click()
    assert acting.banner.text == KEEP_MISSING

    consents.ticks[Purpose.KEEP].box.setChecked(True)
    settled()
    assert consents.may_keep
    assert not acting.banner.isVisible()
    consents.ticks[Purpose.PASS_ON].box.setChecked(True)
    settled()
    consents.ticks[Purpose.PASS_ON].box.setChecked(False)
    settled()
    kept = lanes.submit(LaneName.STORE, partial(office.desk.consents.of_application, case_id)).result()
    assert [(one.purpose, one.revoked_at is None) for one in kept] == [(Purpose.KEEP, True), (Purpose.PASS_ON, False)]
    wizard.next_button.click()
    assert wizard.pages.key != "wer"
    wizard.leave()
    settled()


def test_a_public_body_asks_for_no_consent_and_a_refusal_is_said(
    qtbot: QtBot, made: Callable[..., Office], lanes: Lanes, tasks: Tasks
) -> None:
    office = made()
    case_id = begun(office, lanes, filled=False)
    none = ConsentTicks(office.desk, tasks, case_id)
    qtbot.addWidget(none)
    assert (none.ticks, none.may_keep, none.isVisible()) == ({}, True, False)
    none._refuse(problem(Code.TAKEOVER_MISSING))
    assert "Vertretung" in none._problem.text()
