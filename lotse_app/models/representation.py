"""Who may act how: role, Annahmestelle, before whom, and the service's own rule. One table, and the receipt with it.

Sources: VwVfG §§ 14, 20; SGB X §§ 13, 16; SGB I § 16; AO §§ 80, 82; BGB §§ 1629, 1815, 1823; RDG § 6; BZRG § 30.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from lotse_app.models.acting import ActingAs, ActingChoice
from lotse_app.models.people import Role
from lotse_app.models.receipt import ReceiptKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.models.people import Pilot, Station
    from lotse_app.models.public_service import Representation

#: Ways that need a Vollmacht.
AGENTS = frozenset({ActingAs.AUTHORISED_PERSON, ActingAs.PILOT_AS_AGENT})
#: Ways in which the law itself names who acts.
LEGAL = frozenset({ActingAs.PARENTS, ActingAs.LEGAL_GUARDIAN})


class Office(StrEnum):
    """Who decides, seen from the station."""

    OWN = "eigene_gemeinde"
    #: In the own commune, but nobody knows who decides (Formloser Antrag).
    UNSURE = "unbekannt"
    OTHER = "andere_stelle"


class Rule(StrEnum):
    """Codes of ``form.toml`` (domain 4.4), and those the forms needed beside them."""

    FREE = "frei"
    WITH_MANDATE = "mit_vollmacht"
    MESSENGER = "bote"
    ALL_SIGN = "alle_unterschreiben"
    IN_PERSON = "nur_persoenlich"
    NO_AGENT = "kein_bevollmaechtigter"
    OWN_EID = "eid_hoch"
    LEGAL = "gesetzl_vertreter"
    SELF = "selbst"
    ONE_SIGNS = "eine_person"
    LOCAL = "ortsregel"


class AgentIs(StrEnum):
    """Who is given the Vollmacht, seen from the station."""

    OUTSIDER = "andere_person"
    #: A person who is named, and is an official of this station.
    OFFICIAL = "verwaltung"
    PILOT = "lotse"
    OPERATOR = "traeger"


class Reason(StrEnum):
    """Why a way is not open; the window has the sentences."""

    NONE = ""
    OWN_COMMUNE = "eigene_gemeinde"
    OFFICE_UNKNOWN = "stelle_unbekannt"
    AGENT_WORKS_THERE = "bevollmaechtigte_verwaltung"
    AGENT_MAY_WORK_THERE = "bevollmaechtigte_vielleicht"
    OPERATOR_DECIDES = "traeger_entscheidet"
    OPERATOR_MAY_DECIDE = "traeger_vielleicht"
    COORDINATION = "koordination"
    IN_PERSON = "nur_persoenlich"
    NO_AGENT = "kein_bevollmaechtigter"
    OWN_EID = "eid_hoch"
    LEGAL_ONLY = "gesetzliche_vertretung"
    DECLARES_SELF = "erklaert_selbst"
    CARRIES_SELF = "gibt_selbst_ab"


class Note(StrEnum):
    """What is said beside a way that is open."""

    NO_MANDATE = "keine_vollmacht"
    VOLUNTEER = "ehrenamt_zurueckweisung"
    NO_OWN_RECEIPT = "kein_eigener_eingang"
    ALL_SIGN = "alle_unterschreiben"
    PRESENT = "muss_dabei_sein"
    CARE_ACTS_TOO = "betreute_handeln_selbst"
    ONLY_CARRIES = "nur_abgeben"
    CARRIES_WITH_MANDATE = "abgeben_mit_vollmacht"


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the table: who helps, where, before whom, about what."""

    role: Role
    reception_point: bool
    office: Office
    social_benefit: bool
    #: The operator is one; a Verein is none and receives for nobody.
    public_body: bool = True


def places() -> Iterator[Place]:
    """Yield every row; a Verein is an Annahmestelle in none."""
    for role, reception_point, office, social_benefit, public_body in product(
        Role, (True, False), Office, (False, True), (True, False)
    ):
        if public_body or not reception_point:
            yield Place(role, reception_point, office, social_benefit, public_body)


def place_of(
    pilot: Pilot,
    station: Station,
    service_ags: str,
    *,
    communal: bool,
    social_benefit: bool,
    public_body: bool = True,
) -> Place:
    """Return the row of a case; ``communal`` says that an office of the commune is known to decide.

    ``public_body`` is the operator's: who is none receives nothing for an office, whatever the store says.
    """
    office = Office.OTHER
    if service_ags == station.ags:
        office = Office.OWN if communal else Office.UNSURE
    return Place(pilot.role, station.reception_point and public_body, office, social_benefit, public_body)


