"""What follows from the alternative a person chose: the schema that asks for it, answers with and without it. Pure.

The schema that asks has ``if/then`` in the place of ``oneOf`` or ``anyOf``: what is wrong is said of the alternative
that was chosen, at its questions. What is frozen is validated against the form's own schema, alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.alternatives import PICK, members
from lotse_app.forms.validators import make_validator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.forms.alternatives import Alternatives
    from lotse_app.forms.plan import CompiledForm
    from lotse_app.forms.schema import Schema


def asking(root: Schema, drawn: Mapping[int, Sequence[Alternatives]]) -> Schema:
    """Return the schema that is asked; ``drawn`` are the alternatives by the identity of their schema in ``root``."""
    made = _Asking(root, drawn).rebuilt(root) if drawn else root
    return dict(made)


class _Asking:
    """Rebuilds a schema with the choices in it."""

    def __init__(self, root: Schema, drawn: Mapping[int, Sequence[Alternatives]]) -> None:
        self._root = root
        self._drawn = drawn

    def rebuilt(self, part: Any) -> Any:  # noqa: ANN401 - a schema, or a part of one
        """Return a part, rebuilt."""
        if isinstance(part, list):
            return [self.rebuilt(one) for one in part]
        if not isinstance(part, dict):
            return part
        made = {name: self.rebuilt(one) for name, one in part.items()}
        if part.get("additionalProperties") is False:
            made["patternProperties"] = {f"^{PICK}": True, **made.get("patternProperties", {})}
        for one in self._drawn.get(id(part), ()):
            self._choose(made, one, part)
        return made

    def _choose(self, made: Schema, one: Alternatives, part_of: Schema) -> None:
        """Put ``if/then`` in the place of a keyword, in ``made`` itself."""
        del made[one.keyword]
        given = part_of[one.keyword]
        parts = [self.rebuilt(given[at]) for at, _ in one.parts]
        made.setdefault("allOf", [])
        if len(parts) == 1:  # the other one is null, which nobody answers
            made["allOf"] += parts
            return
        for at, value in enumerate(one.values):
            chosen = {"properties": {one.pick: {"const": value}}, "required": [one.pick]}
            others = [*parts[:at], *parts[at + 1 :]]
            then = parts[at]
            if one.keyword == "oneOf" and one.made_up:
                then = {"allOf": [then, {"if": then, "then": {"not": {"anyOf": others}}}]}
            made["allOf"].append({"if": chosen, "then": then})
        made["properties"] = {one.pick: one.chooser, **made.get("properties", {})}
        empty = sum(make_validator(part, self._root.get("$defs")).is_valid({}) for _, part in one.parts)
        if not empty or (empty > 1 and one.keyword == "oneOf"):
            made["required"] = [*dict.fromkeys((one.pick, *made.get("required", ())))]


class Fitting:
    """Finds which alternative answers belong to that were not given by choosing it: taken over, or frozen."""

    def __init__(self, path: tuple[str, ...], one: Alternatives, root: Schema) -> None:
        self._path = path
        self._pick = one.pick
        self._known = [
            (value, frozenset(members(part, root)), make_validator(part, root.get("$defs")))
            for value, (_, part) in zip(one.values, one.parts, strict=True)
        ]

    def picked(self, answers: Any, path: tuple[str, ...] | None = None) -> Any:  # noqa: ANN401 - answers are JSON
        """Return answers with the choice that fits; the same object where nothing is to be added."""
        path = self._path if path is None else path
        if isinstance(answers, list) and path[:1] == ("*",):
            items = [self.picked(item, path[1:]) for item in answers]
            return items if any(new is not old for new, old in zip(items, answers, strict=True)) else answers
        if not isinstance(answers, dict):
            return answers
        if path:
            inner = answers.get(path[0])
            made = self.picked(inner, path[1:])
            return answers if made is inner else {**answers, path[0]: made}
        fits = None if self._pick in answers else max(self._fits(answers))
        return answers if fits is None or not fits[0] else {**answers, self._pick: self._known[-fits[2]][0]}

    def _fits(self, answers: dict[str, Any]) -> list[tuple[int, bool, int]]:
        """Return how many members each alternative takes, whether it is fulfilled, and the first one last."""
        own = {name: one for name, one in answers.items() if not name.startswith(PICK)}
        found = []
        for at, (_, names, validator) in enumerate(self._known):
            refused = [error.instance_path for error in validator.iter_errors(own)]
            taken = names & own.keys() - {path[0] for path in refused if path}
            found.append((len(taken) + bool(names & own.keys()), not refused, -at))
        return found


def picked(compiled: CompiledForm, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return answers with the choices that fit them; the same object where nothing is to be added."""
    for fitting in compiled.fittings:
        answers = fitting.picked(answers)
    return answers


def unpicked(answers: Any) -> Any:  # noqa: ANN401 - answers are JSON
    """Return answers without our own members; the same object where there are none."""
    if isinstance(answers, list):
        items = [unpicked(item) for item in answers]
        return items if any(new is not old for new, old in zip(items, answers, strict=True)) else answers
    if not isinstance(answers, dict):
        return answers
    kept = {name: unpicked(one) for name, one in answers.items() if not name.startswith(PICK)}
    same = len(kept) == len(answers) and all(one is answers[name] for name, one in kept.items())
    return answers if same else kept
