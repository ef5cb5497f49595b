"""Persons by folded surname and birth date: a B-tree beside the answers, written in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from lotse_app.models.application import DocumentKind
from lotse_app.models.persons import (
    Act,
    KeptPaper,
    MandateLine,
    PersonFound,
    PersonKey,
    PersonRecord,
    RemarkKind,
    StandIn,
)
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.agenda import appointments_of, follow_ups_of
from lotse_app.store.application_columns import read_application, read_frozen, read_hand_in, read_line, read_signature
from lotse_app.store.blobs import read_parts
from lotse_app.store.columns import document, read_moment
from lotse_app.store.consents import read_consent
from lotse_app.store.erasing import (
    PERSON_RULE,
    backups_are_stale,
    delete_applications,
    delete_remarks,
    open_gate,
    remarks,
    sweep,
    write_proof,
)
from lotse_app.store.letters import read_ending, read_letter
from lotse_app.store.mandates import delete_mandates
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from sqlite3 import Row

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.operation import Operation
    from lotse_app.models.persons import Erased, Remark
    from lotse_app.store.connection import Connection
    from lotse_app.store.evidence import EvidenceTable
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.sessions import SessionTable
    from lotse_app.store.trail import TrailTable

#: Behind every letter a search form can hold.
_BEHIND = "\U0010ffff"


def write_people(connection: Connection, application_id: str, people: Sequence[PersonKey] | None) -> None:
    """Write who is named in an application, inside its transaction; None leaves what is there.

    An application that names nobody gets one empty row, so that it is known to have been looked at.
    """
    if people is None:
        return
    wanted = {(one.surname, one.birth) for one in people} or {("", "")}
    rows = connection.rows("SELECT surname, birth FROM person_index WHERE application_id = ?", (application_id,))
    if {(row[0], row[1]) for row in rows} != wanted:
        connection.run("DELETE FROM person_index WHERE application_id = ?", (application_id,))
        rows_of_it = [(application_id, surname, birth) for surname, birth in sorted(wanted)]
        connection.insert_many("person_index", ("application_id", "surname", "birth"), rows_of_it)


#: Ids by the beginning of a surname; the braces are filled with literals of this file.
_FIND = (
    "SELECT surname, birth, {column} AS id FROM {table}"
    " WHERE surname >= :from AND surname < :until AND surname <> '' AND (:birth = '' OR birth = :birth)"
    # The later parts of a double name begin no row of the tree; they are looked for among those born that day.
    " UNION SELECT surname, birth, {column} FROM {table}"
    " WHERE :birth <> '' AND birth = :birth AND :from <> ''"
    " AND (instr(surname, '-' || :from) > 0 OR instr(surname, ' ' || :from) > 0)"
    " ORDER BY surname, birth LIMIT 200"
)


class PersonTable:
    """Implements ``keeping_ports.PersonRows``."""

    def __init__(
        self,
        connection: Connection,
        outbox: OutboxTable,
        trail: TrailTable,
        sessions: SessionTable,
        evidence: EvidenceTable,
    ) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail
        self._sessions = sessions
        self._evidence = evidence

    def find(self, surname: str, birth: str = "") -> tuple[PersonFound, ...]:
        """Return persons whose folded surname begins with ``surname``; with ``birth``, only those born then.

        With ``birth`` a later part of a double name is found as well.
        """
        asked = {"from": surname, "until": surname + _BEHIND, "birth": birth}
        people: dict[PersonKey, list[str]] = {}
        for row in self._connection.rows(_FIND.format(column="application_id", table="person_index"), asked):
            people.setdefault(PersonKey(row["surname"], row["birth"]), []).append(row["id"])
        given: dict[PersonKey, list[str]] = {}
        for row in self._connection.rows(_FIND.format(column="mandate_id", table="mandate_person"), asked):
            given.setdefault(PersonKey(row["surname"], row["birth"]), []).append(row["id"])
        return tuple(
            PersonFound(key, self._lines(people.get(key, [])), self._mandates(given.get(key, [])))
            for key in sorted({*people, *given})
        )

    def of(self, key: PersonKey) -> tuple[str, ...]:
        """Return the ids of all applications that name exactly this person."""
        rows = self._connection.rows(
            "SELECT application_id FROM person_index WHERE surname = ? AND birth = ? AND surname <> ''"
            " ORDER BY application_id",
            (key.surname, key.birth),
        )
        return tuple(row[0] for row in rows)

    def shared(self, key: PersonKey) -> frozenset[str]:
        """Return the ids of the applications that name this person and somebody born on another day, or unsaid.

        A person has as many names as birth name and surname say, and one birth date.
        """
        rows = self._connection.rows(
            "SELECT DISTINCT one.application_id FROM person_index AS one"
            " JOIN person_index AS other ON other.application_id = one.application_id"
            " WHERE one.surname = :surname AND one.birth = :birth AND one.surname <> '' AND other.surname <> ''"
            " AND (other.birth <> one.birth OR (one.birth = '' AND other.surname <> one.surname))",
            {"surname": key.surname, "birth": key.birth},
        )
        return frozenset(row[0] for row in rows)

    def unindexed(self, limit: int = 500) -> tuple[str, ...]:
        """Return ids of applications nobody has looked at for names, from before there was an index."""
        rows = self._connection.rows(
            "SELECT id FROM application WHERE NOT EXISTS"
            " (SELECT 1 FROM person_index WHERE application_id = application.id) LIMIT ?",
            (limit,),
        )
        return tuple(row[0] for row in rows)

    def index(self, application_id: str, people: Sequence[PersonKey]) -> None:
        """Write who is named in an application."""
        with self._connection.atomic():
            write_people(self._connection, application_id, people)

    def record(self, application_id: str) -> PersonRecord:
        """Return everything kept about the person of an application. Raises RECORD_MISSING."""
        row = self._connection.row(f"{statement('applications')} WHERE application.id = ?", (application_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="application")
        application = read_application(row)
        hand_in = self._of("hand_in", application_id)
        signatures = self._connection.rows(
            "SELECT signature.* FROM signature JOIN frozen ON frozen.id = signature.frozen_id"
            " WHERE frozen.application_id = ? ORDER BY signature.at",
            (application_id,),
        )
        return PersonRecord(
            application=application,
            editions=tuple(read_frozen(one) for one in self._of("frozen", application_id)),
            signatures=tuple(read_signature(one) for one in signatures),
            evidence=self._evidence.of_application(application_id),
            hand_in=read_hand_in(hand_in[0]) if hand_in else None,
            session=None if application.session_id is None else self._sessions.get(application.session_id),
            papers=tuple(
                KeptPaper(
                    one["id"], DocumentKind(one["kind"]), one["edition"], one["size"], read_moment(one["made_at"])
                )
                for one in self._of("paper", application_id)
            ),
            letters=tuple(read_letter(one) for one in self._of("letter", application_id)),
            ending=next((read_ending(one) for one in self._of("ending", application_id)), None),
            follow_ups=follow_ups_of(self._connection, application_id),
            appointments=appointments_of(self._connection, application.session_id or ""),
            consents=tuple(read_consent(one) for one in self._of("consent", application_id)),
            revisions=() if application.session_id is None else self._sessions.revisions(application.session_id),
            takeovers=self._stand_ins(application_id),
            acts=self._acts(application_id),
            pilot=self._connection.value("SELECT name FROM pilot WHERE id = ?", (application.pilot_id,)) or "",
        )

    def paper(self, paper_id: int) -> bytes:
        """Return the bytes of a kept paper."""
        return read_parts(self._connection, "paper_part", "paper_id", paper_id)

    def _stand_ins(self, application_id: str) -> tuple[StandIn, ...]:
        rows = self._connection.rows(
            "SELECT takeover.at, ifnull(pilot.name, '') AS who FROM takeover"
            " LEFT JOIN pilot ON pilot.id = takeover.pilot_id WHERE application_id = ? ORDER BY takeover.at",
            (application_id,),
        )
        return tuple(StandIn(one["who"], read_moment(one["at"])) for one in rows)

    def _acts(self, application_id: str) -> tuple[Act, ...]:
        rows = self._connection.rows(
            "SELECT trail.*, ifnull(pilot.name, '') AS name FROM trail"
            " LEFT JOIN pilot ON pilot.id = trail.who WHERE record_id = ? ORDER BY number",
            (application_id,),
        )
        return tuple(Act(one["at"], one["name"], one["deed"], one["outcome"], one["reason"]) for one in rows)

    def remarks(self) -> tuple[Remark, ...]:
        """Return everything that somebody wrote freely."""
        return remarks(self._connection)

    def erase(
        self,
        ids: Sequence[str],
        at: datetime,
        operations: Sequence[Operation],
        mandates: Sequence[str] = (),
        beside: Sequence[Remark] = (),
    ) -> Erased:
        """Delete these applications and mandates with all that belongs to them, really, with proof and trail.

        ``beside`` are remarks that name the person.
        """
        with open_gate(self._connection, PERSON_RULE):
            named = delete_remarks(self._connection, beside)
            erased = delete_applications(self._connection, ids)
            notes = erased.notes + named[RemarkKind.NOTE]
            gone = {**named, RemarkKind.NOTE: notes}
            erased = replace(erased, notes=sum(gone.values()), mandates=delete_mandates(self._connection, mandates))
            self._outbox.append(operations)
            for kind, count in (
                ("vorgang", erased.applications),
                ("datei", erased.files),
                ("papier", erased.papers),
                *((kind.value, count) for kind, count in gone.items()),
                ("vollmacht", erased.mandates),
            ):
                write_proof(self._connection, at, PERSON_RULE, kind, count)
            for one in (*ids, *mandates):
                self._trail.note(Deed.ERASED, one)
            backups_are_stale(self._connection, at)
        sweep(self._connection)
        return erased

    def _of(self, table: str, application_id: str) -> list[Row]:
        sql = f"SELECT * FROM {table} WHERE application_id = ? ORDER BY rowid"  # noqa: S608 - a literal of this class
        return self._connection.rows(sql, (application_id,))

    def _mandates(self, ids: Sequence[str]) -> tuple[MandateLine, ...]:
        rows = self._connection.rows(
            "SELECT id, number, valid_until, id IN (SELECT mandate_id FROM mandate_revocation) AS revoked"
            " FROM mandate WHERE id IN (SELECT value FROM json_each(?)) ORDER BY made_at DESC, id",
            (document(list(ids)),),
        )
        return tuple(
            MandateLine(row["id"], row["number"], date.fromisoformat(row["valid_until"]), bool(row["revoked"]))
            for row in rows
        )

    def _lines(self, ids: Sequence[str]) -> tuple[ApplicationLine, ...]:
        asked = {"states": None, "session": None, "ids": document(list(ids))}
        return tuple(read_line(row) for row in self._connection.rows(statement("application_lines"), asked))
