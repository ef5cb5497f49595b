"""Alternatives of a schema (``oneOf``, ``anyOf``) between which a person chooses, and what a question is made of. Pure.

Where the alternatives of an object have a member with another ``const`` each, that member is the question; where they
have none, the question is of our own (``PICK``), and its answer is taken out of what is frozen (``forms/picking.py``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.schema import choices_of, follow, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.schema import Schema

#: Begins the name of a member that says which alternative was chosen.
PICK: Final = "x-auswahl"
#: What a schema says of members and alternatives; the rest is about the question itself.
_STRUCTURE: Final = frozenset(
    {"properties", "required", "oneOf", "anyOf", "allOf", "if", "then", "else", "not", "additionalProperties", "$defs"}
)
_KEYWORDS: Final = ("oneOf", "anyOf")
#: Alternatives inside alternatives of the same object, at most.
DEEPEST: Final = 3
#: An alternative without a title is called by so many of its members.
_FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Between what a person chooses at one object. ``parts`` are by place in the keyword, without those for null.

    ``owner`` is the schema that has the keyword, ``way`` leads there in a scope. ``pick`` is the member that tells
    which was chosen by one of ``values``; ``made_up``: no member of the form's, but one of ours.
    """

    owner: Schema
    way: str
    keyword: str
    parts: tuple[tuple[int, Schema], ...]
    pick: str
    label: str
    values: tuple[Any, ...]
    labels: tuple[str, ...]
    made_up: bool

    @property
    def chooser(self) -> Schema:
        """Return the schema of the question which alternative it is."""
        choices = [{"const": one, "title": label} for one, label in zip(self.values, self.labels, strict=True)]
        return {"title": self.label, "oneOf": choices}


def members(schema: Schema, root: Mapping[str, Any]) -> Iterable[str]:
    """Return the names of an object's properties, those of the schemas it is made of included, each once."""
    return dict.fromkeys(name for owner, _ in _owners(schema, root) for name in owner.get("properties", {}))


def _owners(schema: Schema, root: Mapping[str, Any], way: str = "", depth: int = 0) -> Iterator[tuple[Schema, str]]:
    """Yield what an object is made of whatever is chosen: itself, ``allOf``, an only part; with the way in a scope."""
    yield schema, way
    if depth == DEEPEST:
        return
    for at, part in enumerate(schema.get("allOf", ())):
        yield from _owners(follow(part, root), root, f"{way}/allOf/{at}", depth + 1)
    for keyword in _KEYWORDS:
        parts = given(schema, keyword, root)
        if len(parts) == 1:
            yield from _owners(parts[0][1], root, f"{way}/{keyword}/{parts[0][0]}", depth + 1)


def given(schema: Schema, keyword: str, root: Mapping[str, Any]) -> tuple[tuple[int, Schema], ...]:
    """Return the parts of ``oneOf`` or ``anyOf`` with their places, without those for null."""
    parts = enumerate(schema.get(keyword, ()))
    followed = ((at, follow(part, root)) for at, part in parts)
    return tuple(
        (at, part) for at, part in followed if types_of(part) != ("null",) and part.get("const", 0) is not None
    )


def seen_as(schema: Schema, root: Mapping[str, Any], depth: int = 0) -> Schema:
    """Return a schema with what a question needs to know of its parts: the same one where it says that itself."""
    if types_of(schema) or choices_of(schema) or depth > DEEPEST:
        return schema
    made = [follow(part, root) for part in schema.get("allOf", ())]
    for keyword in _KEYWORDS:
        parts = [part for _, part in given(schema, keyword, root)]
        if parts and all("const" in part for part in parts):
            return {**schema, "oneOf": parts}  # a choice, whichever of the two keywords it is written with
        if len(parts) == 1:
            made.append(parts[0])
        kinds = {kind for part in parts for kind in types_of(seen_as(part, root, depth + 1))[:1] or ("",)}
        if len(kinds - {"integer"} or kinds) == 1 and (len(kinds) == 1 or "number" in kinds):
            made.append({"type": (kinds - {"integer"} or kinds).pop()})
    found: Schema = {}
    for part in made:
        read = seen_as(part, root, depth + 1)
        left = _STRUCTURE - ({"oneOf"} if choices_of(read) else set())  # ``members`` and ``alternatives_of`` find those
        found.update({name: one for name, one in read.items() if name not in left})
    return {**found, **schema} if found else schema


def alternatives_of(schema: Schema, root: Mapping[str, Any], depth: int = 0) -> Iterator[Alternatives]:
    """Yield what is to be chosen at an object; nothing where its alternatives only speak of members it has anyway."""
    own = set(members(schema, root))
    number = 0
    for owner, way in _owners(schema, root):
        for keyword in _KEYWORDS:
            parts = given(owner, keyword, root)
            further = [name for _, part in parts for name in members(part, root) if name not in own]
            if len(parts) < 2 or not further or choices_of(owner):
                continue
            suffix = "".join(f"-{one}" for one in (depth, number) if number or depth)
            number += 1
            yield _alternatives(owner, way, keyword, parts, PICK + suffix, root)


def only_one(schema: Schema, root: Mapping[str, Any]) -> Iterator[Alternatives]:
    """Yield the one alternative beside null, or the only one at all: there is nothing to choose."""
    for owner, way in _owners(schema, root):
        for keyword in _KEYWORDS:
            parts = given(owner, keyword, root)
            if len(parts) == 1 and not choices_of(owner):
                yield Alternatives(owner, way, keyword, parts, "", "", (), (), made_up=False)


def _alternatives(
    owner: Schema,
    way: str,
    keyword: str,
    parts: tuple[tuple[int, Schema], ...],
    pick: str,
    root: Mapping[str, Any],
) -> Alternatives:
    told = _told_apart([part for _, part in parts], root)
    name, values = told or (pick, tuple(str(at) for at, _ in parts))
    shown = [_shown(value) for value in values] if told else [_named(part, at, root) for at, part in parts]
    labels = tuple(str(part.get("title") or plain) for (_, part), plain in zip(parts, shown, strict=True))
    label = _label(parts[0][1], name, root) if told else "Auswahl"
    return Alternatives(owner, way, keyword, parts, name, label, values, labels, told is None)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _named(part: Schema, at: int, root: Mapping[str, Any]) -> str:
    """Return what an alternative without a title is called: by the first things it asks for."""
    names = [_label(part, name, root) for name in part.get("properties", {})]
    return ", ".join(names[:_FIRST]) + (" …" if len(names) > _FIRST else "") if names else f"Möglichkeit {at + 1}"


def _label(part: Schema, name: str, root: Mapping[str, Any]) -> str:
    title = follow(part["properties"][name], root).get("title")
    return title if isinstance(title, str) else name.replace("_", " ").capitalize()


def _told_apart(parts: list[Schema], root: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]] | None:
    """Return the member that has another constant in each part, and the constants; None where there is none."""
    for name in parts[0].get("properties", {}):
        constants = [_constant(part, name, root) for part in parts]
        if all(constants) and len({json.dumps(one) for one in constants}) == len(parts):
            return name, tuple(one[0] for one in constants)
    return None


def _constant(part: Schema, name: str, root: Mapping[str, Any]) -> list[Any]:
    """Return the one value that a member may have, empty where there is not one."""
    member = follow(part.get("properties", {}).get(name), root)
    values = [member["const"]] if "const" in member else member.get("enum", [])
    return values if len(values) == 1 and isinstance(values[0], str | int) else []
