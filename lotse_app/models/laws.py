"""Which law holds for a case: one kind of law for a service, one cell a question; read where ``resources/law`` says.

A social benefit runs under SGB X, a due of a commune under SächsKAG § 3 with the AO, a tax of the Finanzamt under the
AO itself, everything else under the VwVfG (in Saxony by SächsVwVfZG). Corrections 3 and 9 of the domain reference.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class LawKind(StrEnum):
    """What law a service runs under."""

    SOCIAL = "sozialleistung"
    DUES = "kommunalabgabe"
    TAX = "steuer"
    GENERAL = "sonst"


class LawOf(StrEnum):
    """What is asked of the law."""

    #: One may be represented; the paper is shown on demand.
    AGENT = "vollmacht"
    PROOF = "nachweis"
    #: The office writes to the agent.
    RECEIVE = "bescheide"
    #: The office sends an agent away.
    REJECT = "zurueckweisung"
    #: Who is agent does not work for the office that decides.
    BIAS = "ausschluss"
    #: When a letter counts as known, and what is done against it.
    KNOWN = "bekanntgabe"
    OBJECT = "rechtsbehelf"
    #: A year instead of a month where the letter does not say, or says wrongly, how that is done.
    UNTOLD = "belehrung"


_COMMUNAL = " mit SächsKAG § 3"

LAWS: Mapping[LawOf, Mapping[LawKind, str]] = {
    LawOf.AGENT: {
        LawKind.SOCIAL: "SGB X § 13 Abs. 1",
        LawKind.DUES: f"AO § 80 Abs. 1{_COMMUNAL}",
        LawKind.TAX: "AO § 80 Abs. 1",
        LawKind.GENERAL: "VwVfG § 14 Abs. 1",
    },
    LawOf.PROOF: {
        LawKind.SOCIAL: "SGB X § 13 Abs. 1",
        LawKind.DUES: f"AO § 80 Abs. 3{_COMMUNAL}",
        LawKind.TAX: "AO § 80 Abs. 3",
        LawKind.GENERAL: "VwVfG § 14 Abs. 1",
    },
    LawOf.RECEIVE: {
        LawKind.SOCIAL: "SGB X § 13 Abs. 3",
        LawKind.DUES: f"AO § 80 Abs. 5{_COMMUNAL}",
        LawKind.TAX: "AO § 80 Abs. 5",
        LawKind.GENERAL: "VwVfG § 14 Abs. 3",
    },
    LawOf.REJECT: {
        LawKind.SOCIAL: "SGB X § 13 Abs. 5",
        LawKind.DUES: f"AO § 80 Abs. 7{_COMMUNAL}",
        LawKind.TAX: "AO § 80 Abs. 7",
        LawKind.GENERAL: "VwVfG § 14 Abs. 5",
    },
    LawOf.BIAS: {
        LawKind.SOCIAL: "SGB X § 16",
        LawKind.DUES: f"AO § 82{_COMMUNAL}",
        LawKind.TAX: "AO § 82",
        LawKind.GENERAL: "VwVfG § 20",
    },
    LawOf.KNOWN: {
        LawKind.SOCIAL: "SGB X § 37 Abs. 2",
        LawKind.DUES: f"AO § 122 Abs. 2{_COMMUNAL}",
        LawKind.TAX: "AO § 122 Abs. 2",
        LawKind.GENERAL: "VwVfG § 41 Abs. 2",
    },
    LawOf.OBJECT: {
        # Which court decides differs by benefit; the month does not.
        LawKind.SOCIAL: "SGG § 84 oder VwGO § 70",
        # A notice of a commune is objected to as any other, not by Einspruch: that is of the Finanzamt.
        LawKind.DUES: "VwGO § 70",
        LawKind.TAX: "AO § 355",
        LawKind.GENERAL: "VwGO § 70",
    },
    LawOf.UNTOLD: {
        LawKind.SOCIAL: "SGG § 66 Abs. 2 oder VwGO § 58 Abs. 2",
        LawKind.DUES: "VwGO § 58 Abs. 2",
        LawKind.TAX: "AO § 356 Abs. 2",
        LawKind.GENERAL: "VwGO § 58 Abs. 2",
    },
}

_CALLED: Mapping[LawKind, str] = {
    LawKind.SOCIAL: "Sozialleistung: ",
    LawKind.DUES: "kommunale Abgabe: ",
    LawKind.TAX: "Steuer des Finanzamts: ",
    LawKind.GENERAL: "sonst ",
}

#: Objects of the LeiKa (digits 3 to 8) that communes raise: waste, hunting, visitors, trade, land, dogs, second homes,
#: entertainment, spa and overnight stays.
_DUES = frozenset({"001001", "067005", "077018", "102010", "102012", "102013", "102017", "102034", "139002", "139003"})
#: The group *Steuern und Abgaben*; what of it is no due of a commune belongs to the Finanzamt.
_TAXES = "102"
_DUES_LAW = re.compile(r"KAG\b(?!B)|Hundesteuersatzung")
_TAX_LAW = re.compile(r"\bAO\b|\b(?:E|U|K|Gew|Gr|GrE|Erb|Kraft)StG\b")


def kind_of(law: str, leika: Iterable[str] = (), *, social_benefit: bool) -> LawKind:
    """Return the kind of a service by what the catalogue or its form says of it."""
    objects = {one[2:8] for one in leika}
    if social_benefit:
        return LawKind.SOCIAL
    if objects & _DUES or _DUES_LAW.search(law):
        return LawKind.DUES
    if any(one.startswith(_TAXES) for one in objects) or _TAX_LAW.search(law):
        return LawKind.TAX
    return LawKind.GENERAL


def law(of: LawOf, kind: LawKind | None) -> str:
    """Return the law of one kind; of all kinds, each named, where there may be several (a Vollmacht for everything)."""
    cells = LAWS[of]
    if kind is not None:
        return cells[kind]
    return "; ".join(f"{_CALLED[one]}{cells[one]}" for one in LawKind)


def remedy(kind: LawKind) -> str:
    """Return what is done against a decision, as it is called."""
    return "Einspruch" if kind is LawKind.TAX else "Widerspruch"