# the table: who helps where ---------------------------------------------------------------------

_OFFICIAL_AS_AGENT: Mapping[Office, Reason] = {
    Office.OWN: Reason.OWN_COMMUNE,
    Office.UNSURE: Reason.OFFICE_UNKNOWN,
    Office.OTHER: Reason.NONE,
}

_PRESET_NOTES: Mapping[ActingAs, tuple[Note, ...]] = {
    ActingAs.SELF: (Note.NO_MANDATE,),
    ActingAs.LEGAL_GUARDIAN: (Note.CARE_ACTS_TOO,),
    ActingAs.MESSENGER: (Note.ONLY_CARRIES,),
}


def at_place(place: Place, acting: ActingAs) -> ActingChoice:
    """Return the cell of a place: an official is no agent before the own commune (VwVfG § 20)."""
    if place.role is Role.COORDINATOR:
        return ActingChoice(acting, allowed=False, reason=Reason.COORDINATION)
    notes = _PRESET_NOTES.get(acting, ())
    if acting is ActingAs.PILOT_AS_AGENT:
        if place.role is Role.OFFICIAL:
            reason = _OFFICIAL_AS_AGENT[place.office]
            return ActingChoice(acting, not reason, reason, () if reason else (Note.NO_OWN_RECEIPT,))
        notes = (Note.VOLUNTEER,)
    return ActingChoice(acting, allowed=True, notes=notes)


# the table: who is given the Vollmacht -------------------------------------------------------------

_OFFICIAL_NAMED: Mapping[Office, Reason] = {
    Office.OWN: Reason.AGENT_WORKS_THERE,
    Office.UNSURE: Reason.AGENT_MAY_WORK_THERE,
    Office.OTHER: Reason.NONE,
}
_OPERATOR_AS_AGENT: Mapping[Office, Reason] = {
    Office.OWN: Reason.OPERATOR_DECIDES,
    Office.UNSURE: Reason.OPERATOR_MAY_DECIDE,
    Office.OTHER: Reason.NONE,
}


def by_agent(place: Place, agent: AgentIs) -> Reason:
    """Return why this agent may not act there: neither the commune that decides nor who works for it (VwVfG § 20).

    An official is refused by name as well, whoever sits at the desk; a Träger that is no public body decides nothing.
    """
    if place.role is Role.COORDINATOR:
        return Reason.COORDINATION
    if agent is AgentIs.OUTSIDER:
        return Reason.NONE
    if agent is AgentIs.OPERATOR and place.public_body:
        return _OPERATOR_AS_AGENT[place.office]
    if agent is AgentIs.OFFICIAL:
        return _OFFICIAL_NAMED[place.office]
    return _OFFICIAL_AS_AGENT[place.office] if place.role is Role.OFFICIAL else Reason.NONE


# the table: what the service asks ---------------------------------------------------------------

_OPEN = (Reason.NONE, ())
_IN_PERSON = (Reason.IN_PERSON, ())
_NO_AGENT = (Reason.NO_AGENT, ())
_OWN_EID = (Reason.OWN_EID, ())
_LEGAL_ONLY = (Reason.LEGAL_ONLY, ())
_DECLARES = (Reason.DECLARES_SELF, ())
_CARRIES = (Reason.CARRIES_SELF, ())
_ALL = (Reason.NONE, (Note.ALL_SIGN,))
_PRESENT = (Reason.NONE, (Note.PRESENT,))
_CARRY_MANDATE = (Reason.NONE, (Note.CARRIES_WITH_MANDATE,))
_Cell = tuple[Reason, tuple[Note, ...]]

