"""Vollmachten: made, signed, verified, used again, revoked; and nothing goes to an office under a bad one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.filling import fill, read_back
from lotse_app.demonstration.script import STROKES
from lotse_app.documents.reader import text_of
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy, DocumentKind, State
from lotse_app.models.mandate import AgentKind, RevokedBy, Scope, Standing
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.sight import TakeoverReason
from lotse_app.workflows.mandate_rules import (
    agent_of,
    case_problem,
    check,
    grantor_of,
    known_of_grantor,
    mandate_problem,
)
from tests.cases import begin, filled
from tests.colleagues import add, sit_down
from tests.desks import AMTSBERG, MORNING, close, make_office
from tests.mandates import GRANTOR, STEUERAMT, TODAY, WISH, V, act_as, agent_case, frozen_under, given, under_mandate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office

YEAR_ON = date(2027, 11, 19)


def refusal(act: Callable[[], object]) -> Code:
    with pytest.raises(ProblemError) as refused:
        act()
    return refused.value.problem.code


def codes_before_freezing(office: Office, application_id: str) -> set[Code]:
    prepared = office.desk.freezing.prepare(office.desk.applications.open(application_id))
    return {found.code for found in prepared.problems}


# --- from choice to hand-in ------------------------------------------------------------------------


def test_an_agent_case_goes_from_the_mandate_to_the_office(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    assert kept.mandate.grantor.name == "Hańža Marija Nowakowa-Žurić"
    assert kept.mandate.agent.name == "Měrćin Wójcik"
    assert kept.mandate.agent.kind is AgentKind.PERSON
    assert kept.digest == hashlib.sha256(kept.canonical).hexdigest()
    case = frozen_under(office, case)
    assert case.frozen is not None
    frozen = json.loads(case.frozen.canonical)
    assert frozen["mandate"] == {"number": kept.mandate.number, "sha256": kept.digest}
    assert frozen["representation"]["person"]["familienname"] == "Wójcik"
    assert "vertretung" not in frozen["answers"]
    paper = text_of(office.desk.printing.stored(case.application.id, DocumentKind.APPLICATION))
    for words in ("Werhandelt:bevollmächtigtePerson", "Wójcik", kept.mandate.number, "InVertretung"):
        assert words in paper
    assert case.lines[0].signer == "Měrćin Wójcik"
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.PILOT))
    case = office.desk.applications.open(case.application.id)
    assert case.application.state is State.RECEIVED
    note = text_of(office.desk.printing.stored(case.application.id, DocumentKind.NOTE))
    assert "Vollmachtwiderrufen?" in note
    used = office.desk.mandates.seen(kept.mandate.id).uses
    assert [(use.office, use.handed_in_at) for use in used] == [(STEUERAMT, MORNING)]
    assert office.desk.mandates.enclosed(case.application.id) == office.desk.mandates.pdf(kept.mandate.id)


def test_nobody_needs_a_mandate_who_acts_alone(office: Office) -> None:
    case = filled(office)
    assert office.desk.mandates.enclosed(case.application.id) is None
    assert Code.MANDATE_MISSING not in codes_before_freezing(office, case.application.id)


@pytest.mark.parametrize(
    ("days", "change", "code"),
    [
        (0, "none", Code.MANDATE_MISSING),
        (0, "unsigned", Code.MANDATE_UNSIGNED),
        (0, "later", Code.MANDATE_NOT_YET),
        (40, "given", Code.MANDATE_EXPIRED),
        (0, "revoked", Code.MANDATE_REVOKED),
        (0, "scope", Code.MANDATE_SCOPE),
        (0, "others", Code.MANDATE_OTHERS),
    ],
)
def test_without_a_good_mandate_nothing_is_frozen(
    office: Office, clock_on: Callable[[int], None], days: int, change: str, code: Code
) -> None:
    case = agent_case(office)
    wishes = {
        "later": replace(WISH, first=TODAY + timedelta(days=2)),
        "scope": replace(WISH, scopes=(Scope.COLLECT,)),
    }
    if change == "unsigned":
        office.desk.mandates.commit(office.desk.mandates.prepare(case, WISH))
    elif change == "revoked":
        office.desk.mandates.revoke(given(office, case).mandate.id, RevokedBy.GRANTOR)
    elif change != "none":
        given(office, case, wishes.get(change, WISH))
    if change == "others":
        fill(office.desk, case.application.id, [(f"{V}/person/familienname", "Anders")])
    clock_on(days)
    assert code in codes_before_freezing(office, case.application.id)
    office.clock.advance(seconds=1)


@pytest.fixture
def clock_on(office: Office) -> Callable[[int], None]:
    return lambda days: office.clock.advance(days=days)


def test_what_was_revoked_after_freezing_is_stopped_at_the_counter(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    prepared = office.desk.handing_in.prepare(case, CarriedBy.RESIDENT)
    assert case.mandate is not None
    office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    assert refusal(lambda: office.desk.handing_in.commit(prepared)) is Code.MANDATE_REVOKED
    again = office.desk.applications.open(case.application.id)
    assert again.application.state is State.CHECKED
    assert refusal(lambda: office.desk.handing_in.prepare(again, CarriedBy.RESIDENT)) is Code.MANDATE_REVOKED


def test_a_mandate_that_goes_between_preparing_and_freezing_is_noticed_by_the_store(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    prepared = office.desk.freezing.prepare(read_back(office.desk, case.application.id))
    office.desk.mandates.revoke(kept.mandate.id, RevokedBy.AGENT)
    assert refusal(lambda: office.desk.freezing.commit(prepared)) is Code.MANDATE_REVOKED


def test_an_agent_without_any_mandate_is_stopped_by_the_store_too(office: Office) -> None:
    case = filled(office)
    prepared = office.desk.freezing.prepare(read_back(office.desk, case.application.id))
    act_as(office, case.application.id, ActingAs.AUTHORISED_PERSON)
    assert refusal(lambda: office.desk.freezing.commit(prepared)) is Code.MANDATE_MISSING


def test_an_official_is_stopped_where_the_table_says_so(office: Office) -> None:
    case = agent_case(office, ActingAs.PILOT_AS_AGENT, answers=GRANTOR)
    assert Code.ACTING_REFUSED in codes_before_freezing(office, case.application.id)


def test_an_official_is_agent_elsewhere_and_gives_no_receipt_then(office: Office) -> None:
    case = agent_case(office, ActingAs.PILOT_AS_AGENT, AMTSBERG, (*GRANTOR, (f"{V}/an", "person")))
    kept = given(office, case)
    assert (kept.mandate.agent.kind, kept.mandate.agent.name) == (AgentKind.PILOT, "A. Beispiel")
    assert case.lines[0].signer == "A. Beispiel"
    case = frozen_under(office, case)
    social = replace(case, form=replace(case.form, social_benefit=True))
    assert office.desk.handing_in.receipt_kind(social, CarriedBy.PILOT) is ReceiptKind.HANDED_OVER


def test_a_volunteer_may_take_it_for_the_operator_before_another_commune(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER)
    case = agent_case(office, ActingAs.PILOT_AS_AGENT, AMTSBERG, (*GRANTOR, (f"{V}/an", "traeger")))
    kept = given(office, case)
    assert (kept.mandate.agent.kind, kept.mandate.agent.name) == (AgentKind.OPERATOR, "Stadt Wilsdruff")
    case = frozen_under(office, case)
    paper = text_of(office.desk.printing.application(case.application.id))
    assert "EshandeltStadtWilsdruffalsbevollmächtigteStelle,durchdieunterstützendePerson" in paper
    close(office.desk)


def test_a_colleague_hands_in_what_was_signed_under_another_pilots_mandate(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER)
    colleague = add(office.desk)
    case = agent_case(office, ActingAs.PILOT_AS_AGENT, answers=(*GRANTOR, (f"{V}/an", "person")))
    kept = given(office, case)
    case = frozen_under(office, case)
    sit_down(office, colleague.id)
    assert refusal(lambda: office.desk.mandates.pdf(kept.mandate.id)) is Code.TAKEOVER_MISSING
    office.desk.sight.take_over(case.application.id, TakeoverReason.ABSENT)
    assert office.desk.mandates.pdf(kept.mandate.id)
    mine = office.desk.applications.open(case.application.id)
    assert mandate_codes(office, mine) == set()
    close(office.desk)


def mandate_codes(office: Office, case: OpenCase) -> set[Code]:
    found = case_problem(case, office.desk.workplace, TODAY)
    return set() if found is None else {found.code}


# --- making and signing ----------------------------------------------------------------------------


def test_a_wish_that_makes_no_mandate_is_refused(office: Office) -> None:
    prepare = office.desk.mandates.prepare
    bare = act_as(office, begin(office).id, ActingAs.AUTHORISED_PERSON)
    assert refusal(lambda: prepare(bare, WISH)) is Code.MANDATE_PARTIES
    case = agent_case(office)
    assert refusal(lambda: prepare(case, replace(WISH, scopes=()))) is Code.MANDATE_SCOPE
    for wrong in (
        replace(WISH, last=TODAY - timedelta(days=1)),
        replace(WISH, first=TODAY + timedelta(days=5), last=TODAY + timedelta(days=4)),
        replace(WISH, last=TODAY + timedelta(days=367)),
    ):
        assert refusal(partial(prepare, case, wrong)) is Code.MANDATE_TERM
    assert refusal(lambda: prepare(case, WISH, (((0.1, 0.1),),))) is Code.SIGNATURE_EMPTY
    written = replace(case, form=replace(case.form, signature=SignatureRule.WRITTEN))
    assert refusal(lambda: prepare(written, WISH, STROKES)) is Code.SIGNATURE_ON_PAPER_ONLY
    assert prepare(written, WISH).kept.signature is None


def test_a_mandate_signed_on_its_print_is_good_from_then_on_and_signed_once(office: Office) -> None:
    case = agent_case(office)
    assert refusal(lambda: office.desk.mandates.sign_on_print(case.application.id)) is Code.RECORD_MISSING
    kept = office.desk.mandates.commit(office.desk.mandates.prepare(case, WISH))
    assert office.desk.mandates.verify(kept.mandate.id).standing is Standing.UNSIGNED
    signed = office.desk.mandates.sign_on_print(case.application.id)
    assert signed.signature is not None
    assert signed.signature.on_paper
    assert signed.signature.digest == kept.digest
    assert office.desk.mandates.verify(kept.mandate.id).standing is Standing.VALID
    assert refusal(lambda: office.desk.mandates.sign_on_print(case.application.id)) is Code.RECORD_FROZEN


def test_a_mandate_signed_on_its_print_is_not_printed_once_more_without_the_signature(office: Office) -> None:
    case = agent_case(office)
    kept = office.desk.mandates.commit(office.desk.mandates.prepare(case, WISH))
    enclosed = office.desk.mandates.enclosed
    assert enclosed(case.application.id) == office.desk.mandates.pdf(kept.mandate.id), "it is still to be signed"
    office.desk.mandates.sign_on_print(case.application.id)
    assert enclosed(case.application.id) is None, "the sheet with the signature is the original"


def test_a_mandate_that_is_over_is_not_printed_along_unless_it_went_to_the_office(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    case = frozen_under(office, case)
    enclosed = partial(office.desk.mandates.enclosed, case.application.id)
    assert enclosed() is not None
    office.clock.advance(days=400)
    assert enclosed() is None, "it ran out"
    office.clock.advance(days=-400)
    office.desk.mandates.revoke(kept.mandate.id, RevokedBy.GRANTOR)
    assert enclosed() is None, "it was taken back"


def test_a_mandate_that_went_to_the_office_is_printed_again_though_it_was_taken_back(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    case = frozen_under(office, case)
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.PILOT))
    office.desk.mandates.revoke(kept.mandate.id, RevokedBy.GRANTOR)

    assert office.desk.mandates.enclosed(case.application.id) == office.desk.mandates.pdf(kept.mandate.id)


def test_where_a_person_is_found_a_revoked_mandate_is_said_to_be_revoked(office: Office) -> None:
    kept = under_mandate(office).mandate
    assert kept is not None
    find = partial(office.desk.persons.find, "Nowakowa-Žurić", "1958-03-14")
    assert [one.revoked for one in find()[0].mandates] == [False]
    office.desk.mandates.revoke(kept.mandate.id, RevokedBy.GRANTOR)
    assert [one.revoked for one in find()[0].mandates] == [True]


def test_a_colleague_who_finds_a_person_learns_no_vollmacht_until_the_vorgang_is_taken_over(office: Office) -> None:
    case = under_mandate(office)
    colleague = add(office.desk)
    desk = sit_down(office, colleague.id)
    find = partial(desk.persons.find, "Nowakowa-Žurić", "1958-03-14")
    assert [one.masked for one in find()[0].applications] == [True]
    assert find()[0].mandates == ()
    desk.sight.take_over(case.application.id, TakeoverReason.ABSENT)
    assert len(find()[0].mandates) == 1


def test_who_is_known_by_a_colleagues_vollmacht_alone_is_not_found(office: Office) -> None:
    case = agent_case(office)
    given(office, case)
    fill(office.desk, case.application.id, [(f"{V}/person/familienname", "Anders")])
    colleague = add(office.desk)
    assert [len(one.mandates) for one in office.desk.persons.find("Wójcik")] == [1]
    assert sit_down(office, colleague.id).persons.find("Wójcik") == ()


def test_the_paper_says_all_and_a_draft_says_that_it_is_one(office: Office) -> None:
    case = agent_case(office)
    wish = replace(WISH, scopes=(Scope.APPLY, Scope.RECEIVE), every_service=True)
    kept = given(office, case, wish)
    paper = text_of(office.desk.mandates.pdf(kept.mandate.id))
    for words in ("Vollmacht", "Nowakowa", "Wójcik", "Bescheideempfangen", "§13Abs.3", kept.digest[:8], "alleAnträge"):
        assert words in paper, words
    assert office.desk.mandates.text().title == "Vollmacht"
    assert b"ENTWURF" not in office.desk.mandates.pdf(kept.mandate.id)
    draft = office.desk.mandates.draft_pdf(case, WISH)
    assert draft != office.desk.mandates.pdf(kept.mandate.id)


def test_what_is_known_of_the_grantor_fits_the_keys_of_forms(office: Office) -> None:
    case = agent_case(office)
    known = known_of_grantor(case.application.answers)
    assert known["person.familienname"] == "Nowakowa-Žurić"
    assert known["anschrift.ort"] == "Wilsdruff"
    assert known_of_grantor({"vertretung": "kaputt"}) == {}
    assert grantor_of({}).name == ""
    assert agent_of(ActingAs.AUTHORISED_PERSON, {}, office.desk.workplace).name == ""


# --- verifying -------------------------------------------------------------------------------------


def test_verifying_says_in_what_order_things_are(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    mandates = office.desk.mandates
    found = mandates.verify(kept.mandate.id)
    assert found.whole
    assert found.standing is Standing.VALID
    first = mandates.pdf(kept.mandate.id)
    office.clock.advance(days=60)
    assert mandates.verify(kept.mandate.id).standing is Standing.EXPIRED
    assert mandates.pdf(kept.mandate.id) == first, "exactly as signed, whenever it is printed"


def test_every_damage_is_found(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    pdf = office.desk.mandates.pdf(kept.mandate.id)
    texts = office.desk.mandates._texts
    assert check(kept, pdf, texts, TODAY).whole, "the positive control"
    assert kept.signature is not None
    other_text = replace(kept.mandate, text_digest="0" * 64)
    no_text = replace(kept.mandate, text_version=99)
    for damaged, bytes_, part in (
        (replace(kept, canonical=kept.canonical.replace(b"2026-12-19", b"2027-12-19")), pdf, "bytes_whole"),
        (replace(kept, signature=replace(kept.signature, digest="0" * 64)), pdf, "signature_fits"),
        (replace(kept, mandate=other_text), pdf, "text_known"),
        (replace(kept, mandate=no_text), pdf, "text_known"),
        (kept, pdf[:-20], "paper_whole"),
    ):
        found = check(damaged, bytes_, texts, TODAY)
        assert not getattr(found, part)
        assert not found.whole
        assert found.standing is Standing.DAMAGED
    broken = replace(kept, digest="0" * 64)
    grantor, agent = kept.mandate.grantor, kept.mandate.agent
    problem = mandate_problem(broken, case.application.service_id, grantor, agent, TODAY)
    assert problem is not None
    assert problem.code is Code.MANDATE_DAMAGED
