"""Makes ``schema_2.db``: the first golden store, taken to schema 2 by the program that knew no more.

Run once, as ``python -m tests.stores.make_schema_2``; the file is committed and never made again.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from lotse_app.clock import FixedClock
from lotse_app.store.connection import Connection
from lotse_app.store.migrations.steps import STEPS, take_steps
from tests.stores.make_schema_1 import KEY
from tests.stores.make_schema_1 import TARGET as FIRST

TARGET = Path(__file__).with_name("schema_2.db")


def make(target: Path) -> None:
    """Write the store; an old one must be gone."""
    shutil.copyfile(FIRST, target)
    connection = Connection(target, KEY)
    take_steps(connection, FixedClock(datetime(2026, 11, 21, 20, tzinfo=UTC)), STEPS[:2])
    connection.close()


if __name__ == "__main__":
    make(TARGET)
