"""Which elements a document of XDatenfelder has where, and which codes: what is not here is refused.

The tables are drawn from the specification as far as the corpus shows it: ``one`` must be there once, ``maybe`` at
most once, ``many`` any number of times. An element without a table holds text and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACES: Final[Mapping[str, str]] = {
    "urn:xoev-de:fim:standard:xdatenfelder_2": "2.0",
    "urn:xoev-de:fim:standard:xdatenfelder_3.0.0": "3.0.0",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Names of children."""

    one: frozenset[str]
    maybe: frozenset[str]
    many: frozenset[str]


def _shape(one: str = "", maybe: str = "", many: str = "") -> Shape:
    return Shape(frozenset(one.split()), frozenset(maybe.split()), frozenset(many.split()))


_CODED: Final = _shape("code")
_COMMON_2: Final = (
    "bezeichnungEingabe bezeichnungAusgabe beschreibung definition bezug status fachlicherErsteller versionshinweis "
    "freigabedatum veroeffentlichungsdatum gueltigAb gueltigBis "
)
_COMMON_3: Final = (
    "beschreibung definition freigabestatus statusGesetztAm statusGesetztDurch versionshinweis "
    "veroeffentlichungsdatum letzteAenderung gueltigAb gueltigBis "
)
_LABELS_3: Final = "bezeichnungEingabe bezeichnungAusgabe schemaelementart hilfetextEingabe hilfetextAusgabe "
_SCHEMA: Final = "dokumentsteckbrief ableitungsmodifikationenStruktur ableitungsmodifikationenRepraesentation "

_BOTH: Final[dict[str, Shape]] = {
    "header": _shape("", "nachrichtID erstellungszeitpunkt referenzID"),
    "identifikation": _shape("id", "version"),
    "schemaelementart": _CODED,
    "feldart": _CODED,
    "datentyp": _CODED,
    "ableitungsmodifikationenStruktur": _CODED,
    "ableitungsmodifikationenRepraesentation": _CODED,
    "dokumentsteckbrief": _shape("id", "version"),
}
SHAPES: Final[Mapping[str, Mapping[str, Shape]]] = {
    "2.0": {
        **_BOTH,
        "stammdatenschema": _shape("identifikation name", _COMMON_2 + _SCHEMA + "hilfetext", "regel struktur"),
        "datenfeldgruppe": _shape(
            "identifikation name",
            _COMMON_2 + "schemaelementart hilfetextEingabe hilfetextAusgabe",
            "regel struktur",
        ),
        "datenfeld": _shape(
            "identifikation name feldart datentyp",
            _COMMON_2 + "schemaelementart hilfetextEingabe hilfetextAusgabe praezisierung inhalt codelisteReferenz",
            "regel",
        ),
        "regel": _shape("identifikation name", _COMMON_2 + "script"),
        "struktur": _shape("anzahl enthaelt", "bezug"),
        "enthaelt": _shape("", "datenfeld datenfeldgruppe"),
        "codelisteReferenz": _shape("identifikation", "genericodeIdentification"),
        "genericodeIdentification": _shape("canonicalIdentification", "version canonicalVersionUri"),
        "status": _CODED,
    },
    "3.0.0": {
        **_BOTH,
        "stammdatenschema": _shape(
            "identifikation name",
            _COMMON_3 + _SCHEMA + "bezeichnung hilfetext",
            "bezug stichwort relation regel struktur",
        ),
        "datenfeldgruppe": _shape(
            "identifikation name", _COMMON_3 + _LABELS_3 + "art", "bezug stichwort relation regel struktur"
        ),
        "datenfeld": _shape(
            "identifikation name feldart datentyp",
            _COMMON_3
            + _LABELS_3
            + "praezisierung vorbefuellung werte codelisteReferenz codeKey nameKey helpKey maxSize",
            "bezug stichwort relation regel inhalt mediaType",  # a published example has inhalt twice
        ),
        "regel": _shape(
            "identifikation name",
            "beschreibung freitextRegel fachlicherErsteller letzteAenderung typ script skript",
            "bezug stichwort",
        ),
        "struktur": _shape("anzahl enthaelt", "", "bezug"),
        "enthaelt": _shape("", "datenfeld datenfeldgruppe"),
        "codelisteReferenz": _shape("", "canonicalIdentification version canonicalVersionUri"),
        "werte": _shape("", "", "wert"),
        "wert": _shape("code name", "hilfe"),
        "freigabestatus": _CODED,
        "vorbefuellung": _CODED,
        "art": _CODED,
        "typ": _CODED,
    },
}

#: Parts of a rule for machines, which no published rule has; they say nothing that the form needs.
UNREAD: Final = frozenset({"param", "ziel", "fehler"})
#: Texts that must not be empty.
FILLED: Final = frozenset({"id", "anzahl", "code", "name"})
#: Codes the standard knows; a code list that is not here is not looked at.
CODES: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "2.0": {
        "feldart": frozenset({"input", "select", "label"}),
        "datentyp": frozenset(["text", "date", "bool", "num", "num_int", "num_currency", "file", "obj"]),
        "schemaelementart": frozenset({"ABS", "HAR", "RNG"}),
        "status": frozenset({"inVorbereitung", "aktiv", "inaktiv"}),
    },
    "3.0.0": {
        "feldart": frozenset({"input", "select", "label", "hidden", "locked"}),
        "datentyp": frozenset(
            ["text", "text_latin", "date", "time", "datetime", "bool", "num", "num_int", "num_currency", "file", "obj"]
        ),
        "schemaelementart": frozenset({"ABS", "HAR", "RNG"}),
        "freigabestatus": frozenset("12345678"),
        "vorbefuellung": frozenset({"keine", "optional", "verpflichtend"}),
        "art": frozenset("X"),
        "typ": frozenset("KMVB"),
    },
}
