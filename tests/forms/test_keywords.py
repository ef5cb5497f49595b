"""Raw errors bear the names Ajv gives them, and stand at the controls where JSON Forms shows them."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.keywords import Shown, keyword_set, raw_errors
from lotse_app.forms.validators import make_validator


def found(schema: object, document: object) -> set[tuple[str, str]]:
    return set(keyword_set(raw_errors(make_validator(schema), schema, document)))


@pytest.mark.parametrize(
    ("schema", "document", "errors"),
    [
        ({"required": ["a", "b"]}, {}, {("", "required")}),
        ({"properties": {"a/b": {"type": "string"}}}, {"a/b": 1}, {("/a~1b", "type")}),
        ({"properties": {"a": False}}, {"a": 1}, {("/a", "false schema")}),
        ({"items": False}, [1], {("/0", "false schema")}),
        ({"prefixItems": [{}], "items": False}, [1, 2], {("", "items")}),
        ({"propertyNames": {"maxLength": 1}}, {"ab": 1}, {("", "propertyNames"), ("", "maxLength")}),
        ({"propertyNames": False}, {"ab": 1}, {("", "propertyNames"), ("", "false schema")}),
        ({"properties": {"propertyNames": False}}, {"propertyNames": 1}, {("/propertyNames", "false schema")}),
        ({"contains": {"const": 1}, "maxContains": 1}, [1, 1], {("", "contains")}),
        ({"anyOf": [{"type": "string"}, {"minimum": 2}]}, 1, {("", "anyOf")}),
        ({"if": {"const": 1}, "then": {"const": 2}}, 1, {("", "const")}),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, {("", "dependentRequired")}),
        ({"$ref": "#/$defs/n", "$defs": {"n": {"minLength": 2}}}, "x", {("", "minLength")}),
        (False, 1, {("", "false schema")}),
        (True, 1, set()),
    ],
)
def test_errors_bear_the_names_of_ajv(schema: object, document: object, errors: set[tuple[str, str]]) -> None:
    assert found(schema, document) == errors


def shown(schema: dict[str, Any], document: object, *path: str) -> tuple[str, ...]:
    errors = raw_errors(make_validator(schema), schema, document)
    return Shown(errors).at(path, schema["properties"][path[0]] if path else schema)


def test_a_control_shows_its_own_errors_and_that_it_is_missing() -> None:
    schema = {"properties": {"a": {"type": "string", "minLength": 2}, "b": {}}, "required": ["b"]}
    assert shown(schema, {"a": "x"}, "a") == ("minLength",)
    assert shown(schema, {"a": "x"}, "b") == ("required",)
    assert shown(schema, {"a": "x"}) == ()


def test_alternatives_are_shown_only_where_they_are_a_choice() -> None:
    choice = {"type": "string", "oneOf": [{"const": "x"}, {"const": "y"}]}
    other = {"anyOf": [{"minLength": 3}]}
    schema = {"properties": {"a": choice, "b": other}, "additionalProperties": False}
    assert shown(schema, {"a": 1, "b": "x", "c": 1}, "a") == ("oneOf", "type")
    assert shown(schema, {"a": 1, "b": "x", "c": 1}, "b") == ()


def test_where_an_alternative_fails_only_errors_of_the_property_itself_are_shown() -> None:
    own = {"type": "string", "minLength": 2}
    schema = {
        "properties": {"a": own, "b": {"type": "object", "required": ["c"]}},
        "allOf": [{"properties": {"a": {"maxLength": 0}}}],
        "anyOf": [{"required": ["z"]}],
    }
    assert shown(schema, {"a": "x", "b": {}}, "a") == ("minLength",)
    assert shown(schema, {"a": "x", "b": {}}, "b", "c") == ("required",)
    assert shown({**schema, "anyOf": [True]}, {"a": "x"}, "a") == ("maxLength", "minLength")


@pytest.mark.parametrize(
    ("items", "document", "repeats"),
    [
        ({"type": "string"}, ["x", "x"], True),
        ({"type": "string"}, [1, 1, "x"], False),
        ({"type": "string"}, [[], []], False),
        ({"type": ["boolean", "null"]}, [True, None, 1, None], True),
        ({"type": "number"}, [1.5, 1.5], True),
        ({"type": "integer"}, [1.5, 1.5, 1], False),
        ({"type": ["string", "array"]}, [1, 1], True),
        ({}, [{}, {}], True),
        (True, [{}, {}], True),
    ],
)
def test_repetition_is_counted_as_in_ajv(items: object, document: object, *, repeats: bool) -> None:
    assert (("", "uniqueItems") in found({"items": items, "uniqueItems": True}, document)) is repeats


def test_names_that_are_numbers_are_names() -> None:
    schema = {"properties": {"10": {"minLength": 2}, "2": {"prefixItems": [{"type": "null"}]}}}
    assert found(schema, {"10": "x", "2": [1]}) == {("/10", "minLength"), ("/2/0", "type")}
