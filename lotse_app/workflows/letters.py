"""Post vom Amt and what else happens to a Vorgang after it was handed in. Store lane.

Whoever asks for a case here is asked for by ``Sight`` first, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.forms.characters import check_printed
from lotse_app.models.application import State
from lotse_app.models.ending import MAX_REASON, Ending
from lotse_app.models.laws import LawOf, law, remedy
from lotse_app.models.letter import MAX_NOTE, OBJECTIONABLE, OUTCOMES, Letter, LetterKind, letter_problems, state_after
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.workflows.naming import large_words

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.models.application import Application, Mark
    from lotse_app.models.letter import LetterEntry
    from lotse_app.models.operation import Operation
    from lotse_app.workflows.letter_ports import LetterRows
    from lotse_app.workflows.ports import ApplicationRows, Deadlines
    from lotse_app.workflows.shift import Shift


@dataclass(frozen=True, slots=True)
class Objection:
    """What is done against a decision as it is called, where the rules of the computed day stand, and of the year."""

    called: str = ""
    source: str = ""
    untold: str = ""


def objection_of(form: Form) -> Objection:
    """Return what is said beside the computed day, by the kind of law of the service. Pure."""
    kind = form.law_kind
    source = f"{law(LawOf.KNOWN, kind)}; {law(LawOf.OBJECT, kind)}"
    return Objection(remedy(kind), source, law(LawOf.UNTOLD, kind))


@dataclass(frozen=True, slots=True)
class CasePost:
    """What stands on *Post und Stand* of one Vorgang; letters newest first."""

    application: Application
    letters: tuple[Letter, ...]
    ending: Ending | None
    guarded: bool

    @property
    def last(self) -> Letter | None:
        """Return the letter that may still be taken back: the newest, while nothing has followed it."""
        newest = self.letters[0] if self.letters else None
        return newest if newest is not None and newest.state_after is self.application.state else None

    @property
    def undoable(self) -> Ending | None:
        """Return the ending that may still be taken back."""
        return self.ending if self.ending is not None and self.ending.state is self.application.state else None

    @property
    def outcome(self) -> str:
        """Return ``bewilligt``, ``teilweise`` or ``abgelehnt`` where a letter said so, else an empty string."""
        deciding = (one for one in self.letters if one.kind in OUTCOMES and one.state_after is State.DECIDED)
        decisions = (one.kind.value for one in deciding)
        decided = self.application.state in {State.DECIDED, State.CLOSED}
        return next(decisions, "") if decided else ""


class Letters:
    """Letters, endings and marks of the cases of this desk."""

    def __init__(self, rows: LetterRows, cases: ApplicationRows, deadlines: Deadlines, shift: Shift) -> None:
        self._rows = rows
        self._cases = cases
        self._deadlines = deadlines
        self._sight = shift.sight
        self._pilot = shift.workplace.pilot
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations

    def of_case(self, application_id: str) -> CasePost:
        """Return letters, ending and state of a case. Raises what sight says."""
        application = self._cases.get(application_id)
        return CasePost(
            application,
            self._rows.of_application(application_id),
            self._rows.ending(application_id),
            self._rows.guarded(application_id),
        )

    def find(self, number: str) -> str:
        """Return the id of the Vorgang with a typed number; blanks do not matter. Raises CASE_NUMBER_UNKNOWN."""
        self._sight.require(Right.COUNSEL)
        wanted = "".join(number.split()).upper().translate(str.maketrans("OIL", "011"))
        found = self._rows.by_number(wanted)
        if not wanted or found is None:
            raise refuse(Code.CASE_NUMBER_UNKNOWN)
        return found

    def objection_hint(self, entry: LetterEntry) -> date | None:
        """Return the earlier, safe last day for an objection where the letter prints none, else None. Pure.

        A letter counts as known on the 4th day after its date (no day is added for a weekend), or when it came if that
        was earlier; then one month. Unverbindlich: what stands in the letter goes before.
        """
        if entry.kind not in OBJECTIONABLE or entry.due is not None:
            return None
        known = self._known(entry)
        if known is None:
            return None
        start = min(known, max(entry.received, entry.dated))
        return self._deadlines.due("widerspruch_1m", [{"tag": start.isoformat()}])

    def came_late(self, entry: LetterEntry) -> bool:
        """Return whether a letter came after the day on which it counts as known: then the day it came counts. Pure."""
        known = self._known(entry)
        return known is not None and entry.received > known

    def _known(self, entry: LetterEntry) -> date | None:
        return self._deadlines.due("bekanntgabe_4t", [{"tag": entry.dated.isoformat()}])

    def enter(self, application_id: str, entry: LetterEntry) -> CasePost:
        """Write a letter and the state that follows; return what stands now.

        Raises the first ``letter_problems``, CHARACTER_NOT_ALLOWED for a note that the data copy could not print.
        """
        unprinted = check_printed(entry.note.strip(), "/note")
        problems = (*letter_problems(entry, local_date(self._clock.now())), *filter(None, (unprinted,)))
        if problems:
            raise ProblemError(problems[0])
        application = self._cases.get(application_id)
        now = self._clock.now()
        letter = Letter(
            id=self._ids.new(),
            application_id=application_id,
            kind=entry.kind,
            dated=entry.dated,
            received=entry.received,
            entered_at=now,
            entered_by=self._pilot.id,
            state_before=application.state,
            state_after=state_after(entry.kind, application.state),
            due=entry.due,
            due_source=entry.due_source,
            note=" ".join(entry.note.split())[:MAX_NOTE],
        )
        self._rows.enter(letter, self._moved(application, letter.state_after))
        return self.of_case(application_id)

    def take_back(self, letter: Letter) -> CasePost:
        """*Eintrag zurücknehmen*: only the last one. Raises LETTER_NOT_LAST, STALE_REVISION."""
        application = self._cases.get(letter.application_id)
        now = self._clock.now()
        operations: tuple[Operation, ...] = ()
        if letter.state_before is not application.state:
            operations = self._operations.state_taken_back(application, letter.state_before, letter.entered_at, now)
        self._rows.take_back(letter, now, operations)
        return self.of_case(letter.application_id)

    def answered(self, letter: Letter, *, done: bool = True) -> CasePost:
        """Note that a letter was answered today, or that it still is not; the last answered query ends the query."""
        application = self._cases.get(letter.application_id)
        others = [one for one in self._rows.of_application(letter.application_id) if one.id != letter.id]
        after = application.state
        if letter.kind is LetterKind.QUERY:
            others_open = any(one.kind is LetterKind.QUERY and one.open for one in others)
            if done and after is State.QUERY and not others_open:
                after = State.RECEIVED
            elif not done and after is State.RECEIVED:
                after = State.QUERY
        now = self._clock.now()
        self._rows.answer(letter, local_date(now) if done else None, after, now, self._moved(application, after))
        return self.of_case(letter.application_id)

    def end(self, application_id: str, state: State, reason: str = "") -> CasePost:
        """Take a step by hand: withdrawn, broken off, not accepted (with a reason), closed.

        Raises REASON_MISSING, NAME_KNOWN for a surname of somebody here, TRANSITION_REFUSED. Who may not search for
        persons is told of no surname.
        """
        said = " ".join(reason.split())[:MAX_REASON]
        if state is State.NOT_ACCEPTED and not said:
            raise refuse(Code.REASON_MISSING)
        if self._sight.allows(Right.OPEN_OWN_CASE) and self._rows.known(large_words(said)):
            raise refuse(Code.NAME_KNOWN)
        application = self._cases.get(application_id)
        now = self._clock.now()
        ending = Ending(application_id, state, now, self._pilot.id, application.state, said)
        self._rows.end(ending, self._moved(application, state))
        return self.of_case(application_id)

    def undo_end(self, ending: Ending) -> CasePost:
        """Take the last step by hand back. Raises STALE_REVISION where something has followed it."""
        application = self._cases.get(ending.application_id)
        now = self._clock.now()
        operations = self._operations.state_taken_back(application, ending.state_before, ending.at, now)
        self._rows.undo_end(ending.application_id, now, operations)
        return self.of_case(ending.application_id)

    def mark(self, application_id: str, mark: Mark, *, present: bool) -> CasePost:
        """Set or clear a mark beside the state."""
        self._cases.mark(application_id, mark, present=present, at=self._clock.now())
        return self.of_case(application_id)

    def guard(self, application_id: str, *, on: bool) -> CasePost:
        """Note that a person in it has an Auskunftssperre, or has it no longer."""
        self._sight.require_case(application_id)
        self._rows.guard(application_id, on=on)
        return self.of_case(application_id)

    def _moved(self, application: Application, after: State) -> tuple[Operation, ...]:
        if after is application.state:
            return ()
        return self._operations.state_changed(application, after, self._clock.now())
