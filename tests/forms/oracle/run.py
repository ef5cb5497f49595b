"""``make oracle``: compares the engine with @jsonforms/core and writes ``docs/nachweise/oracle.md``."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lotse_app.forms.library import FormLibrary
from lotse_app.paths import resources
from tests.chance import seeded
from tests.forms.oracle.asking import Oracle, versions
from tests.forms.oracle.comparing import differences
from tests.forms.oracle.covering import Coverage
from tests.forms.oracle.node import ROOT, install
from tests.forms.oracle.sampling import Sampler
from tests.forms.oracle.small_forms import small_questions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.forms.form import Form
    from tests.forms.oracle.comparing import Difference

#: How wrong answers are: nearly right ones reach deep, wild ones break everything.
_WILDNESS = (0.0, 0.01, 0.03, 0.08, 0.3)
_PREFACE = """# The engine beside JSON Forms

Written by `make oracle` only. `@jsonforms/core` and our engine get the same documents and answers. Compared are, for
every control in order, visibility, enabledness and the keywords shown there; the set of (instance path, keyword) of the
whole document; visibility and enabledness of every question the window paints, list items included. Answers are chosen
by chance until each rule was true *and* false and each keyword of each schema failed at its place. How the two are
asked: `tests/forms/oracle`; what is left out on purpose: ADR 0007. For the shipped forms *rules* and *keywords* are
places in the documents; for the small forms, made by chance out of every layout, effect, condition, option and keyword,
they are evaluations of rules and different keywords that failed.
"""
PAGE = ROOT / "docs" / "nachweise" / "oracle.md"


@dataclass(slots=True)
class Tally:
    """What was compared of one form."""

    name: str
    sets: int = 0
    controls: int = 0
    rules: int = 0
    keywords: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def count(self, theirs: Mapping[str, Any], found: list[Difference]) -> None:
        """Take note of one comparison."""
        self.controls += len(theirs.get("controls", ())) + len(theirs.get("inner", ()))
        self.errors.update(keyword for _, keyword in theirs.get("errors", ()))
        self.differences += found


def compare_form(form: Form, oracle: Oracle, count: int, seed: int) -> Tally:
    """Compare ``count`` sets of answers to a form, chosen by chance from ``seed``."""
    tally = Tally(form.id, sets=count)
    schema, uischema = dict(form.schema), dict(form.uischema)
    oracle.declare(form.id, schema, uischema)
    coverage = Coverage(schema, uischema)
    chance = seeded(seed)
    sampler = Sampler(schema, chance)
    for number in range(count):
        answers = sampler.answers(chance.choice(_WILDNESS))
        asked = {"form": form.id, "name": f"{form.id} {number}", "data": answers}
        theirs = oracle.ask(asked)
        tally.count(theirs, differences({**asked, "schema": schema, "uischema": uischema}, theirs, form))
        coverage.count(answers, theirs["rules"])
    tally.rules, tally.keywords, tally.left = len(coverage.rules), len(coverage.assertions), coverage.left()
    return tally


def compare_small(oracle: Oracle, count: int, seed: int) -> Tally:
    """Compare ``count`` small forms made by chance, each with its own answers."""
    tally = Tally("small forms", sets=count)
    for question in small_questions(count, seed):
        theirs = oracle.ask(question)
        tally.count(theirs, differences(question, theirs, question["painted"]))
        tally.rules += len(theirs.get("rules", ()))
    tally.keywords = len(tally.errors)
    return tally


def compare_all(count: int, small: int, seed: int = 1) -> list[Tally]:
    """Compare all shipped forms with at least ``count`` sets of answers together, and ``small`` small forms."""
    library = FormLibrary(resources() / "forms")
    names = library.form_ids()
    each = -(-count // len(names))
    with Oracle() as oracle:
        shipped = [compare_form(library.form(name), oracle, each, seed + at) for at, name in enumerate(names)]
        return [*shipped, compare_small(oracle, small, seed)]


def page(tallies: Sequence[Tally]) -> str:
    """Return the report."""
    known = versions(["@jsonforms/core", "ajv", "ajv-formats"])
    found = [one for tally in tallies for one in tally.differences]
    rows = [
        f"| {one.name} | {one.sets:,} | {one.controls:,} | {one.rules:,} | {one.keywords} | "
        f"{sum(one.errors.values()):,} | {len(one.left)} | {len(one.differences)} |"
        for one in tallies
    ]
    kinds: Counter[str] = sum((tally.errors for tally in tallies), Counter())
    facts = [
        "",
        "- " + ", ".join(f"{name} {number}" for name, number in known.items()),
        f"- sets of answers: **{sum(one.sets for one in tallies):,}**, differences: **{len(found)}**",
        "",
        "| form | answers | controls compared | rules | keywords | errors | not covered | differences |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
        "Errors by keyword: " + ", ".join(f"{name} {number:,}" for name, number in sorted(kinds.items())) + ".",
        "",
        *(f"- not covered, {tally.name}: `{one}`" for tally in tallies for one in tally.left),
        *(f"- difference, {one.name}, {one.what}: ours `{one.ours}`, theirs `{one.theirs}`" for one in found[:50]),
    ]
    return _PREFACE + "\n".join(facts).rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Compare and write the page named on the command line; return 0 only where nothing differs and all is covered."""
    reason = install()
    if reason is not None:
        sys.stderr.write(f"oracle: {reason}\n")
        return 1
    count = int(os.environ.get("LOTSE_ORACLE_SETS", "10200"))
    tallies = compare_all(count, int(os.environ.get("LOTSE_ORACLE_FORMS", "2000")))
    text = page(tallies)
    Path(arguments[0] if arguments else PAGE).write_text(text, "utf-8")
    sys.stdout.write(text)
    return int(any(one.differences or one.left for one in tallies))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
