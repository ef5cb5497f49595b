"""What this pilot may do and whom the pilot may see: rights, takeovers, the resident beside. Store lane.

Every use case that touches a case goes through ``sighted.py``, which asks here; a window only asks to say it earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.notes import note_problem
from lotse_app.models.permission import Right, refusal
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sight import MAX_WORDS, Takeover, TakeoverReason, masked, pressing_day, words_of
from lotse_app.workflows.naming import person_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lotse_app.clock import Clock
    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.people import Pilot
    from lotse_app.models.sight import CaseLabel
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.sight_ports import SightRows


class SightGuard:
    """One flag: a resident sees the screen, so no list may show a name. Set by the window, asked on any lane."""

    def __init__(self) -> None:
        self._resident_beside = False

    @property
    def names_hidden(self) -> bool:
        """Return whether lists must show no names now."""
        return self._resident_beside

    def resident_came(self) -> None:
        """Note that a resident's view is open."""
        self._resident_beside = True

    def resident_went(self) -> None:
        """Note that it was closed."""
        self._resident_beside = False

    def require_names(self) -> None:
        """Raise NAMES_HIDDEN while a resident sees the screen."""
        if self._resident_beside:
            raise refuse(Code.NAMES_HIDDEN)


class Sight:
    """The rights of the pilot at this desk."""

    def __init__(self, rows: SightRows, stations: StationRows, pilot: Pilot, clock: Clock) -> None:
        self._rows = rows
        self._stations = stations
        self._pilot = pilot
        self._clock = clock
        self._open: set[str] = set()
        self.guard = SightGuard()

    def allows(self, right: Right) -> bool:
        """Return whether the table allows it, as of the last look. Any lane."""
        return refusal(self._pilot, right) is None

    def refusal(self, right: Right) -> Code | None:
        """Return why it is not allowed, None where it is; what may have been met since is looked up. Store lane."""
        return self._refusal(right, taken_over=False)

    def require(self, right: Right) -> None:
        """Raise the reason of the table unless it is allowed. Any lane, but for rights over cases: store lane."""
        self._require(right, taken_over=False)

    def require_case(self, application_id: str) -> None:
        """Raise the reason unless this pilot may open the case; the first look into a colleague's is noted.

        Raises COORDINATOR_NO_PERSONS, UNDERTAKING_MISSING, TAKEOVER_MISSING, RECORD_MISSING.
        """
        if application_id in self._open:
            return
        if self._rows.label(application_id).pilot_id == self._pilot.id:
            self._require(Right.OPEN_OWN_CASE, taken_over=False)
            self._rows.end_takeovers(application_id)
        else:
            taken_over = application_id in self._rows.taken_over_by(self._pilot.id)
            self._require(Right.OPEN_COLLEAGUES_CASE, taken_over=taken_over)
            self._rows.note_reading(application_id)
        self._open.add(application_id)

    def require_cases(self, application_ids: Iterable[str]) -> None:
        """Raise the reason unless this pilot may open every one of these cases; a look into a colleague's is noted.

        Raises PERSON_OF_COLLEAGUES with the numbers of those nobody here took over, and what ``require_case`` says.
        """
        ids, mine = tuple(application_ids), self._rows.taken_over_by(self._pilot.id)
        self._require(Right.OPEN_OWN_CASE, taken_over=False)
        labels = [self._rows.label(one) for one in ids if one not in mine]
        if closed := sorted(one.number for one in labels if one.pilot_id != self._pilot.id):
            raise refuse(Code.PERSON_OF_COLLEAGUES, numbers=", ".join(closed))
        for one in ids:
            self.require_case(one)

    def label(self, application_id: str) -> CaseLabel:
        """Return what may always be seen of a case. Raises COORDINATOR_NO_PERSONS, RECORD_MISSING."""
        self.require(Right.COUNSEL)
        return self._rows.label(application_id)

    def take_over(self, application_id: str, reason: TakeoverReason, words: str = "") -> None:
        """*Vertretung übernehmen*: written with its reason, then the case opens.

        Raises TAKEOVER_REASON_MISSING for *sonst* without words, NAME_IN_REASON, and what the table says.
        """
        said = self.standing_in(reason, words)
        if _folded(words_of(said)) & _folded(self._rows.names(application_id)):
            raise refuse(Code.NAME_IN_REASON)
        self._rows.take_over(Takeover(application_id, self._pilot.id, self._clock.now(), reason, said))

    def standing_in(self, reason: TakeoverReason, words: str) -> str:
        """Return what is said beside the reason, tidied, where this pilot may stand in for a colleague at all.

        Raises TAKEOVER_REASON_MISSING for *sonst* without words, NAME_IN_REASON for what looks like one, and what the
        table says.
        """
        self.require_standing_in()
        said = " ".join(words.split())[:MAX_WORDS]
        if reason is TakeoverReason.OTHER and not said:
            raise refuse(Code.TAKEOVER_REASON_MISSING)
        if note_problem(said) is not None:
            raise refuse(Code.NAME_IN_REASON)
        return said

    def require_standing_in(self) -> None:
        """Raise the reason of the table unless this pilot may take what a colleague may have written."""
        self._require(Right.OPEN_COLLEAGUES_CASE, taken_over=True)

    def seen(self, lines: Iterable[ApplicationLine]) -> tuple[ApplicationLine, ...]:
        """Return lines as this pilot may see them: a colleague's masked; none for a coordinator."""
        if not self.allows(Right.COUNSEL):
            return ()
        mine = self._rows.taken_over_by(self._pilot.id)
        return tuple(line if line.pilot_id == self._pilot.id or line.id in mine else masked(line) for line in lines)

    def pressing(self, lines: Iterable[ApplicationLine]) -> tuple[tuple[date, ApplicationLine], ...]:
        """Return the days that press and the masked lines of colleagues they belong to; none for a coordinator.

        Only that it presses is told beside number and service: with the colleague away, nobody else would know.
        """
        lines = tuple(lines)
        days = {line.id: pressing_day(line, local_date(self._clock.now())) for line in lines}
        return tuple((day, line) for line in self.seen(lines) if line.masked and (day := days[line.id]) is not None)

    def _refusal(self, right: Right, *, taken_over: bool) -> Code | None:
        code = refusal(self._pilot, right, taken_over=taken_over)
        if code is Code.UNDERTAKING_MISSING:  # it may have been entered since this desk was opened
            self._pilot = next((one for one in self._stations.pilots() if one.id == self._pilot.id), self._pilot)
            code = refusal(self._pilot, right, taken_over=taken_over)
        return code

    def _require(self, right: Right, *, taken_over: bool) -> None:
        code = self._refusal(right, taken_over=taken_over)
        if code is not None:
            raise refuse(code)


def _folded(words: Iterable[str]) -> frozenset[str]:
    """Return words in search form: a name without its hooks is still the name."""
    return frozenset(person_key(word).surname for word in words)
