"""The report of an import: what was counted, what became of every rule, what could not be turned over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.forms.xdatenfelder.model import Field
from lotse_app.forms.xdatenfelder.places import below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.xdatenfelder.judging import Judged
    from lotse_app.forms.xdatenfelder.model import Document, Identity
    from lotse_app.forms.xdatenfelder.schema_of import Remarks

APPLIED, ELSEWHERE, NOTE = "umgesetzt", "andere Länder", "Vermerk"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What became of one rule at the group that bears it."""

    rule: str
    bearer: str
    outcome: str
    parsed: bool
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a form keeper must know before releasing; ``counts`` are occurrences in the tree."""

    id: str
    version: str
    name: str
    standard: str
    land: str
    counts: Mapping[str, int]
    kinds: Mapping[str, int]
    datatypes: Mapping[str, int]
    rules: tuple[RuleLine, ...]
    remarks: tuple[tuple[str, str], ...]

    def outcomes(self) -> Counter[str]:
        """Return how many rules came to what; ``verstanden`` counts those whose text was understood."""
        found = Counter(one.outcome for one in self.rules)
        found["verstanden"] = sum(one.parsed for one in self.rules)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the report for machines."""
        return {
            "id": self.id,
            "version": self.version,
            "name": self.name,
            "standard": self.standard,
            "land": self.land,
            "counts": dict(self.counts),
            "feldart": dict(self.kinds),
            "datentyp": dict(self.datatypes),
            "outcomes": dict(self.outcomes()),
            "rules": [
                {
                    "rule": one.rule,
                    "bearer": one.bearer,
                    "outcome": one.outcome,
                    "parsed": one.parsed,
                    "why": one.why,
                    "text": one.text,
                }
                for one in self.rules
            ],
            "remarks": [{"element": place, "text": words} for place, words in self.remarks],
        }


def make_report(
    document: Document, judged: Mapping[tuple[Identity, Identity], Judged], remarks: Remarks, land: str
) -> Report:
    """Return the report of a document."""
    elements = [place.use.element for place in below(document.root)]
    fields = [one for one in elements if isinstance(one, Field)]
    return Report(
        id=document.root.identity.id,
        version=document.root.identity.version,
        name=document.root.name,
        standard=document.standard,
        land=land,
        counts={
            "felder": len(fields),
            "gruppen": len(elements) - len(fields),
            "verschiedene felder": len({one.identity for one in fields}),
            "codes": sum(len(one.codes) for one in fields),
            "regeln": len(judged),
            "relationen": document.relations,
        },
        kinds=dict(sorted(Counter(one.kind for one in fields).items())),
        datatypes=dict(sorted(Counter(one.datatype for one in fields).items())),
        rules=tuple(_line(one) for one in judged.values()),
        remarks=tuple(remarks.lines),
    )


def _line(one: Judged) -> RuleLine:
    outcome = APPLIED if one.acts else ELSEWHERE if one.elsewhere else NOTE
    text = " ".join(one.rule.text.split())
    return RuleLine(one.rule.identity.key, one.bearer.identity.key, outcome, one.parsed, one.why, text)


def as_markdown(report: Report) -> str:
    """Return the report for people."""
    counts, outcomes = report.counts, report.outcomes()
    about = f"{report.id}, Version {report.version or 'ohne'}, XDatenfelder {report.standard}, Land {report.land}."
    fields = f"- {counts['felder']} Felder ({counts['verschiedene felder']} verschiedene), {counts['gruppen']} Gruppen"
    rules = f"- {counts['regeln']} Regeln: {outcomes[APPLIED]} umgesetzt, {outcomes[ELSEWHERE]} nur für andere Länder, "
    rules += f"{outcomes[NOTE]} als Vermerk am Feld"
    links = f"- {counts['relationen']} Verweise zwischen Fassungen, die für das Formular nichts bedeuten"
    lines = [f"# {report.name}", "", f"{about} Das Formular ist ungeprüft.", "", fields, rules, links]
    notes = [one for one in report.rules if one.outcome == NOTE]
    lines += ["", "## Regeln, die jemand selbst prüfen muss", ""] if notes else []
    lines += [f"- **{one.rule}** an {one.bearer}: {one.why}. Text: {_plain(one.text)}" for one in notes]
    lines += ["", "## Was sonst nicht übernommen ist", ""] if report.remarks else []
    lines += [f"- **{place}**: {_plain(words)}" for place, words in report.remarks]
    done = [one for one in report.rules if one.outcome != NOTE]
    lines += ["", "## Umgesetzte Regeln", ""] if done else []
    lines += [f"- {one.rule} an {one.bearer} ({one.outcome}): {_plain(one.text)}" for one in done]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return a text in which nothing is taken for Markdown or HTML."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in text)
