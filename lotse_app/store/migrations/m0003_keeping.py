"""Step 3: audit trail, persons, retention and its proofs, where backups lie.

Answers may now be emptied while the retention gate is open. ``session_past`` holds how many applications a session
once had whose link was cut, so that figures of past months stay what they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_TABLES = (
    """
    CREATE TABLE trail (
      number INTEGER PRIMARY KEY CHECK (number > 0),
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      deed TEXT NOT NULL,
      record_id TEXT NOT NULL,
      outcome TEXT NOT NULL,
      reason TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE trail_anchor (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      number INTEGER NOT NULL,
      hash TEXT NOT NULL,
      made_at TEXT NOT NULL,
      mark TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE person_index (
      application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
      surname TEXT NOT NULL,
      birth TEXT NOT NULL,
      PRIMARY KEY (application_id, surname, birth)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX person_name ON person_index(surname, birth)",
    """
    CREATE TABLE retention_proof (
      number INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      rule TEXT NOT NULL,
      kind TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0)
    ) STRICT
    """,
    """
    CREATE TABLE session_past (
      session INTEGER PRIMARY KEY REFERENCES session(number) ON DELETE CASCADE,
      applications INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE backup_place (
      folder TEXT PRIMARY KEY,
      last_at TEXT NOT NULL,
      stale_before TEXT
    ) STRICT
    """,
    "CREATE INDEX trail_at ON trail(at)",
)

_GATED_CONTENT = """
CREATE TRIGGER application_content BEFORE UPDATE OF
  id, number, service_id, form_id, form_version, created_at, acting, notice_version, keep_contact,
  revision, answers, confirmations
ON application WHEN OLD.state <> 'entwurf' AND NOT EXISTS (SELECT 1 FROM retention_gate)
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""

_NO_UPDATE = """
CREATE TRIGGER {table}_unchanging BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""

_NO_DELETE = """
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""


def upgrade(connection: Connection) -> None:
    """Make the tables and let the gate open answers."""
    for ddl in _TABLES:
        connection.run(ddl)
    for table in ("trail", "retention_proof"):
        connection.run(_NO_UPDATE.format(table=table))
        connection.run(_NO_DELETE.format(table=table))
    connection.run("DROP TRIGGER application_content")
    connection.run(_GATED_CONTENT)
