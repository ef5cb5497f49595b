"""Rules become part of the form where they are certain, and notes at their fields where they are not."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.engine import initial, state
from lotse_app.forms.lint import lint
from lotse_app.forms.validators import make_validator
from lotse_app.forms.xdatenfelder.command import form_of
from lotse_app.forms.xdatenfelder.judging import compatible
from lotse_app.forms.xdatenfelder.meaning import Comparison, Junction
from lotse_app.forms.xdatenfelder.model import CodeEntry, CodeListName
from lotse_app.forms.xdatenfelder.reading import read_document
from lotse_app.forms.xdatenfelder.report import as_markdown
from tests.forms.building import controls
from tests.forms.xdatenfelder.accounting import unaccounted
from tests.forms.xdatenfelder.making import (
    ASKED,
    OTHER,
    TEXT,
    TODAY,
    A,
    B,
    C,
    G,
    H,
    imported,
    notes,
    outcomes,
    valid,
    visible,
    with_rule,
)
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, a_rule, use, written

if TYPE_CHECKING:
    from lotse_app.forms.xdatenfelder.meaning import Condition
    from lotse_app.forms.xdatenfelder.model import Use


def test_a_rule_shows_hides_and_requires() -> None:
    form = with_rule(
        f'Wenn {A} = "wahr", dann muss {B} befüllt werden. Wenn {A} <> "wahr", dann darf {B} nicht angezeigt werden.'
    )
    assert outcomes(form) == [("umgesetzt", "")]
    assert not valid(form, F00000000001=True)
    assert valid(form, F00000000001=True, F00000000002="a")
    assert valid(form, F00000000001=False)
    assert visible(form, B, F00000000001=True)
    assert not visible(form, B, F00000000001=False)
    assert not visible(form, B)
    assert lint(form_of(form)) == ()
    assert notes(form) == []


def test_an_element_that_must_stay_empty_is_not_shown() -> None:
    form = with_rule(f'Wenn {A} = "wahr", dann darf {C} nicht befüllt sein.')
    assert not valid(form, F00000000001=True, F00000000002="a", F00000000003="x")
    assert valid(form, F00000000001=False, F00000000002="a", F00000000003="x")
    assert not visible(form, C, F00000000001=True)


def test_what_is_shown_in_one_case_only_is_hidden_and_not_required_otherwise() -> None:
    form = with_rule(f"Wenn {A} = Ja, dann erscheint {B}.")
    assert not visible(form, B)
    assert visible(form, B, F00000000001=True)
    assert valid(form, F00000000001=False)
    assert not valid(form, F00000000001=True)


def test_what_is_enabled_or_disabled_is_required_only_while_it_can_be_filled_in() -> None:
    for text in (f"Wenn {A} = Ja, dann aktiviere {B}.", f"Wenn {A} <> Ja, dann deaktiviere {B}."):
        form = with_rule(text)
        assert valid(form, F00000000001=False)
        assert not valid(form, F00000000001=True)
        opened = form_of(form)
        for answer in (True, False):
            shown = controls(state(opened, {"G00000000009": {A: answer}}, frozenset(), TODAY))
            assert shown[f"/G00000000009/{B}"].enabled is answer


def test_an_element_with_two_kinds_of_rules_has_both() -> None:
    form = with_rule(
        f"Wenn {A} = Ja, dann zeige {B} an und aktiviere {B}.",
        uses=(use(ASKED), use(TEXT), use(OTHER, "0:1")),
    )
    assert outcomes(form) == [("umgesetzt", "")]
    assert not visible(form, B)
    assert valid(form, F00000000001=False)


def test_a_required_group_or_list_must_hold_something() -> None:
    inner, several = a_group(1, use(TEXT, "0:1")), a_group(2, use(OTHER))
    form = with_rule(
        f"Wenn {A} = Ja, dann muss {G} und {H} befüllt werden.",
        uses=(use(ASKED), use(inner, "0:1"), use(several, "0:*")),
    )
    assert valid(form, F00000000001=False)
    assert not valid(form, F00000000001=True, G00000000001={}, G00000000002=[{"F00000000003": "x"}])
    assert not valid(form, F00000000001=True, G00000000001={"F00000000002": "a"}, G00000000002=[])
    assert valid(form, F00000000001=True, G00000000001={"F00000000002": "a"}, G00000000002=[{"F00000000003": "x"}])


def test_a_field_required_inside_a_list_is_required_in_each_item() -> None:
    form = with_rule(
        f"Wenn {A} = Ja, dann muss {G}.{C} befüllt werden.",
        uses=(use(ASKED), use(a_group(1, use(TEXT, "0:1"), use(OTHER, "0:1")), "0:*")),
    )
    assert valid(form, F00000000001=True)
    assert not valid(form, F00000000001=True, G00000000001=[{"F00000000002": "a"}])
    assert valid(form, F00000000001=True, G00000000001=[{"F00000000003": "x"}])


def test_a_rule_hides_a_member_of_another_group_and_it_stays_required_elsewhere() -> None:
    shared = a_group(1, use(TEXT))
    rule = a_rule(1, f"Wenn {A} = Ja, dann darf {G}.{B} nicht angezeigt werden.")
    bearer = a_group(9, use(ASKED, "0:1"), use(shared), rules=(rule,))
    form = imported(a_document(use(bearer), use(a_group(3, use(shared), use(a_group(4, use(shared)), "0:*")), "0:1")))
    accepts = make_validator(form.schema).is_valid
    assert accepts({"G00000000009": {A: True, G: {}}})
    assert not accepts({"G00000000009": {A: False, G: {}}})
    here = {"G00000000009": {A: True, G: {}}}
    assert not accepts({**here, "G00000000003": {G: {}}})
    assert accepts({**here, "G00000000003": {G: {B: "a"}}})
    assert not accepts({**here, "G00000000003": {G: {B: "a"}, "G00000000004": [{G: {}}]}})


def test_nothing_is_required_in_what_the_same_rules_hide() -> None:
    form = with_rule(
        f"Wenn {A} = Ja, dann muss {G}.{C} befüllt werden.",
        f"Wenn {A} <> Ja, dann darf {G} nicht angezeigt werden.",
        f"Das Feld {B} darf nicht angezeigt werden.",
        uses=(use(ASKED), use(TEXT), use(a_group(1, use(OTHER, "0:1")))),
    )
    assert [one for one, _ in outcomes(form)] == ["umgesetzt"] * 3
    assert valid(form, F00000000001=False)
    assert not valid(form, F00000000001=True, G00000000001={})
    assert not visible(form, B)


def test_a_group_that_is_never_shown_is_not_required_and_asks_for_nothing() -> None:
    form = with_rule(
        f"Das Feld {G} darf nicht angezeigt werden.",
        f"Wenn {A} = Ja, dann muss {G}.{C} befüllt werden.",
        uses=(use(ASKED), use(a_group(1, use(OTHER, "0:1")))),
    )
    assert valid(form, F00000000001=True)


def test_one_of_several_must_be_given() -> None:
    uses = (use(TEXT, "0:1"), use(OTHER, "0:1"))
    some = with_rule(f"Es muss mindestens eines der Felder {B} oder {C} befüllt sein.", uses=uses)
    assert [valid(some), valid(some, F00000000002="a"), valid(some, F00000000002="a", F00000000003="x")] == [
        False,
        True,
        True,
    ]
    one = with_rule(f"Es muss entweder {B} oder {C} befüllt werden.", uses=uses)
    assert [valid(one), valid(one, F00000000002="a"), valid(one, F00000000002="a", F00000000003="x")] == [
        False,
        True,
        False,
    ]
    true = with_rule(
        'Mindestens ein Datenfeld der Datenfeldgruppe muss den Wert "wahr" haben.',
        uses=(use(ASKED), use(a_field(4, datatype="bool"))),
    )
    assert valid(true, F00000000001=False, F00000000004=True)
    assert not valid(true, F00000000001=False, F00000000004=False)


def test_a_value_that_a_rule_gives_is_seen_kept_and_cannot_be_changed() -> None:
    choice = a_field(1, kind="select", codes=(CodeEntry("001", "eins"), CodeEntry("002", "zwei")))
    form = with_rule(f"Das Feld {A} ist mit 002 vorzubefüllen und auszublenden.", uses=(use(choice), use(TEXT)))
    assert initial(form_of(form)) == {"G00000000009": {A: "002"}}
    shown = controls(state(form_of(form), {}, frozenset(), TODAY))[f"/G00000000009/{A}"]
    assert (shown.visible, shown.read_only) == (True, True)
    assert not valid(form, F00000000001="001", F00000000002="a")
    assert valid(form, F00000000001="002", F00000000002="a")


def test_a_rule_holds_in_the_lands_it_names() -> None:
    text = f"Für das Land SN gilt: Das Feld {B} muss befüllt werden. "
    text += f"Für alle anderen Länder gilt: Das Feld {B} darf nicht angezeigt werden."
    document = a_document(use(a_group(9, use(TEXT, "0:1"), rules=(a_rule(1, text),))))
    saxon, other = imported(document), imported(document, land="TH")
    assert (valid(saxon), valid(other)) == (False, True)
    assert (visible(saxon, B), visible(other, B)) == (True, False)
    only = a_document(
        use(
            a_group(9, use(TEXT, "0:1"), rules=(a_rule(1, f"Für das Land TH gilt: Das Feld {B} muss befüllt werden."),))
        )
    )
    assert outcomes(imported(only)) == [("andere Länder", "")]
    assert notes(imported(only)) == []


def test_always_shown_says_nothing() -> None:
    form = with_rule(f"Das Feld {C} muss angezeigt werden.")
    assert outcomes(form) == [("umgesetzt", "")]
    assert "rule" not in json.dumps(form.uischema)


NOTES: dict[str, tuple[tuple[str, ...], tuple[Use, ...], str]] = {
    "a text nobody understands": (("Bitte Sorgfalt.",), (use(ASKED),), "der Satzbau ist unbekannt"),
    "a condition on what occurs several times": (
        (f"Wenn {A} = Ja, dann muss {C} befüllt sein.",),
        (use(ASKED, "0:*"), use(OTHER)),
        f"{A} kann mehrfach vorkommen; die Regel sagt nicht, welches gemeint ist",
    ),
    "a condition on what is never asked": (
        (f"Wenn {A} nicht leer, dann muss {C} befüllt sein.",),
        (use(a_field(1, kind="label")), use(OTHER)),
        f"{A} wird nicht abgefragt",
    ),
    "a comparison of dates": (
        (f"Das Datum im Feld {B} muss zeitlich vor dem Datum in Feld {C} liegen.",),
        (use(TEXT), use(OTHER)),
        "der Vergleich zweier Angaben wird nicht automatisch geprüft",
    ),
    "a value given in a case": (
        (f"Wenn {A} = Ja, dann muss {B} mit 1 vorbefüllt und ausgeblendet werden.",),
        (use(ASKED), use(a_field(2, kind="select"))),
        "ein Wert wird nur unter einer Bedingung vorgegeben",
    ),
    "a value given in another group": (
        (f"Das Feld {B} ist mit 1 vorzubefüllen und auszublenden.",),
        (use(a_group(1, use(a_field(2, kind="select")))),),
        "ein Wert wird an einer anderen Stelle vorgegeben",
    ),
    "something hidden inside a list": (
        (f"Wenn {A} = Ja, dann darf {G}.{C} nicht angezeigt werden.",),
        (use(ASKED), use(a_group(1, use(OTHER)), "0:*")),
        "das Element liegt in einer Gruppe, die mehrfach vorkommt",
    ),
    "one of several that is a label": (
        (f"Es muss mindestens eines der Felder {A} oder {C} befüllt sein.",),
        (use(a_field(1, kind="label")), use(OTHER)),
        "ein genanntes Element wird nicht abgefragt",
    ),
    "a condition that is never shown": (
        (f"Das Feld {A} darf nicht angezeigt werden.", f"Wenn {A} <> Ja, dann muss {C} befüllt sein."),
        (use(ASKED), use(OTHER)),
        "das Feld der Bedingung wird in diesem Land nie gezeigt",
    ),
    "two spellings of a code": (
        (f"Wenn {A} = 1, dann muss {B} befüllt sein.", f"Wenn {A} = 001, dann muss {C} befüllt sein."),
        (use(a_field(1, kind="select", code_list=CodeListName("urn:x"))), use(TEXT), use(OTHER)),
        "derselbe Code ist in den Regeln verschieden geschrieben, und die Codeliste fehlt",
    ),
    "rules that contradict each other": (
        (f"Wenn {A} = Ja, dann zeige {C} an.", f"Wenn {B} nicht leer, dann blende {C} aus."),
        (use(ASKED), use(TEXT), use(OTHER)),
        "widerspricht R00000000001",
    ),
    "a rule that contradicts itself": (
        (f"Wenn {A} = Ja, dann zeige {C} an. Wenn {A} <> Nein, dann blende {C} aus.",),
        (use(ASKED), use(OTHER)),
        "widerspricht sich selbst",
    ),
}


@pytest.mark.parametrize("case", NOTES)
def test_what_would_be_a_guess_is_a_note_at_its_fields(case: str) -> None:
    rules, uses, why = NOTES[case]
    form = with_rule(*rules, uses=uses)
    assert outcomes(form)[-1] == ("Vermerk", why)
    assert any(rules[-1] in note for note in notes(form))
    assert why in as_markdown(form.report)


def test_a_note_stands_in_full_once_and_is_pointed_at_elsewhere() -> None:
    form = with_rule(f"Das Datum im Feld {B} muss zeitlich vor dem Datum in Feld {C} liegen.")
    full, short = notes(form)
    assert full.startswith("Bitte selbst prüfen (Regel R00000000001): Das Datum")
    assert short == "Hier gilt auch die Regel R00000000001. Bitte selbst prüfen."


def test_a_rule_at_a_field_or_at_the_top_is_a_note_there() -> None:
    field = replace(TEXT, rules=(a_rule(1, f"Wenn {B} nicht leer, dann muss {C} befüllt sein."),))
    form = imported(a_document(use(field), use(OTHER), rules=(a_rule(2, "Alles in Ruhe."),)))
    assert [one for one, _ in outcomes(form)] == ["Vermerk", "Vermerk"]
    assert [note[:42] for note in notes(form)] == [
        "Bitte selbst prüfen (Regel R00000000002): ", "Bitte selbst prüfen (Regel R00000000001): ",
    ]  # fmt: skip
    assert unaccounted(form, {}) == []


def test_several_codes_in_a_condition_are_alternatives_or_none_of_them() -> None:
    choice = a_field(1, kind="select", codes=tuple(CodeEntry(one, one) for one in ("1", "2", "3")))
    form = with_rule(
        f"Wenn {A} = 1 ODER = 2, dann muss {C} befüllt werden. Wenn {A} <> 1 UND <> 2, dann blende {C} aus.",
        uses=(use(choice), use(OTHER, "0:1")),
    )
    assert outcomes(form) == [("umgesetzt", "")]
    assert [valid(form, F00000000001=one) for one in ("1", "2", "3")] == [False, False, True]
    assert [visible(form, C, F00000000001=one) for one in ("1", "2", "3")] == [True, True, False]


def test_a_condition_can_be_whether_something_is_filled_in() -> None:
    form = with_rule(f"Wenn {B} nicht leer, dann zeige {C} an, sonst zeige {C} nicht an.", uses=(use(TEXT), use(OTHER)))
    assert [visible(form, C), visible(form, C, F00000000002="a")] == [False, True]
    assert not valid(form, F00000000002="a")
    assert valid(form, F00000000002="a", F00000000003="x")


def test_two_rules_with_the_same_condition_say_it_once() -> None:
    text = f"Wenn {A} = Ja, dann blende {C} aus."
    form = with_rule(text, text)
    assert json.dumps(form.uischema).count('"HIDE"') == 1
    assert not visible(form, C, F00000000001=True)


def both(kind: str, *parts: Condition) -> Junction:
    return Junction("all" if kind == "all" else "any", parts)


YES, NO = Comparison("a", "=", True), Comparison("a", "=", False)
NOT_YES, NOT_NO = Comparison("a", "<>", True), Comparison("a", "<>", False)
THERE, GONE = Comparison("a", "filled"), Comparison("a", "empty")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (None, YES, True),
        (YES, NO, False),
        (YES, NOT_YES, False),
        (NOT_YES, NOT_NO, True),
        (both("all", THERE, NOT_YES), NOT_NO, False),
        (YES, GONE, False),
        (THERE, GONE, False),
        (NOT_YES, GONE, True),
        (both("any", YES, NO), NOT_YES, True),
        (YES, Comparison("b", "=", "1"), True),
    ],
)
def test_two_conditions_can_hold_at_once_or_not(
    one: Condition | None,
    other: Condition | None,
    together: bool,  # noqa: FBT001 - what is expected
) -> None:
    assert compatible(one, other) is together
    assert compatible(other, one) is together


def test_conditions_with_too_many_cases_are_taken_to_be_able_to_hold_at_once() -> None:
    many = both("any", *(Comparison("a", "=", str(number)) for number in range(100)))
    other = both("any", *(Comparison("a", "=", f"x{number}") for number in range(100)))
    assert compatible(many, other)


def test_a_rule_of_a_group_that_is_used_twice_is_one_rule_and_holds_at_both_places() -> None:
    shared = a_group(1, use(ASKED), use(OTHER), rules=(a_rule(1, f"Wenn {A} = Ja, dann blende {C} aus."),))
    form = imported(a_document(use(a_group(9, use(shared))), use(a_group(8, use(shared)))))
    assert outcomes(form) == [("umgesetzt", "")]
    answers = {"G00000000009": {G: {A: True}}, "G00000000008": {G: {A: False}}}
    shown = controls(state(form_of(form), answers, frozenset(), TODAY))
    assert not shown[f"/G00000000009/{G}/{C}"].visible
    assert shown[f"/G00000000008/{G}/{C}"].visible


def test_rules_of_two_groups_do_not_both_switch_an_element_that_must_be_given() -> None:
    inner = a_group(1, use(ASKED), use(TEXT), rules=(a_rule(1, f"Wenn {A} = Ja, dann blende {B} aus."),))
    outer = a_group(9, use(inner), rules=(a_rule(2, f"Wenn {A} = Nein, dann blende {B} aus."),))
    form = imported(a_document(use(outer)))
    assert {why for _, why in outcomes(form)} == {"Regeln verschiedener Gruppen schalten dasselbe Pflichtfeld"}


def test_the_rules_of_a_message_of_one_group_stand_in_that_group() -> None:
    text = written(a_document(use(a_group(7, use(ASKED), use(OTHER), rules=(a_rule(1, RULE),))))).decode()
    start, end = (
        text.index("<xdf:datenfeldgruppe>"),
        text.index("</xdf:enthaelt></xdf:struktur></xdf:stammdatenschema>"),
    )
    head = text[: text.index("<xdf:stammdatenschema>")].replace("stammdatenschema.0102", "datenfeldgruppe.0103")
    whole = f"{head}{text[start:end]}</xdf:xdatenfelder.datenfeldgruppe.0103>"
    form = imported(read_document(io.BytesIO(whole.encode())))
    assert form.form_id == "nachricht-g00000000007"
    accepts = make_validator(form.schema).is_valid
    assert accepts({"G00000000007": {A: True}})
    assert not accepts({"G00000000007": {A: False}})


RULE = f"Wenn {A} <> Ja, dann muss {C} befüllt werden. Wenn {A} = Ja, dann blende {C} aus."
