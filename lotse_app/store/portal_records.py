"""Records as the portal was last read to hold them: how they are forgotten, by law and when the portal begins anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.store.columns import document, moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lotse_app.models.operation import Kind
    from lotse_app.store.connection import Connection

#: When a session the portal holds began. Those of other stations come down with their day only (design/sync, 1).
_BEGAN = "coalesce(json_extract(doc, '$.start'), json_extract(doc, '$.day') || 'T00:00:00Z')"
#: Sessions that only the portal holds.
SESSIONS_ELSEWHERE = (
    f"SELECT {_BEGAN} AS since, 0 AS held FROM portal_record"  # noqa: S608 - literals
    " WHERE kind = 'session' AND doc IS NOT NULL AND id NOT IN (SELECT id FROM session)"
)
#: Contacts of station files: known by their day only.
CONTACTS_OF_FILES = "SELECT day || 'T00:00:00.000000Z' AS since, 0 AS held FROM station_file_contact"
#: Every session that ended, wherever it is held: when it began.
ENDED_SESSIONS = (
    f"SELECT started_at AS since, 0 AS held FROM session WHERE seconds IS NOT NULL UNION ALL {SESSIONS_ELSEWHERE}"  # noqa: S608 - literals
    f" UNION ALL {CONTACTS_OF_FILES}"
)


def count_elsewhere(connection: Connection) -> int:
    """Return how many sessions only the portal holds."""
    sql = (
        "SELECT count(*) FROM portal_record"
        " WHERE kind = 'session' AND doc IS NOT NULL AND id NOT IN (SELECT id FROM session)"
    )
    return int(connection.value(sql))


def forget_what_was_read(connection: Connection) -> None:
    """Forget every record and the cursor behind them: the next round takes a fresh snapshot."""
    connection.run("DELETE FROM portal_record")
    connection.run("UPDATE portal_place SET cursor = '', through = 0")


def forget_records(connection: Connection, kind: Kind, ids: Sequence[str]) -> None:
    """Forget records that go for good here; their tombstones travel."""
    sql = "DELETE FROM portal_record WHERE kind = ? AND id IN (SELECT value FROM json_each(?))"
    connection.run(sql, (kind.value, document(list(ids))))


def forget_old_sessions(connection: Connection, before: datetime) -> int:
    """Forget sessions that began before a moment, and what was said of them to the portal. Inside an open gate.

    Return how many of them lay with the portal only. What still waits to be handed over stays until it was.
    """
    cutoff = moment_text(before)
    chosen = (
        f"SELECT id FROM portal_record WHERE kind = 'session' AND {_BEGAN} <= :cutoff"  # noqa: S608 - literals
        " UNION SELECT id FROM session WHERE seconds IS NOT NULL AND started_at <= :cutoff"
    )
    connection.run(
        f"DELETE FROM outbox WHERE kind = 'session' AND handed_on_at IS NOT NULL AND record_id IN ({chosen})",  # noqa: S608 - literals
        {"cutoff": cutoff},
    )
    elsewhere = connection.value(f"SELECT count(*) FROM ({SESSIONS_ELSEWHERE}) WHERE since <= ?", (cutoff,))  # noqa: S608 - literals
    connection.run(f"DELETE FROM portal_record WHERE kind = 'session' AND id IN ({chosen})", {"cutoff": cutoff})  # noqa: S608 - literals
    return int(elsewhere)
