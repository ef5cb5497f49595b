"""What stands at an element of a UI schema: its options, title, words, key. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lotse_app.models.reading import NO_WORDS, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.schema import Schema

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def options_of(element: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the options of an element, empty where it has none."""
    options = element.get("options")
    return options if isinstance(options, dict) else {}


def read_only_of(element: Mapping[str, Any], schema: Schema) -> bool | None:
    """Return what options or schema decide; None where the container decides."""
    options = options_of(element)
    for name in ("readonly", "readOnly"):
        if isinstance(options.get(name), bool):
            return bool(options[name])
    return True if schema.get("readOnly") is True else None


def words_of(element: Mapping[str, Any], schema: Schema) -> Words:
    """Return what stands beside a German text; Sorbian that nobody verified is left out, so no screen can show it."""
    plain, checked = _note(element, schema, "x-einfach")
    sorbian, verified = _note(element, schema, "x-sorbisch")
    return Words(plain, checked, sorbian if verified else "") if plain or verified else NO_WORDS


def _note(element: Mapping[str, Any], schema: Schema, name: str) -> tuple[str, bool]:
    note = options_of(element).get(name, schema.get(name))
    return (str(note.get("text", "")), note.get("stand") == "geprueft") if isinstance(note, dict) else ("", False)


def text_of(value: object) -> str:
    """Return a text, empty for what is none."""
    return value if isinstance(value, str) else ""


def title_of(element: Mapping[str, Any], schema: Schema, name: str) -> str:
    """Return what a question is called: by its element, its schema, else the name of its property."""
    label = element.get("label")
    if label is False:
        return ""
    return text_of(label) or text_of(schema.get("title")) or name.replace("_", " ").capitalize()


def slug_of(text: str) -> str:
    """Return a text as a key."""
    plain = text.lower().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
