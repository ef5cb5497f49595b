"""What a Vollmacht is asked: whom the case names, whether it covers, whether it is whole. Pure, but for the gate."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date, long_date
from lotse_app.forms.acting import MEMBER
from lotse_app.forms.freeze import digest_of
from lotse_app.forms.mandate_bytes import read_mandate
from lotse_app.models.acting import ActingAs
from lotse_app.models.mandate import AgentKind, MandateCheck, MandateUse, Party, Scope, Standing, standing
from lotse_app.models.office import OFFICE_UNKNOWN
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.reading import Line, Section
from lotse_app.models.representation import AGENTS
from lotse_app.workflows.agents import agent_problem, gives_for_another
from lotse_app.workflows.find import authority_of
from lotse_app.workflows.naming import person_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from lotse_app.forms.form import Form
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.models.people import Workplace
    from lotse_app.models.persons import PersonKey
    from lotse_app.models.problems import Problem
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.mandate_ports import MandateRows, MandateTextFiles
    from lotse_app.workflows.ports import ApplicationRows

_STANDING: Mapping[Standing, Code] = {
    Standing.UNSIGNED: Code.MANDATE_UNSIGNED,
    Standing.NOT_YET: Code.MANDATE_NOT_YET,
    Standing.EXPIRED: Code.MANDATE_EXPIRED,
    Standing.REVOKED: Code.MANDATE_REVOKED,
}


def use_of(case: OpenCase) -> MandateUse:
    """Return the case as it is listed under a mandate. Pure.

    Offices that no form knows are told apart by service and commune: each gets a letter of its own when it is taken
    back, and none reads what lies at another.
    """
    application = case.application
    office = authority_of(case.form, case.commune)
    if office == OFFICE_UNKNOWN:
        office = f"{OFFICE_UNKNOWN} ({application.service_name}; {case.commune.title})"
    return MandateUse(application.id, application.number, application.service_name, office)


def grantor_of(answers: Mapping[str, Any]) -> Party:
    """Return who gives the mandate, as typed; texts are empty where nothing was. Pure."""
    told = _member(answers, MEMBER)
    return _party(AgentKind.PERSON, _member(told, "vollmachtgeber"), _member(told, "anschrift_vollmachtgeber"))


def known_of_grantor(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what is known of who gives the mandate, by the prefill keys of forms. Pure."""
    told = _member(answers, MEMBER)
    parts = (("person", "vollmachtgeber"), ("anschrift", "anschrift_vollmachtgeber"))
    return {
        f"{block}.{name}": value
        for block, member in parts
        for name, value in _member(told, member).items()
        if isinstance(value, str)
    }


def agent_told(answers: Mapping[str, Any]) -> Party:
    """Return the named person who gets the mandate, as typed; texts are empty where nothing was. Pure."""
    told = _member(answers, MEMBER)
    return _party(AgentKind.PERSON, _member(told, "person"), _member(told, "anschrift"))


def agent_of(acting: ActingAs, answers: Mapping[str, Any], workplace: Workplace) -> Party:
    """Return who gets the mandate: a named person, the pilot, or the Träger; never a station. Pure."""
    told = _member(answers, MEMBER)
    if acting is ActingAs.AUTHORISED_PERSON:
        return agent_told(answers)
    operator = workplace.operator
    if told.get("an") == AgentKind.OPERATOR.value:
        return Party(AgentKind.OPERATOR, operator.name, operator.address)
    surname = workplace.pilot.name.rpartition(" ")[2]
    return Party(AgentKind.PILOT, workplace.pilot.name, f"{operator.name}, {operator.address}", surname=surname)


def case_problem(case: OpenCase, workplace: Workplace, today: date) -> Problem | None:
    """Return what keeps an agent case from being frozen or handed in; None where nobody acts as agent. Pure."""
    application = case.application
    if application.acting not in AGENTS:
        return None
    if case.mandate is None:
        return refuse(Code.MANDATE_MISSING).problem
    if (found := agent_problem(case, workplace)) is not None:
        return found
    # Who had power when it was frozen and signed is in the frozen bytes; a colleague may carry the paper.
    agent = case.mandate.mandate.agent
    if case.frozen is None:
        agent = agent_of(application.acting, application.answers, workplace)
    grantor = grantor_of(application.answers)
    found = mandate_problem(case.mandate, application.service_id, grantor, agent, today)
    if found is None and not signed_well_enough(case.mandate, case.form):
        found = refuse(Code.MANDATE_ON_PAD).problem
    if found is None and gives_for_another(case.form, application.answers, case.mandate.mandate.grantor):
        found = refuse(Code.MANDATE_GIVER).problem
    return found


def names_still(case: OpenCase) -> bool:
    """Return whether the mandate of a case names those who stand in it now; a pilot or Träger is not typed. Pure."""
    if case.mandate is None:
        return False
    answers, mandate = case.application.answers, case.mandate.mandate
    told = agent_told(answers) if mandate.agent.kind is AgentKind.PERSON else mandate.agent
    return _same(mandate.grantor, grantor_of(answers)) and _same(mandate.agent, told)


