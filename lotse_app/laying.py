"""Lays the desk of a pilot: every use case over an open store. Loaded with the first desk, never before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.people import Workplace
from lotse_app.models.problems import Code, refuse
from lotse_app.portal.late import LatePortal, LateStick
from lotse_app.shelf import RuleDeadlines
from lotse_app.statistics.books import ReportBooks
from lotse_app.vault.envelopes import Envelopes
from lotse_app.vault.receiving import X25519
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows.agenda import Agenda, CalendarDesk
from lotse_app.workflows.applications import Applications, Beside
from lotse_app.workflows.backups import Backups
from lotse_app.workflows.carrying import Aside, Carrying, StickTools
from lotse_app.workflows.clearing import Clearing
from lotse_app.workflows.consents import ConsentGate, Consents
from lotse_app.workflows.counsel import Counselling
from lotse_app.workflows.desk import Desk
from lotse_app.workflows.evidence import EvidenceTable
from lotse_app.workflows.filing import Filing
from lotse_app.workflows.form_keeping import FormKeeping
from lotse_app.workflows.form_shelf import Forms
from lotse_app.workflows.freeze import Freezing
from lotse_app.workflows.gathering import Gathering
from lotse_app.workflows.hand_in import HandingIn
from lotse_app.workflows.joining import Joining
from lotse_app.workflows.keeping import Keeping
from lotse_app.workflows.letters import Letters
from lotse_app.workflows.mandate_rules import MandateGate
from lotse_app.workflows.mandates import Mandates
from lotse_app.workflows.mending import Mending
from lotse_app.workflows.obeying import Obeying
from lotse_app.workflows.offices import Offices
from lotse_app.workflows.operations import OperationMaker
from lotse_app.workflows.overview import Overview
from lotse_app.workflows.persons import Persons
from lotse_app.workflows.pilots import Pilots
from lotse_app.workflows.portal_side import PortalSide
from lotse_app.workflows.print import Printing
from lotse_app.workflows.report import Reporting
from lotse_app.workflows.report_keeping import ReportKeeping
from lotse_app.workflows.report_scope import AllStations, OwnStation
from lotse_app.workflows.rounds import Rounds, Surroundings
from lotse_app.workflows.settings import Settings
from lotse_app.workflows.sheets import Sheets
from lotse_app.workflows.shift import Shift
from lotse_app.workflows.sight import Sight
from lotse_app.workflows.sighted import SightedApplications, SightedEvidence
from lotse_app.workflows.sign import Signing
from lotse_app.workflows.stops import Stops
from lotse_app.workflows.unlock import clock_notices
from lotse_app.workflows.unsaved import Unsaved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.ground import Keys, Tools
    from lotse_app.models.commune import Commune
    from lotse_app.shelf import Shelf
    from lotse_app.store.opening import Reports, Store
    from lotse_app.workflows.ports import FigureRows
    from lotse_app.workflows.report_scope import Scope
    from lotse_app.workflows.sync_ports import TransportPlace, Wiper


class LateReports:
    """Opens the reading connection on the report lane, when the first figure is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reports: Reports | None = None

    def reading(self) -> Reports:
        """Return the reading connection. Report lane."""
        if self._reports is None:
            self._reports = self._store.open_for_reports()
        return self._reports

    def figures(self) -> FigureRows:
        """Return the counting adapter. Report lane."""
        return self.reading().figures

    def close(self) -> None:
        """Close the reading connection. Report lane; before the store is closed."""
        if self._reports is not None:
            self._reports.close()
            self._reports = None


def lay_desk(shelf: Shelf, tools: Tools, store: Store, pilot_id: str, keys: Keys) -> Desk:
    """Return the desk of a pilot over an open store.

    Raises RECORD_MISSING if the store does not know the pilot, SLOT_UNKNOWN if the pilot is no longer active.
    """
    shift = _shift(store, pilot_id, shelf.communes(), tools)
    return _Laying(shelf, store, keys, shift).desk()


def lay_obeying(tools: Tools, transport: TransportPlace, wiper: Wiper) -> Obeying:
    """Return what asks for orders of a portal while the store is closed."""
    return Obeying(transport, LatePortal(tools.clock, tools.ids), Ed25519(), wiper, tools.clock)


