"""Step 8: kinds of contacts, heads of groups, what peers record; corrections, the bin, how long nothing was heard.

``first_people`` is how many persons were here for the first time; a group has its own count, so figures read it from
one column. A place of old is the kind where it says the same: who was visited at home, or telephoned. A correction
keeps the values before it, never a note: what was taken out of a note was taken out for a reason. ``silent_from`` and
``silent_to`` are the longest time in which a running session gave no sign (sleep, crash, lock). Who waits has a number
of the day and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    "ALTER TABLE session ADD COLUMN kind TEXT NOT NULL DEFAULT 'einzel'",
    "ALTER TABLE session ADD COLUMN first_people INTEGER NOT NULL DEFAULT 0 CHECK (first_people >= 0)",
    "ALTER TABLE session ADD COLUMN gender TEXT NOT NULL DEFAULT 'k_a'",
    "ALTER TABLE session ADD COLUMN residence TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN language TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN independence INTEGER NOT NULL DEFAULT 0 CHECK (independence BETWEEN 0 AND 3)",
    "ALTER TABLE session ADD COLUMN satisfaction INTEGER NOT NULL DEFAULT 0 CHECK (satisfaction BETWEEN 0 AND 5)",
    "ALTER TABLE session ADD COLUMN preparation INTEGER NOT NULL DEFAULT 0 CHECK (preparation >= 0)",
    "ALTER TABLE session ADD COLUMN travel INTEGER NOT NULL DEFAULT 0 CHECK (travel >= 0)",
    "ALTER TABLE session ADD COLUMN distance INTEGER NOT NULL DEFAULT 0 CHECK (distance >= 0)",
    "UPDATE session SET first_people = people WHERE first_contact = 'ja'",
    "UPDATE session SET kind = place_type WHERE place_type IN ('hausbesuch', 'telefon')",
    """
    CREATE TABLE session_heads (
      session INTEGER NOT NULL REFERENCES session(number) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      value TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0),
      PRIMARY KEY (session, kind, value)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE session_device (
      session INTEGER NOT NULL REFERENCES session(number) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      device TEXT NOT NULL,
      PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE session_tag (
      session INTEGER NOT NULL REFERENCES session(number) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      tag TEXT NOT NULL,
      PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE session ADD COLUMN silent_from TEXT",
    "ALTER TABLE session ADD COLUMN silent_to TEXT",
    "ALTER TABLE session ADD COLUMN deleted_at TEXT",
    "ALTER TABLE session ADD COLUMN deleted_by TEXT",
    "ALTER TABLE session ADD COLUMN batch TEXT",
    "CREATE INDEX session_of_batch ON session(batch) WHERE batch IS NOT NULL",
    """
    CREATE TABLE session_batch (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      at TEXT NOT NULL,
      by TEXT NOT NULL,
      digest TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0),
      undone_at TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX session_batch_standing ON session_batch(digest) WHERE undone_at IS NULL",
    """
    CREATE TABLE waiting (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL CHECK (number > 0),
      since TEXT NOT NULL,
      local_day TEXT NOT NULL,
      UNIQUE (local_day, number)
    ) STRICT
    """,
    "CREATE INDEX session_bin ON session(deleted_at) WHERE deleted_at IS NOT NULL",
    """
    CREATE TABLE session_revision (
      session INTEGER NOT NULL REFERENCES session(number) ON DELETE CASCADE,
      number INTEGER NOT NULL CHECK (number > 0),
      at TEXT NOT NULL,
      by TEXT NOT NULL,
      before TEXT NOT NULL CHECK (json_valid(before)),
      PRIMARY KEY (session, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER session_revision_unchanging BEFORE UPDATE ON session_revision
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    """
    CREATE TRIGGER session_revision_kept BEFORE DELETE ON session_revision
    WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    # An ended session goes by rule only: from the bin, or when it is five years old.
    """
    CREATE TRIGGER session_kept BEFORE DELETE ON session
    WHEN OLD.seconds IS NOT NULL AND NOT EXISTS (SELECT 1 FROM retention_gate)
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    "DROP INDEX session_figures",
    """
    CREATE INDEX session_figures ON session(
      local_day, station_id, kind, result, help_kind, age_band, first_contact, people, first_people, minutes, seconds,
      preparation, travel, distance, deleted_at
    ) WHERE seconds IS NOT NULL AND deleted_at IS NULL
    """,
)


def upgrade(connection: Connection) -> None:
    """Add the columns and tables."""
    for ddl in _STEPS:
        connection.run(ddl)
