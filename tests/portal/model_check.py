"""One schedule of the model check: who does what when, and what must hold at the end (see ``schedules``)."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.workflows.exchange import Exchange, patch_of
from lotse_app.workflows.operations import previous
from lotse_portal import feed, operations
from tests.chance import seeded
from tests.portal.lane import Lane
from tests.portal.schedules import AT, STATION, Link, LostError, PortalInMemory, StoreInMemory

if TYPE_CHECKING:
    import random

#: Each takes one rule away; the check must notice every one of them.
MUTANTS = (
    "no_idempotency",
    "portal_not_atomic",
    "pruned_when_acknowledged",
    "durable_too_early",
    "not_sent_again",
    "cursor_before_page",
    "last_write_wins",
    "patch_creates",
    "restored_portal_unnoticed",
    "restored_device_unnoticed",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a schedule showed: broken promises, operations, conflicts, and who was restored in it."""

    broken: frozenset[str]
    operations: int
    conflicts: int
    portal_restored: bool = False
    device_restored: bool = False


class Device:
    """A device of the schedule: its store, its exchange, and a backup of the store."""

    def __init__(self, number: int, portal: PortalInMemory, chance: random.Random, mutants: frozenset[str]) -> None:
        self.identity = operations.Device(f"device-{number}", STATION)
        self.store = StoreInMemory(number, mutants)
        self.link = Link(portal, self.identity, chance)
        self.made: list[str] = []
        self._mutants = mutants
        self._chance = chance
        self._backup = (copy.deepcopy(self.store), 0)
        self.restored = False
        self.rounds = 0

    def work(self, ids: list[str], seen: dict[str, dict[str, Any]]) -> None:
        """Do what a person does: make, change or delete a record as it is seen here."""
        record_id = self._chance.choice(ids)
        view = self.store.view(record_id)
        if view is None:  # ids are never used again, and nobody makes one up that another has
            record_id = f"record-{self._chance.getrandbits(60):x}"
            ids[self._chance.randrange(len(ids))] = record_id
        op = f"{self.identity.id}-{self._chance.getrandbits(60):x}"
        values = {name: f"{op}{name}" for name in self._chance.sample("abc", self._chance.randint(1, 2))}
        act, body = Act.CREATE, dict[str, Any]({"station": STATION, "a": "", "b": "", "c": ""} | values)
        if view is not None:
            gone = self._chance.random() < 0.1
            act, body = (Act.DELETE, {"p": previous(view)}) if gone else (Act.PATCH, patch_of(view, values))
        seen[op] = dict(view or {})
        self.made.append(op)
        self.store.append(Operation(op, act, Kind.SESSION, record_id, "pilot", AT, body))

    def exchange(self, fault: str, batch: int, page: int) -> None:
        """Run a round; a fault ends it where it is, everything durable stays."""
        self.link.fault = fault
        self.store.dying = fault == "page_killed"
        self.rounds += 1
        lane = Lane(late=self.rounds % 2 == 0)
        try:
            Exchange(self.store, self.link, batch, page, lane.do, lane.begin).round()
        except LostError:
            if fault not in {"device_killed", "page_killed"}:
                lane.finish()

    def back_up(self) -> None:
        """Keep a copy of the whole store."""
        self._backup = (copy.deepcopy(self.store), len(self.made))

    def restore(self) -> None:
        """Go back to the own backup: what was made since and not handed over went down with the disk."""
        logs, self.restored = self.store.logs, True
        self.store, known = copy.deepcopy(self._backup[0]), self._backup[1]
        self.made = self.made[:known]
        if "restored_device_unnoticed" not in self._mutants:
            self.store.logs = logs
            self.store.begin_log()


