"""Cells of people's own lists: days, times, lengths and numbers as they are written there. Pure functions.

Spreadsheets hold days as numbers counted from 30 December 1899 and times as fractions of a day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

Value = str | int | float | bool | date | time | timedelta | None

_EPOCH = date(1899, 12, 30)
#: 1950 to 2119: a serial number outside is no day of a counselling session.
_SERIALS = range(18264, 80354)
_WEEKDAY, _OF_DAY = r"(?:[^\W\d]{2,10}\.?,?\s+)?", r"(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_DAY = re.compile(_WEEKDAY + r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?" + _OF_DAY)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]\s?(\d{2})?)?(?::\d{2})?(?:\s?uhr)?", re.IGNORECASE)
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:h|std\.?|stunden?)(?:\s?(\d{1,2})\s?(?:min\.?|minuten)?)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:min\.?|minuten?|['′])?", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_DAY_MINUTES = 24 * 60
#: A number below may be meant in hours.
_MOST_HOURS = 12
#: A part of a day that is longer may as well be hours: nobody counsels for six hours, but often for half an hour.
_LONGEST_OF_DAY = 0.25


class CellError(ValueError):
    """A cell that cannot be read."""


def text_of(value: Value) -> str:
    """Return a cell as text: ``45981`` for 45981.0, days and times as ISO."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | time) else str(value).strip()


def day_of(value: Value, year: int | None) -> date:
    """Return the day of a cell; ``year`` where none is written, None to refuse that. Raises CellError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    number = _number(value)
    if number is not None:
        if int(number) not in _SERIALS:
            raise CellError
        return _EPOCH + timedelta(days=int(number))
    text = text_of(value)
    iso, german = _ISO.fullmatch(text), _DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if german:
            return date(_year(german[3], year), int(german[2]), int(german[1]))
    except ValueError as error:
        raise CellError from error
    raise CellError


def time_of(value: Value) -> time:
    """Return the time of day of a cell. Raises CellError."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    number = _number(value)
    if number is not None and 0 <= number < 1:
        minutes = min(round(number * _DAY_MINUTES), _DAY_MINUTES - 1)
        return time(minutes // 60, minutes % 60)
    text = text_of(value)
    if re.fullmatch(r"\d{3,4}", text):
        text = f"{text[:-2]}:{text[-2:]}"
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise CellError
    return time(int(found[1]), int(found[2] or 0))


def minutes_of(value: Value) -> int:
    """Return a length in whole minutes: ``45``, ``45 min``, ``1,5 h``, ``0:45``, a spreadsheet's length. CellError.

    A small number with a fraction and no unit is refused: ``1,5`` may be hours.
    """
    if isinstance(value, timedelta):
        return _length(value.total_seconds() / 60)
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    number = _number(value)
    if number is not None:
        return _bare_length(number, of_day=0 < number < 1 and not isinstance(value, str))
    text = text_of(value)
    clock, hours, minutes = _LENGTH.fullmatch(text), _HOURS.fullmatch(text), _MINUTES.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    if hours:
        return _length(float(hours[1].replace(",", ".")) * 60 + int(hours[2] or 0))
    if minutes:
        return _length(float(minutes[1].replace(",", ".")))
    raise CellError


def _bare_length(number: float, *, of_day: bool) -> int:
    if of_day and number >= _LONGEST_OF_DAY:
        raise CellError
    if not of_day and number < _MOST_HOURS and number != int(number):
        raise CellError
    return _length(number * _DAY_MINUTES if of_day else number)


def count_of(value: Value) -> int:
    """Return a whole number that is not negative. Raises CellError."""
    number = _number(value)
    if number is None:
        found = re.fullmatch(r"(\d+)\s?(?:km|personen|person|tn)?\.?", text_of(value).casefold())
        number = float(found[1]) if found else None
    if number is None or number < 0 or number != int(number):
        raise CellError
    return int(number)


def _number(value: Value) -> float | None:
    """Return the number of a cell, also where a list holds it as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"\d+([.,]\d+)?", value.strip()) and not _clock_like(value.strip()):
        return float(value.strip().replace(",", "."))
    return None


def _clock_like(text: str) -> bool:
    """Return whether a text with a point may be a time of day: ``9.30``."""
    return re.fullmatch(r"\d{1,2}\.\d{2}", text) is not None


def _length(minutes: float) -> int:
    if not 0 <= minutes <= _DAY_MINUTES:
        raise CellError
    return int(minutes + 0.5)


def _year(written: str | None, year: int | None) -> int:
    if not written:
        if year is None:
            raise CellError
        return year
    return int(written) if len(written) == 4 else 2000 + int(written)
