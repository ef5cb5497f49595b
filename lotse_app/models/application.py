"""One assisted application (Antrag): states, marks, draft, frozen edition, signature.

Transitions are a table here; nothing else changes a state (product, *States of an application*).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lotse_app.models.acting import ActingAs
from lotse_app.models.problems import Code, refuse
from lotse_app.models.signing import SignedAs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from lotse_app.models.acting import ReadBackWay
    from lotse_app.models.persons import PersonKey


class State(StrEnum):
    """States of an application."""

    DRAFT = "entwurf"
    CHECKED = "geprueft"
    SIGNED = "unterschrieben"
    SUBMITTED = "eingereicht"
    RECEIVED = "eingang_bestaetigt"
    QUERY = "rueckfrage"
    DECIDED = "beschieden"
    CLOSED = "abgeschlossen"
    WITHDRAWN = "zurueckgezogen"
    ABANDONED = "abgebrochen"
    NOT_ACCEPTED = "nicht_angenommen"


class Mark(StrEnum):
    """Marks that stand beside the state."""

    PAPERS_MISSING = "unterlagen_fehlen"
    SIGNATURE_FOLLOWS = "unterschrift_folgt"
    DELIVERY_DISTURBED = "uebermittlung_gestoert"
    PRINT_LATER = "spaeter_drucken"


_EXITS = frozenset({State.WITHDRAWN, State.ABANDONED})

TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.CHECKED}) | _EXITS,
    State.CHECKED: frozenset({State.DRAFT, State.SIGNED, State.SUBMITTED}) | _EXITS,
    State.SIGNED: frozenset({State.DRAFT, State.SUBMITTED}) | _EXITS,
    State.SUBMITTED: frozenset({State.RECEIVED, State.NOT_ACCEPTED, State.QUERY, State.DECIDED, State.WITHDRAWN}),
    State.RECEIVED: frozenset({State.QUERY, State.DECIDED, State.NOT_ACCEPTED, State.WITHDRAWN}),
    State.QUERY: frozenset({State.RECEIVED, State.DECIDED, State.WITHDRAWN}),
    State.DECIDED: frozenset({State.CLOSED, State.QUERY}),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset({State.CLOSED}),
    State.ABANDONED: frozenset({State.CLOSED}),
    State.NOT_ACCEPTED: frozenset({State.CLOSED}),
}


def check_transition(before: State, after: State) -> None:
    """Raise ``ProblemError(TRANSITION_REFUSED)`` unless the table allows the step."""
    if after not in TRANSITIONS[before]:
        raise refuse(Code.TRANSITION_REFUSED, before=before.value, after=after.value)


def check_taken_back(now: State, before: State) -> None:
    """Raise ``ProblemError(TRANSITION_REFUSED)`` unless ``now`` was reached from ``before`` by the table, or is it."""
    if now is not before:
        check_transition(before, now)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """*Das stimmt* for one section: ``digest`` is over the section's lines as they were read back."""

    section: str
    how: ReadBackWay
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Application:
    """The working record of one case (Vorgang).

    ``revision`` counts saved drafts and guards against lost updates; ``edition`` counts frozen
    versions, from 1: an edit after a freeze opens the next edition and voids signatures.
    ``answers`` is one JSON document; it is never indexed and never logged.
    """

    id: str
    number: str
    service_id: str
    service_name: str
    form_id: str
    form_version: str
    ags: str
    pilot_id: str
    created_at: datetime
    changed_at: datetime
    session_id: str | None = None
    state: State = State.DRAFT
    marks: frozenset[Mark] = frozenset()
    acting: ActingAs = ActingAs.SELF
    notice_version: int | None = None
    keep_contact: bool = False
    revision: int = 0
    edition: int = 1
    step: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    confirmations: tuple[Confirmation, ...] = ()
    due: date | None = None
    #: A person in it has an Auskunftssperre: named in the form itself only.
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class DraftSave:
    """What one autosave writes; ``expected_revision`` is the one the window last saw."""

    application_id: str
    expected_revision: int
    answers: Mapping[str, Any]
    step: str
    acting: ActingAs
    notice_version: int | None
    keep_contact: bool
    confirmations: tuple[Confirmation, ...]
    due: date | None
    at: datetime
    #: Who is named in the answers, by search form and birth date; None leaves the index as it is.
    people: tuple[PersonKey, ...] | None = None


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """One line in a list: no names, no answers. ``masked`` is a colleague's: show number and service only."""

    id: str
    number: str
    service_name: str
    state: State
    marks: frozenset[Mark]
    changed_at: datetime
    due: date | None
    way: str = ""
    step: str = ""
    pilot_id: str = ""
    masked: bool = False
    #: The next deadline printed on (or computed from) a letter that is not answered yet.
    letter_due: date | None = None
    #: Of a decision: ``bewilligt``, ``teilweise``, ``abgelehnt`` (``models.letter.LetterKind``).
    outcome: str = ""
    #: A person in it has an Auskunftssperre.
    guarded: bool = False
    #: What tells where it has to go, without opening it: service, form, commune.
    service_id: str = ""
    form_id: str = ""
    ags: str = ""
    #: The kind of paper it was handed in with, and whether an office has it.
    receipt: str = ""
    handed_over: bool = False
    #: Who takes the paper there (``CarriedBy``), empty before it was handed in.
    carried_by: str = ""


@dataclass(frozen=True, slots=True)
class FrozenApplication:
    """An immutable edition: ``canonical`` are RFC 8785 bytes, ``digest`` their SHA-256 as hex."""

    id: str
    application_id: str
    edition: int
    form_id: str
    form_version: str
    canonical: bytes
    digest: str
    frozen_at: datetime
    #: Who is named, as it is indexed with the freeze; not read back.
    people: tuple[PersonKey, ...] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature over ``digest``.

    ``strokes`` are normalised points (0..1 in both directions) when the pad was used, empty when
    the print was signed (``on_paper``). A later edit voids it. ``line`` is the number of the line it
    stands on, from 0; None is from before lines were asked one by one. ``beside`` is the witness of a
    Handzeichen or the official who took the declaration down, at ``office``.
    """

    id: str
    frozen_id: str
    digest: str
    signer: str
    at: datetime
    on_paper: bool
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    line: int | None = None
    given_as: SignedAs = SignedAs.OWN_HAND
    beside: str = ""
    office: str = ""


class CarriedBy(StrEnum):
    """Who takes the paper to the office."""

    RESIDENT = "person"
    PILOT = "lotse"
    POST = "post"


@dataclass(frozen=True, slots=True)
class HandIn:
    """How an application was handed in; ``receipt`` is the kind of paper that was printed."""

    application_id: str
    way: str
    carried_by: CarriedBy
    receipt: str
    at: datetime
    handed_over_on: date | None = None
    #: Who really took it there, once it is known.
    handed_over_by: CarriedBy | None = None
    #: Asks to set the mark *Unterschrift folgt* with it; the mark is where it is kept.
    signature_follows: bool = field(default=False, compare=False)


class DocumentKind(StrEnum):
    """Kinds of papers kept with a case."""

    APPLICATION = "antrag"
    SIGNED_APPLICATION = "antrag_unterschrieben"
    RECEIPT = "beleg"
    NOTE = "merkzettel"
