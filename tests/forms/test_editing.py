"""Edits make new answers, create what is on the way, and bring typed text into the form it is kept in."""

from __future__ import annotations

from typing import Any

import pytest

from lotse_app.forms.engine import add_item, edit, initial, remove_item
from tests.forms.building import TODAY, control, dog_form, make_form, one_step, texts


def test_a_new_application_has_one_empty_dog_and_nothing_else() -> None:
    assert initial(dog_form()) == {"hunde": [{}]}


def test_defaults_are_there_from_the_start_also_inside_items() -> None:
    inner = {"type": "array", "minItems": 2, "items": {"type": "object", "properties": {"n": {"default": 7}}}}
    outer = {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"i": inner}}}
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string", "default": "x"}, "o": outer, "h": {"default": 1}},
    }
    hidden = control("h", rule={"effect": "HIDE", "condition": {}})
    form = make_form(schema, one_step(control("a"), control("o"), hidden))
    assert initial(form) == {"a": "x", "o": [{"i": [{"n": 7}, {"n": 7}]}]}


def test_an_edit_leaves_the_old_answers_as_they_were() -> None:
    before = {"halter": {"person": {"vornamen": "Ana"}}, "hunde": [{}]}
    after = edit(dog_form(), before, "/halter/person/vornamen", "Eva")
    assert before == {"halter": {"person": {"vornamen": "Ana"}}, "hunde": [{}]}
    assert after["halter"] == {"person": {"vornamen": "Eva"}}


def test_parents_are_made_on_the_way() -> None:
    assert edit(dog_form(), {}, "/halter/person/vornamen", "Ana") == {"halter": {"person": {"vornamen": "Ana"}}}


@pytest.mark.parametrize("nothing", [None, "", "   ", []])
def test_an_empty_value_takes_the_member_away(nothing: object) -> None:
    answers = {"halter": {"person": {"vornamen": "Ana", "familienname": "B"}}}
    after = edit(dog_form(), answers, "/halter/person/vornamen", nothing)
    assert after == {"halter": {"person": {"familienname": "B"}}}
    assert edit(dog_form(), {}, "/halter/person/vornamen", nothing) == {}


