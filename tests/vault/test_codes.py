"""The recovery code: what a hand may do to it, and what is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.ids import CROCKFORD
from lotse_app.models.problems import Code
from lotse_app.vault.codes import new_code, read_code
from tests.vault.support import refused

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWN = st.binary(min_size=20, max_size=20)
PLACES = st.integers(0, 24)


def code_of(drawn: bytes) -> str:
    return new_code(lambda length: drawn[:length])


def plain_of(drawn: bytes) -> str:
    return code_of(drawn).replace("-", "")


@given(DRAWN)
def test_a_code_reads_back_as_it_was_written(drawn: bytes) -> None:
    code = code_of(drawn)
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5, 5]
    assert read_code(code) == code.replace("-", "")


@given(
    DRAWN, st.sampled_from(["", " ", "-", "–", " — ", "\t", "\u00a0", ". "]), st.sampled_from([str.upper, str.lower])
)
def test_case_blanks_dashes_and_lookalikes_do_not_matter(
    drawn: bytes, between: str, case: Callable[[str], str]
) -> None:
    code = code_of(drawn)
    typed = between.join(code.split("-")).replace("0", "O").replace("1", "I")
    assert read_code(case(typed)) == code.replace("-", "")
    assert read_code(typed.replace("I", "l")) == code.replace("-", "")


@given(DRAWN, PLACES, st.sampled_from(CROCKFORD))
def test_every_wrong_character_is_noticed_with_its_group(drawn: bytes, place: int, wrong: str) -> None:
    plain = plain_of(drawn)
    typed = plain[:place] + wrong + plain[place + 1 :]
    if typed == plain:
        assert read_code(typed) == plain
        return
    problem = refused(lambda: read_code(typed))
    assert problem.code is Code.RECOVERY_CODE_MISTYPED
    assert problem.param("group") == place // 5 + 1


@given(DRAWN, st.integers(0, 4), st.permutations(range(5)))
def test_every_swap_of_two_characters_in_a_group_is_noticed(drawn: bytes, group: int, order: list[int]) -> None:
    plain = plain_of(drawn)
    first, second = group * 5 + order[0], group * 5 + order[1]
    letters = list(plain)
    letters[first], letters[second] = letters[second], letters[first]
    typed = "".join(letters)
    if typed != plain:
        assert refused(lambda: read_code(typed)).param("group") == group + 1


@given(DRAWN, st.permutations(range(5)))
def test_swapped_groups_are_noticed_unless_they_are_alike(drawn: bytes, order: list[int]) -> None:
    groups = code_of(drawn).split("-")
    typed = "-".join(groups[number] for number in order)
    if order == list(range(5)):
        assert read_code(typed) == plain_of(drawn)
    else:
        assert refused(lambda: read_code(typed)).code is Code.RECOVERY_CODE_MISTYPED


@given(DRAWN, PLACES)
def test_a_lost_or_doubled_character_is_noticed(drawn: bytes, place: int) -> None:
    plain = plain_of(drawn)
    assert refused(lambda: read_code(plain[:place] + plain[place + 1 :])).param("characters") == 24
    assert refused(lambda: read_code(plain[:place] + plain[place] + plain[place:])).param("characters") == 26


@given(st.text())
def test_any_text_is_either_a_code_or_refused_with_a_group(typed: str) -> None:
    problem = refused(lambda: read_code(typed))
    assert problem.code is Code.RECOVERY_CODE_MISTYPED
    assert problem.param("group") in {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("typed", "group"),
    [("", 1), ("UUUUU-UUUUU", 1), ("0000R", 2), ("ÄÖÜ", 1)],
)
def test_the_first_group_that_cannot_be_right_is_named(typed: str, group: int) -> None:
    if group == 2:
        typed = code_of(bytes(20)).split("-")[0]
    assert refused(lambda: read_code(typed)).param("group") == group


def test_the_code_of_known_random_bytes_never_changes() -> None:
    assert code_of(bytes(range(20))) == "01233-4567V-89AB2-CDEFE-GHJK1"  # first check digit reckoned by hand
