"""What retention and erasure share: the gate, deleting for good, proofs, and older backups that now say too much."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lotse_app.models.operation import Kind
from lotse_app.models.persons import Erased, Remark, RemarkKind
from lotse_app.models.retention import Proof
from lotse_app.store.agenda import forget_around
from lotse_app.store.columns import document, moment_text, read_day, read_moment
from lotse_app.store.figure_cases import remember_cases
from lotse_app.store.portal_records import forget_records
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from lotse_app.store.connection import Connection

#: Proofs name the rule by which something went; this one is not in the table of rules.
PERSON_RULE = "person"
#: An appointment stays without its words: somebody will come, and the day shows it. A letter stays with its deadline,
#: an ending with its state.
_FORGET = {
    RemarkKind.NOTE: "UPDATE session SET note = '' WHERE note <> '' AND id IN (SELECT value FROM json_each(?))",
    RemarkKind.FOLLOW_UP: "DELETE FROM follow_up WHERE id IN (SELECT value FROM json_each(?))",
    RemarkKind.APPOINTMENT: "UPDATE appointment SET purpose = '' WHERE id IN (SELECT value FROM json_each(?))",
    RemarkKind.LETTER: "UPDATE letter SET note = '' WHERE id IN (SELECT value FROM json_each(?))",
    RemarkKind.ENDING: "UPDATE ending SET reason = '' WHERE application_id IN (SELECT value FROM json_each(?))",
    RemarkKind.EVIDENCE: "UPDATE evidence SET reason = '' WHERE application_id || ' ' || key"
    " IN (SELECT value FROM json_each(?))",
}


@contextmanager
def open_gate(connection: Connection, rule: str) -> Iterator[None]:
    """Run the block in one transaction in which kept rows may be deleted."""
    with connection.atomic():
        connection.run("INSERT INTO retention_gate (id, rule, closed) VALUES (1, ?, -1)", (rule,))
        yield
        connection.run("DELETE FROM retention_gate")


def delete_applications(connection: Connection, ids: Sequence[str]) -> Erased:
    """Delete applications with all that belongs to them; figures keep their number. Inside an open gate.

    The note of the sessions they were begun in is emptied, appointments and Wiedervorlagen of these go.
    """
    asked = (document(list(ids)),)
    chosen = "application_id IN (SELECT value FROM json_each(?))"
    files = connection.value(f"SELECT count(*) FROM evidence_file WHERE {chosen}", asked)  # noqa: S608 - literals
    papers = connection.value(f"SELECT count(*) FROM paper WHERE {chosen}", asked)  # noqa: S608 - literals
    emptied = _forget_words(connection, asked[0])
    cut_links(connection, ids)
    remember_cases(connection, ids)
    forget_records(connection, Kind.APPLICATION_STATUS, ids)
    gone = connection.run("DELETE FROM application WHERE id IN (SELECT value FROM json_each(?))", asked)
    return Erased(gone, files, papers, emptied)


def cut_links(connection: Connection, ids: Sequence[str]) -> int:
    """Cut applications from their sessions; the session remembers how many it had.

    What was written beside them goes first: once the link is cut, nobody would find it for the person any more.
    """
    asked = (document(list(ids)),)
    _forget_words(connection, asked[0])
    connection.run(
        "INSERT INTO session_past (session, applications)"
        " SELECT session, count(*) FROM application"
        " WHERE session IS NOT NULL AND id IN (SELECT value FROM json_each(?)) GROUP BY session"
        " ON CONFLICT (session) DO UPDATE SET applications = applications + excluded.applications",
        asked,
    )
    return connection.run(
        "UPDATE application SET session = NULL WHERE session IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        asked,
    )


def _forget_words(connection: Connection, applications: str) -> int:
    """Forget what was written in the sessions of applications (a JSON array of ids); return how many notes went."""
    forget_around(connection, applications)
    return connection.run(
        "UPDATE session SET note = '' WHERE note <> '' AND number IN"
        " (SELECT session FROM application WHERE id IN (SELECT value FROM json_each(?)))",
        (applications,),
    )


def remarks(connection: Connection) -> tuple[Remark, ...]:
    """Return every text that somebody wrote freely: only its words say whom it is about."""
    rows = connection.rows(statement("free_words"))
    return tuple(
        Remark(RemarkKind(row["kind"]), row["id"], row["text"], read_day(row["day"]), row["pilot"], row["application"])
        for row in rows
    )


def delete_remarks(connection: Connection, chosen: Sequence[Remark]) -> dict[RemarkKind, int]:
    """Empty these notes and purposes, delete these Wiedervorlagen; return how many of each. Inside a gate."""
    return {
        kind: connection.run(sql, (document([one.id for one in chosen if one.kind is kind]),))
        for kind, sql in _FORGET.items()
    }


def clear_content(connection: Connection, ids: Sequence[str]) -> int:
    """Delete answers, evidence, editions, signatures and application papers; receipt and Merkzettel stay."""
    asked = (document(list(ids)),)
    of_application = "application_id IN (SELECT value FROM json_each(?))"
    connection.run(f"DELETE FROM evidence WHERE {of_application}", asked)  # noqa: S608 - literals
    connection.run(f"DELETE FROM frozen WHERE {of_application}", asked)  # noqa: S608 - literals
    connection.run(
        f"DELETE FROM paper WHERE kind IN ('antrag', 'antrag_unterschrieben') AND {of_application}",  # noqa: S608 - literals
        asked,
    )
    return connection.run(
        "UPDATE application SET answers = '{}', confirmations = '[]' WHERE id IN (SELECT value FROM json_each(?))",
        asked,
    )


def write_proof(connection: Connection, at: datetime, rule: str, kind: str, count: int) -> None:
    """Note what went; nothing is noted where nothing went."""
    if count:
        row = {"at": moment_text(at), "rule": rule, "kind": kind, "count": count}
        connection.insert("retention_proof", row)


def proofs(connection: Connection, limit: int = 500) -> tuple[Proof, ...]:
    """Return the newest proofs, newest first."""
    return tuple(
        Proof(row["number"], read_moment(row["at"]), row["rule"], row["kind"], row["count"])
        for row in connection.rows("SELECT * FROM retention_proof ORDER BY number DESC LIMIT ?", (limit,))
    )


def backups_are_stale(connection: Connection, at: datetime) -> None:
    """Note in every place of backups that those made until now hold what was just deleted."""
    connection.run("UPDATE backup_place SET stale_before = ?", (moment_text(at),))


def sweep(connection: Connection) -> None:
    """Give freed pages back and empty the write-ahead log, so that nothing deleted lies in either.

    ``secure_delete`` has overwritten the rows themselves; a test looks at every decrypted page.
    """
    connection.rows("PRAGMA incremental_vacuum")
    connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
