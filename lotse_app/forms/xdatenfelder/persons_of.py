"""What a field of FIM asks of a person, told by its own name: so that a Vorgang is found, copied and erased by person.

Only a name that says nothing else counts; ``Familienname des Kindes`` names somebody as well and is found, but is
nobody's prefill.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lotse_app.forms.xdatenfelder.model import Field

#: The keys of the building blocks that say the same (``x-vorbelegung``), by the name of a field.
_KEYS: Final = {
    "familienname": "person.familienname",
    "nachname": "person.familienname",
    "vorname": "person.vornamen",
    "vornamen": "person.vornamen",
    "geburtsname": "person.geburtsname",
    "geburtsdatum": "person.geburtsdatum",
    "straße": "anschrift.strasse",
    "hausnummer": "anschrift.hausnummer",
    "postleitzahl": "anschrift.plz",
    "ort": "anschrift.ort",
    "telefonnummer": "kontakt.telefon",
    "telefon": "kontakt.telefon",
    "e-mail": "kontakt.email",
    "e-mail-adresse": "kontakt.email",
}
_NAMING: Final = re.compile(r"\b(familienname|nachname|geburtsname|geburtsdatum)", re.IGNORECASE)
_SAME: Final = {"nachname": "familienname"}


def prefill_of(field: Field) -> str:
    """Return the prefill key of a field, empty where its name says more or something else."""
    key = _KEYS.get(field.label.strip().lower()) or _KEYS.get(field.name.strip().lower(), "")
    kinds = {"text", "text_latin", "date"} if key == "person.geburtsdatum" else {"text", "text_latin"}
    return key if field.kind == "input" and field.datatype in kinds else ""


def names_what(field: Field) -> str:
    """Return ``familienname``, ``geburtsname`` or ``geburtsdatum`` where a field asks for somebody's; else nothing."""
    if field.kind != "input" or field.datatype not in {"text", "text_latin", "date"}:
        return ""
    found = _NAMING.search(field.name) or _NAMING.search(field.label)
    word = found[1].lower() if found is not None else ""
    return _SAME.get(word, word)
