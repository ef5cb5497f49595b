"""The state of a form: kinds, labels, required marks, steps, problems shown in time."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.engine import initial, painted, state
from lotse_app.forms.state import Choice, ControlKind, GroupState, LabelState, ListState
from lotse_app.models.problems import Code
from tests.forms.building import TODAY, control, controls, dog_form, lists, make_form, one_step, texts, typed_answers

NOWHERE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("schema", "options", "kind"),
    [
        ({"type": "string"}, {}, ControlKind.TEXT),
        ({}, {}, ControlKind.TEXT),
        ({"type": "string"}, {"multi": True}, ControlKind.MULTILINE),
        ({"type": ["integer", "null"]}, {}, ControlKind.INTEGER),
        ({"type": "number"}, {}, ControlKind.NUMBER),
        ({"type": "string", "format": "date"}, {}, ControlKind.DATE),
        ({"type": "string"}, {"format": "date"}, ControlKind.DATE),
        ({"type": "string", "format": "teildatum"}, {}, ControlKind.PARTIAL_DATE),
        ({"type": "boolean"}, {}, ControlKind.YES_NO),
        ({"type": "boolean"}, {"x-haken": True}, ControlKind.TICK),
        ({"type": "boolean", "const": True}, {}, ControlKind.TICK),
        ({"oneOf": [{"const": 1, "title": "eins"}]}, {}, ControlKind.CHOICE),
        ({"type": "string", "enum": ["a"]}, {}, ControlKind.CHOICE),
        ({"type": "array", "items": {"enum": ["a"]}}, {}, ControlKind.MULTI_CHOICE),
        ({"oneOf": [{"minimum": 1}]}, {}, ControlKind.TEXT),
    ],
)
def test_the_kind_of_a_control_follows_from_its_schema(
    schema: dict[str, Any], options: dict[str, Any], kind: ControlKind
) -> None:
    form = make_form({"type": "object", "properties": {"a": schema}}, one_step(control("a", options=options)))
    assert controls(state(form, {}, NOWHERE, TODAY))["/a"].kind is kind


def test_labels_come_from_the_layout_then_the_schema_then_the_name() -> None:
    schema = texts("plain_name", "b", "c", "d")
    schema["properties"]["b"]["title"] = "Titel"
    layout = one_step(
        control("plain_name"), control("b"), control("c", label="Frage"), control("d", label=False), {"type": "Other"}
    )
    shown = controls(state(make_form(schema, layout), {}, NOWHERE, TODAY))
    assert [one.label for one in shown.values()] == ["Plain name", "Titel", "Frage", ""]


def test_help_plain_language_prefill_and_choices_reach_the_window() -> None:
    shown = controls(state(dog_form(), initial(dog_form()), NOWHERE, TODAY))
    assert shown["/hunde/0/chip"].help == "Die 15-stellige Nummer steht im EU-Heimtierausweis."
    assert shown["/hunde/0/haltung_seit"].words.plain == "Seit wann haben Sie den Hund?"
    assert shown["/halter/person/familienname"].prefill == "person.familienname"
    assert shown["/hunde/0/geschlecht"].choices == (Choice("m", "männlich"), Choice("w", "weiblich"))
    assert shown["/halter/anschrift/strasse"].max_length == 120


def test_special_categories_are_marked_and_never_prefilled() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "x-besonders": "gesundheit"}}}
    layout = one_step(control("a", options={"x-vorbelegung": "person.a"}))
    shown = controls(state(make_form(schema, layout), {}, NOWHERE, TODAY))["/a"]
    assert (shown.special_category, shown.prefill) == (True, "")
    shipped = controls(state(dog_form(), {}, NOWHERE, TODAY))
    assert [one for one, found in shipped.items() if found.special_category] == ["/befreiung", "/befreiung_nachweis"]


def test_required_marks_follow_the_answers() -> None:
    def required(**changes: object) -> set[str]:
        shown = controls(state(dog_form(), typed_answers(**changes), NOWHERE, TODAY))
        return {pointer for pointer, one in shown.items() if one.required}

    usual = required()
    assert "/hunde/0/rasse" in usual
    assert "/hunde/0/chip" not in usual
    assert required(hunde__0__herkunft="tierheim") - usual == {"/hunde/0/vorbesitzer"}
    assert required(hunde__0__herkunft="zuzug") - usual == {"/hunde/0/bisher_versteuert_in"}
    assert required(hunde__0__gefaehrlich="festgestellt") - usual == {"/hunde/0/erlaubnis"}
    assert required(lastschrift=True) - usual == {"/bankverbindung/kontoinhaber", "/bankverbindung/iban"}


def test_an_empty_required_question_is_no_shown_problem_before_the_person_was_there() -> None:
    answers = initial(dog_form())
    here = "/halter/person/familienname"

    def shown(touched: frozenset[str], *, show_all: bool = False) -> list[str]:
        found = controls(state(dog_form(), answers, touched, TODAY, show_all=show_all))
        return [pointer for pointer, one in found.items() if one.problems]

    assert shown(NOWHERE) == []
    assert shown(frozenset({here})) == [here]
    assert len(shown(NOWHERE, show_all=True)) == 15
    assert len(state(dog_form(), answers, NOWHERE, TODAY).problems) == 15


def test_a_wrong_answer_is_shown_at_once() -> None:
    shown = controls(state(dog_form(), typed_answers(hunde__0__chip="27609810234567"), NOWHERE, TODAY))
    (found,) = shown["/hunde/0/chip"].problems
    assert (found.code, found.param("have"), found.param("want")) == (Code.DIGITS_MISSING, 14, 15)


def test_steps_are_complete_one_by_one() -> None:
    def complete(answers: dict[str, Any]) -> list[bool]:
        return [step.complete for step in state(dog_form(), answers, NOWHERE, TODAY).steps]

    assert complete(initial(dog_form())) == [False, False, False]
    assert complete(typed_answers()) == [True, True, True]
    assert complete(typed_answers(halter__anschrift__plz="")) == [False, True, True]
    assert complete(typed_answers(hunde__0__chip="1")) == [True, False, True]
    assert complete(typed_answers(lastschrift=True)) == [True, True, False]
    assert state(dog_form(), typed_answers(), NOWHERE, TODAY).complete
    assert not state(dog_form(), typed_answers(befreiung=""), NOWHERE, TODAY).complete


def test_hidden_answers_cause_no_problem() -> None:
    answers = typed_answers(lastschrift=True, bankverbindung__iban="DE00")
    assert not state(dog_form(), answers, NOWHERE, TODAY).complete
    assert state(dog_form(), {**answers, "lastschrift": False}, NOWHERE, TODAY).complete


def test_a_hidden_step_needs_nothing() -> None:
    steps = {
        "type": "Categorization",
        "elements": [
            {"type": "Category", "label": "Eins", "elements": [control("a")]},
            {
                "type": "Category",
                "label": "Zwei",
                "rule": {"effect": "SHOW", "condition": {"scope": "#/properties/a", "schema": {"const": "x"}}},
                "elements": [control("b")],
            },
            {"type": "Categorization", "elements": [{"type": "Category", "label": "Drei", "elements": []}]},
            {"type": "Label", "text": "kein Schritt"},
        ],
    }
    condition = {"properties": {"a": {"const": "x"}}, "required": ["a"]}
    form = make_form(texts("a", "b", **{"if": condition, "then": {"required": ["b"]}}), steps)
    found = state(form, {}, NOWHERE, TODAY)
    assert [(step.key, step.title, step.visible) for step in found.steps] == [
        ("eins", "Eins", True),
        ("zwei", "Zwei", False),
        ("drei", "Drei", True),
    ]
    assert found.complete
    assert not state(form, {"a": "x"}, NOWHERE, TODAY).complete
    assert initial(form) == {}


def test_a_form_without_categories_is_one_step_named_after_it() -> None:
    (step,) = state(make_form(texts("a"), one_step(control("a"))), {}, NOWHERE, TODAY).steps
    assert step.title == "Probe"


def test_keys_are_unique_and_stay_with_the_label() -> None:
    group = {"type": "Group", "label": "Größe & Maß", "elements": []}
    (step,) = state(make_form(texts(), one_step(group, group, one_step())), {}, NOWHERE, TODAY).steps
    (layout,) = step.elements
    assert isinstance(layout, GroupState)
    assert [part.key for part in layout.elements if isinstance(part, GroupState)] == [
        "groesse-mass",
        "groesse-mass-2",
        "gruppe-2",
    ]


def test_groups_labels_and_rows_keep_their_shape() -> None:
    row = {"type": "HorizontalLayout", "elements": [control("a"), {"type": "Label", "text": "Hinweis"}]}
    (step,) = state(make_form(texts("a"), one_step(row)), {}, NOWHERE, TODAY).steps
    (layout,) = step.elements
    assert isinstance(layout, GroupState)
    (inner,) = layout.elements
    assert isinstance(inner, GroupState)
    assert inner.horizontal
    assert inner.elements[1] == LabelState("Hinweis")


def test_an_object_without_layout_gets_one_control_a_property() -> None:
    schema = {"type": "object", "properties": {"o": texts("a", "b", title="Gruppe"), "p": texts("c")}}
    form = make_form(schema, one_step(control("o"), control("p")))
    (step,) = state(form, {"o": {"b": "x"}}, NOWHERE, TODAY).steps
    (layout,) = step.elements
    assert isinstance(layout, GroupState)
    assert [part.title for part in layout.elements if isinstance(part, GroupState)] == ["Gruppe", ""]
    assert list(controls(state(form, {}, NOWHERE, TODAY))) == ["/o/a", "/o/b", "/p/c"]


def test_a_list_without_layout_gets_one_too_and_numbers_its_items() -> None:
    schema = {"type": "object", "properties": {"l": {"type": "array", "title": "Liste", "items": texts("a")}}}
    for detail in ({}, {"detail": "GENERATED"}, {"detail": control("a")}):
        form = make_form(schema, one_step(control("l", options={"x-element": "Stück", **detail})))
        found = lists(state(form, {"l": [{}, {}]}, NOWHERE, TODAY))["/l"]
        assert (found.title, [item.title for item in found.items]) == ("Liste", ["Stück 1", "Stück 2"])
        assert [item.key for item in found.items] == ["/l/0", "/l/1"]
        assert "/l/1/a" in controls(state(form, {"l": [{}, {}]}, NOWHERE, TODAY))


def test_groups_inside_items_have_keys_of_their_own() -> None:
    schema = {"type": "object", "properties": {"l": {"type": "array", "items": texts("a")}}}
    detail = one_step({"type": "Group", "label": "Innen", "elements": [control("a")]})
    form = make_form(schema, one_step(control("l", options={"detail": detail})))
    item = lists(state(form, {"l": [{}]}, NOWHERE, TODAY))["/l"].items[0]
    (inner,) = item.elements
    assert isinstance(inner, GroupState)
    assert inner.key == "/l/0/innen"


def test_a_list_says_that_it_needs_items_once_the_person_was_there() -> None:
    for empty in ({**typed_answers(), "hunde": []}, {**typed_answers(), "hunde": "none"}):
        found = state(dog_form(), empty, NOWHERE, TODAY)
        assert lists(found)["/hunde"].problems == ()
        assert not found.steps[1].complete
        touched = state(dog_form(), empty, frozenset({"/hunde"}), TODAY)
        assert [one.code for one in lists(touched)["/hunde"].problems] == [Code.TOO_FEW]


def test_too_many_items_are_shown_at_the_list() -> None:
    answers = {**typed_answers(), "mithalter": [{"familienname": "B", "vornamen": "A", "geburtsdatum": "1950"}] * 6}
    found = lists(state(dog_form(), answers, NOWHERE, TODAY))["/mithalter"]
    assert [one.code for one in found.problems] == [Code.TOO_MANY]
    assert isinstance(found, ListState)


def test_a_problem_that_belongs_to_no_question_is_shown_at_the_nearest() -> None:
    schema = {
        "type": "object",
        "properties": {"x": {"type": "string"}, "o": texts("a", "b", anyOf=[{"required": ["a"]}, {"required": ["b"]}])},
    }
    form = make_form(schema, one_step(control("x"), control("o/a"), control("o/b", rule=rule_never())))
    found = state(form, {"o": {"a": ""}, "x": "1"}, NOWHERE, TODAY)
    assert found.complete  # without the object nothing is asked
    form = make_form({**schema, "required": ["o"]}, one_step(control("x"), control("o/a")))
    found = state(form, {"x": "1"}, NOWHERE, TODAY, show_all=True)
    assert [one.code for one in controls(found)["/o/a"].problems] == [Code.ONE_NEEDED]
    assert not found.complete


def rule_never() -> dict[str, Any]:
    return {"effect": "HIDE", "condition": {}}


def test_a_problem_of_the_whole_form_is_shown_at_the_first_question() -> None:
    form = make_form(texts("a", "b", minProperties=2), one_step(control("a"), control("b")))
    found = state(form, {"b": "x"}, NOWHERE, TODAY)
    assert [one.code for one in controls(found)["/a"].problems] == [Code.INVALID]


def test_a_form_that_shows_nothing_cannot_show_problems_either() -> None:
    found = state(make_form(texts("a", required=["a"]), one_step()), {}, NOWHERE, TODAY)
    assert [one.code for one in found.problems] == [Code.REQUIRED]


def test_a_wrong_choice_among_several_is_shown_at_the_question() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"enum": ["x"]}, "uniqueItems": True}}}
    form = make_form(schema, one_step(control("a")))
    assert [one.code for one in controls(state(form, {"a": ["y"]}, NOWHERE, TODAY))["/a"].problems] == [
        Code.NOT_A_CHOICE
    ]


def test_controls_that_point_nowhere_are_left_out() -> None:
    form = make_form(texts("a"), one_step(control("missing"), {"type": "Control", "scope": "#"}, control("a")))
    assert list(controls(state(form, {}, NOWHERE, TODAY))) == ["/a"]


def test_painting_looks_for_no_problems() -> None:
    found = painted(dog_form(), {})
    assert found.problems == ()
    assert controls(found)["/halter/person/familienname"].required


def test_a_problem_is_never_lost_where_a_hidden_answer_decides() -> None:
    """``b`` is hidden and still says yes; without it ``c`` would be asked for. The lint refuses such a form."""
    never = {"effect": "HIDE", "condition": {}}
    unless = {"effect": "HIDE", "condition": {"scope": "#/properties/b", "schema": {"const": "yes"}}}
    form = make_form(
        texts("a", "b", "c", required=["c"]),
        one_step(control("a"), control("b", rule=never), control("c", rule=unless)),
    )
    found = state(form, {"b": "yes"}, NOWHERE, TODAY, show_all=True)
    assert not found.complete
    assert [one.pointer for one in controls(found)["/a"].problems] == ["/c"]
