"""A form from outside as JSON Schema, with a JSON Forms UI schema or without one: looked at closely before it is one.

What another program would read differently, or this one not at all, is refused with line and element. What is only
unknown here, for example a format, is told in the report.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.bounds import TooMuchError, check_bounds, check_drawn
from lotse_app.forms.formats import CHECKS
from lotse_app.forms.generating import generate_uischema
from lotse_app.forms.json_places import line_of, read_object, refused
from lotse_app.forms.schema import at_reference, at_scope, follow, types_of
from lotse_app.forms.validators import make_validator
from lotse_app.models.kept_form import FormDocuments, Incoming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lotse_app.models.problems import ProblemError

    Place = tuple[str | int, ...]

STANDARD: Final = "JSON Schema 2020-12"
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_LAYOUTS: Final = frozenset({"VerticalLayout", "HorizontalLayout", "Group", "Categorization", "Category"})
_SCOPED: Final = frozenset({"Control", "ListWithDetail"})
_EFFECTS: Final = frozenset({"SHOW", "HIDE", "ENABLE", "DISABLE"})
#: Keywords that older drafts or other resolvers read, and this one does not: they would silently count for nothing.
_FOREIGN: Final = frozenset(
    {"$dynamicRef", "$recursiveRef", "$anchor", "$dynamicAnchor", "dependencies", "additionalItems"}
)
_OWN_FORMATS: Final = frozenset(CHECKS) | {
    "date", "time", "date-time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri",
    "uri-reference", "uri-template", "iri", "iri-reference", "uuid", "regex", "json-pointer", "relative-json-pointer",
}  # fmt: skip
_SAFE: Final = re.compile(r"[^a-z0-9]+")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read: its name without folder, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Document:
    """A JSON document with its text, so that a place in it has a line."""

    name: str
    text: str
    value: dict[str, Any]

    def refused(self, place: Place, reason: str) -> ProblemError:
        """Return the refusal at a place."""
        element = "/".join(str(one) for one in place)
        return refused(self.name, line_of(self.text, place), element, reason)


def is_uischema(document: Mapping[str, Any]) -> bool:
    """Return whether a document is a layout and no schema."""
    return _kind(document) in _LAYOUTS | _SCOPED and "properties" not in document


def _kind(element: Mapping[str, Any]) -> str:
    """Return the type of an element; empty for what is no text: a schema may name several types."""
    kind = element.get("type")
    return kind if isinstance(kind, str) else ""


def read_pair(files: tuple[File, ...]) -> Incoming:
    """Return the form of a schema and, where there is one, its UI schema, in any order. Raises FORM_REFUSED."""
    documents = [_Document(one.name, *read_object(one.name, one.content)) for one in files]
    layouts = [one for one in documents if is_uischema(one.value)]
    schemas = [one for one in documents if not is_uischema(one.value)]
    if len(schemas) != 1 or len(layouts) > 1:
        last = documents[-1]
        raise last.refused((), "es braucht genau ein JSON-Schema und höchstens ein UI-Schema")
    schema = schemas[0]
    _check_schema(schema)
    if layouts:
        _check_layout(layouts[0], layouts[0].value, schema.value, schema.value, ())
        uischema = layouts[0].value
        _within_bounds(layouts[0], partial(check_drawn, uischema, schema.value))
    else:
        uischema = _generated(schema)
    digest = hashlib.sha256(b"\0".join(one.content for one in files)).hexdigest()
    return _incoming(schema, uischema, digest, " + ".join(one.name for one in files), given=bool(layouts))


def _generated(schema: _Document) -> dict[str, Any]:
    made = generate_uischema(schema.value)
    if made is None or not made.get("elements"):
        raise schema.refused(("properties",), "es gibt nichts zu fragen")
    return made


# the schema -----------------------------------------------------------------------------------


def _check_schema(schema: _Document) -> None:
    declared = schema.value.get("$schema", _DRAFT)
    if not isinstance(declared, str) or declared.rstrip("#") != _DRAFT:
        raise schema.refused(("$schema",), "gelesen wird nur JSON Schema 2020-12")
    for place, name, value in _keywords(schema.value, ()):
        if name in _FOREIGN or (name == "$id" and place):
            raise schema.refused((*place, name), "dieses Schlüsselwort wird hier nicht gelesen")
        if name == "$ref":
            _check_reference(schema, (*place, name), value)
    if "object" not in types_of(follow(schema.value, schema.value)):
        raise schema.refused(("type",), "ein Formular ist ein Objekt („type“: „object“)")
    try:
        make_validator(schema.value)
    except ValueError as error:
        found = getattr(error, "instance_path", ())
        place = tuple(found) if isinstance(found, list | tuple) else ()
        raise schema.refused(place, "so ist es kein JSON Schema 2020-12") from error
    _within_bounds(schema, partial(check_bounds, schema.value))


def _within_bounds(document: _Document, check: Callable[[], None]) -> None:
    try:
        check()
    except TooMuchError as error:
        raise document.refused(error.place, error.reason) from error
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:  # a reference to what is no schema
        raise document.refused((), "so ist es kein JSON Schema 2020-12") from error


def _check_reference(schema: _Document, place: Place, value: object) -> None:
    if not isinstance(value, str) or not (value == "#" or value.startswith("#/")):
        raise schema.refused(place, "ein Verweis aus der Datei hinaus; nichts wird geholt")
    if not isinstance(at_reference(value, schema.value), dict | bool):
        raise schema.refused(place, "der Verweis führt nirgendwohin")
    if follow({"$ref": value}, schema.value) == {} and at_reference(value, schema.value) not in ({}, True, False):
        raise schema.refused(place, "die Verweise führen im Kreis")


def _keywords(schema: object, place: Place) -> Iterator[tuple[Place, str, object]]:
    """Yield keywords with their place; names of properties and values of ``const``, ``enum`` … are none."""
    if isinstance(schema, list):
        for at, one in enumerate(schema):
            yield from _keywords(one, (*place, at))
    elif isinstance(schema, dict):
        for name, value in schema.items():
            yield place, name, value
            if name in {"const", "enum", "default", "examples"}:
                continue
            named = name in {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
            if named and isinstance(value, dict):
                for member, part in value.items():
                    yield from _keywords(part, (*place, name, member))
            else:
                yield from _keywords(value, (*place, name))


# the layout -----------------------------------------------------------------------------------


def _check_layout(
    layout: _Document, element: object, schema: dict[str, Any], root: dict[str, Any], place: Place
) -> None:
    if not isinstance(element, dict):
        raise layout.refused(place, "kein Element")
    kind = _kind(element)
    if kind not in _LAYOUTS | _SCOPED | {"Label"}:
        raise layout.refused((*place, "type"), "diese Art von Element gibt es nicht")
    _check_rule(layout, element, schema, root, place)
    if kind in _LAYOUTS:
        if not isinstance(element.get("elements"), list):
            raise layout.refused((*place, "elements"), "eine Liste von Elementen fehlt")
        for at, one in enumerate(element["elements"]):
            _check_layout(layout, one, schema, root, (*place, "elements", at))
    elif kind in _SCOPED:
        _check_control(layout, element, schema, root, place)
    elif not isinstance(element.get("text"), str):
        raise layout.refused((*place, "text"), "ein Text fehlt")


def _check_control(
    layout: _Document, element: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], place: Place
) -> None:
    found = _at(layout, element.get("scope"), schema, root, (*place, "scope"))
    options = element.get("options", {})
    if not isinstance(options, dict):
        raise layout.refused((*place, "options"), "kein Objekt")
    if isinstance(options.get("detail"), dict):
        behind = follow(found, root)
        inner = follow(behind.get("items", behind), root)
        _check_layout(layout, options["detail"], inner, root, (*place, "options", "detail"))


def _at(layout: _Document, scope: object, schema: dict[str, Any], root: dict[str, Any], place: Place) -> dict[str, Any]:
    found = at_scope(schema, scope, root) if isinstance(scope, str) and scope.startswith("#") else None
    if found is None:
        raise layout.refused(place, "im Schema gibt es das nicht")
    return found


def _check_rule(
    layout: _Document, element: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], place: Place
) -> None:
    if "rule" not in element:
        return
    rule = element["rule"]
    if not isinstance(rule, dict) or str(rule.get("effect")) not in _EFFECTS:
        raise layout.refused((*place, "rule"), "diese Wirkung gibt es nicht")
    _check_condition(layout, rule.get("condition"), schema, root, (*place, "rule", "condition"))


def _check_condition(
    layout: _Document, condition: object, schema: dict[str, Any], root: dict[str, Any], place: Place
) -> None:
    if not isinstance(condition, dict):
        raise layout.refused(place, "eine Bedingung fehlt")
    if _kind(condition) in {"AND", "OR"}:
        parts = condition.get("conditions")
        if not isinstance(parts, list):
            raise layout.refused((*place, "conditions"), "eine Liste von Bedingungen fehlt")
        for at, one in enumerate(parts):
            _check_condition(layout, one, schema, root, (*place, "conditions", at))
        return
    if "schema" not in condition and "expectedValue" not in condition:
        raise layout.refused(place, "diese Bedingung wird hier nicht gelesen")
    _at(layout, condition.get("scope"), schema, root, (*place, "scope"))


# what becomes of it ---------------------------------------------------------------------------


def _incoming(schema: _Document, uischema: dict[str, Any], digest: str, source: str, *, given: bool) -> Incoming:
    stem = PurePath(schema.name).stem
    title = _line(schema.value.get("title")) or _line(uischema.get("label")) or stem
    told = _line(schema.value.get("$id")).rstrip("/").rpartition("/")[2].removesuffix(".json")
    form_id = _SAFE.sub("-", (told or title).lower().translate(_UMLAUTS)).strip("-")[:80] or "formular"
    version = _line(schema.value.get("x-version", schema.value.get("version"))) or digest[:8]
    report = {
        "id": form_id, "version": version, "name": title, "standard": STANDARD, "land": "",
        **_counted(schema.value, uischema),
        "outcomes": {}, "rules": [],
        "remarks": [{"element": place, "text": words} for place, words in _remarks(schema.value, given=given)],
    }  # fmt: skip
    documents = FormDocuments(
        json.dumps(schema.value, ensure_ascii=False),
        json.dumps(uischema, ensure_ascii=False),
        _facts(form_id, version, title, _line(schema.value.get("description"))),
        json.dumps(report, ensure_ascii=False),
    )
    return Incoming(form_id, version, title, STANDARD, source, "", digest, documents)


def _line(value: object) -> str:
    """Return a text on one line without signs that nobody can see; empty for what is none."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def _counted(schema: dict[str, Any], uischema: dict[str, Any]) -> dict[str, Any]:
    elements = list(_elements(uischema))
    kinds = Counter(str(one.get("type")) for one in elements)
    types: Counter[str] = Counter()
    for one in elements:
        if _kind(one) in _SCOPED:
            found = at_scope(schema, str(one.get("scope")), schema)
            types.update(types_of(found or {})[:1] or ("ohne",))
    counts = {
        "felder": sum(kinds[one] for one in _SCOPED),
        "gruppen": sum(kinds[one] for one in _LAYOUTS),
        "regeln": sum("rule" in one for one in elements),
    }
    return {"counts": counts, "feldart": dict(sorted(kinds.items())), "datentyp": dict(sorted(types.items()))}


