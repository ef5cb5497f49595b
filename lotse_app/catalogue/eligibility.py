"""Decides for every listed service whether one can apply for it on a page of one's own (Formloser Antrag).

Used at compile time only. The rules are tables in ``resources/catalogue``: ``ausschluss.tsv`` by object (digits 3 to 8
of the LeiKa id, or its group, digits 3 to 5) and Verrichtung (digits 9 to 11, or with the detail, 9 to 14);
``sozialleistungen.tsv`` and ``unterschrift.tsv`` by statute or object. The narrower rule goes before the wider one:
object before group before all, and within each Verrichtung with detail before Verrichtung before all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, str]

ELIGIBLE = "antrag"
#: A root entry (Verrichtung 000) takes what its object's other entries have: eligible if one of them is, unless
#: another one is done in another way. Then nobody can know which is meant, and one has to choose the exact entry.
INHERIT = "erbt"
#: What is done in another way than by a page of one's own, beside things that can be applied for.
APART = frozenset({"anzeige", "besondere_form", "nur_persoenlich"})
CHOOSE = "auswahl"
ANY = "*"
YES = "ja"


class UnclassifiedError(ValueError):
    """Names the services for which no rule says anything, or whose rule names a reason that is not known."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tables say about a service: ``reason`` is empty where one can apply for it."""

    reason: str
    social_benefit: bool
    signature: str


def classify(services: Sequence[Row], tables: Mapping[str, Sequence[Row]]) -> dict[str, Verdict]:
    """Return the verdict of every service by service id. Raises UnclassifiedError.

    ``tables`` are the rows of ``ausschluss``, ``ausschluss_gruende``, ``sozialleistungen`` and ``unterschrift``.
    """
    reasons = _reasons(services, tables["ausschluss"], {row["grund"] for row in tables["ausschluss_gruende"]})
    social = _marked(services, tables["sozialleistungen"], "sozial", YES)
    written = _marked(services, tables["unterschrift"], "regel", "schriftform")
    verdicts = {}
    for row in services:
        reason, here = reasons[row["service_id"]], _object(row)
        eligible = reason == ELIGIBLE
        verdicts[row["service_id"]] = Verdict(
            "" if eligible else reason,
            social_benefit=eligible and here in social,
            signature="schriftform" if here in written else "formfrei",
        )
    return verdicts


def _object(row: Row) -> str:
    return row["leika"][2:8]


def _reasons(services: Sequence[Row], rules: Sequence[Row], known: set[str]) -> dict[str, str]:
    table = {(rule["objekt"], rule["verrichtung"]): rule["grund"] for rule in rules}
    found = {row["service_id"]: _rule(row["leika"], table) for row in services}
    members: dict[str, list[str]] = defaultdict(list)
    for row in sorted(services, key=lambda one: one["leika"]):
        if found[row["service_id"]] != INHERIT:
            members[_object(row)].append(found[row["service_id"]])
    for row in services:
        if found[row["service_id"]] == INHERIT:
            found[row["service_id"]] = _inherited(members[_object(row)])
    unknown = sorted(row["leika"] for row in services if found[row["service_id"]] not in known)
    if unknown:
        raise UnclassifiedError(", ".join(unknown))
    return found


def _inherited(others: Sequence[str]) -> str:
    """Return the reason of a root entry from those of its object's other entries in their order; empty for none."""
    if ELIGIBLE not in others:
        return others[0] if others else ""
    return ELIGIBLE if APART.isdisjoint(others) else CHOOSE


def _rule(leika: str, table: Mapping[tuple[str, str], str]) -> str:
    for thing in (leika[2:8], leika[2:5], ANY):
        for act in (leika[8:], leika[8:11], ANY):
            if (thing, act) in table:
                return table[thing, act]
    return ""


def _marked(services: Sequence[Row], rules: Sequence[Row], column: str, value: str) -> set[str]:
    """Return the objects that a table marks: by a statute of one of their services, unless a row of theirs says else.

    A row of an object goes before one of its group (three digits). The list names statutes at some entries of an
    object only; what is true of one is true of all.
    """
    marks = {rule["objekt"]: rule[column] == value for rule in rules if rule["objekt"] != ANY}
    statutes = {rule["gesetz"] for rule in rules if rule["gesetz"] != ANY and rule[column] == value}
    by_law = {_object(row) for row in services if statutes & {law.strip() for law in row["law"].split(",")}}
    things = {_object(row) for row in services}
    return {thing for thing in things if marks.get(thing, marks.get(thing[:3], thing in by_law))}
