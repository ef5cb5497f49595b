"""Step 12: what the central portal said of each operation, what it holds, and how far this store has read it.

Nothing in these tables has a name, an answer or a note: what travels has none (``workflows/operations.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    # Empty while an operation waits; ``handed_on_at`` is when the answer came.
    "ALTER TABLE outbox ADD COLUMN verdict TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outbox ADD COLUMN change INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail))",
    "CREATE INDEX outbox_record ON outbox(kind, record_id)",
    """
    CREATE TABLE portal_record (
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      version INTEGER NOT NULL,
      doc TEXT CHECK (doc IS NULL OR json_valid(doc)),
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE portal_place (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      epoch INTEGER NOT NULL DEFAULT 0,
      cursor TEXT NOT NULL DEFAULT '',
      through INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "INSERT INTO portal_place (id) VALUES (1)",
)


def upgrade(connection: Connection) -> None:
    """Add the columns and the tables."""
    for ddl in _STEPS:
        connection.run(ddl)
