"""The composition root: builds every object once and passes it on. The only file that knows all rooms."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import SystemClock
from lotse_app.ground import DataFolder, LateReports, RestoreFolder, Tools
from lotse_app.ids import Ids
from lotse_app.models.problems import Code, refuse
from lotse_app.paths import resources
from lotse_app.shelf import RuleDeadlines, Shelf
from lotse_app.workflows.lanes import within
from lotse_app.workflows.unlock import Unlocking, clock_notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from lotse_app.crash import CrashHook
    from lotse_app.ground import Keys
    from lotse_app.models.commune import Commune
    from lotse_app.models.public_service import Hit
    from lotse_app.paths import Places
    from lotse_app.store.opening import Store
    from lotse_app.ui.program import SideDoors
    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.workflows.applications import Applications
    from lotse_app.workflows.counsel import Counselling
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.persons import Persons
    from lotse_app.workflows.practising import Practising
    from lotse_app.workflows.restore import Restoring
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.sighted import SightedApplications, SightedEvidence


@dataclass(frozen=True, slots=True)
class Program:
    """The built program without a window."""

    places: Places
    tools: Tools
    shelf: Shelf
    ground: DataFolder
    unlocking: Unlocking
    restore: RestoreFolder


def build(places: Places, secrets: DeviceSecrets | None = None, tools: Tools | None = None) -> Program:
    """Build the program over a data folder; tests and the demonstration pass their own keyring and clock."""
    from lotse_app.vault.device_secrets import KeyringSecrets  # noqa: PLC0415 - start-up time

    if tools is None:
        clock = SystemClock()
        tools = Tools(clock, Ids(clock))
    shelf = Shelf(resources())
    keyring = secrets or KeyringSecrets(within)
    ground = DataFolder(places, keyring, tools, partial(lay_desk, shelf, tools))
    restore = RestoreFolder(places, keyring, tools, ground)
    return Program(places, tools, shelf, ground, Unlocking(ground, tools.clock, tools.ids), restore)


def lay_desk(shelf: Shelf, tools: Tools, store: Store, pilot_id: str, keys: Keys) -> Desk:
    """Return the desk of a pilot over an open store. Raises RECORD_MISSING if the store does not know the pilot."""
    from lotse_app.statistics.monthly import MonthlyReport  # noqa: PLC0415 - start-up time
    from lotse_app.workflows import use_cases as use  # noqa: PLC0415 - start-up time

    shift = _shift(store, pilot_id, shelf.communes(), tools)
    papers, reports = shelf.papers(), LateReports(store)
    cases, evidence = _sighted(store, shift)
    return use.Desk(
        workplace=shift.workplace,
        clock=tools.clock,
        overview=(overview := use.Overview(cases, store.letters, store.sessions, store.outbox, pilot_id)),
        counsel=(counsel := use.Counselling(store.sessions, cases, shift)),
        sheets=use.Sheets(store.batches, store.stations, shelf.tables(), counsel, shift),
        find=shelf.finding(),
        applications=(applications := _applications(store, shelf, cases, evidence, counsel, shift)),
        offices=(offices := use.Offices(shelf.offices(), store.offices, shift)),
        evidence=use.EvidenceTable(evidence, papers, shift),
        freezing=use.Freezing(cases, papers, shift),
        signing=use.Signing(cases, papers, shift),
        handing_in=(handing_in := use.HandingIn(cases, papers, shift)),
        filing=use.Filing(handing_in, applications, overview, offices, papers, shift),
        printing=use.Printing(cases, papers, shift),
        report=use.Reporting(reports.figures, MonthlyReport(), papers, shelf.exporter(), shift),
        settings=use.Settings(store.stations, shift),
        persons=(persons := _persons(store, shelf, shift)),
        keeping=use.Keeping(store.retention, store.stations, persons, shift),
        backups=use.Backups(store.backups, keys.copies, keys.seal, store.stations, shift),
        sight=shift.sight,
        consents=use.Consents(store.consents, shift),
        pilots=use.Pilots(store.stations, keys.vault, papers, shift),
        letters=use.Letters(store.letters, cases, RuleDeadlines(), shift),
        mandates=use.Mandates(store.mandates, cases, shelf.mandate_texts(), papers, shift),
        close=store.close,
        close_reports=reports.close,
        notices=clock_notices(store.newest_moment(), tools.clock.now()),
        practice=shelf.practice,
        unsaved=use.Unsaved(keys.drafts, applications, shift),
    )


def _persons(store: Store, shelf: Shelf, shift: Shift) -> Persons:
    from lotse_app.workflows import use_cases as use  # noqa: PLC0415 - start-up time

    beside, papers = use.Beside(store.evidence, store.mandates), shelf.papers()
    return use.Persons(store.persons, store.applications, beside, shelf.forms(), papers, shelf.exporter(), shift)


def _applications(
    store: Store,
    shelf: Shelf,
    cases: SightedApplications,
    evidence: SightedEvidence,
    counsel: Counselling,
    shift: Shift,
) -> Applications:
    from lotse_app.workflows import use_cases as use  # noqa: PLC0415 - start-up time

    beside = use.Beside(evidence, store.mandates)
    return use.Applications(cases, beside, shelf.forms(), shelf.catalogue(), RuleDeadlines(), counsel, shift)


def practising(program: Program) -> Practising:
    """Return what opens the practice store: another folder, another key, nothing of the real one."""
    from lotse_app.ground import PracticeFolder  # noqa: PLC0415 - nothing of practice is loaded before it begins
    from lotse_app.workflows.practising import Practising  # noqa: PLC0415 - as above

    shelf, tools = Shelf(resources(), practice=True), program.tools
    ground = PracticeFolder(program.places, tools, partial(lay_desk, shelf, tools))
    return Practising(ground, shelf, tools.clock, tools.ids)


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
    mandates = use.MandateGate(store.applications, store.mandates)
    cases = use.SightedApplications(store.applications, shift.sight, gate, mandates)
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
    clock, doors = program.tools.clock, side_doors(program)
    return WindowProgram(program.unlocking, program.shelf, places, resources(), clock, hook, doors=doors).run(sys.argv)


def side_doors(program: Program) -> SideDoors:
    """Return the other ways in than the passphrase."""
    from lotse_app.ui.program import SideDoors  # noqa: PLC0415 - Qt is only loaded for a window

    return SideDoors(partial(practising, program), partial(restoring, program))


def restoring(program: Program) -> Restoring:
    """Return what brings a backup back into this data folder."""
    from lotse_app.workflows.restore import Restoring  # noqa: PLC0415 - hardly anybody needs it

    return Restoring(program.restore)


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
