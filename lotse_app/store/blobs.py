"""Bytes of files as rows of 64 KiB: a page of evidence never needs one 15-MB cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

PART_BYTES = 64 * 1024


def write_parts(connection: Connection, table: str, column: str, owner: str | int, content: bytes) -> None:
    """Write ``content`` to ``table``; ``column`` names the owner. Both names are literals of this package."""
    view = memoryview(content)
    parts = [(owner, at // PART_BYTES, view[at : at + PART_BYTES]) for at in range(0, len(content), PART_BYTES)]
    connection.insert_many(table, (column, "number", "content"), parts)


def read_parts(connection: Connection, table: str, column: str, owner: str | int) -> bytes:
    """Return the bytes of an owner, empty if there are none."""
    rows = connection.rows(f"SELECT content FROM {table} WHERE {column} = ? ORDER BY number", (owner,))  # noqa: S608 - literals
    return b"".join(row[0] for row in rows)
