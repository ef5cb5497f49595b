"""Makes a store as schema 7 left it: the golden one of schema 2, taken on, with sessions of every place.

Nothing is committed yet: steps 5 to 7 are not released, so the store is made anew by each test that wants it.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lotse_app.clock import FixedClock
from lotse_app.store.connection import Connection
from lotse_app.store.migrations.steps import STEPS, take_steps
from tests.stores.make_schema_1 import KEY
from tests.stores.make_schema_2 import TARGET as SECOND

if TYPE_CHECKING:
    from pathlib import Path

_ROWS = """
INSERT INTO session VALUES (
  3, 'se-3', 'pi', 'ehrenamt', 'st', '14628410', 'hausbesuch', '2026-11-03T09:00:00.000000Z',
  '2026-11-03T10:00:00.000000Z', '2026-11-03T10:00:00.000000Z', '2026-11-03', 3600, 60, 'vermittelt', 3, '80plus',
  'ja', 'auskunft', 'erledigt', NULL, 'Rampe fehlt', 0
);
INSERT INTO session VALUES (
  4, 'se-4', 'pi', 'ehrenamt', 'st', '14628410', 'telefon', '2026-11-04T09:00:00.000000Z',
  '2026-11-04T09:05:00.000000Z', '2026-11-04T09:05:00.000000Z', '2026-11-04', 300, 5, 'telefon', 1, 'k_a',
  'nein', 'auskunft', 'erledigt', NULL, '', 1
);
INSERT INTO session_topic VALUES (3, 0, 's-dog', 'Hundesteuer');
INSERT INTO session_past VALUES (3, 2);
"""


def make(target: Path) -> None:
    """Write the store."""
    shutil.copyfile(SECOND, target)
    connection = Connection(target, KEY)
    take_steps(connection, FixedClock(datetime(2026, 11, 21, 21, tzinfo=UTC)), STEPS[:7])
    with connection.atomic():
        for sql in _ROWS.strip().split(";\n"):
            connection.run(sql)
    connection.close()
