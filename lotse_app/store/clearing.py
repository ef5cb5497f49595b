"""Operations the portal did not apply, until somebody has decided about them (design/sync, 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.clearing import Loser, Unsettled
from lotse_app.models.trail import Deed
from lotse_app.store.columns import document, moment_text, read_document
from lotse_app.store.outbox import read_operation
from lotse_app.store.sync import CLEARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.clock import Clock
    from lotse_app.models.operation import LoggedOperation, Operation
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable


class ClearingTable:
    """Implements ``sync_ports.ClearingRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, trail: TrailTable, clock: Clock) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail
        self._clock = clock

    def losers(self) -> tuple[Loser, ...]:
        """Return what the portal refused or found in conflict and nobody has decided about, oldest first."""
        rows = self._connection.rows(
            "SELECT * FROM outbox WHERE log = ? AND verdict IN ('rejected', 'conflict') ORDER BY seq",
            (self._outbox.log_id,),
        )
        found = []
        for row in rows:
            detail = dict(read_document(row["detail"]))
            why = Unsettled.REFUSED if row["verdict"] == "rejected" else Unsettled(_known(detail.get("why")))
            found.append(Loser(read_operation(row), why, detail))
        return tuple(found)

    def open_for(self, kind: str, record_id: str) -> tuple[LoggedOperation, ...]:
        """Return what of a record the portal was last read to hold does not show yet: waiting, answered, in conflict.

        In order; the person sees it laid over what the portal holds (design/sync, 5).
        """
        rows = self._connection.rows(
            "SELECT * FROM outbox WHERE log = ? AND kind = ? AND record_id = ?"
            " AND verdict NOT IN ('rejected', ?)"
            " AND (handed_on_at IS NULL OR verdict = 'conflict' OR change > (SELECT through FROM portal_place))"
            " ORDER BY seq",
            (self._outbox.log_id, kind, record_id, CLEARED),
        )
        return tuple(map(read_operation, rows))

    def decide(self, ops: Sequence[str], operations: Sequence[Operation]) -> None:
        """Note that somebody decided about operations, and write what follows of it, in one transaction."""
        with self._connection.atomic():
            self._connection.run(
                "UPDATE outbox SET verdict = ?, handed_on_at = coalesce(handed_on_at, ?)"
                " WHERE op IN (SELECT value FROM json_each(?))",
                (CLEARED, moment_text(self._clock.now()), document(list(ops))),
            )
            self._outbox.append(operations)
            self._trail.note(Deed.CLEARED)


def _known(why: object) -> str:
    """Return why there is a conflict, in words of ours; a portal that is newer may have others."""
    return str(why) if why in set(Unsettled) else Unsettled.CHANGED.value
