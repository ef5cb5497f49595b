"""The recovery code: 25 characters in five groups, copied by hand from paper.

A group is four characters of Crockford's Base32 (20 random bits) and one check character, so the
code carries 100 random bits and a slip is known with its group. The check character is a weighted
sum over GF(32) that starts from the group's number: it notices every single wrong character, every
swap of two characters inside a group and every swap of two groups.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from lotse_app.ids import CROCKFORD
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

GROUPS = 5
GROUP_LENGTH = 5
LENGTH = GROUPS * GROUP_LENGTH

#: x^5 + x^2 + 1, primitive over GF(2).
_POLYNOMIAL = 0b100101
#: What hands and eyes confuse, in Crockford's reading.
_CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code(entropy: Callable[[int], bytes]) -> str:
    """Return a new code, written in groups: ``ABCDE-FGHJK-…``."""
    drawn = entropy(GROUPS * (GROUP_LENGTH - 1))
    groups = []
    for number in range(GROUPS):
        part = drawn[number * (GROUP_LENGTH - 1) : (number + 1) * (GROUP_LENGTH - 1)]
        digits = [byte % 32 for byte in part]  # 256 is a multiple of 32: no character is likelier
        groups.append("".join(CROCKFORD[digit] for digit in [*digits, _check_digit(number, digits)]))
    return "-".join(groups)


def read_code(typed: str) -> str:
    """Return the 25 characters without separators, upper case.

    Lower case, blanks, dashes and the letters I, L and O are understood. Raises
    RECOVERY_CODE_MISTYPED with ``group`` (1 to 5, the first that cannot be right) and
    ``characters`` (how many were typed).
    """
    plain = "".join(c for c in typed if not _is_separator(c)).upper().translate(_CONFUSED)
    wrong = _first_wrong_group(plain)
    if wrong:
        raise refuse(Code.RECOVERY_CODE_MISTYPED, group=wrong, characters=len(plain))
    return plain


def _first_wrong_group(plain: str) -> int:
    """Return the number of the first group that cannot be right, or 0 if all are.

    A lost or doubled character shifts what follows, so the first group that fails is where to look.
    """
    for number in range(GROUPS):
        group = plain[number * GROUP_LENGTH : (number + 1) * GROUP_LENGTH]
        digits = [CROCKFORD.find(character) for character in group]
        if len(group) < GROUP_LENGTH or -1 in digits or digits[-1] != _check_digit(number, digits[:-1]):
            return number + 1
    return GROUPS if len(plain) > LENGTH else 0


def _check_digit(number: int, digits: list[int]) -> int:
    total = number + 1
    for digit in digits:
        total = _times_x(total) ^ digit
    return _times_x(total)


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled


def _is_separator(character: str) -> bool:
    """Return whether a character only separates groups: any blank, dash or full stop."""
    return character in "._" or character.isspace() or unicodedata.category(character) == "Pd"
