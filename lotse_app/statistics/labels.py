"""German names of the rows of tables: every code of a dimension, and the empty key for *nothing noted*."""

from __future__ import annotations

from lotse_app.models.contact import ContactKind, Device, Language
from lotse_app.models.figures import Dimension
from lotse_app.models.people import PlaceType
from lotse_app.models.public_service import Way
from lotse_app.models.session import AgeBand, FirstContact, Obstacle, Result
from lotse_app.models.words import ACCESS, AGES, HELP, OBSTACLES, PLACES, RESULTS

_FIRST_CONTACT: dict[str, str] = {
    FirstContact.YES: "zum ersten Mal hier",
    FirstContact.NO: "schon einmal hier",
    FirstContact.NOT_ASKED: "nicht gefragt",
}

_RESULT = dict[str, str](RESULTS.items()) | {Result.REFERRED: "verwiesen"}

_KIND: dict[str, str] = {
    ContactKind.SINGLE: "Einzelberatung",
    ContactKind.GROUP: "Gruppe",
    ContactKind.TELEPHONE: "am Telefon",
    ContactKind.VIDEO: "per Video",
    ContactKind.WRITTEN: "per Brief oder E-Mail",
    ContactKind.HOME_VISIT: "Hausbesuch",
    ContactKind.THIRD_PARTY: "Kontakt mit Dritten (keine Beratung)",
    ContactKind.NO_SHOW: "nicht erschienen (keine Beratung)",
    ContactKind.INTERNAL: "intern (keine Beratung)",
    ContactKind.COACHING: "Anleitung von Beschäftigten (keine Beratung)",
}

#: Bands of length by their lower end in minutes; half-open.
_LENGTH: dict[str, str] = {
    "0": "unter 10 Minuten (Kurzkontakt)",
    "10": "10 bis unter 30 Minuten",
    "30": "30 bis unter 60 Minuten",
    "60": "1 bis unter 2 Stunden",
    "120": "2 Stunden und länger",
}

_PLACE = dict[str, str](PLACES.items()) | {PlaceType.OTHER: "anderer Ort"}

_LANGUAGE: dict[str, str] = {
    Language.GERMAN: "Deutsch",
    Language.PLAIN_GERMAN: "Einfache Sprache",
    Language.UPPER_SORBIAN: "Obersorbisch",
    Language.LOWER_SORBIAN: "Niedersorbisch",
    Language.SIGN_LANGUAGE: "Gebärdensprache",
    Language.OTHER: "andere Sprache",
    Language.NOT_ASKED: "nicht gefragt",
}

_DEVICE: dict[str, str] = {
    Device.OFFICE_COMPUTER: "Computer der Stelle",
    Device.OWN_PHONE: "eigenes Smartphone",
    Device.OWN_TABLET: "eigenes Tablet",
    Device.OWN_COMPUTER: "eigener Computer",
    Device.NONE: "kein Gerät",
}

#: Ways of handing in, as rows of the table of applications.
WAY_NAMES: dict[str, str] = {
    Way.PAPER: "auf Papier",
    Way.RECEPTION_POINT: "über die Annahmestelle",
    Way.ONLINE_TOGETHER: "gemeinsam online",
    Way.DIRECT: "direkt ans Fachamt",
}

#: Ages that were said, the youngest first; that nothing was said stands last in a table.
_ASKED = tuple(band for band in AgeBand if band is not AgeBand.NOT_SAID)

#: Members of a StrEnum are their codes, so these serve as tables by code.
#: Codes of a dimension in the order of its rows. Topics and months have no fixed list.
LABELS: dict[Dimension, dict[str, str]] = {
    Dimension.FIRST_CONTACT: _FIRST_CONTACT,
    Dimension.RESULT: _RESULT,
    Dimension.HELP_KIND: dict(HELP.items()),
    Dimension.AGE_BAND: {band: AGES[band] for band in (*_ASKED, AgeBand.NOT_SAID)},
    Dimension.OBSTACLE: {one: OBSTACLES[one] for one in Obstacle},
    Dimension.TOPIC: {},
    Dimension.KIND: _KIND,
    Dimension.LENGTH: _LENGTH,
    Dimension.PLACE: _PLACE,
    Dimension.ACCESS: dict(ACCESS.items()),
    Dimension.LANGUAGE: _LANGUAGE,
    Dimension.DEVICE: _DEVICE,
    Dimension.TAG: {},
    Dimension.STATION: {},
    Dimension.COMMUNE: {},
}

#: Name of the empty key. Dimensions that are not here always carry a code.
NOTHING_NOTED: dict[Dimension, str] = {
    Dimension.RESULT: "nicht angegeben",
    Dimension.HELP_KIND: "nicht angegeben",
    Dimension.TOPIC: "kein Anliegen vermerkt",
    Dimension.OBSTACLE: "kein Hindernis vermerkt",
    Dimension.DEVICE: "kein Gerät vermerkt",
    Dimension.TAG: "ohne Förderkennzeichen",
}
