"""What a rule text means: clauses with a scope of Länder, a condition, effects and other effects otherwise.

Elements stand as written: an id, or a path of ids with dots, below the group or schema that bears the rule; ``*`` is
every field of that group. ``<>`` is the negation of ``=``: it also holds while the field is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias

#: Scope of a clause: all Länder, or those that no other clause of the text names.
ALL: Final = ("alle",)
OTHERS: Final = ("alle anderen",)
#: Every field of the group that bears the rule.
EVERY: Final = "*"

Op: TypeAlias = Literal["=", "<>", "filled", "empty"]


class Kind(StrEnum):
    """What can happen to elements."""

    REQUIRED = "required"
    FORBIDDEN = "forbidden"
    SHOWN = "shown"
    HIDDEN = "hidden"
    ENABLED = "enabled"
    DISABLED = "disabled"
    PREFILLED = "prefilled"
    AT_LEAST_ONE = "at_least_one"
    EXACTLY_ONE = "exactly_one"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Written:
    """A value as the text has it: a code, a word such as "wahr" or a label, or both code and label."""

    code: str = ""
    label: str = ""


Value: TypeAlias = Written | str | bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field against one value; ``filled`` and ``empty`` have none."""

    element: str
    op: Op
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Junction:
    """Several conditions together."""

    kind: Literal["all", "any"]
    parts: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Junction


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to which elements; ``op`` belongs to ``compare``: the first element against the second."""

    kind: Kind
    elements: tuple[str, ...]
    value: Value | None = None
    op: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence; a condition of None always holds."""

    scope: tuple[str, ...]
    condition: Condition | None
    effects: tuple[Effect, ...]
    otherwise: tuple[Effect, ...] = ()


_OPPOSITE: Final[dict[Op, Op]] = {"=": "<>", "<>": "=", "filled": "empty", "empty": "filled"}


def negated(condition: Condition) -> Condition:
    """Return the condition that holds exactly where this one does not."""
    if isinstance(condition, Comparison):
        return Comparison(condition.element, _OPPOSITE[condition.op], condition.value)
    kind: Literal["all", "any"] = "any" if condition.kind == "all" else "all"
    return Junction(kind, tuple(negated(part) for part in condition.parts))


def leaves(condition: Condition | None) -> tuple[Comparison, ...]:
    """Return the comparisons of a condition from left to right; none where there is no condition."""
    if condition is None:
        return ()
    if isinstance(condition, Comparison):
        return (condition,)
    return tuple(leaf for part in condition.parts for leaf in leaves(part))


def junction(kind: Literal["all", "any"], parts: tuple[Condition, ...]) -> Condition:
    """Return the parts together; one part is itself."""
    return parts[0] if len(parts) == 1 else Junction(kind, parts)


def in_land(clauses: tuple[Clause, ...], land: str) -> tuple[Clause, ...]:
    """Return the clauses that hold in a Land."""
    named = {one for clause in clauses for one in clause.scope}
    return tuple(
        clause
        for clause in clauses
        if clause.scope == ALL or land in clause.scope or (clause.scope == OTHERS and land not in named)
    )