#: Columns: self, person with Vollmacht, parents, guardian, pilot as agent. A messenger is asked of ``CARRIES``.
_DECLARANTS = (
    ActingAs.SELF,
    ActingAs.AUTHORISED_PERSON,
    ActingAs.PARENTS,
    ActingAs.LEGAL_GUARDIAN,
    ActingAs.PILOT_AS_AGENT,
)
DECLARES: Mapping[Rule, tuple[_Cell, _Cell, _Cell, _Cell, _Cell]] = {
    Rule.FREE: (_OPEN, _OPEN, _OPEN, _OPEN, _OPEN),
    Rule.WITH_MANDATE: (_OPEN, _OPEN, _OPEN, _OPEN, _OPEN),
    Rule.MESSENGER: (_OPEN, _DECLARES, _OPEN, _OPEN, _DECLARES),
    Rule.ALL_SIGN: (_ALL, _ALL, _ALL, _ALL, _ALL),
    Rule.IN_PERSON: (_PRESENT, _IN_PERSON, _PRESENT, _PRESENT, _IN_PERSON),
    Rule.NO_AGENT: (_OPEN, _NO_AGENT, _OPEN, _OPEN, _NO_AGENT),
    Rule.OWN_EID: (_OPEN, _OWN_EID, _OWN_EID, _OWN_EID, _OWN_EID),
    Rule.LEGAL: (_OPEN, _LEGAL_ONLY, _OPEN, _OPEN, _LEGAL_ONLY),
    Rule.SELF: (_OPEN, _DECLARES, _OPEN, _OPEN, _DECLARES),
    Rule.ONE_SIGNS: (_OPEN, _OPEN, _OPEN, _OPEN, _OPEN),
    Rule.LOCAL: (_OPEN, _OPEN, _OPEN, _OPEN, _OPEN),
}

#: Whether a messenger may hand in what the person signed.
CARRIES: Mapping[Rule, _Cell] = {
    Rule.FREE: _OPEN,
    Rule.WITH_MANDATE: _CARRY_MANDATE,
    Rule.MESSENGER: _OPEN,
    Rule.ALL_SIGN: _OPEN,
    Rule.IN_PERSON: _IN_PERSON,
    Rule.NO_AGENT: _CARRIES,
    Rule.OWN_EID: _OWN_EID,
    Rule.LEGAL: _OPEN,
    Rule.SELF: _CARRIES,
    Rule.ONE_SIGNS: _OPEN,
    Rule.LOCAL: _OPEN,
}


def rule_of(code: str) -> Rule:
    """Return the rule of a code; one that is not known is read as the strictest: in person."""
    return Rule(code) if code in set(Rule) else Rule.IN_PERSON


def by_rule(rule: Rule, acting: ActingAs) -> ActingChoice:
    """Return the cell of a code for a way: *carries* for a messenger, *declares* for all others."""
    reason, notes = CARRIES[rule] if acting is ActingAs.MESSENGER else DECLARES[rule][_DECLARANTS.index(acting)]
    return ActingChoice(acting, not reason, reason, notes)


def choice(place: Place, service: Representation, acting: ActingAs) -> ActingChoice:
    """Return whether a way is open in a case: every question of the service and the place must allow it.

    The service is asked first: what its law excludes is excluded for everybody. *carries* is asked of the
    messenger only; *declares*, *presence* and *signatures* of all who declare.
    """
    if acting is ActingAs.MESSENGER:
        codes = [service.carries, service.presence]
    else:
        codes = [service.declares, service.presence, service.signatures]
    cells = [*(by_rule(rule_of(code), acting) for code in codes), at_place(place, acting)]
    refused = next((cell for cell in cells if not cell.allowed), None)
    if refused is not None:
        return refused
    notes = tuple(dict.fromkeys(note for cell in cells for note in cell.notes))
    return ActingChoice(acting, allowed=True, notes=notes)


# the receipt ------------------------------------------------------------------------------------


def receipt(place: Place, *, at_reception: bool, acting: ActingAs = ActingAs.SELF) -> ReceiptKind:
    """Return the one lawful paper; ``at_reception`` says that the official keeps the application here.

    a) official at an Annahmestelle, the own commune decides: receipt of the commune;
    b) official, Sozialleistung that is not received under a): taken and forwarded (SGB I § 16);
    c) everything else, and whatever an operator takes that is no public body: hand-over slip, not yet filed. Who is
    agent in a case may not receive it for an office as well (VwVfG § 20 (1) no. 3, SGB X § 16 (1) no. 3).
    """
    if place.role is not Role.OFFICIAL or not place.public_body:
        return ReceiptKind.HANDED_OVER
    if not at_reception or acting is ActingAs.PILOT_AS_AGENT:
        return ReceiptKind.HANDED_OVER
    if place.reception_point and place.office is Office.OWN:
        return ReceiptKind.RECEIVED
    return ReceiptKind.FORWARDED if place.social_benefit else ReceiptKind.HANDED_OVER
