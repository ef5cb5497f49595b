"""How long a page of the form takes from nothing to its first paint, against a page of thirty empty lines."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from benchmarks.ground import COMMUNE, set_up
from benchmarks.measuring import milliseconds, ratio, rounds, spread, tell
from lotse_app.demonstration.script import ANSWERS, FIRST_WORDS
from lotse_app.paths import resources
from lotse_app.ui.application.editing import Editing
from lotse_app.ui.form.edits import Edit
from lotse_app.ui.form.step_page import FormStepPage
from lotse_app.ui.kit.theme import STYLE, Appearance, ThemeName, load_fonts, load_themes

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.workflows.desk import Desk

ROUNDS = 30
LINES = 30


def dog_tax(desk: Desk) -> Editing:
    """Return a whole dog tax application."""
    hit = desk.find.find(FIRST_WORDS)[0]
    begun = desk.applications.begin(desk.find.card(hit.service_id, COMMUNE), COMMUNE)
    editing = Editing(desk.applications.open(begun.id), desk.clock)
    for pointer, value in ANSWERS:
        editing.edit(Edit(pointer, value))
    return editing


def thirty_lines() -> QWidget:
    """Return the floor."""
    page = QWidget()
    box = QVBoxLayout(page)
    for _ in range(LINES):
        box.addWidget(QLineEdit())
    return page


def painted(stack: QStackedWidget, make: Callable[[], QWidget]) -> float:
    """Return how long it took to make and paint one page; it is thrown away behind the clock."""
    made: list[QWidget] = []

    def work() -> None:
        made.append(make())
        stack.addWidget(made[0])
        stack.setCurrentWidget(made[0])
        made[0].repaint()
        QApplication.processEvents()

    took = milliseconds(work)
    stack.removeWidget(made[0])
    made[0].deleteLater()
    QApplication.sendPostedEvents(None, 52)  # 52 is DeferredDelete
    return took


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(["benchmark", *STYLE])
    appearance = Appearance(app, load_themes(resources()), load_fonts(resources()))
    appearance.apply(ThemeName.LIGHT, 100)
    with tempfile.TemporaryDirectory() as name:
        ground = set_up(Path(name))
        desk = ground.program.unlocking.open(ground.pilot_id, ground.key)
        editing = dog_tax(desk)
        desk.close()
    steps = {step.key: step for step in editing.state.steps if step.visible}
    stack = QStackedWidget()
    stack.resize(1060, 680)
    stack.show()
    number = rounds(ROUNDS)
    times: dict[str, list[float]] = {key: [] for key in ("floor", *steps)}
    for at in range(number + 1):
        for key, found in times.items():
            make = thirty_lines if key == "floor" else partial(FormStepPage, steps[key], stack)
            took = painted(stack, make)
            if at:
                found.append(took)
    floor = times.pop("floor")
    whole = [sum(pages) for pages in zip(*times.values(), strict=True)]
    figures = {
        **{f"step {key}, ms": spread(found) for key, found in times.items()},
        "whole form, all steps, ms": spread(whole),
        f"page of {LINES} empty lines in the same look, ms": spread(floor),
        "whole form / page of lines": ratio(whole, floor),
    }
    note = (
        f"Median (smallest–largest) of {number} rounds by turns; made, laid out and painted. Pages are made when shown."
    )
    tell("open_form", figures, {}, note)


if __name__ == "__main__":
    main()
