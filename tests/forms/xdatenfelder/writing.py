"""Writes documents of XDatenfelder from the model: what the reader must read back, in both versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from lotse_app.forms.xdatenfelder.model import Document, Field, Group, Identity, Rule, Use

if TYPE_CHECKING:
    from lotse_app.forms.xdatenfelder.model import Element, Precision

URI = {
    "2.0": "urn:xoev-de:fim:standard:xdatenfelder_2",
    "3.0.0": "urn:xoev-de:fim:standard:xdatenfelder_3.0.0",
}


def a_field(number: int = 1, label: str = "Feld", **more: object) -> Field:
    """Return a field whose id has this number."""
    return Field(Identity(f"F{number:011}", "1.0.0"), label, label, **more)  # type: ignore[arg-type] # any part of a field


def a_group(number: int, *uses: Use, label: str = "Gruppe", **more: object) -> Group:
    """Return a group whose id has this number."""
    return Group(Identity(f"G{number:011}", "1.0.0"), label, label, uses=uses, **more)  # type: ignore[arg-type] # any part of a group


def use(element: Field | Group, count: str = "1:1") -> Use:
    """Return a use of an element."""
    low, high = count.split(":")
    return Use(int(low), None if high == "*" else int(high), element)


def a_rule(number: int, text: str) -> Rule:
    """Return a rule."""
    return Rule(Identity(f"R{number:011}", "1.0.0"), f"Regel {number}", text, "K")


def a_document(*uses: Use, standard: str = "3.0.0", rules: tuple[Rule, ...] = ()) -> Document:
    """Return a schema of these elements."""
    root = Group(Identity("S00000000001", "1.0.0"), "Antrag", "Antrag", uses=uses, rules=rules)
    return Document(standard, "stammdatenschema", root, valid_from="2026-01-01", created="2026-01-01T00:00:00Z")


class Writer:
    """Writes one document."""

    def __init__(self, standard: str, prefix: str = "xdf") -> None:
        self.two = standard == "2.0"
        self.uri = URI[standard]
        self.prefix = f"{prefix}:" if prefix else ""

    def tag(self, name: str, inner: str = "", **attributes: str) -> str:
        """Return an element; ``code`` has no namespace where there is a prefix."""
        full = name if name == "code" and self.prefix else self.prefix + name
        more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        return f"<{full}{more}>{inner}</{full}>"

    def text(self, name: str, value: str) -> str:
        """Return an element with a text, nothing where there is none."""
        return self.tag(name, escape(value)) if value else ""

    def coded(self, name: str, code: str) -> str:
        """Return an element with a code."""
        return self.tag(name, self.tag("code", escape(code)))

    def identity(self, identity: Identity) -> str:
        """Return the identification."""
        return self.tag("identifikation", self.text("id", identity.id) + self.text("version", identity.version))

    def rule(self, rule: Rule) -> str:
        """Return a rule."""
        prose = self.text("definition" if self.two else "freitextRegel", rule.text)
        kind = "" if self.two or not rule.kind else self.coded("typ", rule.kind)
        return self.tag(
            "regel",
            self.identity(rule.identity)
            + self.text("name", rule.name)
            + prose
            + kind
            + self.text("script", rule.script),
        )

    def element(self, element: Element, *, schema: bool = False) -> str:
        """Return what all elements have."""
        parts = [self.identity(element.identity), self.text("name", element.name)]
        parts.append(self.text("bezeichnung" if schema and not self.two else "bezeichnungEingabe", element.label))
        parts.append(self.text("hilfetext" if schema else "hilfetextEingabe", element.help))
        parts.append(self.text("definition", element.description))
        if self.two:
            parts.append(self.text("bezug", "; ".join(one.text for one in element.references)))
        else:
            links = [({"link": one.link} if one.link else {}) for one in element.references]
            parts += [
                self.tag("bezug", escape(one.text), **link) for one, link in zip(element.references, links, strict=True)
            ]
        return "".join(parts) + "".join(self.rule(one) for one in element.rules)

    def uses(self, group: Group) -> str:
        """Return the structure of a group."""
        made = []
        for one in group.uses:
            high = "*" if one.maximum is None else one.maximum
            held = self.tag("enthaelt", self.any(one.element))
            made.append(self.tag("struktur", self.tag("anzahl", f"{one.minimum}:{high}") + held))
        return "".join(made)

    def any(self, element: Field | Group) -> str:
        """Return a field or a group."""
        if isinstance(element, Group):
            art = self.coded("art", "X") if element.choice else ""
            return self.tag("datenfeldgruppe", self.element(element) + art + self.uses(element))
        return self.tag("datenfeld", self.element(element) + self.about(element))

    def about(self, field: Field) -> str:
        """Return what only fields have."""
        parts = [self.coded("feldart", field.kind), self.coded("datentyp", field.datatype)]
        parts += [self.precision(field.precision), self.text("inhalt", field.content)]
        if field.codes:
            entries = (
                self.tag(
                    "wert", self.text("code", one.code) + self.text("name", one.label) + self.text("hilfe", one.help)
                )
                for one in field.codes
            )
            parts.append(self.tag("werte", "".join(entries)).replace("code>", f"{self.prefix}code>"))
        if field.code_list is not None:
            name = field.code_list
            held = self.text("canonicalIdentification", name.uri) + self.text("version", name.version)
            held += self.text("canonicalVersionUri", name.version_uri)
            if self.two:
                held = self.identity(Identity("C00000001")) + self.tag("genericodeIdentification", held)
            parts.append(self.tag("codelisteReferenz", held))
        if not self.two:
            parts.append(self.coded("vorbefuellung", field.prefill))
            parts.append(self.text("maxSize", "" if field.max_size is None else str(field.max_size)))
            parts += [self.text("mediaType", one) for one in field.media_types]
        return "".join(parts)

    def precision(self, precision: Precision) -> str:
        """Return limits as JSON text or as attributes."""
        named = {
            "minLength": precision.min_length,
            "maxLength": precision.max_length,
            "minValue": precision.min_value,
            "maxValue": precision.max_value,
            "pattern": precision.pattern,
        }
        given = {key: str(value) for key, value in named.items() if value not in {None, ""}}
        if not given:
            return ""
        if self.two:
            return self.text("praezisierung", json.dumps(given))
        return self.tag("praezisierung", **given)

    def document(self, document: Document, encoding: str = "utf-8") -> bytes:
        """Return the whole message."""
        valid = self.text("veroeffentlichungsdatum", document.valid_from)
        body = self.tag("stammdatenschema", self.element(document.root, schema=True) + valid + self.uses(document.root))
        header = self.tag("header", self.tag("nachrichtID", "1") + self.text("erstellungszeitpunkt", document.created))
        root = f"{self.prefix}xdatenfelder.stammdatenschema.0102"
        name = f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns"
        declared = f'<?xml version="1.0" encoding="{encoding}"?>\n<{root} {name}="{self.uri}">\n'
        return f"{declared}{header}\n{body}</{root}>".encode(encoding, "xmlcharrefreplace")


def written(document: Document, prefix: str = "xdf", encoding: str = "utf-8") -> bytes:
    """Return a document as XML."""
    return Writer(document.standard, prefix).document(document, encoding)


def code_list(uri: str, version: str, *rows: tuple[str, str], columns: tuple[str, str] = ("key", "name")) -> str:
    """Return a genericode list with two key columns; other columns of other names stand before them."""
    named = ("hinweis", *columns)
    made = "".join(f'<c:Column Id="{one}" Use="optional"><c:ShortName>{one}</c:ShortName></c:Column>' for one in named)
    keys = "".join(
        f'<c:Key Id="{one}K"><c:ShortName>x</c:ShortName><c:ColumnRef Ref="{one}"/></c:Key>' for one in columns
    )
    body = ""
    for row in rows:
        cells = zip(named, ("nichts", *row), strict=True)
        values = (
            f'<c:Value ColumnRef="{column}"><c:SimpleValue>{escape(cell)}</c:SimpleValue></c:Value>'
            for column, cell in cells
        )
        body += f"<c:Row>{''.join(values)}</c:Row>"
    about = f"<c:Version>{version}</c:Version><c:CanonicalUri>{uri}</c:CanonicalUri>"
    about += f"<c:CanonicalVersionUri>{uri}_{version}</c:CanonicalVersionUri>"
    return (
        '<c:CodeList xmlns:c="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">'
        f"<c:Identification>{about}</c:Identification><c:ColumnSet>{made}{keys}</c:ColumnSet>"
        f"<c:SimpleCodeList>{body}</c:SimpleCodeList></c:CodeList>"
    )
