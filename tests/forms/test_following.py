"""The state after an edit, worked out from the state before, is the one worked out from nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotse_app.forms.engine import (
    add_item,
    duplicate_item,
    edit,
    initial,
    move_item,
    next_state,
    remove_item,
    state,
)
from lotse_app.forms.following import web_of
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.state import ControlState
from lotse_app.models.problems import Code
from lotse_app.paths import resources
from tests.forms.building import TODAY, control, controls, dog_form, lists, make_form, one_step, texts, typed_answers
from tests.forms.oracle.small_forms import small_question

if TYPE_CHECKING:
    from lotse_app.forms.form import Form
    from lotse_app.forms.state import FormState, ListState

NOWHERE: frozenset[str] = frozenset()
SHIPPED = ("formloser-antrag", "hundesteuer-anmeldung", "wohnsitz-anmeldung")
VALUES: tuple[Any, ...] = (
    *("x", "y", "Müller", "", None, "12", "01723", "DE89370400440532013000", 1, 0, 5, 3.5, True, False),
    *("2026-11-01", "1.4.1950", "3000-01-01", [], ["a"], {}, {"a": "x"}, "\ud800", float("nan")),
)
Answers = dict[str, Any]


@cache
def shipped(name: str) -> Form:
    return FormLibrary(resources() / "forms").form(name)


def same(found: FormState, wanted: FormState) -> bool:
    """Return whether two states are equal to the letter: ``1`` is not ``true``."""
    return found == wanted and repr(found) == repr(wanted)


class Sequence:
    """Edits made by chance, and the state followed from one to the next."""

    def __init__(self, form: Form, chance: Random, answers: Answers | None = None) -> None:
        self._form = form
        self._chance = chance
        self._past = [initial(form) if answers is None else answers]
        self._touched = NOWHERE
        self._state: FormState | None = None

    def check(self, steps: int) -> None:
        """Compare after each of some edits."""
        for _ in range(steps):
            answers = self._past[-1]
            self._state = next_state(self._form, self._state, answers, self._touched, TODAY)
            assert same(self._state, state(self._form, answers, self._touched, TODAY))
            self._change(answers, self._state)

    def _change(self, answers: Answers, shown: FormState) -> None:
        asked: list[ControlState | ListState] = [*controls(shown).values(), *lists(shown).values()]
        kind = self._chance.random()
        if kind < 0.05 and len(self._past) > 1:
            self._past.pop()  # undo
        elif kind < 0.1:
            self._past.append({**answers, self._chance.choice([*answers, "fremd"]): self._chance.choice(VALUES)})
        elif asked and kind < 0.2:
            self._touched |= {self._chance.choice(asked).pointer}
        elif asked:
            self._past.append(self._edited(answers, self._chance.choice(asked)))

    def _edited(self, answers: Answers, one: ControlState | ListState) -> Answers:
        if isinstance(one, ControlState):
            fitting = [choice.value for choice in one.choices] * 8
            return edit(self._form, answers, one.pointer, self._chance.choice([*VALUES, *fitting]), TODAY)
        form, first = self._form, f"{one.pointer}/0"
        return self._chance.choice(
            (
                add_item(form, answers, one.pointer),
                remove_item(form, answers, first),
                duplicate_item(form, answers, first),
                move_item(form, answers, first, 1),
            )
        )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SHIPPED), st.integers(0, 10**6))
def test_edits_of_a_shipped_form_lead_where_its_answers_lead_from_nothing(name: str, seed: int) -> None:
    Sequence(shipped(name), Random(seed)).check(20)  # noqa: S311 - edits for a test, no secret


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_edits_of_any_form_lead_where_its_answers_lead_from_nothing(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - forms and edits for a test, no secret
    question = small_question(chance, "x")
    if question["painted"] is not None:
        answers = question["data"] if isinstance(question["data"], dict) else None
        Sequence(question["painted"], chance, answers).check(8)


@pytest.mark.parametrize("name", SHIPPED)
def test_edits_of_every_shipped_form_can_be_followed(name: str) -> None:
    web = web_of(shipped(name))
    assert web is not None
    assert len(web.parts) > 20


def test_what_an_edit_does_not_reach_is_the_same_object() -> None:
    answers = typed_answers()
    before = next_state(dog_form(), None, answers, NOWHERE, TODAY)
    after = next_state(dog_form(), before, edit(dog_form(), answers, "/hunde/0/name", "Rex"), NOWHERE, TODAY)
    assert [old is new for old, new in zip(before.steps, after.steps, strict=True)] == [True, False, True]
    old, new = controls(before), controls(after)
    changed = [pointer for pointer, one in new.items() if one != old[pointer]]
    assert changed == ["/hunde/0/name"]
    assert new["/halter/person/familienname"] is old["/halter/person/familienname"]
    assert before.steps is next_state(dog_form(), before, answers, NOWHERE, TODAY).steps


def test_of_a_list_the_items_that_were_not_changed_are_the_same_objects() -> None:
    answers = add_item(dog_form(), typed_answers(), "/hunde")
    before = next_state(dog_form(), None, answers, NOWHERE, TODAY)
    after = next_state(dog_form(), before, edit(dog_form(), answers, "/hunde/1/name", "Rex"), NOWHERE, TODAY)
    shown, was = lists(after)["/hunde"].items, lists(before)["/hunde"].items
    assert [one is old for one, old in zip(shown, was, strict=True)] == [True, False]


def test_a_keystroke_asks_only_those_parts_of_the_schema_that_read_what_it_changed() -> None:
    names = [f"q{number}" for number in range(50)]
    form = make_form(texts(*names, required=names), one_step(*map(control, names)))
    before = next_state(form, None, {}, NOWHERE, TODAY)
    after = next_state(form, before, {"q7": "x"}, NOWHERE, TODAY)
    assert before.trace is not None
    assert after.trace is not None
    old, new = before.trace.fillings[-1].findings, after.trace.fillings[-1].findings
    assert sum(one is not other for one, other in zip(old, new, strict=True)) == 1


def test_a_trace_counts_only_for_the_same_form_and_day() -> None:
    answers = typed_answers(hunde__0__haltung_seit="2026-11-21")
    late = next_state(dog_form(), None, answers, NOWHERE, TODAY + timedelta(days=900))
    assert same(next_state(dog_form(), late, answers, NOWHERE, TODAY), state(dog_form(), answers, NOWHERE, TODAY))
    other = make_form(texts("a"), one_step(control("a")))
    assert same(next_state(other, late, {"a": "x"}, NOWHERE, TODAY), state(other, {"a": "x"}, NOWHERE, TODAY))


def test_where_questions_lie_in_each_others_answers_everything_is_worked_out_anew() -> None:
    inner = {"allOf": [{"properties": {"x": {"type": "string"}}}]}
    schema = {"type": "object", "properties": {"a": inner, "b": {"properties": {"c": {"minLength": 2}}}}}
    inside = make_form(schema, one_step(control("a"), control("a/x"), control("b/c")))
    assert web_of(inside) is None
    found = next_state(inside, None, {"b": {"c": "x"}}, NOWHERE, TODAY)
    assert same(found, state(inside, {"b": {"c": "x"}}, NOWHERE, TODAY))
    assert same(next_state(inside, found, {}, NOWHERE, TODAY), state(inside, {}, NOWHERE, TODAY))


#: Schemas of an object with a, b and c, and what else they demand.
DEMANDS: tuple[Answers, ...] = (
    {"dependentRequired": {"a": ["b"]}},
    {"dependentSchemas": {"a": {"required": ["b"], "properties": {"c": {"const": "y"}}}}},
    {"if": {"properties": {"a": {"const": "x"}}, "required": ["a"]}, "then": {"required": ["b"]}, "else": False},
    {"if": True, "then": {"required": ["c"]}},
    {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    {"anyOf": [{"required": ["a"]}, {"properties": {"c": False}}]},
    {"not": {"required": ["a", "b"]}},
    {"minProperties": 1},
    {"maxProperties": 1},
    {"propertyNames": {"enum": ["a", "c"]}},
    {"additionalProperties": False},
    {"additionalProperties": {"maxLength": 1}},
    {"additionalProperties": False, "then": {"properties": {"d": {"type": "string"}}}},
    {"patternProperties": {"^b$": {"maxLength": 1}}, "additionalProperties": False},
    {"unevaluatedProperties": False},
    {"allOf": [{"$ref": "#/$defs/also"}, True]},
    {"$ref": "#/$defs/also"},
    {"anyOf": [{"$ref": "#/$defs/also"}, {"maxProperties": 1}]},
    {"anyOf": [{"$ref": "#/$defs/round"}, {"required": ["b"]}]},
    {"$ref": "#/properties/also"},
    {"type": "array"},
)


@pytest.mark.parametrize("demand", DEMANDS, ids=str)
def test_demands_on_several_members_are_followed(demand: Answers) -> None:
    members = {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"maxLength": 2}}
    definitions: Answers = {
        "also": {"required": ["b"], "properties": {"b": {"$ref": "#/$defs/short"}}},
        "short": {"maxLength": 1},
        "round": {"properties": {"c": {"type": "string"}}, "anyOf": [{"$ref": "#/$defs/round"}, {"required": ["a"]}]},
    }
    if "round" not in str(demand):  # nothing would know that it ends
        del definitions["round"]
    inside = {"type": "object", "properties": members, **demand}
    properties = {"o": inside, "also": {"required": ["b"]}, "unasked": {"type": "string"}}
    schema = {"type": "object", "properties": properties, "required": ["o"], "$defs": definitions}
    hidden = {"effect": "HIDE", "condition": {"scope": "#/properties/o/properties/c", "schema": {"const": "z"}}}
    form = make_form(schema, one_step(control("o/a"), control("o/b", rule=hidden), control("o/c"), control("o/d")))
    shown: FormState | None = None
    for given_members in ({}, {"a": "x"}, {"a": "x", "b": "yy"}, {"b": "yy", "c": "zzz"}, {"c": "z"}, {"d": "z"}):
        answers = {"o": given_members} if given_members else {}
        shown = next_state(form, shown, answers, NOWHERE, TODAY)
        assert same(shown, state(form, answers, NOWHERE, TODAY)), answers


def test_a_problem_of_a_hidden_question_moves_with_what_can_be_seen() -> None:
    schema = texts("a", "b", "c", required=["a", "b"])
    hides = {"scope": "#/properties/c", "schema": {"const": "x"}}
    layout = one_step(
        control("a", rule={"effect": "HIDE", "condition": hides}),
        control("b", rule={"effect": "HIDE", "condition": {"scope": "#/properties/c", "schema": {"minLength": 1}}}),
        control("c"),
    )
    form = make_form(schema, layout)
    shown: FormState | None = None
    for answers in ({}, {"c": "y"}, {"c": "x"}, {"c": "y"}, {}):
        shown = next_state(form, shown, answers, NOWHERE, TODAY)
        assert same(shown, state(form, answers, NOWHERE, TODAY)), answers
        assert {one.code for one in shown.problems} == {Code.REQUIRED}


def test_a_problem_of_a_hidden_question_in_an_item_is_shown_in_that_item() -> None:
    hidden = {"effect": "HIDE", "condition": {"scope": "#/properties/b", "schema": {"const": "x"}}}
    detail = one_step(control("c/a", rule=hidden), control("b"))
    item = {
        "type": "object",
        "properties": {"c": texts("a", required=["a"]), **texts("b")["properties"]},
        "required": ["c"],
    }
    schema = {"type": "object", "properties": {"l": {"type": "array", "items": item}, "z": {"type": "string"}}}
    form = make_form(schema, one_step(control("z"), control("l", options={"detail": detail})))
    shown: FormState | None = None
    rounds: list[list[Answers]] = [[{}], [{"b": "x"}], [{"b": "y"}, {"b": "x"}], [{"b": "x"}]]
    for items in rounds:
        shown = next_state(form, shown, {"l": items}, NOWHERE, TODAY)
        assert same(shown, state(form, {"l": items}, NOWHERE, TODAY)), items
        assert {one.pointer for one in shown.problems} == {f"/l/{at}/c/a" for at in range(len(items))}
