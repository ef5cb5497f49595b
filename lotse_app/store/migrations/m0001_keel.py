"""Step 1: operator, station, pilots, sessions, applications, evidence, outbox.

Triggers raise problem codes (``models/problems.py``) as text; ``store/errors.py`` translates them.
A session has a row number beside its id: figures join by it several times faster than by text.
Pilot and station of a session are plain ids, not foreign keys: figures need them longer than the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection

_PLACES = """
CREATE TABLE log (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  begun_at TEXT NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE outbox (
  log TEXT NOT NULL REFERENCES log(id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  op TEXT NOT NULL UNIQUE,
  act TEXT NOT NULL,
  kind TEXT NOT NULL,
  record_id TEXT NOT NULL,
  schema INTEGER NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  handed_on_at TEXT,
  PRIMARY KEY (log, seq)
) STRICT;

CREATE TABLE operator (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  data_protection_contact TEXT NOT NULL,
  public_body INTEGER NOT NULL CHECK (public_body IN (0, 1)),
  notice_version INTEGER NOT NULL
) STRICT;

CREATE TABLE station (
  id TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL REFERENCES operator(id),
  name TEXT NOT NULL,
  place_type TEXT NOT NULL,
  ags TEXT NOT NULL,
  reception_point INTEGER NOT NULL CHECK (reception_point IN (0, 1)),
  own INTEGER NOT NULL CHECK (own IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX station_own ON station(own) WHERE own = 1;

CREATE TABLE pilot (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  role TEXT NOT NULL,
  responsible INTEGER NOT NULL CHECK (responsible IN (0, 1))
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
"""

_SESSIONS = """
CREATE TABLE session (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  pilot_id TEXT NOT NULL,
  role TEXT NOT NULL,
  station_id TEXT NOT NULL,
  ags TEXT NOT NULL,
  place_type TEXT NOT NULL,
  started_at TEXT NOT NULL,
  beat_at TEXT NOT NULL,
  ended_at TEXT,
  local_day TEXT NOT NULL,
  seconds INTEGER,
  minutes INTEGER,
  access TEXT NOT NULL,
  people INTEGER NOT NULL CHECK (people >= 1),
  age_band TEXT NOT NULL,
  first_contact TEXT NOT NULL,
  help_kind TEXT,
  result TEXT,
  referred_to TEXT,
  note TEXT NOT NULL,
  short_contact INTEGER NOT NULL CHECK (short_contact IN (0, 1)),
  CHECK ((ended_at IS NULL) = (seconds IS NULL) AND (ended_at IS NULL) = (minutes IS NULL))
) STRICT;

CREATE UNIQUE INDEX session_running ON session(pilot_id) WHERE ended_at IS NULL;

CREATE TABLE session_topic (
  session INTEGER NOT NULL REFERENCES session(number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  service_id TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (session, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_obstacle (
  session INTEGER NOT NULL REFERENCES session(number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  obstacle TEXT NOT NULL,
  PRIMARY KEY (session, position)
) STRICT, WITHOUT ROWID;
"""

_APPLICATIONS = """
CREATE TABLE application (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  service_id TEXT NOT NULL,
  service_name TEXT NOT NULL,
  form_id TEXT NOT NULL,
  form_version TEXT NOT NULL,
  ags TEXT NOT NULL,
  pilot_id TEXT NOT NULL,
  session INTEGER REFERENCES session(number) ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  state TEXT NOT NULL,
  state_at TEXT NOT NULL,
  acting TEXT NOT NULL,
  notice_version INTEGER,
  keep_contact INTEGER NOT NULL CHECK (keep_contact IN (0, 1)),
  revision INTEGER NOT NULL,
  edition INTEGER NOT NULL CHECK (edition >= 1),
  step TEXT NOT NULL,
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  confirmations TEXT NOT NULL CHECK (json_valid(confirmations)),
  due TEXT
) STRICT;

CREATE TABLE application_mark (
  application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
  mark TEXT NOT NULL,
  PRIMARY KEY (application_id, mark)
) STRICT;

CREATE TABLE frozen (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
  edition INTEGER NOT NULL,
  form_id TEXT NOT NULL,
  form_version TEXT NOT NULL,
  canonical BLOB NOT NULL,
  digest TEXT NOT NULL,
  frozen_at TEXT NOT NULL,
  UNIQUE (application_id, edition)
) STRICT;

CREATE TABLE signature (
  id TEXT PRIMARY KEY,
  frozen_id TEXT NOT NULL REFERENCES frozen(id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  signer TEXT NOT NULL,
  at TEXT NOT NULL,
  on_paper INTEGER NOT NULL CHECK (on_paper IN (0, 1)),
  strokes TEXT NOT NULL CHECK (json_valid(strokes))
) STRICT;

CREATE TABLE hand_in (
  application_id TEXT PRIMARY KEY REFERENCES application(id) ON DELETE CASCADE,
  way TEXT NOT NULL,
  carried_by TEXT NOT NULL,
  receipt TEXT NOT NULL,
  at TEXT NOT NULL,
  handed_over_on TEXT
) STRICT;
"""

_FILES = """
CREATE TABLE evidence (
  application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  position INTEGER NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (application_id, key)
) STRICT;

CREATE TABLE evidence_file (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL,
  key TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  pages INTEGER NOT NULL,
  attached_at TEXT NOT NULL,
  FOREIGN KEY (application_id, key) REFERENCES evidence(application_id, key) ON DELETE CASCADE
) STRICT;

CREATE TABLE evidence_part (
  file_id TEXT NOT NULL REFERENCES evidence_file(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (file_id, number)
) STRICT;

CREATE TABLE paper (
  id INTEGER PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,
  edition INTEGER NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  made_at TEXT NOT NULL
) STRICT;

CREATE TABLE paper_part (
  paper_id INTEGER NOT NULL REFERENCES paper(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (paper_id, number)
) STRICT;
"""

# While this row exists immutable rows may be deleted. Its deferred reference never holds, so a
# transaction that forgets to take the row away again cannot commit.
_RETENTION = """
CREATE TABLE retention_gate (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  rule TEXT NOT NULL,
  closed INTEGER NOT NULL CHECK (closed = -1) REFERENCES log(number) DEFERRABLE INITIALLY DEFERRED
) STRICT;
"""

_DRAFT_ONLY = """
CREATE TRIGGER application_content BEFORE UPDATE OF
  id, number, service_id, form_id, form_version, created_at, acting, notice_version, keep_contact,
  revision, answers, confirmations
ON application WHEN OLD.state <> 'entwurf'
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""

_OUTBOX_CONTENT = """
CREATE TRIGGER outbox_content BEFORE UPDATE OF log, seq, op, act, kind, record_id, schema, by, at, body
ON outbox
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""

_NO_UPDATE = """
CREATE TRIGGER {table}_unchanging BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""

_NO_DELETE = """
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
BEGIN SELECT RAISE(ABORT, 'record_frozen'); END
"""


def upgrade(connection: Connection) -> None:
    """Make every table of the first schema."""
    for script in (_PLACES, _SESSIONS, _APPLICATIONS, _FILES, _RETENTION):
        for ddl in script.split(";\n"):
            if ddl.strip():
                connection.run(ddl)
    connection.run(_DRAFT_ONLY)
    connection.run(_OUTBOX_CONTENT)
    for table in ("frozen", "signature", "paper", "paper_part"):
        connection.run(_NO_UPDATE.format(table=table))
    for table in ("frozen", "signature", "paper", "paper_part", "outbox", "hand_in"):
        connection.run(_NO_DELETE.format(table=table))
