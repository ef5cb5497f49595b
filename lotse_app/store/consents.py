"""Consents of a case, each apart; a revoked one stays as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.consent import Consent, Purpose
from lotse_app.models.trail import Deed
from lotse_app.store.columns import moment_text, read_moment, read_moment_or_none

if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Row

    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable


def read_consent(row: Row) -> Consent:
    """Return the consent of a row."""
    return Consent(
        row["application_id"],
        Purpose(row["purpose"]),
        row["version"],
        read_moment(row["given_at"]),
        read_moment_or_none(row["revoked_at"]),
    )


class ConsentTable:
    """Implements ``sight_ports.ConsentRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def of_application(self, application_id: str) -> tuple[Consent, ...]:
        """Return all consents of a case, also revoked ones, oldest first."""
        rows = self._connection.rows(
            "SELECT * FROM consent WHERE application_id = ? ORDER BY number", (application_id,)
        )
        return tuple(read_consent(row) for row in rows)

    def give(self, consent: Consent) -> None:
        """Write a consent; one that stands already stays as it is."""
        with self._connection.atomic():
            added = self._connection.run(
                "INSERT INTO consent (application_id, purpose, version, given_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (consent.application_id, consent.purpose.value, consent.version, moment_text(consent.given_at)),
            )
            if added:
                self._trail.note(Deed.CONSENTED, consent.application_id, reason=consent.purpose.value)

    def revoke(self, application_id: str, purpose: Purpose, at: datetime) -> None:
        """Note that a consent was withdrawn; where none stands nothing is written."""
        with self._connection.atomic():
            changed = self._connection.run(
                "UPDATE consent SET revoked_at = ? WHERE application_id = ? AND purpose = ? AND revoked_at IS NULL",
                (moment_text(at), application_id, purpose.value),
            )
            if changed:
                self._trail.note(Deed.CONSENT_REVOKED, application_id, reason=purpose.value)
