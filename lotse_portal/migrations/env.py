"""Runs the migrations over the connection that ``Database.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from lotse_portal.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
