"""The payload of a station file as JSON text: what is written, and what is believed of what is read.

Contacts and cases are rows without names of columns, in the order of their fields: a tenth of the size. Whatever the
text says, reading ends in a ``StationFile`` all of whose values are of the kind figures know, or in a problem.
"""

from __future__ import annotations

import json
import re
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from lotse_app.models.contact import ContactKind, Device, HeadKind, Language
from lotse_app.models.figures import CaseFact
from lotse_app.models.people import PlaceType
from lotse_app.models.problems import Code, refuse
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, Result
from lotse_app.models.station_file import Contact, FileStation, Log, Origin, PlacedCase, StationFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from enum import StrEnum

    Read = Callable[[Any], Any]

#: Version of the format; a file of a later one is refused with the advice to renew the program.
VERSION = 1
_ROWS, _SEVERAL, _TEXT, _LOGS = 500_000, 50, 300, 100
#: No number in a file has more digits.
_DIGITS = 9
_KEY = re.compile(r"[0-9a-f]{32}")
_AGS = re.compile(r"[0-9]{8}")
_MONTH = re.compile(r"(?:20[0-9]{2}-(?:0[1-9]|1[0-2]))?")


class _WrongError(ValueError):
    """A value is not of the kind it has to be."""


#: A portal may write as many as it likes; a million contacts of this still add up to what SQLite keeps.
_LARGEST = 10**_DIGITS - 1


def written(file: StationFile) -> bytes:
    """Return the payload."""
    content = {
        "version": VERSION,
        "origin": origin_object(file.origin),
        "contacts": [contact_row(one) for one in file.contacts],
        "cases": [case_row(one) for one in file.cases],
    }
    return compact(content).encode()


def origin_object(origin: Origin) -> dict[str, Any]:
    """Return where a file comes from as it stands in it."""
    return {
        "station": list(map(_plain, astuple(origin.station))),
        "logs": [[log.id, _moment_text(log.begun_at)] for log in origin.logs],
        "made_at": _moment_text(origin.made_at),
        "changed_on": origin.changed_on,
        "definitions": origin.definitions,
        "program": origin.program,
        "territory": _plain(origin.territory),
    }


def compact(value: object) -> str:
    """Return compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def contact_row(contact: Contact) -> list[Any]:
    """Return a contact as it stands in the file; a line break in a theme would make two of it."""
    row: list[Any] = [getattr(contact, name) for name in _CONTACT]
    row[-5] = plain_topics(contact.topics)
    row[-2] = plain_tags(contact.tags)
    return row


def plain_topics(topics: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return themes as ``read`` takes them: plain, each once, no more than it takes. Others would refuse the file."""
    found = dict.fromkeys((service, _plain(label)) for service, label in topics)
    return [list(one) for one in found][:_SEVERAL]


def plain_tags(tags: Iterable[str]) -> list[str]:
    """Return programme tags as ``read`` takes them."""
    return [tag for tag in dict.fromkeys(map(_plain, tags)) if tag][:_SEVERAL]


def case_row(case: PlacedCase) -> list[Any]:
    """Return a case as it stands in the file."""
    fact = case.fact
    return [
        case.service_id, _plain(fact.service), case.ags, fact.started, fact.filed, fact.way, fact.received,
        fact.refused, fact.decided, fact.lead_days, fact.kept,
    ]  # fmt: skip


def read(payload: bytes) -> StationFile:
    """Return what a payload says. Raises STATION_FILE_NEWER, STATION_FILE_DAMAGED."""
    try:
        content = json.loads(
            payload.decode("utf-8"),
            parse_int=_short,
            parse_float=_no_number,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
        version = _whole(_object(content).get("version"))
        if version > VERSION:
            raise refuse(Code.STATION_FILE_NEWER)
        return _file(content)
    except (ValueError, RecursionError) as error:
        raise refuse(Code.STATION_FILE_DAMAGED) from error


def read_contact(row: object) -> Contact:
    """Return the contact of a row. Raises ValueError."""
    values = _list(row, len(_CONTACT))
    if len(values) != len(_CONTACT):
        raise _WrongError
    return contact_from(dict(zip(_CONTACT, values, strict=True)))


def contact_from(values: Mapping[str, Any]) -> Contact:
    """Return the contact of its fields, whoever said them, each of a kind figures know. Raises ValueError."""
    read = {name: reads(values[name]) for name, reads in _CONTACT.items()}
    if not read["people"] or read["first_people"] > read["people"]:
        raise _WrongError
    return Contact(**read)


def kept_contact(row: list[Any]) -> Contact:
    """Return the contact of a row that was read with ``read_contact`` before it was kept."""
    values = dict(zip(_CONTACT, row, strict=True))
    topics, heads = tuple(map(tuple, values.pop("topics"))), tuple(map(tuple, values.pop("heads")))
    several: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("obstacles", "devices", "tags")}
    return Contact(topics=topics, heads=heads, **several, **values)


def read_case(row: object) -> PlacedCase:
    """Return the case of a row. Raises ValueError."""
    values = _list(row, len(_CASE))
    if len(values) != len(_CASE):
        raise _WrongError
    read = {name: reads(value) for (name, reads), value in zip(_CASE.items(), values, strict=True)}
    return PlacedCase(read.pop("service_id"), read.pop("ags"), CaseFact(**read))


