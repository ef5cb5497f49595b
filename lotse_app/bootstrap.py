"""The composition root: builds every object once and passes it on. The only file that knows all rooms."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING

from lotse_app.clock import SystemClock
from lotse_app.ids import Ids
from lotse_app.models.problems import Code, refuse
from lotse_app.paths import resources
from lotse_app.workflows.lanes import within
from lotse_app.workflows.unlock import Unlocking, clock_notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    from lotse_app.catalogue.file import CatalogueFile
    from lotse_app.catalogue.finder import CatalogueFinder
    from lotse_app.clock import Clock
    from lotse_app.crash import CrashHook
    from lotse_app.documents.maker import PaperMaker
    from lotse_app.forms.library import FormLibrary
    from lotse_app.models.commune import Commune
    from lotse_app.models.service import Hit
    from lotse_app.paths import Places
    from lotse_app.store.opening import Reports, Store
    from lotse_app.vault.derive import Argon2Cost
    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.vault.vault import KeyFileVault
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.find import Finding
    from lotse_app.workflows.keeping_ports import BackupFiles, BackupSeal
    from lotse_app.workflows.ports import FigureRows, StationRows
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.sight_ports import PilotVault
    from lotse_app.workflows.sighted import SightedApplications, SightedEvidence


#: Modules that ``open_desk`` needs and that take a moment to load.
_OF_A_DESK = (
    "lotse_app.store.opening",
    "lotse_app.workflows.use_cases",
    "lotse_app.statistics.export",
    "lotse_app.statistics.monthly",
)


class Shelf:
    """Read-only things that take a moment to load; whoever needs one first loads it, once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._catalogue: CatalogueFile | None = None
        self._finder: CatalogueFinder | None = None
        self._forms: FormLibrary | None = None
        self._papers: PaperMaker | None = None

    def catalogue(self) -> CatalogueFile:
        """Return the catalogue."""
        from lotse_app.catalogue.file import CatalogueFile  # noqa: PLC0415 - start-up time

        with self._lock:
            if self._catalogue is None:
                self._catalogue = CatalogueFile(self._folder)
            return self._catalogue

    def finder(self) -> CatalogueFinder:
        """Return the finder."""
        from lotse_app.catalogue.finder import CatalogueFinder  # noqa: PLC0415 - start-up time

        with self._lock:
            if self._finder is None:
                self._finder = CatalogueFinder(self._folder)
            return self._finder

    def forms(self) -> FormLibrary:
        """Return the shipped forms."""
        from lotse_app.forms.library import FormLibrary  # noqa: PLC0415 - start-up time

        with self._lock:
            if self._forms is None:
                self._forms = FormLibrary(self._folder / "forms")
            return self._forms

    def papers(self) -> PaperMaker:
        """Return the maker of papers."""
        from lotse_app.documents.maker import PaperMaker  # noqa: PLC0415 - start-up time

        with self._lock:
            if self._papers is None:
                self._papers = PaperMaker(self._folder / "fonts")
            return self._papers

    def communes(self) -> Mapping[str, Commune]:
        """Return the communes by AGS."""
        return {commune.ags: commune for commune in self.catalogue().communes()}

    def finding(self) -> Finding:
        """Return finder and cards; needed before there is a desk (first run asks for the commune)."""
        from lotse_app.workflows.find import Finding  # noqa: PLC0415 - start-up time

        return Finding(self.catalogue(), self.finder(), self.forms())

    def warm(self) -> None:
        """Load what a desk needs, so that it opens at once behind the passphrase."""
        self.papers()
        self.finding()
        for module in _OF_A_DESK:
            import_module(module)


class RuleDeadlines:
    """Implements the port ``Deadlines`` over ``catalogue.deadlines``."""

    def due(self, rule: str, inputs: Sequence[Mapping[str, str]]) -> date | None:
        """Return the last day, or None while the answers do not say enough."""
        from lotse_app.catalogue.deadlines import due_day  # noqa: PLC0415 - start-up time

        return due_day(rule, inputs)


