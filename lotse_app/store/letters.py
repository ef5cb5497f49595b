"""Letters from offices, endings, and what both do to the state of a Vorgang: one transaction each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.application import State, check_taken_back, check_transition
from lotse_app.models.ending import Ending
from lotse_app.models.letter import DueSource, Letter, LetterKind
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.columns import day_or_none, moment_text, read_day, read_day_or_none, read_moment
from lotse_app.store.surnames import known_surnames

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from sqlite3 import Row

    from lotse_app.models.operation import Operation
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable


class LetterTable:
    """Implements ``letter_ports.LetterRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, trail: TrailTable) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail

    def of_application(self, application_id: str) -> tuple[Letter, ...]:
        """Return the letters of a Vorgang, newest first."""
        sql = "SELECT * FROM letter WHERE application_id = ? ORDER BY number DESC"
        return tuple(read_letter(row) for row in self._connection.rows(sql, (application_id,)))

    def open_letters(self) -> tuple[Letter, ...]:
        """Return every letter that still wants an answer, newest first."""
        sql = (
            "SELECT * FROM letter WHERE answered_on IS NULL AND (due IS NOT NULL OR kind = 'rueckfrage')"
            " ORDER BY number DESC"
        )
        return tuple(read_letter(row) for row in self._connection.rows(sql))

    def by_number(self, number: str) -> str | None:
        """Return the id of the Vorgang with this number."""
        found = self._connection.value("SELECT id FROM application WHERE number = ?", (number,))
        return None if found is None else str(found)

    def enter(self, letter: Letter, operations: Sequence[Operation]) -> None:
        """Write a letter and the state that follows. Raises RECORD_MISSING, TRANSITION_REFUSED, STALE_REVISION."""
        with self._connection.atomic():
            since = self._require_state(letter.application_id, letter.state_before)
            self._connection.insert("letter", _letter_row(letter) | {"state_at_before": since})
            self._move(letter.application_id, letter.state_before, letter.state_after, letter.entered_at)
            self._outbox.append(operations)
            self._trail.note(Deed.LETTER, letter.application_id, reason=letter.kind.value)

    def take_back(self, letter: Letter, at: datetime, operations: Sequence[Operation]) -> None:
        """Delete the last letter of a Vorgang; the state before it stands again. Raises LETTER_NOT_LAST."""
        with self._connection.atomic():
            row = self._connection.row(
                "SELECT * FROM letter WHERE application_id = ? ORDER BY number DESC LIMIT 1", (letter.application_id,)
            )
            if row is None or row["id"] != letter.id:
                raise refuse(Code.LETTER_NOT_LAST)
            self._restore(letter.application_id, State(row["state_after"]), State(row["state_before"]), row, at)
            self._connection.run("DELETE FROM letter WHERE id = ?", (letter.id,))
            self._outbox.append(operations)
            self._trail.note(Deed.LETTER_TAKEN_BACK, letter.application_id, reason=letter.kind.value)

    def answer(self, letter: Letter, on: date | None, after: State, at: datetime, ops: Sequence[Operation]) -> None:
        """Note that a letter was answered (or, with None, that it was not), and the state that follows."""
        with self._connection.atomic():
            changed = self._connection.run(
                "UPDATE letter SET answered_on = ? WHERE id = ?", (day_or_none(on), letter.id)
            )
            if not changed:
                raise refuse(Code.RECORD_MISSING, kind="letter")
            self._move(letter.application_id, self._state(letter.application_id), after, at)
            self._outbox.append(ops)
            self._trail.note(Deed.ANSWERED, letter.application_id, reason="" if on else "offen")

    def ending(self, application_id: str) -> Ending | None:
        """Return the last step taken by hand, or None."""
        row = self._connection.row("SELECT * FROM ending WHERE application_id = ?", (application_id,))
        return None if row is None else read_ending(row)

    def end(self, ending: Ending, operations: Sequence[Operation]) -> None:
        """Write an ending and its state. Raises RECORD_MISSING, TRANSITION_REFUSED, STALE_REVISION."""
        with self._connection.atomic():
            since = self._require_state(ending.application_id, ending.state_before)
            check_transition(ending.state_before, ending.state)
            row = {
                "application_id": ending.application_id,
                "state": ending.state.value,
                "reason": ending.reason,
                "at": moment_text(ending.at),
                "by": ending.by,
                "state_before": ending.state_before.value,
                "state_at_before": since,
            }
            self._connection.put("ending", row, ("application_id",))
            self._move(ending.application_id, ending.state_before, ending.state, ending.at)
            self._outbox.append(operations)
            self._trail.note(Deed.ENDED, ending.application_id, reason=ending.state.value)

    def known(self, words: Collection[str]) -> frozenset[str]:
        """Return which of these is the surname, or half of one, of somebody in a Vorgang; see ``known_surnames``."""
        return known_surnames(self._connection, words)

    def undo_end(self, application_id: str, at: datetime, operations: Sequence[Operation]) -> None:
        """Take the ending back; the state before it stands again. Raises RECORD_MISSING, STALE_REVISION."""
        with self._connection.atomic():
            row = self._connection.row("SELECT * FROM ending WHERE application_id = ?", (application_id,))
            if row is None:
                raise refuse(Code.RECORD_MISSING, kind="ending")
            self._restore(application_id, State(row["state"]), State(row["state_before"]), row, at)
            self._connection.run("DELETE FROM ending WHERE application_id = ?", (application_id,))
            self._outbox.append(operations)
            self._trail.note(Deed.TAKEN_BACK, application_id, reason=row["state"])

    def guarded(self, application_id: str) -> bool:
        """Return whether a person in it has an Auskunftssperre."""
        return bool(self._connection.value("SELECT guarded FROM application WHERE id = ?", (application_id,)))

    def guard(self, application_id: str, *, on: bool) -> None:
        """Set or clear the Auskunftssperre of a Vorgang."""
        with self._connection.atomic():
            self._connection.run("UPDATE application SET guarded = ? WHERE id = ?", (int(on), application_id))
            self._trail.note(Deed.GUARDED, application_id, reason="an" if on else "aus")

    def _state(self, application_id: str) -> State:
        found = self._connection.value("SELECT state FROM application WHERE id = ?", (application_id,))
        if found is None:
            raise refuse(Code.RECORD_MISSING, kind="application")
        return State(found)

    def _require_state(self, application_id: str, expected: State) -> str:
        """Return since when the state stands; refuse if it is another than the window saw."""
        found = self._state(application_id)
        if found is not expected:
            raise refuse(Code.STALE_REVISION, found=found.value, expected=expected.value)
        return str(self._connection.value("SELECT state_at FROM application WHERE id = ?", (application_id,)))

    def _move(self, application_id: str, before: State, after: State, at: datetime) -> None:
        if before is not after:
            check_transition(before, after)
            self._set(application_id, after, moment_text(at), at)
        else:
            self._connection.run(
                "UPDATE application SET changed_at = ? WHERE id = ?", (moment_text(at), application_id)
            )

    def _restore(self, application_id: str, now: State, before: State, row: Row, at: datetime) -> None:
        self._require_state(application_id, now)
        check_taken_back(now, before)
        self._set(application_id, before, row["state_at_before"], at)

    def _set(self, application_id: str, state: State, since: str, at: datetime) -> None:
        self._connection.run(
            "UPDATE application SET state = ?, state_at = ?, changed_at = ? WHERE id = ?",
            (state.value, since, moment_text(at), application_id),
        )


