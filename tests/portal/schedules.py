"""The model check of the sync (design/sync, 10): random schedules of work, exchanges and faults over the real rules.

Real: ``lotse_portal.reducer`` and ``lotse_portal.feed`` on the one side, ``lotse_app.workflows.exchange`` on the other.
In memory: the rows of both. Faults: request lost, answer lost, request doubled, device killed between two durable
steps, portal killed inside a batch, portal restored, device restored from its own backup.

What must hold when everything has come to rest:
lost      every operation a person saved is applied, to be clarified, or refused and visible; or it was never handed
          over and went down with a device that was restored to before it
doubled   no operation had an effect twice
silent    no operation replaced what its author had not seen
diverged  every device holds exactly what the portal lets it see
replay    what the portal holds is what its accepted operations make, in their order
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lotse_app.models.operation import LoggedOperation
from lotse_app.models.sync import (
    EpochChangedError,
    LogForkError,
    Position,
    Pulled,
    PulledRecord,
    Pushed,
    Result,
    SeqGapError,
    Verdict,
)
from lotse_app.workflows.exchange import overlaid
from lotse_portal import feed, operations, reducer

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from lotse_app.models.operation import Operation

STATION = "station-1"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EPOCH_START = 1
Key = tuple[operations.Kind, str]


class LostError(Exception):
    """A request or its answer was lost, or a device was killed: the round ends where it is."""


@dataclass(slots=True)
class Memory:
    """What the portal holds, as dictionaries; everything that a restore brings back."""

    records: dict[Key, operations.Record] = field(default_factory=dict)
    change: int = 0
    kept: dict[str, operations.Outcome] = field(default_factory=dict)
    entries: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)
    taken: list[tuple[operations.Operation, operations.Outcome]] = field(default_factory=list)

    def last(self, device: str, log: str) -> int:
        """Return the last number of a log."""
        return max(self.entries.get((device, log), {}), default=0)


class PortalInMemory:
    """The portal: the real reducer over dictionaries."""

    def __init__(self, mutants: frozenset[str]) -> None:
        self.state = Memory()
        self.epoch = EPOCH_START
        self.mutants = mutants
        self._backup = Memory()
        self._durable: dict[tuple[str, str], int] = {}
        self.restored = False

    def back_up(self) -> None:
        """Make a verified backup: what it holds is durable from now on."""
        self._backup = copy.deepcopy(self.state)
        self._durable = {log: max(entries) for log, entries in self.state.entries.items() if entries}

    def restore(self) -> None:
        """Go back to the last backup and begin a new epoch."""
        self.state, self.restored = copy.deepcopy(self._backup), True
        self.epoch += "restored_portal_unnoticed" not in self.mutants

    def push(self, device: operations.Device, batch: operations.Batch, *, killed: bool = False) -> Pushed:
        """Take a batch in one transaction; killed inside it, nothing of it was taken."""
        if killed and "portal_not_atomic" not in self.mutants:
            raise LostError
        if self.mutants & {"last_write_wins", "patch_creates"}:
            return self._one_by_one(device, batch)
        held = self._held(device, batch)
        answer = reducer.push(held, device, batch)
        self._write(device, batch, answer)
        if killed:  # the mutant: effects stay, bookkeeping is lost
            self.state.entries.pop((device.id, batch.log), None)
            for operation, _ in answer.new:
                self.state.kept.pop(operation.op, None)
            raise LostError
        results = tuple(Result(seq, Verdict(one.verdict.value), one.change, one.detail) for seq, one in answer.results)
        durable = answer.last_seq if "durable_too_early" in self.mutants else held.durable_seq
        return Pushed(self.epoch, answer.last_seq, durable, results)

    def changes(self, device: operations.Device, position: Position, limit: int) -> Pulled:
        """Return a page of the feed."""
        try:
            read = feed.read_cursor(device, self.epoch, position.cursor)
        except feed.CursorGoneError as error:
            raise EpochChangedError(self.epoch) from error
        behind = [one for one in self.state.records.values() if one.change > read[one.station]]
        found = sorted(behind, key=lambda one: one.change)[: limit + 1]
        page = feed.page(device, self.epoch, read, found, limit)
        rows = tuple(
            PulledRecord(row["k"], row["id"], row["version"], None if row.get("deleted") else row["doc"])
            for row in page.rows
        )
        return Pulled(self.epoch, page.cursor, page.through, page.more, rows)

    def _one_by_one(self, device: operations.Device, batch: operations.Batch) -> Pushed:
        """Take a batch under a mutant that bends each operation to what the portal holds."""
        answers: list[tuple[int, operations.Outcome]] = []
        for one in batch.ops:
            bent = replace(batch, ops=(self._bent(one),))
            held = self._held(device, bent)
            answer = reducer.push(held, device, bent)
            self._write(device, bent, replace(answer, new=tuple((one, outcome) for _, outcome in answer.new)))
            answers += answer.results
        results = tuple(Result(seq, Verdict(one.verdict.value), one.change, one.detail) for seq, one in answers)
        return Pushed(self.epoch, answers[-1][0], self._durable.get((device.id, batch.log), 0), results)

    def _bent(self, one: operations.Operation) -> operations.Operation:
        record = self.state.records.get((one.kind, one.record_id))
        if one.act is not operations.Act.PATCH:
            return one
        if record is None and "patch_creates" in self.mutants:
            made = {"station": STATION} | {name[1:]: part["v"] for name, part in one.body.items()}
            return replace(one, act=operations.Act.CREATE, body=made)
        if record is not None and "last_write_wins" in self.mutants:
            seen = {name: part | {"p": operations.digest(record.doc.get(name[1:]))} for name, part in one.body.items()}
            return replace(one, body=seen)
        return one

    def _held(self, device: operations.Device, batch: operations.Batch) -> reducer.Held:
        entries = self.state.entries.get((device.id, batch.log), {})
        kept = {name: reducer.Kept(name, outcome) for name, outcome in self.state.kept.items()}
        last, at = self.state.last(device.id, batch.log), dict(entries)
        if "no_idempotency" in self.mutants:
            kept, last, at = {}, batch.ops[0].seq - 1, {}
        if "restored_portal_unnoticed" in self.mutants:
            last = max(last, batch.ops[0].seq - 1)
        if "restored_device_unnoticed" in self.mutants:
            old = [one.op for one in batch.ops if one.seq <= last]
            at |= {one.seq: one.op for one in batch.ops if one.seq <= last}
            known = operations.Outcome(operations.Verdict.DUP)
            kept = {name: reducer.Kept(name, known) for name in old} | kept
        return reducer.Held(
            epoch=batch.epoch if "restored_portal_unnoticed" in self.mutants else self.epoch,
            last_seq=last,
            durable_seq=self._durable.get((device.id, batch.log), 0),
            changes={STATION: self.state.change},
            records=self.state.records,
            kept=kept,
            at=at,
        )

    def _write(self, device: operations.Device, batch: operations.Batch, answer: reducer.Answer) -> None:
        for operation, outcome in answer.new:
            self.state.kept[operation.op] = outcome
            self.state.taken.append((operation, outcome))
        entries = self.state.entries.setdefault((device.id, batch.log), {})
        entries |= {one.seq: one.op for one in batch.ops if one.seq > max(entries, default=0)}
        self.state.records |= {(one.kind, one.id): one for one in answer.records}
        self.state.change = answer.changes.get(STATION, self.state.change)


@dataclass(slots=True)
class Kept:
    """An operation in a device's log, and what the portal said of it."""

    logged: LoggedOperation
    result: Result | None = None


