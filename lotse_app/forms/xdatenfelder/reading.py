"""Reads a message of XDatenfelder 2.0 or 3.0.0 into the model; what the standard does not know is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from lotse_app.forms.xdatenfelder.model import (
    CodeEntry,
    CodeListName,
    Document,
    Field,
    Group,
    Identity,
    Precision,
    Reference,
    Rule,
    Use,
)
from lotse_app.forms.xdatenfelder.refusals import refused
from lotse_app.forms.xdatenfelder.safe_xml import read_tree
from lotse_app.forms.xdatenfelder.sanity import check_sane
from lotse_app.forms.xdatenfelder.shapes import CODES, FILLED, NAMESPACES, SHAPES, UNREAD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, BinaryIO

    from lotse_app.forms.xdatenfelder.safe_xml import Limits, Node

_MESSAGE: Final = re.compile(r"xdatenfelder\.(stammdatenschema|datenfeldgruppe|datenfeld)\.[0-9]{4}")
_NUMBER: Final = re.compile(r"([0-9]{1,6}):([0-9]{1,6}|\*)")
#: Ids and versions become names in the form; the standard has nothing but letters, digits and dots.
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{0,31}")
_VERSION: Final = re.compile(r"[A-Za-z0-9._-]{0,32}")
#: Links between versions of elements: up to 16,000 in one file, and nothing about the form.
_PASSED_OVER: Final = ("relation",)
_LIMITS: Final = ("minLength", "maxLength", "minValue", "maxValue", "pattern")


def read_document(stream: BinaryIO, limits: Limits | None = None) -> Document:
    """Return the document of a message. Raises XDF_REFUSED with the element and the line."""
    tree = read_tree(stream, skip=_PASSED_OVER, limits=limits)
    root = tree.root
    standard = NAMESPACES.get(root.namespace)
    if standard is None:
        raise refused(root.line, root.name, "der Namensraum ist nicht der von XDatenfelder 2.0 oder 3.0.0")
    found = _MESSAGE.fullmatch(root.name)
    if found is None:
        raise refused(root.line, root.name, "keine Nachricht, die gelesen werden kann")
    reader = _Reader(standard, root.namespace)
    return reader.message(root, found[1], tree.skipped)


class _Reader:
    """Turns checked elements into the model."""

    def __init__(self, standard: str, namespace: str) -> None:
        self._standard = standard
        self._namespace = namespace
        self._shapes = SHAPES[standard]
        self._codes = CODES[standard]
        self._above: list[Identity] = []

    def message(self, root: Node, kind: str, relations: int) -> Document:
        """Return the document; a message of one field or group is a form of that one element."""
        self._only(root, {"header", kind})
        body = self._once(root, kind)
        for child in root.children:
            self._check(child)
        if kind == "stammdatenschema":
            top = self._group(body)
        else:
            element = self._group(body) if kind == "datenfeldgruppe" else self._field(body)
            alone = Identity(f"Nachricht-{element.identity.id}", element.identity.version)
            top = Group(alone, element.name, element.label, uses=(Use(1, 1, element),), line=body.line)
        check_sane(top)
        return Document(
            standard=self._standard,
            message=kind,
            root=top,
            valid_from=body.value("gueltigAb") or body.value("veroeffentlichungsdatum"),
            created=root.value("header", "erstellungszeitpunkt"),
            relations=relations,
        )

    def _only(self, node: Node, known: set[str]) -> None:
        for child in node.children:
            if child.name not in known or child.namespace not in {self._namespace, ""}:
                raise refused(child.line, child.name, "hier unbekannt")

    def _once(self, node: Node, name: str) -> Node:
        found = node.all(name)
        if not found:
            raise refused(node.line, node.name, f"{name} fehlt")
        if len(found) > 1:
            raise refused(found[1].line, name, "steht doppelt")
        return found[0]

    def _check(self, node: Node) -> None:
        """Refuse what the tables do not know, in an element and all below it."""
        shape = self._shapes.get(node.name)
        if shape is None:
            self._only(node, set())
            if node.name in FILLED and not node.text.strip():
                raise refused(node.line, node.name, "ist leer")
            return
        self._only(node, {*shape.one, *shape.maybe, *shape.many, *(UNREAD if node.name == "regel" else ())})
        for name in sorted(shape.one):
            self._once(node, name)
        for name in sorted(shape.maybe):
            if node.first(name) is not None:
                self._once(node, name)
        for child in node.children:
            if child.name not in UNREAD:
                self._check(child)
        known = self._codes.get(node.name)
        if known is not None and node.value("code") not in known:
            line = self._once(node, "code").line
            raise refused(line, node.name, f"den Code „{node.value('code')}“ gibt es nicht")

    def _group(self, node: Node) -> Group:
        identity = self._identity(node)
        if identity in self._above:
            raise refused(node.line, node.name, f"{identity.key} enthält sich selbst")
        self._above.append(identity)
        uses = tuple(self._use(one) for one in node.all("struktur"))
        self._above.pop()
        return Group(**self._common(node, identity), uses=uses, choice=node.value("art", "code") == "X")

    def _use(self, node: Node) -> Use:
        count = self._once(node, "anzahl")
        number = _NUMBER.fullmatch(count.text.strip())
        if number is None:
            raise refused(count.line, "anzahl", f"„{count.text.strip()}“ ist keine Anzahl")
        minimum, maximum = int(number[1]), None if number[2] == "*" else int(number[2])
        if maximum is not None and (maximum < 1 or maximum < minimum):
            raise refused(count.line, "anzahl", f"„{number[0]}“ ist keine Anzahl")
        held = self._once(node, "enthaelt")
        if len(held.children) != 1:
            raise refused(held.line, held.name, "enthält nicht genau ein Feld oder eine Gruppe")
        inner = held.children[0]
        element = self._field(inner) if inner.name == "datenfeld" else self._group(inner)
        return Use(minimum, maximum, element, _references(node))

    def _identity(self, node: Node) -> Identity:
        found = Identity(node.value("identifikation", "id"), node.value("identifikation", "version"))
        if _ID.fullmatch(found.id) is None or _VERSION.fullmatch(found.version) is None:
            raise refused(node.line, node.name, f"„{found.key[:80]}“ ist keine Id mit Version")
        return found

    def _common(self, node: Node, identity: Identity) -> dict[str, Any]:
        name = node.value("name")
        return {
            "identity": identity,
            "name": name,
            "label": node.value("bezeichnungEingabe") or node.value("bezeichnung") or name,
            "help": node.value("hilfetextEingabe") or node.value("hilfetext"),
            "description": node.value("definition"),
            "rules": tuple(self._rule(one) for one in node.all("regel")),
            "references": _references(node),
            "line": node.line,
        }

    def _rule(self, node: Node) -> Rule:
        return Rule(
            identity=self._identity(node),
            name=node.value("name"),
            text=node.value("definition" if self._standard == "2.0" else "freitextRegel"),
            kind=node.value("typ", "code"),
            script=node.value("script") or node.value("skript"),
            line=node.line,
        )

    def _field(self, node: Node) -> Field:
        contents = [one.text.strip() for one in node.all("inhalt")]
        return Field(
            **self._common(node, self._identity(node)),
            kind=node.value("feldart", "code"),
            datatype=node.value("datentyp", "code"),
            precision=_precision(node),
            content=next((one for one in reversed(contents) if one), ""),
            codes=self._entries(node),
            code_list=_code_list(node),
            prefill=node.value("vorbefuellung", "code") or "keine",
            max_size=_size(node),
            media_types=tuple(one.text.strip() for one in node.all("mediaType") if one.text.strip()),
        )

    def _entries(self, node: Node) -> tuple[CodeEntry, ...]:
        values = node.first("werte")
        if values is None:
            return ()
        made: dict[str, CodeEntry] = {}
        for one in values.all("wert"):
            code = one.value("code")
            if code in made:
                raise refused(one.line, "wert", f"der Code „{code}“ steht doppelt")
            made[code] = CodeEntry(code, one.value("name"), one.value("hilfe"))
        return tuple(made.values())


def _references(node: Node) -> tuple[Reference, ...]:
    """Return what the element rests on: one element each in 3.0.0, one text with semicolons in 2.0."""
    found: list[Reference] = []
    for one in node.all("bezug"):
        link = one.attributes.get("link", "")
        parts = [one.text] if link else one.text.split(";")
        found.extend(Reference(" ".join(part.split()), link) for part in parts if part.strip())
    return tuple(found)


def _size(node: Node) -> int | None:
    text = node.value("maxSize")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise refused(node.line, "maxSize", f"„{text[:40]}“ ist keine Größe")
    return int(text)


def _code_list(node: Node) -> CodeListName | None:
    found = node.first("codelisteReferenz")
    if found is None:
        return None
    place = ("genericodeIdentification",) if found.first("genericodeIdentification") else ()
    return CodeListName(
        uri=found.value(*place, "canonicalIdentification"),
        version=found.value(*place, "version"),
        version_uri=found.value(*place, "canonicalVersionUri"),
        code_column=node.value("codeKey"),
        label_column=node.value("nameKey"),
        help_column=node.value("helpKey"),
    )


def _precision(node: Node) -> Precision:
    """Return the limits: attributes in 3.0.0, JSON text in 2.0; what is neither is kept as ``unread``."""
    found = node.first("praezisierung")
    if found is None:
        return Precision()
    limits: Mapping[str, Any] = found.attributes
    unread = ""
    if not limits and found.text.strip():
        try:
            limits = json.loads(found.text)
        except (ValueError, RecursionError):
            limits, unread = {}, found.text.strip()
    if not isinstance(limits, dict):
        limits, unread = {}, found.text.strip()
    odd = [f"{name}={value}" for name, value in limits.items() if name not in _LIMITS]
    lengths = {name: _length(limits.get(name), name, odd) for name in ("minLength", "maxLength")}
    values = {name: _number(limits.get(name), name, odd) for name in ("minValue", "maxValue")}
    return Precision(
        min_length=lengths["minLength"],
        max_length=lengths["maxLength"],
        min_value=values["minValue"],
        max_value=values["maxValue"],
        pattern=str(limits.get("pattern") or ""),
        unread="; ".join([unread] * bool(unread) + odd),
    )


def _length(value: object, name: str, odd: list[str]) -> int | None:
    text = "" if value is None else str(value).strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    if text:
        odd.append(f"{name}={text}")
    return None


def _number(value: object, name: str, odd: list[str]) -> str:
    text = "" if value is None else str(value).strip().replace(",", ".")
    if text and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", text) is None:
        odd.append(f"{name}={text}")
        return ""
    return text
