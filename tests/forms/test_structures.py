"""Layouts, objects and lists of every shape: nested categorizations, inline details, lists of single values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.compile import compile_form
from lotse_app.forms.editing import add_item, duplicate_item, edit, initial, move_item, remove_item
from lotse_app.forms.engine import state
from lotse_app.forms.lint import lint
from lotse_app.forms.state import GroupState
from lotse_app.forms.visible import prune
from lotse_app.models.problems import Code
from tests.forms.building import TODAY, control, controls, lists, make_form, one_step, texts

if TYPE_CHECKING:
    from lotse_app.forms.form import Form
    from lotse_app.forms.state import FormState

IF_X = {"scope": "#/properties/a", "schema": {"const": "x"}}


def painted(form: Form, answers: dict[str, Any]) -> FormState:
    return state(form, answers, frozenset(), TODAY, show_all=True)


def objects(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


# categorizations


def parts() -> dict[str, Any]:
    inner = {
        "type": "Categorization",
        "rule": {"effect": "SHOW", "condition": IF_X},
        "elements": [{"type": "Category", "label": "Innen", "elements": [control("b")]}],
    }
    return {
        "type": "Categorization",
        "rule": {"effect": "DISABLE", "condition": IF_X},
        "elements": [
            {"type": "Category", "label": "Erster", "elements": [control("a")]},
            inner,
            {"type": "Category", "label": "Frei", "options": {"readonly": False}, "elements": [control("c")]},
        ],
    }


def test_a_categorization_inside_another_gives_steps_that_obey_both() -> None:
    form = make_form(texts("a", "b", "c"), parts())
    shown = painted(form, {"a": "x"})
    assert [(step.title, step.visible) for step in shown.steps] == [("Erster", True), ("Innen", True), ("Frei", True)]
    assert {pointer: one.enabled for pointer, one in controls(shown).items()} == {"/a": False, "/b": False, "/c": True}
    hidden = painted(form, {"a": "y"})
    assert [step.visible for step in hidden.steps] == [True, False, True]
    assert controls(hidden)["/a"].enabled


def test_answers_in_a_hidden_categorization_are_left_out() -> None:
    form = make_form(texts("a", "b", "c"), parts())
    assert prune(form, {"a": "y", "b": "weg"}) == {"a": "y"}
    assert prune(form, {"a": "x", "b": "da"}) == {"a": "x", "b": "da"}


def test_the_lint_knows_that_a_whole_categorization_can_be_hidden() -> None:
    form = make_form(texts("a", "b", "c", required=["b"]), parts())
    assert "hidden and required: /b" in lint(form)


def test_a_categorization_inside_a_layout_is_groups_with_titles() -> None:
    form = make_form(texts("a", "b", "c"), one_step(parts()))
    (step,) = painted(form, {}).steps
    (layout,) = step.elements
    assert isinstance(layout, GroupState)
    (outer,) = layout.elements
    assert isinstance(outer, GroupState)
    assert [one.title for one in outer.elements if isinstance(one, GroupState)] == ["Erster", "", "Frei"]


# objects


def halter(**options: object) -> dict[str, Any]:
    return control("halter", options=options)


DETAIL = {
    "type": "VerticalLayout",
    "elements": [control("a"), control("b", rule={"effect": "SHOW", "condition": IF_X})],
}


def test_an_inline_detail_stands_inside_its_object() -> None:
    form = make_form(objects(halter=texts("a", "b", required=["b"])), one_step(halter(detail=DETAIL)))
    shown = controls(painted(form, {"halter": {"a": "x"}, "a": "y"}))
    assert {pointer: one.visible for pointer, one in shown.items()} == {"/halter/a": True, "/halter/b": True}
    assert [one.code for one in shown["/halter/b"].problems] == [Code.REQUIRED]
    assert not controls(painted(form, {"halter": {"a": "y"}}))["/halter/b"].visible
    assert prune(form, {"halter": {"a": "y", "b": "weg"}}) == {"halter": {"a": "y"}}
    assert prune(form, {"halter": {"b": "weg"}}) == {}
    assert prune(form, {"halter": "kein Objekt"}) == {}
    assert edit(form, {}, "/halter/a", " x ") == {"halter": {"a": "x"}}
    assert compile_form(form).controls.keys() == {"/halter/a", "/halter/b"}
    assert "hidden and required: /halter/b" not in lint(form)  # the object itself may be missing


def test_an_inline_detail_may_be_a_single_control() -> None:
    form = make_form(objects(halter=texts("a", "b")), one_step(halter(detail=control("b", label="Nur b"))))
    assert [(one.pointer, one.label) for one in controls(painted(form, {})).values()] == [("/halter/b", "Nur b")]


@pytest.mark.parametrize("detail", ["GENERATE", "DEFAULT", {}, None])
def test_without_an_inline_detail_every_member_is_asked_for(detail: object) -> None:
    form = make_form(objects(halter=texts("a", "b/c")), one_step(halter(detail=detail)))
    assert list(controls(painted(form, {}))) == ["/halter/a", "/halter/b~1c"]


def test_the_members_of_all_parts_of_an_object_are_asked_for() -> None:
    made = {**texts("a"), "allOf": [{"$ref": "#/$defs/more"}, texts("a", "c"), {"required": ["c"]}]}
    form = make_form({**objects(halter=made), "$defs": {"more": texts("b")}}, one_step(control("halter")))
    assert list(controls(painted(form, {}))) == ["/halter/a", "/halter/b", "/halter/c"]


def test_the_whole_document_can_be_one_control() -> None:
    form = make_form(texts("a", "b"), one_step({"type": "Control", "scope": "#"}))
    assert list(controls(painted(form, {}))) == ["/a", "/b"]
    plain = make_form({"type": "string"}, one_step({"type": "Control", "scope": "#"}))
    assert controls(painted(plain, {})) == {}


def test_an_object_that_is_read_only_is_so_with_all_its_members() -> None:
    form = make_form(objects(halter={**texts("a"), "readOnly": True}), one_step(control("halter")))
    assert controls(painted(form, {}))["/halter/a"].enabled is False


def test_what_contains_itself_is_shown_three_times_and_no_further() -> None:
    person = objects(name={"type": "string"}, kinder={"type": "array", "items": {"$ref": "#/$defs/person"}})
    schema = {**objects(kinder={"type": "array", "items": {"$ref": "#/$defs/person"}}), "$defs": {"person": person}}
    form = make_form(schema, one_step(control("kinder")))
    answers = {"kinder": [{"name": "1", "kinder": [{"name": "2", "kinder": [{"name": "3", "kinder": [{}]}]}]}]}
    assert max(controls(painted(form, answers)), key=len) == "/kinder/0/kinder/0/kinder/0/name"


# lists


def number_form(**more: object) -> Form:
    items = {"type": "integer", "minimum": 1}
    return make_form(
        objects(zahlen={"type": "array", "title": "Zahlen", "items": items, **more}), one_step(control("zahlen"))
    )


def test_a_list_of_single_values_asks_for_each() -> None:
    form = number_form(minItems=2)
    answers = initial(form)
    assert answers == {"zahlen": [None, None]}
    answers = edit(form, answers, "/zahlen/0", "7")
    shown = painted(form, answers)
    assert [(one.pointer, one.value, one.required) for one in controls(shown).values()] == [
        ("/zahlen/0", 7, True),
        ("/zahlen/1", None, True),
    ]
    assert [one.code for one in controls(shown)["/zahlen/1"].problems] == [Code.REQUIRED]
    assert not shown.complete
    assert painted(form, {"zahlen": [7, 8]}).complete
    assert [one.code for one in controls(painted(form, {"zahlen": [7, 0]}))["/zahlen/1"].problems] == [Code.TOO_SMALL]


def test_single_values_are_added_emptied_and_removed() -> None:
    form = number_form(maxItems=2)
    answers = add_item(form, add_item(form, {}, "/zahlen"), "/zahlen")
    assert answers == {"zahlen": [None, None]}
    assert add_item(form, answers, "/zahlen") == answers
    answers = edit(form, answers, "/zahlen/1", "5")
    assert edit(form, answers, "/zahlen/1", None) == {"zahlen": [None, None]}
    assert remove_item(form, answers, "/zahlen/0") == {"zahlen": [5]}
    assert remove_item(form, {"zahlen": [5]}, "/zahlen/0") == {}


def test_single_values_are_pruned_by_place_and_not_by_content() -> None:
    assert prune(number_form(), {"zahlen": [1, "", 2]}) == {"zahlen": [1, None, 2]}
    assert prune(number_form(), {"zahlen": []}) == {}


def dogs(**options: object) -> Form:
    items = objects(name={"type": "string"}, alter={"type": "integer"}, chip={"type": "boolean"})
    return make_form(
        objects(hunde={"type": "array", "minItems": 1, "maxItems": 3, "items": items}),
        one_step(control("hunde", options={"x-element": "Hund", **options})),
    )


TWO: dict[str, Any] = {"hunde": [{"name": "Bello", "alter": 3, "chip": True}, {"name": "Rex"}]}


def test_items_are_moved_at_most_to_the_ends() -> None:
    names = [[one["name"] for one in move_item(dogs(), TWO, "/hunde/0", steps)["hunde"]] for steps in (-1, 1, 9)]
    assert names == [["Bello", "Rex"], ["Rex", "Bello"], ["Rex", "Bello"]]
    assert TWO["hunde"][0]["name"] == "Bello"
    for nowhere in ("/hunde/7", "/hunde/x", "/katzen/0", ""):
        assert move_item(dogs(), TWO, nowhere, 1) == TWO


def test_an_item_is_doubled_right_behind_it_unless_the_list_is_full() -> None:
    doubled = duplicate_item(dogs(), TWO, "/hunde/0")
    assert [one["name"] for one in doubled["hunde"]] == ["Bello", "Bello", "Rex"]
    assert doubled["hunde"][0] is not doubled["hunde"][1]
    assert duplicate_item(dogs(), doubled, "/hunde/0") == doubled
    assert duplicate_item(dogs(), TWO, "/hunde/7") == TWO


@pytest.mark.parametrize(
    ("told_by", "called"),
    [("name", "Bello"), (["alter"], "3"), ("chip", ""), ("rasse.name", ""), (None, "")],
)
def test_an_item_is_called_by_what_the_form_names(told_by: object, called: str) -> None:
    form = dogs() if told_by is None else dogs(elementLabelProp=told_by)
    first = lists(painted(form, TWO))["/hunde"].items[0]
    assert (first.title, first.called) == ("Hund 1", called)


def test_a_form_says_whether_items_may_be_sorted() -> None:
    assert lists(painted(dogs(showSortButtons=True), TWO))["/hunde"].sortable
    assert not lists(painted(dogs(), TWO))["/hunde"].sortable


def test_the_options_of_a_detail_hold_for_every_item() -> None:
    form = dogs(detail={"type": "Group", "label": "Hund", "options": {"readonly": True}, "elements": [control("name")]})
    assert [one.enabled for one in controls(painted(form, TWO)).values()] == [False, False]


@pytest.mark.parametrize(
    ("options", "variant"), [({"format": "radio"}, "radio"), ({"toggle": True}, "toggle"), ({"toggle": "x"}, "")]
)
def test_a_form_may_wish_for_a_way_to_be_shown(options: dict[str, object], variant: str) -> None:
    form = make_form(objects(a={"type": "boolean"}), one_step(control("a", options=options)))
    assert controls(painted(form, {}))["/a"].variant == variant


def test_nothing_where_an_object_should_be_is_asked_for() -> None:
    form = make_form(
        objects(
            l={"type": "array", "items": {"type": "array", "items": {"type": "string"}}}, o=texts("a", required=["a"])
        ),
        one_step(control("o"), control("l")),
    )
    assert painted(form, {"o": None}).complete


def test_a_scope_that_json_forms_cannot_follow_is_no_question_and_a_fault() -> None:
    rule = {"effect": "SHOW", "condition": {"scope": "#/then/properties/a", "schema": {"const": "x"}}}
    lost = {"type": "Control", "scope": "#/then/properties/a"}
    form = make_form(texts("a"), one_step(control("a", rule=rule), lost))
    assert list(controls(painted(form, {"a": "x"}))) == ["/a"]
    assert [one for one in lint(form) if one.startswith("scope")] == ["scope: #/1 #/then/properties/a"]


# files


@pytest.mark.parametrize(
    ("about", "accepts", "most"),
    [
        (None, None, None),
        ({"maxSize": 2_500_000, "mediaType": ["image/png"]}, ("image/png",), 2_500_000),
        ({"maxSize": None, "mediaType": []}, (), None),
        ({"maxSize": True}, (), None),
        ({"maxSize": 0}, (), None),
        ({"maxSize": "2 MB"}, (), None),
    ],
)
def test_a_question_for_a_file_knows_kinds_and_size_where_the_form_says_them(
    about: dict[str, Any] | None, accepts: tuple[str, ...] | None, most: int | None
) -> None:
    schema = objects(scan={"type": "string"} | ({"x-datei": about} if about is not None else {}))
    one = controls(painted(make_form(schema, one_step(control("scan"))), {}))["/scan"]
    assert (one.accepts, one.max_bytes) == (accepts, most)
