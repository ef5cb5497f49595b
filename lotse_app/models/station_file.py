"""The station file: what figures count of one station, to be read by the coordinator (ADR 0020). No residents' data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from lotse_app.models.figures import CaseFact, Period

#: Ending of the file's name.
SUFFIX = ".lotse-station"
#: A file that is older than this, or that does not reach the end of a period that is over, is overdue.
OVERDUE = timedelta(days=35)
#: A file from further ahead was made by a device whose clock is wrong; it would keep every later one out.
AHEAD = timedelta(days=1)


def contact_key(session_id: str) -> str:
    """Return by what a session is known again at another station.

    The id itself begins with the millisecond it was made in (UUIDv7), and clock times never leave a station.
    """
    return hashlib.sha256(b"lotse contact " + session_id.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Contact:
    """One ended contact as figures count it; codes, no person, pilot, note or clock time.

    ``topics`` are (service id or empty, label), ``heads`` (attribute, value, count); ``begun`` is how many
    applications were begun in it, ``revision`` how often it was corrected.
    """

    key: str
    revision: int
    day: str
    station_id: str
    ags: str
    place_type: str
    kind: str
    access: str
    people: int
    age_band: str
    first_contact: str
    language: str
    help_kind: str
    result: str
    seconds: int
    minutes: int
    first_people: int
    preparation: int
    travel: int
    distance: int
    begun: int
    topics: tuple[tuple[str, str], ...] = ()
    obstacles: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    heads: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """What figures know of one application: months, and by what it can be filtered."""

    service_id: str
    ags: str
    fact: CaseFact


@dataclass(frozen=True, slots=True)
class Log:
    """One log of a store: a restored store begins a new one and knows the earlier ones."""

    id: str
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class FileStation:
    """Whose file it is."""

    id: str
    name: str
    place_type: str
    ags: str
    operator: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from and how far it reaches. ``logs`` oldest first; the last one is the source.

    ``changed_on`` is the day of the newest contact or state, empty for none; ``territory`` the state of the communes.
    """

    station: FileStation
    logs: tuple[Log, ...]
    made_at: datetime
    changed_on: str
    definitions: int
    program: str
    territory: str

    @property
    def source(self) -> str:
        """Return the log it was made from."""
        return self.logs[-1].id

    @property
    def family(self) -> str:
        """Return the first log: the same for a store and everything that was restored from its backups."""
        return self.logs[0].id

    def covers(self, other: Origin) -> bool:
        """Return whether ``other`` is of the store this comes from: see ``reaches``."""
        return reaches(self.logs, other)


def reaches(logs: Sequence[Log], other: Origin) -> bool:
    """Return whether a file is of a store with these logs: of its present log, or of one it went on from.

    A device that went on working after another one was made from its backup is a device of its own.
    """
    if other.source == logs[-1].id:
        return True
    after = {log.id: follower.begun_at for log, follower in pairwise(logs)}
    return other.source in after and other.made_at <= after[other.source]


@dataclass(frozen=True, slots=True)
class StationFile:
    """The content of a station file."""

    origin: Origin
    contacts: tuple[Contact, ...]
    cases: tuple[PlacedCase, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was read: its signature fits. ``digest`` is SHA-256 of its content, ``fingerprint`` of its key."""

    file: StationFile
    digest: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class HeldFile:
    """What the store says of a file it holds, without contacts."""

    origin: Origin
    digest: str
    fingerprint: str


def groups(fingerprint: str) -> str:
    """Return the first 80 bits of a fingerprint as people compare them on the telephone: ``ABCD EFGH IJKL MNOP``."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, 16, 4))


def overdue(made_on: date, period: Period, today: date) -> bool:
    """Return whether a file lacks days of a period that is over, or is old while the period goes on."""
    return made_on < (period.end if period.end <= today else today - OVERDUE)


def newest_of_family(origins: Iterable[Origin]) -> frozenset[str]:
    """Return of each family the source whose file is the newest.

    Applications have no number in a file: of two devices that began as one they would count twice.
    """
    newest: dict[str, Origin] = {}
    for one in sorted(origins, key=lambda one: (one.made_at, one.source)):
        newest[one.family] = one
    return frozenset(one.source for one in newest.values())


def united(contacts: Iterable[tuple[datetime, Contact]]) -> tuple[Contact, ...]:
    """Return every contact once, by day and key, whatever order they come in; beside each the moment of its file.

    The one that was corrected more often wins, then the one of the newer file, then (two devices of one moment) the
    one that sorts last: every order of reading gives the same.
    """
    best: dict[str, tuple[datetime, Contact]] = {}
    for at, one in contacts:
        known = best.get(one.key)
        if known is None or _wins(at, one, *known):
            best[one.key] = (at, one)
    return tuple(sorted((one for _, one in best.values()), key=lambda one: (one.day, one.key)))


def _wins(at: datetime, one: Contact, known_at: datetime, known: Contact) -> bool:
    claim, other = (one.revision, at), (known.revision, known_at)
    return repr(one) > repr(known) if claim == other else claim > other
