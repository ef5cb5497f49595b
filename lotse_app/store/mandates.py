"""Vollmachten: written once with their paper, signed once, revoked; where cases under them went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.forms.mandate_bytes import read_mandate
from lotse_app.models.mandate import (
    KeptMandate,
    MandateSignature,
    MandateUse,
    Revocation,
    RevocationNotice,
    RevokedBy,
    SentBy,
)
from lotse_app.models.office import OFFICE_UNKNOWN
from lotse_app.models.problems import Code, refuse
from lotse_app.models.trail import Deed
from lotse_app.store.blobs import read_parts, write_parts
from lotse_app.store.columns import (
    document,
    moment_text,
    read_day_or_none,
    read_document,
    read_moment,
    read_moment_or_none,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from sqlite3 import Row

    from lotse_app.models.persons import PersonKey
    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable

#: Cases count where they went, or where they are still to go under the mandate.
_USES = (
    "SELECT mandate_case.* FROM mandate_case"
    " LEFT JOIN application ON application.id = mandate_case.application_id"
    " WHERE mandate_case.mandate_id = ? AND (handed_in_at IS NOT NULL OR (application.mandate_id = ?"
    " AND application.acting IN ('bevollmaechtigt', 'lotse_bevollmaechtigt')"
    " AND application.state NOT IN ('abgebrochen', 'zurueckgezogen')))"
    " ORDER BY mandate_case.number"
)


class MandateTable:
    """Implements ``mandate_ports.MandateRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def give(self, kept: KeptMandate, people: Sequence[tuple[str, PersonKey]], pdf: bytes, use: MandateUse) -> None:
        """Write a mandate with its paper, whom it names, its signature if it has one, and the case it is used in."""
        mandate = kept.mandate
        with self._connection.atomic():
            self._connection.insert(
                "mandate",
                {
                    "id": mandate.id,
                    "number": mandate.number,
                    "pilot_id": kept.pilot_id,
                    "canonical": kept.canonical,
                    "digest": kept.digest,
                    "valid_until": mandate.last.isoformat(),
                    "made_at": moment_text(mandate.made_at),
                },
            )
            for role, key in people:
                row = {"mandate_id": mandate.id, "role": role, "surname": key.surname, "birth": key.birth}
                self._connection.insert("mandate_person", row)
            paper = {"mandate_id": mandate.id, "sha256": kept.paper_digest, "size": len(pdf)}
            self._connection.insert("mandate_paper", paper)
            write_parts(self._connection, "mandate_part", "mandate_id", mandate.id, pdf)
            self._trail.note(Deed.MANDATE_MADE, mandate.id)
            if kept.signature is not None:
                self.sign(mandate.id, kept.signature)
            self.use(mandate.id, use)

    def sign(self, mandate_id: str, signature: MandateSignature) -> None:
        """Write the signature. Raises RECORD_FROZEN where there is one."""
        with self._connection.atomic():
            if self._signature(mandate_id) is not None:
                raise refuse(Code.RECORD_FROZEN)
            self._connection.insert(
                "mandate_signature",
                {
                    "mandate_id": mandate_id,
                    "digest": signature.digest,
                    "signer": signature.signer,
                    "at": moment_text(signature.at),
                    "on_paper": int(signature.on_paper),
                    "strokes": document(signature.strokes),
                },
            )
            self._trail.note(Deed.MANDATE_SIGNED, mandate_id)

    def use(self, mandate_id: str, use: MandateUse) -> None:
        """Put a case under a mandate; it is under one at a time. Raises RECORD_FROZEN once it was frozen."""
        with self._connection.atomic():
            self._connection.run("UPDATE application SET mandate_id = ? WHERE id = ?", (mandate_id, use.application_id))
            self._connection.put(
                "mandate_case",
                {
                    "mandate_id": mandate_id,
                    "application_id": use.application_id,
                    "number": use.number,
                    "service_name": use.service_name,
                    "office": use.office,
                },
                ("mandate_id", "application_id"),
            )

    def get(self, mandate_id: str) -> KeptMandate:
        """Return one mandate. Raises RECORD_MISSING."""
        row = self._connection.row("SELECT * FROM mandate WHERE id = ?", (mandate_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="mandate")
        return self._read(row)

    def of_application(self, application_id: str) -> KeptMandate | None:
        """Return the mandate a case is under."""
        found = self._connection.value("SELECT mandate_id FROM application WHERE id = ?", (application_id,))
        return None if found is None else self.get(found)

    def of_person(self, key: PersonKey, role: str = "") -> tuple[KeptMandate, ...]:
        """Return mandates that name exactly this person, newest first; ``role`` narrows to one side."""
        rows = self._connection.rows(
            "SELECT DISTINCT mandate.* FROM mandate JOIN mandate_person ON mandate_person.mandate_id = mandate.id"
            " WHERE surname = ? AND birth = ? AND surname <> '' AND (? = '' OR role = ?)"
            " ORDER BY made_at DESC, mandate.id",
            (key.surname, key.birth, role, role),
        )
        return tuple(self._read(row) for row in rows)

    def pdf(self, mandate_id: str) -> bytes:
        """Return the paper, byte by byte as it was made."""
        return read_parts(self._connection, "mandate_part", "mandate_id", mandate_id)

    def revoke(self, mandate_id: str, revocation: Revocation) -> None:
        """Write a revocation and a notice for each office that got the mandate. Raises RECORD_FROZEN if it is revoked.

        Whoever got nothing is told nothing: a letter would name a person they know nothing of.
        """
        with self._connection.atomic():
            if self._revocation(mandate_id) is not None:
                raise refuse(Code.RECORD_FROZEN)
            self._connection.insert(
                "mandate_revocation",
                {"mandate_id": mandate_id, "at": moment_text(revocation.at), "by": revocation.by.value},
            )
            got = {one.office for one in self._uses(mandate_id) if one.handed_in_at is not None}
            for office in sorted(got):
                self._connection.insert("mandate_notice", {"mandate_id": mandate_id, "office": office})
            self._trail.note(Deed.MANDATE_REVOKED, mandate_id)

    def sent(self, mandate_id: str, office: str, on: date, how: SentBy) -> None:
        """Note that an office was given the revocation. Raises RECORD_MISSING."""
        with self._connection.atomic():
            changed = self._connection.run(
                "UPDATE mandate_notice SET sent_on = ?, how = ? WHERE mandate_id = ? AND office = ?",
                (on.isoformat(), how.value, mandate_id, office),
            )
            if not changed:
                raise refuse(Code.RECORD_MISSING, kind="mandate_notice")
            self._trail.note(Deed.REVOCATION_SENT, mandate_id, reason=how.value)

    def open_notices(self) -> tuple[RevocationNotice, ...]:
        """Return revocations that some office does not have yet, oldest first."""
        rows = self._connection.rows(
            "SELECT mandate_notice.*, mandate.number AS mandate_number, mandate_revocation.at AS revoked_at"
            " FROM mandate_notice JOIN mandate ON mandate.id = mandate_notice.mandate_id"
            " JOIN mandate_revocation ON mandate_revocation.mandate_id = mandate.id"
            " WHERE sent_on IS NULL ORDER BY revoked_at, office"
        )
        return tuple(_notice(row) for row in rows)

    def _read(self, row: Row) -> KeptMandate:
        mandate_id = row["id"]
        return KeptMandate(
            mandate=read_mandate(row["canonical"]),
            canonical=row["canonical"],
            digest=row["digest"],
            pilot_id=row["pilot_id"],
            paper_digest=self._connection.value("SELECT sha256 FROM mandate_paper WHERE mandate_id = ?", (mandate_id,)),
            signature=self._signature(mandate_id),
            revocation=self._revocation(mandate_id),
            notices=self._notices(mandate_id),
            uses=self._uses(mandate_id),
        )

    def _signature(self, mandate_id: str) -> MandateSignature | None:
        row = self._connection.row("SELECT * FROM mandate_signature WHERE mandate_id = ?", (mandate_id,))
        if row is None:
            return None
        strokes = tuple(tuple((x, y) for x, y in stroke) for stroke in read_document(row["strokes"]))
        return MandateSignature(row["digest"], row["signer"], read_moment(row["at"]), bool(row["on_paper"]), strokes)

    def _revocation(self, mandate_id: str) -> Revocation | None:
        row = self._connection.row("SELECT * FROM mandate_revocation WHERE mandate_id = ?", (mandate_id,))
        return None if row is None else Revocation(read_moment(row["at"]), RevokedBy(row["by"]))

    def _notices(self, mandate_id: str) -> tuple[RevocationNotice, ...]:
        rows = self._connection.rows(
            "SELECT mandate_notice.*, mandate.number AS mandate_number, mandate_revocation.at AS revoked_at"
            " FROM mandate_notice JOIN mandate ON mandate.id = mandate_notice.mandate_id"
            " JOIN mandate_revocation ON mandate_revocation.mandate_id = mandate.id"
            " WHERE mandate.id = ? ORDER BY office",
            (mandate_id,),
        )
        return tuple(_notice(row) for row in rows)

    def _uses(self, mandate_id: str) -> tuple[MandateUse, ...]:
        told = {one.office for one in self._notices(mandate_id)}
        return tuple(
            MandateUse(
                row["application_id"],
                row["number"],
                row["service_name"],
                row["office"] if row["office"] in told else _told_apart(row),
                read_moment_or_none(row["handed_in_at"]),
            )
            for row in self._connection.rows(_USES, (mandate_id, mandate_id))
        )


def delete_mandates(connection: Connection, ids: Sequence[str]) -> int:
    """Delete mandates with signature, paper, revocation and notices; cases forget them. Inside an open gate."""
    return connection.run("DELETE FROM mandate WHERE id IN (SELECT value FROM json_each(?))", (document(list(ids)),))


def _told_apart(row: Row) -> str:
    """Return the office of a case; of those that no form knows, older cases were all written as one."""
    office: str = row["office"]
    return f"{office} ({row['service_name']})" if office == OFFICE_UNKNOWN else office


def _notice(row: Row) -> RevocationNotice:
    return RevocationNotice(
        row["mandate_id"],
        row["mandate_number"],
        row["office"],
        read_moment(row["revoked_at"]),
        read_day_or_none(row["sent_on"]),
        None if row["how"] is None else SentBy(row["how"]),
    )
