"""Forms with alternatives made by chance: edits are followed exactly, and nothing is frozen that its schema refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.editing import edit, initial
from lotse_app.forms.engine import next_state, state
from lotse_app.forms.freeze import remaining_problems, settled, unpicked
from lotse_app.forms.generating import generate_uischema
from lotse_app.forms.reading import sections
from lotse_app.forms.validators import make_validator
from tests.chance import seeded
from tests.forms.building import TODAY, controls, make_form

if TYPE_CHECKING:
    from random import Random

    from lotse_app.forms.form import Form
    from lotse_app.forms.state import ControlState, FormState

_NAMES = ("a", "b", "ä/~", "k")
_LEAVES: tuple[dict[str, Any], ...] = (
    {"type": "string"},
    {"type": "integer", "minimum": 2},
    {"type": "boolean"},
    {"anyOf": [{"type": "number"}, {"type": "null"}]},
    {"oneOf": [{"const": "x", "title": "X"}, {"const": "y", "title": "Y"}]},
    {"$ref": "#/$defs/wort"},
)


def an_object(dice: Random, depth: int, mark: str = "") -> dict[str, Any]:
    members = {name: a_schema(dice, depth + 1) for name in dice.sample(_NAMES, dice.randint(1, 3))}
    if mark:
        members["k"] = {"const": mark}
    made: dict[str, Any] = {"type": "object", "properties": members}
    if dice.random() < 0.6:
        made["required"] = dice.sample(list(members), dice.randint(1, len(members)))
    if dice.random() < 0.3:
        made["additionalProperties"] = False
    if depth < 2 and dice.random() < 0.2:
        made[dice.choice(["oneOf", "anyOf"])] = [an_object(dice, depth + 1), an_object(dice, depth + 1)]
    return made


def a_schema(dice: Random, depth: int) -> dict[str, Any]:
    if depth > 2 or dice.random() < 0.5:
        return dice.choice(_LEAVES)
    if dice.random() < 0.2:
        return {"$ref": "#/$defs/knoten"}
    marks = dice.choice([("", ""), ("p", "q"), ("p", "q", "r")])
    parts = [an_object(dice, depth + 1, mark) for mark in marks]
    return {dice.choice(["oneOf", "anyOf"]): [*parts, {"type": "null"}] if dice.random() < 0.2 else parts}


def a_form(dice: Random) -> dict[str, Any]:
    whole = an_object(dice, 0)
    whole["properties"]["z"] = {"oneOf": [an_object(dice, 1), an_object(dice, 1)]}
    node = {"anyOf": [an_object(dice, 2), {"type": "object", "properties": {"b": {"$ref": "#/$defs/knoten"}}}]}
    return {**whole, "$defs": {"wort": {"type": "string", "maxLength": 3}, "knoten": node}}


def an_answer(dice: Random, asked: ControlState) -> object:
    if asked.choices:
        return dice.choice(asked.choices).value
    return (
        dice.choice([True, False])
        if asked.kind.value in {"yes_no", "tick"}
        else dice.choice(["3", "xyz", "zu lang", ""])
    )


@pytest.mark.parametrize("seed", range(12))
def test_edits_are_followed_and_what_is_frozen_is_valid(seed: int) -> None:
    dice = seeded(seed)
    schema = a_form(dice)
    layout = generate_uischema(schema)
    assert layout is not None
    form, alone = make_form(schema, layout), make_validator(schema)
    answers, followed = initial(form), None
    for _ in range(10):
        followed = stepped(form, followed, answers)
        kept = settled(form, answers)
        assert remaining_problems(form, kept, TODAY) or alone.is_valid(unpicked(kept))
        assert all("x-auswahl" not in line.value for section in sections(form, kept) for line in section.lines)
        seen = [one for one in controls(followed).values() if one.visible]
        if seen:
            one = dice.choice(seen)
            answers = edit(form, answers, one.pointer, an_answer(dice, one), TODAY)


def stepped(form: Form, before: FormState | None, answers: dict[str, Any]) -> FormState:
    """Return the next state, which is the one worked out from nothing."""
    made = next_state(form, before, answers, frozenset(), TODAY)
    assert made == state(form, answers, frozenset(), TODAY)
    return made
