"""Turns ``lexikon.toml``, the words of residents, into one blob of the catalogue file. Run at compile time only.

The table names LeiKa ids or their beginnings (object: 8 digits, with the Verrichtung: 11); here they become places in
the index, and phrases become stems. ``everyday.py`` reads the result.
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from lotse_app.catalogue.german import BEGINNING, spoken_words, stem, verb_root

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

#: How much a service of ``leistungen`` and one of ``auch`` counts, in hundredths.
MEANT, NEAR = 100, 60


class UnknownServiceError(ValueError):
    """A beginning of an id in the lexicon stands for no service of the list."""


class ShrunkenPhraseError(ValueError):
    """Of a phrase one word is left that would count alone without being listed alone (*ohne Arbeit*)."""


def lexicon_blob(path: Path, services: Sequence[Mapping[str, str]], beginnings: frozenset[str]) -> bytes:
    """Return the compiled lexicon as JSON: ``entries``, ``phrases``, ``actions`` (see ``everyday.py``).

    ``services`` in the order of the index, ``beginnings`` of the words of the catalogue. Raises UnknownServiceError,
    ShrunkenPhraseError.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    entries: list[list[list[int]]] = []
    phrases: dict[tuple[str, int], None] = {}
    for number, row in enumerate(table.get("eintrag", ())):
        entries.append(_places(row, services))
        for stems in _phrases(listed(row["worte"]), beginnings):
            phrases[" ".join(stems), number] = None
    actions = [_action(row, beginnings) for row in table.get("handlung", ())]
    compiled = {"entries": entries, "phrases": [[words.split(), at] for words, at in phrases], "actions": actions}
    return json.dumps(compiled, separators=(",", ":")).encode()


def listed(words: str) -> list[str]:
    """Return the phrases of a comma separated text, over any number of lines."""
    return [phrase for phrase in (" ".join(part.split()) for part in words.split(",")) if phrase]


def _phrases(worte: Sequence[str], beginnings: frozenset[str]) -> list[list[str]]:
    found = [_stems(phrase, beginnings) for phrase in worte]
    alone = {stems[0] for phrase, stems in zip(worte, found, strict=True) if len(_parts(phrase)) == len(stems) == 1}
    for phrase, stems in zip(worte, found, strict=True):
        if len(stems) == 1 and stems[0] not in alone:
            raise ShrunkenPhraseError(phrase)
    return found


def _parts(phrase: str) -> list[str]:
    return phrase.replace("-", " ").split()


def _stems(phrase: str, beginnings: frozenset[str]) -> list[str]:
    found = (word for _, word, _ in spoken_words(phrase, _none_known))
    return list(dict.fromkeys(stem(verb_root(word, known=word[:BEGINNING] in beginnings)) for word in found))


def _none_known(_word: str) -> bool:
    return False


def _places(row: Mapping[str, Any], services: Sequence[Mapping[str, str]]) -> list[list[int]]:
    """Return [place, hundredths] of every service of an entry, each once at its best."""
    weights: dict[int, int] = {}
    for column, weight in (("leistungen", MEANT), ("auch", NEAR)):
        for beginning in row.get(column, ()):
            found = list(_beginning_with(beginning, services))
            if not found:
                raise UnknownServiceError(beginning)
            for place in found:
                weights.setdefault(place, weight)
    return [[place, weight] for place, weight in sorted(weights.items())]


def _beginning_with(beginning: str, services: Sequence[Mapping[str, str]]) -> Iterator[int]:
    """Yield places by the id a service is shown with: what it is listed as stands for more (*abmelden*, too)."""
    return (place for place, service in enumerate(services) if service["leika"].startswith(beginning))


def _action(row: Mapping[str, Any], beginnings: frozenset[str]) -> list[list[str]]:
    """Return the stems of an action, its Verrichtungen, and those that are something else."""
    stems = [word for phrase in listed(row["worte"]) for word in _stems(phrase, beginnings)]
    return [list(dict.fromkeys(stems)), list(row["verrichtung"]), list(row.get("nicht", ()))]
