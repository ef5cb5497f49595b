"""What the use cases ask of the adapters. ``bootstrap`` puts the adapters in; mypy checks the fit.

Every method is synchronous and says nothing about threads: the window runs store methods on the store lane, report
methods on the report lane, pure work on the work lane. Expected trouble is raised as ``ProblemError``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from lotse_app.models.application import (
        Application,
        ApplicationLine,
        CarriedBy,
        DocumentKind,
        DraftSave,
        FrozenApplication,
        HandIn,
        Mark,
        Signature,
        State,
    )
    from lotse_app.models.commune import Commune
    from lotse_app.models.evidence import CheckedFile, Evidence, EvidenceFile
    from lotse_app.models.figures import CaseFact, FigureQuery, FigureRow, Period, Record
    from lotse_app.models.filters import Choice, FilterKind, Filters
    from lotse_app.models.operation import LoggedOperation, Operation
    from lotse_app.models.people import Operator, Pilot, Station
    from lotse_app.models.public_service import Hit, PublicService
    from lotse_app.models.session import Binned, CounsellingSession, Revision, Silence, Waiting


class Vault(Protocol):
    """Key file with slots; the database key leaves it only as 32 bytes in memory."""

    def exists(self) -> bool:
        """Return whether there is a key file."""
        ...

    def create(self, pilot: Pilot, passphrase: str) -> tuple[bytes, str]:
        """Make key, device secret and both slots; return (key, recovery code). The code is never stored."""
        ...

    def pilots(self) -> tuple[tuple[str, str], ...]:
        """Return (pilot id, name) of every pilot slot, readable before unlocking."""
        ...

    def wait_seconds(self, pilot_id: str) -> int:
        """Return how long the window must still wait after wrong passphrases, kept across restarts."""
        ...

    def unlock(self, pilot_id: str, passphrase: str) -> bytes:
        """Return the database key. Raises WRONG_PASSPHRASE, PASSPHRASE_WAIT, KEYRING_*, KEY_FILE_*."""
        ...

    def reset_with_recovery(self, code: str, pilot: Pilot, passphrase: str) -> tuple[bytes, str]:
        """Re-wrap all after loss: new device secret, pilot slot, recovery code; return (key, new code)."""
        ...

    def change_passphrase(self, pilot_id: str, old: str, new: str) -> None:
        """Write the pilot's slot anew: flushed, then renamed."""
        ...

    def add_pilot(self, key: bytes, pilot: Pilot, passphrase: str) -> None:
        """Add a slot for another pilot of this device."""
        ...

    def remove_pilot(self, pilot_id: str) -> None:
        """Remove a pilot's slot. Raises SLOT_UNKNOWN, and NOT_PERMITTED for the last one."""
        ...


class StationRows(Protocol):
    """Operator, station, pilots, settings."""

    def set_up(self, operator: Operator, station: Station, pilot: Pilot, operations: Sequence[Operation]) -> None:
        """Write the first-run records in one transaction."""
        ...

    def operator(self) -> Operator:
        """Return the operator (Träger) of this store."""
        ...

    def station(self) -> Station:
        """Return the station of this store."""
        ...

    def pilots(self) -> tuple[Pilot, ...]:
        """Return all pilots, also those who left, by name."""
        ...

    def save_station(self, operator: Operator, station: Station, operations: Sequence[Operation]) -> None:
        """Change operator and station data."""
        ...

    def save_pilot(self, pilot: Pilot, operations: Sequence[Operation]) -> None:
        """Add or change a pilot."""
        ...

    def note_access(self, pilot_id: str) -> None:
        """Note in the trail that a pilot's access to this device was set up anew."""
        ...

    def setting(self, key: str, default: str = "") -> str:
        """Return one setting."""
        ...

    def save_setting(self, key: str, value: str) -> None:
        """Write one setting."""
        ...


