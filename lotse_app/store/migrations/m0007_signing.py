"""Step 7: how a signature was given (Handzeichen, Niederschrift) and on which line; who took the paper to the office.

A station says on papers how to reach it: telephone and office hours; nothing personal, no rule of retention takes them.

The new columns of a signature go with it: by retention of content and by erasure, both over ``frozen``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    "ALTER TABLE signature ADD COLUMN line INTEGER CHECK (line >= 0)",
    "ALTER TABLE signature ADD COLUMN given_as TEXT NOT NULL DEFAULT 'eigenhaendig'",
    "ALTER TABLE signature ADD COLUMN beside TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE signature ADD COLUMN office TEXT NOT NULL DEFAULT ''",
    "CREATE UNIQUE INDEX signature_line ON signature(frozen_id, line) WHERE line IS NOT NULL",
    "ALTER TABLE hand_in ADD COLUMN handed_over_by TEXT",
    "ALTER TABLE station ADD COLUMN telephone TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE station ADD COLUMN hours TEXT NOT NULL DEFAULT ''",
)


def upgrade(connection: Connection) -> None:
    """Add the columns."""
    for ddl in _STEPS:
        connection.run(ddl)