@pytest.mark.parametrize(
    ("pointer", "typed", "kept"),
    [
        ("/halter/person/vornamen", " Mu\u0308ller ", "Müller"),
        ("/halter/person/vornamen", "A\ud800", "A\ufffd"),
        ("/halter/person/vornamen", "Anna\r\nMaria\tEva\n", "Anna Maria Eva"),
        ("/halter/person/vornamen", "\ufeffKä\u00adthe\u200b", "Käthe"),
        ("/halter/person/familienname", "von\u00a0der\u202fHeide", "von der Heide"),
        ("/halter/person/geburtsdatum", "24.12.26\r\n", "1926-12-24"),
        ("/halter/person/geburtsdatum", "24.12.26", "1926-12-24"),
        ("/halter/person/geburtsdatum", "00.00.1950", "1950"),
        ("/halter/person/geburtsdatum", "31.2.50", "31.2.50"),
        ("/halter/anschrift/plz", "01 723", "01723"),
        ("/hunde/0/chip", "276 0981 0234 5678", "276098102345678"),
        ("/hunde/0/chip", "276-0981", "276-0981"),
        ("/hunde/0/haltung_seit", "10.11.26", "2026-11-10"),
        ("/weitere_hunde_haushalt", "3", 3),
        ("/weitere_hunde_haushalt", "drei", "drei"),
        ("/weitere_hunde_haushalt", 3, 3),
        ("/bankverbindung/iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("/lastschrift", True, True),
        ("/no/such/question", " as it is ", " as it is "),
    ],
)
def test_typed_text_is_kept_in_its_form(pointer: str, typed: object, kept: object) -> None:
    here: Any = edit(dog_form(), initial(dog_form()), pointer, typed, TODAY)
    for segment in pointer.split("/")[1:]:
        here = here[int(segment)] if isinstance(here, list) else here[segment]
    assert here == kept


def test_where_several_lines_are_asked_for_a_line_break_stays() -> None:
    form = make_form(texts("t"), one_step({**control("t"), "options": {"multi": True}}))
    assert edit(form, {}, "/t", " eins\nzwei\tdrei ") == {"t": "eins\nzwei\tdrei"}


def test_numbers_take_a_comma_and_dates_wait_for_a_day() -> None:
    schema = {"type": "object", "properties": {"n": {"type": "number"}, "d": {"type": "string", "format": "date"}}}
    form = make_form(schema, one_step(control("n"), control("d")))
    assert edit(form, {}, "/n", "3,5") == {"n": 3.5}
    assert edit(form, {}, "/n", "viel") == {"n": "viel"}
    assert edit(form, {}, "/d", "1.4.26") == {"d": "1.4.26"}


@pytest.mark.parametrize("pointer", ["", "nonsense", "/hunde/7/name", "/hunde/x", "/hunde/01/name"])
def test_a_pointer_to_nothing_changes_nothing(pointer: str) -> None:
    assert edit(dog_form(), {"hunde": [{}]}, pointer, "x") == {"hunde": [{}]}


def test_an_item_is_not_taken_away_by_an_empty_value() -> None:
    assert edit(dog_form(), {"hunde": [{"name": "B"}]}, "/hunde/0", None) == {"hunde": [{"name": "B"}]}
    assert edit(dog_form(), {"hunde": [{}]}, "/hunde/0", {"name": "B"}) == {"hunde": [{"name": "B"}]}


def test_answers_of_the_wrong_shape_are_replaced_where_something_is_answered() -> None:
    assert edit(dog_form(), {"halter": 5}, "/halter/person/vornamen", "Ana")["halter"] == {
        "person": {"vornamen": "Ana"}
    }
    assert edit(dog_form(), {"halter": 5}, "/halter/person/vornamen", None) == {"halter": 5}


def test_items_are_added_and_removed_within_the_limits() -> None:
    answers = initial(dog_form())
    assert remove_item(dog_form(), answers, "/hunde/0") == answers
    two = add_item(dog_form(), edit(dog_form(), answers, "/hunde/0/name", "A"), "/hunde")
    assert two == {"hunde": [{"name": "A"}, {}]}
    assert remove_item(dog_form(), two, "/hunde/0") == {"hunde": [{}]}
    full: dict[str, Any] = {"mithalter": [{}] * 5}
    assert add_item(dog_form(), full, "/mithalter") == full
    assert add_item(dog_form(), {}, "/mithalter") == {"mithalter": [{}]}
    assert remove_item(dog_form(), {"mithalter": [{}]}, "/mithalter/0") == {}


@pytest.mark.parametrize("pointer", ["/hunde/9", "/hunde/x", "/halter", "/mithalter/0", ""])
def test_what_is_no_item_cannot_be_removed(pointer: str) -> None:
    answers: dict[str, Any] = {"hunde": [{}, {}]}
    assert remove_item(dog_form(), answers, pointer) == answers
    assert add_item(dog_form(), answers, "/halter") == answers


def test_items_can_hold_lists() -> None:
    inner = {"type": "array", "items": texts("a")}
    schema = {
        "type": "object",
        "properties": {"o": {"type": "array", "items": {"type": "object", "properties": {"i": inner}}}},
    }
    form = make_form(schema, one_step(control("o")))
    answers = add_item(form, add_item(form, {}, "/o"), "/o/0/i")
    assert answers == {"o": [{"i": [{}]}]}
    assert remove_item(form, answers, "/o/0/i/0") == {"o": [{}]}


def test_a_whole_number_is_kept_as_it_was_typed_also_where_it_need_not_be_one() -> None:
    form = make_form({"type": "object", "properties": {"a": {"type": "number"}}}, one_step(control("a")))
    kept = [edit(form, {}, "/a", typed)["a"] for typed in ("2", "2,0", "2,5")]
    assert [(type(one), one) for one in kept] == [(int, 2), (float, 2.0), (float, 2.5)]


def test_a_default_below_a_value_that_is_no_object_has_no_place() -> None:
    schema = {"type": "integer", "default": 5, "properties": {"b": {"type": "integer", "default": 1}}}
    form = make_form({"type": "object", "properties": {"a": schema}}, one_step(control("a"), control("a/b")))
    assert initial(form) == {"a": 5}
