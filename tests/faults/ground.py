"""What is there before a round: data folders with real content, copied for every round."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.bootstrap import build
from lotse_app.clock import SystemClock
from lotse_app.demonstration.filling import fill, read_back, save
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.evidence import CheckedFile, Evidence, EvidenceState
from lotse_app.paths import Places
from lotse_app.store.connection import Connection
from lotse_app.store.migrations.steps import STEPS
from lotse_app.store.opening import create_store, open_store
from lotse_app.ui.application.steps import READ_BACK, form_step
from lotse_app.workflows.evidence import evidence_lines
from tests.cases import ANSWERS
from tests.chance import seeded
from tests.desks import CHEAP, PASSPHRASE, WILSDRUFF, first_run

if TYPE_CHECKING:
    from lotse_app.bootstrap import Program
    from lotse_app.clock import Clock
    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.opening import Store
    from lotse_app.workflows.desk import Desk

#: How much the store of the migration phase holds, so that the copy and the step take a while.
_SESSIONS, _FILE_BYTES = 500, 8_000_000

#: From so many rounds on a run writes its page of evidence.
FULL = 300

#: Tables and their columns.
Shape = tuple[tuple[str, tuple[str, ...]], ...]


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

    ``shape`` and ``content`` are tables, columns and digest of a store that is going to be migrated.
    """

    folder: Path
    key: bytes
    case_id: str
    shape: Shape = ()
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


def program_in(folder: Path, clock: Clock | None = None) -> Program:
    """Return the real program over a ground: a keyring in a file, the computer's clock unless another is given."""
    clock = clock or SystemClock()
    return build(Places(folder / "daten"), FileSecrets(folder / "schluesselbund.json"), Tools(clock, Ids(clock), CHEAP))


def make_ground(folder: Path, phase: Phase) -> Ground:
    """Set a station up and begin an application, as far as the phase needs it."""
    folder.mkdir(parents=True)
    program = program_in(folder)
    created = program.unlocking.create(first_run())
    program.unlocking.settle()
    desk = program.unlocking.open(created.pilot_id, created.key)
    case_id = _empty_draft(desk) if phase in {Phase.EDIT, Phase.AUTOSAVE} else _full_draft(desk)
    blank = desk.counsel.blank()  # it asks the store for today's stop
    desk.close_reports()
    desk.close()
    ground = Ground(folder, created.key, case_id)
    if phase is Phase.MIGRATION:
        _fill_up(ground, blank, desk.clock)
        shape = take_back(program, created.key, 1)
        ground = replace(ground, shape=shape, content=_content(ground, shape))
    assert program.unlocking.key(created.pilot_id, PASSPHRASE) == created.key
    return ground


def _empty_draft(desk: Desk) -> str:
    application_id = _begun(desk)
    case = desk.applications.open(application_id)
    version = desk.workplace.operator.notice_version
    save(desk, case.application, {"hunde": [{}]}, notice_version=version, step=form_step("halter"))
    return application_id


def _full_draft(desk: Desk) -> str:

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


def take_back(program: Program, key: bytes, schema: int) -> Shape:
    """Put a store that took only the first steps in place of the full one, with every row that fits there."""
    places, tools = program.places, program.tools
    full = places.root / "voll.db"
    places.store.rename(full)
    store = create_store(places.ground, key, tools.clock, tools.ids, STEPS[:schema])
    connection = store._connection
    shape = shape_of(store)
    connection.run(f"ATTACH DATABASE ? AS full KEY \"x'{key.hex()}'\"", (str(full),))
    with connection.atomic():
        connection.run("PRAGMA defer_foreign_keys = ON")
        for table, columns in shape:
            if connection.value(f'SELECT count(*) FROM main."{table}"'):  # noqa: S608 - the schema's own names
                connection.run(f'DELETE FROM main."{table}"')  # noqa: S608 - the schema's own names
            names = ", ".join(columns)
            connection.run(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM full."{table}"')  # noqa: S608 - the schema's own names
    connection.run("DETACH DATABASE full")
    store.close()
    full.unlink()
    return shape


def _fill_up(ground: Ground, blank: CounsellingSession, clock: Clock) -> None:
    """Add sessions and a large file, so that copying and checking take a while."""
    dice = seeded(1)
    store, now = ground.open(), clock.now()
    ids = Ids(clock)
    for _ in range(_SESSIONS):
        store.sessions.start(replace(blank, id=ids.new(), ended_at=now), ())
    store.evidence.save(Evidence(ground.case_id, "bescheid", "Bescheid", state=EvidenceState.SHOWN), 9, now)
    content = CheckedFile(dice.randbytes(_FILE_BYTES), "application/pdf", 2, "ab" * 32)
    store.evidence.attach(ground.case_id, "bescheid", ids.new(), content, now)
    store.close()


def _content(ground: Ground, shape: Shape) -> str:
    """Return the digest of the first schema, read without the program, which would migrate it."""
    connection = Connection(ground.places.store, ground.key)
    try:
        return digest(connection, shape)
    finally:
        connection.close()


def shape_of(store: Store) -> Shape:
    """Return the tables of a store and their columns, without the notes of migrations."""
    return tables_of(store._connection)


def tables_of(connection: Connection) -> Shape:
    """Return the tables behind a connection and their columns, without the notes of migrations."""
    names = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return tuple(
        (name, tuple(row["name"] for row in connection.rows(f'PRAGMA table_info("{name}")')))
        for (name,) in names
        if name != "migration" and not name.startswith("sqlite_")
    )


def digest(connection: Connection, shape: Shape) -> str:
    """Return a digest of all rows of these tables and columns."""
    found = hashlib.sha256()
    for table, columns in shape:
        rows = connection.rows(f'SELECT {", ".join(columns)} FROM "{table}"')  # noqa: S608 - the schema's own names
        found.update(repr((table, sorted((tuple(row) for row in rows), key=repr))).encode())
    return found.hexdigest()


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
