"""The counselling record (Beratung): fields of domain 1.6, counting rules of design/statistics."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.contact import ContactKind, Details, HeadKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from lotse_app.models.contact import Heads
    from lotse_app.models.people import PlaceType, Role


class Access(StrEnum):
    """How the contact came about (Zugang)."""

    WALK_IN = "ohne_termin"
    APPOINTMENT = "termin"
    REFERRED = "vermittelt"
    TELEPHONE = "telefon"


class AgeBand(StrEnum):
    """Age on the day of the contact; asked, never inferred; ``k_a`` is a row of every table."""

    NOT_SAID = "k_a"
    UNDER_18 = "u18"
    FROM_18 = "18_29"
    FROM_30 = "30_44"
    FROM_45 = "45_59"
    FROM_60 = "60_69"
    FROM_70 = "70_79"
    FROM_80 = "80plus"


class FirstContact(StrEnum):
    """Asked, not inferred; *nicht gefragt* is a row."""

    NOT_ASKED = "nicht_gefragt"
    YES = "ja"
    NO = "nein"


class HelpKind(StrEnum):
    """Kind of help (Art der Hilfe)."""

    INFORMATION = "auskunft"
    FILLED_TOGETHER = "gemeinsam_ausgefuellt"
    FILLED_FOR_PERSON = "fuer_person_ausgefuellt"
    DEVICE = "geraetehilfe"


class Result(StrEnum):
    """Result of the contact; the labels of the wireframe map to these."""

    DONE = "erledigt"
    SUBMITTED = "antrag_gestellt"
    PREPARED = "vorbereitet"
    NEW_APPOINTMENT = "neuer_termin"
    REFERRED = "verwiesen"
    ABANDONED = "abgebrochen"


class ReferredTo(StrEnum):
    """Where the resident was sent; only with ``Result.REFERRED``."""

    OFFICE = "fachamt"
    DISTRICT = "landratsamt"
    JOBCENTER = "jobcenter"
    PENSION = "rente"
    HEALTH_INSURANCE = "krankenkasse"
    ADVICE_CENTRE = "beratungsstelle"
    CONSUMER_CENTRE = "verbraucherzentrale"
    OTHER = "sonst"


class Obstacle(StrEnum):
    """Obstacles met (Hindernisse); several are possible."""

    NO_EID = "kein_eid"
    PIN_UNKNOWN = "pin_unbekannt"
    NO_BUNDID = "kein_bundid"
    BUNDID_FAULT = "bundid_fehler"
    NO_EMAIL = "keine_email"
    NO_DEVICE = "kein_geraet"
    NO_NETWORK = "kein_netz"
    NOT_ONLINE = "dienst_nicht_online"
    MEDIA_BREAK = "medienbruch"
    PAPER_MISSING = "unterlage_fehlt"
    LANGUAGE = "sprache"
    BARRIER = "barriere"
    FORM_UNCLEAR = "formular_unverstaendlich"
    COMPETENCE_UNCLEAR = "zustaendigkeit_unklar"
    OTHER = "sonst"


#: More of either is no record of a session; others read these lines within bounds of their own.
LONGEST_TOPIC, MOST_TOPICS = 200, 20


def plain_line(text: str) -> str:
    """Return a text in one line, without signs that nobody sees: others refuse those."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@dataclass(frozen=True, slots=True)
class Topic:
    """What it was about: a service of the catalogue; ``service_id`` is empty for a free theme."""

    service_id: str
    label: str


#: A contact that takes less is a Kurzkontakt (design/statistics, counting rules).
SHORT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CounsellingSession:
    """One contact from start to end. The row exists from the first key stroke.

    ``ended_at`` is None while it runs; ``beat_at`` is the last moment it was known to run, so that
    a crash loses no minutes. ``note`` stays on the device and holds no names. ``heads`` count the persons of a group
    by attribute; where they are given, ``age_band``, ``first_contact`` and the gender of ``details`` say nothing.
    ``stop_id`` is the stop of a mobile station it was at.
    """

    id: str
    pilot_id: str
    role: Role
    station_id: str
    ags: str
    place_type: PlaceType
    started_at: datetime
    beat_at: datetime
    ended_at: datetime | None = None
    access: Access = Access.WALK_IN
    people: int = 1
    age_band: AgeBand = AgeBand.NOT_SAID
    first_contact: FirstContact = FirstContact.NOT_ASKED
    topics: tuple[Topic, ...] = ()
    help_kind: HelpKind | None = None
    result: Result | None = None
    referred_to: ReferredTo | None = None
    obstacles: tuple[Obstacle, ...] = ()
    note: str = ""
    short_contact: bool = False
    kind: ContactKind = ContactKind.SINGLE
    heads: tuple[Heads, ...] = ()
    details: Details = field(default_factory=Details)
    stop_id: str = ""

    @property
    def running(self) -> bool:
        """Return whether the session has not ended yet."""
        return self.ended_at is None

    @property
    def minutes(self) -> int:
        """Return whole minutes from start to end (or to the last beat), rounded half up."""
        end = self.ended_at or self.beat_at
        return int((end - self.started_at).total_seconds() / 60 + 0.5)

    @property
    def short(self) -> bool:
        """Return whether it is a Kurzkontakt as figures count it: a Beratung that ended within ten minutes."""
        return self.kind.counsels and self.ended_at is not None and self.ended_at - self.started_at < SHORT

    @property
    def first_people(self) -> int:
        """Return of how many persons *zum ersten Mal hier* was said."""
        heads = [one for one in self.heads if one.kind is HeadKind.FIRST_CONTACT]
        if heads:
            return sum(one.count for one in heads if one.value == FirstContact.YES)
        return self.people if self.first_contact is FirstContact.YES else 0


#: A running session of which nothing was heard for longer was asleep, locked or crashed meanwhile.
SILENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Silence:
    """A time in which a running session gave no sign."""

    start: datetime
    end: datetime


def longest_silence(known: Silence | None, heard_at: datetime, now: datetime) -> Silence | None:
    """Return the longest silence of a session that was last heard at ``heard_at`` and gives a sign ``now``."""
    if now - heard_at <= SILENCE or (known is not None and now - heard_at <= known.end - known.start):
        return known
    return Silence(heard_at, now)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a correction changed: the values before it by field, as they travel; ``number`` counts from 1.

    An old note is not among them; ``notiz`` only says that it was changed.
    """

    number: int
    at: datetime
    by: str
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Binned:
    """A deleted session in the bin."""

    session: CounsellingSession
    deleted_at: datetime
    deleted_by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits: a number of the day, and since when. No name."""

    id: str
    number: int
    since: datetime