class LateReports:
    """Opens the reading connection on the report lane, when the first figure is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reports: Reports | None = None

    def figures(self) -> FigureRows:
        """Return the counting adapter. Report lane."""
        if self._reports is None:
            self._reports = self._store.open_for_reports()
        return self._reports.figures

    def close(self) -> None:
        """Close the reading connection. Report lane; before the store is closed."""
        if self._reports is not None:
            self._reports.close()
            self._reports = None


class VaultSeal:
    """Implements ``BackupSeal`` over the vault of an open store."""

    def __init__(self, vault: KeyFileVault, key: bytes) -> None:
        self._vault = vault
        self._key = key

    def new_key(self) -> bytes:
        """Return a fresh key for one backup."""
        return self._vault.new_backup_key()

    def seal(self, backup_key: bytes, facts: bytes) -> bytes:
        """Return the key part of a backup."""
        return self._vault.seal_backup(self._key, backup_key, facts)

    def renew_recovery(self) -> str:
        """Replace the recovery code; return the new one."""
        return self._vault.renew_recovery(self._key)


class DataFolder:
    """Implements ``Ground``: key file and store in ``bestand``; a first run builds in ``bestand.neu``."""

    def __init__(self, places: Places, shelf: Shelf, secrets: DeviceSecrets, tools: Tools) -> None:
        self._places = places
        self._shelf = shelf
        self._secrets = secrets
        self._tools = tools
        self._new: Store | None = None

    def occupied(self) -> bool:
        """Return whether a finished store is in place. Raises KEY_FILE_MISSING, STORE_MISSING."""
        key_file = any(file.exists() for file in self._places.key_files)  # the vault itself is loaded after the paint
        store = self._places.store.exists()
        if store and not key_file:
            raise refuse(Code.KEY_FILE_MISSING)
        if key_file and not store:
            raise refuse(Code.STORE_MISSING)
        return store

    def vault(self) -> KeyFileVault:
        """Return the vault in place."""
        return self._vault(self._places.ground)

    def begin(self) -> KeyFileVault:
        """Clear what an interrupted first run left and return a vault in the building folder."""
        import shutil  # noqa: PLC0415 - start-up time

        from lotse_app.store.errors import translated  # noqa: PLC0415 - start-up time

        self._close_new()
        with translated():
            if self._places.building.exists():
                shutil.rmtree(self._places.building)
            self._places.building.mkdir(mode=0o700, parents=True)
        return self._vault(self._places.building)

    def create_store(self, key: bytes) -> StationRows:
        """Make an empty store in the building folder."""
        from lotse_app.store.opening import create_store  # noqa: PLC0415 - start-up time

        self._new = create_store(self._places.building, key, self._tools.clock, self._tools.ids)
        return self._new.stations

    def settle(self) -> None:
        """Close the new store and put key file and store in place by one rename."""
        from lotse_app.store.errors import translated  # noqa: PLC0415 - start-up time

        self._close_new()
        with translated():
            self._places.building.rename(self._places.ground)

    def open_desk(self, key: bytes, pilot_id: str) -> Desk:
        """Open the store and lay out the desk of this pilot."""
        from lotse_app.store.backup import BackupCopies  # noqa: PLC0415 - start-up time
        from lotse_app.store.opening import open_store  # noqa: PLC0415 - start-up time

        store = open_store(self._places.ground, key, self._tools.clock, self._tools.ids)
        try:
            store.trail.sign_on(pilot_id)
            copies, vault = BackupCopies(self._places.ground, key, self._tools.clock), self.vault()
            return lay_desk(store, pilot_id, self._shelf, self._tools, Keys(vault, copies, VaultSeal(vault, key)))
        except BaseException:
            store.close()
            raise

    def _close_new(self) -> None:
        if self._new is not None:
            self._new.close()
            self._new = None

    def _vault(self, folder: Path) -> KeyFileVault:
        from lotse_app.vault.vault import KeyFileVault  # noqa: PLC0415 - start-up time

        return KeyFileVault(folder, self._secrets, self._tools.clock, cost=self._tools.argon2)


@dataclass(frozen=True, slots=True)
class Tools:
    """What is injected everywhere: clock, ids, the cost of Argon2id (None means the default)."""

    clock: Clock
    ids: Ids
    argon2: Argon2Cost | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """The built program without a window."""

    places: Places
    tools: Tools
    shelf: Shelf
    unlocking: Unlocking


def build(places: Places, secrets: DeviceSecrets | None = None, tools: Tools | None = None) -> Program:
    """Build the program over a data folder; tests and the demonstration pass their own keyring and clock."""
    from lotse_app.vault.device_secrets import KeyringSecrets  # noqa: PLC0415 - start-up time

    if tools is None:
        clock = SystemClock()
        tools = Tools(clock, Ids(clock))
    shelf = Shelf(resources())
    ground = DataFolder(places, shelf, secrets or KeyringSecrets(within), tools)
    return Program(places, tools, shelf, Unlocking(ground, tools.clock, tools.ids))


@dataclass(frozen=True, slots=True)
class Keys:
    """What a desk needs of the key file and of copies of the store."""

    vault: PilotVault
    copies: BackupFiles
    seal: BackupSeal


def lay_desk(store: Store, pilot_id: str, shelf: Shelf, tools: Tools, keys: Keys) -> Desk:
    """Return the desk of a pilot over an open store. Raises RECORD_MISSING if the store does not know the pilot."""
    from lotse_app.statistics.export import FileExporter  # noqa: PLC0415 - start-up time
    from lotse_app.statistics.monthly import MonthlyReport  # noqa: PLC0415 - start-up time
    from lotse_app.workflows import use_cases as use  # noqa: PLC0415 - start-up time

    communes = shelf.communes()
    shift = _shift(store, pilot_id, communes, tools)
    papers, reports = shelf.papers(), LateReports(store)
    cases, evidence = _sighted(store, shift)
    counsel = use.Counselling(store.sessions, cases, shift)
    persons = use.Persons(store.persons, store.applications, store.evidence, shelf.forms(), papers, shift)
    return use.Desk(
        workplace=shift.workplace,
        clock=tools.clock,
        overview=use.Overview(cases, store.sessions, store.outbox, pilot_id),
        counsel=counsel,
        find=shelf.finding(),
        applications=use.Applications(
            cases, evidence, shelf.forms(), shelf.catalogue(), RuleDeadlines(), counsel, shift
        ),
        evidence=use.EvidenceTable(evidence, papers, shift),
        freezing=use.Freezing(cases, papers, shift),
        signing=use.Signing(cases, papers, shift),
        handing_in=use.HandingIn(cases, papers, shift),
        printing=use.Printing(cases, papers, shift),
        report=use.Reporting(reports.figures, MonthlyReport(), papers, FileExporter(), shift),
        settings=use.Settings(store.stations, shift),
        keeping=use.Keeping(store.retention, store.stations, persons, shift),
        backups=use.Backups(store.backups, keys.copies, keys.seal, store.stations, shift),
        persons=persons,
        sight=shift.sight,
        consents=use.Consents(store.consents, shift),
        pilots=use.Pilots(store.stations, keys.vault, papers, shift),
        close=store.close,
        close_reports=reports.close,
        notices=clock_notices(store.newest_moment(), tools.clock.now()),
    )


def _shift(store: Store, pilot_id: str, communes: Mapping[str, Commune], tools: Tools) -> Shift:
    from lotse_app.models.people import Workplace  # noqa: PLC0415 - start-up time
    from lotse_app.workflows import use_cases as use  # noqa: PLC0415 - start-up time

    pilot = next((pilot for pilot in store.stations.pilots() if pilot.id == pilot_id), None)
    if pilot is None:
        raise refuse(Code.RECORD_MISSING)
    if not pilot.active:
        raise refuse(Code.SLOT_UNKNOWN)
    station = store.stations.station()
    workplace = Workplace(store.stations.operator(), station, pilot, communes[station.ags].short_name)
    maker = use.OperationMaker(tools.ids, pilot.id)
    sight = use.Sight(store.sight, store.stations, pilot, tools.clock)
    return use.Shift(workplace, tools.clock, tools.ids, maker, store.trail, sight=sight)


def _sighted(store: Store, shift: Shift) -> tuple[SightedApplications, SightedEvidence]:
    """Return the rows of cases behind the sight of this pilot: what no use case may go round."""
    from lotse_app.workflows import use_cases as use  # noqa: PLC0415 - start-up time

    gate = use.ConsentGate(store.consents, shift.workplace.operator)
    cases = use.SightedApplications(store.applications, shift.sight, gate)
    return cases, use.SightedEvidence(store.evidence, shift.sight)


def find_text(text: str) -> tuple[Hit, ...]:
    """Return the best services for ``lotse find``."""
    return Shelf(resources()).finder().find(text)


def find_batch(queries: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Return one ranking a query for ``lotse find --batch``."""
    from lotse_app.catalogue.batch import batch_line  # noqa: PLC0415 - start-up time

    finder = Shelf(resources()).finder()
    for query in queries:
        yield batch_line(finder, query)