def read_origin(value: object) -> Origin:
    """Return where a file comes from. Raises ValueError."""
    found = _object(value)
    if found.keys() != _ORIGIN:
        raise _WrongError
    logs = tuple(_log(one) for one in _list(found["logs"], _LOGS))
    if not logs or len({log.id for log in logs}) < len(logs):
        raise _WrongError
    return Origin(
        station=_station(found["station"]),
        logs=logs,
        made_at=_moment(found["made_at"]),
        changed_on="" if found["changed_on"] == "" else _day(found["changed_on"]),
        definitions=_whole(found["definitions"]),
        program=_name(found["program"]),
        territory=_text(found["territory"]),
    )


def _file(content: dict[str, Any]) -> StationFile:
    if content.keys() != _FIELDS:
        raise _WrongError
    contacts = tuple(map(read_contact, _list(content["contacts"], _ROWS)))
    if len({one.key for one in contacts}) < len(contacts):
        raise _WrongError
    return StationFile(read_origin(content["origin"]), contacts, tuple(map(read_case, _list(content["cases"], _ROWS))))


def _station(value: object) -> FileStation:
    identity, name, place, ags, operator = _exactly(value, 5)
    return FileStation(_name(identity), _name(name), _code(PlaceType)(place), _match(_AGS)(ags), _name(operator))


def _log(value: object) -> Log:
    identity, begun = _exactly(value, 2)
    return Log(_name(identity), _moment(begun))


def _plain(text: str) -> str:
    return "".join(" " if _control(letter) else letter for letter in text)[:_TEXT]


def _control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter < "\xa0" or letter in "\u2028\u2029"


def _moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _short(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise _WrongError
    return int(digits)


def _no_number(_text: str) -> None:
    raise _WrongError


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _WrongError
    return found


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError
    return value


def _list(value: object, most: int) -> Sequence[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise _WrongError
    return value


def _exactly(value: object, count: int) -> Sequence[Any]:
    found = _list(value, count)
    if len(found) != count:
        raise _WrongError
    return found


def _text(value: object) -> str:
    """Return a text without control characters that can be written as UTF-8."""
    if not isinstance(value, str) or len(value) > _TEXT or any(map(_control, value)):
        raise _WrongError
    value.encode()  # a lone surrogate raises, and is a ValueError
    return value


def _name(value: object) -> str:
    if not _text(value):
        raise _WrongError
    return str(value)


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise _WrongError
    return value


def _day(value: object) -> str:
    return date.fromisoformat(_text(value)).isoformat()


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.utcoffset() != timedelta():
        raise _WrongError
    return moment


def _match(pattern: re.Pattern[str]) -> Read:
    def read(value: object) -> str:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise _WrongError
        return value

    return read


def _code(codes: type[StrEnum], *others: str) -> Read:
    known = {one.value for one in codes} | set(others)

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise _WrongError
        return value

    return read


def _several(one: Read) -> Read:
    def read(value: object) -> tuple[Any, ...]:
        found = tuple(map(one, _list(value, _SEVERAL)))
        if len(set(found)) < len(found):
            raise _WrongError
        return found

    return read


def _topic(value: object) -> tuple[str, str]:
    service, label = _exactly(value, 2)
    return _text(service), _text(label)


def _heads(value: object) -> tuple[str, str, int]:
    kind, said, count = _exactly(value, 3)
    return _code(HeadKind)(kind), _name(said), _whole(count)


def _or_nothing(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _said(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError
    return value


_FIELDS = {"version", "origin", "contacts", "cases"}
_ORIGIN = {"station", "logs", "made_at", "changed_on", "definitions", "program", "territory"}
#: Fields of a contact in the order of the file, and how each is read.
_CONTACT: dict[str, Read] = {
    "key": _match(_KEY),
    "revision": _whole,
    "day": _day,
    "station_id": _name,
    "ags": _match(_AGS),
    "place_type": _code(PlaceType),
    "kind": _code(ContactKind),
    "access": _code(Access),
    "people": _whole,
    "age_band": _code(AgeBand),
    "first_contact": _code(FirstContact),
    "language": _code(Language),
    "help_kind": _code(HelpKind, ""),
    "result": _code(Result, ""),
    "seconds": _whole,
    "minutes": _whole,
    "first_people": _whole,
    "preparation": _whole,
    "travel": _whole,
    "distance": _whole,
    "begun": _whole,
    "topics": _several(_topic),
    "obstacles": _several(_code(Obstacle)),
    "devices": _several(_code(Device)),
    "tags": _several(_name),
    "heads": _several(_heads),
}
_CASE: dict[str, Read] = {
    "service_id": _text,
    "service": _text,
    "ags": _match(_AGS),
    "started": _match(_MONTH),
    "filed": _match(_MONTH),
    "way": _text,
    "received": _match(_MONTH),
    "refused": _match(_MONTH),
    "decided": _match(_MONTH),
    "lead_days": _or_nothing(_whole),
    "kept": _or_nothing(_said),
}