class SessionRows(Protocol):
    """Counselling records."""

    def start(self, session: CounsellingSession, operations: Sequence[Operation] = ()) -> None:
        """Write a new row, running or entered afterwards. Raises SESSION_RUNNING if this pilot has a running one."""
        ...

    def running(self, pilot_id: str) -> CounsellingSession | None:
        """Return the running session of a pilot."""
        ...

    def get(self, session_id: str) -> CounsellingSession:
        """Return one session. Raises RECORD_MISSING."""
        ...

    def save(self, session: CounsellingSession, operations: Sequence[Operation] = ()) -> None:
        """Write all fields of a running or ended session."""
        ...

    def beat(self, session_id: str, at: datetime) -> None:
        """Note that the session still runs."""
        ...

    def correct(
        self, session: CounsellingSession, before: Mapping[str, Any], by: str, at: datetime,
        operations: Sequence[Operation],
    ) -> None:  # fmt: skip
        """Write an ended session anew and keep what was changed."""
        ...

    def revisions(self, session_id: str) -> tuple[Revision, ...]:
        """Return the corrections of a session, oldest first."""
        ...

    def put_in_bin(self, session_id: str, by: str, at: datetime, operations: Sequence[Operation]) -> None:
        """Delete an ended session into the bin. Raises SESSION_HAS_CASES if an application was begun in it."""
        ...

    def take_from_bin(self, session_id: str, operations: Sequence[Operation]) -> None:
        """Take a session out of the bin."""
        ...

    def binned(self) -> tuple[Binned, ...]:
        """Return what lies in the bin, deleted last first."""
        ...

    def last_of(self, pilot_id: str) -> CounsellingSession | None:
        """Return the session that a pilot ended last."""
        ...

    def waiting(self, day: str) -> tuple[Waiting, ...]:
        """Return who waits on a local day, the first one first."""
        ...

    def arrive(self, waiting_id: str, at: datetime) -> Waiting:
        """Give somebody the next number of the day; numbers of other days are forgotten."""
        ...

    def leave(self, waiting_id: str) -> None:
        """Take somebody off the list of those who wait. Raises RECORD_MISSING."""
        ...

    def silence(self, session_id: str) -> Silence | None:
        """Return the longest time in which a session gave no sign while it ran."""
        ...

    def discard(self, session_id: str) -> None:
        """Delete a running session that was started by mistake and has no application."""
        ...

    def count(self) -> int:
        """Return the number of sessions."""
        ...

    def ids(self, order: str = "started_at", *, descending: bool = True) -> Sequence[str]:
        """Return the ids of all sessions, sorted in SQL (tables: id array and pages of 200)."""
        ...

    def page(self, ids: Sequence[str]) -> tuple[CounsellingSession, ...]:
        """Return sessions by id, in the order asked."""
        ...


class ApplicationRows(Protocol):
    """Applications, their frozen editions, signatures, papers."""

    def create(self, application: Application, operations: Sequence[Operation]) -> Application:
        """Write a new application; returns it with a number that is unique in this store."""
        ...

    def get(self, application_id: str) -> Application:
        """Return one application. Raises RECORD_MISSING."""
        ...

    def lines(self, states: Sequence[State] = ()) -> tuple[ApplicationLine, ...]:
        """Return lines of applications in these states (all if none given), newest change first."""
        ...

    def of_session(self, session_id: str) -> tuple[ApplicationLine, ...]:
        """Return lines of the applications begun in a session."""
        ...

    def save_draft(self, draft: DraftSave) -> int:
        """Write answers and wizard position; return the new revision. Raises STALE_REVISION, RECORD_FROZEN."""
        ...

    def freeze(
        self, frozen: FrozenApplication, expected_revision: int, pdf: bytes, operations: Sequence[Operation]
    ) -> None:
        """Write edition, application PDF and state CHECKED in one transaction. Raises STALE_REVISION."""
        ...

    def frozen(self, application_id: str) -> FrozenApplication | None:
        """Return the valid frozen edition, or None while drafting."""
        ...

    def reopen(self, application_id: str, at: datetime, operations: Sequence[Operation]) -> Application:
        """Open the next edition for editing: state DRAFT, signatures of the old edition voided, confirmations kept."""
        ...

    def sign(self, signature: Signature, signed_pdf: bytes | None, operations: Sequence[Operation]) -> None:
        """Write a signature (and the PDF that shows it); the first one brings state SIGNED."""
        ...

    def case_of(self, frozen_id: str) -> str:
        """Return the application of an edition. Raises STALE_REVISION where there is none."""
        ...

    def signatures(self, application_id: str) -> tuple[Signature, ...]:
        """Return the valid signatures over the frozen edition, in the order they were given."""
        ...

    def mark(self, application_id: str, mark: Mark, *, present: bool, at: datetime) -> None:
        """Set or clear a mark."""
        ...

    def choose(self, application_id: str, name: str, value: str) -> None:
        """Keep what was chosen last for the present edition."""
        ...

    def choices(self, application_id: str) -> dict[str, str]:
        """Return what was chosen for the present edition."""
        ...

    def change_state(self, application_id: str, state: State, at: datetime, operations: Sequence[Operation]) -> None:
        """Take a step that ``models.application.TRANSITIONS`` allows. Raises TRANSITION_REFUSED."""
        ...

    def hand_in(
        self, hand_in: HandIn, state: State, receipt_pdf: bytes, note_pdf: bytes, operations: Sequence[Operation]
    ) -> None:
        """Write way, carrier, receipt, Merkzettel and the new state in one transaction."""
        ...

    def handed_in(self, application_id: str) -> HandIn | None:
        """Return how it was handed in."""
        ...

    def note_handed_over(self, application_id: str, on: date | None, by: CarriedBy | None, at: datetime) -> None:
        """Note *Abgegeben am …*, or take it back (None)."""
        ...

    def paper(self, application_id: str, kind: DocumentKind) -> bytes | None:
        """Return the newest paper of a kind as PDF bytes."""
        ...


