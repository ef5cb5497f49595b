"""Step 8: kinds of sessions, several persons, what peers record, corrections and the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = ()


def upgrade(connection: Connection) -> None:
    """Add the columns and tables."""
    for ddl in _STEPS:
        connection.run(ddl)