class _Laying:
    """Lays the use cases of one desk; those that others stand on are made once, at the beginning."""

    def __init__(self, shelf: Shelf, store: Store, keys: Keys, shift: Shift) -> None:
        self._shelf, self._store, self._keys, self._shift = shelf, store, keys, shift
        self._papers = shelf.papers()
        self._reports = LateReports(store)
        definitions = ReportBooks().standard.version
        self._all_stations = AllStations(self._reports.reading, shelf.catalogue(), definitions, shift)
        self._forms = Forms(shelf.forms(), store.forms)
        self._cases, self._evidence = _sighted(store, shift)
        self._overview = Overview(self._cases, store.letters, store.sessions, store.outbox, shift.workplace.pilot.id)
        self._counsel = Counselling(store.sessions, self._cases, store.stops, shift)
        self._offices = Offices(shelf.offices(), store.offices, shelf.communes(), shift)
        self._applications = self._case_work()
        self._handing_in = HandingIn(self._cases, self._papers, shift)
        self._persons = self._person_work()

    def desk(self) -> Desk:
        """Return the desk."""
        return Desk(
            workplace=self._shift.workplace,
            clock=self._shift.clock,
            overview=self._overview,
            counsel=self._counsel,
            sheets=Sheets(self._store.batches, self._store.stations, self._shelf.tables(), self._counsel, self._shift),
            stops=Stops(self._store.stops, self._shift),
            agenda=self._agenda(),
            find=self._shelf.finding(self._forms),
            applications=self._applications,
            evidence=EvidenceTable(self._evidence, self._papers, self._shift),
            freezing=Freezing(self._cases, self._papers, self._shift),
            signing=Signing(self._cases, self._papers, self._shift),
            handing_in=self._handing_in,
            filing=self._filing(),
            printing=Printing(self._cases, self._papers, self._shelf.files(), self._shift),
            report=self._reporting(OwnStation(self._reports.figures, self._shift)),
            all_stations=self._reporting(self._all_stations),
            gathering=self._gathering(),
            report_keeping=ReportKeeping(self._store.reports, self._shift),
            settings=Settings(self._store.stations, self._shift),
            keeping=Keeping(self._store.retention, self._store.stations, self._persons, self._shift),
            backups=Backups(self._store.backups, self._keys.copies, self._keys.seal, self._store.stations, self._shift),
            persons=self._persons,
            sight=self._shift.sight,
            consents=Consents(self._store.consents, self._shift),
            pilots=Pilots(self._store.stations, self._keys.vault, self._papers, self._shift),
            offices=self._offices,
            letters=Letters(self._store.letters, self._cases, RuleDeadlines(), self._shift),
            mandates=self._mandate_work(),
            forms=FormKeeping(self._store.forms, self._forms, self._papers, self._shift, practice=self._shelf.practice),
            portal=self._portal(),
            unsaved=Unsaved(self._keys.drafts, self._applications, self._shift),
            close=self._store.close,
            close_reports=self._reports.close,
            notices=(*self._shelf.troubles, *clock_notices(self._store.newest_moment(), self._shift.clock.now())),
            practice=self._shelf.practice,
        )

    def _case_work(self) -> Applications:
        catalogue = self._shelf.catalogue()
        beside = Beside(self._evidence, self._store.mandates, self._offices, self._store.stations)
        return Applications(self._cases, beside, self._forms, catalogue, RuleDeadlines(), self._counsel, self._shift)

    def _mandate_work(self) -> Mandates:
        rows, texts = self._store.mandates, self._shelf.mandate_texts()
        return Mandates(rows, self._cases, texts, self._papers, self._offices, self._shift)

    def _reporting(self, scope: Scope) -> Reporting:
        shelf = self._shelf
        return Reporting(scope, ReportBooks(), shelf.catalogue(), self._papers, shelf.exporter(), self._shift)

    def _gathering(self) -> Gathering:
        rows, reading, files = self._store.station_files, self._reports.reading, self._shelf.exporter()
        return Gathering(rows, reading, self._all_stations, Ed25519(), files, self._shift)

    def _portal(self) -> PortalSide:
        store, shift, device_keys = self._store, self._shift, self._store.station_files
        door, signing = LatePortal(shift.clock, shift.ids), Ed25519()
        rows = store.clearing, store.sync, store.stations, store.stops, store.sessions
        clearing = Clearing(*rows, self._shelf.communes(), shift)
        mending = Mending(store.mending, store.sync)
        around = Surroundings(store.backups, self._keys.transport, clearing.after_round, store.health, mending)
        joining = Joining(store.membership, device_keys, store.stations, door, (signing, X25519()), shift)
        rounds = Rounds(store.membership, store.sync, device_keys, door, signing, shift.clock, around)
        tables = store.membership, store.sync, device_keys
        stick = StickTools(signing, Envelopes(), LateStick(signing), self._shelf.exporter(), shift.clock)
        carrying = Carrying(*tables, stick, Aside(store.health, store.backups, clearing.after_round))
        return PortalSide(joining, rounds, clearing, carrying)

    def _person_work(self) -> Persons:
        store, shelf = self._store, self._shelf
        beside = Beside(store.evidence, store.mandates)
        tables = shelf.exporter()
        return Persons(store.persons, store.applications, beside, self._forms, self._papers, tables, self._shift)

    def _agenda(self) -> Agenda:
        store, shelf = self._store, self._shelf
        calendar = CalendarDesk(shelf.calendars(), shelf.exporter(), shelf.communes())
        return Agenda(store.agenda, store.stops, self._cases, self._counsel, calendar, self._shift)

    def _filing(self) -> Filing:
        steps = self._handing_in, self._applications, self._overview, self._offices
        return Filing(*steps, self._papers, self._shift)


def _shift(store: Store, pilot_id: str, communes: Mapping[str, Commune], tools: Tools) -> Shift:
    pilot = next((pilot for pilot in store.stations.pilots() if pilot.id == pilot_id), None)
    if pilot is None:
        raise refuse(Code.RECORD_MISSING)
    if not pilot.active:
        raise refuse(Code.SLOT_UNKNOWN)
    station = store.stations.station()
    workplace = Workplace(store.stations.operator(), station, pilot, communes[station.ags].short_name)
    maker = OperationMaker(tools.ids, pilot.id)
    sight = Sight(store.sight, store.stations, pilot, tools.clock)
    return Shift(workplace, tools.clock, tools.ids, maker, store.trail, sight=sight)


def _sighted(store: Store, shift: Shift) -> tuple[SightedApplications, SightedEvidence]:
    """Return the rows of cases behind the sight of this pilot: what no use case may go round."""
    gate = ConsentGate(store.consents, shift.workplace.operator)
    mandates = MandateGate(store.applications, store.mandates)
    cases = SightedApplications(store.applications, shift.sight, gate, mandates)
    return cases, SightedEvidence(store.evidence, shift.sight)
