"""What is held back in tables for publication: small cells, and as many more as it takes to hide them.

A cell of 1 to 4 is never printed. One by one, further cells are held back until every small count has witnesses
(``witness.py``) – in all registered tables and editions together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.statistics.witness import REACH

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lotse_app.statistics.witness import Sums, Witnesses

#: Farther away nothing is held back for the sake of a cell before everything nearer was tried.
_NEAREST = 16


@dataclass(frozen=True, slots=True)
class Protection:
    """What is held back of the new tables, and the witnesses of every small count by variable."""

    hidden: frozenset[Hashable]
    witnesses: Mapping[Hashable, Witnesses]


def small(count: int) -> bool:
    """Return whether a count could point to single persons."""
    return 0 < count < REACH


def protect(
    sums: Sums, printed: AbstractSet[Hashable], new: Sequence[Hashable], targets: Sequence[Hashable]
) -> Protection:
    """Return what of ``new`` must be held back so that every target is protected.

    ``printed`` are variables that older editions printed. Raises ValueError where a target is printed already: then
    nothing that is held back now could hide it.
    """
    hidden = {name for name in new if small(sums.values[name])}
    proofs: dict[Hashable, Witnesses] = {}
    pending = list(targets)
    while pending:
        fixed = set(printed) | (set(new) - hidden)
        failed = []
        for target in pending:
            found = sums.witnesses(target, fixed)
            if found.enough:
                proofs[target] = found
            else:
                failed.append(target)
        if failed:
            hidden.add(_next(sums, failed[0], set(printed), set(new) - hidden, fixed))
        # What was proved stays proved: its witnesses agree with everything printed, and now less is printed.
        pending = failed
    return Protection(frozenset(hidden), proofs)


def _next(
    sums: Sums,
    target: Hashable,
    printed: AbstractSet[Hashable],
    open_: AbstractSet[Hashable],
    fixed: AbstractSet[Hashable],
) -> Hashable:
    """Return the cell to hold back next for a target: the smallest near one that helps, else the smallest near one."""
    near = sorted(
        ((distance, sums.values[name] == 0, sums.values[name], at, name)
         for at, (name, distance) in enumerate(sums.around(target)) if name in open_),
        key=lambda item: item[:4],
    )[:_NEAREST]  # fmt: skip
    if not near:
        message = f"printed before, not to be hidden any more: {target}, {len(printed)} printed"
        raise ValueError(message)
    for *_, name in near:
        if sums.witnesses(target, set(fixed) - {name}).enough:
            return name
    return next((name for _, zero, _, _, name in near if not zero), near[0][-1])
