"""One keystroke in a form: the shipped one, and a large one of 300 questions with 100 rules.

Prints one JSON line. A keystroke is ``edit`` and ``next_state``; the large form is filled, a third of its questions
have a rule, a quarter of them dates, and ten conditions of the schema depend on answers.
"""

from __future__ import annotations

import json
import statistics
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.engine import edit, initial, next_state
from lotse_app.forms.facts import read_form
from lotse_app.forms.library import FormLibrary

if TYPE_CHECKING:
    from lotse_app.forms.form import Form

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
TODAY = date(2026, 11, 21)
QUESTIONS = 300
KEYSTROKES = 300
#: Kinds of questions in turn, and an answer to each.
KINDS: tuple[tuple[dict[str, Any], object], ...] = (
    ({"type": "string", "format": "din91379-a", "minLength": 1, "maxLength": 80}, "Müller"),
    ({"type": "string", "format": "date"}, "2026-11-01"),
    ({"type": "string", "oneOf": [{"const": one, "title": one.upper()} for one in "abcdefgh"]}, "a"),
    ({"type": "boolean"}, True),
)
FACTS: dict[str, Any] = {
    "id": "gross",
    "version": "1",
    "title": "Groß",
    "valid_from": TODAY,
    "status": "ungeprueft",
    "authority": "Amt",
    "law": "Gesetz",
    "representation": {"declares": "frei", "carries": "frei", "presence": "frei", "signatures": "frei"},
    "signature": {"rule": "formfrei", "source": "Gesetz"},
    "ways": {"allowed": ["papier"]},
}


def large_form() -> Form:
    """Return the large form: ten steps of thirty questions."""
    names = [f"q{number}" for number in range(QUESTIONS)]
    properties = {name: KINDS[number % len(KINDS)][0] for number, name in enumerate(names)}
    controls: list[dict[str, Any]] = [{"type": "Control", "scope": f"#/properties/{name}"} for name in names]
    for number in range(0, QUESTIONS, 3):
        choice = {"scope": f"#/properties/q{number - number % 4 + 2}", "schema": {"enum": ["a", "b"]}}
        ticked = {"type": "LEAF", "scope": "#/properties/q3", "expectedValue": True}
        condition = {"type": "AND", "conditions": [choice, ticked]}
        controls[number]["rule"] = {"effect": "SHOW", "condition": condition}
    conditions = [
        {"if": {"properties": {f"q{at}": {"const": "a"}}, "required": [f"q{at}"]}, "then": {"required": [f"q{at + 2}"]}}
        for at in range(2, QUESTIONS - 2, 30)
    ]
    schema = {"type": "object", "properties": properties, "required": names[1::3], "allOf": conditions}
    steps = [
        {"type": "Category", "label": f"Schritt {at}", "elements": controls[at : at + 30]}
        for at in range(0, QUESTIONS, 30)
    ]
    faults: list[str] = []
    form = read_form("gross", FACTS, schema, {"type": "Categorization", "elements": steps}, faults)
    assert not faults, faults
    return form


def keystrokes(form: Form, answers: dict[str, Any], pointer: str) -> list[float]:
    """Return how many milliseconds each keystroke took, sorted."""
    times = []
    now = next_state(form, None, answers, frozenset(), TODAY)
    for number in range(KEYSTROKES):
        begin = time.perf_counter()
        answers = edit(form, answers, pointer, "Mü" + "l" * (number % 20), TODAY)
        now = next_state(form, now, answers, frozenset(), TODAY)
        times.append(1000 * (time.perf_counter() - begin))
    return sorted(times)


def main() -> None:
    """Measure and print."""
    begin = time.perf_counter()
    shipped = FormLibrary(RESOURCES / "forms").form("hundesteuer-anmeldung")
    opened = 1000 * (time.perf_counter() - begin)
    small = keystrokes(shipped, initial(shipped), "/halter/person/familienname")
    form = large_form()
    begin = time.perf_counter()
    compile_form(form)
    compiled = 1000 * (time.perf_counter() - begin)
    answers = {f"q{number}": KINDS[number % len(KINDS)][1] for number in range(QUESTIONS)}
    large = keystrokes(form, answers, "/q0")
    figures = {
        "form_load_ms": round(opened, 1),
        "form_p50_ms": round(statistics.median(small), 2),
        "form_p99_ms": round(small[int(0.99 * len(small))], 2),
        "large_compile_ms": round(compiled, 1),
        "large_p50_ms": round(statistics.median(large), 2),
        "large_p99_ms": round(large[int(0.99 * len(large))], 2),
    }
    print(json.dumps({"name": "forms", "figures": figures, "goal": {"large_p50_ms": "≤ 16"}}, ensure_ascii=False))


if __name__ == "__main__":
    main()
