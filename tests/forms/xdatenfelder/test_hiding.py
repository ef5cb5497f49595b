"""What looks at a question is hidden with it, where it would be hidden without an answer anyway."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from lotse_app.forms.engine import state
from lotse_app.forms.lint import lint
from lotse_app.forms.xdatenfelder.hiding import hide_together
from tests.forms.building import TODAY, control, controls, make_form, one_step, texts

A_IS_X = {"scope": "#/properties/a", "schema": {"const": "x"}}
B_IS_NOT_Y = {"scope": "#/properties/b", "schema": {"not": {"const": "y"}}}
C_IS_NOT_Z = {"scope": "#/properties/c", "schema": {"not": {"const": "z"}}}
SCHEMA = texts("a", "b", "c", "d")


def hidden(condition: dict[str, Any], effect: str = "HIDE") -> dict[str, Any]:
    return {"effect": effect, "condition": condition}


def chain(second: dict[str, Any], third: dict[str, Any]) -> dict[str, Any]:
    return one_step(
        control("a"), control("b", rule=hidden(A_IS_X)), control("c", rule=second), control("d", rule=third)
    )


def together(layout: dict[str, Any]) -> dict[str, Any]:
    made = deepcopy(layout)
    hide_together(made)
    return made


def test_all_that_hangs_on_a_hidden_answer_is_hidden_with_it() -> None:
    layout = chain(hidden(B_IS_NOT_Y), hidden(C_IS_NOT_Z))
    assert len(lint(make_form(SCHEMA, layout))) == 2
    form = make_form(SCHEMA, together(layout))
    assert lint(form) == ()
    answers = {"a": "x", "b": "y", "c": "z"}
    for given, shown in (
        (answers, ["/a"]),
        ({**answers, "a": "-"}, ["/a", "/b", "/c", "/d"]),
        ({**answers, "a": "-", "b": "-"}, ["/a", "/b"]),
    ):
        painted = controls(state(form, given, frozenset(), TODAY, show_all=True))
        assert [pointer for pointer, one in painted.items() if one.visible] == shown


@pytest.mark.parametrize(
    "rule",
    [
        hidden({"scope": "#/properties/b", "schema": {"const": "y"}}),  # shown where there is no answer
        hidden({**B_IS_NOT_Y, "failWhenUndefined": True}),
        hidden(B_IS_NOT_Y, "SHOW"),
        hidden({"type": "AND", "conditions": [B_IS_NOT_Y, A_IS_X]}),
    ],
)
def test_what_is_not_certain_stays_as_it_is_and_is_named(rule: dict[str, Any]) -> None:
    layout = one_step(control("a"), control("b", rule=hidden(A_IS_X)), control("c", rule=rule))
    assert together(layout) == layout
    assert lint(make_form(texts("a", "b", "c"), layout)) == ("rule looks at a hidden question: #/properties/b",)


def test_a_question_that_is_shown_by_a_rule_is_left_to_the_keeper() -> None:
    layout = one_step(control("a"), control("b", rule=hidden(A_IS_X, "SHOW")), control("c", rule=hidden(B_IS_NOT_Y)))
    assert together(layout) == layout


def test_beside_the_question_in_the_same_hidden_group_nothing_is_said_twice() -> None:
    group = {"type": "Group", "label": "G", "rule": hidden(A_IS_X), "elements": [
        control("b"), control("c", rule=hidden(B_IS_NOT_Y)),
    ]}  # fmt: skip
    layout = one_step(control("a"), group)
    assert together(layout) == layout


def test_a_rule_that_hides_its_own_question_is_named() -> None:
    layout = one_step(control("a", rule=hidden(A_IS_X)))
    assert lint(make_form(texts("a"), layout)) == ("rule looks at a hidden question: #/properties/a",)


def test_items_of_a_list_are_a_world_of_their_own() -> None:
    detail = chain(hidden(B_IS_NOT_Y), hidden(C_IS_NOT_Z))
    layout = one_step({"type": "Control", "scope": "#/properties/l", "options": {"detail": detail}})
    made = together(layout)
    assert made["elements"][0]["options"]["detail"] == together(detail) != detail
