"""Who acts in an application (product, step 4). Which way is open to whom stands in ``representation.py``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActingAs(StrEnum):
    """The ways of *Wer handelt?*."""

    SELF = "selbst"
    AUTHORISED_PERSON = "bevollmaechtigt"
    PARENTS = "eltern"
    LEGAL_GUARDIAN = "betreuung"
    MESSENGER = "bote"
    PILOT_AS_AGENT = "lotse_bevollmaechtigt"


class ReadBackWay(StrEnum):
    """How a section was read back to the resident."""

    READ_SELF = "selbst_gelesen"
    READ_ALOUD = "vorgelesen"
    SIGNED = "gebaerdet"
    INTERPRETED = "gedolmetscht"


@dataclass(frozen=True, slots=True)
class ActingChoice:
    """One way with whether it is open here, the code of the reason where it is not, and what is said beside it."""

    acting: ActingAs
    allowed: bool
    reason: str = ""
    notes: tuple[str, ...] = ()
