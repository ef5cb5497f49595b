"""Whom a Vollmacht may make agent, and for whom: the giver applies, and the agent does not decide."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.demonstration.filling import fill, read_back, save
from lotse_app.demonstration.script import ANSWERS, STROKES
from lotse_app.forms.library import FormLibrary
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy
from lotse_app.models.consent import Purpose
from lotse_app.models.mandate import AgentKind, Party
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.representation import AgentIs
from lotse_app.models.trail import Deed
from lotse_app.paths import resources
from lotse_app.workflows.agents import (
    NAMESAKE,
    acts_as,
    agent_is,
    applicants,
    gives_for_another,
    name_asked,
    said_another,
    same_person,
)
from lotse_app.workflows.mandate_rules import case_problem, names_still
from tests.cases import begin, filled
from tests.colleagues import add, sit_down
from tests.desks import AMTSBERG, close, make_office
from tests.mandates import AGENT, GRANTOR, TODAY, WISH, V, act_as, agent_case, frozen_under, given, under_mandate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office

HOLDER = "/halter/person"
SURNAME, BIRTH = f"{HOLDER}/familienname", f"{HOLDER}/geburtsdatum"


def refusal(act: Callable[[], object]) -> Code:
    with pytest.raises(ProblemError) as refused:
        act()
    return refused.value.problem.code


def codes(office: Office, case: OpenCase) -> list[Code]:
    found = case_problem(case, office.desk.workplace, TODAY)
    return [] if found is None else [found.code]


def changed(office: Office, case: OpenCase, *answers: tuple[str, Any]) -> OpenCase:
    return fill(office.desk, case.application.id, answers)


def called(given: str, surname: str) -> tuple[tuple[str, Any], ...]:
    return *GRANTOR, (f"{V}/person/familienname", surname), (f"{V}/person/vornamen", given), *AGENT[2:]


def another(office: Office, case: OpenCase) -> OpenCase:
    """Say that the agent is somebody else of the same name, as the screen does."""
    office.desk.mandates.say_namesake(case.application.id, another=True)
    told = {**case.application.answers["vertretung"], NAMESAKE: name_asked(case)}
    save(office.desk, case.application, {**case.application.answers, "vertretung": told})
    return office.desk.applications.open(case.application.id)


# --- who gives it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pointer", "value"),
    [(SURNAME, "Böhme"), (f"{HOLDER}/vornamen", "Käthe"), (BIRTH, "1961-01-02")],
)
def test_a_vollmacht_of_one_person_carries_no_application_of_another(office: Office, pointer: str, value: str) -> None:
    case = changed(office, under_mandate(office), (pointer, value))
    assert codes(office, case) == [Code.MANDATE_GIVER]
    assert [one.code for one in office.desk.freezing.acting_open(case)] == [Code.MANDATE_GIVER]
    prepared = office.desk.freezing.prepare(read_back(office.desk, case.application.id))
    assert [one.code for one in prepared.problems] == [Code.MANDATE_GIVER]
    assert refusal(lambda: office.desk.freezing.commit(prepared)) is Code.ANSWERS_INVALID


@pytest.mark.parametrize(
    ("pointer", "value"),
    [(SURNAME, "NOWAKOWA ZURIC"), (f"{HOLDER}/vornamen", "Hanza  Marija"), (BIRTH, "1958")],
)
def test_letters_hyphens_and_a_year_alone_make_no_other_person(office: Office, pointer: str, value: str) -> None:
    case = changed(office, under_mandate(office), (pointer, value))
    assert codes(office, case) == []


def test_what_was_frozen_for_another_is_neither_signed_nor_handed_in(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    halter = {**case.application.answers["halter"], "person": {"familienname": "Böhme", "vornamen": "Käthe"}}
    before = replace(case.application, answers={**case.application.answers, "halter": halter})
    older = replace(case, application=before)
    assert refusal(lambda: office.desk.signing.prepare_pad(older, "Měrćin Wójcik", STROKES)) is Code.MANDATE_GIVER
    assert refusal(lambda: office.desk.handing_in.prepare(older, CarriedBy.RESIDENT)) is Code.MANDATE_GIVER


def test_who_applies_is_whom_the_form_asks_for_by_name(office: Office) -> None:
    case = filled(office)
    assert [one.name for one in applicants(case.form, case.application.answers)] == ["Hańža Marija Nowakowa-Žurić"]
    assert applicants(case.form, {}) == ()
    assert not gives_for_another(case.form, {}, Party(AgentKind.PERSON, "Karla Zimmer", surname="Zimmer"))


def test_of_several_persons_who_declare_the_giver_is_one() -> None:
    form = FormLibrary(resources() / "forms").form("wohnsitz-anmeldung")
    people = [
        {"person": {"familienname": "Zimmer", "vornamen": "Karla", "geburtsdatum": "1970-02-03"}},
        {"person": {"familienname": "Zimmer", "vornamen": "Uwe"}},
    ]
    answers = {"personen": people, "vertretung": {"person": {"familienname": "Böhme", "vornamen": "Käthe"}}}
    assert [one.name for one in applicants(form, answers)] == ["Karla Zimmer", "Uwe Zimmer"]


def test_two_may_be_one_person_where_nothing_says_otherwise() -> None:
    karla = Party(AgentKind.PERSON, "Karla Zimmer", birth="1970-02-03", surname="Zimmer")
    assert same_person(karla, Party(AgentKind.PERSON, "Zimmer", surname="ZIMMER"))
    assert not same_person(karla, Party(AgentKind.PERSON, "Zimmer", birth="1971", surname="Zimmer"))
    assert not same_person(karla, Party(AgentKind.PERSON, "Karla Zimmermann", surname="Zimmermann"))


# --- who gets it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [("Anna", "Beispiel"), ("A.", "BEISPIEL"), ("Anna Lena", "Beispiel"), ("Birgit", "Muster")]
)
def test_an_official_is_refused_by_name_whoever_sits_there(office: Office, name: tuple[str, str]) -> None:
    add(office.desk)
    case = agent_case(office, answers=called(*name))
    assert agent_is(case) is AgentIs.OFFICIAL
    assert refusal(lambda: given(office, case)) is Code.AGENT_OFFICIAL
    assert Code.MANDATE_MISSING in codes(office, case)


@pytest.mark.parametrize("name", [("Kurt", "Beispiel"), ("Anna", "Beispiel-Meier"), ("Anna", "Zimmer")])
def test_who_is_called_otherwise_is_not_asked_about(office: Office, name: tuple[str, str]) -> None:
    case = agent_case(office, answers=called(*name))
    assert name_asked(case) == ""
    assert not said_another(case)
    assert given(office, case).mandate.agent.name == " ".join(name)


def test_a_namesake_stays_possible_and_the_answer_is_in_the_trail_without_the_name(office: Office) -> None:
    case = another(office, agent_case(office, answers=called("Anna", "Beispiel")))
    assert agent_is(case) is AgentIs.OUTSIDER
    kept = given(office, case)
    case = frozen_under(office, case)
    assert case.frozen is not None
    assert kept.mandate.agent.name == "Anna Beispiel"
    assert NAMESAKE.encode() not in case.frozen.canonical
    assert office.desk.handing_in.receipt_kind(case, CarriedBy.PILOT) is ReceiptKind.RECEIVED
    (entry,) = [one for one in office.desk.keeping.trail() if one.deed == Deed.NAMESAKE.value]
    assert (entry.record_id, entry.reason) == (case.application.id, "andere_person")
    office.desk.mandates.say_namesake(case.application.id, another=False)
    assert office.desk.keeping.trail()[0].reason == "dieselbe_person"


def test_another_name_typed_later_is_asked_about_again(office: Office) -> None:
    add(office.desk)
    case = another(office, agent_case(office, answers=called("Anna", "Beispiel")))
    case = changed(office, case, (f"{V}/person/familienname", "Muster"), (f"{V}/person/vornamen", "Bernd"))
    assert agent_is(case) is AgentIs.OFFICIAL


def test_who_left_and_who_helps_as_a_volunteer_is_not_asked_about(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER)
    gone = add(office.desk)
    add(office.desk, "C. Ehrlich", Role.VOLUNTEER)
    office.desk.pilots.dismiss(gone.id)
    for name in (("Anna", "Beispiel"), ("Bernd", "Muster"), ("Carla", "Ehrlich")):
        assert agent_is(agent_case(office, answers=called(*name))) is AgentIs.OUTSIDER
    close(office.desk)


def test_before_another_office_an_official_may_be_named_but_receives_nothing_for_it(office: Office) -> None:
    case = agent_case(office, ags=AMTSBERG, answers=called("Anna", "Beispiel"))
    given(office, case)
    case = frozen_under(office, case)
    assert acts_as(case) is ActingAs.PILOT_AS_AGENT
    social = replace(case, form=replace(case.form, social_benefit=True))
    assert office.desk.handing_in.receipt_kind(social, CarriedBy.PILOT) is ReceiptKind.HANDED_OVER


def test_the_commune_is_no_agent_before_itself(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER)
    case = agent_case(office, ActingAs.PILOT_AS_AGENT, answers=(*GRANTOR, (f"{V}/an", "traeger")))
    assert refusal(lambda: given(office, case)) is Code.AGENT_DECIDES
    kept = given(office, changed(office, case, (f"{V}/an", "person")))
    assert codes(office, replace(case, mandate=kept)) == [Code.AGENT_DECIDES]
    assert codes(office, office.desk.applications.open(case.application.id)) == []
    close(office.desk)


def test_a_verein_decides_nothing_and_may_be_agent(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER, reception_point=False, public_body=False)
    begun = begin(office).id
    office.desk.consents.give(begun, Purpose.KEEP)
    act_as(office, begun, ActingAs.PILOT_AS_AGENT)
    case = fill(office.desk, begun, (*GRANTOR, (f"{V}/an", "traeger")))
    assert given(office, case).mandate.agent.kind is AgentKind.OPERATOR
    close(office.desk)


# --- how it was signed -----------------------------------------------------------------------------


def test_what_was_signed_on_the_pad_does_for_no_application_in_writing(office: Office) -> None:
    every = replace(WISH, every_service=True)
    kept = given(office, agent_case(office), every)
    case = agent_case(office)
    written = replace(case, form=replace(case.form, signature=SignatureRule.WRITTEN))
    assert [one.mandate.id for one in office.desk.mandates.offered(case)] == [kept.mandate.id]
    assert office.desk.mandates.offered(written) == ()
    assert codes(office, replace(written, mandate=kept)) == [Code.MANDATE_ON_PAD]
    printed = office.desk.mandates.commit(office.desk.mandates.prepare(written, every))
    on_paper = office.desk.mandates.sign_on_print(case.application.id)
    assert printed.mandate.id == on_paper.mandate.id
    assert [one.mandate.id for one in office.desk.mandates.offered(written)] == [on_paper.mandate.id]
    assert codes(office, replace(written, mandate=on_paper)) == []


def test_a_colleague_sees_the_refusal_as_well(office: Office) -> None:
    colleague = add(office.desk, "C. Ehrlich", Role.VOLUNTEER)
    sit_down(office, colleague.id)
    case = agent_case(office, answers=called("Anna", "Beispiel"))
    assert refusal(lambda: given(office, case)) is Code.AGENT_OFFICIAL


def test_a_case_without_a_vollmacht_names_nobody_in_it(office: Office) -> None:
    case = agent_case(office, ags=AMTSBERG)
    assert not names_still(case)
    given(office, case)
    assert names_still(office.desk.applications.open(case.application.id))
    own = agent_case(office, ActingAs.PILOT_AS_AGENT, AMTSBERG, (*GRANTOR, (f"{V}/an", "person")))
    given(office, own)
    assert names_still(office.desk.applications.open(own.application.id))


# --- who gives and who gets a Vollmacht -------------------------------------------------------------

#: Who gets the mandate has the name and the address of who gives it.
AS_GRANTOR = {
    at.replace("/anschrift_vollmachtgeber", "/anschrift").replace("/vollmachtgeber", "/person"): answer
    for at, answer in GRANTOR
    if not at.endswith("/geburtsdatum")
}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({f"{V}/person/familienname": ""}, Code.MANDATE_PARTIES),
        ({f"{V}/anschrift/ort": ""}, Code.MANDATE_PARTIES),
        ({f"{V}/vollmachtgeber/geburtsdatum": ""}, Code.MANDATE_PARTIES),
        ({f"{V}/vollmachtgeber/geburtsdatum": "2030-01-01"}, Code.MANDATE_PARTIES),
        ({f"{V}/vollmachtgeber/geburtsdatum": "2011-11-21"}, Code.MANDATE_CHILD),
        ({f"{V}/vollmachtgeber/geburtsdatum": "2011-11-20"}, None),
        (AS_GRANTOR, Code.MANDATE_SELF),
        (AS_GRANTOR | {f"{V}/person/geburtsdatum": "1958-03-14", f"{V}/anschrift/ort": "Bautzen"}, Code.MANDATE_SELF),
        (AS_GRANTOR | {f"{V}/person/geburtsdatum": "1988-03-14"}, None),
        (AS_GRANTOR | {f"{V}/anschrift/ort": "Bautzen"}, None),
    ],
)
def test_who_gives_and_who_gets_it_is_whole_old_enough_and_two_people(
    office: Office, changed: dict[str, str], code: Code | None
) -> None:
    case = agent_case(office, answers=(*GRANTOR, *AGENT, *changed.items()))
    wished = partial(office.desk.mandates.prepare, case, WISH)
    if code is None:
        assert wished().kept.signature is None
    else:
        assert refusal(wished) is code


# --- parents ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("acting", "born", "found"),
    [
        (ActingAs.PARENTS, "1958-03-14", {Code.PARENTS_OF_ADULT}),
        (ActingAs.PARENTS, "2008-11-20", {Code.PARENTS_OF_ADULT}),
        (ActingAs.PARENTS, "2008-11-21", set()),
        (ActingAs.PARENTS, "1990", set()),
        (ActingAs.PARENTS, "", set()),
        (ActingAs.LEGAL_GUARDIAN, "1958-03-14", set()),
    ],
)
def test_parents_act_for_no_adult(office: Office, acting: ActingAs, born: str, found: set[Code]) -> None:
    filled_in = fill(office.desk, act_as(office, begin(office).id, acting).application.id, (*ANSWERS, (BIRTH, born)))
    said = {one.code for one in office.desk.freezing.acting_open(filled_in)}
    assert said == found
