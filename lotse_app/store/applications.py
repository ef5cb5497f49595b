"""Applications, their frozen editions, signatures, papers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.application import DocumentKind, Mark, State, check_transition
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.application_columns import (
    application_row,
    confirmations_text,
    read_application,
    read_frozen,
    read_hand_in,
    read_line,
    read_signature,
    signature_row,
)
from lotse_app.store.blobs import read_parts, write_parts
from lotse_app.store.columns import day_or_none, document, moment_text
from lotse_app.store.marks import set_mark
from lotse_app.store.persons import write_people
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from sqlite3 import Row

    from lotse_app.ids import Ids
    from lotse_app.models.application import (
        Application,
        ApplicationLine,
        CarriedBy,
        DraftSave,
        FrozenApplication,
        HandIn,
        Signature,
    )
    from lotse_app.models.operation import Operation
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable

#: A number grows by one letter after this many collisions, so that looking for a free one always ends.
_TRIES_PER_LENGTH = 8


class ApplicationTable:
    """Implements ``ports.ApplicationRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, ids: Ids, trail: TrailTable) -> None:
        self._connection = connection
        self._outbox = outbox
        self._ids = ids
        self._trail = trail

    def create(self, application: Application, operations: Sequence[Operation]) -> Application:
        """Write a new application; its number is kept if it is free, else a free one is made.

        Raises RECORD_MISSING if its session is unknown.
        """
        with self._connection.atomic():
            written = replace(application, number=self._free_number(application.number))
            columns = application_row(written) | {"session": self._session_number(written.session_id)}
            self._connection.insert("application", columns)
            for mark in written.marks:
                self._connection.insert("application_mark", {"application_id": written.id, "mark": mark.value})
            self._outbox.append(operations)
            self._trail.note(Deed.BEGUN, written.id)
        return written

    def get(self, application_id: str) -> Application:
        """Return one application. Raises RECORD_MISSING."""
        row = self._connection.row(f"{statement('applications')} WHERE application.id = ?", (application_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="application")
        return read_application(row)

    def lines(self, states: Sequence[State] = ()) -> tuple[ApplicationLine, ...]:
        """Return lines of applications in these states (all if none given), newest change first."""
        wanted = document([state.value for state in states]) if states else None
        rows = self._connection.rows(statement("application_lines"), {"states": wanted, "session": None, "ids": None})
        return tuple(read_line(row) for row in rows)

    def of_session(self, session_id: str) -> tuple[ApplicationLine, ...]:
        """Return lines of the applications begun in a session."""
        asked = {"states": None, "session": session_id, "ids": None}
        rows = self._connection.rows(statement("application_lines"), asked)
        return tuple(read_line(row) for row in rows)

    def save_draft(self, draft: DraftSave) -> int:
        """Write answers and wizard position; return the new revision. Raises STALE_REVISION, RECORD_FROZEN."""
        with self._connection.atomic():
            self._require_draft(draft.application_id, draft.expected_revision)
            self._connection.run(
                "UPDATE application SET revision = :revision, answers = :answers, step = :step, acting = :acting,"
                " notice_version = :notice_version, keep_contact = :keep_contact, confirmations = :confirmations,"
                " due = :due, changed_at = :at WHERE id = :id",
                {
                    "id": draft.application_id,
                    "revision": draft.expected_revision + 1,
                    "answers": document(draft.answers),
                    "step": draft.step,
                    "acting": draft.acting.value,
                    "notice_version": draft.notice_version,
                    "keep_contact": int(draft.keep_contact),
                    "confirmations": confirmations_text(draft.confirmations),
                    "due": day_or_none(draft.due),
                    "at": moment_text(draft.at),
                },
            )
            write_people(self._connection, draft.application_id, draft.people)
        return draft.expected_revision + 1

    def freeze(
        self, frozen: FrozenApplication, expected_revision: int, pdf: bytes, operations: Sequence[Operation]
    ) -> None:
        """Write edition, application PDF, who is named and state CHECKED in one transaction.

        Raises STALE_REVISION if revision or edition moved on, RECORD_FROZEN if it is no draft.
        """
        with self._connection.atomic():
            row = self._require_draft(frozen.application_id, expected_revision)
            if row["edition"] != frozen.edition:
                raise refuse(Code.STALE_REVISION, found=row["edition"], expected=frozen.edition)
            self._connection.insert(
                "frozen",
                {
                    "id": frozen.id,
                    "application_id": frozen.application_id,
                    "edition": frozen.edition,
                    "form_id": frozen.form_id,
                    "form_version": frozen.form_version,
                    "canonical": frozen.canonical,
                    "digest": frozen.digest,
                    "frozen_at": moment_text(frozen.frozen_at),
                },
            )
            self._write_paper(frozen.application_id, DocumentKind.APPLICATION, pdf, frozen.frozen_at)
            write_people(self._connection, frozen.application_id, frozen.people)
            self._step(frozen.application_id, State.CHECKED, frozen.frozen_at)
            self._outbox.append(operations)
            self._trail.note(Deed.FROZEN, frozen.application_id)

    def frozen(self, application_id: str) -> FrozenApplication | None:
        """Return the valid frozen edition, or None while drafting."""
        row = self._connection.row(
            "SELECT frozen.* FROM frozen JOIN application"
            " ON application.id = frozen.application_id AND application.edition = frozen.edition"
            " WHERE application.id = ?",
            (application_id,),
        )
        return None if row is None else read_frozen(row)

    def reopen(self, application_id: str, at: datetime, operations: Sequence[Operation]) -> Application:
        """Open the next edition for editing.

        Frozen edition and signature stay as they are and stop being valid, because they belong to the
        edition before. Raises RECORD_MISSING, TRANSITION_REFUSED.
        """
        with self._connection.atomic():
            self._step(application_id, State.DRAFT, at)
            self._connection.run("UPDATE application SET edition = edition + 1 WHERE id = ?", (application_id,))
            set_mark(self._connection, application_id, Mark.SIGNATURE_FOLLOWS, present=False)
            self._outbox.append(operations)
            self._trail.note(Deed.REOPENED, application_id)
        return self.get(application_id)

    def sign(self, signature: Signature, signed_pdf: bytes | None, operations: Sequence[Operation]) -> None:
        """Write a signature (and the PDF that shows it); the first one brings state SIGNED; *Unterschrift folgt* goes.

        Raises STALE_REVISION if the signed edition is not the valid one, the digest is another or the line is signed,
        TRANSITION_REFUSED where it can no longer be signed.
        """
        with self._connection.atomic():
            row = self._connection.row(
                "SELECT frozen.application_id FROM frozen JOIN application"
                " ON application.id = frozen.application_id AND application.edition = frozen.edition"
                " WHERE frozen.id = ? AND frozen.digest = ?",
                (signature.frozen_id, signature.digest),
            )
            again = self._connection.row(
                "SELECT 1 FROM signature WHERE frozen_id = ? AND line = ?", (signature.frozen_id, signature.line)
            )
            if row is None or again is not None:
                raise refuse(Code.STALE_REVISION)
            self._connection.insert("signature", signature_row(signature))
            if signed_pdf is not None:
                self._write_paper(row["application_id"], DocumentKind.SIGNED_APPLICATION, signed_pdf, signature.at)
            if self._state(row["application_id"]) is State.SIGNED:
                self._touch(row["application_id"], signature.at)
            else:
                self._step(row["application_id"], State.SIGNED, signature.at)
            set_mark(self._connection, row["application_id"], Mark.SIGNATURE_FOLLOWS, present=False)
            self._outbox.append(operations)
            self._trail.note(Deed.SIGNED, row["application_id"])

    def case_of(self, frozen_id: str) -> str:
        """Return the application of an edition. Raises STALE_REVISION where there is none."""
        found: str | None = self._connection.value("SELECT application_id FROM frozen WHERE id = ?", (frozen_id,))
        if found is None:
            raise refuse(Code.STALE_REVISION)
        return found

    def signatures(self, application_id: str) -> tuple[Signature, ...]:
        """Return the valid signatures over the frozen edition, in the order they were given."""
        rows = self._connection.rows(
            "SELECT signature.* FROM signature JOIN frozen ON frozen.id = signature.frozen_id JOIN application"
            " ON application.id = frozen.application_id AND application.edition = frozen.edition"
            " WHERE application.id = ? ORDER BY signature.rowid",
            (application_id,),
        )
        return tuple(read_signature(row) for row in rows)

    def mark(self, application_id: str, mark: Mark, *, present: bool, at: datetime) -> None:
        """Set or clear a mark. Raises RECORD_MISSING."""
        with self._connection.atomic():
            self._state(application_id)
            set_mark(self._connection, application_id, mark, present=present)
            self._touch(application_id, at)

    def choose(self, application_id: str, name: str, value: str) -> None:
        """Keep what was chosen last for the present edition; nothing is noted of it, the act it belongs to will be."""
        self._connection.run(
            "INSERT INTO application_choice (application_id, name, edition, value)"
            " SELECT id, ?, edition, ? FROM application WHERE id = ?"
            " ON CONFLICT DO UPDATE SET edition = excluded.edition, value = excluded.value",
            (name, value, application_id),
        )

    def choices(self, application_id: str) -> dict[str, str]:
        """Return what was chosen for the present edition, by name."""
        rows = self._connection.rows(
            "SELECT name, value FROM application_choice JOIN application ON application.id = application_id"
            " AND application.edition = application_choice.edition WHERE application_id = ?",
            (application_id,),
        )
        return {row["name"]: row["value"] for row in rows}

    def change_state(self, application_id: str, state: State, at: datetime, operations: Sequence[Operation]) -> None:
        """Take a step that ``models.application.TRANSITIONS`` allows. Raises RECORD_MISSING, TRANSITION_REFUSED."""
        with self._connection.atomic():
            self._step(application_id, state, at)
            self._outbox.append(operations)

    def hand_in(
        self, hand_in: HandIn, state: State, receipt_pdf: bytes, note_pdf: bytes, operations: Sequence[Operation]
    ) -> None:
        """Write way, carrier, receipt, Merkzettel and the new state in one transaction.

        Any ``state`` behind SUBMITTED is reached by way of it (an Annahmestelle confirms at once).
        """
        with self._connection.atomic():
            self._step(hand_in.application_id, State.SUBMITTED, hand_in.at)
            if state is not State.SUBMITTED:
                self._step(hand_in.application_id, state, hand_in.at)
            self._connection.insert(
                "hand_in",
                {
                    "application_id": hand_in.application_id,
                    "way": hand_in.way,
                    "carried_by": hand_in.carried_by.value,
                    "receipt": hand_in.receipt,
                    "at": moment_text(hand_in.at),
                    "handed_over_on": day_or_none(hand_in.handed_over_on),
                    "handed_over_by": None if hand_in.handed_over_by is None else hand_in.handed_over_by.value,
                },
            )
            if hand_in.signature_follows:
                set_mark(self._connection, hand_in.application_id, Mark.SIGNATURE_FOLLOWS, present=True)
            self._write_paper(hand_in.application_id, DocumentKind.RECEIPT, receipt_pdf, hand_in.at)
            self._write_paper(hand_in.application_id, DocumentKind.NOTE, note_pdf, hand_in.at)
            self._outbox.append(operations)
            self._trail.note(Deed.HANDED_IN, hand_in.application_id)

    def handed_in(self, application_id: str) -> HandIn | None:
        """Return how it was handed in."""
        row = self._connection.row("SELECT * FROM hand_in WHERE application_id = ?", (application_id,))
        return None if row is None else read_hand_in(row)

    def note_handed_over(self, application_id: str, on: date | None, by: CarriedBy | None, at: datetime) -> None:
        """Note *Abgegeben am …*, or take it back (None). Raises RECORD_MISSING if it was not handed in."""
        with self._connection.atomic():
            changed = self._connection.run(
                "UPDATE hand_in SET handed_over_on = ?, handed_over_by = ? WHERE application_id = ?",
                (day_or_none(on), None if by is None else by.value, application_id),
            )
            if not changed:
                raise refuse(Code.RECORD_MISSING, kind="hand_in")
            self._touch(application_id, at)

    def paper(self, application_id: str, kind: DocumentKind) -> bytes | None:
        """Return the newest paper of a kind of the present edition: what an older one shows is void."""
        found = self._connection.value(
            "SELECT paper.id FROM paper JOIN application"
            " ON application.id = paper.application_id AND application.edition = paper.edition"
            " WHERE application_id = ? AND kind = ? ORDER BY paper.id DESC LIMIT 1",
            (application_id, kind.value),
        )
        return None if found is None else read_parts(self._connection, "paper_part", "paper_id", found)

    def _session_number(self, session_id: str | None) -> int | None:
        if session_id is None:
            return None
        found = self._connection.value("SELECT number FROM session WHERE id = ?", (session_id,))
        if found is None:
            raise refuse(Code.RECORD_MISSING, kind="session")
        return int(found)

    def _free_number(self, wished: str) -> str:
        number, tries = wished or self._ids.case_number(), 0
        while self._connection.row("SELECT 1 FROM application WHERE number = ?", (number,)) is not None:
            tries += 1
            number = self._ids.case_number(4 + tries // _TRIES_PER_LENGTH)
        return number

    def _require_draft(self, application_id: str, expected_revision: int) -> Row:
        row = self._connection.row("SELECT state, revision, edition FROM application WHERE id = ?", (application_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="application")
        if row["state"] != State.DRAFT.value:
            raise refuse(Code.RECORD_FROZEN)
        if row["revision"] != expected_revision:
            raise refuse(Code.STALE_REVISION, found=row["revision"], expected=expected_revision)
        return row

    def _state(self, application_id: str) -> State:
        found = self._connection.value("SELECT state FROM application WHERE id = ?", (application_id,))
        if found is None:
            raise refuse(Code.RECORD_MISSING, kind="application")
        return State(found)

    def _step(self, application_id: str, after: State, at: datetime) -> None:
        check_transition(self._state(application_id), after)
        self._connection.run(
            "UPDATE application SET state = :state, state_at = :at, changed_at = :at WHERE id = :id",
            {"state": after.value, "at": moment_text(at), "id": application_id},
        )

    def _touch(self, application_id: str, at: datetime) -> None:
        self._connection.run("UPDATE application SET changed_at = ? WHERE id = ?", (moment_text(at), application_id))

    def _write_paper(self, application_id: str, kind: DocumentKind, pdf: bytes, at: datetime) -> None:
        paper_id = self._connection.value(
            "INSERT INTO paper (application_id, edition, kind, size, made_at)"
            " SELECT id, edition, ?, ?, ? FROM application WHERE id = ? RETURNING id",
            (kind.value, len(pdf), moment_text(at), application_id),
        )
        write_parts(self._connection, "paper_part", "paper_id", paper_id, pdf)
