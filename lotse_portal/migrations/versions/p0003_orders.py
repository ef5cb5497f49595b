"""Orders to devices, erasures and who carried them out, published catalogues; which record a kept operation is of."""

from __future__ import annotations

import json

from alembic import op
from sqlalchemy import text

revision = "p0003"
down_revision = "p0002"

_TABLES: tuple[str, ...] = (
    """
    CREATE TABLE orders (
      id VARCHAR(64) NOT NULL PRIMARY KEY,
      device VARCHAR(64) NOT NULL REFERENCES devices (id),
      kind VARCHAR(10) NOT NULL,
      made_at VARCHAR(32) NOT NULL,
      handed_at VARCHAR(32) NOT NULL,
      done_at VARCHAR(32) NOT NULL
    )
    """,
    "CREATE INDEX orders_by_device ON orders (device)",
    """
    CREATE TABLE purges (
      kind VARCHAR(20) NOT NULL,
      id VARCHAR(64) NOT NULL,
      station VARCHAR(64) NOT NULL REFERENCES stations (id),
      at VARCHAR(32) NOT NULL,
      PRIMARY KEY (kind, id)
    )
    """,
    "CREATE INDEX purges_by_station ON purges (station)",
    """
    CREATE TABLE purge_receipts (
      kind VARCHAR(20) NOT NULL,
      id VARCHAR(64) NOT NULL,
      device VARCHAR(64) NOT NULL REFERENCES devices (id),
      proof VARCHAR(64) NOT NULL,
      at VARCHAR(32) NOT NULL,
      PRIMARY KEY (kind, id, device)
    )
    """,
    """
    CREATE TABLE catalogues (
      version VARCHAR(40) NOT NULL PRIMARY KEY,
      published_at VARCHAR(32) NOT NULL,
      digest VARCHAR(64) NOT NULL,
      content TEXT NOT NULL
    )
    """,
    "ALTER TABLE operations ADD COLUMN record VARCHAR(64)",
    "CREATE INDEX operations_kept ON operations (record) WHERE record IS NOT NULL",
)


def upgrade() -> None:
    """Make everything, and say of each operation that is kept whole which record it is of."""
    for ddl in _TABLES:
        op.execute(ddl)
    connection = op.get_bind()
    kept = connection.execute(text("SELECT op, kept FROM operations WHERE kept IS NOT NULL")).all()
    named = [{"op": row.op, "record": json.loads(row.kept)["id"]} for row in kept]
    if named:
        connection.execute(text("UPDATE operations SET record = :record WHERE op = :op"), named)
