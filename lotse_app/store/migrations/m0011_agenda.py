"""Step 11: stops of a mobile station, appointments, Wiedervorlagen; a session knows the stop it was at.

Stops travel, the other two stay on this device. An appointment holds initials at most and goes by rule; it lets go of a
session that goes. A Wiedervorlage goes with the session or the Vorgang it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    "ALTER TABLE session ADD COLUMN stop TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE stop (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      ags TEXT NOT NULL,
      place_type TEXT NOT NULL,
      starts TEXT NOT NULL,
      ends TEXT NOT NULL CHECK (ends > starts),
      weekday INTEGER CHECK (weekday BETWEEN 0 AND 6),
      weeks INTEGER NOT NULL DEFAULT 1 CHECK (weeks BETWEEN 1 AND 8),
      since TEXT,
      until TEXT,
      dates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(dates))
    ) STRICT
    """,
    """
    CREATE TABLE appointment (
      id TEXT PRIMARY KEY,
      starts_at TEXT NOT NULL,
      local_day TEXT NOT NULL,
      minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 720),
      kind TEXT NOT NULL,
      purpose TEXT NOT NULL DEFAULT '',
      initials TEXT NOT NULL DEFAULT '' CHECK (length(initials) <= 4),
      origin TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL DEFAULT 'offen',
      session INTEGER REFERENCES session(number) ON DELETE SET NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX appointment_origin ON appointment(origin) WHERE origin <> ''",
    "CREATE INDEX appointment_day ON appointment(local_day)",
    "CREATE INDEX appointment_session ON appointment(session) WHERE session IS NOT NULL",
    """
    CREATE TABLE follow_up (
      id TEXT PRIMARY KEY,
      due TEXT NOT NULL,
      reason TEXT NOT NULL,
      session INTEGER REFERENCES session(number) ON DELETE CASCADE,
      application_id TEXT REFERENCES application(id) ON DELETE CASCADE,
      done_at TEXT,
      CHECK (session IS NULL OR application_id IS NULL)
    ) STRICT
    """,
    "CREATE INDEX follow_up_due ON follow_up(due) WHERE done_at IS NULL",
    "CREATE INDEX follow_up_session ON follow_up(session) WHERE session IS NOT NULL",
    "CREATE INDEX follow_up_application ON follow_up(application_id) WHERE application_id IS NOT NULL",
)


def upgrade(connection: Connection) -> None:
    """Add the column and the tables."""
    for ddl in _STEPS:
        connection.run(ddl)
