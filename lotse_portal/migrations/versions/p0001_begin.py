"""The first tables: stations, devices, logs, operations, records; spelled out, whatever ``tables`` says later."""

from __future__ import annotations

from alembic import op

revision = "p0001"
down_revision = None

#: Types both databases know: SQLite takes each for one of its own.
_TABLES: tuple[str, ...] = (
    "CREATE TABLE portal (name VARCHAR(40) NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    """
    CREATE TABLE stations (
      id VARCHAR(64) NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      change BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE devices (
      id VARCHAR(64) NOT NULL PRIMARY KEY,
      station VARCHAR(64) NOT NULL REFERENCES stations (id),
      role VARCHAR(20) NOT NULL,
      state VARCHAR(10) NOT NULL,
      name TEXT NOT NULL,
      sign_key TEXT NOT NULL UNIQUE,
      receive_key TEXT NOT NULL,
      enrolled_at VARCHAR(32) NOT NULL,
      seen_at VARCHAR(32) NOT NULL,
      health TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE scopes (
      device VARCHAR(64) NOT NULL REFERENCES devices (id),
      station VARCHAR(64) NOT NULL REFERENCES stations (id),
      PRIMARY KEY (device, station)
    )
    """,
    """
    CREATE TABLE earlier_ids (
      id VARCHAR(64) NOT NULL PRIMARY KEY,
      station VARCHAR(64) NOT NULL REFERENCES stations (id)
    )
    """,
    """
    CREATE TABLE pilots (
      id VARCHAR(64) NOT NULL PRIMARY KEY,
      station VARCHAR(64) NOT NULL REFERENCES stations (id),
      role VARCHAR(20) NOT NULL
    )
    """,
    """
    CREATE TABLE enrolments (
      handle VARCHAR(8) NOT NULL PRIMARY KEY,
      secret_hash VARCHAR(64) NOT NULL,
      station VARCHAR(64) NOT NULL REFERENCES stations (id),
      role VARCHAR(20) NOT NULL,
      name TEXT NOT NULL,
      expires_at VARCHAR(32) NOT NULL,
      sees TEXT NOT NULL,
      tries_left INTEGER NOT NULL,
      used_by VARCHAR(64)
    )
    """,
    "CREATE TABLE assertions (jti VARCHAR(80) NOT NULL PRIMARY KEY, expires_at BIGINT NOT NULL)",
    "CREATE INDEX ix_assertions_expires_at ON assertions (expires_at)",
    """
    CREATE TABLE logs (
      device VARCHAR(64) NOT NULL REFERENCES devices (id),
      log VARCHAR(64) NOT NULL,
      last_seq BIGINT NOT NULL,
      durable_seq BIGINT NOT NULL,
      PRIMARY KEY (device, log)
    )
    """,
    """
    CREATE TABLE operations (
      op VARCHAR(64) NOT NULL PRIMARY KEY,
      verdict VARCHAR(10) NOT NULL,
      change BIGINT NOT NULL,
      detail TEXT NOT NULL,
      kept TEXT
    )
    """,
    """
    CREATE TABLE entries (
      device VARCHAR(64) NOT NULL,
      log VARCHAR(64) NOT NULL,
      seq BIGINT NOT NULL,
      op VARCHAR(64) NOT NULL,
      PRIMARY KEY (device, log, seq)
    )
    """,
    """
    CREATE TABLE records (
      kind VARCHAR(20) NOT NULL,
      id VARCHAR(64) NOT NULL,
      station VARCHAR(64) NOT NULL REFERENCES stations (id),
      device VARCHAR(64) NOT NULL,
      "schema" INTEGER NOT NULL,
      doc TEXT NOT NULL,
      version INTEGER NOT NULL,
      change BIGINT NOT NULL,
      "by" VARCHAR(64) NOT NULL,
      at VARCHAR(32) NOT NULL,
      deleted BOOLEAN NOT NULL,
      PRIMARY KEY (kind, id)
    )
    """,
    "CREATE UNIQUE INDEX records_by_change ON records (station, change)",
)


def upgrade() -> None:
    """Make every table."""
    for ddl in _TABLES:
        op.execute(ddl)