@dataclass(slots=True)
class StoreInMemory:
    """The store of a device as ``SyncRows``: everything that survives a kill, and that a backup holds."""

    number: int
    mutants: frozenset[str]
    logs: int = 1
    seq: int = 0
    kept: list[Kept] = field(default_factory=list)
    base: dict[str, PulledRecord] = field(default_factory=dict)
    place: Position = field(default_factory=lambda: Position("log-1"))
    dying: bool = False

    def position(self) -> Position:
        """Return how far the store is."""
        return self.place

    def waiting(self, limit: int, behind: int = 0) -> tuple[LoggedOperation, ...]:
        """Return the oldest operations without an answer, up to the first gap: others were let go of in between."""
        found = [one.logged for one in self.kept if one.result is None and one.logged.seq > behind][:limit]
        return tuple(one for at, one in enumerate(found) if one.seq == found[0].seq + at)

    def settle(self, pushed: Pushed, log: str | None = None) -> None:
        """Keep the answers; let go of what is durable."""
        if log not in {None, self.place.log}:
            return
        answers = {result.seq: result for result in pushed.results}
        for one in self.kept:
            if one.result is None:
                one.result = answers.get(one.logged.seq)
        until = pushed.last_seq if "pruned_when_acknowledged" in self.mutants else pushed.durable_seq
        self.kept = [one for one in self.kept if not self._settled(one) or one.logged.seq > until]
        if "pruned_when_acknowledged" in self.mutants:
            self.kept = [one for one in self.kept if one.result is None]

    def keep_page(self, pulled: Pulled, behind: Position | None = None) -> None:
        """Keep rows and cursor; killed, neither."""
        if behind not in {None, self.place}:
            return
        if self.dying:
            if "cursor_before_page" in self.mutants:
                self.place = replace(self.place, cursor=pulled.cursor, through=pulled.through)
            raise LostError
        self.base |= {row.id: row for row in pulled.rows}
        self.place = replace(self.place, cursor=pulled.cursor, through=pulled.through)

    def rewind(self, expected: int) -> bool:
        """Let everything from a number on wait again."""
        if not any(one.logged.seq == expected for one in self.kept):
            return False
        for one in self.kept:
            one.result = None if one.logged.seq >= expected else one.result
        return True

    def begin_epoch(self, epoch: int) -> None:
        """Forget what was read; send everything that is kept again."""
        self.base, self.place = {}, Position(self.place.log, epoch)
        if "not_sent_again" not in self.mutants:
            for one in self.kept:
                one.result = None

    def begin_log(self) -> None:
        """Number everything that is kept anew under a new log."""
        self.logs += 1
        log = f"log-{self.logs}-{len(self.kept)}"
        self.kept = [
            Kept(LoggedOperation(seq, log, one.logged.operation)) for seq, one in enumerate(self.kept, start=1)
        ]
        self.seq = len(self.kept)
        self.place = Position(log, self.place.epoch)
        self.base = {}

    def append(self, operation: Operation) -> None:
        """Enter an operation, as every act of a person does."""
        self.seq += 1
        self.kept.append(Kept(LoggedOperation(self.seq, self.place.log, operation)))

    def view(self, record_id: str) -> dict[str, Any] | None:
        """Return a record as the person sees it."""
        row = self.base.get(record_id)
        over = [
            one.logged.operation
            for one in self.kept
            if one.logged.operation.record_id == record_id and self._in_view(one)
        ]
        return overlaid(None if row is None else row.doc, () if "no_overlay" in self.mutants else over)

    def _settled(self, one: Kept) -> bool:
        """Return whether nobody needs an operation any more: taken and read back. What was refused is kept."""
        return one.result is not None and one.result.verdict.taken and not self._in_view(one)

    def _in_view(self, one: Kept) -> bool:
        """Return whether an operation lies over the base: not answered, or taken and not yet read back."""
        result = one.result
        return result is None or (result.verdict.taken and result.change > self.place.through)


