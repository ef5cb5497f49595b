"""Rules behave as in JSON Forms core 3.8; the table was compared with the real library (ADR 0007)."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.engine import state
from lotse_app.forms.rules import compile_condition, compile_rule, identical
from lotse_app.forms.schema import accepts_nothing
from tests.forms.building import TODAY, control, controls, make_form, one_step, texts

A = "#/properties/a"


def leaf(value: object, scope: str = A) -> dict[str, Any]:
    return {"type": "LEAF", "scope": scope, "expectedValue": value}


def based(schema: object, scope: str = A, **more: object) -> dict[str, Any]:
    return {"scope": scope, "schema": schema, **more}


def both(*conditions: object) -> dict[str, Any]:
    return {"type": "AND", "conditions": list(conditions)}


def either(*conditions: object) -> dict[str, Any]:
    return {"type": "OR", "conditions": list(conditions)}


@pytest.mark.parametrize(
    ("condition", "answers", "holds"),
    [
        (leaf("x"), {"a": "x"}, True),
        (leaf("x"), {"a": "y"}, False),
        (leaf("x"), {}, False),
        (leaf(1), {"a": True}, False),
        (leaf(1), {"a": 1.0}, True),
        (leaf(0), {"a": False}, False),
        (leaf(None), {"a": None}, True),
        (leaf(None), {}, False),
        (leaf([]), {"a": []}, False),
        ({"type": "LEAF", "scope": A}, {}, True),
        (leaf("x", "#/properties/o/properties/i"), {"o": {"i": "x"}}, True),
        (leaf("x", "#/properties/o/properties/i"), {"o": "x"}, False),
        (based({"const": True}), {"a": True}, True),
        (based({"const": True}), {}, False),
        (based({"enum": ["x", "y"]}), {"a": "y"}, True),
        (based({"enum": ["x", "y"]}), {"a": "z"}, False),
        (based({"not": {"const": "x"}}), {}, True),
        (based({"not": {"const": "x"}}, failWhenUndefined=True), {}, False),
        (based({"not": {"const": "x"}}, failWhenUndefined=True), {"a": "y"}, True),
        (based({"minLength": 2}), {}, True),
        (based({"minLength": 2}), {"a": "x"}, False),
        (based({"type": "string"}), {}, False),
        (based({"required": ["a"]}, "#"), {}, False),
        (based({"required": ["a"]}, "#"), {"a": 1}, True),
        (based({"format": "iban"}), {"a": "DE89370400440532013000"}, True),
        (based({"format": "iban"}), {"a": "DE00"}, False),
        (based(True), {}, True),
        (based(False), {}, False),
        (both(leaf("x"), leaf("y", "#/properties/b")), {"a": "x", "b": "y"}, True),
        (both(leaf("x"), leaf("y", "#/properties/b")), {"a": "x"}, False),
        (both(), {}, True),
        (either(leaf("x"), leaf("y")), {"a": "y"}, True),
        (either(leaf("x"), leaf("y")), {"a": "z"}, False),
        (either(), {}, False),
        (both(either(leaf("x"), leaf("y")), based({"type": "string"})), {"a": "y"}, True),
        ({"type": "UNKNOWN"}, {}, True),
        ({}, {}, True),
        (None, {}, True),
    ],
)
def test_a_condition_holds_as_in_json_forms(condition: object, answers: dict[str, Any], *, holds: bool) -> None:
    assert compile_condition(condition)(answers) is holds


@pytest.mark.parametrize(
    ("schema", "accepted"),
    [
        (True, True),
        (False, False),
        ({}, True),
        ({"allOf": [{"minimum": 1}, {"maxLength": 2}]}, True),
        ({"allOf": [{"minimum": 1}, {"const": 2}]}, False),
        ({"anyOf": [{"const": 1}, {"const": 2}]}, False),
        ({"anyOf": [{"const": 1}, {"minimum": 2}]}, True),
        ({"oneOf": [{"const": 1}, {"minimum": 2}]}, True),
        ({"oneOf": [{"maximum": 1}, {"minimum": 2}]}, False),
        ({"not": {"minimum": 1}}, False),
        ({"not": {"const": 1}}, True),
        ({"if": {"minimum": 1}, "then": {"const": 1}}, False),
        ({"if": {"minimum": 1}, "else": {"const": 1}}, True),
        ({"if": {"const": 1}, "then": {"const": 1}, "else": False}, False),
    ],
)
def test_a_missing_value_is_judged_like_undefined_in_ajv(schema: object, *, accepted: bool) -> None:
    assert accepts_nothing(schema) is accepted


@pytest.mark.parametrize(
    ("effect", "holds", "visible", "enabled"),
    [
        ("SHOW", True, True, True),
        ("SHOW", False, False, True),
        ("HIDE", True, False, True),
        ("HIDE", False, True, True),
        ("ENABLE", True, True, True),
        ("ENABLE", False, True, False),
        ("DISABLE", True, True, False),
        ("DISABLE", False, True, True),
    ],
)
def test_an_effect_happens_or_its_opposite(effect: str, *, holds: bool, visible: bool, enabled: bool) -> None:
    rule = {"effect": effect, "condition": leaf("x")}
    form = make_form(texts("a", "b"), one_step(control("a"), control("b", rule=rule)))
    shown = controls(state(form, {"a": "x" if holds else "y"}, frozenset(), TODAY))["/b"]
    assert (shown.visible, shown.enabled) == (visible, enabled)


def test_an_element_without_rule_or_with_an_unknown_effect_is_just_there() -> None:
    assert compile_rule({"type": "Control"}) is None
    assert compile_rule({"rule": "nonsense"}) is None
    assert compile_rule({"rule": {"effect": "BLINK", "condition": {}}}) is None


def test_a_hidden_container_hides_its_children_and_leaves_the_answers() -> None:
    group = {
        "type": "Group",
        "rule": {"effect": "SHOW", "condition": leaf("x")},
        "elements": [control("b", rule={"effect": "SHOW", "condition": {}}), {"type": "Label", "text": "Hinweis"}],
    }
    form = make_form(texts("a", "b"), one_step(control("a"), group))
    answers = {"a": "y", "b": "stays"}
    found = state(form, answers, frozenset(), TODAY)
    assert controls(found)["/b"].visible is False
    assert controls(found)["/b"].value == "stays"
    assert answers == {"a": "y", "b": "stays"}
    assert controls(state(form, {"a": "x"}, frozenset(), TODAY))["/b"].visible is True


@pytest.mark.parametrize(
    ("inner", "enabled"),
    [
        ({}, False),
        ({"options": {"readonly": False}}, True),
        ({"options": {"readOnly": True}}, False),
        ({"rule": {"effect": "ENABLE", "condition": {}}}, True),
        ({"rule": {"effect": "SHOW", "condition": {}}}, False),
    ],
)
def test_in_a_disabled_container_own_rule_then_options_decide(inner: dict[str, Any], *, enabled: bool) -> None:
    group = {
        "type": "VerticalLayout",
        "rule": {"effect": "DISABLE", "condition": {}},
        "elements": [control("a", **inner)],
    }
    form = make_form(texts("a"), one_step(group))
    assert controls(state(form, {}, frozenset(), TODAY))["/a"].enabled is enabled


def test_a_rule_inside_a_list_item_looks_at_that_item() -> None:
    item = texts("a", "b")
    detail = one_step(control("a"), control("b", rule={"effect": "SHOW", "condition": leaf("x")}))
    schema = {"type": "object", "properties": {"l": {"type": "array", "items": item}}}
    form = make_form(schema, one_step(control("l", options={"detail": detail})))
    shown = controls(state(form, {"l": [{"a": "x"}, {"a": "y"}]}, frozenset(), TODAY))
    assert (shown["/l/0/b"].visible, shown["/l/1/b"].visible) == (True, False)


def test_values_are_the_same_as_in_javascript() -> None:
    assert identical("x", "x")
    assert not identical({}, {})
    assert not identical(value := ["x"], value)
