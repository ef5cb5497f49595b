"""All use cases of the desk in one import: nothing of it is loaded before the unlock window has been painted."""

from __future__ import annotations

from lotse_app.workflows.applications import Applications, Beside
from lotse_app.workflows.backups import Backups
from lotse_app.workflows.consents import ConsentGate, Consents
from lotse_app.workflows.counsel import Counselling
from lotse_app.workflows.desk import Desk
from lotse_app.workflows.evidence import EvidenceTable
from lotse_app.workflows.filing import Filing
from lotse_app.workflows.find import Finding
from lotse_app.workflows.freeze import Freezing
from lotse_app.workflows.hand_in import HandingIn
from lotse_app.workflows.keeping import Keeping
from lotse_app.workflows.letters import Letters
from lotse_app.workflows.mandate_rules import MandateGate
from lotse_app.workflows.mandates import Mandates
from lotse_app.workflows.offices import Offices
from lotse_app.workflows.operations import OperationMaker
from lotse_app.workflows.overview import Overview
from lotse_app.workflows.persons import Persons
from lotse_app.workflows.pilots import Pilots
from lotse_app.workflows.print import Printing
from lotse_app.workflows.report import Reporting
from lotse_app.workflows.settings import Settings
from lotse_app.workflows.sheets import Sheets
from lotse_app.workflows.shift import Shift
from lotse_app.workflows.sight import Sight
from lotse_app.workflows.sighted import SightedApplications, SightedEvidence
from lotse_app.workflows.sign import Signing
from lotse_app.workflows.unsaved import Unsaved

__all__ = [
    "Applications",
    "Backups",
    "Beside",
    "ConsentGate",
    "Consents",
    "Counselling",
    "Desk",
    "EvidenceTable",
    "Filing",
    "Finding",
    "Freezing",
    "HandingIn",
    "Keeping",
    "Letters",
    "MandateGate",
    "Mandates",
    "Offices",
    "OperationMaker",
    "Overview",
    "Persons",
    "Pilots",
    "Printing",
    "Reporting",
    "Settings",
    "Sheets",
    "Shift",
    "Sight",
    "SightedApplications",
    "SightedEvidence",
    "Signing",
    "Unsaved",
]
