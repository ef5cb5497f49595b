"""A real desk, a real encrypted store, a real portal in a process of its own: what is done here is there, once."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lotse_app.models.application import CarriedBy
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.people import PlaceType
from lotse_app.models.problems import Code
from lotse_app.models.session import Obstacle, Result, Topic
from lotse_app.models.stops import Stop
from lotse_app.models.sync import Membership, Position
from lotse_app.portal.client import PortalClient
from lotse_app.store.opening import open_store
from lotse_app.workflows.exchange import Exchange, RoundDone
from tests.cases import frozen, hand_in
from tests.desks import AMTSBERG, PASSPHRASE, close, make_office
from tests.portal.serving import Laptop
from tests.portal_client.front import Reply, front, passed_on
from tests.portal_client.portals import running
from tests.store.samples import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.opening import Store
    from tests.desks import Office
    from tests.portal_client.front import Request
    from tests.portal_client.portals import Portal

WOHNGELD = Topic("", "Wohngeld erklärt")
KILLS_EVERY = int(os.environ.get("LOTSE_KILLS_EVERY", "7"))
#: A round makes more calls of the database than this.
FEWEST_CALLS = 15


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


@dataclass(slots=True)
class Pair:
    """A desk whose device has joined, and a colleague's laptop of the same station."""

    office: Office
    portal: Portal
    own: Laptop
    colleague: Laptop

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        """Close the desk and give its store; the desk is opened again behind it."""
        office = self.office
        close(office.desk)
        key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
        store = open_store(office.program.places.ground, key, office.clock, office.program.tools.ids)
        try:
            yield store
        finally:
            store.close()
            office.reopen(key)

    def round(self, store: Store, url: str = "") -> RoundDone:
        """Run one round with the portal."""
        client = PortalClient(self.member(url), self.key().sign, self.office.clock, self.office.program.tools.ids)
        try:
            return Exchange(store.sync, client).round()
        finally:
            client.close()

    def member(self, url: str = "") -> Membership:
        """Return what the device knows of its portal."""
        return Membership(url or self.portal.url, self.own.id, self.portal.fingerprint)

    def key(self) -> Ed25519PrivateKey:
        """Return the device's key."""
        key = self.own.sign.private_key
        assert isinstance(key, Ed25519PrivateKey)
        return key

    def record(self, **changes: Any) -> CounsellingSession:  # noqa: ANN401 - any field of a session
        """Record a session at the desk."""
        counsel = self.office.desk.counsel
        return counsel.record(replace(counsel.afterwards(), **{"topics": (WOHNGELD,)} | changes))

    def there(self, *kinds: str) -> dict[str, dict[str, Any]]:
        """Return what the colleague of the same station reads of the portal."""
        return {name: row for name, row in self.colleague.everything().items() if row["k"] in (kinds or {"session"})}


@pytest.fixture
def pair(portal: Portal, tmp_path: Path) -> Iterator[Pair]:
    office = make_office(tmp_path / "daten")
    station = portal.said("station", "add", "--name", "Wilsdruff")
    place = office.desk.workplace
    own = portal.join(place.station.id, place.operator.id, station)
    colleague = Laptop(portal.url, portal.fingerprint)
    colleague.join(portal.said("enrol", "--station", station).split("#")[1]).raise_for_status()
    colleague.sign_on().raise_for_status()
    yield Pair(office, portal, own, colleague)
    close(office.desk)


def verdicts(store: Store) -> list[tuple[str, str]]:
    rows = store._connection.rows("SELECT kind, verdict FROM outbox ORDER BY seq")
    return [(row["kind"], row["verdict"]) for row in rows]


def test_a_session_recorded_at_the_desk_is_on_the_portal_after_one_round_without_its_note(pair: Pair) -> None:
    kept = pair.record(note="MARKERWORT", result=Result.DONE)

    with pair.store() as store:
        assert store.outbox.count_waiting() >= 1
        pair.round(store)

        row = pair.there()[kept.id]
        assert (row["version"], row["by"], row["doc"]["topics"]) == (1, pair.office.pilot_id, ["Wohngeld erklärt"])
        assert "MARKERWORT" not in json.dumps(row)
        assert store.outbox.count_waiting() == 0
        held = store.sync.held(Kind.SESSION, kept.id)
        assert held is not None
        assert held.doc == row["doc"]
        assert pair.round(store) == RoundDone(0, 0)


