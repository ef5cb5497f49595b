"""The rules of a push, as one pure function from what the portal holds to what it holds afterwards (design/sync, 4).

SQL and the model check drive this very function: the one with rows of a database, the other with dictionaries.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lotse_portal.operations import Act, Kind, Outcome, Record, Role, Verdict, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lotse_portal.operations import Batch, Device, Operation

Key = tuple[Kind, str]


class Misfit(StrEnum):
    """Why a batch as a whole does not fit what the portal holds of this log."""

    EPOCH_CHANGED = "epoch_changed"
    SEQ_GAP = "seq_gap"
    LOG_FORK = "log_fork"


class MisfitError(Exception):
    """Nothing of the batch was taken: 409 with a code on which the device acts by itself (design/sync, 4)."""

    def __init__(self, misfit: Misfit, **params: int) -> None:
        super().__init__(misfit.value)
        self.misfit = misfit
        self.params = params


@dataclass(frozen=True, slots=True)
class Kept:
    """The stored result of an operation: for ever, in the transaction of its effect."""

    op: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Held:
    """What the portal holds of everything a batch names, read in the transaction that will write.

    ``at`` holds the op ids this log already has at the batch's numbers; ``kept`` the results of the batch's op ids.
    """

    epoch: int
    last_seq: int
    durable_seq: int
    changes: Mapping[str, int]
    records: Mapping[Key, Record]
    kept: Mapping[str, Kept]
    at: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the device is told, and what is to be written with it: all or nothing."""

    last_seq: int
    results: tuple[tuple[int, Outcome], ...]
    new: tuple[tuple[Operation, Outcome], ...]
    known_again: tuple[Operation, ...]
    records: tuple[Record, ...]
    changes: Mapping[str, int]


@dataclass(slots=True)
class _Run:
    """The state of one push while its operations are applied in order."""

    device: Device
    records: dict[Key, Record]
    changes: dict[str, int]
    kept: dict[str, Outcome]
    results: list[tuple[int, Outcome]] = field(default_factory=list)
    new: list[tuple[Operation, Outcome]] = field(default_factory=list)
    again: list[Operation] = field(default_factory=list)
    touched: set[Key] = field(default_factory=set)


def push(held: Held, device: Device, batch: Batch) -> Answer:
    """Apply a batch. Raises MisfitError: epoch_changed {epoch, last_seq}, seq_gap {expected}, log_fork {seq}."""
    if batch.epoch != held.epoch:
        raise MisfitError(Misfit.EPOCH_CHANGED, epoch=held.epoch, last_seq=held.last_seq)
    run = _Run(device, dict(held.records), dict(held.changes), {name: kept.outcome for name, kept in held.kept.items()})
    last = held.last_seq
    for operation in batch.ops:
        if operation.seq <= last:
            if held.at.get(operation.seq) != operation.op:
                raise MisfitError(Misfit.LOG_FORK, seq=operation.seq)
        elif operation.seq != last + 1:
            raise MisfitError(Misfit.SEQ_GAP, expected=last + 1, epoch=held.epoch)
        else:
            last = operation.seq
            _take(run, operation)
        run.results.append((operation.seq, run.kept[operation.op]))
    changed = tuple(run.records[key] for key in sorted(run.touched))
    moved = {station: number for station, number in run.changes.items() if number != held.changes.get(station)}
    return Answer(last, tuple(run.results), tuple(run.new), tuple(run.again), changed, moved)


def _take(run: _Run, operation: Operation) -> None:
    """Give an operation its next number in this log; apply it unless another log brought it before."""
    if operation.op in run.kept:
        run.again.append(operation)
        return
    key = (operation.kind, operation.record_id)
    outcome, after = decide(run.device, operation, run.records.get(key))
    if after is not None:
        number = run.changes.get(after.station, 0) + 1
        run.changes[after.station] = number
        run.records[key] = replace(after, change=number)
        run.touched.add(key)
        outcome = replace(outcome, change=number)
    run.kept[operation.op] = outcome
    run.new.append((operation, outcome))


def decide(device: Device, operation: Operation, record: Record | None) -> tuple[Outcome, Record | None]:
    """Return what becomes of an operation, and the record as it is afterwards, None where it stays as it is."""
    if operation.fault:
        return Outcome(Verdict.REJECTED, detail={"code": operation.fault}), None
    refusal = _out_of_scope(device, operation, record)
    if refusal is not None:
        return refusal, None
    if operation.act is Act.CREATE:
        return _create(device, operation, record)
    if record is None:
        return Outcome(Verdict.CONFLICT, detail={"why": "unknown_record"}), None
    return _patch(operation, record) if operation.act is Act.PATCH else _delete(operation, record)


