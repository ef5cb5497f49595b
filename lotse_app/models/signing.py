"""How a declaration gets signed, by whom, and which way is open where (product, step 9).

Who cannot write may set a *Handzeichen* before a witness, except where the law asks for Schriftform: there only a
notary could certify it (BGB § 126 (1)). Or an official at an office takes the declaration down (*zur Niederschrift*).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.people import PlaceType, Role
from lotse_app.models.problems import Code, refuse
from lotse_app.models.public_service import SignatureRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.application import Signature
    from lotse_app.models.people import Workplace

#: What was drawn on the pad: lines of points, 0 to 1 in both directions.
Strokes = tuple[tuple[tuple[float, float], ...], ...]
#: Fewer points than this are a slip of the pen, not a signature.
_FEWEST_POINTS = 4


def require_signature(strokes: Strokes) -> None:
    """Raise SIGNATURE_EMPTY where hardly anything was drawn."""
    if sum(len(stroke) for stroke in strokes) < _FEWEST_POINTS:
        raise refuse(Code.SIGNATURE_EMPTY)


class SignedAs(StrEnum):
    """How a signature was given."""

    OWN_HAND = "eigenhaendig"
    MARK = "handzeichen"
    RECORD = "niederschrift"


class SignWay(StrEnum):
    """The ways of the step *Unterschrift*, in the order of their number keys."""

    PAD = "feld"
    PRINT = "ausdruck"
    LATER = "folgt"
    MARK = "handzeichen"
    RECORD = "niederschrift"


class SignReason(StrEnum):
    """Why a way is closed; the window has the sentences."""

    ON_PAPER_ONLY = "nur_papier"
    WRITTEN_FORM = "schriftform"
    OFFICIALS_ONLY = "nur_verwaltung"
    AT_AN_OFFICE = "nur_dienststelle"
    NOT_BY_LAW = "gesetz"
    OTHER_OFFICE = "andere_stelle"


@dataclass(frozen=True, slots=True)
class SignChoice:
    """One way, and why it is closed where it is."""

    way: SignWay
    reason: SignReason | None = None

    @property
    def allowed(self) -> bool:
        """Return whether the way is open."""
        return self.reason is None


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same; capitals and blanks make no other person."""
    return one.casefold().split() == other.casefold().split()


@dataclass(frozen=True, slots=True)
class ToSign:
    """One line to be signed: its number from 0, the caption, who signs it, and whether the pad is too little.

    ``signer`` follows from who acts and is empty where nobody said who it is. ``others``: somebody else may sign as
    well (another member of the family, who has the right to an account); then the name is only offered.
    """

    number: int
    caption: str
    signer: str = ""
    print_only: bool = False
    others: bool = False

    @property
    def fixed(self) -> bool:
        """Return whether nobody but ``signer`` signs it."""
        return bool(self.signer) and not self.others

    def takes(self, name: str) -> bool:
        """Return whether a person of this name may sign it."""
        return not self.fixed or same_name(name, self.signer)


@dataclass(frozen=True, slots=True)
class SignRequest:
    """Who signs which line how; ``witness`` stands beside a Handzeichen."""

    way: SignWay
    line: ToSign
    signer: str
    witness: str = ""


@dataclass(frozen=True, slots=True)
class SigningCase:
    """What decides about ways: rule and ``record`` (does the law let it be taken down) of the form.

    ``own``: this office decides itself, or takes it for the one that does (SGB I § 16).
    """

    rule: SignatureRule
    record: bool
    own: bool


#: Where officials work. A declaration taken down elsewhere is not taken down *bei der Behörde*.
OFFICES = frozenset({PlaceType.TOWN_HALL, PlaceType.CITIZENS_OFFICE, PlaceType.MOBILE})
#: The law lets a declaration be taken down unless a form says otherwise. The Meldeschein has to be signed
#: (BMG § 23 (1)), and where one has to appear in person the office that decides takes the declaration itself.
RECORD_BY_LAW = {
    SignatureRule.FREE: True,
    SignatureRule.WRITTEN: True,
    SignatureRule.REGISTRATION: False,
    SignatureRule.IN_PERSON: False,
}


def sign_choices(case: SigningCase, line: ToSign, workplace: Workplace) -> tuple[SignChoice, ...]:
    """Return every way for a line with the reason where it is closed."""
    pad = None if case.rule is SignatureRule.FREE and not line.print_only else SignReason.ON_PAPER_ONLY
    mark = SignReason.WRITTEN_FORM if case.rule is SignatureRule.WRITTEN else None
    return (
        SignChoice(SignWay.PAD, pad),
        SignChoice(SignWay.PRINT),
        SignChoice(SignWay.LATER),
        SignChoice(SignWay.MARK, mark),
        SignChoice(SignWay.RECORD, _record_refusal(case, line, workplace)),
    )


def _record_refusal(case: SigningCase, line: ToSign, workplace: Workplace) -> SignReason | None:
    if workplace.pilot.role is not Role.OFFICIAL or not workplace.operator.public_body:
        return SignReason.OFFICIALS_ONLY
    if workplace.station.place_type not in OFFICES:
        return SignReason.AT_AN_OFFICE
    if not case.record or line.print_only:
        return SignReason.NOT_BY_LAW
    if case.rule is SignatureRule.WRITTEN and not case.own:
        return SignReason.OTHER_OFFICE
    return None


def open_lines(lines: Sequence[ToSign], signatures: Sequence[Signature]) -> tuple[ToSign, ...]:
    """Return the lines nobody has signed yet.

    A signature without a line is from before lines were asked one by one: on the print it stood for all of them, on the
    pad for the first.
    """
    if any(one.line is None and one.on_paper for one in signatures):
        return ()
    signed = {one.line or 0 for one in signatures}
    return tuple(line for line in lines if line.number not in signed)
