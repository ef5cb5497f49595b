"""Every shipped form is without fault, and the lint would notice each kind of fault."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.library import FormLibrary
from lotse_app.forms.lint import lint
from lotse_app.paths import resources
from tests.forms.building import control, make_form, one_step, texts

SHIPPED = FormLibrary(resources() / "forms")
WHEN_A = {"effect": "SHOW", "condition": {"scope": "#/properties/a", "schema": {"const": "x"}}}
CHOICE = {"type": "string", "oneOf": [{"const": "x", "title": "X"}]}
DAY = {"type": "string", "format": "date"}
NESTED = {"type": "object", "properties": {"o": texts("a"), "l": {"type": "array", "items": texts("a", "b")}}}


def detail(*elements: dict[str, Any], **more: object) -> dict[str, Any]:
    return control("l", options={"detail": one_step(*elements)}, **more)


@pytest.mark.parametrize("form_id", SHIPPED.form_ids())
def test_a_shipped_form_has_no_fault(form_id: str) -> None:
    assert lint(SHIPPED.form(form_id)) == ()


@pytest.mark.parametrize("form_id", SHIPPED.form_ids())
def test_a_released_form_says_who_checked_what(form_id: str) -> None:
    form = SHIPPED.form(form_id)
    assert form.released
    assert all(fact.source and fact.checked for fact in form.facts)


@pytest.mark.parametrize(
    ("schema", "layout", "fault"),
    [
        ({**texts("a"), "allOf": [{"$ref": "#/$defs/x"}]}, one_step(control("a")), "reference: #/allOf/0"),
        (texts("a"), one_step(control("a"), control("b")), "scope: #/1 #/properties/b"),
        (
            texts("a"),
            one_step(control("a", rule={"effect": "SHOW", "condition": {"scope": "#/properties/b", "schema": {}}})),
            "scope: #/0 #/properties/b",
        ),
        (
            NESTED,
            one_step(control("o"), detail(control("a"), control("b"), control("c"))),
            "scope: #/1/detail/2 #/properties/c",
        ),
        (texts("a", "b", required=["b"]), one_step(control("a"), control("b", rule=WHEN_A)), "hidden and required: /b"),
        (
            {**texts("a", "b"), "allOf": [{"required": ["b"]}]},
            one_step(control("a"), {**one_step(control("b")), "rule": WHEN_A}),
            "hidden and required: /b",
        ),
        (
            {"type": "object", "properties": {"a": CHOICE, "o": texts("b", required=["b"])}, "required": ["o"]},
            one_step(control("a"), control("o", rule=WHEN_A)),
            "hidden and required: /o/b",
        ),
        (
            {"type": "object", "properties": {"l": {"type": "array", "items": texts("a", "b", required=["b"])}}},
            one_step(detail(control("a"), control("b", rule=WHEN_A))),
            "hidden and required: /l/*/b",
        ),
        (
            {
                "type": "object",
                "properties": {"a": CHOICE, "l": {"type": "array", "items": texts("n")}},
                "required": ["l"],
            },
            one_step(control("a"), control("l", rule=WHEN_A)),
            "hidden and required: /l",
        ),
        (texts("a", "b"), one_step(control("a")), "no control: /b"),
        (NESTED, one_step(control("o"), detail(control("a"))), "no control: /l/*/b"),
        (
            {
                "type": "object",
                "properties": {"p": {"$ref": "#/$defs/p"}},
                "$defs": {"p": texts("a", "b", required=["a"])},
            },
            one_step(control("p/b")),
            "no control: /p/a",
        ),
        (
            {"type": "object", "properties": {"a": {"enum": ["x"]}}},
            one_step(control("a")),
            "choice without label: /a",
        ),
        (
            {"type": "object", "properties": {"a": {"oneOf": [{"const": "x"}]}}},
            one_step(control("a")),
            "choice without label: /a",
        ),
        (
            {"type": "object", "properties": {"a": {"type": "array", "items": {"enum": ["x"]}}}},
            one_step(control("a")),
            "choice without label: /a",
        ),
        (texts("a"), one_step(control("a", label=False)), "no label: /a"),
        (
            {"type": "object", "properties": {"o": texts("a") | {"x-besonders": "gesundheit"}}},
            one_step(control("o")),
            "special category without control: /o",
        ),
        (
            texts("a", "b", "c"),
            one_step(
                control("a"),
                control("b", rule=WHEN_A),
                control("c", rule={"effect": "SHOW", "condition": {"scope": "#/properties/b", "schema": {}}}),
            ),
            "rule looks at a hidden question: #/properties/b",
        ),
    ],
)
def test_a_fault_in_the_documents_is_named(schema: dict[str, Any], layout: dict[str, Any], fault: str) -> None:
    assert fault in lint(make_form(schema, layout))


def test_what_only_looks_like_a_fault_is_none() -> None:
    block = texts("a", "b", "c", required=["a"])
    item = {"type": "array", "items": {"$ref": "#/$defs/p"}}
    schema = {
        "type": "object",
        "properties": {"a": CHOICE, "p": {"$ref": "#/$defs/p"}, "l": item, "n": {"type": "string", "x-besonders": "g"}},
        "$defs": {"p": block},
    }
    inside = {"effect": "SHOW", "condition": {"scope": "#/properties/p/properties/a", "schema": {"const": "x"}}}
    group = {
        "type": "Group",
        "label": "P",
        "rule": WHEN_A,
        "elements": [control("p/a"), {"type": "Label", "text": "Hinweis"}, control("p/b", rule=inside)],
    }
    nothing = control("n", rule={"effect": "SHOW", "condition": None})
    assert lint(make_form(texts("n"), one_step(nothing))) == ()
    enabled = {"effect": "ENABLE", "condition": {"type": "AND", "conditions": [WHEN_A["condition"]]}}
    layout = one_step(control("a"), group, control("l", rule=WHEN_A), control("n", rule=enabled))
    assert lint(make_form(schema, layout)) == ()


def test_a_block_that_contains_itself_ends() -> None:
    node = {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}, "x": {"type": "string"}}}
    schema = {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}, "$defs": {"n": node}}
    assert lint(make_form(schema, one_step(control("n")))) == ()
    looped = {"type": "object", "properties": {"n": {"type": "array", "items": {"$ref": "#/$defs/n"}}}}
    schema = {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}, "$defs": {"n": looped}}
    assert lint(make_form(schema, one_step(control("n")))) == ()


@pytest.mark.parametrize(
    ("condition", "good"),
    [
        ({"scope": "#/properties/a", "schema": {"const": "x"}}, True),
        ({"type": "LEAF", "scope": "#/properties/a", "expectedValue": "x"}, True),
        ({"type": "AND", "conditions": [{"scope": "#", "schema": {}}]}, True),
        ({"type": "AND", "conditions": [{"scope": "#/properties/missing", "schema": {}}]}, False),
        ({"type": "OR"}, False),
        ({"type": "LEAF", "scope": "#/properties/a"}, False),
        ({"schema": {}}, False),
        ({"type": "AND", "conditions": [5]}, False),
        ({}, False),
    ],
)
def test_conditions_of_the_facts_are_looked_at(condition: dict[str, Any], *, good: bool) -> None:
    layout = one_step(control("a"))
    for name, one in (
        ("evidence", {"key": "k", "label": "L"}),
        ("declaration", {"text": "T"}),
        ("signature_line", {"text": "T"}),
    ):
        form = make_form(texts("a"), layout, **{name: [{**one, "when": condition}]})
        assert lint(form) == (() if good else (f"condition: {name} 1",))


def test_inputs_of_the_deadline_are_dates_of_the_form() -> None:
    schema = {"type": "object", "properties": {"a": DAY, "b": {"type": "string"}}}
    rule = {"rule": "r", "text": "t", "source": "s", "inputs": {"x": "/a", "y": "/b", "z": "/c"}}
    found = lint(make_form(schema, one_step(control("a"), control("b")), deadline=rule))
    assert found == ("deadline: y /b", "deadline: z /c")


def test_blocks_count_from_dates_of_the_form_and_look_at_its_questions() -> None:
    schema = {"type": "object", "properties": {"a": DAY, "b": {"type": "string"}}}
    facts = {"text": "T", "source": "S", "later_than": "heute"}
    made = [{"key": "gut", "date": "/a", **facts}, {"key": "text", "date": "/b", **facts}]
    nowhere = {"key": "n", "text": "T", "source": "S", "when": {"scope": "#/properties/x", "schema": {}}}
    found = lint(make_form(schema, one_step(control("a"), control("b")), block=[*made, nowhere]))
    assert found == ("condition: block 3", "block: text /b")


def test_cautions_look_at_questions_and_deadlines_of_the_form() -> None:
    schema = {"type": "object", "properties": {"a": DAY, "b": {"type": "string"}}}
    late = {"key": "spaet", "text": "T", "source": "S", "at": "/a", "overdue": True}
    same = {"key": "gleich", "text": "T", "source": "S", "at": "/b", "same": ["", "/x"], "parts": ["/b"]}
    layout = one_step(control("a"), control("b"))
    assert lint(make_form(schema, layout, caution=[late, same])) == (
        "caution: spaet deadline",
        "caution: gleich /x/b",
    )
    deadline = {"rule": "r", "text": "t", "source": "s", "inputs": {"tag": "/a"}}
    assert lint(make_form(schema, layout, caution=[late], deadline=deadline)) == ()


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({}, ()),
        ({"born": "/wann"}, ("responsible: /wann /wer",)),
        ({"question": "/nie"}, ("responsible: /tag /nie",)),
        ({"alone": "niemand"}, ("responsible: /tag /wer",)),
        (
            {"names": ["/n", "/m"]},
            ("responsible: /leute/*/m", "responsible: /leute/*/v/m", "responsible: /leute/*/v/n"),
        ),
        ({"on": "/umzug"}, ("responsible: /umzug",)),
    ],
)
def test_who_answers_for_a_list_is_asked_in_the_list(wrong: dict[str, object], found: tuple[str, ...]) -> None:
    choice = {"type": "string", "oneOf": [{"const": one, "title": one} for one in ("selbst", "hier", "dort")]}
    names = {"n": {"type": "string"}}
    inner: dict[str, Any] = {"tag": DAY, "wer": choice, **names}
    elements = [control("tag"), control("wer"), control("n")]
    if not wrong.get("names"):
        inner["v"] = {"type": "object", "properties": names}
        elements.append({"type": "Control", "scope": "#/properties/v/properties/n", "label": "V"})
    people = {"type": "array", "items": {"type": "object", "properties": inner}}
    rule = {
        "people": "/leute",
        "born": "/tag",
        "question": "/wer",
        "alone": "selbst",
        "within": "hier",
        "representative": "/v",
        "names": ["/n"],
        "source": "S",
    }
    schema = {"type": "object", "properties": {"leute": people}}
    listed = control("leute", options={"detail": one_step(*elements)})
    assert lint(make_form(schema, one_step(listed), responsible={**rule, **wrong})) == found
