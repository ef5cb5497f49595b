"""Writes ``docs/nachweise/kill-9.md``; nobody and nothing else writes that page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.run import circumstances
from tests.faults.ground import repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.faults.ground import Phase
    from tests.faults.kill_rounds import Outcome

_HEAD = """# `kill -9` of the real program in its window

Written by `make faults` only. Each round starts the real program (real encrypted store, real window on an X server,
real key events), kills the process, opens the store it left and compares. Acknowledged is what the window had painted
as "gespeichert" (or, in the phases freeze and migration, as "mit Person geprüft" and as open).
"""
_WAYS = """
- edit: killed at a random moment while letters are typed into two steps of the form.
- autosave: killed within 20 ms before or after the autosave timer; "met" says on which side of the commit.
- freeze: killed between pressing *Festhalten* and a little after its end, every other time near that end; "met" says
  what the store holds. Frozen edition, state, paper and outbox operation must be there together or not at all, and the
  digest must fit.
- migration: killed while a store at schema 1 is opened, every third time within 0.3 s after it was painted as open;
  "met" says at which schema it was left. All rows of all tables
  must be the same as before, and the store must open at the newest schema.
- in every round: every page and every reference of the store checked, and the session that ran is still there.
"""


def write_page(told: Mapping[Phase, tuple[int, list[Outcome]]]) -> None:
    """Write the page with figures, seeds, commit and machine."""
    lines = [_HEAD, *circumstances(), "", *_table(told), _WAYS]
    findings = [outcome for _, outcomes in told.values() for outcome in outcomes if outcome.findings]
    lines += [f"- {outcome.phase.value}, round {outcome.number}: {outcome.findings}" for outcome in findings]
    page = repository() / "docs" / "nachweise" / "kill-9.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines) + "\n", "utf-8")


def _table(told: Mapping[Phase, tuple[int, list[Outcome]]]) -> Iterator[str]:
    yield "| phase | seed | rounds | acknowledgements | letters acknowledged last | met | findings |"
    yield "|---|---|---|---|---|---|---|"
    for phase, (seed, outcomes) in told.items():
        met = ", ".join(
            f"{name}: {count}" for name, count in sorted(Counter(one.met for one in outcomes).items()) if name
        )
        wrong = sum(bool(one.findings) for one in outcomes)
        told_so = sum(one.acknowledged for one in outcomes)
        letters = sum(one.letters for one in outcomes)
        yield f"| {phase.value} | {seed} | {len(outcomes)} | {told_so} | {letters} | {met or '–'} | {wrong} |"
    everything = [one for _, outcomes in told.values() for one in outcomes]
    yield f"| all | | {len(everything)} | | | | {sum(bool(one.findings) for one in everything)} |"