class EvidenceRows(Protocol):
    """Evidence lines and files; files lie in 64-KiB rows."""

    def of_application(self, application_id: str) -> tuple[Evidence, ...]:
        """Return the evidence lines of an application in form order."""
        ...

    def save(self, evidence: Evidence, order: int, at: datetime) -> None:
        """Write one line (state and reason; files are untouched)."""
        ...

    def attach(self, application_id: str, key: str, file_id: str, checked: CheckedFile, at: datetime) -> EvidenceFile:
        """Store a checked file and set the line's state to FILE."""
        ...

    def detach(self, application_id: str, file_id: str, at: datetime) -> None:
        """Delete a file of a draft, its bytes too."""
        ...

    def content(self, file_id: str) -> bytes:
        """Return the bytes of a stored file."""
        ...


class OutboxRows(Protocol):
    """The operation log."""

    def waiting(self, limit: int = 500) -> tuple[LoggedOperation, ...]:
        """Return the oldest operations that were not handed to a portal yet."""
        ...

    def count_waiting(self) -> int:
        """Return how many wait."""
        ...


class FigureRows(Protocol):
    """Counts over sessions and applications, on the report lane's own read-only connection."""

    def count(self, query: FigureQuery) -> tuple[FigureRow, ...]:
        """Return counted rows."""
        ...

    def counts(self, queries: Sequence[FigureQuery]) -> tuple[tuple[FigureRow, ...], ...]:
        """Return counted rows query by query, from one reading of the same contacts."""
        ...

    def cases(self, filters: Filters) -> tuple[CaseFact, ...]:
        """Return what is known of every application, also of those that went by rule."""
        ...

    def records(self, period: Period, filters: Filters) -> tuple[Record, ...]:
        """Return every contact of a period, oldest first."""
        ...

    def choices(self, kind: FilterKind) -> tuple[Choice, ...]:
        """Return what occurs of a kind of filter; empty where the codes are fixed."""
        ...

    def last_change(self) -> datetime | None:
        """Return the data state: the newest session end or state change."""
        ...


class Catalogue(Protocol):
    """Public services and communes, from a plain read-only file."""

    def services(self) -> tuple[PublicService, ...]:
        """Return all services."""
        ...

    def service(self, service_id: str) -> PublicService:
        """Return one service. Raises RECORD_MISSING."""
        ...

    def by_leika(self, leika: str) -> PublicService | None:
        """Return the service that has this LeiKa id."""
        ...

    def eligible(self, service_id: str) -> tuple[bool, str]:
        """Return whether one can apply without a form, and the German reason where not. Raises RECORD_MISSING."""
        ...

    def communes(self) -> tuple[Commune, ...]:
        """Return the 418 communes, in German order."""
        ...

    def commune(self, ags: str) -> Commune:
        """Return one commune by AGS. Raises RECORD_MISSING."""
        ...

    def communes_of_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Return all communes that share a postcode; more than one means: ask."""
        ...

    def attribution(self) -> tuple[tuple[str, str], ...]:
        """Return (what and state date, source and licence) lines that the program shows."""
        ...


class Finder(Protocol):
    """Finds services by what residents say."""

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the best services, best first."""
        ...


class Deadlines(Protocol):
    """Computes when an application has to be at the office."""

    def due(self, rule: str, inputs: Sequence[Mapping[str, str]]) -> date | None:
        """Return the last day by the named rule, or None while the answers do not say enough.

        ``inputs`` are rows of named answers, as ``forms.deadline.deadline_inputs`` reads them.
        """
        ...
