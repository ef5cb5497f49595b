"""Step 13: the device's signing key, and station files that were read from others (ADR 0020).

A row of ``station_file_contact`` is a contact as figures count it: no person, pilot, note or clock time, and no id by
which somebody elsewhere could find it but the hash. Its days are the same as those of a session of one's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE device_key (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      secret BLOB NOT NULL CHECK (length(secret) = 32),
      made_at TEXT NOT NULL
    ) STRICT
    """,
    # Whose key somebody confirmed; it outlives the file, so that another key is noticed however late it comes.
    """
    CREATE TABLE station_key (
      source TEXT PRIMARY KEY,
      fingerprint TEXT NOT NULL,
      confirmed_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE station_file (
      number INTEGER PRIMARY KEY,
      source TEXT NOT NULL UNIQUE,
      fingerprint TEXT NOT NULL,
      digest TEXT NOT NULL,
      made_at TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (json_valid(origin))
    ) STRICT
    """,
    """
    CREATE TABLE station_file_contact (
      file INTEGER NOT NULL REFERENCES station_file(number) ON DELETE CASCADE,
      key TEXT NOT NULL,
      day TEXT NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      PRIMARY KEY (file, key)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX station_file_contact_day ON station_file_contact(day)",
    """
    CREATE TABLE station_file_case (
      number INTEGER PRIMARY KEY,
      file INTEGER NOT NULL REFERENCES station_file(number) ON DELETE CASCADE,
      started TEXT NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT
    """,
    "CREATE INDEX station_file_case_file ON station_file_case(file)",
)


def upgrade(connection: Connection) -> None:
    """Add the tables."""
    for ddl in _STEPS:
        connection.run(ddl)
