"""Step 17: editions for publication say whether they count this station or all; each counts its editions by itself.

What was published before is of this station. A table cannot be given another ``UNIQUE``, so it is made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE publication_new (
      number INTEGER PRIMARY KEY,
      starts TEXT NOT NULL,
      ends TEXT NOT NULL,
      coverage TEXT NOT NULL CHECK (coverage IN ('stuetzpunkt', 'alle')),
      edition INTEGER NOT NULL CHECK (edition > 0),
      made_at TEXT NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      UNIQUE (starts, ends, coverage, edition)
    ) STRICT
    """,
    """
    INSERT INTO publication_new (number, starts, ends, coverage, edition, made_at, content)
    SELECT number, starts, ends, 'stuetzpunkt', edition, made_at, content FROM publication
    """,
    "DROP TABLE publication",
    "ALTER TABLE publication_new RENAME TO publication",
    """
    CREATE TRIGGER publication_unchanging BEFORE UPDATE ON publication
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    """
    CREATE TRIGGER publication_kept BEFORE DELETE ON publication WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
)


def upgrade(connection: Connection) -> None:
    """Make the table anew with its rows and triggers."""
    for ddl in _STEPS:
        connection.run(ddl)
