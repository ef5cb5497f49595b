"""Evidence lines and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.application import Mark, State
from lotse_app.models.evidence import Evidence, EvidenceFile, EvidenceState
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.blobs import read_parts, write_parts
from lotse_app.store.columns import moment_text
from lotse_app.store.marks import set_mark

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.evidence import CheckedFile
    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable


class EvidenceTable:
    """Implements ``ports.EvidenceRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def of_application(self, application_id: str) -> tuple[Evidence, ...]:
        """Return the evidence lines of an application in form order; files in the order they came."""
        files: dict[str, list[EvidenceFile]] = {}
        for row in self._connection.rows(
            "SELECT * FROM evidence_file WHERE application_id = ? ORDER BY rowid", (application_id,)
        ):
            one = EvidenceFile(row["id"], row["media_type"], row["size"], row["sha256"], row["pages"])
            files.setdefault(row["key"], []).append(one)
        return tuple(
            Evidence(
                application_id=application_id,
                key=row["key"],
                label=row["label"],
                state=EvidenceState(row["state"]),
                reason=row["reason"],
                files=tuple(files.get(row["key"], ())),
            )
            for row in self._connection.rows(
                "SELECT * FROM evidence WHERE application_id = ? ORDER BY position, key", (application_id,)
            )
        )

    def save(self, evidence: Evidence, order: int, at: datetime) -> None:
        """Write one line (state and reason; files are untouched). Raises RECORD_MISSING."""
        with self._connection.atomic():
            self._touch(evidence.application_id, at)
            self._connection.put(
                "evidence",
                {
                    "application_id": evidence.application_id,
                    "key": evidence.key,
                    "label": evidence.label,
                    "state": evidence.state.value,
                    "reason": evidence.reason,
                    "position": order,
                    "changed_at": moment_text(at),
                },
                ("application_id", "key"),
            )
            self._keep_mark(evidence.application_id)

    def attach(self, application_id: str, key: str, file_id: str, checked: CheckedFile, at: datetime) -> EvidenceFile:
        """Store a checked file and set the line's state to FILE. Raises RECORD_MISSING if there is no such line."""
        stored = EvidenceFile(file_id, checked.media_type, len(checked.content), checked.sha256, checked.pages)
        with self._connection.atomic():
            self._touch(application_id, at)
            if not self._set_state(application_id, key, EvidenceState.FILE, at):
                raise refuse(Code.RECORD_MISSING, kind="evidence")
            self._connection.insert(
                "evidence_file",
                {
                    "id": file_id,
                    "application_id": application_id,
                    "key": key,
                    "media_type": stored.media_type,
                    "size": stored.size,
                    "sha256": stored.sha256,
                    "pages": stored.pages,
                    "attached_at": moment_text(at),
                },
            )
            write_parts(self._connection, "evidence_part", "file_id", file_id, checked.content)
            self._keep_mark(application_id)
            self._trail.note(Deed.ATTACHED, application_id)
        return stored

    def detach(self, application_id: str, file_id: str, at: datetime) -> None:
        """Delete a file of a draft, its bytes too; a line that loses its last file is open again.

        Raises RECORD_MISSING, RECORD_FROZEN.
        """
        with self._connection.atomic():
            row = self._connection.row(
                "SELECT evidence_file.key, application.state FROM evidence_file"
                " JOIN application ON application.id = evidence_file.application_id"
                " WHERE evidence_file.id = ? AND application.id = ?",
                (file_id, application_id),
            )
            if row is None:
                raise refuse(Code.RECORD_MISSING, kind="evidence_file")
            if row["state"] != State.DRAFT.value:
                raise refuse(Code.RECORD_FROZEN)
            self._connection.run("DELETE FROM evidence_file WHERE id = ?", (file_id,))
            left = self._connection.row(
                "SELECT 1 FROM evidence_file WHERE application_id = ? AND key = ?", (application_id, row["key"])
            )
            if left is None:
                self._set_state(application_id, row["key"], EvidenceState.OPEN, at)
            self._touch(application_id, at)
            self._keep_mark(application_id)
            self._trail.note(Deed.DETACHED, application_id)

    def content(self, file_id: str) -> bytes:
        """Return the bytes of a stored file. Raises RECORD_MISSING."""
        if self._connection.row("SELECT 1 FROM evidence_file WHERE id = ?", (file_id,)) is None:
            raise refuse(Code.RECORD_MISSING, kind="evidence_file")
        return read_parts(self._connection, "evidence_part", "file_id", file_id)

    def _set_state(self, application_id: str, key: str, state: EvidenceState, at: datetime) -> bool:
        changed = self._connection.run(
            "UPDATE evidence SET state = ?, changed_at = ? WHERE application_id = ? AND key = ?",
            (state.value, moment_text(at), application_id, key),
        )
        return changed == 1

    def _keep_mark(self, application_id: str) -> None:
        """Keep *Unterlagen fehlen* true, in the transaction of what changed."""
        missing = any(line.missing for line in self.of_application(application_id))
        set_mark(self._connection, application_id, Mark.PAPERS_MISSING, present=missing)

    def _touch(self, application_id: str, at: datetime) -> None:
        sql = "UPDATE application SET changed_at = ? WHERE id = ?"
        if not self._connection.run(sql, (moment_text(at), application_id)):
            raise refuse(Code.RECORD_MISSING, kind="application")
