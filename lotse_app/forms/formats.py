"""Formats of answers that JSON Schema does not know, and those it leaves open.

Every check takes the text and returns what is wrong, without a pointer, or None.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from lotse_app.forms import characters, dates
from lotse_app.models.problems import Code, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lotse_app.models.problems import Problem

#: Length of a German IBAN; ISO 13616 allows up to 34 characters elsewhere.
_GERMAN_IBAN = 22
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_POSTCODE = re.compile(r"(?:0[1-9]|[1-9][0-9])[0-9]{3}")
_COMMUNE_KEY = re.compile(r"(?:0[1-9]|1[0-6])[0-9]{6}")


def _digits_missing(text: str, want: int) -> Problem | None:
    if text.isascii() and text.isdigit() and len(text) < want:
        return problem(Code.DIGITS_MISSING, have=len(text), want=want)
    return None


def wrong_digits(text: str, want: int) -> Problem:
    """Return what is wrong with a text that is not ``want`` digits: how many are missing, if that is all."""
    return _digits_missing(text, want) or problem(Code.WRONG_PATTERN, want=want)


def postcode(text: str) -> Problem | None:
    """Check a German postcode: five digits, from 01000."""
    if _POSTCODE.fullmatch(text):
        return None
    return _digits_missing(text, 5) or problem(Code.POSTCODE_INVALID)


def commune_key(text: str) -> Problem | None:
    """Check an amtlicher Gemeindeschlüssel: eight digits, the first two name a Land."""
    if _COMMUNE_KEY.fullmatch(text):
        return None
    return _digits_missing(text, 8) or problem(Code.WRONG_PATTERN, want=8)


def iban(text: str) -> Problem | None:
    """Check an IBAN without blanks: length, country, check digits (ISO 13616, mod 97)."""
    from stdnum import iban as rules  # noqa: PLC0415 - loaded with the first IBAN

    if text == rules.compact(text).upper() and rules.is_valid(text):
        return None
    return problem(Code.IBAN_INVALID, have=len(text), want=_GERMAN_IBAN if text.startswith("DE") else 0)


def bic(text: str) -> Problem | None:
    """Check a BIC (ISO 9362)."""
    from stdnum import bic as rules  # noqa: PLC0415 - loaded with the first BIC

    return None if text == text.strip().upper() and rules.is_valid(text) else problem(Code.BIC_INVALID)


def telephone(text: str) -> Problem | None:
    """Check that a telephone number with area code is possible; numbers without a country are German."""
    import phonenumbers  # noqa: PLC0415 - loaded with the first number

    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return problem(Code.PHONE_INVALID)
    reason = phonenumbers.is_possible_number_with_reason(number)
    return None if reason == phonenumbers.ValidationResult.IS_POSSIBLE else problem(Code.PHONE_INVALID)


def email(text: str) -> Problem | None:
    """Check an e-mail address: one ``@``, a domain with a dot, no blanks."""
    return None if len(text) <= 254 and _EMAIL.fullmatch(text) else problem(Code.EMAIL_INVALID)


def full_date(text: str) -> Problem | None:
    """Check a complete ISO date."""
    return None if dates.is_full(text) else problem(Code.DATE_INVALID)


def partial_date(text: str) -> Problem | None:
    """Check a date of which day, or day and month, may be unknown."""
    return None if dates.is_partial(text) else problem(Code.DATE_INVALID)


CHECKS: Final[Mapping[str, Callable[[str], Problem | None]]] = {
    "ags": commune_key,
    "bic": bic,
    "date": full_date,
    "din91379-a": partial(characters.check, kind="a"),
    "din91379-b": partial(characters.check, kind="b"),
    "din91379-c": partial(characters.check, kind="c"),
    "email": email,
    "iban": iban,
    "plz": postcode,
    "teildatum": partial_date,
    "telefon": telephone,
}
