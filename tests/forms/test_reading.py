"""Answers are read back in form order, in words, section by section."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lotse_app.forms.reading import section_digest, sections, spoken
from lotse_app.forms.state import Choice, ControlKind, ControlState
from lotse_app.models.reading import Line, Words
from tests.forms.building import control, dog_form, make_form, one_step, texts, typed_answers


def test_sections_follow_the_form_and_each_dog_has_its_own() -> None:
    answers = typed_answers()
    answers["hunde"] = [*answers["hunde"], {"rasse": "Dackel"}]
    found = sections(dog_form(), answers)
    assert [(one.step, one.title) for one in found] == [
        ("halter", "Halterin oder Halter"),
        ("halter", "Anschrift"),
        ("halter", "Kontakt für Rückfragen (freiwillig)"),
        ("halter", "Weitere Halterinnen und Halter"),
        ("hund", "Hund 1"),
        ("hund", "Hund 2"),
        ("hund", "Haushalt"),
        ("steuer", "Befreiung oder Ermäßigung"),
        ("steuer", "Zahlung"),
    ]
    assert len({one.key for one in found}) == len(found)
    assert [one.words.plain for one in found if one.title == "Hund 1"] == ["Ihr Hund"]


def test_values_are_said_as_people_say_them() -> None:
    answers = typed_answers(lastschrift=True, bankverbindung__iban="DE89370400440532013000")
    said = {line.pointer: line.value for section in sections(dog_form(), answers) for line in section.lines}
    assert said["/hunde/0/haltung_seit"] == "10. November 2026"
    assert said["/hunde/0/wurfdatum"] == "August 2026"
    assert said["/halter/person/geburtsdatum"] == "1. April 1950"
    assert said["/hunde/0/geschlecht"] == "männlich"
    assert said["/lastschrift"] == "ja"
    assert said["/bankverbindung/iban"] == "DE89 3704 0044 0532 0130 00"
    assert said["/weitere_hunde_haushalt"] == "0"
    assert said["/halter/kontakt/email"] == ""
    assert said["/mithalter"] == ""


def test_lines_say_whether_an_answer_is_needed_and_how_to_ask_for_it() -> None:
    (dog,) = (one for one in sections(dog_form(), typed_answers()) if one.title == "Hund 1")
    assert dog.lines[1] == Line(
        "/hunde/0/rasse", "Rasse", "Labrador", Words("Welche Rasse hat der Hund?"), required=True
    )
    assert not dog.lines[0].required


def test_hidden_questions_are_not_read() -> None:
    pointers = {line.pointer for one in sections(dog_form(), typed_answers()) for line in one.lines}
    assert "/hunde/0/vorbesitzer" not in pointers
    assert "/bankverbindung/iban" not in pointers
    more = {line.pointer for one in sections(dog_form(), typed_answers(lastschrift=True)) for line in one.lines}
    assert {"/bankverbindung/iban", "/bankverbindung/kontoinhaber"} <= more - pointers
    assert "/bankverbindung/bic" not in more
    foreign = typed_answers(lastschrift=True, bankverbindung__iban="AT611904300234573201")
    assert "/bankverbindung/bic" in {line.pointer for one in sections(dog_form(), foreign) for line in one.lines}


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (ControlKind.TEXT, None, ""),
        (ControlKind.TEXT, "x", "x"),
        (ControlKind.YES_NO, False, "nein"),
        (ControlKind.INTEGER, 3, "3"),
        (ControlKind.NUMBER, 3.5, "3,5"),
        (ControlKind.DATE, "31.2.26", "31.2.26"),
        (ControlKind.CHOICE, 1, "eins"),
        (ControlKind.CHOICE, True, "wahr"),
        (ControlKind.CHOICE, "other", "other"),
        (ControlKind.MULTI_CHOICE, [1, True, 5], "eins, wahr, 5"),
        (ControlKind.TEXT, {"a": "ü"}, '{"a": "ü"}'),
    ],
)
def test_every_value_can_be_said(kind: ControlKind, value: object, said: str) -> None:
    choices = (Choice(1, "eins"), Choice(value=True, label="wahr"))
    assert spoken(ControlState("/a", kind, "A", value=value, choices=choices)) == said


def test_questions_outside_groups_are_read_with_their_step() -> None:
    group = {"type": "Group", "label": "Gruppe", "elements": [control("b"), one_step(control("c"))]}
    item = {"type": "array", "items": texts("n")}
    schema = texts("a", "b", "c", "d", "h")
    schema["properties"] |= {"l": item, "m": item}
    hidden = {"effect": "HIDE", "condition": {}}
    steps = {
        "type": "Category",
        "label": "Schritt",
        "elements": [
            control("a"),
            {"type": "Label", "text": "Hinweis"},
            {**group, "rule": hidden},
            group,
            {"type": "Group", "label": "Leer", "elements": [control("h", rule=hidden), control("l")]},
            one_step(one_step(control("m")), {**one_step(control("m")), "rule": hidden}),
            control("d"),
        ],
    }
    found = sections(make_form(schema, steps), {"l": [{"n": "1"}], "a": "A"})
    assert [(one.key, one.title, [line.pointer for line in one.lines]) for one in found] == [
        ("schritt/a", "Schritt", ["/a"]),
        ("gruppe-3", "Gruppe", ["/b", "/c"]),
        ("/l/0", "L 1", ["/l/0/n"]),
        ("/m", "M", ["/m"]),
        ("schritt/d", "Schritt", ["/d"]),
    ]


def test_a_hidden_step_is_not_read() -> None:
    hidden = {"effect": "HIDE", "condition": {}}
    steps = {"type": "Category", "label": "S", "rule": hidden, "elements": [control("a")]}
    assert sections(make_form(texts("a"), steps), {"a": "x"}) == ()


@pytest.mark.parametrize("change", ["value", "label", "pointer"])
def test_a_later_change_of_a_line_changes_the_digest(change: str) -> None:
    section = sections(dog_form(), typed_answers())[0]
    changes: dict[str, Any] = {change: "anders"}
    changed = replace(section, lines=(replace(section.lines[0], **changes), *section.lines[1:]))
    assert section_digest(changed) != section_digest(section)
    assert section_digest(section) == section_digest(sections(dog_form(), typed_answers())[0])
    assert len(section_digest(section)) == 64
