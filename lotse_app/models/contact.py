"""What kind of contact it was, heads of a group by attribute, and what may be asked besides (domain 1.6, peers 8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.people import PlaceType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ContactKind(StrEnum):
    """Kind of contact. Those of ``COUNSELLING`` are Beratungen; the others are counted apart."""

    SINGLE = "einzel"
    GROUP = "gruppe"
    TELEPHONE = "telefon"
    VIDEO = "video"
    WRITTEN = "schriftlich"
    HOME_VISIT = "hausbesuch"
    THIRD_PARTY = "dritte"
    NO_SHOW = "nicht_erschienen"
    INTERNAL = "intern"
    COACHING = "anleitung"

    @property
    def counsels(self) -> bool:
        """Return whether a resident was counselled: only then there are help, result and age to ask for."""
        return self in COUNSELLING


#: Kinds that are a Beratung. A contact with a third party, a missed appointment and work inside the house are none.
COUNSELLING = frozenset(
    {
        ContactKind.SINGLE,
        ContactKind.GROUP,
        ContactKind.TELEPHONE,
        ContactKind.VIDEO,
        ContactKind.WRITTEN,
        ContactKind.HOME_VISIT,
    }
)

#: More are a mistake: what forms take, and lists.
MOST_PEOPLE = MOST_KILOMETRES = 999
#: Kinds that say where it was.
PLACE_OF_KIND = {ContactKind.HOME_VISIT: PlaceType.HOME_VISIT, ContactKind.TELEPHONE: PlaceType.TELEPHONE}


class HeadKind(StrEnum):
    """What heads of a group are counted by."""

    AGE = "alter"
    FIRST_CONTACT = "erstkontakt"
    GENDER = "geschlecht"


#: The value under which those are counted who were not asked or did not say.
NOT_SAID: dict[HeadKind, str] = {
    HeadKind.AGE: "k_a",
    HeadKind.FIRST_CONTACT: "nicht_gefragt",
    HeadKind.GENDER: "k_a",
}


@dataclass(frozen=True, slots=True)
class Heads:
    """So many persons of a group with one value of an attribute."""

    kind: HeadKind
    value: str
    count: int


class Gender(StrEnum):
    """Asked, never inferred."""

    NOT_SAID = "k_a"
    FEMALE = "w"
    MALE = "m"
    DIVERSE = "d"


class Language(StrEnum):
    """Language of the contact; ``hsb`` is Upper, ``dsb`` Lower Sorbian, ``dgs`` German Sign Language."""

    NOT_ASKED = ""
    GERMAN = "de"
    PLAIN_GERMAN = "de_leicht"
    UPPER_SORBIAN = "hsb"
    LOWER_SORBIAN = "dsb"
    SIGN_LANGUAGE = "dgs"
    OTHER = "andere"


class Device(StrEnum):
    """With what it was done (Gerät); several are possible."""

    OFFICE_COMPUTER = "pc_amt"
    OWN_PHONE = "eigenes_smartphone"
    OWN_TABLET = "eigenes_tablet"
    OWN_COMPUTER = "eigener_pc"
    NONE = "kein"


class Independence(IntEnum):
    """How far the person went alone (Selbstständigkeit)."""

    NOT_SAID = 0
    GUIDED = 1
    PARTLY = 2
    ALONE = 3


@dataclass(frozen=True, slots=True)
class Details:
    """What may be asked besides, all of it optional.

    ``residence`` is an AGS of eight digits; ``satisfaction`` 1 to 5, 0 for not asked. ``preparation`` and ``travel``
    are whole minutes and not part of the session's own; ``distance`` is whole kilometres there and back. ``tags`` are
    signs of funding programmes.
    """

    gender: Gender = Gender.NOT_SAID
    residence: str = ""
    language: Language = Language.NOT_ASKED
    devices: tuple[Device, ...] = ()
    independence: Independence = Independence.NOT_SAID
    satisfaction: int = 0
    preparation: int = 0
    travel: int = 0
    distance: int = 0
    tags: tuple[str, ...] = ()


def surplus(heads: Iterable[Heads], people: int) -> tuple[HeadKind, ...]:
    """Return the attributes of which more persons said something than were there."""
    sums = _sums(_said(heads))
    return tuple(kind for kind in HeadKind if sums.get(kind, 0) > people)


def whole_heads(heads: Sequence[Heads], people: int) -> tuple[Heads, ...]:
    """Return heads that sum up to ``people`` for every attribute that was counted at all, each once and sorted.

    Who did not say is never counted by hand: that is the remainder, whatever was given for it.
    """
    counts = {(one.kind, one.value): one.count for one in _said(heads)}
    for kind, found in _sums(_said(heads)).items():
        if found < people:
            counts[kind, NOT_SAID[kind]] = people - found
    return tuple(Heads(kind, value, count) for (kind, value), count in sorted(counts.items()))


def _said(heads: Iterable[Heads]) -> list[Heads]:
    return [one for one in heads if one.count and one.value != NOT_SAID[one.kind]]


def _sums(heads: Iterable[Heads]) -> dict[HeadKind, int]:
    sums: dict[HeadKind, int] = {}
    for one in heads:
        sums[one.kind] = sums.get(one.kind, 0) + one.count
    return sums
