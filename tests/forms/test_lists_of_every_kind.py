"""Lists in which not every item is one object: lists of lists, and items that are each asked in their own way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lotse_app.forms.compile import compile_form
from lotse_app.forms.editing import add_item, edit, initial, move_item, remove_item
from lotse_app.forms.engine import next_state, state
from lotse_app.forms.freeze import remaining_problems, settled
from lotse_app.forms.lint import lint
from lotse_app.forms.reading import sections
from lotse_app.forms.state import ControlKind
from lotse_app.forms.visible import prune
from lotse_app.models.problems import Code
from tests.forms.building import TODAY, control, controls, lists, make_form, one_step, texts

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
ROWS = {"type": "array", "title": "Reihe", "items": {"type": "array", "items": {**NUMBER, "minimum": 1}}}
PLACE = {
    "type": "array",
    "title": "Lage",
    "prefixItems": [{**TEXT, "title": "Flur"}, {**NUMBER, "title": "Nummer"}, {**texts("a"), "title": "Wer"}],
    "items": False,
    "minItems": 2,
}


def form_of(schema: dict[str, Any], **more: Any) -> Any:  # noqa: ANN401 - parts of documents
    return make_form({"type": "object", "properties": {"z": schema}, **more}, one_step(control("z")))


def typed(form: Any, answers: dict[str, Any], *edits: tuple[str, object]) -> dict[str, Any]:  # noqa: ANN401 - a form
    """Return answers after edits; both ways to work a state out agree after each."""
    followed = next_state(form, None, answers, frozenset(), TODAY)
    for pointer, value in edits:
        answers = edit(form, answers, pointer, value, TODAY)
        followed = next_state(form, followed, answers, frozenset(), TODAY)
        assert followed == state(form, answers, frozenset(), TODAY)
    return answers


def wrong(form: Any, answers: dict[str, Any]) -> list[tuple[str, Code]]:  # noqa: ANN401 - a form
    return [(one.pointer, one.code) for one in state(form, answers, frozenset(), TODAY).problems]


# lists of lists


def test_a_list_of_lists_asks_row_by_row_and_freezes_what_was_typed() -> None:
    form = form_of(ROWS)
    assert lint(form) == ()
    answers = add_item(form, {}, "/z")
    assert answers == {"z": [[]]}
    answers = add_item(form, add_item(form, add_item(form, answers, "/z/0"), "/z/0"), "/z")
    answers = typed(form, answers, ("/z/0/0", "4"), ("/z/0/1", "0"))
    assert answers == {"z": [[4, 0], []]}
    assert wrong(form, answers) == [("/z/0/1", Code.TOO_SMALL)]
    answers = typed(form, answers, ("/z/0/1", "7"))
    assert settled(form, answers) == {"z": [[4, 7], []]}
    assert not remaining_problems(form, settled(form, answers), TODAY)


def test_rows_are_moved_and_emptied_and_an_empty_item_is_asked_for() -> None:
    form = form_of(ROWS)
    answers = {"z": [[1], [2, 3]]}
    assert move_item(form, answers, "/z/1", -1) == {"z": [[2, 3], [1]]}
    assert remove_item(form, answers, "/z/1/0") == {"z": [[1], [3]]}
    assert remove_item(form, answers, "/z/0/0") == {"z": [[], [2, 3]]}
    assert remove_item(form, answers, "/z/0") == {"z": [[2, 3]]}
    answers = typed(form, answers, ("/z/1/0", ""))
    assert answers == {"z": [[1], [None, 3]]}
    assert wrong(form, answers) == [("/z/1/0", Code.REQUIRED)]
    assert add_item(form, answers, "/z/9") == answers


def test_a_row_tells_which_row_it_is() -> None:
    painted = state(form_of(ROWS), {"z": [[1], [2, 3]]}, frozenset(), TODAY)
    assert [one.title for one in lists(painted)["/z"].items] == ["Reihe 1", "Reihe 2"]
    assert [one.title for one in lists(painted)["/z/1"].items] == ["Reihe 2, Eintrag 1", "Reihe 2, Eintrag 2"]
    read = sections(form_of(ROWS), {"z": [[1], [2, 3]]})
    assert [(one.title, one.lines[0].value) for one in read] == [
        ("Reihe 1, Eintrag 1", "1"),
        ("Reihe 2, Eintrag 1", "2"),
        ("Reihe 2, Eintrag 2", "3"),
    ]
    empty = sections(form_of(ROWS), {"z": [[]]})
    assert [(one.title, one.lines[0].label, one.lines[0].value) for one in empty] == [("Reihe 1", "Reihe 1", "")]


def test_lists_of_lists_of_objects_and_of_choices() -> None:
    inner = {"type": "array", "items": {**texts("name", "ort", required=["name"])}, "minItems": 1}
    form = form_of({"type": "array", "items": inner}, required=["z"])
    assert lint(form) == ()
    answers = typed(form, {"z": [[{}]]}, ("/z/0/0/ort", "Wilsdruff"))
    assert wrong(form, answers) == [("/z/0/0/name", Code.REQUIRED)]
    assert wrong(form, {"z": [[]]}) == [("/z/0", Code.TOO_FEW)]
    options = [{"const": "x", "title": "X"}, {"const": "y", "title": "Y"}]
    form = form_of({"type": "array", "items": {"type": "array", "items": {"oneOf": options}}})
    answers = typed(form, add_item(form, {}, "/z"), ("/z/0", ["y"]))
    assert controls(state(form, answers, frozenset(), TODAY))["/z/0"].kind is ControlKind.MULTI_CHOICE
    assert prune(form, answers) == {"z": [["y"]]}


def test_a_list_of_itself_comes_to_an_end_and_is_named_by_the_lint() -> None:
    loop = {"type": "array", "items": {"$ref": "#/$defs/loop"}}
    form = make_form(
        {"type": "object", "properties": {"z": {"$ref": "#/$defs/loop"}}, "$defs": {"loop": loop}},
        one_step(control("z")),
    )
    assert lint(form) == ("no control: /z",)


def test_the_lint_looks_into_lists_of_lists_and_into_places() -> None:
    secret = {**TEXT, "x-besonders": True}
    member = {"type": "object", "properties": {"a": secret}, "required": ["a"]}
    for schema, place in (
        ({"type": "array", "items": {"type": "array", "items": member}}, "/z/*/*/a"),
        ({"type": "array", "prefixItems": [member, TEXT], "items": False}, "/z/0/a"),
    ):
        assert lint(form_of(schema)) == ()
        form = make_form({"type": "object", "properties": {"z": schema}}, one_step())
        assert lint(form) == ("no control: /z", f"no control: {place}", f"special category without control: {place}")


# each item in its own way


def test_each_place_of_a_list_is_asked_in_its_own_way() -> None:
    form = form_of(PLACE)
    assert lint(form) == ()
    painted = controls(state(form, {}, frozenset(), TODAY))
    assert {at: (one.kind, one.label) for at, one in painted.items()} == {
        "/z/0": (ControlKind.TEXT, "Flur"),
        "/z/1": (ControlKind.INTEGER, "Nummer"),
        "/z/2/a": (ControlKind.TEXT, "A"),
    }
    assert not wrong(form, {})
    answers = typed(form, {}, ("/z/1", "12"))
    assert answers == {"z": [None, 12, {}]}
    assert wrong(form, answers) == [("/z/0", Code.REQUIRED)]
    answers = typed(form, answers, ("/z/0", "3"), ("/z/2/a", "Ana"))
    assert settled(form, answers) == {"z": ["3", 12, {"a": "Ana"}]}
    answers = typed(form, answers, ("/z/2/a", ""))
    assert settled(form, answers) == {"z": ["3", 12]}
    assert not remaining_problems(form, settled(form, answers), TODAY)
    assert prune(form, typed(form, answers, ("/z/0", ""), ("/z/1", ""))) == {}


def test_places_that_are_required_are_asked_for_one_by_one() -> None:
    form = form_of(PLACE, required=["z"])
    assert wrong(form, {}) == [("/z/0", Code.REQUIRED), ("/z/1", Code.REQUIRED)]
    assert controls(state(form, {}, frozenset(), TODAY, show_all=True))["/z/1"].problems
    assert wrong(form, typed(form, {}, ("/z/0", "3"))) == [("/z/1", Code.REQUIRED)]


def test_a_place_is_needed_where_the_list_is_or_one_behind_it_is_answered() -> None:
    def needed(form: Any, answers: dict[str, Any]) -> list[bool]:  # noqa: ANN401 - a form
        painted = controls(state(form, answers, frozenset(), TODAY))
        return [painted[at].required for at in ("/z/0", "/z/1")]

    assert needed(form_of(PLACE), {}) == [False, False]
    assert needed(form_of(PLACE, required=["z"]), {}) == [True, True]
    assert needed(form_of(PLACE), typed(form_of(PLACE), {}, ("/z/0", "3"))) == [True, True]
    free = form_of({"prefixItems": [TEXT, NUMBER]})
    assert needed(free, typed(free, {}, ("/z/1", "3"))) == [True, True]
    assert needed(free, typed(free, {}, ("/z/0", "3"))) == [True, False]


def test_no_place_is_added_taken_away_or_moved() -> None:
    form = form_of(PLACE)
    shown = lists(state(form, {}, frozenset(), TODAY))["/z"]
    assert (shown.minimum, shown.maximum, shown.sortable, shown.copyable) == (3, 3, False, False)
    assert [one.title for one in shown.items] == ["", "", "Wer"]
    answers = {"z": ["a", 1, {}]}
    assert add_item(form, answers, "/z") == answers
    assert remove_item(form, answers, "/z/0") == answers
    assert remove_item(form, {"z": ["a", 1, {}, 5]}, "/z/3") == answers


def test_items_behind_the_places_come_and_go() -> None:
    form = form_of({"prefixItems": [NUMBER, {"type": "array", "items": TEXT}], "items": {**NUMBER}})
    answers = add_item(form, {}, "/z")
    assert answers == {"z": [None, [], None]}
    answers = typed(form, add_item(form, answers, "/z/1"), ("/z/0", "1"), ("/z/1/0", "x"), ("/z/2", "3"))
    assert settled(form, answers) == {"z": [1, ["x"], 3]}
    assert settled(form, {"z": [1, ["x"], 3, None]}) == {"z": [1, ["x"], 3, None]}
    assert lists(state(form, answers, frozenset(), TODAY))["/z/1"].items[0].title == "Z 2 1"


def test_places_have_defaults_and_dates_of_their_own() -> None:
    day = {"type": "string", "format": "date", "x-datum": {"ab": "2020-01-01"}}
    old = {"type": "string", "format": "date"}
    form = form_of({"type": "array", "prefixItems": [day, old, {**TEXT, "default": "x"}], "items": False})
    assert initial(form) == {"z": [None, None, "x"]}
    answers = typed(form, {}, ("/z/0", "1.4.1999"), ("/z/1", "1.4.1999"), ("/z/2", "ja"))
    assert answers == {"z": ["1999-04-01", "1999-04-01", "ja"]}
    assert wrong(form, answers) == [("/z/0", Code.DATE_TOO_EARLY)]
    assert initial(form_of({"prefixItems": [TEXT, NUMBER]})) == {}


def test_a_list_in_a_place_begins_with_the_items_it_needs() -> None:
    rows = {"type": "array", "minItems": 2, "items": NUMBER}
    inner = {"type": "array", "prefixItems": [TEXT, {"type": "object", "properties": {"p": rows}}]}
    form = form_of({"type": "array", "prefixItems": [{**TEXT, "default": "x"}, inner], "items": False})
    assert initial(form) == {"z": ["x", [None, {"p": [None, None]}]]}


def test_places_are_read_back_as_one_section() -> None:
    read = sections(form_of(PLACE), {"z": ["3", 12, {"a": "Ana"}]})
    assert [(one.title, [(line.label, line.value) for line in one.lines]) for one in read] == [
        ("Lage", [("Flur", "3"), ("Nummer", "12")]),
        ("Wer", [("A", "Ana")]),
    ]


@pytest.mark.parametrize("place", ["/0", "/7/1"])
def test_a_member_that_is_called_like_a_number_is_asked_as_what_it_is(place: str) -> None:
    inner = {"type": "object", "properties": {"1": NUMBER}}
    form = make_form({"type": "object", "properties": {"0": NUMBER, "7": inner}}, one_step(control("0"), control("7")))
    answers = edit(form, {}, place, "5", date(2026, 11, 23))
    assert compile_form(form).control(place) is not None
    assert not wrong(form, answers)
