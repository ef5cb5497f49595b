"""What keeps an application from being handed in, and what a deadline is counted from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lotse_app.forms.blocks import blocks, cautions
from lotse_app.forms.deadline import deadline_inputs
from lotse_app.forms.facts import read_form
from tests.forms.building import FACTS, TODAY, control, dog_form, make_form, one_step, texts, typed_answers

DAY = {"type": "string", "format": "date"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "tag": DAY,
        "art": {"type": "string"},
        "orte": {"type": "array", "items": {"type": "object", "properties": {"ab": DAY, "bis": DAY}}},
    },
}
LAYOUT = one_step(control("tag"), control("art"), control("orte"))


def held(answers: dict[str, Any], **block: object) -> bool:
    form = make_form(SCHEMA, LAYOUT, block=[{"key": "k", "text": "T", "source": "S", **block}])
    return bool(blocks(form, answers, TODAY))


@pytest.mark.parametrize(
    ("day", "later_than", "holds"),
    [
        ("2026-11-22", "heute", True),
        ("2026-11-21", "heute", False),
        ("2026-11-22", "heute+1", False),
        ("2026-11-21", "heute-1", True),
        ("2027-01-02", "2027-01-01", True),
        ("morgen", "heute", False),
        (5, "heute", False),
    ],
)
def test_a_block_holds_for_days_after_its_day(day: object, later_than: str, *, holds: bool) -> None:
    assert held({"tag": day}, date="/tag", later_than=later_than) is holds
    assert not held({}, date="/tag", later_than=later_than)


def test_a_block_may_look_at_every_item_and_at_other_answers() -> None:
    orte = [{"ab": "2026-11-01"}, {"ab": "2026-12-01"}]
    assert held({"orte": orte}, date="/orte/*/ab", later_than="heute")
    assert not held({"orte": orte[:1]}, date="/orte/*/ab", later_than="heute")
    when = {"scope": "#/properties/art", "schema": {"const": "x"}}
    assert held({"art": "x"}, when=when)
    assert not held({"art": "y"}, when=when)
    assert not held({"art": "y", "tag": "2027-01-01"}, when=when, date="/tag", later_than="heute")


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ({}, "block.1.when"),
        ({"date": "/tag"}, "block.1.later_than"),
        ({"when": {}, "later_than": "heute"}, "block.1.later_than"),
        ({"date": "/tag", "later_than": "bald"}, "block.1.later_than"),
        ({"when": 1}, "block.1.when"),
    ],
)
def test_a_block_that_cannot_be_understood_is_named(block: dict[str, object], place: str) -> None:
    faults: list[str] = []
    made = {"key": "k", "text": "T", "source": "S", **block}
    read_form("probe", {**FACTS, "block": [made]}, SCHEMA, LAYOUT, faults)
    assert faults == [f"form.toml: {place}"]


PLACE = {"type": "object", "properties": {"weg": {"type": "string"}, "ort": {"type": "string"}}}
TWO = {"type": "object", "properties": {"neu": PLACE, "alt": PLACE}}
PLACES = one_step(
    *(
        {"type": "Control", "scope": f"#/properties/{one}/properties/{part}"}
        for one in TWO["properties"]
        for part in PLACE["properties"]
    )
)


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ({"weg": "Markt 1", "ort": "Ort"}, True),
        ({"weg": " MARKT  1", "ort": "ort"}, True),
        ({"weg": "Markt 2", "ort": "Ort"}, False),
        ({"weg": "Markt 1"}, False),
        ({}, False),
        ("Markt 1", False),
    ],
)
def test_two_answers_that_say_the_same_are_named_however_they_are_typed(old: object, *, said: bool) -> None:
    caution = {
        "key": "k",
        "text": "T",
        "source": "S",
        "at": "/alt/weg",
        "same": ["/neu", "/alt"],
        "parts": ["/weg", "/ort"],
    }
    form = make_form(TWO, PLACES, caution=[caution])
    assert bool(cautions(form, {"neu": {"weg": "Markt 1", "ort": "Ort"}, "alt": old}, None, TODAY)) is said
    assert cautions(form, {}, None, TODAY) == (), "nothing was said twice"


def test_a_deadline_that_is_over_is_named_and_the_last_day_is_none() -> None:
    form = make_form(SCHEMA, LAYOUT, caution=[{"key": "k", "text": "T", "source": "S", "at": "/tag", "overdue": True}])
    assert [bool(cautions(form, {}, due, TODAY)) for due in (None, TODAY, TODAY - timedelta(days=1))] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    "wrong", [{}, {"overdue": True, "same": ["/a", "/b"]}, {"same": ["/a"], "parts": ["/x"]}, {"same": ["/a", "/b"]}]
)
def test_a_caution_that_cannot_be_understood_is_named(wrong: dict[str, object]) -> None:
    faults: list[str] = []
    made = {"key": "k", "text": "T", "source": "S", "at": "/tag", **wrong}
    read_form("probe", {**FACTS, "caution": [made]}, SCHEMA, LAYOUT, faults)
    assert faults == ["form.toml: caution.1.same"]


def test_years_are_a_whole_number() -> None:
    faults: list[str] = []
    names = ("people", "born", "question", "alone", "within", "representative", "source")
    rule = {**dict.fromkeys(names, "/tag"), "names": ["/art"], "signs_from": "16"}
    read_form("probe", {**FACTS, "responsible": rule}, SCHEMA, LAYOUT, faults)
    assert faults == ["form.toml: responsible.signs_from"]


def rows(answers: dict[str, Any], **inputs: str) -> tuple[dict[str, str], ...]:
    rule = {"rule": "r", "text": "t", "source": "s", "inputs": inputs}
    return deadline_inputs(make_form(SCHEMA, LAYOUT, deadline=rule), answers)


def test_every_item_of_a_list_gives_a_row_and_common_answers_belong_to_all() -> None:
    orte = [{"ab": "1", "bis": "2"}, {}, {"bis": "3"}]
    assert rows({"orte": orte}, a="/orte/*/ab", b="/orte/*/bis") == ({"a": "1", "b": "2"}, {"b": "3"})
    assert rows({"orte": orte, "tag": "9"}, b="/orte/*/bis", c="/tag") == ({"b": "2", "c": "9"}, {"b": "3", "c": "9"})
    assert rows({"tag": "9"}, b="/orte/*/bis", c="/tag") == ({"c": "9"},)


@pytest.mark.parametrize("answers", [{}, {"orte": "x", "tag": 5}, {"orte": [None, "x"]}, {"tag": None}])
def test_what_is_not_answered_gives_no_row(answers: dict[str, Any]) -> None:
    assert rows(answers, a="/orte/*/ab", c="/tag") == ()


def test_more_than_nine_items_stay_in_order() -> None:
    orte = [{"ab": f"{number}"} for number in range(12)]
    assert [row["a"] for row in rows({"orte": orte}, a="/orte/*/ab")] == [f"{number}" for number in range(12)]


def test_the_dogs_are_read_in_pairs_and_a_form_without_deadline_has_no_inputs() -> None:
    found = deadline_inputs(dog_form(), typed_answers())
    assert found == ({"haltung_seit": "2026-11-10", "wurfdatum": "2026-08"},)
    assert deadline_inputs(make_form(texts("a"), one_step(control("a"))), {"a": "x"}) == ()


def test_hidden_answers_count_for_nothing() -> None:
    hidden = control("tag", rule={"effect": "HIDE", "condition": {"scope": "#", "schema": {}}})
    rule = {"rule": "r", "text": "t", "source": "s", "inputs": {"a": "/tag"}}
    made = make_form(SCHEMA, one_step(hidden, control("art"), control("orte")), deadline=rule)
    assert deadline_inputs(made, {"tag": date(2027, 1, 1).isoformat()}) == ()


def test_a_form_with_nothing_to_caution_of_says_nothing() -> None:
    assert cautions(make_form(SCHEMA, LAYOUT), {}, None, TODAY) == ()
