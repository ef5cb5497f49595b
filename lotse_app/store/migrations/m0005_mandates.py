"""Step 5: Vollmachten and who acts.

A mandate, its signature and its papers never change; they go by retention or erasure only. ``mandate_case`` keeps
where cases under a mandate went, longer than the cases themselves: a revocation has to reach those offices. Triggers
keep it in step with hand-ins and deletions, in the same transaction and without anybody having to think of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE mandate (
      id TEXT PRIMARY KEY,
      number TEXT NOT NULL UNIQUE,
      pilot_id TEXT NOT NULL,
      canonical BLOB NOT NULL,
      digest TEXT NOT NULL,
      valid_until TEXT NOT NULL,
      made_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE mandate_person (
      mandate_id TEXT NOT NULL REFERENCES mandate(id) ON DELETE CASCADE,
      role TEXT NOT NULL,
      surname TEXT NOT NULL,
      birth TEXT NOT NULL,
      PRIMARY KEY (mandate_id, role)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX mandate_name ON mandate_person(surname, birth)",
    """
    CREATE TABLE mandate_signature (
      mandate_id TEXT PRIMARY KEY REFERENCES mandate(id) ON DELETE CASCADE,
      digest TEXT NOT NULL,
      signer TEXT NOT NULL,
      at TEXT NOT NULL,
      on_paper INTEGER NOT NULL CHECK (on_paper IN (0, 1)),
      strokes TEXT NOT NULL CHECK (json_valid(strokes))
    ) STRICT
    """,
    """
    CREATE TABLE mandate_paper (
      mandate_id TEXT PRIMARY KEY REFERENCES mandate(id) ON DELETE CASCADE,
      sha256 TEXT NOT NULL,
      size INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE mandate_part (
      mandate_id TEXT NOT NULL REFERENCES mandate(id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (mandate_id, number)
    ) STRICT
    """,
    """
    CREATE TABLE mandate_revocation (
      mandate_id TEXT PRIMARY KEY REFERENCES mandate(id) ON DELETE CASCADE,
      at TEXT NOT NULL,
      by TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE mandate_notice (
      mandate_id TEXT NOT NULL REFERENCES mandate(id) ON DELETE CASCADE,
      office TEXT NOT NULL,
      sent_on TEXT,
      how TEXT,
      PRIMARY KEY (mandate_id, office),
      CHECK ((sent_on IS NULL) = (how IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX mandate_notice_open ON mandate_notice(mandate_id) WHERE sent_on IS NULL",
    """
    CREATE TABLE mandate_case (
      mandate_id TEXT NOT NULL REFERENCES mandate(id) ON DELETE CASCADE,
      application_id TEXT NOT NULL,
      number TEXT NOT NULL,
      service_name TEXT NOT NULL,
      office TEXT NOT NULL,
      handed_in_at TEXT,
      PRIMARY KEY (mandate_id, application_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX mandate_case_application ON mandate_case(application_id)",
    "ALTER TABLE application ADD COLUMN mandate_id TEXT REFERENCES mandate(id) ON DELETE SET NULL",
    "CREATE INDEX application_mandate ON application(mandate_id) WHERE mandate_id IS NOT NULL",
    """
    CREATE TRIGGER application_mandate_kept BEFORE UPDATE OF mandate_id
    ON application WHEN OLD.state <> 'entwurf' AND NOT EXISTS (SELECT 1 FROM retention_gate)
    BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
    """,
    """
    CREATE TRIGGER mandate_used AFTER INSERT ON hand_in
    BEGIN
      UPDATE mandate_case SET handed_in_at = NEW.at WHERE application_id = NEW.application_id AND mandate_id =
        (SELECT mandate_id FROM application WHERE id = NEW.application_id);
    END
    """,
    # A case that never went anywhere leaves nothing behind, nor does a mandate that nobody signed for it.
    """
    CREATE TRIGGER mandate_unused AFTER DELETE ON application
    BEGIN
      DELETE FROM mandate WHERE id IN (SELECT mandate_id FROM mandate_case WHERE application_id = OLD.id)
        AND NOT EXISTS (SELECT 1 FROM mandate_signature WHERE mandate_id = mandate.id);
      DELETE FROM mandate_case WHERE application_id = OLD.id AND handed_in_at IS NULL;
    END
    """,
)

_UNCHANGING = """
CREATE TRIGGER {table}_unchanging BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""

_KEPT = """
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""


def upgrade(connection: Connection) -> None:
    """Add the columns and tables."""
    for ddl in _STEPS:
        connection.run(ddl)
    for table in ("mandate", "mandate_signature", "mandate_paper", "mandate_part", "mandate_revocation"):
        connection.run(_UNCHANGING.format(table=table))
        connection.run(_KEPT.format(table=table))
    connection.run(_KEPT.format(table="mandate_notice"))
