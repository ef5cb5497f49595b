"""Schemas are read as JSON Forms reads them; broken ones do not raise."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.pointers import MISSING, look_up
from lotse_app.forms.schema import at_path, at_reference, at_scope, choices_of, data_path, follow, types_of


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ("#", ()),
        ("#/", ()),
        ("#/properties/a", ("a",)),
        ("#/properties/a/properties/b", ("a", "b")),
        ("#/anyOf/0/properties/a", ("a",)),
        ("#/properties/x/oneOf/1/properties/y", ("x", "y")),
        ("#/then/properties/a", ("a",)),
        ("#/properties/a~1b", ("a/b",)),
    ],
)
def test_a_scope_becomes_a_path_into_the_answers(scope: str, path: tuple[str, ...]) -> None:
    assert data_path(scope) == path


A = {"properties": {"a": {"type": "string", "title": "found"}}}


@pytest.mark.parametrize(
    "schema",
    [
        A,
        {"allOf": [{}, A]},
        {"anyOf": [True, A]},
        {"oneOf": [A]},
        {"if": {}, "then": A},
        {"if": {}, "else": A},
        {"$ref": "#/$defs/a"},
        {"properties": {"b": {}}, "allOf": [{"$ref": "#/$defs/a"}]},
    ],
)
def test_a_property_is_found_wherever_it_is_declared(schema: dict[str, Any]) -> None:
    found = at_path(schema, ("a",), {"$defs": {"a": A}})
    assert found is not None
    assert found["title"] == "found"


def test_a_deeper_declaration_elsewhere_is_found_too() -> None:
    schema = {"properties": {"o": {"type": "object"}}, "allOf": [{"properties": {"o": A}}]}
    assert at_path(schema, ("o", "a"), {}) == A["properties"]["a"]
    assert at_path(schema, ("o", "b"), {}) is None
    assert at_path({"properties": 5, "then": 5}, ("a",), {}) is None


def test_references_that_lead_nowhere_or_in_circles_end() -> None:
    root = {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}, "c": {"$ref": "#/$defs/~1"}, "/": A}}
    assert follow({"$ref": "#/$defs/a"}, root) == {}
    assert follow({"$ref": "#/$defs/none"}, root) == {}
    assert follow({"$ref": "other.json#/x"}, root) == {}
    assert follow({"$ref": "#/$defs/c"}, root) == A
    assert follow(True, root) == {}
    assert at_reference("#", root) is root
    assert at_reference("#/$defs/a/x/y", root) is None


@pytest.mark.parametrize(
    ("schema", "choices"),
    [
        ({"oneOf": [{"const": "a", "title": "A"}, {"const": 2}]}, (("a", "A"), (2, "2"))),
        ({"enum": ["a", 1]}, (("a", "a"), (1, "1"))),
        ({"oneOf": []}, ()),
        ({"oneOf": [{"const": "a"}, {"type": "string"}]}, ()),
        ({"oneOf": [True]}, ()),
        ({"oneOf": 5, "enum": 5}, ()),
        ({}, ()),
    ],
)
def test_choices_are_constants_with_titles(schema: dict[str, Any], choices: tuple[tuple[Any, str], ...]) -> None:
    assert choices_of(schema) == choices


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"type": "string"}, ("string",)),
        ({"type": ["string", "null"]}, ("string", "null")),
        ({"properties": {}}, ("object",)),
        ({}, ()),
    ],
)
def test_types_are_named_or_follow_from_properties(schema: dict[str, Any], types: tuple[str, ...]) -> None:
    assert types_of(schema) == types


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", {"a": [{"b/c": 1}], "n": None}),
        ("/a/0/b~1c", 1),
        ("/n", None),
        ("/a/1", MISSING),
        ("/a/00", MISSING),
        ("/a/-1", MISSING),
        ("/a/²", MISSING),
        ("/x", MISSING),
        ("/n/x", MISSING),
    ],
)
def test_a_pointer_finds_a_value_or_nothing(pointer: str, value: object) -> None:
    assert look_up({"a": [{"b/c": 1}], "n": None}, pointer) == value


@pytest.mark.parametrize(
    ("scope", "title"),
    [
        ("#", "root"),
        ("#/properties/a", "found"),
        ("#/properties/o/properties/a", "found"),
        ("#/properties/list/prefixItems/0", "first"),
        ("#/properties/list/prefixItems/7", None),
        ("#/properties/x~1y", "slash"),
        ("#/properties/late", "late"),
        ("#/properties/endless", None),
        ("#/properties/yes", None),
        ("#/properties/nowhere", None),
    ],
)
def test_a_scope_leads_to_the_schema_json_forms_finds(scope: str, title: str | None) -> None:
    root = {
        "title": "root",
        "properties": {
            "a": A["properties"]["a"],
            "o": {"$ref": "#/$defs/a"},
            "list": {"prefixItems": [{"title": "first"}]},
            "x/y": {"title": "slash"},
            "endless": {"$ref": "#/properties/endless"},
            "yes": True,
        },
        "then": {"anyOf": [True, {"$ref": "#/$defs/late"}]},
        "$defs": {"a": A, "late": {"properties": {"late": {"title": "late"}}}},
    }
    found = at_scope(root, scope, root)
    assert (None if found is None else found["title"]) == title


def test_what_stands_beside_a_reference_is_looked_at_last() -> None:
    root = {"$ref": "#/$defs/a", "properties": {"b": {"title": "beside"}}, "$defs": {"a": A}}
    assert [(at_scope(root, f"#/properties/{name}", root) or {}).get("title") for name in "abc"] == [
        "found",
        "beside",
        None,
    ]
    assert at_scope({"$ref": "#/$defs/nowhere"}, "#", {}) == {"$ref": "#/$defs/nowhere"}
