"""The table of what the rules of the corpus mean is well formed, and complete where the corpus is at hand."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from xml.etree import ElementTree as ET

import pytest

from tests.forms.xdatenfelder.expected import (
    BLOCKING,
    CORPUS,
    TABLE,
    Comparison,
    Hazard,
    Junction,
    Kind,
    Op,
    Why,
    collapse,
    digest,
    leaves,
    load,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.forms.xdatenfelder.expected import Clause, Condition, Effect, ExpectedRule

README = Path(__file__).with_name("README.md")
LAENDER = {"BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"}
ELEMENT = re.compile(r"[GF][0-9]{11}")
PATH = re.compile(rf"(?:G[0-9]{{11}}\.)*{ELEMENT.pattern}")
NAMESPACE = "{urn:xoev-de:fim:standard:xdatenfelder_3.0.0}"
WITH_CORPUS = pytest.mark.skipif(not CORPUS.is_dir(), reason="the FIM corpus is not beside the repository")


def conditions(condition: Condition | None) -> Iterator[Condition]:
    """Give the condition and every part of it."""
    if condition is not None:
        yield condition
    if isinstance(condition, Junction):
        for part in condition.parts:
            yield from conditions(part)


def effects(clause: Clause) -> tuple[Effect, ...]:
    """Give what a clause does in either case."""
    return clause.effects + clause.else_effects


def elements(rule: ExpectedRule) -> set[str]:
    """Give every element a line names, as the text writes it."""
    conditional = {leaf.element for clause in rule.clauses for leaf in leaves(clause.condition)}
    return conditional | {name for clause in rule.clauses for effect in effects(clause) for name in effect.elements}


def clauses() -> list[Clause]:
    """Give the clauses of the whole table."""
    return [clause for rule in load() for clause in rule.clauses]


def test_a_text_is_found_by_its_words_whatever_the_white_space() -> None:
    assert collapse("  Wenn\r\n\tA,  dann B. ") == "Wenn A, dann B."
    assert digest("Wenn A,\n dann B.") == digest("Wenn A, dann B.") != digest("Wenn A, dann C.")


def test_each_text_has_one_line_under_its_own_key_in_the_order_of_the_keys() -> None:
    keys = [rule.text_sha256 for rule in load()]
    assert len(keys) == 164
    assert keys == sorted(set(keys))
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)


def test_each_rule_of_the_corpus_bears_one_text() -> None:
    rules = Counter(one for rule in load() for one in rule.rule_ids)
    assert len(rules) == 236
    assert set(rules.values()) == {1}
    assert all(re.fullmatch(r"R[0-9]{11}", one.id) and re.fullmatch(r"[0-9.]+", one.version) for one in rules)


def test_what_cannot_be_said_for_certain_says_why_and_is_a_note_only() -> None:
    unclear = [rule for rule in load() if not rule.parseable]
    assert {rule.why for rule in unclear} == set(get_args(Why))
    for rule in unclear:
        (clause,) = rule.clauses
        assert clause.condition is None
        assert [effect.kind for effect in effects(clause)] == ["note"]
        assert rule.remark


def test_what_is_certain_says_what_happens() -> None:
    for rule in (one for one in load() if one.parseable):
        assert rule.why is None
        assert all(clause.effects for clause in rule.clauses)
        assert "note" not in {effect.kind for clause in rule.clauses for effect in effects(clause)}


def test_only_documented_words_are_used() -> None:
    rules, table = load(), clauses()
    hazards = {hazard for rule in rules for hazard in rule.hazards}
    assert hazards == set(get_args(Hazard))
    assert hazards >= BLOCKING
    assert {effect.kind for clause in table for effect in effects(clause)} == set(get_args(Kind))
    assert {leaf.op for clause in table for leaf in leaves(clause.condition)} <= set(get_args(Op))


def test_the_readme_explains_every_word_of_the_table() -> None:
    said = README.read_text(encoding="utf-8")
    words = [word for names in (Op, Kind, Why, Hazard) for word in get_args(names)]
    assert [word for word in words if f"`{word}`" not in said] == []
    assert "`no such word`" not in said


def test_the_readme_gives_the_figures_of_the_table() -> None:
    rules = load()
    certain = [rule for rule in rules if rule.applies_to_sn and rule.parseable]
    figures = (
        len(rules),
        sum(rule.applies_to_sn for rule in rules),
        len(certain),
        sum(not rule.blocked for rule in certain),
    )
    assert "| all texts | " + " | ".join(map(str, figures)) + " |" in README.read_text(encoding="utf-8")


def test_a_clause_holds_in_saxony_when_it_names_it_or_is_for_the_others() -> None:
    for rule in load():
        named = {land for clause in rule.clauses for land in clause.scope} & LAENDER
        for clause in rule.clauses:
            others = "SN" not in named
            assert clause.scope in {("alle",), ("alle anderen",)} or set(clause.scope) <= LAENDER
            unnamed = "alle" in clause.scope or ("alle anderen" in clause.scope and others)
            assert clause.applies_to_sn is (unnamed or "SN" in clause.scope)
        assert list(rule.scope) == list(dict.fromkeys(land for clause in rule.clauses for land in clause.scope))
        assert rule.applies_to_sn is any(clause.applies_to_sn for clause in rule.clauses)


def test_elements_are_ids_or_paths_of_ids() -> None:
    odd = {name for rule in load() for name in elements(rule) if not PATH.fullmatch(name)}
    assert odd == {"*"}  # the one text that names no element: every field of the group that bears the rule


def test_conditions_compare_what_can_be_compared() -> None:
    for condition in (part for clause in clauses() for part in conditions(clause.condition)):
        match condition:
            case Comparison(op="filled" | "empty"):
                assert (condition.value, condition.written) == (None, None)
            case Comparison():
                assert condition.value is not None
                assert condition.written
            case Junction(kind="not"):
                assert len(condition.parts) == 1
            case Junction():
                assert len(condition.parts) > 1


def test_effects_carry_what_their_kind_needs() -> None:
    for effect in (one for clause in clauses() for one in effects(clause)):
        assert (effect.value is None) is (effect.written is None)
        assert (effect.op is not None) is (effect.kind == "compare")
        if effect.kind == "compare":
            assert len(effect.elements) == 2
        if effect.kind == "prefilled":
            assert effect.value is not None
        elif effect.kind != "at_least_one":
            assert effect.value is None
        assert len(effect.elements) == len(set(effect.elements)) >= 1


def test_a_line_that_says_something_unknown_is_refused(tmp_path: Path) -> None:
    line: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8").splitlines()[0])
    changed = tmp_path / "table.jsonl"
    changed.write_text(json.dumps(line | {"mood": "good"}), encoding="utf-8")
    with pytest.raises(TypeError, match="mood"):
        load(changed)
    changed.write_text(json.dumps(line), encoding="utf-8")
    assert load(changed) == load()[:1]


def test_a_negated_condition_is_read(tmp_path: Path) -> None:
    line: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8").splitlines()[0])
    line["clauses"][0]["condition"] = {"not": {"element": "F00000000001", "op": "empty"}}
    changed = tmp_path / "table.jsonl"
    changed.write_text(json.dumps(line), encoding="utf-8")
    (rule,) = load(changed)
    assert rule.clauses[0].condition == Junction("not", (Comparison("F00000000001", "empty"),))


@dataclass
class Schema:
    """What the tests need of one schema: its rules with the place they hang at, its paths, its fields."""

    rules: list[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=list)
    paths: list[tuple[str, ...]] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)


def text_of(node: ET.Element, *names: str) -> str:
    """Give the text of a descendant in the corpus's namespace; empty where there is none."""
    return node.findtext("/".join(NAMESPACE + name for name in names)) or ""


