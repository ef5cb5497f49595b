"""Rounds of the real window with a real portal: by themselves, over bad lines, through locks and kills; the words."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code
from lotse_app.portal.client import PortalClient
from tests.desks import PASSPHRASE, PocketSecrets, close, make_program
from tests.portal_client.front import MARK, Reply, front, passed_on
from tests.ui.portal.counter import join, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.portal.serving import Laptop
    from tests.portal_client.front import Request
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


def versions(colleague: Laptop, *ids: str) -> dict[str, int]:
    """Return which of these records the portal holds, and in which version."""
    return {name: row["version"] for name, row in colleague.everything().items() if name in ids}


#: A desk that never joined, a round, and what of the network is loaded then.
NOT_JOINED = """
import sys
from pathlib import Path
from tests.desks import close, make_office
desk = make_office(Path(sys.argv[1])).desk
assert desk.portal.rounds.round(lambda work: work()) is None
close(desk)
print(sorted({"requests", "urllib3", "http.client", "lotse_app.portal.web"} & set(sys.modules)))
import requests
print("requests" in sys.modules)
"""


def test_before_the_first_round_no_library_of_the_network_is_loaded(tmp_path: Path) -> None:
    start = [sys.executable, "-c", NOT_JOINED, str(tmp_path / "daten")]
    done = subprocess.run(start, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "True"]


def test_without_a_portal_nothing_is_asked(counter: Counter) -> None:
    counter.record()
    with counter.qtbot.waitSignal(counter.syncing.done, timeout=20_000) as ended:
        counter.syncing.now()
    assert ended.args == [None]
    assert "Ein Portal ist nicht eingerichtet." in counter.foot()
    room = counter.outbox()
    assert "nicht eingerichtet" in room.portal.reached.text()
    assert not room.portal.sync.isVisible()


def test_after_joining_a_round_comes_by_itself_and_what_was_done_before_is_there(
    joined: Counter, colleague: Laptop
) -> None:
    kept = joined.record()
    assert joined.shell.main is not None
    assert not joined.syncing._timer.isActive()
    with joined.qtbot.waitSignal(joined.syncing.done, timeout=20_000):
        joined.shell.main.worked.emit()
        assert joined.syncing._timer.interval() == 5_000
        joined.syncing._timer.setInterval(0)  # not five seconds
    assert joined.syncing._timer.interval() == 300_000  # the next one comes in some minutes
    joined.settled()

    assert versions(colleague, kept.id) == {kept.id: 1}
    assert joined.foot().startswith("Alles ist gespeichert und abgeglichen, zuletzt 20.11.2026, 10:30 Uhr.")
    room = joined.outbox()
    assert room.portal.words.text() == "Nichts wartet."
    assert "Letzter Abgleich: 20.11.2026" in room.portal.reached.text()


def test_a_wrong_clock_is_said_and_in_nobodys_way(joined: Counter) -> None:
    assert joined.round().standing.clock_is_off
    room = joined.outbox()
    assert "Die Uhr dieses Geräts geht" in room.portal.clock.text
    assert "nach." in room.portal.clock.text


def test_jetzt_abgleichen_hands_over_what_waits(joined: Counter, colleague: Laptop) -> None:
    joined.round()
    kept = joined.record()
    room = joined.outbox()
    assert room.portal.heading.text().startswith("Wartet auf das Portal (")
    assert "der älteste vom 20.11.2026" in room.portal.words.text()

    with joined.qtbot.waitSignal(joined.syncing.done, timeout=20_000):
        room.portal.sync.click()
        assert not room.portal.sync.isEnabled()
        assert room.portal.reached.text() == "Der Abgleich läuft …"
    joined.settled()

    assert versions(colleague, kept.id) == {kept.id: 1}
    assert room.portal.words.text() == "Nichts wartet."
    assert room.portal.sync.hasFocus()


class Line:
    """A line to the portal that can be broken."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.broken: Callable[[Request], Reply | None] | None = None
        self.pushes = 0
        self.asked = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, request: Request) -> Reply | None:
        if request.path == "/v1/push":
            self.pushes += 1
        if self.broken is not None and not request.path.startswith("/v1/hello"):
            return self.broken(request)
        return passed_on(self._portal.url, request)

    def hang(self, request: Request) -> Reply | None:
        """Let the portal do its work, and keep the answer back."""
        answer = passed_on(self._portal.url, request)
        if request.path != "/v1/push" or answer.status != HTTPStatus.OK:  # the first is told the epoch only
            return answer
        self.asked.set()
        self.go_on.wait(60)
        return None

    def cut(self, request: Request) -> Reply | None:
        """Cut the answer in its middle."""
        answer = passed_on(self._portal.url, request)
        if request.path != "/v1/push" or answer.status != HTTPStatus.OK:
            return answer
        return replace(answer, body=answer.body[: len(answer.body) // 2], cut=len(answer.body))


def test_a_line_cut_in_the_middle_of_a_round_loses_nothing_and_doubles_nothing(
    counter: Counter, portal: Portal, station: str, colleague: Laptop
) -> None:
    bad = Line(portal)
    with front(bad) as url:
        counter.join(portal.invitation(station, over=url))
        made = [counter.record() for _ in range(2)]
        bad.broken = bad.cut
        view = counter.round()
        assert view.standing.problem is Code.PORTAL_OFFLINE
        assert view.outbox.waiting > 0
        assert f"Ohne Verbindung zum Portal – {view.outbox.waiting} Einträge warten" in counter.foot()
        assert "nicht erreichbar" in counter.outbox().portal.trouble.text

        bad.broken = None
        assert counter.round().outbox.waiting == 0
        assert not counter.outbox().portal.trouble.isVisible()
    assert versions(colleague, *(one.id for one in made)) == {one.id: 1 for one in made}


def test_locking_in_the_middle_of_a_round_closes_the_store_at_once_and_the_next_round_finds_it_done(
    counter: Counter, portal: Portal, station: str, colleague: Laptop
) -> None:
    hanging = Line(portal)
    with front(hanging) as url:
        counter.join(portal.invitation(station, over=url))
        kept = counter.record()
        hanging.broken = hanging.hang
        rounds = counter.desk.portal.rounds
        counter.syncing.now()
        assert hanging.asked.wait(60)
        with counter.qtbot.waitSignal(counter.shell.locked, timeout=20_000):
            counter.shell.lock()
        counter.settled()  # the net lane has let go as well
        link = rounds._link
        assert isinstance(link, PortalClient)
        assert link._access._sign is None
        assert not link._access._token

        hanging.broken = None
        hanging.go_on.set()
        counter.unlock()
        assert counter.round().outbox.waiting == 0
    assert versions(colleague, kept.id) == {kept.id: 1}


def test_a_window_killed_in_the_middle_of_a_round_goes_on_as_if_nothing_had_been(
    set_up: tuple[Path, PocketSecrets, str], portal: Portal, station: str, colleague: Laptop, tmp_path: Path
) -> None:
    root, secrets, pilot_id = set_up
    folder = tmp_path / "daten"
    shutil.copytree(root, folder)
    hanging = Line(portal)
    with front(hanging) as url:
        program, _ = make_program(folder, PocketSecrets(dict(secrets.kept)))
        key = program.unlocking.key(pilot_id, PASSPHRASE)
        desk = program.unlocking.open(pilot_id, key)
        join(desk, portal.invitation(station, over=url))
        made = [record(desk) for _ in range(2)]
        close(desk)

        hanging.broken = hanging.hang
        keyring = {name: secret.hex() for name, secret in secrets.kept.items()}
        told = {"folder": str(folder), "pilot": pilot_id, "keyring": keyring}
        start = [sys.executable, "-m", "tests.ui.portal.window_child"]
        with subprocess.Popen(
            start, stdin=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        ) as window:
            assert window.stdin is not None
            window.stdin.write(json.dumps(told) + "\n")
            window.stdin.flush()
            assert hanging.asked.wait(60)
            window.kill()
        assert window.returncode == -signal.SIGKILL
        assert versions(colleague, *(one.id for one in made)) == {one.id: 1 for one in made}  # the portal had it

        hanging.broken = None
        hanging.go_on.set()
        desk = program.unlocking.open(pilot_id, key)
        assert desk.portal.rounds.view().outbox.waiting > 0  # the device had not heard of it
        view = desk.portal.rounds.round(lambda work: work())
        close(desk)
    assert view is not None
    assert (view.outbox.waiting, view.standing.problem) == (0, None)
    assert versions(colleague, *(one.id for one in made)) == {one.id: 1 for one in made}


def test_the_portal_knows_how_a_device_was_when_it_was_last_heard_of(joined: Counter, portal: Portal) -> None:
    joined.record()
    joined.round()
    member = joined.member()
    assert member is not None
    (file,) = portal.folder.glob("*.db")
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as database:
        ((told,),) = database.execute("SELECT health FROM devices WHERE id = ?", (member.device,)).fetchall()
    health = json.loads(told)
    assert (health["waiting"], health["persons"], health["cases"]) == (0, 0, [])
    assert len(health["trail_head"]) == 64


def refusal(status: int, code: str = "") -> Callable[[Request], Reply | None]:
    return lambda _: Reply(status, json.dumps({"code": code}).encode(), MARK)


def hotel(_request: Request) -> Reply | None:
    return Reply(200, b"<html>Willkommen</html>", {"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("answer", "foot", "said"),
    [
        (refusal(403, "device_revoked"), "nimmt von diesem Gerät nichts mehr an", "Koordination verständigen"),
        (refusal(426), "verschiedene Fassungen", "Lotse aktualisieren lassen"),
        (refusal(503), "überlastet", "versucht es von selbst"),
        (hotel, "Ohne Verbindung zum Portal", "Anmeldeseite im Browser"),
        (refusal(404), "gestört", "anders geantwortet als erwartet"),
    ],
    ids=["revoked", "outdated", "busy", "hotel", "strange"],
)
def test_postausgang_and_the_line_at_the_foot_say_why_and_what_to_do(
    counter: Counter,
    portal: Portal,
    station: str,
    answer: Callable[[Request], Reply | None],
    foot: str,
    said: str,
) -> None:
    line = Line(portal)
    with front(line) as url:
        counter.join(portal.invitation(station, over=url))
        kept = counter.record()
        room = counter.outbox()
        line.broken = answer
        view = counter.round()

    assert view.outbox.waiting > 0
    assert foot in counter.foot()
    assert "alles ist gespeichert" in counter.foot()
    assert said in room.portal.trouble.text
    assert counter.on_store(lambda: counter.desk.counsel.get(kept.id)) == kept
    assert kept.ended_at is not None
    assert kept.ended_at - kept.started_at < timedelta(hours=1)
