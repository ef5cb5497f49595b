"""What the portal is told of this store: counts, ids, dates; never a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.health import Health, OpenCase
from lotse_app.store.errors import free_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.store.connection import Connection
    from lotse_app.store.sync import SyncTable
    from lotse_app.store.trail import TrailTable

#: The portal takes no more at once.
_MOST = 2000
_STEP = 100_000_000
_PLAIN = b"SQLite format 3\x00"


class HealthTable:
    """Implements ``sync_ports.HealthRows``."""

    def __init__(self, connection: Connection, sync: SyncTable, trail: TrailTable, file: Path) -> None:
        self._connection = connection
        self._sync = sync
        self._trail = trail
        self._file = file

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
        counts = outbox.waiting, outbox.refused, outbox.unclear, outbox.oldest
        return Health(*counts, int(persons), cases, head, self._free(), self._encrypted())

    def _free(self) -> int:
        """Return how much room is left, in steps: the portal is told again only when something changed."""
        try:
            return free_bytes(self._file.parent) // _STEP * _STEP
        except OSError:
            return 0

    def _encrypted(self) -> bool:
        """Return whether the file begins otherwise than a plain one."""
        with self._file.open("rb") as stream:
            return stream.read(len(_PLAIN)) != _PLAIN
