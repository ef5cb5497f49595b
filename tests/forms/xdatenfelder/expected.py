"""What each rule text of the corpus means, as a person read it; see README.md beside this file.

The table was written from the prose before there was a grammar, by someone who did not write the grammar. Whoever
compares the two hashes the text of a rule with `digest` and looks its line up in `load()`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = Path(__file__).with_name("expected_rules.jsonl")
CORPUS = Path(__file__).parents[3].parent / "shared" / "fim" / "xdf3"
"""Where the 46 schemas lie when they are at hand; the repository does without them."""

Op: TypeAlias = Literal["=", "<>", "<", ">", "<=", ">=", "filled", "empty"]
Kind: TypeAlias = Literal[
    "required", "forbidden", "shown", "hidden", "enabled", "disabled",
    "prefilled", "at_least_one", "exactly_one", "compare", "note",
]  # fmt: skip
Why: TypeAlias = Literal[
    "age_computation", "contradictory", "legal_check", "missing_word", "unknown_path", "validity_check"
]
Hazard: TypeAlias = Literal[
    "conflicting_rules", "repeatable_condition", "code_doubtful", "condition_hidden_in_sn",
    "structure_requires", "repeatable_effect", "code_list_missing", "code_spelling", "label_differs", "label_field",
    "no_counter_case",
]  # fmt: skip
BLOCKING: frozenset[Hazard] = frozenset(
    {
        "conflicting_rules",
        "repeatable_condition",
        "code_doubtful",
        "condition_hidden_in_sn",
    }
)
"""Hazards with which a text is plain but a form made of it would be a guess."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field against one value; `value` is the code of the schema's list, `written` what the text says."""

    element: str
    op: Op
    value: str | bool | None = None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Junction:
    """Several conditions together; `not` has exactly one part."""

    kind: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Junction


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to which elements; `value` belongs to `prefilled` and `at_least_one`, `op` to `compare`."""

    kind: Kind
    elements: tuple[str, ...]
    value: str | bool | None = None
    written: str | None = None
    op: Op | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence: where it holds, when (None: always), what then, what otherwise."""

    scope: tuple[str, ...]
    applies_to_sn: bool
    condition: Condition | None
    effects: tuple[Effect, ...]
    else_effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class RuleId:
    """A rule of the corpus that bears the text."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class ExpectedRule:
    """One line of the table: one distinct text."""

    text_sha256: str
    rule_ids: tuple[RuleId, ...]
    scope: tuple[str, ...]
    applies_to_sn: bool
    parseable: bool
    why: Why | None
    hazards: tuple[Hazard, ...]
    remark: str | None
    clauses: tuple[Clause, ...]

    @property
    def blocked(self) -> bool:
        """Whether a form made of the text alone would be a guess although the text is plain."""
        return not BLOCKING.isdisjoint(self.hazards)


def collapse(text: str) -> str:
    """Give the text with every run of white space as one space and none at the ends."""
    return " ".join(text.split())


def digest(text: str) -> str:
    """Give the key of a rule text: SHA-256 of the collapsed text in UTF-8, hexadecimal."""
    return hashlib.sha256(collapse(text).encode()).hexdigest()


def load(path: Path = TABLE) -> tuple[ExpectedRule, ...]:
    """Read the table, in the order of the file.

    Raises:
        KeyError: A line lacks something.
        TypeError: A line says something the table does not know.

    """
    return tuple(_rule(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def leaves(condition: Condition | None) -> tuple[Comparison, ...]:
    """Give the comparisons of a condition from left to right; none where there is no condition."""
    match condition:
        case None:
            return ()
        case Comparison():
            return (condition,)
        case Junction(parts=parts):
            return tuple(leaf for part in parts for leaf in leaves(part))


def _rule(raw: dict[str, Any]) -> ExpectedRule:
    ids = tuple(RuleId(**one) for one in raw.pop("rule_ids"))
    clauses = tuple(_clause(one) for one in raw.pop("clauses"))
    scope, hazards = tuple(raw.pop("scope")), tuple(raw.pop("hazards"))
    return ExpectedRule(rule_ids=ids, clauses=clauses, scope=scope, hazards=hazards, **raw)


def _clause(raw: dict[str, Any]) -> Clause:
    condition = raw.pop("condition")
    return Clause(
        scope=tuple(raw.pop("scope")),
        condition=None if condition is None else _condition(condition),
        effects=_effects(raw.pop("effects")),
        else_effects=_effects(raw.pop("else_effects")),
        **raw,
    )


def _condition(raw: dict[str, Any]) -> Condition:
    if "all" in raw:
        return Junction("all", tuple(_condition(one) for one in raw["all"]))
    if "any" in raw:
        return Junction("any", tuple(_condition(one) for one in raw["any"]))
    if "not" in raw:
        return Junction("not", (_condition(raw["not"]),))
    return Comparison(**raw)


def _effects(raw: Sequence[dict[str, Any]]) -> tuple[Effect, ...]:
    return tuple(Effect(elements=tuple(one.pop("elements")), **one) for one in raw)
