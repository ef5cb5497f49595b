"""``make faults``: broken inputs for importer and form loader, and ``docs/nachweise/fuzz.md``."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.run import circumstances
from tests.faults.fuzz_inputs import MAKERS
from tests.faults.fuzzing import HANG, PLANTED, ROOT, Fuzz, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = ROOT / "docs" / "nachweise" / "fuzz.md"
#: From so many inputs on the page of evidence is written.
FULL = 200_000
_HEAD = f"""# Broken and hostile inputs for the importer and the form loader

Written by `make faults` only. Each input is made by chance from a seed and a number: whole documents of XDatenfelder
2.0 and 3.0.0, code lists, JSON Schema with UI schema, `form.toml`, broken in bytes, elements, texts, structure, and put
together anew. It goes through the same code as in the room *Formulare*: read, turned over, opened, looked at by the
lint. It may end in a form or in a refusal with file or element, line and reason; everything else is a crash: any other
exception, a process that dies, more than 3 GB of memory. A hang is more than {HANG:.0f} seconds of the processor.
"""


def fuzz(count: int, seed: str, at_a_time: int = 4) -> Tally:
    """Try so many inputs in so many processes; return what became of all."""
    edges = [count * part // at_a_time for part in range(at_a_time + 1)]
    with ThreadPoolExecutor(at_a_time) as pool:
        parts = list(pool.map(lambda edge: Fuzz(seed).run(*edge), pairwise(edges)))
    whole = Tally(seed)
    for part in parts:
        whole.inputs += part.inputs
        whole.made += part.made
        whole.refused += part.refused
        whole.crashes += part.crashes
        whole.hangs += part.hangs
        whole.slowest = max(whole.slowest, part.slowest)
    return whole


def controls() -> dict[str, Tally]:
    """Return what is found where a crash, a hang and a death were put in on purpose."""
    return {plant: Fuzz("control", plant).run(0, 20) for plant in PLANTED}


def page(told: Tally, planted: dict[str, Tally]) -> str:
    """Return the page of evidence."""
    seconds, number, kind = told.slowest
    rows = []
    for name in MAKERS:
        crashed, hung = (sum(one[1] == name for one in found) for found in (told.crashes, told.hangs))
        made, refused = told.made[name], told.refused[name]
        rows.append(f"| {name} | {made + refused + crashed:,} | {made:,} | {refused:,} | {crashed} | {hung} |")
    found = (
        f"- positive control, {plant}: put into 1 of {one.inputs} inputs, found {len(one.crashes)} crash, "
        f"{len(one.hangs)} hang"
        for plant, one in planted.items()
    )
    lines = [
        _HEAD,
        *circumstances(),
        "",
        f"- inputs: **{told.inputs:,}** (seed `{told.seed}`)",
        f"- crashes: **{len(told.crashes)}**, hangs: **{len(told.hangs)}**",
        f"- slowest: {seconds:.2f} s of the processor ({kind}, number {number})",
        *found,
        "",
        "| kind | inputs | became a form | refused | crashes | hangs |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
        "",
        *(f"- {one}" for one in (*told.crashes, *told.hangs)[:40]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Fuzz; write the page from a full run; return 0 only where nothing crashed or hung and the controls were found."""
    count = int(arguments[0]) if arguments else FULL
    planted = controls()
    told = fuzz(count, os.environ.get("LOTSE_FUZZ_SEED", "lotse-1"))
    text = page(told, planted)
    if told.inputs >= FULL:
        PAGE.write_text(text, "utf-8")
    sys.stdout.write(text)
    blind = [plant for plant, one in planted.items() if len(one.crashes) + len(one.hangs) != 1]
    return int(bool(told.crashes or told.hangs or blind))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
