"""A real store without a window, and a portal that says what a test lets it say."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from joserfc import jws
from joserfc.jwk import OKPKey

from lotse_app.models.clearing import Question, Unsettled
from lotse_app.models.joining import Greeting, Welcome, invitation
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.people import Workplace
from lotse_app.models.sync import Pulled, Pushed, Result, Verdict, Way
from lotse_app.store.opening import create_store
from lotse_app.vault.receiving import X25519
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows.clearing import Clearing
from lotse_app.workflows.joining import Joining
from lotse_app.workflows.mending import Mending
from lotse_app.workflows.operations import OperationMaker
from lotse_app.workflows.rounds import Rounds, Surroundings
from lotse_app.workflows.shift import Shift
from lotse_app.workflows.sight import Sight
from tests.store.samples import KEY, OPERATOR, PILOT, START, STATION, make_clock, make_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from lotse_app.clock import FixedClock
    from lotse_app.models.health import Health
    from lotse_app.models.joining import Approach
    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.people import Pilot
    from lotse_app.models.sync import Membership, Position, PulledRecord
    from lotse_app.store.opening import Store

T = TypeVar("T")

FINGERPRINT = "A" * 26
COMMUNES = {"14628410", "14521010"}


@dataclass
class SaidPortal:
    """Implements door and link: answers what was laid down, and notes what it was asked.

    ``before`` holds what happens before an answer, by what is asked; it may raise.
    """

    clock: FixedClock
    asked: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    told: tuple[str, ...] = ()
    receipts: list[str] = field(default_factory=list)
    rows: tuple[PulledRecord, ...] = ()
    verdicts: dict[str, Result] = field(default_factory=dict)
    keys: tuple[bytes, bytes] = (b"\1" * 32, b"\2" * 32)
    ways: list[Way] = field(default_factory=list)
    reports: list[tuple[Health, int, int]] = field(default_factory=list)
    signs: list[Callable[[bytes], bytes]] = field(default_factory=list)
    handed_over: list[str] = field(default_factory=list)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    compared: list[Mapping[str, Mapping[int, tuple[int, int]]]] = field(default_factory=list)
    other: dict[str, frozenset[int]] = field(default_factory=dict)
    proofs: list[tuple[str, str, str]] = field(default_factory=list)

    def _ask(self, what: str, how: str = "") -> None:
        self.asked.append(f"{what} {how}".strip())
        if what in self.before:
            self.before[what]()
        if self.fails and what == "greet":
            raise self.fails.pop(0)

    def enter(self, approach: Approach) -> Welcome:
        if self.fails:
            raise self.fails.pop(0)
        one = approach.applicant
        return Welcome(one.device, "operator-there", "station-there", "pilot", ("station-there",), *self.keys, 1)

    def acknowledge(self, url: str, way: Way, receipt: str) -> None:
        assert url
        self.ways.append(way)
        if self.fails:
            raise self.fails.pop(0)
        self.receipts.append(receipt)

    def link(self, member: Membership, sign: Callable[[bytes], bytes]) -> SaidPortal:
        self._ask("link", member.way.proxy)
        self.signs.append(sign)
        return self

    def greet(self) -> Greeting:
        self._ask("greet")
        return Greeting(FINGERPRINT, (1, 1), 1, self.clock.now(), "Wartung am Sonntag")

    def push(self, position: Position, operations: Sequence[LoggedOperation]) -> Pushed:
        self._ask("push")
        self.handed_over.extend(one.operation.op for one in operations)
        results = []
        for one in operations:
            said = self.verdicts.get(one.operation.record_id, Result(0, Verdict.OK, one.seq))
            results.append(Result(one.seq, said.verdict, said.change, said.detail))
        return Pushed(position.epoch, operations[-1].seq, 0, tuple(results))

    def changes(self, position: Position, limit: int) -> Pulled:
        self._ask("changes")
        assert limit
        return Pulled(position.epoch, "c", 1000, more=False, rows=self.rows)

    def differing(self, kinds: Mapping[str, Mapping[int, tuple[int, int]]]) -> Mapping[str, Collection[int]]:
        self._ask("digest")
        self.compared.append(kinds)
        return self.other

    def prove(self, proofs: Sequence[tuple[str, str, str]]) -> None:
        self._ask("prove")
        self.proofs.extend(proofs)

    def orders(self) -> tuple[str, ...]:
        return self.told

    def report(self, health: Health, oldest_seconds: int, skew_seconds: int) -> None:
        self._ask("report")
        self.reports.append((health, oldest_seconds, skew_seconds))

    def ask_orders(self) -> tuple[str, ...]:
        self._ask("orders")
        return self.told

    def close(self) -> None:
        self.asked.append("close")

    def stop(self) -> None:
        self.asked.append("stop")

    def give_up(self) -> None:
        self.asked.append("give up")


@dataclass
class Pocket:
    """A place for what a locked program may have."""

    content: bytes | None = None
    fails: list[Exception] = field(default_factory=list)

    def read(self) -> bytes | None:
        return self.content

    def keep(self, content: bytes) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.content = content


@dataclass
class Side:
    """Everything around the portal over one real store."""

    store: Store
    clock: FixedClock
    portal: SaidPortal
    pocket: Pocket
    joining: Joining
    rounds: Rounds
    clearing: Clearing

    def straight(self, work: Callable[[], T], /) -> T:
        """Do work at once: there is one thread."""
        return work()


def make_side(folder: Path, pilot: Pilot = PILOT) -> Side:
    """Set up a store and lay the use cases around the portal."""
    clock = make_clock()
    ids = make_ids(clock)
    store = create_store(folder, KEY, clock, ids)
    store.stations.set_up(OPERATOR, STATION, pilot, ())
    portal, pocket = SaidPortal(clock), Pocket()
    sight = Sight(store.sight, store.stations, pilot, clock)
    maker = OperationMaker(ids, pilot.id)
    shift = Shift(Workplace(OPERATOR, STATION, pilot, "Wilsdruff"), clock, ids, maker, store.trail, sight=sight)
    clearing = Clearing(store.clearing, store.sync, store.stations, store.stops, store.sessions, COMMUNES, shift)
    keys = store.station_files
    joining = Joining(store.membership, keys, store.stations, portal, (Ed25519(), X25519()), shift)
    mending = Mending(store.mending, store.sync)
    around = Surroundings(store.backups, pocket, clearing.after_round, store.health, mending)
    rounds = Rounds(store.membership, store.sync, keys, portal, Ed25519(), clock, around)
    return Side(store, clock, portal, pocket, joining, rounds, clearing)


def joined(side: Side, way: Way | None = None) -> Membership:
    """Let the device join."""
    line = invitation("portal.example", "ABCD-0123456789A", FINGERPRINT)
    approach = side.joining.prepare(line, way or Way())
    return side.joining.keep(approach, side.joining.enter(approach))


def signing(side: Side, order: str = "wipe", name: str = "order-1") -> str:
    """Return an order by a key that the device pins from now on."""
    key = OKPKey.generate_key("Ed25519")
    found = side.store.membership.membership()
    assert found is not None
    public = jws_public(key)
    side.store.membership.join(replace(found, portal_sign=public))
    content = {
        "iss": FINGERPRINT,
        "sub": found.device,
        "order": order,
        "jti": name,
        "exp": int((side.clock.now() + timedelta(days=7)).timestamp()),
    }
    header = {"alg": "Ed25519", "typ": "lotse-order"}
    return jws.serialize_compact(header, json.dumps(content).encode(), key, algorithms=["Ed25519"])


def jws_public(key: OKPKey) -> bytes:
    text = str(key.as_dict(private=False)["x"])
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def a_question(kind: str = "station", record_id: str = STATION.id) -> Question:
    return Question(kind, record_id, Unsettled.CHANGED, (), START)


def change_here(side: Side, telephone: str, hours: str = "") -> None:
    """Change the station at this desk as the settings do."""
    maker = side.clearing
    operator, station = side.store.stations.operator(), side.store.stations.station()
    changed = replace(station, telephone=telephone, hours=hours or station.hours)
    wanted = {"/telephone": telephone} | ({"/hours": hours} if hours else {})
    body = {pointer: {"p": "0" * 16, "v": value} for pointer, value in wanted.items()}
    operation = Operation(maker._ids.new(), Act.PATCH, Kind.STATION, STATION.id, PILOT.id, side.clock.now(), body)
    side.store.stations.save_station(operator, changed, [operation])


def raising(*problems: Exception) -> Callable[[], None]:
    """Return what raises one after the other, and nothing when all of them were raised."""
    left = list(problems)

    def ask() -> None:
        if left:
            raise left.pop(0)

    return ask
