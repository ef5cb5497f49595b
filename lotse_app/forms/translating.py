"""Texts of a form by the keys of JSON Forms: ``i18n`` of the UI schema or schema, else the path of the property.

A form brings them in ``i18n.json`` beside its two documents: by language, then by key. What has no text there keeps
that of the documents.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.plan import ControlPlan
    from lotse_app.forms.state import Choice

#: The language the program speaks.
LANGUAGE = "de"


def texts_of(document: Mapping[str, Any], faults: list[str]) -> dict[str, str]:
    """Return the texts of this program's language; ``faults`` gets what is no text."""
    found = document.get(LANGUAGE, {})
    if not isinstance(found, dict):
        faults.append(f"i18n.json: {LANGUAGE}")
        return {}
    faults.extend(f"i18n.json: {key}" for key, text in found.items() if not isinstance(text, str))
    return {key: text for key, text in found.items() if isinstance(text, str)}


def prefix(element: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> str:
    """Return what the keys of a question begin with; ``place`` is its pointer with ``*`` for items."""
    for owner in (element, schema):
        if isinstance(owner.get("i18n"), str):
            return str(owner["i18n"])
    return ".".join(name for name in split(place) if name != "*") or "root"


def label_of(element: Mapping[str, Any], label: str, texts: Mapping[str, str]) -> str:
    """Return the label of a layout: by its ``i18n`` key, else by the label itself."""
    key = element.get("i18n")
    return texts.get(f"{key}.label" if isinstance(key, str) else label, label)


def translated(plan: ControlPlan, keys: str, chosen: Mapping[str, Any], texts: Mapping[str, str]) -> ControlPlan:
    """Return a question in the form's own words; ``chosen`` is the schema of its choices."""
    if not texts:
        return plan
    return replace(
        plan,
        label=texts.get(f"{keys}.label", plan.label),
        help=texts.get(f"{keys}.description", plan.help),
        choices=tuple(_choices(plan, keys, chosen, texts)),
    )


def _choices(plan: ControlPlan, keys: str, chosen: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[Choice]:
    parts = chosen.get("oneOf")
    for at, choice in enumerate(plan.choices):
        own = parts[at].get("i18n") if isinstance(parts, list) else None
        key = own if isinstance(own, str) else f"{keys}.{choice.label}"
        yield replace(choice, label=texts.get(key, choice.label))
