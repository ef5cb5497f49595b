"""Half a year without a network, and the program renewed twice meanwhile; then one round (design/sync, 11, F22).

A desk that has joined records, corrects, deletes and restores for 180 days. Twice its store is one that an older
program left, with all that waits in it, and today's program carries it on. Colleagues of the same station work with the
portal in the meantime. Device and portal have one clock, which a test moves. ``make faults`` lets 5,000 operations wait
(LOTSE_AWAY), ``make test`` some.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from lotse_app.bootstrap import build
from lotse_app.clock import FixedClock, SystemClock
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.application import CarriedBy
from lotse_app.models.operation import Kind
from lotse_app.models.session import Obstacle, Topic
from lotse_app.paths import Places
from lotse_app.store.connection import Connection
from lotse_app.store.migrations.steps import STEPS, schema_version
from lotse_app.workflows.operations import previous
from lotse_portal.tables import records
from tests.cases import hand_in
from tests.desks import CHEAP, PASSPHRASE, Office, PocketSecrets, close, first_run
from tests.faults.failing import store_below
from tests.faults.ground import take_back
from tests.portal.serving import Laptop, served
from tests.portal_client.front import front, passed_on
from tests.portal_client.test_every_exchange import FAULTS
from tests.ui.portal.counter import join

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.models.portal_standing import PortalView
    from lotse_app.models.session import CounsellingSession
    from tests.portal.serving import Served
    from tests.portal_client.front import Reply, Request

_SOME = 500
#: So many operations wait when the device is back; 5,000 in `make faults`.
AWAY = int(os.environ.get("LOTSE_AWAY", str(_SOME)))
DAYS = 180
#: On these days the store is one that a program of this schema left, and today's program opens it.
RENEWED = {60: 13, 120: 15}
_PLACE = "SELECT log.id, last_seq, epoch, cursor, through FROM log, portal_place"


@dataclass
class Line:
    """A line that is down until the device is back; then some answers are lost on it."""

    url: str
    up: bool = True
    faults: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply | None:
        if not self.up:
            return None
        if request.path == "/v1/push" and self.faults:
            fault = FAULTS[self.faults.pop(0)]
            return fault(lambda: passed_on(self.url, request))
        return passed_on(self.url, request)


@dataclass
class Away:
    """A desk far from any network, the portal it has joined, and what was done at the desk."""

    office: Office
    portal: Served
    station: str
    line: Line
    sessions: dict[str, bool] = field(default_factory=dict)  # by id: whether it lies in the bin
    waited: Counter[str] = field(default_factory=Counter)  # by id of the record: how many operations waited

    @property
    def clock(self) -> FixedClock:
        return self.office.clock

    def colleague(self) -> Laptop:
        """Return another laptop of the station, signed on by the portal's clock."""
        laptop = Laptop(self.portal.url, self.portal.portal.keys.fingerprint)
        laptop.join(self.portal.invite(self.station)).raise_for_status()
        laptop.sign_on(exp=int(self.clock.now().timestamp()) + 300).raise_for_status()
        return laptop

    def round(self) -> PortalView:
        view = self.office.desk.portal.rounds.round(lambda work: work())
        assert view is not None
        return view

    def work(self, number: int) -> None:
        """Record one session and do something with an earlier one of the day."""
        counsel = self.office.desk.counsel
        self.clock.advance(minutes=7)
        obstacles = (Obstacle.NO_EID,) if number % 5 == 0 else ()
        made = counsel.record(replace(counsel.afterwards(), topics=(Topic("", "Wohngeld"),), obstacles=obstacles))
        self.sessions[made.id] = False
        self._afterwards(made, number % 4)

    def _afterwards(self, made: CounsellingSession, what: int) -> None:
        counsel = self.office.desk.counsel
        self.clock.advance(minutes=1)
        if what == 1:
            counsel.correct(replace(made, people=made.people + 1))
        if what >= 2:
            counsel.delete(made.id)
        if what == 3:
            counsel.restore(made.id)
        self.sessions[made.id] = what == 2

    def telephone(self, said: str) -> None:
        desk = self.office.desk.settings
        desk.save_station(desk.operator(), replace(desk.station(), telephone=said))

    def hours(self, said: str) -> None:
        desk = self.office.desk.settings
        desk.save_station(desk.operator(), replace(desk.station(), hours=said))

    def renew(self, schema: int) -> None:
        """Close the desk, leave its store as an older program would have, and open it with today's."""
        waiting = self.rows("SELECT * FROM outbox ORDER BY seq")
        place = self.rows(_PLACE)
        key = self.office.program.unlocking.key(self.office.pilot_id, PASSPHRASE)
        close(self.office.desk)
        take_back(self.office.program, key, schema)
        left = Connection(self.office.program.places.store, key)
        assert schema_version(left) == schema < STEPS[-1].number
        left.close()
        self.office.reopen(key)
        store = store_below(self.office.desk)
        assert schema_version(store._connection) == STEPS[-1].number
        store.examine()
        assert self.rows("SELECT * FROM outbox ORDER BY seq") == waiting
        assert self.rows(_PLACE) == place

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in store_below(self.office.desk)._connection.rows(sql)]

    def missed(self, looking: Laptop) -> list[str]:
        """Return the records of the portal that are not what was done here, each of it once."""
        there, counsel = looking.everything(), self.office.desk.counsel
        with self.portal.portal.database.read() as connection:
            versions = {row.id: row.version for row in connection.execute(select(records.c.id, records.c.version))}
        bad = [name for name, many in self.waited.items() if versions.get(name) != many]
        for name, binned in self.sessions.items():
            doc = there.get(name, {"doc": {}})["doc"]
            people = doc.get("people") if binned else counsel.get(name).people
            if (doc.get("deleted", False), doc.get("people")) != (binned, people) or people is None:
                bad.append(name)
        sessions = {name for name, row in there.items() if row["k"] == "session" and row["by"] == self.office.pilot_id}
        return bad + sorted(sessions ^ set(self.sessions))


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Away]:
    clock = FixedClock(SystemClock().now().replace(hour=6, minute=0, second=0, microsecond=0))
    with served(tmp_path, f"sqlite:///{tmp_path / 'portal.db'}", clock=clock) as portal:
        program = build(Places(tmp_path / "daten"), PocketSecrets(), Tools(clock, Ids(clock), CHEAP))
        created = program.unlocking.create(first_run())
        program.unlocking.settle()
        desk = program.unlocking.open(created.pilot_id, created.key)
        office = Office(program, clock, created.pilot_id, created.recovery_code, desk)
        station, line = portal.station("Wilsdruff"), Line(portal.url)
        with front(line) as url:
            join(desk, f"{url}#{portal.invite(station)}#{portal.portal.keys.fingerprint}")
            made = Away(office, portal, station, line)
            made.telephone("035204 1")
            made.hours("Di 9-12")
            made.round()
            yield made
            close(office.desk)


