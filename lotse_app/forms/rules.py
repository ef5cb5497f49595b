"""Rules of a JSON Forms UI schema: conditions and effects, with the semantics of JSON Forms core 3.8."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import MISSING, look, sound
from lotse_app.forms.schema import accepts_nothing, data_path
from lotse_app.forms.validators import make_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Effect(StrEnum):
    """What a rule does when its condition holds; the opposite happens when it does not."""

    SHOW = "SHOW"
    HIDE = "HIDE"
    ENABLE = "ENABLE"
    DISABLE = "DISABLE"


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule; ``reads`` are the data paths its condition looks at."""

    effect: Effect
    condition: Callable[[Any], bool]
    reads: frozenset[tuple[str, ...]] = frozenset()

    def shows(self, context: object) -> bool:
        """Return whether the element may be seen, as far as this rule is concerned."""
        if self.effect is Effect.SHOW:
            return self.condition(context)
        return self.effect is not Effect.HIDE or not self.condition(context)

    def enables(self, context: object) -> bool | None:
        """Return whether the element is enabled, or None where this rule says nothing about it."""
        if self.effect is Effect.ENABLE:
            return self.condition(context)
        if self.effect is Effect.DISABLE:
            return not self.condition(context)
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an element may be seen and filled in; what is inside a layout inherits both."""

    visible: bool = True
    enabled: bool = True

    def inside(self, rule: Rule | None, context: object, *, read_only: bool | None = None) -> Standing:
        """Return how an element stands: its own rule decides, else its options or schema, else what is around it.

        A rule cannot show what is inside something hidden, but it can enable what is inside something disabled.
        """
        if rule is None and read_only is None:
            return self
        visible = self.visible
        enabled = self.enabled if read_only is None else not read_only
        if rule is not None:
            visible = visible and rule.shows(context)
            decided = rule.enables(context)
            enabled = enabled if decided is None else decided
        return Standing(visible, enabled)


#: How the form itself stands.
FREE = Standing()


def read_only(element: Mapping[str, Any], schema: object) -> bool | None:
    """Return what the options of an element or the schema of its property decide; None where they say nothing."""
    options = element.get("options")
    for name in ("readonly", "readOnly"):
        if isinstance(options, dict) and isinstance(options.get(name), bool):
            return bool(options[name])
    return True if isinstance(schema, dict) and schema.get("readOnly") is True else None


def compile_rule(element: Mapping[str, Any]) -> Rule | None:
    """Return the rule of a UI schema element; None where it has none or an unknown effect."""
    rule = element.get("rule")
    if not isinstance(rule, dict) or rule.get("effect") not in set(Effect):
        return None
    condition = rule.get("condition")
    return Rule(Effect(rule["effect"]), compile_condition(condition), frozenset(_reads(condition)))


def _reads(condition: object) -> Iterator[tuple[str, ...]]:
    """Yield every data path a condition may look at."""
    if not isinstance(condition, dict):
        return
    if condition.get("type") in {"AND", "OR"}:
        for part in condition.get("conditions", ()):
            yield from _reads(part)
    else:
        yield data_path(str(condition.get("scope", "#")))


def compile_condition(condition: object) -> Callable[[Any], bool]:
    """Return a function of the context's data; an unknown condition holds, as in JSON Forms."""
    if not isinstance(condition, dict):
        return _always
    kind = condition.get("type")
    if kind in {"AND", "OR"}:
        parts = [compile_condition(part) for part in condition.get("conditions", ())]
        gather = all if kind == "AND" else any
        return lambda context: gather(part(context) for part in parts)
    path = data_path(str(condition.get("scope", "#")))
    if kind == "LEAF":
        expected = condition.get("expectedValue", MISSING)
        return lambda context: identical(look(context, path), expected)
    if "schema" in condition:
        return _schema_condition(path, condition["schema"], fail_on_missing=bool(condition.get("failWhenUndefined")))
    return _always


def _always(_context: object) -> bool:
    return True


def _schema_condition(path: tuple[str, ...], schema: object, *, fail_on_missing: bool) -> Callable[[Any], bool]:
    on_missing = not fail_on_missing and accepts_nothing(schema)
    validator = make_validator(schema)

    def holds(context: object) -> bool:
        value = look(context, path)
        return on_missing if value is MISSING else validator.is_valid(sound(value))

    return holds


def identical(left: object, right: object) -> bool:
    """Return what ``===`` says in JavaScript about two JSON values: objects and lists are never the same."""
    if left is MISSING or right is MISSING or left is None or right is None:
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    return isinstance(left, str) and left == right
