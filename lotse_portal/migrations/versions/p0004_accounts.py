"""Who may use the admin page, and who is signed in there."""

from __future__ import annotations

from alembic import op

revision = "p0004"
down_revision = "p0003"

_DDL: tuple[str, ...] = (
    """
    CREATE TABLE accounts (
      name VARCHAR(80) NOT NULL PRIMARY KEY,
      phrase TEXT NOT NULL,
      stations TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE sign_ins (
      token VARCHAR(64) NOT NULL PRIMARY KEY,
      account VARCHAR(80) NOT NULL REFERENCES accounts (name),
      form_key VARCHAR(64) NOT NULL,
      seen_at BIGINT NOT NULL,
      ends_at BIGINT NOT NULL
    )
    """,
)


def upgrade() -> None:
    """Make both."""
    for ddl in _DDL:
        op.execute(ddl)
