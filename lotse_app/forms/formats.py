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
#: As the usual formats of Ajv have it, so that a browser says the same.
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?",
    re.IGNORECASE | re.ASCII,
)
_POSTCODE = re.compile(r"(?:0[1-9]|[1-9][0-9])[0-9]{3}")
#: German identity documents leave out vowels and letters that look like others; all digits until 2010.
_SERIAL_NUMBER = re.compile(r"[0-9CFGHJKLMNPRTVWXYZ]{9}[0-9]?")
_SERIAL_WEIGHTS = (7, 3, 1)
_COMMUNE_KEY = re.compile(r"(?:0[1-9]|1[0-6])[0-9]{6}")
#: FZV Anlage 2: letters of the district, then one or two letters without Umlaut and up to four digits; offices have
#: digits only. E is for electric, H for historic vehicles.
_PLATE = re.compile(r"[A-ZÄÖÜ]{1,3}-(?:[A-Z]{1,2} [1-9][0-9]{0,3}[EH]?|[0-9]{1,6})")
_PLATE_LENGTH = 8
#: ISO 3779: seventeen characters without those that look like digits. Vehicles of Europe have no check digit.
_VEHICLE = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_INSURANCE = re.compile(r"[0-9]{8}[A-Z][0-9]{3}")
_INSURANCE_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def _digits_counted(text: str, want: int) -> Problem | None:
    if text.isascii() and text.isdigit() and len(text) != want:
        return problem(Code.DIGITS_MISSING, have=len(text), want=want)
    return None


def wrong_digits(text: str, want: int) -> Problem:
    """Return what is wrong with a text that is not ``want`` digits: how many there are, if that is all."""
    return _digits_counted(text, want) or problem(Code.WRONG_PATTERN, want=want)


def postcode(text: str) -> Problem | None:
    """Check a German postcode: five digits, from 01000."""
    if _POSTCODE.fullmatch(text):
        return None
    return _digits_counted(text, 5) or problem(Code.POSTCODE_INVALID)


def commune_key(text: str) -> Problem | None:
    """Check an amtlicher Gemeindeschlüssel: eight digits, the first two name a Land."""
    if _COMMUNE_KEY.fullmatch(text):
        return None
    return _digits_counted(text, 8) or problem(Code.WRONG_PATTERN, want=8)


def iban(text: str) -> Problem | None:
    """Check an IBAN without blanks: length, country, check digits (ISO 13616, mod 97)."""
    from stdnum import iban as rules

    if text == rules.compact(text).upper() and rules.is_valid(text):
        return None
    return problem(Code.IBAN_INVALID, have=len(text), want=_GERMAN_IBAN if text.startswith("DE") else 0)


def bic(text: str) -> Problem | None:
    """Check a BIC (ISO 9362)."""
    from stdnum import bic as rules

    return None if text == text.strip().upper() and rules.is_valid(text) else problem(Code.BIC_INVALID)


def telephone(text: str) -> Problem | None:
    """Check that a telephone number with area code is possible; numbers without a country are German."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return problem(Code.PHONE_INVALID)
    reason = phonenumbers.is_possible_number_with_reason(number)
    return None if reason == phonenumbers.ValidationResult.IS_POSSIBLE else problem(Code.PHONE_INVALID)


def email(text: str) -> Problem | None:
    """Check an e-mail address: ASCII, one ``@``, a domain with a dot, no blanks."""
    return None if _EMAIL.fullmatch(text) else problem(Code.EMAIL_INVALID)


def tax_id(text: str) -> Problem | None:
    """Check a Steuer-Identifikationsnummer: eleven digits, repetition rule, check digit (AO § 139b, ISO 7064)."""
    from stdnum.de import idnr

    if text == idnr.compact(text) and idnr.is_valid(text):
        return None
    return _digits_counted(text, 11) or problem(Code.TAX_ID_INVALID)


def serial_number(text: str) -> Problem | None:
    """Check the serial number of a German Ausweis or Pass.

    The card shows nine characters; the tenth is the check digit of the machine readable zone (ICAO 9303: weights
    7, 3, 1, letters count from A = 10). Without it only the characters can be checked.
    """
    if not _SERIAL_NUMBER.fullmatch(text):
        return problem(Code.SERIAL_NUMBER_INVALID)
    total = sum(int(one, 36) * _SERIAL_WEIGHTS[place % 3] for place, one in enumerate(text[:9]))
    return None if text[9:] in ("", str(total % 10)) else problem(Code.SERIAL_NUMBER_INVALID)


def plate(text: str) -> Problem | None:
    """Check a German vehicle registration (Kennzeichen) as it is kept: ``BN-AZ 9999``, ``DD-E 12E``, ``B-123456``."""
    characters = sum(one.isalnum() for one in text)
    return None if _PLATE.fullmatch(text) and characters <= _PLATE_LENGTH else problem(Code.PLATE_INVALID)


def vehicle_number(text: str) -> Problem | None:
    """Check a Fahrzeug-Identifizierungsnummer (ISO 3779)."""
    return None if _VEHICLE.fullmatch(text) else problem(Code.VEHICLE_NUMBER_INVALID, have=len(text))


def insurance_number(text: str) -> Problem | None:
    """Check a Rentenversicherungsnummer: shape and check digit (VKVV); the day of birth in it may be unknown."""
    if not _INSURANCE.fullmatch(text):
        return problem(Code.INSURANCE_NUMBER_INVALID)
    digits = f"{text[:8]}{ord(text[8]) - 64:02d}{text[9:11]}"
    products = (int(one) * weight for one, weight in zip(digits, _INSURANCE_WEIGHTS, strict=True))
    right = sum(product // 10 + product % 10 for product in products) % 10 == int(text[11])
    return None if right else problem(Code.INSURANCE_NUMBER_INVALID)


def full_date(text: str) -> Problem | None:
    """Check a complete ISO date."""
    return None if dates.is_full(text) else problem(Code.DATE_INVALID)


def partial_date(text: str) -> Problem | None:
    """Check a date of which day, or day and month, may be unknown."""
    return None if dates.is_partial(text) else problem(Code.DATE_INVALID)


CHECKS: Final[Mapping[str, Callable[[str], Problem | None]]] = {
    "ags": commune_key,
    "ausweis-seriennummer": serial_number,
    "bic": bic,
    "date": full_date,
    "din91379-a": partial(characters.check, kind="a"),
    "din91379-b": partial(characters.check, kind="b"),
    "din91379-c": partial(characters.check, kind="c"),
    "email": email,
    "fin": vehicle_number,
    "iban": iban,
    "kfz-kennzeichen": plate,
    "plz": postcode,
    "rentenversicherungsnummer": insurance_number,
    "steuer-idnr": tax_id,
    "teildatum": partial_date,
    "telefon": telephone,
}
