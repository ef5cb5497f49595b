"""Step 18: when the portal last compared its records with ours; which records were erased by law (design/sync, 5).

``purged`` is 1 when the portal told it, and 2 when it has our word that nothing of the record is left here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    "ALTER TABLE portal_record ADD COLUMN purged INTEGER NOT NULL DEFAULT 0 CHECK (purged IN (0, 1, 2))",
    "ALTER TABLE portal_place ADD COLUMN compared_at TEXT NOT NULL DEFAULT ''",
)


def upgrade(connection: Connection) -> None:
    """Add the columns."""
    for ddl in _STEPS:
        connection.run(ddl)
