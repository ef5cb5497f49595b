"""The first tables: stations, devices, logs, operations, records."""

from __future__ import annotations

from alembic import op

from lotse_portal.tables import metadata

revision = "p0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    metadata.create_all(op.get_bind())