def run_window(places: Places, hook: CrashHook) -> int:
    """Open the program; return the exit status of the event loop."""
    from lotse_app.ui.program import WindowProgram  # noqa: PLC0415 - Qt is only loaded for a window

    program = build(places)
    return WindowProgram(program.unlocking, program.shelf, places, resources(), program.tools.clock, hook).run(sys.argv)


def paint_pictures(program: Program, pilot_id: str, passphrase: str, folder: Path) -> list[Path]:
    """Paint every room of a store without a display; return the pictures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from lotse_app.crash import CrashHook  # noqa: PLC0415 - start-up time
    from lotse_app.ui.pictures import Photographer, room_scenes  # noqa: PLC0415 - Qt is only loaded for a window
    from lotse_app.ui.program import WindowProgram  # noqa: PLC0415 - as above
    from lotse_app.workflows.lanes import LaneName  # noqa: PLC0415 - as above

    places, clock = program.places, program.tools.clock
    hook = CrashHook(places.logs, clock)
    window = WindowProgram(program.unlocking, program.shelf, places, resources(), clock, hook)
    window.build([])
    key = program.unlocking.key(pilot_id, passphrase)
    desk = window.lanes.submit(LaneName.STORE, partial(program.unlocking.open, pilot_id, key)).result()
    case_id = window.lanes.submit(LaneName.STORE, desk.overview.applications).result()[0].id
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return Photographer(window, room_scenes(case_id), folder).work(desk)
    finally:
        window.end()
