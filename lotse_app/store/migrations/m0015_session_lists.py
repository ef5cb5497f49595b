"""Step 15: the list of sessions from its index alone; before, every line was looked up to see that it is not binned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS = (
    "DROP INDEX session_started",
    "CREATE INDEX session_started ON session(started_at, id, deleted_at) WHERE deleted_at IS NULL",
)


def upgrade(connection: Connection) -> None:
    """Make the index anew."""
    for ddl in _STEPS:
        connection.run(ddl)