def signed_well_enough(kept: KeptMandate, form: Form) -> bool:
    """Return whether a mandate is signed as this form asks: on paper wherever the application itself is. Pure."""
    on_pad = kept.signature is not None and not kept.signature.on_paper
    return not on_pad or form.signature is SignatureRule.FREE


def mandate_section(case: OpenCase) -> tuple[Section, ...]:
    """Return the section *Vollmacht* of the application's paper; none where nobody acts as agent. Pure."""
    if case.application.acting not in AGENTS or case.mandate is None:
        return ()
    mandate = case.mandate.mandate
    lines = (
        Line("", "Bevollmächtigt", mandate.agent.name),
        Line("", "Nummer der Vollmacht", mandate.number),
        Line("", "Gilt von – bis", f"{long_date(mandate.first)} – {long_date(mandate.last)}"),
        Line("", "Prüfsumme der Vollmacht", _grouped(case.mandate.digest)),
    )
    return (Section("vollmacht", MEMBER, "Vollmacht", lines),)


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


class MandateGate:
    """Stands before freezing and handing in, on the store lane: an agent case needs its Vollmacht at that moment."""

    def __init__(self, applications: ApplicationRows, rows: MandateRows) -> None:
        self._applications = applications
        self._rows = rows

    def require(self, application_id: str, at: datetime) -> None:
        """Raise what ``mandate_problem`` finds, or MANDATE_MISSING. Who acts does not change once it was frozen."""
        application = self._applications.get(application_id)
        if application.acting not in AGENTS:
            return
        kept = self._rows.of_application(application_id)
        if kept is None:
            raise refuse(Code.MANDATE_MISSING)
        grantor = grantor_of(application.answers)
        found = mandate_problem(kept, application.service_id, grantor, kept.mandate.agent, local_date(at))
        if found is not None:
            raise ProblemError(found)


def mandate_problem(kept: KeptMandate, service_id: str, grantor: Party, agent: Party, today: date) -> Problem | None:
    """Return what is wrong with a mandate for a case: damaged, how it stands, scope, whom it names. Pure."""
    if not _bytes_whole(kept):
        return refuse(Code.MANDATE_DAMAGED).problem
    code = _STANDING.get(standing(kept, today))
    if code is None and not kept.mandate.covers(service_id, Scope.APPLY):
        code = Code.MANDATE_SCOPE
    if code is None and not (_same(kept.mandate.grantor, grantor) and _same(kept.mandate.agent, agent)):
        code = Code.MANDATE_OTHERS
    return None if code is None else refuse(code).problem


def check(kept: KeptMandate, pdf: bytes, texts: MandateTextFiles, today: date) -> MandateCheck:
    """Return what verifying found. Pure but for the text, which lies in a file."""
    mandate = kept.mandate
    try:
        text_known = texts.text(mandate.text_version).digest == mandate.text_digest
    except ProblemError:
        text_known = False
    signed = kept.signature
    found = MandateCheck(
        bytes_whole=_bytes_whole(kept),
        text_known=text_known,
        paper_whole=sha256_of(pdf) == kept.paper_digest,
        signature_fits=signed is None or signed.digest == kept.digest,
        standing=standing(kept, today),
    )
    return found if found.whole else replace(found, standing=Standing.DAMAGED)


def _bytes_whole(kept: KeptMandate) -> bool:
    signed = kept.signature
    fits = signed is None or signed.digest == kept.digest
    return fits and digest_of(kept.canonical) == kept.digest and read_mandate(kept.canonical) == kept.mandate


def fits_way(agent: Party, acting: ActingAs, workplace: Workplace) -> bool:
    """Return whether the one who was given it is the one who acts now."""
    if acting is ActingAs.AUTHORISED_PERSON:
        return agent.kind is AgentKind.PERSON
    return agent.kind is AgentKind.OPERATOR or (agent.kind is AgentKind.PILOT and agent.name == workplace.pilot.name)


def _same(one: Party, other: Party) -> bool:
    return (one.kind, _plain(one.name), one.birth) == (other.kind, _plain(other.name), other.birth)


def _plain(name: str) -> str:
    return person_key(name).surname


def key_of(party: Party) -> PersonKey:
    """Return how one side is looked up. Pure."""
    return person_key(party.surname, party.birth)


def _party(kind: AgentKind, person: Mapping[str, Any], address: Mapping[str, Any]) -> Party:
    street = _joined(address, "strasse", "hausnummer")
    town = _joined(address, "plz", "ort")
    surname = _joined(person, "familienname")
    return Party(
        kind,
        " ".join(part for part in (_joined(person, "vornamen"), surname) if part),
        ", ".join(part for part in (street, town) if part),
        _joined(person, "geburtsdatum"),
        surname,
    )


def _joined(told: Mapping[str, Any], *names: str) -> str:
    parts = (told.get(name) for name in names)
    return " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())


def _member(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def sha256_of(content: bytes) -> str:
    """Return the digest of a paper. Pure."""
    return hashlib.sha256(content).hexdigest()