def test_everything_a_desk_does_is_taken_by_the_portal(pair: Pair) -> None:
    desk = pair.office.desk
    stop = desk.stops.save(Stop("", "Bibliothek", AMTSBERG, PlaceType.LIBRARY, time(9), time(12), weekday=4))
    desk.stops.save(replace(stop, name="Bücherei"))
    desk.stops.remove(stop.id)
    desk.stops.save(replace(stop, id="", name="Bücherei am Markt"))
    kept = pair.record(obstacles=(Obstacle.NO_EID,))
    desk.counsel.correct(replace(kept, people=3))
    desk.counsel.delete(kept.id)
    desk.counsel.restore(kept.id)
    desk.counsel.delete(kept.id)
    desk.applications.reopen(frozen(pair.office).application.id)
    handed_in = hand_in(pair.office, CarriedBy.PILOT).application

    with pair.store() as store:
        pair.round(store)
        said = verdicts(store)

    assert {verdict for _, verdict in said} == {"ok"}
    assert {kind for kind, _ in said} == {"session", "obstacle", "station", "application_status"}
    assert pair.there()[kept.id]["doc"]["deleted"] is True
    status = pair.own.everything()[handed_in.id]["doc"]
    assert (status["state"], status["handed_in"]) == (handed_in.state.value, "2026-11-20")
    (stops,) = [row["doc"] for row in pair.there("station").values()]
    named = {value and value["name"] for name, value in stops.items() if name.startswith("stop:")}
    assert named == {None, "Bücherei am Markt"}


