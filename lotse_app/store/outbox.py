"""The operation log: rows of what will travel, in the transaction of the act (design/sync, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.operation import Act, Kind, LoggedOperation, Operation
from lotse_app.store.columns import document, moment_text, read_document, read_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Row

    from lotse_app.store.connection import Connection

#: The store's present log: the newest. A restored or copied store gets another one, also while it is open.
PRESENT = "(SELECT id FROM log ORDER BY number DESC LIMIT 1)"


class OutboxTable:
    """Appends and reads operations of the store's present log."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def log_id(self) -> str:
        """Return the present log."""
        return str(self._connection.value(f"SELECT {PRESENT}"))

    def require_log(self) -> None:
        """Let a store that has lost its logs be noticed when it is opened, not at the first act."""
        self._connection.rows("SELECT 1 FROM log LIMIT 1")

    def append(self, operations: Sequence[Operation]) -> None:
        """Write operations; called inside the transaction of the act they tell of."""
        for operation in operations:
            # The counter lies with the log, so that pruning never gives a number out again.
            (place,) = self._connection.rows(
                f"UPDATE log SET last_seq = last_seq + 1 WHERE id = {PRESENT} RETURNING id, last_seq"  # noqa: S608 - a literal of this file
            )
            self._connection.insert(
                "outbox",
                {
                    "log": place["id"],
                    "seq": place["last_seq"],
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

    def waiting(self, limit: int = 500, behind: int = 0) -> tuple[LoggedOperation, ...]:
        """Return the oldest operations behind a number that the portal has not answered yet."""
        rows = self._connection.rows(
            f"SELECT * FROM outbox WHERE handed_on_at IS NULL AND log = {PRESENT} AND seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - a literal of this file
            (behind, limit),
        )
        return tuple(read_operation(row) for row in rows)

    def count_waiting(self) -> int:
        """Return how many wait."""
        sql = f"SELECT count(*) FROM outbox WHERE handed_on_at IS NULL AND log = {PRESENT}"  # noqa: S608 - a literal of this file
        return int(self._connection.value(sql))


def read_operation(row: Row) -> LoggedOperation:
    """Return an operation of a row."""
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
