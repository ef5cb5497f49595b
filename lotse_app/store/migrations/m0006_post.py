"""Step 6: letters from offices, how a Vorgang ended, addresses of offices, persons with an Auskunftssperre.

A letter and an ending remember the state before them, so that the last one can be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE letter (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      dated TEXT NOT NULL,
      received TEXT NOT NULL,
      due TEXT,
      due_source TEXT NOT NULL,
      note TEXT NOT NULL,
      entered_at TEXT NOT NULL,
      entered_by TEXT NOT NULL,
      answered_on TEXT,
      state_before TEXT NOT NULL,
      state_at_before TEXT NOT NULL,
      state_after TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX letter_application ON letter(application_id)",
    "CREATE INDEX letter_open ON letter(due) WHERE answered_on IS NULL",
    """
    CREATE TABLE ending (
      application_id TEXT PRIMARY KEY REFERENCES application(id) ON DELETE CASCADE,
      state TEXT NOT NULL,
      reason TEXT NOT NULL,
      at TEXT NOT NULL,
      by TEXT NOT NULL,
      state_before TEXT NOT NULL,
      state_at_before TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE office (
      ags TEXT NOT NULL,
      authority TEXT NOT NULL,
      name TEXT NOT NULL,
      street TEXT NOT NULL,
      postcode TEXT NOT NULL,
      town TEXT NOT NULL,
      source TEXT NOT NULL,
      checked TEXT NOT NULL,
      entered_at TEXT NOT NULL,
      PRIMARY KEY (ags, authority)
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE application ADD COLUMN guarded INTEGER NOT NULL DEFAULT 0 CHECK (guarded IN (0, 1))",
)


def upgrade(connection: Connection) -> None:
    """Add the columns and tables."""
    for ddl in _STEPS:
        connection.run(ddl)
