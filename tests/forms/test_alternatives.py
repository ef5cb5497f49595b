"""Alternatives of a schema become a question; what is chosen is asked, checked and frozen, the rest is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.compile import compile_form
from lotse_app.forms.editing import add_item, edit
from lotse_app.forms.engine import next_state, state
from lotse_app.forms.freeze import remaining_problems, settled
from lotse_app.forms.generating import generate_uischema
from lotse_app.forms.lint import lint
from lotse_app.forms.picking import unpicked
from lotse_app.forms.reading import sections
from lotse_app.forms.state import ControlKind, ControlState
from lotse_app.models.problems import Code
from tests.forms.building import TODAY, control, controls, make_form, one_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.form import Form
    from lotse_app.forms.state import FormState

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def objects(required: str = "", **properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required.split()}


CLUB = {
    **objects("art name", art={"const": "verein"}, name={"type": "string", "title": "Vereinsname"}),
    "title": "Verein",
}
HUMAN = objects("art alter", art={"enum": ["mensch"]}, alter=NUMBER)
OWNER = objects("halter", halter={"title": "Halter", "oneOf": [CLUB, {"$ref": "#/$defs/mensch"}]})
TOLD_APART = {**OWNER, "$defs": {"mensch": HUMAN}}
CLOSED = {"additionalProperties": False}
NOT_TOLD = objects(
    "halter",
    halter={
        "oneOf": [
            {**objects("name", name=TEXT), **CLOSED},
            {**objects("name alter", name=NUMBER, alter=NUMBER), **CLOSED},
        ]
    },
)


def generated(schema: dict[str, Any]) -> Form:
    layout = generate_uischema(schema)
    assert layout is not None
    return make_form(schema, layout)


def asked(form: Form, answers: dict[str, Any]) -> dict[str, ControlKind]:
    """Return what can be seen, after both ways to work it out agreed."""
    whole = state(form, answers, frozenset(), TODAY)
    assert next_state(form, None, answers, frozenset(), TODAY) == whole
    return {one.pointer: one.kind for one in every(whole.steps) if one.visible}


def every(elements: tuple[Any, ...]) -> Iterator[ControlState]:
    """Yield all questions: alternatives may ask for the same member twice."""
    for one in elements:
        if isinstance(one, ControlState):
            yield one
        else:
            yield from every(getattr(one, "elements", ()) or getattr(one, "items", ()))


def typed(form: Form, *edits: tuple[str, object]) -> dict[str, Any]:
    """Return answers after edits; the state followed from edit to edit is that worked out from nothing."""
    answers: dict[str, Any] = {}
    followed: FormState | None = None
    for pointer, value in edits:
        answers = edit(form, answers, pointer, value, TODAY)
        followed = next_state(form, followed, answers, frozenset(), TODAY)
        assert followed == state(form, answers, frozenset(), TODAY)
    return answers


def wrong(form: Form, answers: dict[str, Any]) -> list[tuple[str, Code]]:
    return [(one.pointer, one.code) for one in state(form, answers, frozenset(), TODAY).problems]


def frozen(form: Form, answers: dict[str, Any]) -> dict[str, Any]:
    """Return what would be frozen."""
    frozen: dict[str, Any] = unpicked(settled(form, answers))
    return frozen


# told apart by a member of their own


def test_a_member_that_tells_the_alternatives_apart_is_the_question() -> None:
    form = generated(TOLD_APART)
    art = controls(state(form, {}, frozenset(), TODAY))["/halter/art"]
    assert [(one.value, one.label) for one in art.choices] == [("verein", "Verein"), ("mensch", "mensch")]
    assert asked(form, {}) == {"/halter/art": ControlKind.CHOICE}
    assert wrong(form, {}) == [("/halter/art", Code.REQUIRED)]
    assert not lint(form)


def test_what_was_chosen_is_asked_and_marked_and_nothing_else() -> None:
    form = generated(TOLD_APART)
    answers = typed(form, ("/halter/art", "mensch"))
    assert asked(form, answers) == {"/halter/art": ControlKind.CHOICE, "/halter/alter": ControlKind.INTEGER}
    assert wrong(form, answers) == [("/halter/alter", Code.REQUIRED)]
    assert controls(state(form, answers, frozenset(), TODAY))["/halter/alter"].required


def test_another_choice_keeps_the_first_answers_while_drafting_and_freezes_only_its_own() -> None:
    form = generated(TOLD_APART)
    answers = typed(
        form, ("/halter/art", "mensch"), ("/halter/alter", "40"), ("/halter/art", "verein"), ("/halter/name", "e. V.")
    )
    assert answers["halter"]["alter"] == 40
    kept = frozen(form, answers)
    assert kept == {"halter": {"art": "verein", "name": "e. V."}}
    assert not remaining_problems(form, settled(form, answers), TODAY)
    lines = [line.label for section in sections(form, kept) for line in section.lines]
    assert lines == ["Art", "Vereinsname"]


# without such a member


def test_where_nothing_tells_them_apart_the_question_is_ours_and_is_not_frozen() -> None:
    form = generated(NOT_TOLD)
    pick = controls(state(form, {}, frozenset(), TODAY))["/halter/x-auswahl"]
    assert (pick.label, [one.label for one in pick.choices]) == ("Auswahl", ["Name", "Name, Alter"])
    assert wrong(form, {}) == [("/halter/x-auswahl", Code.REQUIRED)]
    answers = typed(form, ("/halter/x-auswahl", "0"), ("/halter/name", "5"))
    assert not wrong(form, answers)
    assert answers["halter"]["name"] == "5"
    assert frozen(form, answers) == {"halter": {"name": "5"}}
    assert not remaining_problems(form, settled(form, answers), TODAY)


def test_a_member_of_both_is_read_as_the_one_that_is_seen() -> None:
    form = generated(NOT_TOLD)
    answers = typed(form, ("/halter/x-auswahl", "1"), ("/halter/name", "5"))
    assert answers["halter"]["name"] == 5
    assert wrong(form, answers) == [("/halter/alter", Code.REQUIRED)]
    unseen = edit(form, {}, "/halter/name", "7", TODAY)
    assert unseen["halter"]["name"] == 7


def test_answers_without_the_choice_are_seen_where_they_fit() -> None:
    form = generated(NOT_TOLD)
    assert "/halter/alter" not in asked(form, {"halter": {"name": "Ana"}})
    assert "/halter/alter" in asked(form, {"halter": {"name": 5}})
    assert "/halter/alter" in asked(form, {"halter": {"alter": "vier"}})
    assert asked(form, {"halter": {"fremd": 1}}) == {"/halter/x-auswahl": ControlKind.CHOICE}
    assert asked(form, {"halter": 5}) == {"/halter/x-auswahl": ControlKind.CHOICE}
    assert frozen(form, {"halter": {"name": "Ana"}}) == {"halter": {"name": "Ana"}}


def test_what_would_fit_two_alternatives_of_one_of_is_a_problem_as_when_frozen() -> None:
    either = objects("z", z={"oneOf": [objects("a", a=TEXT), objects("b", b=TEXT)]})
    form = generated(either)
    answers = typed(form, ("/z/x-auswahl", "0"), ("/z/a", "x"))
    assert not wrong(form, answers)
    open_ended = generated(objects("z", z={"oneOf": [objects("a", a=TEXT), objects("", b=TEXT)]}))
    answers = typed(open_ended, ("/z/x-auswahl", "0"), ("/z/a", "x"))
    assert wrong(open_ended, answers) == [("/z", Code.INVALID)]
    assert [one.code for one in remaining_problems(open_ended, settled(open_ended, answers), TODAY)] == [Code.INVALID]


def test_nothing_has_to_be_chosen_where_nothing_is_a_valid_answer() -> None:
    form = generated(objects("z", z={"anyOf": [objects(a=TEXT), objects(b=TEXT)]}))
    assert not wrong(form, {})
    assert frozen(form, {}) == {"z": {}}
    strict = generated(objects("z", z={"oneOf": [objects(a=TEXT), objects(b=TEXT)]}))
    assert wrong(strict, {}) == [("/z/x-auswahl", Code.REQUIRED)]


def test_alternatives_of_the_whole_form_of_items_and_of_alternatives() -> None:
    inner = {**objects("b", b=TEXT), "oneOf": [objects("c", c=TEXT), objects("d", d=TEXT)]}
    schema = {
        **objects(l={"type": "array", "items": {"anyOf": [objects("n", n=TEXT), objects("m", m=NUMBER)]}}),
        "allOf": [{"anyOf": [objects("a", a=TEXT), inner]}],
    }
    form = generated(schema)
    answers = typed(form, ("/x-auswahl", "1"), ("/b", "x"), ("/x-auswahl-1-0", "1"), ("/d", "y"))
    answers = edit(form, add_item(form, answers, "/l"), "/l/0/x-auswahl", "1", TODAY)
    answers = edit(form, answers, "/l/0/m", "3", TODAY)
    assert {"/d", "/l/0/m"} <= asked(form, answers).keys()
    assert not {"/a", "/c", "/l/0/n"} & asked(form, answers).keys()
    kept = frozen(form, answers)
    assert kept == {"b": "x", "d": "y", "l": [{"m": 3}]}
    assert not remaining_problems(form, settled(form, answers), TODAY)
    assert {"/d", "/l/0/m"} <= asked(form, kept).keys()


def test_answers_that_carry_no_choice_of_ours_stay_the_same_object() -> None:
    answers = {"a": [1, {"b": "x"}]}
    assert unpicked(answers) is answers
    assert unpicked([{"x-auswahl": "0"}, 1]) == [{}, 1]
    form = generated(NOT_TOLD)
    assert compile_form(form).fittings[0].picked([1]) == [1]


# what is no choice


def test_alternatives_that_only_ask_for_some_of_the_members_are_no_choice() -> None:
    form = generated({**objects(a=TEXT, b=TEXT), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]})
    assert asked(form, {}) == {"/a": ControlKind.TEXT, "/b": ControlKind.TEXT}


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, ControlKind.NUMBER),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, ControlKind.NUMBER),
        ({"oneOf": [{"type": "integer"}, {"const": None}]}, ControlKind.INTEGER),
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, ControlKind.DATE),
        ({"anyOf": [{"const": "a", "title": "A"}, {"const": "b", "title": "B"}]}, ControlKind.CHOICE),
        ({"anyOf": [{"type": "string", "minLength": 1}, {"type": "string", "pattern": "^x"}]}, ControlKind.TEXT),
        ({"allOf": [{"type": "integer"}, {"minimum": 3}]}, ControlKind.INTEGER),
        ({"allOf": [{"$ref": "#/$defs/zahl"}]}, ControlKind.INTEGER),
    ],
)
def test_a_question_is_what_its_parts_say(schema: dict[str, Any], kind: ControlKind) -> None:
    form = make_form({**objects(z=schema), "$defs": {"zahl": NUMBER}}, one_step(control("z")))
    assert asked(form, {}) == {"/z": kind}
    assert not lint(form)


def test_what_is_wrong_with_an_answer_that_may_be_null_is_said_exactly() -> None:
    form = generated(objects(z={"anyOf": [{"type": "integer", "minimum": 3}, {"type": "null"}]}))
    answers = typed(form, ("/z", "2"))
    assert wrong(form, answers) == [("/z", Code.TOO_SMALL)]
    assert not wrong(form, typed(form, ("/z", "3")))


def test_an_object_of_parts_and_one_that_may_be_null_ask_for_their_members() -> None:
    person = objects("name", name=TEXT)
    form = generated(objects(a={"allOf": [person, objects(alter=NUMBER)]}, b={"anyOf": [person, {"type": "null"}]}))
    assert list(asked(form, {})) == ["/a/name", "/a/alter", "/b/name"]
    answers = typed(form, ("/a/alter", "4"), ("/b/name", "Ana"))
    assert wrong(form, answers) == [("/a/name", Code.REQUIRED)]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array"},
        {"anyOf": [NUMBER, {"type": "array"}]},
    ],
)
def test_a_form_with_a_question_that_cannot_be_answered_is_not_released(schema: dict[str, Any]) -> None:
    assert "no way to answer: /z" in lint(make_form(objects(z=schema), one_step(control("z"))))


def test_a_schema_made_of_itself_comes_to_an_end() -> None:
    loop = {"oneOf": [{**objects(a=TEXT), "$ref": "#/$defs/x"}, objects(b=TEXT)]}
    endless = {"oneOf": [{"allOf": [{"$ref": "#/$defs/y"}]}, {"allOf": [{"$ref": "#/$defs/y"}]}]}
    again = {
        **objects(a=TEXT),
        "anyOf": [{**objects(b=TEXT), "properties": {"b": TEXT, "z": {"$ref": "#/$defs/w"}}}, objects(c=TEXT)],
    }
    schema = {**objects(z={"$ref": "#/$defs/x"}, y={"$ref": "#/$defs/y"}, w={"$ref": "#/$defs/w"})}
    form = make_form(
        {**schema, "$defs": {"x": loop, "y": endless, "w": again}}, one_step(control("z"), control("y"), control("w"))
    )
    assert asked(form, {})


def test_an_alternative_may_lead_back_to_where_it_stands() -> None:
    node = {
        "anyOf": [
            {**objects("kind", kind={"$ref": "#/$defs/node"}), **CLOSED},
            {**objects("blatt", blatt=TEXT), **CLOSED},
        ]
    }
    form = generated({**objects("z", z={"$ref": "#/$defs/node"}), "$defs": {"node": node}})
    answers = typed(form, ("/z/x-auswahl", "0"), ("/z/kind/x-auswahl", "1"), ("/z/kind/blatt", "grün"))
    assert not wrong(form, answers)
    assert frozen(form, answers) == {"z": {"kind": {"blatt": "grün"}}}
    assert not remaining_problems(form, settled(form, answers), TODAY)


def test_a_choice_that_may_be_null_or_lies_in_a_part_is_asked() -> None:
    schema = {**objects(a={"anyOf": [OWNER["properties"]["halter"], {"type": "null"}]}), "$defs": {"mensch": HUMAN}}
    form = generated(schema)
    assert asked(form, {}) == {"/a/art": ControlKind.CHOICE}
    assert "/a/name" in asked(form, typed(form, ("/a/art", "verein")))
    within = generated(
        {**objects(a={"allOf": [objects(b=TEXT), OWNER["properties"]["halter"]]}), "$defs": {"mensch": HUMAN}}
    )
    answers = typed(within, ("/a/art", "mensch"), ("/a/alter", "4"))
    assert list(asked(within, answers)) == ["/a/b", "/a/art", "/a/alter"]
    assert not wrong(within, answers)


def test_a_choice_by_reference_in_a_part_is_a_choice() -> None:
    land = {"oneOf": [{"const": "SN", "title": "Sachsen"}, {"const": "BY", "title": "Bayern"}]}
    form = make_form(
        {**objects(z={"allOf": [{"$ref": "#/$defs/land"}]}), "$defs": {"land": land}}, one_step(control("z"))
    )
    assert asked(form, {}) == {"/z": ControlKind.CHOICE}


def test_the_lint_names_what_only_a_condition_asks_for_and_no_control() -> None:
    schema = {
        **objects(a=TEXT),
        "if": {"required": ["a"]},
        "then": {"properties": {"b": TEXT, "weg": False}, "required": ["b"]},
        "dependentSchemas": {"a": {"properties": {"c": TEXT}}},
    }
    faults = lint(make_form(schema, one_step(control("a"))))
    assert faults == ("condition without control: /b", "condition without control: /c")
    del schema["dependentSchemas"]  # no scope leads there
    assert not lint(make_form(schema, one_step(control("a"), control("b"))))


def test_parts_of_parts_are_read_as_deep_as_forms_go() -> None:
    deep: dict[str, Any] = objects(zu_tief=TEXT)
    for name in ("d", "c", "b", "a"):
        deep = {"type": "object", "properties": {name: TEXT}, "allOf": [deep]}
    assert list(asked(generated(objects(z=deep)), {})) == ["/z/a", "/z/b", "/z/c", "/z/d"]
