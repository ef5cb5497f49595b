"""What is missing is made up as JSON Forms does (``Generate`` of core 3.8; ``make oracle`` asks the real one)."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.generating import derived_types, generate_schema, generate_uischema, in_order


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        ("x", {"type": "string"}),
        (1, {"type": "integer"}),
        (1.0, {"type": "integer"}),
        (1.5, {"type": "number"}),
        (True, {"type": "boolean"}),
        (None, {"type": "null"}),
        ([], {"type": "array", "items": {}}),
        ([1, 2], {"type": "array", "items": {"type": "integer"}}),
        ([1, "x"], {"type": "array", "items": {"oneOf": [{"type": "integer"}, {"type": "string"}]}}),
        ({}, {"type": "object", "properties": {}, "additionalProperties": True}),
    ],
)
def test_a_schema_is_made_of_answers(value: object, schema: dict[str, Any]) -> None:
    assert generate_schema({"a": value}) == {
        "type": "object",
        "properties": {"a": schema},
        "additionalProperties": True,
        "required": ["a"],
    }


def test_what_is_no_object_has_the_members_javascript_gives_it() -> None:
    assert list(generate_schema(["x", 1])["properties"]) == ["0", "1"]
    assert list(generate_schema("a\U0001f600")["properties"]) == ["0", "1", "2"]
    assert generate_schema(5)["properties"] == {}
    with pytest.raises(ValueError, match="nothing"):
        generate_schema(None)


def test_names_that_are_numbers_come_first() -> None:
    assert in_order(["b", "10", "2", "01", "4294967295", "a", "²"]) == ["2", "10", "b", "01", "4294967295", "a", "²"]


def controls(schema: object) -> list[str]:
    made = generate_uischema(schema)
    return [] if made is None else [one["scope"] for one in made["elements"]]


def test_every_property_with_a_type_gets_a_control() -> None:
    schema = {
        "properties": {
            "a": {"type": ["null", "object"]},
            "b": {"$ref": "#/$defs/b"},
            "c": {},
            "d": {"oneOf": [{"const": 1}]},
            "e": {"type": ["string", "number"]},
            "f": True,
            "g": {"$ref": "#/$defs/nowhere"},
            "h/~": {"enum": ["x", 1]},
        },
        "$defs": {"b": {"items": {"type": "string"}}},
    }
    assert controls(schema) == [f"#/properties/{name}" for name in ["a", "b", "d", "e", "h~1~0"]]


def test_what_is_no_plain_object_is_one_control() -> None:
    assert controls({"type": "string"}) == ["#"]
    assert controls({"type": "object", "properties": {"a": {"type": "string"}}, "allOf": [{"required": ["a"]}]}) == [
        "#"
    ]
    assert controls({"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"b": {"type": "null"}}}}}) == [
        "#/properties/b"
    ]
    assert controls({"type": "object"}) == []
    assert generate_uischema({}) is None
    assert generate_uischema(True) is None
    assert generate_uischema({"$ref": "#/$defs/a"}, {"$defs": {"a": {"type": "number"}}}) is not None


@pytest.mark.parametrize("schema", [{"type": "foo"}, {"$ref": "#"}])
def test_what_cannot_be_asked_is_said(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown type|without an end"):
        generate_uischema(schema)


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"additionalProperties": {"type": "string"}}, ["object"]),
        ({"additionalProperties": False, "items": {"type": "string"}}, ["array"]),
        ({"enum": ["x", {"type": "number"}]}, ["string", "number"]),
        ({"allOf": [{}, {"type": "number"}]}, ["number"]),
        ({"allOf": [{}]}, []),
        (None, []),
    ],
)
def test_types_are_told_by_keywords(schema: object, types: list[str]) -> None:
    assert derived_types(schema) == types
