"""Role x responsible x right: every cell by name, so that a change of the table changes a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lotse_app.models.people import Pilot, Role, Undertaking
from lotse_app.models.permission import COLUMNS, RULES, Right, refusal
from lotse_app.models.problems import Code

A, V, C = Role.OFFICIAL, Role.VOLUNTEER, Role.COORDINATOR
RESPONSIBLE, KEEPER = Code.NOT_PERMITTED, Code.FORM_KEEPER_ONLY
NOBODY, OATH, DEPUTY = Code.COORDINATOR_NO_PERSONS, Code.UNDERTAKING_MISSING, Code.TAKEOVER_MISSING

#: right, role, responsible, refused before an undertaking, refused with one.
CELLS: list[tuple[Right, Role, bool, Code | None, Code | None]] = [
    (Right.MANAGE_PILOTS, A, False, RESPONSIBLE, RESPONSIBLE),
    (Right.MANAGE_PILOTS, A, True, None, None),
    (Right.MANAGE_PILOTS, V, False, RESPONSIBLE, RESPONSIBLE),
    (Right.MANAGE_PILOTS, V, True, None, None),
    (Right.MANAGE_PILOTS, C, False, None, None),
    (Right.MANAGE_PILOTS, C, True, None, None),
    (Right.MANAGE_STATION, A, False, RESPONSIBLE, RESPONSIBLE),
    (Right.MANAGE_STATION, A, True, None, None),
    (Right.MANAGE_STATION, V, False, RESPONSIBLE, RESPONSIBLE),
    (Right.MANAGE_STATION, V, True, None, None),
    (Right.MANAGE_STATION, C, False, None, None),
    (Right.MANAGE_STATION, C, True, None, None),
    (Right.COUNSEL, A, False, None, None),
    (Right.COUNSEL, A, True, None, None),
    (Right.COUNSEL, V, False, None, None),
    (Right.COUNSEL, V, True, None, None),
    (Right.COUNSEL, C, False, NOBODY, NOBODY),
    (Right.COUNSEL, C, True, NOBODY, NOBODY),
    (Right.BEGIN_CASE, A, False, None, None),
    (Right.BEGIN_CASE, A, True, None, None),
    (Right.BEGIN_CASE, V, False, OATH, None),
    (Right.BEGIN_CASE, V, True, OATH, None),
    (Right.BEGIN_CASE, C, False, NOBODY, NOBODY),
    (Right.BEGIN_CASE, C, True, NOBODY, NOBODY),
    (Right.OPEN_OWN_CASE, A, False, None, None),
    (Right.OPEN_OWN_CASE, A, True, None, None),
    (Right.OPEN_OWN_CASE, V, False, OATH, None),
    (Right.OPEN_OWN_CASE, V, True, OATH, None),
    (Right.OPEN_OWN_CASE, C, False, NOBODY, NOBODY),
    (Right.OPEN_OWN_CASE, C, True, NOBODY, NOBODY),
    (Right.OPEN_COLLEAGUES_CASE, A, False, DEPUTY, DEPUTY),
    (Right.OPEN_COLLEAGUES_CASE, A, True, DEPUTY, DEPUTY),
    (Right.OPEN_COLLEAGUES_CASE, V, False, OATH, DEPUTY),
    (Right.OPEN_COLLEAGUES_CASE, V, True, OATH, DEPUTY),
    (Right.OPEN_COLLEAGUES_CASE, C, False, NOBODY, NOBODY),
    (Right.OPEN_COLLEAGUES_CASE, C, True, NOBODY, NOBODY),
    (Right.SEE_FIGURES, A, False, None, None),
    (Right.SEE_FIGURES, A, True, None, None),
    (Right.SEE_FIGURES, V, False, None, None),
    (Right.SEE_FIGURES, V, True, None, None),
    (Right.SEE_FIGURES, C, False, None, None),
    (Right.SEE_FIGURES, C, True, None, None),
    (Right.EXPORT, A, False, RESPONSIBLE, RESPONSIBLE),
    (Right.EXPORT, A, True, None, None),
    (Right.EXPORT, V, False, RESPONSIBLE, RESPONSIBLE),
    (Right.EXPORT, V, True, None, None),
    (Right.EXPORT, C, False, None, None),
    (Right.EXPORT, C, True, None, None),
    (Right.RELEASE_FORMS, A, False, KEEPER, KEEPER),
    (Right.RELEASE_FORMS, A, True, None, None),
    (Right.RELEASE_FORMS, V, False, KEEPER, KEEPER),
    (Right.RELEASE_FORMS, V, True, None, None),
    (Right.RELEASE_FORMS, C, False, None, None),
    (Right.RELEASE_FORMS, C, True, None, None),
]


@pytest.mark.parametrize(("right", "role", "responsible", "before", "after"), CELLS)
def test_a_cell_allows_or_says_why_not(
    right: Right, role: Role, before: Code | None, after: Code | None, *, responsible: bool
) -> None:
    pilot = Pilot("p", "A. Beispiel", role, responsible)
    sworn = replace(pilot, undertaking=Undertaking(date(2026, 11, 20)))
    assert (refusal(pilot, right), refusal(sworn, right)) == (before, after)


def test_every_cell_has_its_test() -> None:
    assert {(right, (role, responsible)) for right, role, responsible, _, _ in CELLS} == {
        (right, column) for right in Right for column in COLUMNS
    }
    assert len(CELLS) == len(RULES) * len(COLUMNS) == 54


@pytest.mark.parametrize("role", [A, V])
def test_a_takeover_opens_a_colleagues_case_for_who_may_see_persons(role: Role) -> None:
    deputy = Pilot("p", "B. Muster", role, undertaking=Undertaking(date(2026, 11, 20)))
    assert refusal(deputy, Right.OPEN_COLLEAGUES_CASE, taken_over=True) is None


def test_a_takeover_opens_nothing_without_the_undertaking_and_nothing_for_a_coordinator() -> None:
    assert refusal(Pilot("p", "B", V), Right.OPEN_COLLEAGUES_CASE, taken_over=True) is OATH
    assert refusal(Pilot("p", "C", C), Right.OPEN_COLLEAGUES_CASE, taken_over=True) is NOBODY


@pytest.mark.parametrize("right", Right)
def test_who_left_may_nothing(right: Right) -> None:
    gone = Pilot("p", "A", A, responsible=True, active=False)
    assert refusal(gone, right) is Code.SLOT_UNKNOWN