def walk(schema: Schema, node: ET.Element, path: tuple[str, ...]) -> None:
    """Collect one group or field and everything below it."""
    for rule in node.findall(f"{NAMESPACE}regel"):
        identity = (text_of(rule, "identifikation", "id"), text_of(rule, "identifikation", "version"))
        schema.rules.append((text_of(rule, "freitextRegel"), *identity, path))
    for child in node.findall(f"{NAMESPACE}struktur/{NAMESPACE}enthaelt/*"):
        name = text_of(child, "identifikation", "id")
        schema.paths.append((*path, name))
        schema.types[name] = child.findtext(f"{NAMESPACE}datentyp/code") or ""
        inline = child.find(f"{NAMESPACE}werte")
        if inline is not None:
            schema.codes[name] = {text_of(one, "code") for one in inline}
        walk(schema, child, (*path, name))


@cache
def corpus() -> tuple[Schema, ...]:
    """Read the schemas beside the repository."""
    schemas = []
    for path in sorted(CORPUS.glob("*.xml")):
        root = ET.parse(path).getroot()  # noqa: S314 - the corpus is ours; hostile files are the importer's tests
        top = root.find(f"{NAMESPACE}stammdatenschema")
        assert top is not None
        schema = Schema()
        walk(schema, top, ())
        schemas.append(schema)
    return tuple(schemas)


