"""Step 10: named reports, editions for publication, what figures keep of applications that went, a wider index.

``application_past`` holds months, never days, and no ids: figures of past months stay what they were when the record of
an application goes by rule. ``publication`` holds an edition as it was printed, with the counts behind what was held
back: the next edition is checked against them, and the same edition prints again from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE named_report (
      name TEXT PRIMARY KEY,
      filters TEXT NOT NULL CHECK (json_valid(filters))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE publication (
      number INTEGER PRIMARY KEY,
      starts TEXT NOT NULL,
      ends TEXT NOT NULL,
      edition INTEGER NOT NULL CHECK (edition > 0),
      made_at TEXT NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      UNIQUE (starts, ends, edition)
    ) STRICT
    """,
    """
    CREATE TRIGGER publication_unchanging BEFORE UPDATE ON publication
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    """
    CREATE TRIGGER publication_kept BEFORE DELETE ON publication WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    """
    CREATE TABLE application_past (
      number INTEGER PRIMARY KEY,
      service_id TEXT NOT NULL,
      service_name TEXT NOT NULL,
      ags TEXT NOT NULL,
      started TEXT NOT NULL,
      filed TEXT NOT NULL,
      way TEXT NOT NULL,
      received TEXT NOT NULL,
      refused TEXT NOT NULL,
      decided TEXT NOT NULL,
      lead_days INTEGER,
      kept INTEGER CHECK (kept IN (0, 1))
    ) STRICT
    """,
    "DROP INDEX session_figures",
    """
    CREATE INDEX session_figures ON session(
      local_day, station_id, kind, result, help_kind, age_band, first_contact, people, first_people, minutes, seconds,
      preparation, travel, distance, deleted_at, place_type, access, language, ags, pilot_id
    ) WHERE seconds IS NOT NULL AND deleted_at IS NULL
    """,
)


def upgrade(connection: Connection) -> None:
    """Add the tables and the index."""
    for ddl in _STEPS:
        connection.run(ddl)
