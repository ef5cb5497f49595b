"""Opening a form of 250 controls, and answering one of 1,000 with 300 rules, beside ODK's headless engine.

Both get the same form, ours as JSON Schema with UI schema, theirs as XForm: texts, dates, choices, numbers by turns, a
rule at every third control that looks at the choice before it. Opening is, here, reading the JSON, compiling, the first
state and the widgets of the first page (pages are made when shown); there, parsing and making an instance, without any
widget. An answer is, here, ``edit`` and the next state of the form; there, ``setValue``. ODK's engine is installed from
npm into ``build/odk`` where Node.js is at hand; otherwise its figures are left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QStackedWidget

from benchmarks.forms import FACTS, TODAY
from benchmarks.measuring import QUICK, late, milliseconds, ratio, rounds, spread, tell
from benchmarks.npm import install
from lotse_app.forms.compile import compile_form
from lotse_app.forms.engine import edit, initial, next_state
from lotse_app.forms.facts import read_form
from lotse_app.paths import resources
from lotse_app.ui.form.step_page import FormStepPage
from lotse_app.ui.kit.theme import STYLE, Appearance, ThemeName, load_fonts, load_themes

if TYPE_CHECKING:
    from lotse_app.forms.form import Form

HERE = Path(__file__).resolve().parent
ODK = HERE / "odk"
WORK = HERE.parent / "build" / "odk"
OPENED, ANSWERED, RULES = 250, 1000, 300
ROUNDS, ANSWERS, PER_STEP = 15, 400, 25
_LETTERS = "abcdefgh"
_OTHER = "http://www.w3.org/2002/xforms", "http://www.w3.org/1999/xhtml", "http://openrosa.org/xforms"


@dataclass(frozen=True, slots=True)
class Question:
    """One control of the form: its kind, and the choice its rule looks at."""

    number: int
    kind: str
    shown_by: int | None

    @property
    def name(self) -> str:
        """Return its name in the data."""
        return f"q{self.number}"


def questions(count: int, rules: int) -> list[Question]:
    """Return the controls of a form: the first of four is a choice, every third of the others has a rule."""
    kinds = ("choice", "text", "date", "number")
    made, left = [], rules
    for number in range(count):
        ruled = number % 4 != 0 and left > 0 and number * rules // count > (number - 1) * rules // count
        left -= ruled
        made.append(Question(number, kinds[number % 4], number - number % 4 if ruled else None))
    return made


# ours -----------------------------------------------------------------------------------------


def documents(asked: list[Question]) -> tuple[str, str]:
    """Return schema and UI schema as texts."""
    kinds: dict[str, dict[str, Any]] = {
        "choice": {"type": "string", "oneOf": [{"const": one, "title": one.upper()} for one in _LETTERS]},
        "text": {"type": "string", "minLength": 1, "maxLength": 80},
        "date": {"type": "string", "format": "date"},
        "number": {"type": "integer", "minimum": 0},
    }
    properties = {one.name: {**kinds[one.kind], "title": f"Frage {one.number}"} for one in asked}
    required = [one.name for one in asked if one.shown_by is None and one.number % 3 == 1]
    controls = [_control(one) for one in asked]
    steps = [
        {"type": "Category", "label": f"Schritt {at}", "elements": controls[at : at + PER_STEP]}
        for at in range(0, len(asked), PER_STEP)
    ]
    schema = {"type": "object", "properties": properties, "required": required}
    return json.dumps(schema), json.dumps({"type": "Categorization", "elements": steps})


def _control(one: Question) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "Control", "scope": f"#/properties/{one.name}"}
    if one.shown_by is not None:
        condition = {"scope": f"#/properties/q{one.shown_by}", "schema": {"enum": ["a", "b"]}}
        made["rule"] = {"effect": "SHOW", "condition": condition}
    return made


def read(texts: tuple[str, str]) -> Form:
    """Return the form of two texts."""
    faults: list[str] = []
    form = read_form("gross", FACTS, json.loads(texts[0]), json.loads(texts[1]), faults)
    assert not faults, faults
    return form


def opening(texts: tuple[str, str], stack: QStackedWidget) -> tuple[float, float, float]:
    """Return milliseconds to the first state, to the painted first page, and the processor's share of the latter."""
    made: list[Any] = []

    def to_state() -> None:
        form = read(texts)
        compile_form(form)
        made.append(next_state(form, None, initial(form), frozenset(), TODAY))

    def to_page() -> None:
        page = FormStepPage(made[0].steps[0], stack)
        stack.addWidget(page)
        stack.setCurrentWidget(page)
        page.repaint()
        QApplication.processEvents()
        made.append(page)

    begun = time.process_time()
    first, second = milliseconds(to_state), milliseconds(to_page)
    worked = 1000 * (time.process_time() - begun)
    stack.removeWidget(made[1])
    made[1].deleteLater()
    QApplication.sendPostedEvents(None, 52)  # 52 is DeferredDelete
    return first, first + second, worked


def answering(texts: tuple[str, str], given: list[tuple[str, Any]]) -> list[float]:
    """Return milliseconds for each answer in turn, each worked out from the state before as the window does."""
    form = read(texts)
    answers = initial(form)
    now = next_state(form, None, answers, frozenset(), TODAY)
    times = []
    for name, value in given:

        def answer(name: str = name, value: object = value) -> None:
            nonlocal answers, now
            answers = edit(form, answers, f"/{name}", value, TODAY)
            now = next_state(form, now, answers, frozenset(), TODAY)

        times.append(milliseconds(answer))
    return times


