"""Reads JSON of other people strictly, and says in which line something stands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.models.problems import ProblemError

#: Real schemas are below 2 MB and 25 deep.
LARGEST, DEEPEST = 8_000_000, 100
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
#: Half of a surrogate pair, and the sign that ends a text for other programs.
_HALF: Final = re.compile("[\ud800-\udfff\0]")
_WRITTEN: Final = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


class _TwiceError(ValueError):
    """A name that stands twice in one object: readers differ in which they take."""


def refused(file: str, line: int, element: str, reason: str) -> ProblemError:
    """Return FORM_REFUSED: ``reason`` is a German half sentence, ``line`` counts from 1."""
    return refuse(Code.FORM_REFUSED, file=file, line=line, element=element or "Dokument", reason=reason)


def read_object(file: str, content: bytes) -> tuple[str, dict[str, Any]]:
    """Return text and object of a document. Raises FORM_REFUSED with line and element for what is no strict JSON."""
    if len(content) > LARGEST:
        raise refused(file, 1, "", f"größer als {LARGEST // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(file, content.count(b"\n", 0, error.start) + 1, "", "kein UTF-8") from error
    _check_depth(file, text)
    try:
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        raise refused(file, error.lineno, "", f"kein gültiges JSON (Zeichen {error.colno})") from error
    except _TwiceError as error:
        raise refused(file, _second(text), str(error), "der Name steht zweimal im selben Objekt") from error
    except ValueError as error:
        raise refused(file, 1, "", "eine Zahl, die keine ist oder zu lang ist") from error
    if any(map(_HALF.search, _texts(found))):
        written = _WRITTEN.search(text)
        line = text.count("\n", 0, written.start()) + 1 if written else 1
        raise refused(file, line, "", "ein Zeichen, das es nicht gibt")
    if not isinstance(found, dict):
        raise refused(file, 1, "", "kein JSON-Objekt")
    return text, found


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line in which a member or an item begins; of its nearest container where it is not there."""
    wanted = tuple(str(one) for one in path)
    best, line = -1, 1
    for here, at in _places(text):
        if len(here) > best and wanted[: len(here)] == here:
            best, line = len(here), at
    return line


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from _texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _check_depth(file: str, text: str) -> None:
    depth = 0
    for match in _TOKEN.finditer(text):
        sign = match[0]
        depth += (sign in "{[") - (sign in "}]")
        if depth > DEEPEST:
            raise refused(file, text.count("\n", 0, match.start()) + 1, "", f"tiefer als {DEEPEST} Ebenen")


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise _TwiceError(name)
        made[name] = value
    return made


def _second(text: str) -> int:
    """Return the line of the first name that is there a second time; what follows may be no JSON any more."""
    met: set[tuple[str, ...]] = set()
    return next(line for path, line in _places(text) if not _is_new(path, met))


def _is_new(path: tuple[str, ...], met: set[tuple[str, ...]]) -> bool:
    known = path in met
    met.add(path)
    return not known


def _places(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path of every member and item of valid JSON with its line, in the order of the text."""
    path: list[str] = []
    lists: list[bool] = []
    line, seen, named = 1, 0, False
    for match in _TOKEN.finditer(text):
        line, seen = line + text.count("\n", seen, match.start()), match.start()
        sign = match[0]
        if sign in ",:" or not lists:
            named = sign == ":"
            if sign == "," and lists[-1]:
                path[-1] = str(int(path[-1]) + 1)
        elif sign not in "}]" and not named:
            if not lists[-1]:
                path[-1] = json.loads(sign)
            yield tuple(path), line
        if sign in "{[":
            path.append("0" if sign == "[" else "")
            lists.append(sign == "[")
            named = False
        elif sign in "}]":
            path.pop()
            lists.pop()
