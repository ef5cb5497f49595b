"""The operation log: rows of what will travel, in the transaction of the act (design/sync, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.operation import Act, Kind, LoggedOperation, Operation
from lotse_app.store.columns import document, moment_text, read_document, read_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Row

    from lotse_app.store.connection import Connection


class OutboxTable:
    """Appends and reads operations of the store's present log."""

    def __init__(self, connection: Connection, log_id: str) -> None:
        self._connection = connection
        self._log_id = log_id

    def append(self, operations: Sequence[Operation]) -> None:
        """Write operations; called inside the transaction of the act they tell of."""
        for operation in operations:
            # The counter lies with the log, so that pruning never gives a number out again.
            seq = self._connection.value(
                "UPDATE log SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq", (self._log_id,)
            )
            self._connection.insert(
                "outbox",
                {
                    "log": self._log_id,
                    "seq": seq,
                    "op": operation.op,
                    "act": operation.act.value,
                    "kind": operation.kind.value,
                    "record_id": operation.record_id,
                    "schema": operation.schema,
                    "by": operation.by,
                    "at": moment_text(operation.at),
                    "body": document(operation.body),
                },
            )

    def waiting(self, limit: int = 500) -> tuple[LoggedOperation, ...]:
        """Return the oldest operations that were not handed to a portal yet."""
        rows = self._connection.rows(
            "SELECT * FROM outbox WHERE handed_on_at IS NULL AND log = ? ORDER BY seq LIMIT ?", (self._log_id, limit)
        )
        return tuple(_read(row) for row in rows)

    def count_waiting(self) -> int:
        """Return how many wait."""
        sql = "SELECT count(*) FROM outbox WHERE handed_on_at IS NULL AND log = ?"
        return int(self._connection.value(sql, (self._log_id,)))


def _read(row: Row) -> LoggedOperation:
    operation = Operation(
        op=row["op"],
        act=Act(row["act"]),
        kind=Kind(row["kind"]),
        record_id=row["record_id"],
        by=row["by"],
        at=read_moment(row["at"]),
        body=read_document(row["body"]),
        schema=row["schema"],
    )
    return LoggedOperation(row["seq"], row["log"], operation)