def station_of(device: Device, operation: Operation) -> str:
    """Return the station in whose feed a new record appears."""
    if operation.kind is Kind.STATION:
        return device.settled(operation.record_id)
    named = operation.body.get("station") if operation.kind is Kind.SESSION else None
    return device.settled(named) if isinstance(named, str) else device.station


def stations_touched(device: Device, ops: Iterable[Operation]) -> tuple[str, ...]:
    """Return the stations whose counters a batch may move, in the order in which they are locked."""
    return tuple(sorted({device.station, *(station_of(device, one) for one in ops)} & device.scope))


def _out_of_scope(device: Device, operation: Operation, record: Record | None) -> Outcome | None:
    """Refuse what this device may not touch. A foreign record answers as one that is not there: nothing leaks."""
    may = device.scope if operation.kind is Kind.STATION else frozenset({device.station})
    if record is not None and record.station not in may:
        if operation.act is Act.CREATE:
            return Outcome(Verdict.REJECTED, detail={"code": "id_taken"})
        return Outcome(Verdict.CONFLICT, detail={"why": "unknown_record"})
    if record is None and operation.act is Act.CREATE and station_of(device, operation) not in may:
        return Outcome(Verdict.REJECTED, detail={"code": "station_foreign"})
    settings = operation.kind is Kind.STATION and device.settled(operation.record_id) != device.station
    if settings and device.role is Role.PILOT:
        return Outcome(Verdict.REJECTED, detail={"code": "role"})
    # A case lives on one device (design/sync, 7): nobody else says how it stands.
    own = operation.kind is not Kind.APPLICATION_STATUS or record is None or record.device == device.id
    return None if own else Outcome(Verdict.REJECTED, detail={"code": "device_foreign"})


def _create(device: Device, operation: Operation, record: Record | None) -> tuple[Outcome, Record | None]:
    if record is None:
        station = station_of(device, operation)
        made = Record(operation.kind, operation.record_id, station, device.id, operation.schema, operation.body, 1, 0)
        return Outcome(Verdict.OK), _signed(made, operation)
    if record.deleted:
        return Outcome(Verdict.CONFLICT, detail={"why": "deleted"}), None
    if digest(record.doc) == digest(operation.body):
        return Outcome(Verdict.DUP, record.change), None
    return _clash("exists", record, record.doc), None


def _patch(operation: Operation, record: Record) -> tuple[Outcome, Record | None]:
    """Compare and set, field by field: all of a patch or nothing of it."""
    if record.deleted:
        return Outcome(Verdict.CONFLICT, detail={"why": "deleted"}), None
    changes = {_member(pointer): part for pointer, part in operation.body.items()}
    there = {name for name, part in changes.items() if _same(record.doc, name, part["v"])}
    clashing = {
        name: record.doc.get(name)
        for name, part in changes.items()
        if name not in there and digest(record.doc.get(name)) != part["p"]
    }
    if clashing:
        return _clash("changed", record, clashing), None
    if there == changes.keys():
        return Outcome(Verdict.MERGED, record.change), None
    doc = {**record.doc, **{name: part["v"] for name, part in changes.items()}}
    verdict = Verdict.MERGED if there else Verdict.OK
    schema = max(record.schema, operation.schema)
    return Outcome(verdict), _signed(replace(record, doc=doc, schema=schema, version=record.version + 1), operation)


def _delete(operation: Operation, record: Record) -> tuple[Outcome, Record | None]:
    """Leave a tombstone. With ``p`` only what its author had seen is deleted; erasure by law sends none."""
    if record.deleted:
        return Outcome(Verdict.MERGED, record.change), None
    seen = operation.body.get("p")
    if seen is not None and seen != digest(record.doc):
        return _clash("changed", record, record.doc), None
    gone = replace(record, doc={}, deleted=True, version=record.version + 1)
    return Outcome(Verdict.OK), _signed(gone, operation)


def _clash(why: str, record: Record, theirs: Mapping[str, Any]) -> Outcome:
    """Return the conflict with everything *Zu klären* shows: their values, who, when (design/sync, 7)."""
    return Outcome(Verdict.CONFLICT, detail={"why": why, "theirs": dict(theirs), "by": record.by, "at": record.at})


def _signed(record: Record, operation: Operation) -> Record:
    return replace(record, by=operation.by, at=operation.at)


def _member(pointer: str) -> str:
    """Return the member a JSON Pointer of one step names (RFC 6901); the contract lets no deeper one through."""
    return pointer[1:].replace("~1", "/").replace("~0", "~")


def _same(doc: Mapping[str, Any], name: str, value: object) -> bool:
    return name in doc and digest(doc[name]) == digest(value)
