"""*Zu klären*: what two devices changed and what the portal refused, decided by a person; and what others changed.

The rule at the portal is compare-and-set: who comes second loses, and nothing of it is thrown away. A decision is a
normal operation that says what it saw (design/sync, 7). What others changed and nobody here touched comes down by
itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.models.clearing import Difference, Question, Unsettled
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.station_record import STOP, station_of, stops_of
from lotse_app.models.trail import Deed, Outcome
from lotse_app.workflows.exchange import patch_of
from lotse_app.workflows.operations import session_document, station_document, stop_document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from lotse_app.models.clearing import Loser
    from lotse_app.workflows.agenda_ports import StopRows
    from lotse_app.workflows.ports import SessionRows, StationRows
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.sync_ports import ClearingRows, HeldRows

#: Members that are ids and mean nothing to a person.
_UNSEEN = frozenset({"operator", "station", "pilot"})


class Clearing:
    """Questions of this device, and what other devices of the station changed. Store lane."""

    def __init__(
        self,
        rows: ClearingRows,
        held: HeldRows,
        stations: StationRows,
        stops: StopRows,
        sessions: SessionRows,
        communes: Collection[str],
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._held = held
        self._stations = stations
        self._stops = stops
        self._sessions = sessions
        self._communes = communes
        self._clock = shift.clock
        self._ids = shift.ids
        self._pilot = shift.workplace.pilot.id
        self._sight = shift.sight
        self._trail = shift.trail

    @property
    def allowed(self) -> bool:
        """Return whether this pilot may decide. Any lane."""
        return self._sight.allows(Right.MANAGE_STATION)

    def questions(self) -> tuple[Question, ...]:
        """Return what somebody has to decide about, one a record. What answered itself meanwhile is let go."""
        grouped: dict[tuple[str, str], list[Loser]] = {}
        for loser in self._rows.losers():
            operation = loser.logged.operation
            grouped.setdefault((operation.kind.value, operation.record_id), []).append(loser)
        found = []
        for losers in grouped.values():
            question = self._question(losers)
            if question is None:
                self._rows.decide([one.logged.operation.op for one in losers], ())
            else:
                found.append(question)
        return tuple(found)

    def decide(self, question: Question, mine: Collection[str]) -> None:
        """Take the named fields from this device and the others from the portal. Raises NOT_PERMITTED.

        Without fields to choose between it is noted that somebody has seen it.
        """
        self._require()
        kind, losers = Kind(question.kind), self._losers(question)
        if kind is Kind.STATION:
            self._take({one.name: one.theirs for one in question.fields if one.name not in mine})
        seen = {one.name: one.theirs for one in question.fields}
        wanted = {one.name: one.mine for one in question.fields if one.name in mine}
        body = patch_of(seen, wanted)
        operations = (self._operation(Act.PATCH, kind, question.record_id, body),) if body else ()
        self._rows.decide([one.logged.operation.op for one in losers], operations)

    def send_again(self, question: Question) -> None:
        """Hand over once more what the portal refused. Raises NOT_PERMITTED."""
        self._require()
        losers = self._losers(question)
        self._rows.decide([one.logged.operation.op for one in losers], self._again(losers))

    def after_round(self) -> None:
        """Do what a round that reached the portal leaves to be done here."""
        self.adopt()
        self.questions()

    def adopt(self) -> bool:
        """Bring down what others changed of the station and nobody here touched; return whether there was any."""
        station = self._stations.station()
        held = self._held.held(Kind.STATION, station.id)
        if held is None or held.doc is None:
            return False
        open_here = self._rows.open_for(Kind.STATION.value, station.id)
        touched = {name for one in open_here for name in _members(one.operation)}
        return self._take({name: value for name, value in held.doc.items() if name not in touched})

    def _take(self, theirs: Mapping[str, Any]) -> bool:
        """Write what the portal holds into the station's own rows, without an operation; return whether it differed."""
        before = (self._stations.operator(), self._stations.station())
        after = station_of(theirs, *before, self._communes)
        if after != before:
            self._stations.save_station(*after, ())
        here, changed = {stop.id: stop for stop in self._stops.all()}, after != before
        for stop_id, stop in stops_of(theirs, self._communes).items():
            if stop == here.get(stop_id):
                continue
            changed = True
            if stop is None:
                self._stops.remove(stop_id, ())
            else:
                self._stops.save(stop, ())
        return changed

    def _question(self, losers: list[Loser]) -> Question | None:
        """Return the question of one record, None where both sides say the same by now."""
        last = losers[-1]
        operation, why = last.logged.operation, last.why
        fields = () if why in {Unsettled.REFUSED, Unsettled.DELETED} else self._differences(losers)
        if not fields and why in {Unsettled.CHANGED, Unsettled.EXISTS}:
            return None
        return Question(
            kind=operation.kind.value,
            record_id=operation.record_id,
            why=why,
            fields=fields,
            mine_at=operation.at,
            by=str(last.detail.get("by", "")),
            at=str(last.detail.get("at", "")),
            code=str(last.detail.get("code", "")),
        )

    def _differences(self, losers: list[Loser]) -> tuple[Difference, ...]:
        """Return the fields of these operations in which this device and the portal differ."""
        operation = losers[-1].logged.operation
        held = self._held.held(operation.kind, operation.record_id)
        theirs = held.doc if held is not None and held.doc is not None else None
        mine = self._mine(operation.kind, operation.record_id)
        if theirs is None or not mine:
            return ()
        touched = dict.fromkeys(name for one in losers for name in _members(one.logged.operation))
        return tuple(
            Difference(name, mine.get(name), theirs.get(name))
            for name in touched
            if name not in _UNSEEN and mine.get(name) != theirs.get(name)
        )

    def _mine(self, kind: Kind, record_id: str) -> Mapping[str, Any]:
        """Return a record as this device has it."""
        if kind is Kind.STATION:
            stops = {f"{STOP}{stop.id}": stop_document(stop) for stop in self._stops.all()}
            return station_document(self._stations.operator(), self._stations.station()) | stops
        if kind is not Kind.SESSION:
            return {}
        try:
            return session_document(self._sessions.get(record_id))
        except ProblemError:  # it was deleted here meanwhile
            return {}

    def _again(self, losers: list[Loser]) -> list[Operation]:
        """Return what is handed over once more; where the portal knows no such record, the record as a whole."""
        first = losers[0].logged.operation
        whole = self._mine(first.kind, first.record_id)
        if losers[-1].why is Unsettled.UNKNOWN_RECORD and whole:
            return [self._operation(Act.CREATE, first.kind, first.record_id, whole)]
        told = (one.logged.operation for one in losers)
        return [self._operation(one.act, one.kind, one.record_id, one.body) for one in told]

    def _losers(self, question: Question) -> list[Loser]:
        asked = (question.kind, question.record_id)
        found = [one for one in self._rows.losers() if _key(one.logged.operation) == asked]
        if not found:
            raise refuse(Code.RECORD_MISSING, kind="question")
        return found

    def _operation(self, act: Act, kind: Kind, record_id: str, body: Mapping[str, Any]) -> Operation:
        return Operation(self._ids.new(), act, kind, record_id, self._pilot, self._clock.now(), body)

    def _require(self) -> None:
        if not self.allowed:
            self._trail.note(Deed.REFUSED, outcome=Outcome.REFUSED, reason=Code.NOT_PERMITTED.value)
            raise refuse(Code.NOT_PERMITTED)


def _key(operation: Operation) -> tuple[str, str]:
    return operation.kind.value, operation.record_id


def _members(operation: Operation) -> Iterable[str]:
    """Return the names of the fields an operation writes."""
    if operation.act is Act.DELETE:
        return ()
    return [name.removeprefix("/") for name in operation.body]