def leave(away: Away, days: int, operations: int) -> None:
    """Work for so many days without a network; each day brings some of the operations, so that they are enough."""
    away.line.up = False
    each, number = operations // days + 1, 0
    for day in range(1, days + 1):
        morning = away.clock.now()
        while waiting(away) < min(operations, each * day):
            away.work(number)
            number += 1
        if day in RENEWED:
            away.renew(RENEWED[day])
        if day % 30 == 0:
            standing = away.round().standing  # it tries, as it would by itself
            assert standing.problem is not None
        away.clock.advance(seconds=86_400 - (away.clock.now() - morning).total_seconds())
    hand_in(away.office, CarriedBy.PILOT)
    away.waited = Counter(name for (name,) in away.rows("SELECT record_id FROM outbox WHERE handed_on_at IS NULL"))


def waiting(away: Away) -> int:
    return int(away.rows("SELECT count(*) FROM outbox WHERE handed_on_at IS NULL")[0][0])


def settings_of(looking: Laptop) -> tuple[str, dict[str, Any]]:
    """Return id and document of the station's settings."""
    ((name, row),) = [(name, row) for name, row in looking.everything().items() if row["k"] == Kind.STATION.value]
    return name, row["doc"]


def test_half_a_year_and_two_renewals_later_everything_is_there_once(away: Away) -> None:
    leave(away, DAYS, AWAY)
    assert waiting(away) >= AWAY
    looking = away.colleague()
    theirs = [looking.session() for _ in range(20)]
    looking.push(*theirs).raise_for_status()
    name, doc = settings_of(looking)
    looking.push(
        looking.op("patch", "station", name, set={"/hours": {"p": previous(doc["hours"]), "v": "Do 13-18"}})
    ).raise_for_status()
    away.telephone("035204 2")  # another field of the same record: nobody is asked
    away.line.up, away.line.faults = True, ["slow", "answer lost", "answer cut", "503 with Retry-After"]
    views = [away.round() for _ in range(5)]
    last = views[-1]
    assert (last.standing.problem, last.outbox.waiting, last.outbox.refused, last.outbox.unclear) == (None, 0, 0, 0)
    away.waited.pop(name, None)
    assert away.missed(looking) == []
    assert {one["id"] for one in theirs} <= set(looking.everything())
    _, doc = settings_of(looking)
    assert (doc["telephone"], doc["hours"]) == ("035204 2", "Do 13-18")
    assert {verdict for (verdict,) in away.rows("SELECT verdict FROM outbox")} <= {"ok"}
    store_below(away.office.desk).examine()


def test_what_two_people_set_differently_is_the_one_question(away: Away) -> None:
    """The other control: where somebody must be asked, somebody is, and only about that."""
    leave(away, 3, 20)
    looking = away.colleague()
    name, doc = settings_of(looking)
    looking.push(
        looking.op("patch", "station", name, set={"/hours": {"p": previous(doc["hours"]), "v": "Do 13-18"}})
    ).raise_for_status()
    away.hours("Mo 8-10")
    away.line.up = True
    outbox = away.round().outbox
    assert (outbox.waiting, outbox.refused, outbox.unclear) == (0, 0, 1)
    away.waited.pop(name, None)
    assert away.missed(looking) == []


def test_one_operation_lost_or_done_twice_would_be_noticed(away: Away) -> None:
    """The positive control: one that never goes out is missed; one more record comes from nowhere."""
    leave(away, 3, 20)
    away.line.up = True
    away.round()
    looking = away.colleague()
    away.waited.pop(settings_of(looking)[0], None)
    assert away.missed(looking) == []
    away.work(0)
    lost, *_ = set(away.sessions) - set(away.waited)
    connection = store_below(away.office.desk)._connection
    connection.run("UPDATE outbox SET handed_on_at = at, verdict = 'ok'")  # all that waits: a gap would be noticed
    away.round()
    assert set(away.missed(looking)) == {lost}
    looking.push(twice := looking.session(pilot=away.office.pilot_id) | {"by": away.office.pilot_id})
    assert set(away.missed(looking)) == {lost, twice["id"]}
