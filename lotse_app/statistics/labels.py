"""German names of the rows of tables: every code of a dimension, and the empty key for *nothing noted*."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from lotse_app.models.contact import Language
from lotse_app.models.figures import Dimension
from lotse_app.models.people import PlaceType
from lotse_app.models.public_service import Way
from lotse_app.models.session import AgeBand, FirstContact, Obstacle, Result
from lotse_app.models.words import ACCESS, AGES, CONTACT_KINDS, DEVICES, HELP, LANGUAGES, OBSTACLES, PLACES, RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping

Code = TypeVar("Code", bound=StrEnum)

_FIRST_CONTACT: dict[str, str] = {
    FirstContact.YES: "zum ersten Mal hier",
    FirstContact.NO: "schon einmal hier",
    FirstContact.NOT_ASKED: "nicht gefragt",
}

_RESULT = dict[str, str](RESULTS.items()) | {Result.REFERRED: "verwiesen"}

_KIND = dict[str, str](
    (kind, words if kind.counsels else f"{words} (keine Beratung)") for kind, words in CONTACT_KINDS.items()
)

#: Bands of length by their lower end in minutes; half-open.
_LENGTH: dict[str, str] = {
    "0": "unter 10 Minuten (Kurzkontakt)",
    "10": "10 bis unter 30 Minuten",
    "30": "30 bis unter 60 Minuten",
    "60": "1 bis unter 2 Stunden",
    "120": "2 Stunden und länger",
}

_PLACE = dict[str, str](PLACES.items()) | {PlaceType.OTHER: "anderer Ort"}

#: Ways of handing in, as rows of the table of applications.
WAY_NAMES: dict[str, str] = {
    Way.PAPER: "auf Papier",
    Way.RECEPTION_POINT: "über die Annahmestelle",
    Way.ONLINE_TOGETHER: "gemeinsam online",
    Way.DIRECT: "direkt ans Fachamt",
}


def _unsaid_last(words: Mapping[Code, str], unsaid: Code) -> dict[str, str]:
    """Return words by code in their order, but that nothing was said stands last in a table."""
    return dict[str, str]((code, said) for code, said in words.items() if code != unsaid) | {unsaid: words[unsaid]}


#: Members of a StrEnum are their codes, so these serve as tables by code.
#: Codes of a dimension in the order of its rows. Topics and months have no fixed list.
LABELS: dict[Dimension, dict[str, str]] = {
    Dimension.FIRST_CONTACT: _FIRST_CONTACT,
    Dimension.RESULT: _RESULT,
    Dimension.HELP_KIND: dict(HELP.items()),
    Dimension.AGE_BAND: _unsaid_last(AGES, AgeBand.NOT_SAID),
    Dimension.OBSTACLE: {one: OBSTACLES[one] for one in Obstacle},
    Dimension.TOPIC: {},
    Dimension.KIND: _KIND,
    Dimension.LENGTH: _LENGTH,
    Dimension.PLACE: _PLACE,
    Dimension.ACCESS: dict(ACCESS.items()),
    Dimension.LANGUAGE: _unsaid_last(LANGUAGES, Language.NOT_ASKED),
    Dimension.DEVICE: dict(DEVICES.items()),
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
