"""What the portal is told of this store: counts, ids, dates; never a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.health import Health, OpenCase

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection
    from lotse_app.store.sync import SyncTable
    from lotse_app.store.trail import TrailTable

#: The portal takes no more at once.
_MOST = 2000


class HealthTable:
    """Implements ``sync_ports.HealthRows``."""

    def __init__(self, connection: Connection, sync: SyncTable, trail: TrailTable) -> None:
        self._connection = connection
        self._sync = sync
        self._trail = trail

    def health(self) -> Health:
        """Return what the portal is told."""
        outbox = self._sync.state()
        persons = self._connection.value("SELECT count(*) FROM (SELECT DISTINCT surname, birth FROM person_index)")
        rows = self._connection.rows(
            "SELECT id, service_id, substr(created_at, 1, 10) AS since FROM application"
            " ORDER BY created_at DESC LIMIT ?",
            (_MOST,),
        )
        cases = tuple(OpenCase(row["id"], row["service_id"], row["since"]) for row in rows)
        head = self._trail.head().hash
        return Health(outbox.waiting, outbox.refused, outbox.unclear, outbox.oldest, int(persons), cases, head)
