"""The Träger: of a station, as its first device brought it; of a device, as it was there before it joined."""

from __future__ import annotations

from alembic import op

revision = "p0002"
down_revision = "p0001"


def upgrade() -> None:
    """Add the columns; what is there already knows none."""
    for table in ("stations", "devices"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN operator VARCHAR(64) DEFAULT '' NOT NULL")
