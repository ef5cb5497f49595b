"""What is there before a round: data folders with real content, copied for every round."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.bootstrap import Tools, build, lay_desk
from lotse_app.clock import SystemClock
from lotse_app.demonstration.filling import read_back, save
from lotse_app.ids import Ids
from lotse_app.models.evidence import CheckedFile, Evidence, EvidenceState
from lotse_app.paths import Places
from lotse_app.store.migrations.steps import STEPS
from lotse_app.store.opening import create_store, open_store
from lotse_app.ui.application.steps import READ_BACK, form_step
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.operations import OperationMaker
from tests.cases import ANSWERS
from tests.desks import CHEAP, PASSPHRASE, WILSDRUFF, first_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.bootstrap import Program
    from lotse_app.store.opening import Store
    from lotse_app.workflows.desk import Desk

#: How much the store of the migration phase holds, so that the copy and the step take a while.
_SESSIONS, _FILE_BYTES = 500, 8_000_000


class Phase(StrEnum):
    """What the program is doing when it is killed."""

    EDIT = "edit"
    AUTOSAVE = "autosave"
    FREEZE = "freeze"
    MIGRATION = "migration"


class FileSecrets:
    """A keyring that outlives its process, in a file beside the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, secret_id: str) -> bytes | None:
        kept = self._read().get(secret_id)
        return bytes.fromhex(kept) if kept is not None else None

    def set(self, secret_id: str, secret: bytes) -> None:
        self._path.write_text(json.dumps(self._read() | {secret_id: secret.hex()}), "utf-8")

    def delete(self, secret_id: str) -> None:
        self._path.write_text(json.dumps({key: kept for key, kept in self._read().items() if key != secret_id}))

    def _read(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
        return kept


@dataclass(frozen=True, slots=True)
class Ground:
    """A folder that holds data folder and keyring, and what a round needs to know of them.

    ``content`` is the digest of all rows of a store that is going to be migrated.
    """

    folder: Path
    key: bytes
    case_id: str
    content: str = ""

    @property
    def places(self) -> Places:
        return Places(self.folder / "daten")

    def copy(self, target: Path) -> Ground:
        """Return the same ground in another folder."""
        shutil.copytree(self.folder, target)
        return replace(self, folder=target)

    def open(self) -> Store:
        """Open the store as the program does after a crash."""
        clock = SystemClock()
        return open_store(self.places.ground, self.key, clock, Ids(clock))


def program_in(folder: Path) -> Program:
    """Return the real program over a ground, with the computer's clock and a keyring in a file."""
    clock = SystemClock()
    return build(Places(folder / "daten"), FileSecrets(folder / "schluesselbund.json"), Tools(clock, Ids(clock), CHEAP))


def make_ground(folder: Path, phase: Phase) -> Ground:
    """Set a station up and begin an application, as far as the phase needs it."""
    folder.mkdir(parents=True)
    program = program_in(folder)
    created = program.unlocking.create(first_run())
    program.unlocking.settle()
    content = ""
    if phase is Phase.MIGRATION:
        _take_back_to_first_schema(program, created.key)
        with _desk_on_first_schema(program, created.pilot_id, created.key) as (desk, store):
            case_id = _full_draft(desk)
            _fill_up(desk, store, case_id)
            content = digest(store)
    else:
        desk = program.unlocking.open(created.pilot_id, created.key)
        case_id = _full_draft(desk) if phase is Phase.FREEZE else _empty_draft(desk)
        desk.close_reports()
        desk.close()
    assert program.unlocking.key(created.pilot_id, PASSPHRASE) == created.key
    return Ground(folder, created.key, case_id, content)


def _empty_draft(desk: Desk) -> str:
    application_id = _begun(desk)
    case = desk.applications.open(application_id)
    version = desk.workplace.operator.notice_version
    save(desk, case.application, {"hunde": [{}]}, notice_version=version, step=form_step("halter"))
    return application_id


def _full_draft(desk: Desk) -> str:
    from lotse_app.demonstration.filling import fill  # noqa: PLC0415 - only this ground is filled in

    application_id = _begun(desk)
    case = fill(desk, application_id, ANSWERS)
    lines = evidence_lines(case.form, case.application.answers, application_id, case.evidence)
    for order, line in enumerate(lines):
        desk.evidence.set_state(replace(line, state=EvidenceState.SHOWN), order)
    case = read_back(desk, application_id)
    save(desk, case.application, case.application.answers, step=READ_BACK)
    return application_id


def _begun(desk: Desk) -> str:
    hits = desk.find.find("Hund anmelden")
    return desk.applications.begin(desk.find.card(hits[0].service_id, WILSDRUFF), WILSDRUFF).id


def _take_back_to_first_schema(program: Program, key: bytes) -> None:
    """Put a store that took only the first step in place of the new one: same key, same station."""
    places, tools = program.places, program.tools
    store = open_store(places.ground, key, tools.clock, tools.ids)
    operator, station, (pilot,) = store.stations.operator(), store.stations.station(), store.stations.pilots()
    store.close()
    for path in places.ground.glob("lotse.db*"):
        path.unlink()
    old = create_store(places.ground, key, tools.clock, tools.ids, STEPS[:1])
    operations = OperationMaker(tools.ids, pilot.id).station_set_up(operator, station, tools.clock.now())
    old.stations.set_up(operator, station, pilot, operations)
    old.close()


class _desk_on_first_schema:  # noqa: N801 - used as a context manager
    def __init__(self, program: Program, pilot_id: str, key: bytes) -> None:
        self._program, self._pilot_id, self._key = program, pilot_id, key

    def __enter__(self) -> tuple[Desk, Store]:
        tools = self._program.tools
        self._store = open_store(self._program.places.ground, self._key, tools.clock, tools.ids, STEPS[:1])
        return lay_desk(self._store, self._pilot_id, self._program.shelf, tools), self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


def _fill_up(desk: Desk, store: Store, case_id: str) -> None:
    dice = random.Random(1)  # noqa: S311 - content, not a secret
    for _ in range(_SESSIONS):
        desk.counsel.record(desk.counsel.blank())
    line = Evidence(case_id, "bescheid", "Bescheid", state=EvidenceState.SHOWN)
    store.evidence.save(line, 9, desk.clock.now())
    content = CheckedFile(dice.randbytes(_FILE_BYTES), "application/pdf", 2, "ab" * 32)
    store.evidence.attach(case_id, "bescheid", Ids(desk.clock).new(), content, desk.clock.now())


def digest(store: Store) -> str:
    """Return a digest of all rows of an open store, except the notes of migrations."""
    return hashlib.sha256(repr(tables(store)).encode()).hexdigest()


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables of an open store, except the notes of migrations."""
    return dict(_tables(store))


def _tables(store: Store) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    connection = store._connection
    for (name,) in connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        if name != "migration" and not name.startswith("sqlite_"):
            rows = connection.rows(f'SELECT * FROM "{name}"')  # noqa: S608 - the name is the schema's own
            yield name, sorted((tuple(row) for row in rows), key=repr)


def repository() -> Path:
    """Return the root of the repository, where children are started."""
    return Path(__file__).resolve().parents[2]


def rounds(quick: int) -> int:
    """Return how often to do something: what ``make faults`` says, else ``quick``."""
    return int(os.environ.get("LOTSE_FAULT_ROUNDS", quick))


def seed(name: str) -> int:
    """Return a seed and print it; ``LOTSE_FAULT_SEED`` repeats a run."""
    chosen = int(os.environ.get("LOTSE_FAULT_SEED") or int.from_bytes(os.urandom(4), "big"))
    print(f"\n{name}: LOTSE_FAULT_SEED={chosen}")  # noqa: T201 - whoever reads a failure needs it
    return chosen
