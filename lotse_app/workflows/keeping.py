"""Retention: what goes when, seen beforehand, done at unlock and once a day, proved afterwards. Store lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, refuse
from lotse_app.models.retention import SETTING_PREFIX, RuleName, shortened
from lotse_app.models.trail import Deed, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.operation import Operation
    from lotse_app.models.retention import Due, Forecast, Proof, RetentionRule
    from lotse_app.models.trail import Entry, TrailCheck
    from lotse_app.workflows.keeping_ports import RetentionRows
    from lotse_app.workflows.persons import Persons
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.shift import Shift
#: Day of the last run, as a setting of the store.
_LAST = "zuletzt_aufgeraeumt"
#: So many days may lie between two runs: a device in a drawer. With more, the clock can be wrong as well.
_LONGEST_GAP = 14


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing is deleted before somebody said that the date is right: the last run is too long ago."""

    last: date
    today: date


@dataclass(frozen=True, slots=True)
class Tidied:
    """What a run of retention took away, by rule; empty where nothing was due."""

    taken: tuple[tuple[RuleName, int], ...] = ()

    @property
    def count(self) -> int:
        """Return how many things went."""
        return sum(count for _, count in self.taken)


class Keeping:
    """Retention by rule. The window asks ``due`` at unlock and once an hour, and calls ``tidy`` if it says so."""

    def __init__(self, rows: RetentionRows, settings: StationRows, persons: Persons, shift: Shift) -> None:
        self._rows = rows
        self._settings = settings
        self._persons = persons
        self._trail = shift.trail
        self._sight = shift.sight
        self._clock = shift.clock
        self._operations = shift.operations
        self._tidied_on: date | None = None

    def due(self) -> bool:
        """Return whether retention has to run: at each unlock, then once a day; not across a gap."""
        return self._tidied_on != local_date(self._clock.now()) and self.gap() is None

    def gap(self) -> Gap | None:
        """Return the gap that lies before today where something would go because of it, else nothing.

        A clock set a year ahead by mistake makes everything old at once, and what is deleted does not come back: who
        runs ``tidy`` by hand says that the date is right.
        """
        now = self._clock.now()
        last, today = self._settings.setting(_LAST), local_date(now)
        if not last or (today - date.fromisoformat(last)).days <= _LONGEST_GAP:
            return None
        if not any(self._rows.forecast(rule, now).now for rule in self.rules()):
            return None
        return Gap(date.fromisoformat(last), today)

    def tidy(self) -> Tidied:
        """Delete what is due by every rule, really, with proofs. What a killed run began is finished by the next."""
        now = self._clock.now()
        self._persons.index_missing()
        taken = []
        for rule in self.rules():
            due = self._rows.due(rule, now)
            operations = [operation for one in due for operation in self._tombstones(rule.name, one.record_id, now)]
            if due or self._rows.forecast(rule, now).now:
                count = self._rows.take(rule, due, now, operations)
                taken.append((rule.name, count))
        self._rows.settle()
        self._tidied_on = local_date(now)
        self._settings.save_setting(_LAST, self._tidied_on.isoformat())
        return Tidied(tuple((name, count) for name, count in taken if count))

    def _tombstones(self, rule: RuleName, record_id: str, now: datetime) -> tuple[Operation, ...]:
        """Return what tells other stations that a record is gone; most rules take what never travelled."""
        if rule is RuleName.DRAFT:
            return self._operations.application_deleted(record_id, now)
        if rule is RuleName.BIN:
            return self._operations.session_deleted(record_id, now)
        return ()

    def rules(self) -> tuple[RetentionRule, ...]:
        """Return the rules with this station's shorter days."""
        return shortened(self._rows.settings())

    @property
    def may_shorten(self) -> bool:
        """Return whether this pilot may change the days: the responsible person or a coordinator. Any lane."""
        return self._sight.allows(Right.MANAGE_STATION)

    def shorten(self, name: RuleName, days: int | None) -> None:
        """Set this station's days for a rule, None for the default, and write it into the Protokoll.

        Days that are longer than the default or below one change nothing. Raises NOT_PERMITTED.
        """
        if not self.may_shorten:
            self._trail.note(Deed.REFUSED, outcome=Outcome.REFUSED, reason=Code.NOT_PERMITTED.value)
            raise refuse(Code.NOT_PERMITTED)
        self._settings.save_setting(f"{SETTING_PREFIX}{name.value}", "" if days is None else str(days))
        valid = next(rule.days for rule in self.rules() if rule.name is name)
        self._trail.note(Deed.TERM_CHANGED, reason=f"{name.value}:{valid}")

    def forecast(self) -> tuple[Forecast, ...]:
        """Return *Was würde wann gelöscht*, one line a rule."""
        now = self._clock.now()
        return tuple(self._rows.forecast(rule, now) for rule in self.rules())

    def listed(self, name: RuleName) -> tuple[Due, ...]:
        """Return what one rule would take, now and later, the next first; lines without names."""
        rule = next(one for one in self.rules() if one.name is name)
        return self._rows.due(rule, self._clock.now(), days=0)

    def warnings(self) -> tuple[Due, ...]:
        """Return drafts that will be deleted soon (20 days untouched), with the day they go."""
        return tuple(
            one
            for rule in self.rules()
            if rule.warn_days
            for one in self._rows.due(rule, self._clock.now(), days=rule.warn_days)
        )

    def proofs(self) -> tuple[Proof, ...]:
        """Return what was deleted: which rule, what kind, how many, when."""
        return self._rows.proofs()

    def trail(self, limit: int = 200) -> tuple[Entry, ...]:
        """Return the newest entries of the Protokoll, newest first."""
        return self._trail.newest(limit)

    def check_trail(self) -> TrailCheck:
        """Follow the Protokoll's chain."""
        return self._trail.check()
