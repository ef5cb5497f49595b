"""Writes ``docs/nachweise/wer-handelt.md``: every cell of *Wer handelt?*, and the one receipt, as the program decides.

``python -m scripts.acting_table [FILE]``; a test compares the page with what the program says now.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lotse_app.models.acting import ActingAs
from lotse_app.models.people import Role
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.representation import (
    AGENTS,
    AgentIs,
    Note,
    Office,
    Reason,
    Rule,
    at_place,
    by_agent,
    by_rule,
    places,
    receipt,
)
from lotse_app.models.words import ROLES
from lotse_app.ui.words.acting import ACTING_WORDS, note_words, reason_words

if TYPE_CHECKING:
    from lotse_app.models.representation import (
        Place,
    )

PAGE = Path(__file__).parents[1] / "docs" / "nachweise" / "wer-handelt.md"
_OFFICES = {
    Office.OWN: "eigene Gemeinde",
    Office.UNSURE: "in der eigenen Gemeinde, Stelle nicht bekannt",
    Office.OTHER: "andere Stelle",
}
_GIVEN_TO = {
    AgentIs.OUTSIDER: "eine andere Person",
    AgentIs.OFFICIAL: "eine Person der Verwaltung dieses Stützpunkts, mit Namen",
    AgentIs.PILOT: "die unterstützende Person",
    AgentIs.OPERATOR: "der Träger",
}
_RECEIPTS = {
    ReceiptKind.RECEIVED: "Eingangsbestätigung",
    ReceiptKind.FORWARDED: "Entgegengenommen (§ 16 SGB I)",
    ReceiptKind.HANDED_OVER: "Übergabebeleg",
}
_HEAD = """# Wer handelt: jede Zelle

Geschrieben von `python -m scripts.acting_table` aus `lotse_app/models/representation.py`; ein Test vergleicht diese
Seite mit dem, was das Programm entscheidet. Ein Weg ist offen, wenn beide Tabellen ihn erlauben. Die Leistung wird
zuerst gefragt: Was ihr Gesetz ausschließt, ist für alle ausgeschlossen.

`✓` offen, `–` nicht möglich, mit dem Satz, der im Fenster steht.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_places(), "", *_agents(), "", *_rules(), "", *_receipts(), ""])


def _places() -> list[str]:
    lines = [
        "## Wer hilft wo, vor wem",
        "",
        "| Rolle | öffentliche Stelle | Annahmestelle | Es entscheidet | Sozialleistung | Weg | | Satz |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for place in places():
        for acting in ActingAs:
            found = at_place(place, acting)
            words = _words(found.reason, found.notes, acting)
            lines.append(f"| {_row(place)} | {ACTING_WORDS[acting]} | {_sign(allowed=found.allowed)} | {words} |")
    return lines


def _agents() -> list[str]:
    lines = [
        "## Wer die Vollmacht bekommt",
        "",
        "Gefragt bei „Person mit Vollmacht“ und „Ich als bevollmächtigte Person“, zusätzlich zur ersten Tabelle. Wer",
        "wie jemand der Verwaltung heißt, zählt als andere Person, sobald das gesagt ist und im Protokoll steht.",
        "",
        "| Rolle | öffentliche Stelle | Annahmestelle | Es entscheidet | Sozialleistung | Vollmacht an | | Satz |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for place in places():
        for agent, words in _GIVEN_TO.items():
            reason = by_agent(place, agent)
            lines.append(f"| {_row(place)} | {words} | {_sign(allowed=not reason)} | {reason_words(reason)} |")
    return lines


def _rules() -> list[str]:
    lines = [
        "## Was die Leistung verlangt",
        "",
        "Der Code steht in `form.toml` unter `[representation]`. Für den Boten zählen `carries` und `presence`, sonst",
        "`declares`, `presence` und `signatures`.",
        "",
        "| Code | Weg | | Satz |",
        "|---|---|---|---|",
    ]
    for rule in Rule:
        for acting in ActingAs:
            found = by_rule(rule, acting)
            words = _words(found.reason, found.notes, ActingAs.SELF)
            lines.append(f"| `{rule.value}` | {ACTING_WORDS[acting]} | {_sign(allowed=found.allowed)} | {words} |")
    return lines


def _receipts() -> list[str]:
    lines = [
        "## Der eine Beleg",
        "",
        "Nur eine öffentliche Stelle nimmt für ein Amt an: Ein Verein ist keine Annahmestelle und bestätigt",
        "auch nicht nach § 16 SGB I.",
        "Wer in dem Antrag selbst vertritt, nimmt ihn nicht zugleich für ein Amt an (VwVfG § 20 Abs. 1 Nr. 3,",
        "SGB X § 16 Abs. 1 Nr. 3).",
        "",
        "| Rolle | öffentlich | Annahmestelle | Es entscheidet | Sozialleistung | hier | geht mit | wir vertreten |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for place in places():
        kinds = (
            receipt(place, at_reception=True),
            receipt(place, at_reception=False),
            receipt(place, at_reception=True, acting=ActingAs.PILOT_AS_AGENT),
        )
        possible = place.role is not Role.COORDINATOR
        cells = " | ".join(_RECEIPTS[kind] if possible else "kein Vorgang" for kind in kinds)
        lines.append(f"| {_row(place)} | {cells} |")
    return lines


def _row(place: Place) -> str:
    yes = {True: "ja", False: "nein"}
    return (
        f"{ROLES[place.role]} | {yes[place.public_body]} | {yes[place.reception_point]} | {_OFFICES[place.office]} "
        f"| {yes[place.social_benefit]}"
    )


def _sign(*, allowed: bool) -> str:
    return "✓" if allowed else "–"


def _words(reason: str, notes: tuple[str, ...], acting: ActingAs) -> str:
    if reason:
        return reason_words(Reason(reason))
    said = [note_words(Note(note)) for note in notes]
    return " ".join(["Mit Vollmacht.", *said] if acting in AGENTS else said)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    target.write_text(page(), "utf-8")