def given_answers(asked: list[Question], count: int) -> list[tuple[str, Any]]:
    """Return answers over the whole form: choices that show and hide others, and texts that do not."""
    made: list[tuple[str, Any]] = []
    open_ones = [one for one in asked if one.kind == "choice" or (one.kind == "text" and one.shown_by is None)]
    for number in range(count):
        one = open_ones[number * 7 % len(open_ones)]
        made.append((one.name, _LETTERS[number % 8] if one.kind == "choice" else "Mü" + "l" * (number % 20)))
    return made


# theirs ---------------------------------------------------------------------------------------


def xform(asked: list[Question]) -> str:
    """Return the same form as XForm."""
    types = {"choice": "string", "text": "string", "date": "date", "number": "int"}
    binds, body = [], []
    for one in asked:
        relevant = f"/data/q{one.shown_by} = 'a' or /data/q{one.shown_by} = 'b'"
        rule = "" if one.shown_by is None else f' relevant="{relevant}"'
        must = ' required="true()"' if one.shown_by is None and one.number % 3 == 1 else ""
        binds.append(f'<bind nodeset="/data/{one.name}" type="{types[one.kind]}"{must}{rule}/>')
        label = f"<label>Frage {one.number}</label>"
        items = "".join(f"<item><label>{at.upper()}</label><value>{at}</value></item>" for at in _LETTERS)
        tag, inner = ("select1", label + items) if one.kind == "choice" else ("input", label)
        body.append(f'<{tag} ref="/data/{one.name}">{inner}</{tag}>')
    data = "".join(f"<{one.name}/>" for one in asked)
    forms, html, meta = _OTHER
    return (
        f'<?xml version="1.0"?><h:html xmlns="{forms}" xmlns:h="{html}"><h:head><h:title>Gross</h:title><model>'
        f'<instance><data id="gross" version="1">{data}<meta xmlns="{meta}"><instanceID/></meta></data></instance>'
        f"{''.join(binds)}</model></h:head><h:body>{''.join(body)}</h:body></h:html>"
    )


def ready() -> str | None:
    """Install ODK's engine; return why that does not work, or None."""
    return "not asked in a quick run" if QUICK in sys.argv[1:] else install(ODK, WORK)


def theirs(asked: list[Question], given: list[tuple[str, Any]], opened: int) -> dict[str, list[float]]:
    """Return the milliseconds of ODK's engine for opening and for each answer."""
    with tempfile.TemporaryDirectory() as name:
        form, answers = Path(name, "form.xml"), Path(name, "answers.json")
        form.write_text(xform(asked), "utf-8")
        answers.write_text(json.dumps(given), "utf-8")
        command = [str(shutil.which("node")), "engine.mjs", str(form), str(opened), str(answers)]
        told = subprocess.run(command, cwd=WORK, capture_output=True, text=True, check=True, timeout=1200).stdout
    found: dict[str, list[float]] = json.loads(told.splitlines()[-1])
    return found


# ----------------------------------------------------------------------------------------------


def measured(stack: QStackedWidget) -> dict[str, Any]:
    """Return the figures."""
    number = rounds(ROUNDS)
    small, large = questions(OPENED, OPENED * RULES // ANSWERED), questions(ANSWERED, RULES)
    texts = documents(small)
    opened = [opening(texts, stack) for _ in range(number + 1)][1:]
    states, pages, worked = (list(times) for times in zip(*opened, strict=True))
    given = given_answers(large, ANSWERS if number > 1 else 8)
    ours = answering(documents(large), given)
    figures: dict[str, Any] = {
        f"open {OPENED} controls to the first state, ms": spread(states),
        f"open {OPENED} controls with the first page painted, ms": spread(pages),
        "… of that the processor's, ms": spread(worked),
        f"answer at {ANSWERED} controls with {RULES} rules, p50 ms": round(late(ours, 0.5), 2),
        f"answer at {ANSWERED} controls with {RULES} rules, p99 ms": round(late(ours), 2),
    }
    reason = ready()
    if reason is not None:
        return {**figures, "ODK xforms-engine": reason}
    small_one, large_one = theirs(small, [], number), theirs(large, given, 0)
    return {
        **figures,
        f"ODK, open {OPENED} controls, ms": spread(small_one["open"]),
        "ODK, open, of that the processor's, ms": spread(small_one["work"]),
        "ODK, answer, p50 ms": round(late(large_one["answers"], 0.5), 2),
        "ODK, answer, p99 ms": round(late(large_one["answers"]), 2),
        "open, ours with the page painted / ODK": ratio(pages, small_one["open"]),
        "… by the processor's time": ratio(worked, small_one["work"]),
        "answer p99, ours / ODK": round(late(ours) / late(large_one["answers"]), 2),
    }


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(["benchmark", *STYLE])
    Appearance(app, load_themes(resources()), load_fonts(resources())).apply(ThemeName.LIGHT, 100)
    stack = QStackedWidget()
    stack.resize(1060, 680)
    stack.show()
    goal = {"… by the processor's time": "≤ 0.2", "answer p99, ours / ODK": "≤ 1.0"}
    note = "The same form in both engines; medians (smallest–largest). ODK's engine has no widgets."
    figures = measured(stack)
    tell("large_forms", figures, {name: one for name, one in goal.items() if name in figures}, note)


if __name__ == "__main__":
    main()