class BadLine:
    """A line to the portal on which the answer to a push is lost once, then nothing goes through, then all."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.faults = ["answer lost", "nobody there", "cut"]
        self.met: list[str] = []

    def __call__(self, request: Request) -> Reply | None:
        if request.path != "/v1/push" or not self.faults:
            return passed_on(self._portal.url, request)
        self.met.append(self.faults.pop(0))
        if self.met[-1] == "nobody there":
            return None
        answer = passed_on(self._portal.url, request)
        return None if self.met[-1] == "answer lost" else replace(answer, body=answer.body[:20], cut=len(answer.body))


def test_a_network_that_fails_in_the_middle_loses_nothing_and_doubles_nothing(pair: Pair) -> None:
    made = [pair.record() for _ in range(3)]
    line = BadLine(pair.portal)

    with front(line) as url, pair.store() as store:
        store.sync.begin_epoch(1)  # so that the first push is the one whose answer is lost
        waiting = store.outbox.count_waiting()
        for _ in range(3):
            with refused(Code.PORTAL_OFFLINE):
                pair.round(store, url)
            assert store.outbox.count_waiting() == waiting
        assert pair.round(store, url).answered == waiting
        assert store.outbox.count_waiting() == 0
        assert {verdict for _, verdict in verdicts(store)} == {"ok"}

    assert line.met == ["answer lost", "nobody there", "cut"]
    assert {name: row["version"] for name, row in pair.there().items()} == {one.id: 1 for one in made}


class Choosy:
    """A portal of another version: whatever holds a word is nothing it can read as a batch."""

    def __init__(self, portal: Portal, word: str, status: int) -> None:
        self._portal = portal
        self._word = word.encode()
        self._status = status
        self.refused = 0

    def __call__(self, request: Request) -> Reply | None:
        if request.path == "/v1/push" and self._word in gzip.decompress(request.body):
            self.refused += 1
            return Reply(self._status)
        return passed_on(self._portal.url, request)


@pytest.mark.parametrize("status", [400, 422])
def test_one_entry_the_portal_cannot_read_is_set_aside_and_the_others_go_on(pair: Pair, status: int) -> None:
    before = pair.record()
    wrong = pair.record(topics=(Topic("", "Unlesbar"),))
    after = [pair.record() for _ in range(3)]
    line = Choosy(pair.portal, "Unlesbar", status)

    with front(line) as url, pair.store() as store:
        pair.round(store, url)
        assert line.refused > 1  # it was looked for by halves
        assert store.outbox.count_waiting() == 0
        (loser,) = store.clearing.losers()
        assert (loser.logged.operation.record_id, loser.detail) == (wrong.id, {"code": "unread"})
        assert loser.logged.operation.body["topics"] == ["Unlesbar"]  # nothing of it is lost
        known = line.refused
        pair.round(store, url)
        assert line.refused == known  # it is not tried again by itself
    assert set(pair.there()) == {one.id for one in (before, *after)}

    desk = pair.office.desk
    (question,) = desk.portal.clearing.questions()
    desk.portal.clearing.send_again(question)
    with pair.store() as store:
        pair.round(store)  # the portal was updated
        assert store.clearing.losers() == ()
    assert {name: row["version"] for name, row in pair.there().items()} == dict.fromkeys(
        [one.id for one in (before, wrong, *after)], 1
    )


def test_an_entry_larger_than_a_batch_may_be_is_set_aside_by_the_real_portal(pair: Pair) -> None:
    large = Operation("operation-large", Act.CREATE, Kind.FORM, "form-0000001", "", pair.office.clock.now(),
                      {"title": "x" * 1_100_000})  # fmt: skip
    with pair.store() as store:
        store.clearing.decide((), (large,))
    kept = pair.record()

    with pair.store() as store:
        pair.round(store)
        assert store.outbox.count_waiting() == 0
        (loser,) = store.clearing.losers()
        assert loser.logged.operation == large
    assert set(pair.there()) == {kept.id}


def killed_round(pair: Pair, where: str) -> subprocess.CompletedProcess[str]:
    """Run a round in a process that is killed somewhere; the desk is closed meanwhile."""
    office, member = pair.office, pair.member()
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    told = {
        "folder": str(office.program.places.ground),
        "store_key": key.hex(),
        "url": member.url,
        "device": member.device,
        "fingerprint": member.fingerprint,
        "device_key": pair.key().private_bytes_raw().hex(),
    }
    close(office.desk)
    command = [sys.executable, "-m", "tests.portal_client.round_child", where]
    done = subprocess.run(command, input=json.dumps(told) + "\n", text=True, capture_output=True, check=False)
    office.reopen(key)
    return done


@pytest.mark.parametrize("where", ["push", "changes"])
def test_a_program_killed_with_the_answer_in_hand_goes_on_as_if_nothing_had_been(pair: Pair, where: str) -> None:
    made = [pair.record() for _ in range(2)]
    done = killed_round(pair, where)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert set(pair.there()) == {one.id for one in made}  # the portal had it
    with pair.store() as store:
        answered = store.outbox.count_waiting() == 0
        assert answered is (where == "changes")
        pair.round(store)
        assert store.outbox.count_waiting() == 0
        assert all(store.sync.held(Kind.SESSION, one.id) for one in made)
    assert {row["version"] for row in pair.there().values()} == {1}


def test_a_program_killed_at_any_call_of_a_round_loses_and_doubles_nothing(pair: Pair) -> None:
    """design/sync, 11, F3: ``make faults`` kills at every call (LOTSE_KILLS_EVERY=1), ``make test`` at some."""
    made, call, killed = list[str](), 1, True
    while killed:
        made += [pair.record().id for _ in range(2)]
        pair.colleague.sign_on().raise_for_status()
        done = killed_round(pair, str(call))
        killed = done.returncode == -signal.SIGKILL
        assert killed or done.returncode == 0, done.stderr
        with pair.store() as store:
            store.check()
            pair.round(store)
            assert store.outbox.count_waiting() == 0
        assert {name: row["version"] for name, row in pair.there().items()} == dict.fromkeys(made, 1)
        call += KILLS_EVERY
    assert call > FEWEST_CALLS


def test_a_store_that_comes_back_from_a_copy_sends_again_and_nothing_is_there_twice(pair: Pair) -> None:
    made = [pair.record() for _ in range(2)]
    with pair.store() as store:
        pair.round(store)
        store.sync.begin_log()  # what restoring a backup does
        assert store.sync.position() == Position(store.outbox.log_id, 1)
    later = pair.record()
    with pair.store() as store:
        pair.round(store)
        assert store.outbox.count_waiting() == 0

    assert {name: row["version"] for name, row in pair.there().items()} == {one.id: 1 for one in [*made, later]}


def test_a_device_that_was_shut_out_keeps_its_work(pair: Pair) -> None:
    pair.portal.said("device", "lost", pair.own.id)
    kept = pair.record()

    with pair.store() as store:
        with refused(Code.PORTAL_SHUT_OUT, reason="device_lost"):
            pair.round(store)
        assert store.outbox.count_waiting() >= 1
    assert pair.office.desk.counsel.get(kept.id) == kept
    assert kept.ended_at is not None
    assert kept.ended_at - kept.started_at < timedelta(hours=1)
