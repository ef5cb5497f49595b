"""Step 4: pilots who left, undertakings of secrecy, takeovers of colleagues' cases, consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS = (
    "ALTER TABLE pilot ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))",
    "ALTER TABLE pilot ADD COLUMN undertaking_on TEXT",
    "ALTER TABLE pilot ADD COLUMN undertaking_version INTEGER",
    """
    CREATE TABLE takeover (
      application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
      pilot_id TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (application_id, pilot_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX takeover_pilot ON takeover(pilot_id)",
    """
    CREATE TABLE consent (
      number INTEGER PRIMARY KEY,
      application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
      purpose TEXT NOT NULL,
      version INTEGER NOT NULL,
      given_at TEXT NOT NULL,
      revoked_at TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX consent_standing ON consent(application_id, purpose) WHERE revoked_at IS NULL",
)


def upgrade(connection: Connection) -> None:
    """Add the columns and tables. Who was a volunteer before signs the undertaking at the next occasion."""
    for ddl in _STEPS:
        connection.run(ddl)
