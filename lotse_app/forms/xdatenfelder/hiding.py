"""Hides with a question also what looks at its answer.

A hidden answer stays while drafting and is gone when the form is frozen. Rules of the prose know nothing of that: one
hides a question, another shows a group by its answer. Where the group is hidden without an answer anyway, it is hidden
with the question as well, so that nobody fills in what would not be frozen. Where it would be shown without an answer,
nothing is said for certain: the rule stays as it is, and the lint names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.schema import accepts_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = dict[str, Any]


def hide_together(layout: Element) -> None:
    """Widen the rules of a layout, and of the layouts of its items, which are a world of their own."""
    elements = list(_elements(layout, ()))
    hiders = {str(one["scope"]): around for one, around in elements if "scope" in one}
    while sum(_widen(one, around, hiders) for one, around in elements):
        pass  # what is hidden now may itself be looked at
    for one, _ in elements:
        detail = one.get("options", {}).get("detail")
        if isinstance(detail, dict):
            hide_together(detail)


def _elements(element: Element, around: tuple[Element, ...]) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Yield each element with those that can hide it: itself and what it stands in, as far as they have such a rule."""
    if element.get("rule", {}).get("effect") in {"SHOW", "HIDE"}:
        around = (*around, element)
    yield element, around
    for inner in element.get("elements", ()):
        yield from _elements(inner, around)


def _widen(element: Element, around: tuple[Element, ...], hiders: dict[str, tuple[Element, ...]]) -> bool:
    """Hide an element with the questions it looks at; return whether that was something new."""
    rule = element.get("rule", {})
    if rule.get("effect") != "HIDE":
        return False
    parts = _parts(rule)
    found = list(parts)
    for part in parts:
        if not _holds_without(part):
            continue
        for hider in hiders.get(str(part["scope"]), ()):
            if not any(hider is one for one in around) and hider["rule"]["effect"] == "HIDE":
                found.extend(more for more in _parts(hider["rule"]) if more not in found)
    if len(found) == len(parts):
        return False
    element["rule"] = {"effect": "HIDE", "condition": {"type": "OR", "conditions": found}}
    return True


def _parts(rule: Element) -> list[Element]:
    condition = rule["condition"]
    return list(condition["conditions"]) if condition.get("type") == "OR" else [condition]


def _holds_without(condition: Element) -> bool:
    """Return whether a condition holds where there is no answer."""
    return "schema" in condition and not condition.get("failWhenUndefined") and accepts_nothing(condition["schema"])
