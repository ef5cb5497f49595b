"""Whom a Vollmacht may make agent, and for whom: who gives it applies, who gets it decides nothing here. Pure.

Sources: VwVfG §§ 14, 20; SGB X §§ 13, 16; AO §§ 80, 82.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms import dates
from lotse_app.forms.acting import MEMBER
from lotse_app.forms.compile import compile_form
from lotse_app.forms.freeze import remaining_problems, settled
from lotse_app.forms.pointers import look_up
from lotse_app.forms.responsible import OF_AGE
from lotse_app.forms.visible import prune
from lotse_app.models.acting import ActingAs
from lotse_app.models.mandate import AgentKind, Party
from lotse_app.models.problems import Code, problem
from lotse_app.models.representation import AgentIs, by_agent, place_of
from lotse_app.workflows.naming import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.models.people import Workplace
    from lotse_app.models.problems import Problem
    from lotse_app.models.representation import Place, Reason
    from lotse_app.workflows.applications import OpenCase

#: The member of *Vertretung* that keeps the name, folded, of which was said: somebody else of the same name. It is no
#: question of the form, so it stands on no paper; another name typed later is asked about again.
NAMESAKE = "namensgleich"
#: Nobody younger acts in any matter of an office: social benefits may be applied for from this age on.
OLD_ENOUGH = 15
_GIVEN, _SURNAME, _BIRTH = "vornamen", "familienname", "geburtsdatum"
#: Prefill keys by which a form says that a question is about who applies.
_ASKED = {f"person.{part}": part for part in (_GIVEN, _SURNAME, _BIRTH)}


def place_here(form: Form, workplace: Workplace, ags: str) -> Place:
    """Return the row of the table in which a case stands (``models/representation.py``)."""
    return place_of(
        workplace.pilot,
        workplace.station,
        ags,
        communal=bool(form.authority),
        social_benefit=form.social_benefit,
        public_body=workplace.operator.public_body,
    )


# who applies ------------------------------------------------------------------------------------


def applicants(form: Form, answers: Mapping[str, Any]) -> tuple[Party, ...]:
    """Return who may apply as in the answers that are seen: whom the form asks for by name, else everybody named.

    Empty where no surname was typed yet, or where a form asks for nobody.
    """
    kept = {name: one for name, one in prune(form, answers).items() if name != MEMBER}
    told: dict[str, str] = {}
    for at, plan in compile_form(form).controls.items():
        if plan.prefill in _ASKED:
            told[_ASKED[plan.prefill]] = told.get(_ASKED[plan.prefill]) or _text(look_up(kept, at))
    return tuple(_blocks(told if _SURNAME in told else kept))


def _blocks(value: object) -> Iterator[Party]:
    if isinstance(value, list):
        for item in value:
            yield from _blocks(item)
    elif isinstance(value, dict):
        surname = _text(value.get(_SURNAME))
        if surname:
            name = " ".join(part for part in (_text(value.get(_GIVEN)), surname) if part)
            yield Party(AgentKind.PERSON, name, birth=_text(value.get(_BIRTH)), surname=surname)
        for inner in value.values():
            yield from _blocks(inner)


def gives_for_another(form: Form, answers: Mapping[str, Any], giver: Party) -> bool:
    """Return whether the application is for somebody else than who gives the Vollmacht."""
    found = applicants(form, answers)
    return bool(found) and not any(same_person(giver, one) for one in found)


def same_person(one: Party, other: Party) -> bool:
    """Return whether two may be one person: name and, where both say it, birth date.

    Capitals, hyphens and how a letter is written (``ü``, ``ue``) make no other person. A form that asks for no given
    names is compared by the surname; a birth date of which only the year is known by the year.
    """
    if _words(one.surname) != _words(other.surname):
        return False
    given, others = _given(one), _given(other)
    if given and others and given != others:
        return False
    return one.birth.startswith(other.birth) or other.birth.startswith(one.birth)


def _given(party: Party) -> list[str]:
    return _words(party.name)[: -len(_words(party.surname))]


def _words(name: str) -> list[str]:
    return folded(name).replace("-", " ").replace(".", " ").split()


# who acts ---------------------------------------------------------------------------------------


def name_asked(case: OpenCase) -> str:
    """Return the folded name of a named agent who is called like an official of this station, else an empty string.

    Somebody has to say whether that is the same person. An official may be kept by initials: ``A. Beispiel``.
    """
    if case.application.acting is not ActingAs.AUTHORISED_PERSON:
        return ""
    told = _member(case.application.answers.get(MEMBER), "person")
    given, surname = _words(_text(told.get(_GIVEN))), _words(_text(told.get(_SURNAME)))
    if not surname or not any(_bears(_words(one), given, surname) for one in case.officials):
        return ""
    return " ".join((*given, *surname))


def _bears(official: list[str], given: list[str], surname: list[str]) -> bool:
    first, last = official[: -len(surname)], official[-len(surname) :]
    return last == surname and (not first or any(_fits(mine, one) for mine in first for one in given))


def _fits(one: str, other: str) -> bool:
    return one == other or (1 in {len(one), len(other)} and one[0] == other[0])


def said_another(case: OpenCase) -> bool:
    """Return whether it was said that the agent is only called like an official."""
    name = name_asked(case)
    return bool(name) and _member(case.application.answers, MEMBER).get(NAMESAKE) == name


def agent_is(case: OpenCase) -> AgentIs:
    """Return who is given the Vollmacht, seen from the station; as long as nobody said otherwise, a name counts."""
    if case.application.acting is ActingAs.PILOT_AS_AGENT:
        wanted = _member(case.application.answers, MEMBER).get("an")
        return AgentIs.OPERATOR if wanted == AgentKind.OPERATOR.value else AgentIs.PILOT
    return AgentIs.OFFICIAL if name_asked(case) and not said_another(case) else AgentIs.OUTSIDER


def agent_reason(case: OpenCase, workplace: Workplace) -> Reason:
    """Return why this agent may not act here; ``Reason.NONE`` where nothing is against it."""
    return by_agent(place_here(case.form, workplace, case.application.ags), agent_is(case))


_CODES = {AgentIs.OPERATOR: Code.AGENT_DECIDES, AgentIs.OFFICIAL: Code.AGENT_OFFICIAL}


def agent_problem(case: OpenCase, workplace: Workplace) -> Problem | None:
    """Return that the agent decides, or works for who decides; None where nothing is against the agent.

    Whether the pilot may be agent is asked of the way itself, by ``acting_choices``.
    """
    code = _CODES.get(agent_is(case))
    return None if code is None or not agent_reason(case, workplace) else problem(code)


def sides_problem(case: OpenCase, giver: Party, agent: Party, today: date) -> Problem | None:
    """Return what is wrong with who gives a new Vollmacht and who gets it: unsaid, a child, one and the same person."""
    told = remaining_problems(case.form, settled(case.form, case.application.answers), today)
    said = giver.name and giver.birth and giver.address and agent.name
    if not said or any(one.pointer.startswith(f"/{MEMBER}/") for one in told):
        return problem(Code.MANDATE_PARTIES)
    if dates.surely_under(giver.birth, OLD_ENOUGH, today):
        return problem(Code.MANDATE_CHILD, years=OLD_ENOUGH)
    alike = agent.kind is AgentKind.PERSON and same_person(giver, agent)
    if alike and (agent.birth or _words(giver.address) == _words(agent.address)):
        return problem(Code.MANDATE_SELF)
    return None


def parents_problem(case: OpenCase, today: date) -> Problem | None:
    """Return that parents act for nobody but adults; None where a child is among them, or may be."""
    if case.application.acting is not ActingAs.PARENTS:
        return None
    births = [one.birth for one in applicants(case.form, case.application.answers)]
    grown = [dates.is_full(one) and not dates.surely_under(one, OF_AGE, today) for one in births]
    return problem(Code.PARENTS_OF_ADULT, years=OF_AGE) if grown and all(grown) else None


def acts_as(case: OpenCase) -> ActingAs:
    """Return who acts, as the receipt asks it: an official who was typed in by name is a pilot as agent."""
    return ActingAs.PILOT_AS_AGENT if agent_is(case) is AgentIs.OFFICIAL else case.application.acting


def _member(told: object, name: str) -> Mapping[str, Any]:
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
