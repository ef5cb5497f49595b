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
    "ALTER TABLE session ADD COLUMN topics TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE session ADD COLUMN obstacles TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE session ADD COLUMN devices TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE session ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE session ADD COLUMN heads TEXT NOT NULL DEFAULT '{}'",
    # A service is its id, a free theme a list of its label.
    """
    UPDATE session SET
      topics = (SELECT json_group_array(CASE WHEN service_id = '' THEN json_array(label) ELSE service_id END
                  ORDER BY position) FROM session_topic WHERE session = number),
      obstacles = (SELECT json_group_array(obstacle ORDER BY position) FROM session_obstacle WHERE session = number),
      devices = (SELECT json_group_array(device ORDER BY position) FROM session_device WHERE session = number),
      tags = (SELECT json_group_array(tag ORDER BY position) FROM session_tag WHERE session = number),
      heads = (SELECT json_group_object(kind, json(counts)) FROM (
                 SELECT kind, json_group_object(value, count) AS counts FROM session_heads
                 WHERE session = number GROUP BY kind))
    """,
    """
    ALTER TABLE session ADD COLUMN packed_kind TEXT GENERATED ALWAYS AS (
      json_array(kind, CASE WHEN seconds < 600 THEN '0' WHEN seconds < 1800 THEN '10' WHEN seconds < 3600 THEN '30'
                            WHEN seconds < 7200 THEN '60' ELSE '120' END)) VIRTUAL
    """,
    """
    ALTER TABLE session ADD COLUMN packed_help TEXT GENERATED ALWAYS AS (
      json_array(coalesce(result, ''), coalesce(help_kind, ''))) VIRTUAL
    """,
    """
    ALTER TABLE session ADD COLUMN packed_people TEXT GENERATED ALWAYS AS (
      json_array(age_band, first_contact, json(heads))) VIRTUAL
    """,
    """
    ALTER TABLE session ADD COLUMN packed_place TEXT GENERATED ALWAYS AS (
      json_array(place_type, access, language, station_id, ags)) VIRTUAL
    """,
    """
    ALTER TABLE session ADD COLUMN packed_topics TEXT GENERATED ALWAYS AS (
      json_array(json(topics), json(obstacles))) VIRTUAL
    """,
    """
    ALTER TABLE session ADD COLUMN packed_tags TEXT GENERATED ALWAYS AS (
      json_array(json(devices), json(tags))) VIRTUAL
    """,
    "DROP INDEX session_figures",
    """
    CREATE INDEX session_figures ON session(
      local_day, station_id, kind, result, age_band, people, first_people, minutes, seconds, preparation, travel,
      distance, deleted_at, place_type, access, language, ags, pilot_id,
      packed_kind, packed_help, packed_people, packed_place, packed_topics, packed_tags
    ) WHERE seconds IS NOT NULL AND deleted_at IS NULL
    """,
    # From one station to the next, instead of through all sessions.
    "CREATE INDEX session_station ON session(station_id) WHERE deleted_at IS NULL",
)


def upgrade(connection: Connection) -> None:
    """Add the tables and the index."""
    for ddl in _STEPS:
        connection.run(ddl)
