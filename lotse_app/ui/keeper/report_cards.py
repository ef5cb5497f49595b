"""The report of an import as cards: what was counted, and what somebody has to look at, each with its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.ui.kit.blocks import Body, Card, Heading, Muted
from lotse_app.ui.rooms.service_card import LabelledRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Outcomes of a rule as the report says them (``forms/xdatenfelder/report.py``), and what they are called here.
_APPLIED, _ELSEWHERE, _NOTE = "umgesetzt", "andere Länder", "Vermerk"


def report_cards(report: Mapping[str, Any], faults: Sequence[str]) -> Iterator[Card]:
    """Yield the cards of a report, what needs somebody first."""
    rules = report["rules"]
    yield _counted(report)
    if faults:
        yield _listed("Befunde, mit denen nicht freigegeben wird", "", [(one, "") for one in faults])
    notes = [(f"{one['rule']} an {one['bearer']}: {one['why']}", one["text"]) for one in _of(rules, _NOTE)]
    if notes:
        words = "Diese Regeln stehen als Vermerk bei ihren Feldern. Das Formular prüft sie nicht."
        yield _listed("Regeln, die jemand selbst prüfen muss", words, notes)
    remarks = [(one["text"], one["element"]) for one in report["remarks"]]
    if remarks:
        yield _listed("Was sonst nicht übernommen ist", "", remarks)
    elsewhere = [(f"{one['rule']} an {one['bearer']}", one["text"]) for one in _of(rules, _ELSEWHERE)]
    if elsewhere:
        yield _listed("Regeln, die nur in anderen Ländern gelten", "", elsewhere)
    done = [(f"{one['rule']} an {one['bearer']}", one["text"]) for one in _of(rules, _APPLIED)]
    if done:
        yield _listed("Umgesetzte Regeln", "", done)


def _of(rules: Sequence[Mapping[str, str]], outcome: str) -> list[Mapping[str, str]]:
    return [one for one in rules if one["outcome"] == outcome]


def _counted(report: Mapping[str, Any]) -> Card:
    card, counts, outcomes = Card("Bericht der Übernahme"), report["counts"], report["outcomes"]
    rows = [("Felder", str(counts["felder"]), ""), ("Gruppen", str(counts["gruppen"]), "")]
    if outcomes:
        words = (
            f"{outcomes.get(_APPLIED, 0)} umgesetzt, {outcomes.get(_ELSEWHERE, 0)} nur für andere Länder, "
            f"{outcomes.get(_NOTE, 0)} als Vermerk"
        )
        rows.append(("Regeln", str(counts["regeln"]), words))
    else:
        rows.append(("Regeln", str(counts["regeln"]), "stehen im UI-Schema und gelten so"))
    card.body.addWidget(LabelledRows(rows))
    return card


def _listed(title: str, words: str, lines: Sequence[tuple[str, str]]) -> Card:
    card = Card(f"{title} ({len(lines)})")
    if words:
        card.body.addWidget(Body(words))
    for head, text in lines:
        card.body.addWidget(Heading(head, 3))
        if text:
            card.body.addWidget(Muted(text))
    return card