def _elements(element: object) -> Iterator[dict[str, Any]]:
    if isinstance(element, dict):
        yield element
        inner = element.get("elements")
        for one in inner if isinstance(inner, list) else ():
            yield from _elements(one)
        options = element.get("options")
        yield from _elements(options.get("detail") if isinstance(options, dict) else None)


def _remarks(schema: dict[str, Any], *, given: bool) -> Iterator[tuple[str, str]]:
    if not given:
        yield "Dokument", "Es gab kein UI-Schema. Die Fragen stehen in der Reihenfolge des Schemas, ohne Schritte."
    for place, name, value in _keywords(schema, ()):
        if name == "format" and str(value) not in _OWN_FORMATS:
            yield "/".join(map(str, place)), f"Das Format „{value}“ ist nicht bekannt und wird nicht geprüft."


def _facts(form_id: str, version: str, title: str, law: str) -> str:
    """Return ``form.toml``; JSON strings are TOML strings."""
    told = {"id": form_id, "version": version, "title": title, "law": law[:2000] or "nicht genannt"}
    lines = [f"{name} = {json.dumps(text, ensure_ascii=False)}".replace("\x7f", "") for name, text in told.items()]
    return "\n".join(
        [
            *lines,
            "valid_from = 1970-01-01",
            'status = "ungeprueft"',
            "[representation]",
            *(f'{name} = "ungeklaert"' for name in ("declares", "carries", "presence", "signatures")),
            "[signature]",
            'rule = "schriftform"',
            'source = "nicht geprüft"',
            "[ways]",
            'allowed = ["papier"]',
            "",
        ]
    )
