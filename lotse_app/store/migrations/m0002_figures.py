"""Step 2: indexes that figures and lists read instead of whole records."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_INDEXES = (
    # Covers every single-valued dimension and every measure, so a figure never touches notes; seconds are there
    # exactly when the session has ended (CHECK), and only a column of the index keeps the index covering.
    """
    CREATE INDEX session_figures ON session(
      local_day, station_id, result, help_kind, age_band, first_contact, people, minutes, seconds
    ) WHERE seconds IS NOT NULL
    """,
    "CREATE INDEX session_started ON session(started_at, id)",
    "CREATE INDEX session_ended ON session(ended_at)",
    "CREATE INDEX session_topic_service ON session_topic(service_id, session, label)",
    "CREATE INDEX application_session ON application(session)",
    "CREATE INDEX application_changed ON application(changed_at, state)",
    "CREATE INDEX application_state_at ON application(state_at)",
    "CREATE INDEX evidence_file_line ON evidence_file(application_id, key)",
    "CREATE INDEX paper_newest ON paper(application_id, kind, id)",
    "CREATE INDEX outbox_waiting ON outbox(log, seq) WHERE handed_on_at IS NULL",
    "CREATE INDEX signature_frozen ON signature(frozen_id)",
)


def upgrade(connection: Connection) -> None:
    """Add the indexes."""
    for ddl in _INDEXES:
        connection.run(ddl)
