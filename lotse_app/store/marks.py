"""Marks of an application; set inside the transaction of the act they follow from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.models.application import Mark
    from lotse_app.store.connection import Connection


def set_mark(connection: Connection, application_id: str, mark: Mark, *, present: bool) -> None:
    """Set or clear a mark; one that is so already stays so."""
    if present:
        sql = "INSERT INTO application_mark (application_id, mark) VALUES (?, ?) ON CONFLICT DO NOTHING"
    else:
        sql = "DELETE FROM application_mark WHERE application_id = ? AND mark = ?"
    connection.run(sql, (application_id, mark.value))