def _letter_row(letter: Letter) -> dict[str, str | None]:
    return {
        "id": letter.id,
        "application_id": letter.application_id,
        "kind": letter.kind.value,
        "dated": letter.dated.isoformat(),
        "received": letter.received.isoformat(),
        "due": day_or_none(letter.due),
        "due_source": letter.due_source.value,
        "note": letter.note,
        "entered_at": moment_text(letter.entered_at),
        "entered_by": letter.entered_by,
        "answered_on": day_or_none(letter.answered_on),
        "state_before": letter.state_before.value,
        "state_after": letter.state_after.value,
    }


def read_letter(row: Row) -> Letter:
    """Return a letter."""
    return Letter(
        id=row["id"],
        application_id=row["application_id"],
        kind=LetterKind(row["kind"]),
        dated=read_day(row["dated"]),
        received=read_day(row["received"]),
        entered_at=read_moment(row["entered_at"]),
        entered_by=row["entered_by"],
        state_before=State(row["state_before"]),
        state_after=State(row["state_after"]),
        due=read_day_or_none(row["due"]),
        due_source=DueSource(row["due_source"]),
        note=row["note"],
        answered_on=read_day_or_none(row["answered_on"]),
    )


def read_ending(row: Row) -> Ending:
    """Return an ending."""
    return Ending(
        row["application_id"],
        State(row["state"]),
        read_moment(row["at"]),
        row["by"],
        State(row["state_before"]),
        row["reason"],
    )
