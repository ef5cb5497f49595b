"""Vollmachten later on: used again, revoked, kept as long as the rule says, copied and erased with their person."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.script import STROKES
from lotse_app.documents.reader import text_of
from lotse_app.models.acting import ActingAs
from lotse_app.models.application import CarriedBy
from lotse_app.models.mandate import RevokedBy, Scope, SentBy, Standing
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from tests.cases import begin, gathered
from tests.colleagues import add, sit_down
from tests.desks import AMTSBERG, WILSDRUFF, close, make_office
from tests.mandates import (
    GRANTOR,
    STEUERAMT,
    TODAY,
    WISH,
    V,
    act_as,
    agent_case,
    formless_case,
    frozen_under,
    given,
    under_mandate,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.desks import Office

YEAR_ON = date(2027, 11, 19)


def refusal(act: Callable[[], object]) -> Code:
    with pytest.raises(ProblemError) as refused:
        act()
    return refused.value.problem.code


# --- using it again --------------------------------------------------------------------------------


def test_a_valid_mandate_of_the_same_resident_is_offered_and_used_again(office: Office) -> None:
    first = agent_case(office)
    kept = given(office, first, replace(WISH, every_service=True))
    second = agent_case(office)
    assert [one.mandate.id for one in office.desk.mandates.offered(second)] == [kept.mandate.id]
    office.desk.mandates.reuse(second, kept.mandate.id)
    assert frozen_under(office, second).frozen is not None
    assert {use.number for use in office.desk.mandates.seen(kept.mandate.id).uses} == {
        first.application.number,
        second.application.number,
    }


def test_what_does_not_fit_is_not_offered(office: Office) -> None:
    case = agent_case(office)
    bare = act_as(office, begin(office).id, ActingAs.AUTHORISED_PERSON)
    assert office.desk.mandates.offered(bare) == ()
    narrow = given(office, case, replace(WISH, scopes=(Scope.INFORMATION,)))
    office.desk.mandates.revoke(given(office, case).mandate.id, RevokedBy.GRANTOR)
    other = agent_case(office)
    assert office.desk.mandates.offered(other) == ()
    assert refusal(lambda: office.desk.mandates.reuse(other, narrow.mandate.id)) is Code.RECORD_MISSING
    fitting = given(office, case)
    assert [one.mandate.id for one in office.desk.mandates.offered(other)] == [fitting.mandate.id]
    as_pilot = act_as(office, other.application.id, ActingAs.PILOT_AS_AGENT)
    assert office.desk.mandates.offered(as_pilot) == (), "it was given to somebody else"
    office.clock.advance(days=60)
    assert office.desk.mandates.offered(other) == ()


def test_the_pilots_own_is_offered_to_the_pilot_alone(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.VOLUNTEER)
    to_me = (*GRANTOR, (f"{V}/an", "person"))
    kept = given(office, agent_case(office, ActingAs.PILOT_AS_AGENT, answers=to_me))
    again = agent_case(office, ActingAs.PILOT_AS_AGENT, answers=to_me)
    assert [one.mandate.id for one in office.desk.mandates.offered(again)] == [kept.mandate.id]
    close(office.desk)


# --- revoking --------------------------------------------------------------------------------------


def test_a_revocation_is_open_until_every_office_was_told(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert case.mandate is not None
    mandate_id = case.mandate.mandate.id
    kept = office.desk.mandates.revoke(mandate_id, RevokedBy.GRANTOR)
    assert office.desk.mandates.verify(mandate_id).standing is Standing.REVOKED
    assert refusal(lambda: office.desk.mandates.revoke(mandate_id, RevokedBy.GRANTOR)) is Code.RECORD_FROZEN
    assert [notice.office for notice in office.desk.mandates.open_notices()] == [STEUERAMT]
    letter = text_of(office.desk.mandates.revocation(kept, STEUERAMT))
    for words in ("WiderrufeinerVollmacht", "Ichwiderrufe", kept.mandate.number, case.application.number, "Steueramt"):
        assert words in letter
    assert "UnterschriftderPerson,diedieVollmachtgegebenhat" in letter
    sent = office.desk.mandates.sent
    assert refusal(lambda: sent(mandate_id, STEUERAMT, YEAR_ON, SentBy.POST)) is Code.DATE_IN_FUTURE
    before = TODAY - timedelta(days=1)
    assert refusal(lambda: sent(mandate_id, STEUERAMT, before, SentBy.POST)) is Code.DATE_BEFORE_REVOCATION
    assert refusal(lambda: sent(mandate_id, "Niemand", TODAY, SentBy.POST)) is Code.RECORD_MISSING
    done = sent(mandate_id, STEUERAMT, TODAY, SentBy.HAND)
    assert done.open_notices == ()
    assert office.desk.mandates.open_notices() == ()
    assert "20.11.2026,persönlichübergeben" in text_of(office.desk.mandates.revocation(done, STEUERAMT))


def test_no_office_reads_which_others_get_a_letter_and_who_lays_it_down_signs(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert case.mandate is not None
    kept = office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.AGENT)
    both = replace(kept, notices=(*kept.notices, replace(kept.notices[0], office="Jobcenter Pirna")))
    letter, other = (text_of(office.desk.mandates.revocation(both, one)) for one in (STEUERAMT, "Jobcenter Pirna"))
    assert ("Jobcenter" in letter, "Steueramt" in other, "JobcenterPirna" in other) == (False, False, True)
    assert "NiederlegungeinerVollmacht" in letter
    assert "UnterschriftderbevollmächtigtenPersonoderStelle" in letter
    assert "Widerruf" not in letter
    assert "Übergebenam" not in text_of(office.desk.mandates.revocation(replace(kept, notices=()), STEUERAMT))


def test_the_letter_says_where_its_office_is_also_when_the_case_is_gone(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert case.mandate is not None
    mandates = office.desk.mandates
    kept = mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    where = mandates.address(kept, STEUERAMT)
    assert where is not None
    letter = text_of(mandates.revocation(kept, STEUERAMT, where))
    assert "NossenerStraße20" in letter
    assert "01723Wilsdruff" in letter
    assert "bitteergänzen" not in letter
    assert "Anschriftbitteergänzen" in text_of(mandates.revocation(kept, "Zuständige Stelle"))
    gone = replace(kept, uses=())
    assert mandates.address(gone, STEUERAMT) == where


def test_an_office_outside_the_commune_is_found_by_the_service_it_was_entered_for(office: Office) -> None:
    enter, called = office.desk.offices.enter, office.desk.offices.called
    assert called("Zuständige Stelle", ("Wohngeld",)) is None
    first = enter("14628410", "Wohngeld", "Wohngeldstelle", "Markt 1", "01796", "Pirna")
    assert called("Zuständige Stelle", ("Wohngeld", "Kita")) == first
    assert called("Zuständige Stelle", ("Kita",)) is None
    enter("14612000", "Wohngeld", "Wohngeldbehörde", "Ring 2", "01067", "Dresden")
    assert called("Zuständige Stelle", ("Wohngeld",)) is None, "two were entered, and nobody can tell which"


@pytest.mark.parametrize(
    "wanted",
    [(("Wohngeld", WILSDRUFF), ("Anwohnerparkausweis", WILSDRUFF)), (("Wohngeld", WILSDRUFF), ("Wohngeld", AMTSBERG))],
    ids=["two services", "two communes"],
)
def test_offices_that_no_form_knows_are_told_each_by_a_letter_of_its_own(
    office: Office, wanted: tuple[tuple[str, str], ...]
) -> None:
    cases = [formless_case(office, *one) for one in wanted]
    kept = given(office, cases[0], replace(WISH, every_service=True))
    office.desk.mandates.reuse(cases[1], kept.mandate.id)
    streets = ("Markt 1", "Ring 2")
    for case, street in zip(cases, streets, strict=True):
        office.desk.offices.enter(case.application.ags, case.application.service_name, "Amt", street, "01796", "Pirna")
        ready = frozen_under(office, office.desk.applications.open(case.application.id))
        office.desk.handing_in.commit(office.desk.handing_in.prepare(ready, CarriedBy.RESIDENT))
    mandates = office.desk.mandates
    revoked = mandates.revoke(kept.mandate.id, RevokedBy.GRANTOR)
    assert len({notice.office for notice in mandates.open_notices()}) == len(cases)
    for case, street in zip(cases, streets, strict=True):
        told = next(one.office for one in revoked.uses if one.application_id == case.application.id)
        letter = text_of(mandates.revocation(revoked, told, mandates.address(revoked, told)))
        found = [one.application.number for one in cases if one.application.number in letter]
        assert found == [case.application.number]
        assert "".join(street.split()) in letter
        assert "ZuständigeStelle" not in letter, "its name was entered"


def test_a_mandate_under_which_nothing_went_out_needs_no_letter(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    act_as(office, case.application.id, ActingAs.SELF)
    assert office.desk.mandates.revoke(kept.mandate.id, RevokedBy.AGENT).notices == ()


def test_an_office_that_got_nothing_is_told_nothing(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    assert case.mandate is not None
    assert [use.number for use in case.mandate.uses] == [case.application.number]
    assert office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR).notices == ()
    assert office.desk.mandates.open_notices() == ()


def test_a_letter_lists_what_lies_at_the_office_and_nothing_that_was_never_handed_in(office: Office) -> None:
    first = agent_case(office)
    kept = given(office, first, replace(WISH, every_service=True))
    second = agent_case(office)
    office.desk.mandates.reuse(second, kept.mandate.id)
    case = frozen_under(office, first)
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    letter = text_of(
        office.desk.mandates.revocation(office.desk.mandates.revoke(kept.mandate.id, RevokedBy.GRANTOR), STEUERAMT)
    )
    assert first.application.number in letter
    assert second.application.number not in letter


def test_under_a_revoked_mandate_nobody_signs_what_was_frozen(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    signing = office.desk.signing
    prepared = signing.prepare_pad(case, "Měrćin Wójcik", STROKES)
    assert signing.held(case) is None
    assert case.mandate is not None
    office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    assert refusal(lambda: signing.commit(prepared)) is Code.MANDATE_REVOKED, "the store asks too"
    case = office.desk.applications.open(case.application.id)
    line = case.lines[0]
    assert refusal(lambda: signing.prepare_pad(case, "Měrćin Wójcik", STROKES)) is Code.MANDATE_REVOKED
    assert refusal(lambda: signing.prepare_mark(case, "Měrćin Wójcik", "Jan", line)) is Code.MANDATE_REVOKED
    assert refusal(lambda: signing.sign_on_print(case, "Měrćin Wójcik")) is Code.MANDATE_REVOKED
    assert office.desk.applications.open(case.application.id).signatures == ()


def test_what_waits_is_held_by_a_revocation_until_the_office_has_it_but_not_by_the_term(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.PILOT))
    case_id = case.application.id
    handed_over = office.desk.handing_in.handed_over
    tomorrow, before = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
    assert refusal(lambda: handed_over(case_id, tomorrow)) is Code.DATE_IN_FUTURE
    assert refusal(lambda: handed_over(case_id, before)) is Code.DATE_BEFORE_FREEZE
    draft = begin(office).id
    assert refusal(lambda: handed_over(draft, TODAY)) is Code.RECORD_MISSING
    handed_over(case_id, None)
    office.clock.advance(days=60)
    assert office.desk.signing.held(office.desk.applications.open(case_id)) is None
    assert case.mandate is not None
    office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    held = office.desk.signing.held(office.desk.applications.open(case_id))
    assert held is not None
    assert held.code is Code.MANDATE_REVOKED
    office.desk.handing_in.handed_over(case_id, TODAY)
    assert office.desk.signing.held(office.desk.applications.open(case_id)) is None


def test_a_coordinator_sees_no_notice(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.COORDINATOR)
    assert office.desk.mandates.open_notices() == ()
    close(office.desk)


def test_a_mandate_whose_cases_are_gone_can_still_be_seen_and_revoked(tmp_path: Path) -> None:
    office = make_office(tmp_path, Role.OFFICIAL)
    colleague = add(office.desk)
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert case.mandate is not None
    kept = case.mandate
    office.clock.advance(days=366)
    office.desk.keeping.tidy()
    sit_down(office, colleague.id)
    assert office.desk.mandates.seen(kept.mandate.id).uses[0].office == STEUERAMT
    close(office.desk)


# --- keeping, copying, erasing ---------------------------------------------------------------------


def test_a_mandate_goes_a_year_after_its_end_with_proof(office: Office) -> None:
    case = agent_case(office)
    kept = given(office, case)
    office.clock.advance(days=390)
    assert (office.desk.keeping.tidy(), office.desk.mandates.seen(kept.mandate.id)) is not None
    office.clock.advance(days=10)
    taken = dict(office.desk.keeping.tidy().taken)
    assert {name.value: count for name, count in taken.items()}["vollmacht"] == 1
    assert refusal(lambda: office.desk.mandates.seen(kept.mandate.id)) is Code.RECORD_MISSING
    assert ("vollmacht", 1) in {(proof.kind, proof.count) for proof in office.desk.keeping.proofs()}


def test_one_that_was_never_signed_goes_with_its_draft(office: Office) -> None:
    case = agent_case(office)
    unsigned = office.desk.mandates.commit(office.desk.mandates.prepare(case, WISH))
    signed = given(office, case)
    office.clock.advance(days=31)
    office.desk.keeping.tidy()
    assert refusal(lambda: office.desk.mandates.seen(unsigned.mandate.id)) is Code.RECORD_MISSING
    assert office.desk.mandates.seen(signed.mandate.id).uses == ()


def test_a_person_is_found_copied_and_erased_with_the_mandates(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert case.mandate is not None
    kept = office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    office.desk.mandates.sent(kept.mandate.id, STEUERAMT, TODAY, SentBy.FAX)
    found = office.desk.persons.find("Wojcik")
    assert [line.number for one in found for line in one.mandates] == [kept.mandate.number]
    person = next(one for one in office.desk.persons.find("Nowakowa") if one.key.birth)
    copy = office.desk.persons.copy(gathered(office.desk, person.key))
    told = json.loads(copy.json)["vollmachten"][0]
    assert told["vollmacht"]["grantor"]["name"] == "Hańža Marija Nowakowa-Žurić"
    assert told["mitteilungen"] == [{"stelle": STEUERAMT, "am": "2026-11-20", "wie": "fax"}]
    assert f"Vollmacht{kept.mandate.number}" in text_of(copy.pdf)
    assert dict(copy.files)[f"{kept.mandate.number}.pdf"] == office.desk.mandates.pdf(kept.mandate.id)
    erased = office.desk.persons.erase(person.key, [case.application.id])
    assert (erased.applications, erased.mandates) == (1, 1)
    assert refusal(lambda: office.desk.mandates.seen(kept.mandate.id)) is Code.RECORD_MISSING
    assert office.desk.persons.find("Wojcik") == ()


def test_a_mandate_stays_with_a_vorgang_that_stays(office: Office) -> None:
    case = under_mandate(office)
    person = next(one for one in office.desk.persons.find("Nowakowa") if one.key.birth)
    assert office.desk.persons.erase(person.key, []).mandates == 0
    assert case.mandate is not None
    assert office.desk.mandates.of_case(case.application.id) is not None


def test_an_unsigned_open_mandate_is_copied_too(office: Office) -> None:
    case = agent_case(office)
    office.desk.mandates.commit(office.desk.mandates.prepare(case, replace(WISH, every_service=True)))
    person = next(one for one in office.desk.persons.find("Nowakowa") if one.key.birth)
    told = json.loads(office.desk.persons.copy(gathered(office.desk, person.key)).json)["vollmachten"][0]
    assert (told["unterschrift"], told["widerruf"]) == (None, None)


def test_the_trail_tells_of_every_step_and_of_nobody(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert case.mandate is not None
    office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    office.desk.mandates.sent(case.mandate.mandate.id, STEUERAMT, TODAY, SentBy.POST)
    entries = office.desk.keeping.trail()
    deeds = [entry.deed for entry in entries if entry.record_id == case.mandate.mandate.id]
    assert deeds == [
        "widerruf_uebergeben",
        "vollmacht_widerrufen",
        "vollmacht_unterschrieben",
        "vollmacht_angelegt",
    ]
    assert not [entry for entry in entries if "Nowakowa" in str(entry) or "Steueramt" in str(entry)]
