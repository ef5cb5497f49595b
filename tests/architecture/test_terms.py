"""Sentences that name a term of keeping stay true where a station shortened it: they say the longest."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "lotse_app"
_TERM = re.compile(r"(?:(\w+) )?(?:nach )?\b\d+ Tagen?\b")
_ABOUT = re.compile(r"lösch|Papierkorb|verschwindet")
_LONGEST = {"höchstens", "spätestens"}


def bare_terms(source: str) -> list[str]:
    """Return the texts about deletion that name days without saying that they are the most."""
    texts = [one.value for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Constant)]
    return [
        text
        for text in texts
        if isinstance(text, str)
        and _ABOUT.search(text)
        and any((found[1] or "").casefold() not in _LONGEST for found in _TERM.finditer(text))
    ]


def test_no_sentence_promises_a_term_that_may_be_shorter() -> None:
    places = [*(PACKAGE / "ui").rglob("*.py"), PACKAGE / "errands.py", *(PACKAGE / "documents").glob("*.py")]
    found = {path.name: bare_terms(path.read_text("utf-8")) for path in sorted(places)}
    assert {name: texts for name, texts in found.items() if texts} == {}
    assert any("spätestens nach 30 Tagen gelöscht" in path.read_text("utf-8") for path in places), "it looks there"


def test_a_bare_term_would_be_found() -> None:
    assert bare_terms('A = "Sie liegt 30 Tage im Papierkorb."') == ["Sie liegt 30 Tage im Papierkorb."]
    assert bare_terms('A = "Der Entwurf wird nach 30 " "Tagen gelöscht."') == [
        "Der Entwurf wird nach 30 Tagen gelöscht."
    ]
    assert bare_terms('A = "Spätestens nach 30 Tagen gelöscht, höchstens 14 Tage im Papierkorb"') == []
