"""The tabulator goes through a form in reading order, past lists with fields of every kind, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from lotse_app.forms.engine import state
from lotse_app.ui.form.step_page import FormStepPage
from tests.forms.building import TODAY, control, make_form, one_step

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TEXT = {"type": "string"}
LONG = [{"const": one, "title": one * 40} for one in "ab"]
KINDS: dict[str, dict[str, Any]] = {
    "text": TEXT,
    "radio": {"oneOf": LONG},
    "search": {"oneOf": [{"const": one, "title": one} for one in "abcdefghij"]},
    "several": {"type": "array", "items": {"oneOf": LONG}},
    "tick": {"type": "boolean", "const": True},
    "file": {"type": "string", "x-datei": {}},
    "ways": {"anyOf": [{"type": "number"}, {"type": "boolean"}]},
}


def page_of(qtbot: QtBot, schema: dict[str, Any], answers: dict[str, Any]) -> FormStepPage:
    form = make_form(
        {"type": "object", "properties": {"a": TEXT, "z": schema, "b": TEXT}},
        one_step(*(control(name) for name in schema.get("order", "azb"))),
    )
    page = FormStepPage(state(form, answers, frozenset(), TODAY).steps[0])
    qtbot.addWidget(page)
    page.resize(1100, 900)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.go_to_start()
    return page


def focused() -> str:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget.accessibleName()


@pytest.mark.parametrize("most", [2, 3])
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_list_is_passed_in_both_directions(qtbot: QtBot, kind: str, most: int) -> None:
    item = {"type": "object", "properties": {"x": KINDS[kind], "y": KINDS[kind]}}
    page = page_of(qtbot, {"type": "array", "maxItems": most, "items": item}, {"z": [{}, {}]})
    stops = [focused()]
    while stops[-1] != "B (freiwillig)" and len(stops) < 40:
        page.focusNextChild()
        stops.append(focused())
    assert stops[0] == "A (freiwillig)"
    assert stops[-1] == "B (freiwillig)"
    back = [focused()]
    while back[-1] != "A (freiwillig)" and len(back) < 40:
        page.focusPreviousChild()
        back.append(focused())
    assert len(back) == len(stops)


def test_a_step_with_nothing_but_an_empty_list_starts_at_what_adds_to_it(qtbot: QtBot) -> None:
    page_of(qtbot, {"type": "array", "items": {"type": "object", "properties": {"x": TEXT}}, "order": "z"}, {})
    assert focused() == "Z hinzufügen"
