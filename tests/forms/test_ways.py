"""Questions that may be answered in several ways: a number or yes and no, a date or one of some words."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.engine import edit, next_state, state
from lotse_app.forms.freeze import remaining_problems, settled
from lotse_app.forms.lint import lint
from lotse_app.forms.reading import sections
from lotse_app.forms.state import ControlKind
from lotse_app.forms.ways import Given, way_of
from lotse_app.models.problems import Code
from tests.forms.building import TODAY, control, controls, make_form, one_step

AMOUNT = {"type": "number", "minimum": 5, "title": "Betrag"}
ANY = {"anyOf": [AMOUNT, {"type": "boolean"}]}
WORDS = [{"const": "nie", "title": "Niemals"}, {"const": 0, "title": "Null"}]


def form_of(schema: dict[str, Any], **more: Any) -> Any:  # noqa: ANN401 - parts of documents
    return make_form({"type": "object", "properties": {"z": schema}, **more}, one_step(control("z")))


def ways(form: Any, at: str = "/z", answers: Any = None) -> list[tuple[ControlKind, str]]:  # noqa: ANN401 - a form, answers
    found = controls(state(form, answers or {}, frozenset(), TODAY))[at]
    assert not found.ways or found.kind is ControlKind.WAYS
    return [(one.kind, one.label) for one in found.ways]


def wrong(form: Any, value: object) -> list[Code]:  # noqa: ANN401 - a form
    answers = edit(form, {}, "/z", value, TODAY)
    found = state(form, answers, frozenset(), TODAY)
    assert next_state(form, None, answers, frozenset(), TODAY) == found
    return [one.code for one in found.problems]


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_a_number_or_yes_and_no_is_asked_in_both_ways_and_frozen_as_given(keyword: str) -> None:
    form = form_of({keyword: ANY["anyOf"]})
    assert lint(form) == ()
    assert ways(form) == [(ControlKind.NUMBER, "Betrag"), (ControlKind.YES_NO, "Ja oder Nein")]
    answers: dict[str, Any] = {}
    for given, kept in ((Given(0, "7,5"), 7.5), (Given(1, value=False), False)):
        answers = edit(form, {}, "/z", given, TODAY)
        assert settled(form, answers) == {"z": kept}
        assert not remaining_problems(form, settled(form, answers), TODAY)
    assert edit(form, answers, "/z", None) == {}


def test_what_is_wrong_is_said_of_the_way_it_was_given_in() -> None:
    form = form_of(ANY, required=["z"])
    assert wrong(form, None) == [Code.REQUIRED]
    assert wrong(form, Given(0, "3")) == [Code.TOO_SMALL]
    assert wrong(form, Given(0, "drei")) == [Code.WRONG_TYPE]
    assert wrong(form_of({"oneOf": [AMOUNT, {"enum": [7.0, 8]}]}), Given(0, "7")) == [Code.WRONG_TYPE]


def test_a_text_that_looks_like_a_number_stays_the_text_it_was_given_as() -> None:
    form = form_of({"anyOf": [{"type": "integer"}, {"type": "string", "format": "date"}, {"type": "string"}]})
    assert ways(form) == [(ControlKind.INTEGER, "Ganze Zahl"), (ControlKind.DATE, "Datum"), (ControlKind.TEXT, "Text")]
    assert edit(form, {}, "/z", Given(2, "0123"), TODAY) == {"z": "0123"}
    assert edit(form, {}, "/z", Given(0, "0123"), TODAY) == {"z": 123}
    assert edit(form, {}, "/z", Given(1, "1.4.26"), TODAY) == {"z": "2026-04-01"}
    assert edit(form_of({"type": "string"}), {}, "/z", Given(1, "x"), TODAY) == {"z": "x"}


def test_single_values_are_one_choice_beside_the_other_ways() -> None:
    form = form_of({"oneOf": [{"type": "integer", "minimum": 1}, *WORDS, {"type": "boolean"}]})
    assert ways(form) == [
        (ControlKind.INTEGER, "Ganze Zahl"),
        (ControlKind.YES_NO, "Ja oder Nein"),
        (ControlKind.CHOICE, "Auswahl"),
    ]
    mixed = controls(state(form_of(ANY), {}, frozenset(), TODAY))["/z"].ways
    assert [way_of(mixed, one) for one in (4, 4.5, False, "x")] == [0, 0, 1, None]
    plans = controls(state(form, {}, frozenset(), TODAY))["/z"].ways
    assert [way_of(plans, one) for one in (4, True, "nie", 4.5, "x", None)] == [0, 1, 2, None, None, None]
    read = [sections(form, {"z": one})[0].lines[0].value for one in ("nie", 4, True)]
    assert read == ["Niemals", "4", "ja"]


def test_several_types_of_which_one_is_yes_and_no_are_several_ways() -> None:
    assert ways(form_of({"type": ["boolean", "string", "null"]})) == [
        (ControlKind.YES_NO, "Ja oder Nein"),
        (ControlKind.TEXT, "Text"),
    ]
    assert ways(form_of({"type": ["boolean", "null"]})) == []
    same = {"anyOf": [{"type": "number"}, {"type": "boolean"}, {"type": "boolean", "const": True, "title": ""}]}
    assert [label for _, label in ways(form_of(same))] == ["Zahl", "Ja oder Nein", "Auswahl"]
    dates = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "teildatum"}, AMOUNT]}
    assert [label for _, label in ways(form_of(dates))] == ["Datum", "Datum 2", "Betrag"]


def test_items_of_lists_are_asked_in_several_ways_too() -> None:
    form = form_of({"type": "array", "items": ANY, "minItems": 1})
    assert lint(form) == ()
    assert ways(form, "/z/0", {"z": [None]}) == [(ControlKind.NUMBER, "Betrag"), (ControlKind.YES_NO, "Ja oder Nein")]
    answers = edit(form, {"z": [None, None]}, "/z/1", Given(1, value=True), TODAY)
    assert [(one.pointer, one.code) for one in state(form, answers, frozenset(), TODAY).problems] == [
        ("/z/0", Code.REQUIRED)
    ]
    assert settled(form, edit(form, answers, "/z/0", Given(0, "9"), TODAY)) == {"z": [9.0, True]}


def test_what_is_a_list_in_one_of_its_ways_is_not_asked_in_ways() -> None:
    form = form_of({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
    assert ways(form) == []
    assert lint(form) == ()
