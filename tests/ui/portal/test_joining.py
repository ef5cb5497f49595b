"""A device joins a real portal from the window: by the line the coordinator hands over, and by nothing else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lotse_app.ui.rooms.portal_form import JoinForm, WayForm
from lotse_app.ui.rooms.room import RoomName
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.workflows.lanes import LaneName
from tests.portal_client.front import MARK, Reply, front, passed_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.models.sync import Membership
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.portal_client.front import Request
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, tasks: Tasks, appearance: Appearance, settled: Callable[[], None]) -> SettingsRoom:
    made = SettingsRoom(desk, tasks, appearance, QWidget)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    made.activateWindow()
    made.enter()
    settled()
    return made


@pytest.fixture
def form(room: SettingsRoom) -> JoinForm:
    room.portal.open.click()
    assert isinstance(room.portal.form, JoinForm)
    return room.portal.form


@pytest.fixture
def member(desk: Desk, lanes: Lanes) -> Callable[[], Membership | None]:
    return lambda: lanes.submit(LaneName.STORE, desk.portal.joining.member).result()


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_the_line_of_an_invitation_is_pasted_and_the_device_is_a_member(
    room: SettingsRoom,
    form: JoinForm,
    portal: Portal,
    station: str,
    member: Callable[[], Membership | None],
    settled: Callable[[], None],
) -> None:
    assert "mit keinem Portal verbunden" in words(room.portal)
    QApplication.clipboard().setText(portal.invitation(station))
    form.address.paste()
    assert form.address.text() == portal.url
    QTest.keyClick(form.fingerprint, Qt.Key.Key_Return)
    settled()

    joined = member()
    assert joined is not None
    assert (joined.url, joined.station, joined.fingerprint) == (portal.url, station, portal.fingerprint)
    assert joined.role == "pilot"
    assert "Verbunden" in room.banner.text
    assert room.portal.form is None
    said = words(room.portal)
    assert joined.device in said
    assert portal.url in said
    assert f"{joined.device}\t{station}\tpilot\tactive" in portal.said("device", "list")


def test_the_key_of_station_files_is_adopted(
    desk: Desk, lanes: Lanes, form: JoinForm, portal: Portal, station: str, settled: Callable[[], None]
) -> None:
    sign = lanes.submit(LaneName.STORE, desk.gathering.pen).result().groups
    form.address.setText(portal.invitation(station))
    form.join.click()
    settled()

    assert lanes.submit(LaneName.STORE, desk.portal.joining.sign).result() == sign


def test_a_code_serves_once_and_what_is_wrong_stands_beside_its_line(
    room: SettingsRoom, form: JoinForm, portal: Portal, station: str, settled: Callable[[], None]
) -> None:
    address, code, sign = portal.invitation(station).split("#")
    form.address.setText(f"{address}#{code[:-1]}#{sign}")
    form.join.click()
    assert "Dieser Code gilt nicht" in form.code_field.problem
    assert QApplication.focusWidget() is form.code

    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    form.code.setText(wrong.lower().replace("-", " "))
    form.join.click()
    settled()
    assert "Dieser Code gilt nicht" in form.code_field.problem
    form.code.setText(code)
    form.fingerprint.setText("A" * 26)
    form.join.click()
    settled()
    assert "anderen Prüfzeichen" in form.fingerprint_field.problem
    assert not form.code_field.problem

    form.fingerprint.setText(sign)
    form.join.click()
    settled()
    assert room.portal.form is None, words(form)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://portal.example", "keine Adresse eines Portals"),
        ("https://portal.invalid", "antwortet niemand"),
        ("", "keine Adresse eines Portals"),
        ("https://127.0.0.1:9", "antwortet niemand"),
    ],
)
def test_a_wrong_address_is_said_beside_it(
    form: JoinForm, settled: Callable[[], None], address: str, said: str
) -> None:
    form.address.setText(address)
    form.code.setText("ABCD-0123456789A")
    form.fingerprint.setText("A" * 26)
    form.join.click()
    settled()

    assert said in form.address_field.problem
    assert QApplication.focusWidget() is form.address


def test_an_answer_that_is_lost_is_asked_for_again_with_the_same_code(
    room: SettingsRoom,
    form: JoinForm,
    portal: Portal,
    station: str,
    member: Callable[[], Membership | None],
    settled: Callable[[], None],
) -> None:
    lost: list[str] = []

    def line(request: Request) -> Reply | None:
        answer = passed_on(portal.url, request)
        if request.path == "/v1/enrolments" and not lost:
            lost.append(request.path)
            return None
        return answer

    with front(line) as url:
        form.address.setText(portal.invitation(station, over=url))
        form.join.click()
        settled()
        assert "antwortet niemand" in form.address_field.problem
        assert member() is None
        form.join.click()
        settled()
    assert member() is not None
    assert room.portal.form is None
    assert lost


def hotel(request: Request) -> Reply:
    assert request.path.startswith("/v1/hello")
    return Reply(200, b"<html>Willkommen</html>", {"Content-Type": "text/html"})


def old_copy(_request: Request) -> Reply:
    return Reply(200, b'{"nonce": "of-yesterday", "protocol": {"min": 1, "max": 1}}', MARK)


def far_ahead(request: Request) -> Reply:
    nonce = request.path.split("nonce=")[1]
    said = f'{{"nonce": "{nonce}", "protocol": {{"min": 7, "max": 9}}, "server_time": "2026-11-22T09:00:00Z",'
    return Reply(200, f'{said} "fingerprint": "{"A" * 26}", "epoch": 1}}'.encode(), MARK)


@pytest.mark.parametrize(
    ("answer", "said"),
    [(hotel, "etwas anderes als das Portal"), (old_copy, "etwas anderes als das Portal"), (far_ahead, "ist neuer")],
)
def test_who_answers_in_place_of_the_portal_gets_no_code(
    form: JoinForm, settled: Callable[[], None], answer: Callable[[Request], Reply], said: str
) -> None:
    asked: list[Request] = []

    def noting(request: Request) -> Reply:
        asked.append(request)
        return answer(request)

    with front(noting) as url:
        form.address.setText(f"{url}#ABCD-0123456789A#{'A' * 26}")
        form.join.click()
        settled()

    assert said in form.address_field.problem
    assert [request.method for request in asked] == ["GET"]


def test_proxy_and_certificate_of_the_traeger(
    room: SettingsRoom,
    form: JoinForm,
    portal: Portal,
    station: str,
    member: Callable[[], Membership | None],
    settled: Callable[[], None],
    tmp_path: Path,
) -> None:
    form.address.setText(portal.invitation(station))
    form.ways.proxy.setText("127.0.0.1:9")
    form.join.click()
    settled()
    assert "Der Proxy" in form.ways.proxy_field.problem

    form.ways.proxy.setText("proxy ohne Anschluss")
    form.join.click()
    assert "Der Proxy" in form.ways.proxy_field.problem

    none = tmp_path / "kein.pem"
    none.write_text("kein Zertifikat")
    form.ways.take(none)
    settled()
    assert "kein Zertifikat einer" in words(form.ways)

    form.ways.proxy.setText("")
    form.join.click()
    settled()
    assert member() is not None

    room.portal.open.click()
    way = room.portal.form
    assert isinstance(way, WayForm)
    way.ways.proxy.setText("proxy.example:3128")
    way.keep.click()
    settled()
    joined = member()
    assert joined is not None
    assert joined.way.proxy == "http://proxy.example:3128"
    assert "proxy.example" in words(room.portal)


class Hanging:
    """A line on which the portal lets a device in and its answer is kept back."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.let_in = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, request: Request) -> Reply | None:
        answer = passed_on(self._portal.url, request)
        if request.path == "/v1/enrolments" and not self.go_on.is_set():
            self.let_in.set()
            self.go_on.wait(60)
            return None
        return answer


