"""A form may bring its own words, by the keys of JSON Forms."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.engine import state
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.lint import lint
from lotse_app.forms.translating import prefix, texts_of
from lotse_app.models.problems import Code, ProblemError
from lotse_app.paths import resources
from tests.forms.building import TODAY, control, controls, lists, make_form, one_step, texts

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.forms.state import FormState

FORM = "hundesteuer-anmeldung"


def painted(schema: dict[str, Any], uischema: dict[str, Any], **words: str) -> FormState:
    keys = {name.replace("__", "."): text for name, text in words.items()}
    return state(replace(make_form(schema, uischema), texts=keys), {"hunde": [{"name": "Rex"}]}, frozenset(), TODAY)


def test_a_question_is_called_by_its_path() -> None:
    schema = {"type": "object", "properties": {"halter": texts("name")}}
    shown = painted(
        schema, one_step(control("halter/name")), halter__name__label="Wer?", halter__name__description="So."
    )
    assert [(one.label, one.help) for one in controls(shown).values()] == [("Wer?", "So.")]


def test_items_share_the_words_of_their_list() -> None:
    schema = {"type": "object", "properties": {"hunde": {"type": "array", "items": texts("name")}}}
    shown = painted(schema, one_step(control("hunde")), hunde__label="Meine Hunde", hunde__name__label="Rufname")
    assert lists(shown)["/hunde"].title == "Meine Hunde"
    assert controls(shown)["/hunde/0/name"].label == "Rufname"


def test_choices_are_called_by_value_title_or_their_own_key() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"enum": ["x", 1, None]},
            "b": {"oneOf": [{"const": "x", "title": "X"}, {"const": "y", "title": "Y", "i18n": "ypsilon"}]},
            "c": {"type": "array", "items": {"enum": ["x"]}},
        },
    }
    words = {"a__x": "Ix", "a__null": "nichts", "b__X": "IX", "ypsilon": "Ypsilon", "c__x": "iks"}
    shown = controls(painted(schema, one_step(control("a"), control("b"), control("c")), **words))
    labels = {pointer: [choice.label for choice in one.choices] for pointer, one in shown.items()}
    assert labels == {"/a": ["Ix", "1", "nichts"], "/b": ["IX", "Ypsilon"], "/c": ["iks"]}


def test_layouts_are_called_by_key_or_by_their_label() -> None:
    inner = [{"type": "Group", "label": "Tier", "elements": []}, {"type": "Label", "text": "?", "i18n": "frage"}]
    category = {"type": "Category", "label": "A", "i18n": "teil", "elements": inner}
    uischema = {"type": "Categorization", "elements": [category]}
    (step,) = painted(texts(), uischema, teil__label="Teil A", Tier="Hund", frage__label="Was?").steps
    assert step.title == "Teil A"
    assert [getattr(one, "title", getattr(one, "text", "")) for one in step.elements] == ["Hund", "Was?"]


def test_the_key_of_the_ui_schema_comes_before_that_of_the_schema_and_the_path() -> None:
    assert prefix({"i18n": "ui"}, {"i18n": "schema"}, "/a") == "ui"
    assert prefix({}, {"i18n": "schema"}, "/a") == "schema"
    assert prefix({}, {}, "/hunde/*/name") == "hunde.name"
    assert prefix({}, {}, "") == "root"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(resources() / "forms", tmp_path / "forms")
    return tmp_path / "forms"


def test_words_lie_beside_the_documents(folder: Path) -> None:
    words = {"de": {"a.label": "Ah"}, "hsb": {"a.label": "A"}}
    (folder / FORM / "i18n.json").write_text(json.dumps(words), "utf-8")
    assert dict(FormLibrary(folder).form(FORM).texts) == {"a.label": "Ah"}


def test_words_that_are_none_are_a_fault(folder: Path) -> None:
    faults: list[str] = []
    assert texts_of({"de": {"a": 1, "b": "B"}}, faults) == {"b": "B"}
    assert texts_of({"de": []}, faults) == {}
    assert faults == ["i18n.json: a", "i18n.json: de"]
    (folder / FORM / "i18n.json").write_text("[]", "utf-8")
    with pytest.raises(ProblemError) as refused:
        FormLibrary(folder).form(FORM)
    assert refused.value.problem.code is Code.FORM_BROKEN


def test_the_lint_names_what_only_an_alternative_has() -> None:
    schema = {**texts("a"), "anyOf": [texts("b"), texts("a")], "required": ["a"]}
    assert "alternative without control: /b" in lint(make_form(schema, one_step(control("a"))))
    assert not any("alternative" in one for one in lint(make_form(schema, one_step(control("a"), control("b")))))
