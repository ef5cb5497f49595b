"""What the store compares with the portal, and what is left here of records erased elsewhere (design/sync, 3, 5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.models.mending import Purge, bucket
from lotse_app.models.trail import Deed
from lotse_app.store.columns import document, moment_text, read_moment_or_none

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from lotse_app.clock import Clock
    from lotse_app.models.operation import Kind
    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable

#: So often the portal is asked to compare.
_EVERY = timedelta(days=1)
#: States of ``portal_record.purged``: not erased by law, erased, and we have said that nothing is left here.
_TOLD, _PROVED = 1, 2
_LEFT = """
SELECT kind, id, coalesce(
    (SELECT 'Vorgang ' || number FROM application WHERE one.kind = 'application_status' AND id = one.id),
    (SELECT 'Beratung vom ' || strftime('%d.%m.%Y', local_day) FROM session WHERE one.kind = 'session' AND id = one.id),
    '') AS name,
  EXISTS (SELECT 1 FROM outbox WHERE kind = one.kind AND record_id = one.id AND act <> 'delete') AS waits
FROM portal_record AS one WHERE purged = ? ORDER BY kind, id
"""


class MendingTable:
    """Implements ``sync_ports.MendingRows``. Each call is one transaction."""

    def __init__(self, connection: Connection, trail: TrailTable, clock: Clock) -> None:
        self._connection = connection
        self._trail = trail
        self._clock = clock

    def is_due(self) -> bool:
        """Return whether the last comparison is a day old, or something went wrong since."""
        at = read_moment_or_none(self._connection.value("SELECT compared_at FROM portal_place") or None)
        return at is None or not at <= self._clock.now() < at + _EVERY

    def note_compared(self) -> None:
        """Note that the portal has compared."""
        with self._connection.atomic():
            self._connection.run("UPDATE portal_place SET compared_at = ?", (moment_text(self._clock.now()),))

    def versions(self, kind: Kind) -> tuple[tuple[str, int], ...]:
        """Return (id, version) of every record of a kind as the portal was last read, tombstones too."""
        rows = self._connection.rows("SELECT id, version FROM portal_record WHERE kind = ?", (kind.value,))
        return tuple((row["id"], row["version"]) for row in rows)

    def read_again(self) -> None:
        """Read from the beginning with the next page; what is held stays meanwhile."""
        with self._connection.atomic():
            self._connection.run("UPDATE portal_place SET cursor = ''")

    def drop_unseen(self, differing: Mapping[str, Collection[int]], seen: Collection[tuple[str, str]]) -> int:
        """Forget records of these buckets that the portal did not name; return how many."""
        gone = [
            (row["kind"], row["id"])
            for row in self._connection.rows("SELECT kind, id FROM portal_record")
            if bucket(row["id"]) in differing.get(row["kind"], ()) and (row["kind"], row["id"]) not in seen
        ]
        with self._connection.atomic():
            self._connection.run_many("DELETE FROM portal_record WHERE kind = ? AND id = ?", gone)
        return len(gone)

    def purges(self) -> tuple[Purge, ...]:
        """Return what was erased by law and not answered for yet, with what of it is left here."""
        rows = self._connection.rows(_LEFT, (_TOLD,))
        return tuple(Purge(row["kind"], row["id"], bool(row["name"] or row["waits"]), row["name"]) for row in rows)

    def note_proved(self, purges: Sequence[Purge]) -> None:
        """Note that the portal has our word for these."""
        chosen = document([[one.kind, one.id] for one in purges])
        with self._connection.atomic():
            self._connection.run(
                "UPDATE portal_record SET purged = ? WHERE (kind, id) IN"
                " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))",
                (_PROVED, chosen),
            )
            for one in purges:
                self._trail.note(Deed.ERASURE_PROVED, one.id)