@pytest.fixture
def hanging(portal: Portal) -> Hanging:
    return Hanging(portal)


@pytest.fixture
def line(portal: Portal, station: str, hanging: Hanging) -> Iterator[str]:
    """Return an invitation that leads over that line."""
    with front(hanging) as url:
        yield portal.invitation(station, over=url)
        hanging.go_on.set()


def asking(counter: Counter, hanging: Hanging, line: str) -> JoinForm:
    """Begin to join in the window; the portal has let the device in, and its answer is not there."""
    room = counter.enter(RoomName.SETTINGS, SettingsRoom)
    room.portal.open.click()
    form = room.portal.form
    assert isinstance(form, JoinForm)
    form.address.setText(line)
    form.join.click()
    counter.qtbot.waitUntil(hanging.let_in.is_set, timeout=20_000)
    return form


def joined_once(counter: Counter, hanging: Hanging, portal: Portal, line: str) -> None:
    """Check that nothing was joined, and that the same line still lets this very device in, once."""
    assert counter.member() is None
    before = portal.said("device", "list").count("\n")
    hanging.go_on.set()
    counter.join(line)
    member = counter.member()
    assert member is not None
    assert portal.said("device", "list").count("\n") == before
    assert portal.said("device", "list").count(member.device) == 1


def test_locking_while_a_portal_is_asked_to_let_the_device_in_waits_for_nobody(
    counter: Counter, portal: Portal, hanging: Hanging, line: str
) -> None:
    asking(counter, hanging, line)
    with counter.qtbot.waitSignal(counter.shell.locked, timeout=20_000):
        counter.shell.lock()
    counter.settled()  # the net lane has let go as well
    assert not hanging.go_on.is_set()
    counter.unlock()
    joined_once(counter, hanging, portal, line)


def test_quitting_while_a_portal_is_asked_to_let_the_device_in_waits_for_nobody(
    counter: Counter, portal: Portal, hanging: Hanging, line: str
) -> None:
    asking(counter, hanging, line)
    assert counter.shell.close()
    counter.settled()
    assert not hanging.go_on.is_set()
    for lane, farewell in counter.shell.farewells().items():
        counter.on_lane(lane, farewell)
    counter.unlock()
    joined_once(counter, hanging, portal, line)


def test_who_thinks_better_of_joining_has_not_joined(
    counter: Counter, portal: Portal, hanging: Hanging, line: str
) -> None:
    form = asking(counter, hanging, line)
    form.cancel.click()
    counter.settled()
    assert not hanging.go_on.is_set()
    assert counter.shell.main is not None
    room = counter.shell.main.room(RoomName.SETTINGS)
    assert isinstance(room, SettingsRoom)
    assert room.portal.form is None
    assert not room.banner.isVisible()  # nothing went wrong
    joined_once(counter, hanging, portal, line)