class Link:
    """The network between one device and the portal, with the fault of the moment."""

    def __init__(self, portal: PortalInMemory, device: operations.Device, chance: random.Random) -> None:
        self.fault = ""
        self._portal = portal
        self._device = device
        self._chance = chance

    def push(self, position: Position, logged: Sequence[LoggedOperation]) -> Pushed:
        """Hand a batch over, as the fault lets it. A batch with a gap never gets past the contract."""
        assert [one.seq for one in logged] == list(range(logged[0].seq, logged[0].seq + len(logged)))
        if self.fault == "request_lost":
            raise LostError
        ops = tuple(_wire(one) for one in logged)
        batch = operations.Batch(position.log, position.epoch, ops)
        try:
            if self.fault == "portal_killed":
                return self._portal.push(self._device, batch, killed=True)
            answer = self._portal.push(self._device, batch)
            if self.fault == "request_doubled":
                answer = self._portal.push(self._device, batch)
        except reducer.MisfitError as error:
            raise _misfit(error) from error
        if self.fault in {"answer_lost", "device_killed"}:
            raise LostError
        return answer

    def changes(self, position: Position, limit: int) -> Pulled:
        """Read a page, as the fault lets it."""
        if self.fault == "page_request_lost" or (self.fault == "page_lost" and self._chance.random() < 0.5):
            raise LostError
        return self._portal.changes(self._device, position, limit)


def _misfit(error: reducer.MisfitError) -> Exception:
    if error.misfit is reducer.Misfit.EPOCH_CHANGED:
        return EpochChangedError(error.params["epoch"])
    return SeqGapError(error.params["expected"]) if error.misfit is reducer.Misfit.SEQ_GAP else LogForkError()


def _wire(logged: LoggedOperation) -> operations.Operation:
    one = logged.operation
    return operations.Operation(
        logged.seq,
        one.op,
        operations.Act(one.act.value),
        operations.Kind(one.kind.value),
        one.record_id,
        one.by,
        "2026-11-22T09:00:00Z",
        one.schema,
        one.body,
    )