def check(seed: int, steps: int = 40, mutant: str = "") -> Verdict:
    """Run one schedule; with a mutant, one rule is taken away."""
    chance = seeded(seed)
    mutants = frozenset({mutant} - {""})
    portal = PortalInMemory(mutants)
    devices = [Device(number, portal, chance, mutants) for number in range(chance.randint(2, 4))]
    ids = [f"record-{number}" for number in range(chance.randint(1, 5))]
    seen: dict[str, dict[str, Any]] = {}
    for _ in range(steps):
        _step(chance, portal, devices, ids, seen)
    _come_to_rest(portal, devices)
    broken = _broken(portal, devices, seen)
    conflicts = sum(1 for _, outcome in portal.state.taken if outcome.verdict is operations.Verdict.CONFLICT)
    made = sum(len(device.made) for device in devices)
    by_device = any(device.restored for device in devices)
    return Verdict(frozenset(broken), made, conflicts, portal.restored, by_device)


def _step(
    chance: random.Random,
    portal: PortalInMemory,
    devices: list[Device],
    ids: list[str],
    seen: dict[str, dict[str, Any]],
) -> None:
    device, draw = chance.choice(devices), chance.random()
    if draw < 0.45:
        device.work(ids, seen)
    elif draw < 0.88:
        faults = ["", "", "request_lost", "answer_lost", "request_doubled", "device_killed", "portal_killed"]
        device.exchange(chance.choice([*faults, "page_request_lost", "page_lost", "page_killed"]), 4, 3)
    elif draw < 0.93:
        portal.back_up()
    elif draw < 0.955:
        portal.restore()
    elif draw < 0.98:
        device.back_up()
    else:
        device.restore()


def _come_to_rest(portal: PortalInMemory, devices: list[Device]) -> None:
    for _ in range(60):
        for device in devices:
            device.exchange("", 50, 50)
        known = (portal.epoch, portal.state.change)
        places = {(device.store.place.epoch, device.store.place.through) for device in devices}
        if not any(device.store.waiting(1) for device in devices) and places == {known}:
            return


def _broken(portal: PortalInMemory, devices: list[Device], seen: dict[str, dict[str, Any]]) -> set[str]:
    broken = set()
    answered = [operation.op for operation, _ in portal.state.taken]
    if {op for device in devices for op in device.made} - set(answered):
        broken.add("lost")
    if len(answered) != len(set(answered)):
        broken.add("doubled")
    records, silent = _replayed(portal, seen)
    if silent:
        broken.add("silent")
    held = {one.id: None if one.deleted else one.doc for one in portal.state.records.values()}
    if records != held:
        broken.add("replay")
    for device in devices:
        visible = {
            one.id: None if one.deleted else one.doc
            for one in portal.state.records.values()
            if feed.visible(device.identity, one) is not None
        }
        if {name: row.doc for name, row in device.store.base.items()} != visible:
            broken.add("diverged")
    return broken


def _replayed(portal: PortalInMemory, seen: dict[str, dict[str, Any]]) -> tuple[dict[str, dict[str, Any] | None], bool]:
    """Apply what the portal accepted, in order; return the records and whether anything unseen was replaced."""
    records: dict[str, dict[str, Any] | None] = {}
    silent = False
    for operation, outcome in portal.state.taken:
        if outcome.verdict not in {operations.Verdict.OK, operations.Verdict.MERGED, operations.Verdict.DUP}:
            continue
        before = records.get(operation.record_id)
        if operation.act is operations.Act.CREATE:
            silent |= before is not None and before != operation.body
            records[operation.record_id] = dict(operation.body)
        elif operation.act is operations.Act.DELETE:
            silent |= before is not None and before != seen[operation.op]
            records[operation.record_id] = None
        elif before is None:
            silent = True  # a patch brought back what was deleted, or made what never was
            records[operation.record_id] = {name[1:]: part["v"] for name, part in operation.body.items()}
        else:
            for name, part in operation.body.items():
                silent |= before.get(name[1:]) not in (seen[operation.op].get(name[1:]), part["v"])
            records[operation.record_id] = before | {name[1:]: part["v"] for name, part in operation.body.items()}
    return records, silent
