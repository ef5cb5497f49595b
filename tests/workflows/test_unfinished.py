"""What is still owed to a person is neither erased on request nor by rule without having been said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import CarriedBy, State
from lotse_app.models.letter import DueSource, LetterEntry, LetterKind
from lotse_app.models.mandate import RevokedBy, SentBy
from lotse_app.models.outstanding import Outstanding, Owed
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.retention import RuleName
from tests.cases import begin, filled, hand_in
from tests.desks import AMTSBERG, MORNING, close, make_office
from tests.mandates import STEUERAMT, frozen_under, under_mandate
from tests.workflows.test_keeping import NOWAKOWA

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.persons import PersonKey
    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office

TODAY = MORNING.date()


def owed(office: Office, key: PersonKey = NOWAKOWA) -> list[tuple[Owed, str]]:
    """Return what is open of everything that names the person."""
    ids = office.desk.persons._rows.of(key)
    return [(one.what, one.number) for one in office.desk.persons.outstanding(key, ids)]


def erase(office: Office, *, unfinished: bool = False) -> int:
    """Erase all of the person; return how many Vorgänge went."""
    ids = office.desk.persons._rows.of(NOWAKOWA)
    return office.desk.persons.erase(NOWAKOWA, ids, unfinished=unfinished).applications


def refused(office: Office) -> str:
    """Return the numbers that a refused erasure names."""
    with pytest.raises(ProblemError) as caught:
        erase(office)
    assert caught.value.problem.code is Code.PERSON_UNFINISHED
    return str(caught.value.problem.param("numbers"))


def letter(office: Office, case: OpenCase, kind: LetterKind, due: date | None) -> str:
    """Enter a letter of today; return its id."""
    source = DueSource.PRINTED if due else DueSource.NONE
    post = office.desk.letters.enter(case.application.id, LetterEntry(kind, TODAY, TODAY, due, source))
    return post.letters[0].id


def test_a_draft_or_what_the_resident_carries_owes_nothing(office: Office) -> None:
    filled(office)
    hand_in(office, CarriedBy.RESIDENT)
    assert owed(office) == []
    assert erase(office) == 2


def test_what_the_office_received_here_owes_nothing(office: Office) -> None:
    hand_in(office, CarriedBy.PILOT)  # an Annahmestelle of the own commune: it is there
    assert owed(office) == []


def test_what_a_pilot_carries_is_named_until_it_was_handed_over(office: Office) -> None:
    case = hand_in(office, CarriedBy.PILOT, AMTSBERG)
    number = case.application.number
    assert owed(office) == [(Owed.LIES_HERE, number)]
    assert refused(office) == number
    assert owed(office) == [(Owed.LIES_HERE, number)]  # nothing went
    office.desk.handing_in.handed_over(case.application.id, TODAY)
    assert owed(office) == []
    assert erase(office) == 1


def test_after_the_extra_confirmation_it_goes(office: Office) -> None:
    hand_in(office, CarriedBy.PILOT, AMTSBERG)
    assert erase(office, unfinished=True) == 1


def test_a_letter_with_an_open_deadline_is_named_until_it_was_answered_or_its_day_is_past(office: Office) -> None:
    case = hand_in(office, CarriedBy.PILOT)
    letter(office, case, LetterKind.REFUSED, date(2026, 12, 20))
    assert office.desk.persons.outstanding(NOWAKOWA, [case.application.id]) == (
        Outstanding(Owed.ANSWER, case.application.number, date(2026, 12, 20)),
    )
    assert refused(office) == case.application.number
    office.desk.letters.answered(office.desk.letters.of_case(case.application.id).letters[0])
    assert owed(office) == []
    office.desk.letters.answered(office.desk.letters.of_case(case.application.id).letters[0], done=False)
    office.clock.advance(days=31)
    assert owed(office) == []


def test_a_query_is_named_until_it_was_answered_and_a_plain_letter_never(office: Office) -> None:
    case = hand_in(office, CarriedBy.PILOT)
    letter(office, case, LetterKind.OTHER, None)
    assert owed(office) == []
    letter(office, case, LetterKind.QUERY, None)
    assert owed(office) == [(Owed.ANSWER, case.application.number)]


def test_letters_of_what_was_ended_bind_nobody(office: Office) -> None:
    case = hand_in(office, CarriedBy.PILOT)
    letter(office, case, LetterKind.QUERY, date(2026, 12, 1))
    office.desk.letters.end(case.application.id, State.WITHDRAWN)
    assert owed(office) == []


def test_a_vollmacht_binds_from_the_day_an_office_has_it_until_it_is_taken_back_everywhere(office: Office) -> None:
    case = under_mandate(office)
    key = next(one.key for one in office.desk.persons.find("Nowakowa") if one.key.birth)
    assert owed(office, key) == []  # no office knows it
    case = frozen_under(office, case)
    prepared = office.desk.handing_in.prepare(case, CarriedBy.RESIDENT)
    office.desk.handing_in.commit(prepared)
    assert case.mandate is not None
    number = case.mandate.mandate.number
    found = office.desk.persons.outstanding(key, [case.application.id])
    assert found == (Outstanding(Owed.MANDATE, number, date(2026, 12, 19), (case.application.number,)),)
    kept = office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    assert owed(office, key) == [(Owed.REVOCATION, number)]
    office.desk.mandates.sent(kept.mandate.id, STEUERAMT, TODAY, SentBy.FAX)
    assert owed(office, key) == []


def test_a_vollmacht_that_ran_out_binds_nobody(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    key = next(one.key for one in office.desk.persons.find("Nowakowa") if one.key.birth)
    assert owed(office, key)
    office.clock.advance(days=30)
    assert owed(office, key) == []


def test_nobody_asks_of_a_vorgang_that_does_not_name_the_person(office: Office) -> None:
    other = begin(office).id
    with pytest.raises(ProblemError) as caught:
        office.desk.persons.outstanding(NOWAKOWA, [other])
    assert caught.value.problem.code is Code.RECORD_MISSING


def test_retention_deletes_no_paper_that_lies_here_and_says_so(tmp_path: Path) -> None:
    office = make_office(tmp_path / "lotse", Role.VOLUNTEER)
    case = hand_in(office, CarriedBy.PILOT)
    assert [line.number for line in office.desk.overview.today().lying] == [case.application.number]
    office.clock.advance(days=400)
    held = {one.rule.name: (one.now, one.held) for one in office.desk.keeping.forecast()}
    assert held[RuleName.CONTENT_PAPER] == (0, 1)
    assert held[RuleName.RECEIPT] == (0, 1)
    office.desk.keeping.tidy()
    assert office.desk.applications.open(case.application.id).application.answers
    office.desk.handing_in.handed_over(case.application.id, TODAY)
    assert office.desk.overview.today().lying == ()
    taken = dict(office.desk.keeping.tidy().taken)
    assert taken[RuleName.CONTENT_PAPER] == 1
    assert taken[RuleName.RECEIPT] == 1
    close(office.desk)


def test_retention_waits_for_the_day_of_a_letter(office: Office) -> None:
    case = hand_in(office, CarriedBy.RESIDENT)
    office.clock.advance(days=360)
    day = TODAY + timedelta(days=360)
    entry = LetterEntry(LetterKind.QUERY, day, day, day + timedelta(days=30), DueSource.PRINTED)
    office.desk.letters.enter(case.application.id, entry)
    office.clock.advance(days=20)
    assert RuleName.RECEIPT not in dict(office.desk.keeping.tidy().taken)
    office.clock.advance(days=11)
    assert dict(office.desk.keeping.tidy().taken)[RuleName.RECEIPT] == 1


def test_retention_keeps_a_revocation_that_some_office_does_not_have(office: Office) -> None:
    case = frozen_under(office, under_mandate(office))
    office.desk.handing_in.commit(office.desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    assert case.mandate is not None
    kept = office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    office.clock.advance(days=400)
    assert RuleName.MANDATE not in dict(office.desk.keeping.tidy().taken)
    office.desk.mandates.sent(kept.mandate.id, STEUERAMT, TODAY, SentBy.POST)
    assert dict(office.desk.keeping.tidy().taken)[RuleName.MANDATE] == 1
