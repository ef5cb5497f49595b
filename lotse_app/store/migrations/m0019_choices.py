"""Step 19: what was chosen in a Vorgang before the act that writes it, as who takes the paper to the office.

A choice counts for the edition it was made in; words of a list, nothing that somebody typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_CHOICES = """
CREATE TABLE application_choice (
  application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  edition INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (application_id, name)
) STRICT, WITHOUT ROWID
"""


def upgrade(connection: Connection) -> None:
    """Add the table."""
    connection.run(_CHOICES)
