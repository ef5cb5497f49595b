"""Stops of a mobile station: set up in the settings, known to every new session. Store lane."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.forms.characters import check_printed
from lotse_app.models.agenda import tidy
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.stops import LONGEST_NAME, stop_at, stop_problem, stops_on
from lotse_app.models.trail import Deed, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.stops import Stop
    from lotse_app.workflows.agenda_ports import StopRows
    from lotse_app.workflows.shift import Shift


class Stops:
    """The stops of this station; the responsible person or a coordinator changes them."""

    def __init__(self, rows: StopRows, shift: Shift) -> None:
        self._rows = rows
        self._station = shift.workplace.station
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations
        self._trail = shift.trail
        self._sight = shift.sight

    @property
    def may_change(self) -> bool:
        """Return whether this pilot may change them. Any lane."""
        return self._sight.allows(Right.MANAGE_STATION)

    def all(self) -> tuple[Stop, ...]:
        """Return every stop, by name."""
        return self._rows.all()

    def today(self) -> tuple[Stop, ...]:
        """Return the stops of today, the first one first."""
        return stops_on(self._rows.all(), local_date(self._clock.now()))

    def at(self, moment: datetime) -> Stop | None:
        """Return where the station stands at a moment, None where it is at home."""
        return stop_at(self._rows.all(), moment)

    def save(self, stop: Stop, seen: Stop | None = None) -> Stop:
        """Add (with an empty id) or change a stop.

        Raises NOT_PERMITTED, CHARACTER_NOT_ALLOWED and what ``stop_problem`` says. ``seen`` is the stop as it stood on
        the form: where a colleague changed it behind that, the portal asks.
        """
        self._require()
        stop = replace(stop, name=tidy(stop.name, LONGEST_NAME + 1), dates=tuple(sorted(set(stop.dates))))
        wrong = stop_problem(stop) or check_printed(stop.name)
        if wrong is not None:
            raise ProblemError(wrong)
        before = seen or next((one for one in self._rows.all() if one.id == stop.id), None)
        after = stop if before is not None else replace(stop, id=self._ids.new())
        operations = self._operations.stop_changed(self._station.id, before, after, self._clock.now())
        if operations:
            self._rows.save(after, operations)
        return after

    def remove(self, stop_id: str, seen: Stop | None = None) -> None:
        """Take a stop away, as it was ``seen``; what was counted there stays counted.

        Raises NOT_PERMITTED, RECORD_MISSING.
        """
        self._require()
        before = next((one for one in self._rows.all() if one.id == stop_id), None)
        if before is None:
            raise refuse(Code.RECORD_MISSING, kind="stop")
        operations = self._operations.stop_changed(self._station.id, seen or before, None, self._clock.now())
        self._rows.remove(stop_id, operations)

    def _require(self) -> None:
        if not self.may_change:
            self._trail.note(Deed.REFUSED, outcome=Outcome.REFUSED, reason=Code.NOT_PERMITTED.value)
            raise refuse(Code.NOT_PERMITTED)
