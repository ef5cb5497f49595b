"""Makes ``schema_1.db``: a store as the first schema left it, filled with literal SQL.

Run once, as ``python -m tests.stores.make_schema_1``; the file is committed and never made again, so
that every later program is tried on what an early one wrote.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lotse_app.clock import FixedClock
from lotse_app.store.connection import Connection
from lotse_app.store.migrations.steps import STEPS, take_steps

TARGET = Path(__file__).with_name("schema_1.db")
#: Not a secret: the file holds invented people only.
KEY = bytes.fromhex("5a" * 32)
LOG = "01a1f82f-1e80-7000-8000-000000000001"

_ROWS = f"""
INSERT INTO operator VALUES ('op', 'Gemeinde Beispielthal', 'Dorfstr. 1', 'dsb@example.org', 1, 2);
INSERT INTO station VALUES ('st', 'op', 'Bücherbus', 'mobil', '14628410', 0, 1);
INSERT INTO pilot VALUES ('pi', 'Änne Łukasz', 'anne lukasz', 'ehrenamt', 1);
INSERT INTO setting VALUES ('thema', 'dunkel');
INSERT INTO session VALUES (
  1, 'se-1', 'pi', 'ehrenamt', 'st', '14628410', 'mobil', '2026-10-31T23:30:00.000000Z',
  '2026-10-31T23:50:00.000000Z', '2026-10-31T23:55:00.000000Z', '2026-11-01', 1500, 25, 'termin', 2, '60_69', 'ja',
  'auskunft', 'verwiesen', 'rente', 'Lupe', 0
);
INSERT INTO session VALUES (
  2, 'se-2', 'pi', 'ehrenamt', 'st', '14628410', 'mobil', '2026-11-02T09:00:00.000000Z',
  '2026-11-02T09:05:00.000000Z', NULL, '2026-11-02', NULL, NULL, 'ohne_termin', 1, 'k_a', 'nicht_gefragt',
  NULL, NULL, NULL, '', 0
);
INSERT INTO session_topic VALUES (1, 0, 's-dog', 'Hundesteuer'), (1, 1, '', 'Brief erklärt');
INSERT INTO session_obstacle VALUES (1, 0, 'kein_eid'), (1, 1, 'barriere');
INSERT INTO application VALUES (
  'ap-1', '7F3K', 's-dog', 'Hundesteuer: Anmeldung', 'hundesteuer', '1.0', '14628410', 'pi', 1,
  '2026-10-31T23:31:00.000000Z', '2026-10-31T23:45:00.000000Z', 'entwurf', '2026-10-31T23:31:00.000000Z',
  'eltern', 2, 1, 4, 1, 'hunde', '{{"name":"Muñoz-Żak","hunde":[{{"rasse":null}}]}}',
  '[["person","vorgelesen","2026-10-31T23:40:00.000000Z","ab"]]', '2026-11-14'
);
INSERT INTO application_mark VALUES ('ap-1', 'unterlagen_fehlen');
INSERT INTO evidence VALUES ('ap-1', 'ausweis', 'Personalausweis', 'datei', '', 1, '2026-10-31T23:41:00.000000Z');
INSERT INTO evidence_file VALUES (
  'fi-1', 'ap-1', 'ausweis', 'image/png', 3, 'cd', 1, '2026-10-31T23:41:00.000000Z'
);
INSERT INTO evidence_part VALUES ('fi-1', 0, x'010203');
INSERT INTO frozen VALUES ('fr-1', 'ap-1', 1, 'hundesteuer', '1.0', x'7b7d', 'ef', '2026-10-31T23:44:00.000000Z');
INSERT INTO signature VALUES (
  'si-1', 'fr-1', 'ef', 'Muñoz-Żak', '2026-10-31T23:45:00.000000Z', 0, '[[[0.0,0.5],[1.0,0.25]]]'
);
INSERT INTO paper VALUES (1, 'ap-1', 1, 'antrag', 2, '2026-10-31T23:44:00.000000Z');
INSERT INTO paper_part VALUES (1, 0, x'2550');
INSERT INTO hand_in VALUES (
  'ap-1', 'papier', 'lotse', 'uebergabebeleg', '2026-10-31T23:45:00.000000Z', '2026-11-02'
);
UPDATE application SET state = 'eingereicht', state_at = '2026-10-31T23:45:00.000000Z';
INSERT INTO log VALUES (1, '{LOG}', '2026-10-31T20:00:00.000000Z', 1);
INSERT INTO outbox VALUES (
  '{LOG}', 1, 'o-1', 'create', 'session', 'se-1', 1, 'pi', '2026-10-31T23:55:00.000000Z', '{{"people":2}}', NULL
);
"""  # noqa: S608 - literals of this file


def make(target: Path) -> None:
    """Write the store; an old one must be gone."""
    connection = Connection(target, KEY, "rwc")
    take_steps(connection, FixedClock(datetime(2026, 10, 31, 20, tzinfo=UTC)), STEPS[:1])
    with connection.atomic():
        for sql in _ROWS.strip().split(";\n"):
            connection.run(sql)
    connection.close()


if __name__ == "__main__":
    make(TARGET)