def differences(texts: Iterable[str], keys: Iterable[str]) -> tuple[set[str], set[str]]:
    """Give the keys of the texts that have no line, and the lines that have no text."""
    wanted, given = {digest(text) for text in texts}, set(keys)
    return wanted - given, given - wanted


def below(schema: Schema, owner: tuple[str, ...], name: str) -> list[tuple[str, ...]]:
    """Give the places below the owner whose path ends as written."""
    parts = tuple(name.split("."))
    inside = (path[len(owner) :] for path in schema.paths if path[: len(owner)] == owner)
    return [path for path in inside if path[-len(parts) :] == parts]


def borne() -> Iterator[tuple[Schema, tuple[str, ...], ExpectedRule]]:
    """Give each occurrence of a rule in the corpus with its line."""
    table = {rule.text_sha256: rule for rule in load()}
    for schema in corpus():
        for text, _id, _version, owner in schema.rules:
            yield schema, owner, table[digest(text)]


def test_a_missing_line_and_a_line_too_many_are_noticed() -> None:
    assert differences(["A", "B"], [digest("A"), digest("C")]) == ({digest("B")}, {digest("C")})


@WITH_CORPUS
def test_every_text_of_the_corpus_has_exactly_one_line() -> None:
    texts = [text for schema in corpus() for text, *_ in schema.rules]
    assert len(texts) == 528
    assert differences(texts, (rule.text_sha256 for rule in load())) == (set(), set())


@WITH_CORPUS
def test_every_rule_of_the_corpus_stands_at_the_line_of_its_text() -> None:
    stated = {(rule.text_sha256, one.id, one.version) for rule in load() for one in rule.rule_ids}
    assert stated == {(digest(text), name, version) for schema in corpus() for text, name, version, _ in schema.rules}


@WITH_CORPUS
def test_every_element_named_stands_once_below_the_bearer_of_the_rule() -> None:
    astray = {
        (rule.why, name)
        for schema, owner, rule in borne()
        for name in elements(rule) - {"*"}
        if len(below(schema, owner, name)) != 1
    }
    assert {why for why, _ in astray} == {"unknown_path"}


@WITH_CORPUS
def test_every_value_is_one_the_field_can_have() -> None:
    seen = 0
    for schema, _owner, rule in borne():
        found = [(leaf.element, leaf.value) for clause in rule.clauses for leaf in leaves(clause.condition)]
        found += [(name, one.value) for clause in rule.clauses for one in effects(clause) for name in one.elements]
        for name, value in ((name[-12:], value) for name, value in found if value is not None and name != "*"):
            assert isinstance(value, bool) is (schema.types[name] == "bool")
            assert isinstance(value, bool) or name not in schema.codes or value in schema.codes[name]
            seen += 1
    assert seen > 500


@WITH_CORPUS
def test_the_text_without_an_element_hangs_at_one_group_of_yes_no_fields() -> None:
    ((schema, owner, _),) = (one for one in borne() if "*" in elements(one[2]))
    inside = [path[-1] for path in schema.paths if path[: len(owner)] == owner and len(path) > len(owner)]
    assert len(inside) == 23
    assert {schema.types[name] for name in inside} == {"bool"}
