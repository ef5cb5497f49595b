"""Required marks through every keyword that can require something."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.required import compile_needs
from tests.forms.building import texts


@pytest.mark.parametrize(
    ("schema", "answers", "required"),
    [
        ({"required": ["a"]}, {}, {"/a"}),
        ({"required": ["a/b"]}, {}, {"/a~1b"}),
        ({"allOf": [{"required": ["a"]}]}, {}, {"/a"}),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1}, {"/b"}),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {}, set()),
        ({"if": {"required": ["a"]}, "else": {"required": ["b"]}}, {}, {"/b"}),
        ({"if": {"required": ["a"]}, "else": {"required": ["b"]}}, {"a": 1}, set()),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, {"/b"}),
        ({"dependentRequired": {"a": ["b"]}}, {}, set()),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, {"/b"}),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {}, set()),
        ({"properties": {"o": {"required": ["a"]}}}, {"o": {}}, {"/o/a"}),
        ({"properties": {"o": {"required": ["a"]}}}, {}, set()),
        ({"properties": {"l": {"items": {"required": ["a"]}}}}, {"l": [{}, {}]}, {"/l/0/a", "/l/1/a"}),
        ({"properties": {"l": {"type": "array"}}}, {"l": [{}]}, set()),
        ({"properties": {"o": True}}, {"o": {}}, set()),
        (
            {"$ref": "#/$defs/r", "required": ["b"], "$defs": {"r": {"required": ["a"]}}},
            {},
            {"/a", "/b"},
        ),
        (
            {"if": {"$ref": "#/$defs/x"}, "then": {"required": ["b"]}, "$defs": {"x": {"required": ["a"]}}},
            {"a": 1},
            {"/b"},
        ),
        (
            {"properties": {"o": {"type": "object"}}, "then": {"required": ["never"]}},
            {"o": {}},
            set(),
        ),
    ],
)
def test_a_member_is_required_when_the_answers_make_it_so(
    schema: dict[str, Any], answers: dict[str, Any], required: set[str]
) -> None:
    found: set[str] = set()
    compile_needs(schema).collect(answers, "", found)
    assert found == required


def test_a_schema_that_contains_itself_ends_with_the_answers() -> None:
    node = {"type": "object", "properties": {"child": {"$ref": "#/$defs/node"}}, "required": ["name"]}
    schema = {**texts(), "properties": {"tree": {"$ref": "#/$defs/node"}}, "$defs": {"node": node}}
    found: set[str] = set()
    compile_needs(schema).collect({"tree": {"child": {"child": {}}}}, "", found)
    assert found == {"/tree/name", "/tree/child/name", "/tree/child/child/name"}
