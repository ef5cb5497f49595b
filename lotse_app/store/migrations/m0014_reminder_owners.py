"""Step 14: a Wiedervorlage knows who entered it, so that colleagues see no reason that was not meant for them.

Older ones get the pilot of their session or Vorgang; a free one that of the station's only pilot. Where several share
the device nobody knows any more whose it was: its owner stays empty, and it is seen by all as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    "ALTER TABLE follow_up ADD COLUMN pilot_id TEXT NOT NULL DEFAULT ''",
    """
    UPDATE follow_up SET pilot_id = coalesce(
      (SELECT pilot_id FROM session WHERE number = follow_up.session),
      (SELECT pilot_id FROM application WHERE id = follow_up.application_id),
      (SELECT min(id) FROM pilot HAVING count(*) = 1),
      '')
    """,
)


def upgrade(connection: Connection) -> None:
    """Add the column and fill it."""
    for ddl in _STEPS:
        connection.run(ddl)
