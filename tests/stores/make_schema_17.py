"""Makes ``schema_17.db``, a store that the program before today's left with work that waits, and ``operations.json``.

The second file is that work as it goes over the wire. Run once, as ``python -m tests.stores.make_schema_17``; both
files are committed and never made again: a later program writes more than schema 17 holds.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.models.people import Operator, Pilot, PlaceType, Role, Station
from lotse_app.models.session import Obstacle, Topic
from lotse_app.portal.speech import batch
from lotse_app.store.copying import STORE_NAME
from lotse_app.store.migrations.steps import STEPS
from lotse_app.store.opening import create_store, open_store
from lotse_app.workflows.operations import OperationMaker
from tests.chance import seeded
from tests.store.samples import a_session, an_application
from tests.stores.make_schema_1 import KEY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.store.migrations.steps import Step
    from lotse_app.store.opening import Store

TARGET = Path(__file__).with_name("schema_17.db")
WIRE = Path(__file__).with_name("operations.json")
START = datetime(2026, 11, 22, 9, tzinfo=UTC)
OPERATOR = Operator("0190golden-operator", "Gemeinde Beispielthal", "Dorfstraße 1, 01999 Beispielthal", "dsb@x.example")
STATION = Station("0190golden-station", OPERATOR.id, "Gemeindeamt", PlaceType.TOWN_HALL, "14628410")
PILOT = Pilot("0190golden-pilot", "Änne Łukasz", Role.OFFICIAL, responsible=True)


def make(target: Path, steps: Sequence[Step] = STEPS[:17]) -> None:
    """Write the store, as the program left it that knew these steps."""
    clock = FixedClock(START)
    with TemporaryDirectory() as folder:
        store = create_store(Path(folder), KEY, clock, Ids(clock, seeded(17).randbytes), steps)
        _work(store, OperationMaker(Ids(clock, seeded(18).randbytes), PILOT.id))
        store.close()
        shutil.copyfile(Path(folder) / STORE_NAME, target)


def wire(store: Store) -> list[dict[str, Any]]:
    """Return what waits in a store as it goes over the wire."""
    body, _ = batch("device", store.sync.position(), store.outbox.waiting())
    operations: list[dict[str, Any]] = json.loads(body)["ops"]
    return operations


def _work(store: Store, maker: OperationMaker) -> None:
    store.stations.set_up(OPERATOR, STATION, PILOT, maker.station_set_up(OPERATOR, STATION, START))
    end = START + timedelta(minutes=20)
    for number in range(3):
        session = a_session(
            f"0190golden-session-{number}",
            pilot_id=PILOT.id,
            station_id=STATION.id,
            topics=(Topic("", "Brief erklärt"),),
        )
        store.sessions.start(session)
        ended = replace(session, ended_at=end, beat_at=end, obstacles=(Obstacle.NO_EID,), people=number + 1)
        store.sessions.save(ended, maker.session_ended(ended, end))
    last = "0190golden-session-2"
    store.sessions.put_in_bin(last, PILOT.id, end, maker.session_binned(last, end, deleted=True))
    moved = replace(STATION, telephone="035204 1", hours="Di 9-12")
    store.stations.save_station(OPERATOR, moved, maker.station_changed((OPERATOR, STATION), (OPERATOR, moved), end))
    application = an_application("0190golden-application", pilot_id=PILOT.id)
    store.applications.create(application, maker.application_begun(application, end))


if __name__ == "__main__":
    make(TARGET)
    with TemporaryDirectory() as folder:
        shutil.copyfile(TARGET, Path(folder) / STORE_NAME)
        clock = FixedClock(START)
        opened = open_store(Path(folder), KEY, clock, Ids(clock))
        WIRE.write_text(json.dumps(wire(opened), indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
        opened.close()
