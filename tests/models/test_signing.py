"""Which way of signing is open: one test a cell of the table."""

from __future__ import annotations

import pytest

from lotse_app.models.people import Operator, Pilot, PlaceType, Role, Station, Workplace
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.signing import RECORD_BY_LAW, SigningCase, SignReason, SignWay, ToSign, sign_choices

LINE, MANDATE = ToSign(0, "Unterschrift"), ToSign(1, "SEPA-Mandat", print_only=True)
FREE, WRITTEN = SignatureRule.FREE, SignatureRule.WRITTEN
REGISTRATION, IN_PERSON = SignatureRule.REGISTRATION, SignatureRule.IN_PERSON


def place(role: Role = Role.OFFICIAL, where: PlaceType = PlaceType.TOWN_HALL, *, public: bool = True) -> Workplace:
    station = Station("s", "o", "Rathaus", where, "14628410")
    return Workplace(Operator("o", "Stadt", public_body=public), station, Pilot("p", "A", role), "Wilsdruff")


def reason(
    way: SignWay, rule: SignatureRule, at: Workplace, line: ToSign = LINE, *, own: bool = True
) -> SignReason | None:
    case = SigningCase(rule, RECORD_BY_LAW[rule], own)
    return next(choice.reason for choice in sign_choices(case, line, at) if choice.way is way)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("rule", "pad", "mark"),
    [
        (FREE, None, None),
        (WRITTEN, SignReason.ON_PAPER_ONLY, SignReason.WRITTEN_FORM),
        (REGISTRATION, SignReason.ON_PAPER_ONLY, None),
        (IN_PERSON, SignReason.ON_PAPER_ONLY, None),
    ],
)
def test_pad_and_handzeichen_depend_on_the_form_the_law_asks_for(
    rule: SignatureRule, pad: SignReason | None, mark: SignReason | None, role: Role
) -> None:
    assert reason(SignWay.PAD, rule, place(role)) is pad
    assert reason(SignWay.MARK, rule, place(role)) is mark
    assert reason(SignWay.PRINT, rule, place(role)) is None
    assert reason(SignWay.LATER, rule, place(role)) is None


@pytest.mark.parametrize(
    ("rule", "own", "said"),
    [
        (FREE, True, None),
        (FREE, False, None),
        (WRITTEN, True, None),
        (WRITTEN, False, SignReason.OTHER_OFFICE),
        (REGISTRATION, True, SignReason.NOT_BY_LAW),
        (REGISTRATION, False, SignReason.NOT_BY_LAW),
        (IN_PERSON, True, SignReason.NOT_BY_LAW),
        (IN_PERSON, False, SignReason.NOT_BY_LAW),
    ],
)
def test_an_official_takes_down_what_the_law_lets(rule: SignatureRule, said: SignReason | None, *, own: bool) -> None:
    assert reason(SignWay.RECORD, rule, place(), own=own) is said


@pytest.mark.parametrize("rule", list(SignatureRule))
@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COORDINATOR])
def test_nobody_else_takes_down(rule: SignatureRule, role: Role) -> None:
    assert reason(SignWay.RECORD, rule, place(role)) is SignReason.OFFICIALS_ONLY


def test_an_official_of_an_association_is_none() -> None:
    assert reason(SignWay.RECORD, FREE, place(public=False)) is SignReason.OFFICIALS_ONLY


@pytest.mark.parametrize("where", list(PlaceType))
def test_it_is_taken_down_at_an_office(where: PlaceType) -> None:
    inside = where in {PlaceType.TOWN_HALL, PlaceType.CITIZENS_OFFICE, PlaceType.MOBILE}
    assert reason(SignWay.RECORD, FREE, place(where=where)) is (None if inside else SignReason.AT_AN_OFFICE)


def test_a_mandate_is_signed_on_the_print_whatever_the_service_asks_for() -> None:
    assert reason(SignWay.PAD, FREE, place(), MANDATE) is SignReason.ON_PAPER_ONLY
    assert reason(SignWay.RECORD, FREE, place(), MANDATE) is SignReason.NOT_BY_LAW
    assert reason(SignWay.MARK, FREE, place(), MANDATE) is None
