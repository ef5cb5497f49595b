"""The desk: everything a signed-in pilot works with. Windows get it by constructor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import Clock
    from lotse_app.models.people import Workplace
    from lotse_app.models.problems import Problem
    from lotse_app.workflows.agenda import Agenda
    from lotse_app.workflows.applications import Applications
    from lotse_app.workflows.backups import Backups
    from lotse_app.workflows.consents import Consents
    from lotse_app.workflows.counsel import Counselling
    from lotse_app.workflows.evidence import EvidenceTable
    from lotse_app.workflows.filing import Filing
    from lotse_app.workflows.find import Finding
    from lotse_app.workflows.form_keeping import FormKeeping
    from lotse_app.workflows.freeze import Freezing
    from lotse_app.workflows.gathering import Gathering
    from lotse_app.workflows.hand_in import HandingIn
    from lotse_app.workflows.keeping import Keeping
    from lotse_app.workflows.letters import Letters
    from lotse_app.workflows.mandates import Mandates
    from lotse_app.workflows.offices import Offices
    from lotse_app.workflows.overview import Overview
    from lotse_app.workflows.persons import Persons
    from lotse_app.workflows.pilots import Pilots
    from lotse_app.workflows.portal_side import PortalSide
    from lotse_app.workflows.print import Printing
    from lotse_app.workflows.report import Reporting
    from lotse_app.workflows.report_keeping import ReportKeeping
    from lotse_app.workflows.settings import Settings
    from lotse_app.workflows.sheets import Sheets
    from lotse_app.workflows.sight import Sight
    from lotse_app.workflows.sign import Signing
    from lotse_app.workflows.stops import Stops
    from lotse_app.workflows.unsaved import Unsaved


@dataclass(frozen=True, slots=True)
class Desk:
    """All use cases over one open store. ``close`` runs on the store lane, ``close_reports`` on the report lane."""

    workplace: Workplace
    clock: Clock
    overview: Overview
    counsel: Counselling
    sheets: Sheets
    stops: Stops
    agenda: Agenda
    find: Finding
    applications: Applications
    evidence: EvidenceTable
    freezing: Freezing
    signing: Signing
    handing_in: HandingIn
    filing: Filing
    printing: Printing
    report: Reporting
    all_stations: Reporting
    gathering: Gathering
    report_keeping: ReportKeeping
    settings: Settings
    keeping: Keeping
    backups: Backups
    persons: Persons
    sight: Sight
    consents: Consents
    pilots: Pilots
    offices: Offices
    letters: Letters
    mandates: Mandates
    unsaved: Unsaved
    forms: FormKeeping
    portal: PortalSide
    close: Callable[[], None]
    close_reports: Callable[[], None]
    #: What has to be said once the desk is open, for example that the clock was set back.
    notices: tuple[Problem, ...] = ()
    #: Whether this is practice: invented residents, nothing of it is kept or sent.
    practice: bool = False
