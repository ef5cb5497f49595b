"""Every expected problem has a German sentence that knows only parameters which are given."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import lotse_app
from lotse_app.models.problems import Code, problem
from lotse_app.ui.messages.problems import SENTENCES, sentence

PACKAGE = Path(lotse_app.__file__).parent
CALLS = {"refuse", "problem"}


@cache
def given_parameters() -> dict[str, list[set[str]]]:
    """Return for each code the sets of keyword parameters with which the program raises it."""
    found: dict[str, list[set[str]]] = {}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS):
                continue
            code = node.args[0] if node.args else None
            named = isinstance(code, ast.Attribute) and isinstance(code.value, ast.Name) and code.value.id == "Code"
            if named and all(keyword.arg for keyword in node.keywords):
                found.setdefault(code.attr, []).append({str(keyword.arg) for keyword in node.keywords})  # type: ignore[union-attr]  # named
    return found


def placeholders(code: Code) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name}


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_sentence_that_says_what_to_do(code: Code) -> None:
    words = sentence(problem(code))
    assert words.endswith(".")
    assert words[0].isupper()
    assert code.value not in words
    assert "{" not in words


def test_the_program_raises_codes_where_this_test_looks() -> None:
    assert len(given_parameters()) > 20  # the positive control for the next test


@pytest.mark.parametrize("code", list(Code))
def test_placeholders_are_parameters_that_the_program_gives(code: Code) -> None:
    for given in given_parameters().get(code.name, []):
        assert placeholders(code) <= given, f"{code.name}: {placeholders(code) - given} is not given"


def test_parameters_stand_in_the_sentence() -> None:
    assert "30 Sekunden" in sentence(problem(Code.PASSPHRASE_WAIT, seconds=30))


def test_a_missing_parameter_does_not_break_the_sentence() -> None:
    assert "…" in sentence(problem(Code.PASSPHRASE_WAIT))
