"""Characters allowed in names and texts: DIN 91379:2022-08, types A, B and C, and the search form.

The lists lie in ``resources/forms/din91379.json`` (String-Latin, CC-BY 4.0). Code points are decisive,
sequences are matched longest first, a combining character is allowed only inside a listed sequence.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from lotse_app.models.problems import Code, problem
from lotse_app.paths import resources

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem


#: Typography that DIN 91379 does not know and every paper can print: quotation marks, dashes and the like.
_TYPOGRAPHIC = str.maketrans(dict.fromkeys("„“”‚‘’«»–—…•·", "-"))


@dataclass(frozen=True, slots=True)
class Repertoire:
    """The characters of one type: ``unit`` matches one letter, ``text`` any number of them."""

    unit: re.Pattern[str]
    text: re.Pattern[str]


def check_printed(text: str, pointer: str = "") -> Problem | None:
    """Return what is wrong with a text of ours that stands on papers: a letter they cannot print would be left out."""
    found = check(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHIC), "c")
    return found if found is None else replace(found, pointer=pointer)


@cache
def _lists() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((resources() / "forms" / "din91379.json").read_text("utf-8"))
    return document


def letters(kind: str) -> tuple[str, ...]:
    """Return every character and sequence of a type (``a``, ``b`` or ``c``), longest first."""
    groups = [_lists()["groups"][name] for name in _lists()["types"][kind]]
    singles = [character for group in groups for character in group["characters"]]
    sequences = [sequence for group in groups for sequence in group.get("sequences", "").split()]
    return tuple(sorted({*singles, *sequences}, key=lambda one: (-len(one), one)))


@cache
def _repertoire(kind: str) -> Repertoire:
    longer = [re.escape(one) for one in letters(kind) if len(one) > 1]
    single = "[" + "".join(re.escape(one) for one in letters(kind) if len(one) == 1) + "]"
    unit = "|".join([*longer, single])
    return Repertoire(re.compile(unit), re.compile(f"(?:{unit})*"))


def check(text: str, kind: str) -> Problem | None:
    """Return what is wrong with a text of type ``kind``: NOT_NORMALISED, or the first character not allowed.

    ``place`` counts letters as they are seen, from 1; ``name`` is the Unicode name of the character. A combining
    character is shown with the letter it stands on, and has that letter's place.
    """
    if not unicodedata.is_normalized("NFC", text):
        return problem(Code.NOT_NORMALISED)
    repertoire = _repertoire(kind)
    if repertoire.text.fullmatch(text):
        return None
    before, at, place = 0, 0, 1
    while match := repertoire.unit.match(text, at):
        before, at, place = at, match.end(), place + 1
    refused = text[at]
    name = unicodedata.name(refused, f"U+{ord(refused):04X}")
    shown = refused if refused.isprintable() else f"U+{ord(refused):04X}"
    if at and unicodedata.combining(refused):
        shown, place = text[before:at] + refused, place - 1
    return problem(Code.CHARACTER_NOT_ALLOWED, character=shown, place=place, name=name)


@cache
def _folding() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {one: folded for folded, ones in _lists()["search"].items() for one in ones.split()}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(re.escape(one) for one in longest_first)), table


def search_form(text: str) -> str:
    """Return the form under which a name is searched: letters A to Z, all else as it is.

    ``Müller`` is ``MUELLER``, ``Nœl`` is ``NOEL``.
    """
    pattern, table = _folding()
    return pattern.sub(lambda match: table[match[0]], unicodedata.normalize("NFC", text))
