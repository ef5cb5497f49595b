"""Step 9: forms that a form keeper imported.

Nothing about a person is in them. The documents of a form never change: a Vorgang is read with the very form it was
begun with. A form that a Vorgang was begun with is never deleted, only withdrawn. ``release`` is what the form keeper
said when releasing, as JSON; it stays when the form is withdrawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE form (
      id TEXT PRIMARY KEY,
      form_id TEXT NOT NULL,
      version TEXT NOT NULL,
      title TEXT NOT NULL,
      standard TEXT NOT NULL,
      source TEXT NOT NULL,
      land TEXT NOT NULL,
      digest TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('ungeprueft', 'geprueft', 'zurueckgezogen')),
      imported_at TEXT NOT NULL,
      changed_at TEXT NOT NULL,
      release TEXT CHECK (release IS NULL OR json_valid(release)),
      schema TEXT NOT NULL CHECK (json_valid(schema)),
      uischema TEXT NOT NULL CHECK (json_valid(uischema)),
      facts TEXT NOT NULL,
      report TEXT NOT NULL CHECK (json_valid(report)),
      UNIQUE (form_id, version),
      CHECK (state <> 'geprueft' OR release IS NOT NULL)
    ) STRICT
    """,
    """
    CREATE TRIGGER form_stays BEFORE UPDATE OF form_id, version, digest, schema, uischema, facts, report ON form
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    """
    CREATE TRIGGER form_in_use BEFORE DELETE ON form
    WHEN EXISTS (SELECT 1 FROM application WHERE form_id = OLD.form_id AND form_version = OLD.version)
    BEGIN SELECT RAISE(ABORT, 'form_in_use'); END
    """,
)


def upgrade(connection: Connection) -> None:
    """Add table and triggers."""
    for ddl in _STEPS:
        connection.run(ddl)
