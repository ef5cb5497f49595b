"""A part of ``make oracle`` in every run: the real @jsonforms/core is asked where Node.js and its packages are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotse_app.forms.batch import form_state
from lotse_app.forms.library import FormLibrary
from lotse_app.paths import resources
from tests.chance import seeded
from tests.forms.building import control, dog_form, one_step, texts, typed_answers
from tests.forms.oracle.asking import Oracle
from tests.forms.oracle.comparing import differences, standings
from tests.forms.oracle.covering import Coverage, assertions, rules
from tests.forms.oracle.node import missing
from tests.forms.oracle.run import compare_form, compare_small, page
from tests.forms.oracle.sampling import RIGHT, WRONG, Sampler
from tests.forms.oracle.small_forms import small_question
from tests.forms.test_formats import PUBLISHED, SLIPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forms.oracle.comparing import Engine

REASON = missing()
needs_node = pytest.mark.skipif(REASON is not None, reason=f"JSON Forms cannot be asked: {REASON}")
FORMS = FormLibrary(resources() / "forms")


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    with Oracle() as found:
        yield found


@needs_node
@pytest.mark.parametrize("form_id", FORMS.form_ids())
def test_a_shipped_form_is_what_json_forms_makes_of_it(oracle: Oracle, form_id: str) -> None:
    found = compare_form(FORMS.form(form_id), oracle, 40, seed=7)
    assert found.differences == []
    assert found.controls > 40
    assert found.errors


@needs_node
def test_small_forms_of_every_kind_are_what_json_forms_makes_of_them(oracle: Oracle) -> None:
    found = compare_small(oracle, 150, seed=7)
    assert found.differences == []
    assert found.rules > 100
    assert page([found]).startswith("# The engine beside JSON Forms")


@needs_node
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
def test_whatever_form_hypothesis_thinks_of(oracle: Oracle, seed: int) -> None:
    question = small_question(seeded(seed), "hypothesis")
    assert differences(question, oracle.ask(question), question["painted"]) == []


@needs_node
@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_browser_checks_our_formats_alike(oracle: Oracle, name: str) -> None:
    schema = {"type": "string", "format": name}
    values = [*PUBLISHED[name], *SLIPS[name], *RIGHT[name], *WRONG[name]]
    for value in values:
        asked = {"name": value, "schema": schema, "uischema": None, "data": value}
        assert differences(asked, oracle.ask(asked)) == []


def swapped(schema: object, uischema: object, answers: object) -> dict[str, Any]:
    """Answer as an engine would that takes every SHOW for a HIDE."""
    return form_state(schema, json.loads(json.dumps(uischema).replace('"SHOW"', '"HIDE"')), answers)


def forgetful(schema: object, uischema: object, answers: object) -> dict[str, Any]:
    """Answer as an engine would that does not know ``pattern``."""
    found = form_state(schema, uischema, answers)
    return {**found, "errors": [one for one in found["errors"] if one[1] != "pattern"]}


def grudging(schema: object, uischema: object, answers: object) -> dict[str, Any]:
    """Answer as an engine would that enables nothing."""
    found = form_state(schema, uischema, answers)
    return {**found, "controls": [{**one, "enabled": False} for one in found["controls"]]}


@needs_node
@pytest.mark.parametrize("engine", [swapped, forgetful, grudging])
def test_an_engine_with_a_fault_is_found_out(oracle: Oracle, engine: Engine) -> None:
    form = dog_form()
    answers = typed_answers(hunde__0__chip="12")
    asked = {"name": "x", "schema": dict(form.schema), "uischema": dict(form.uischema), "data": answers}
    theirs = oracle.ask(asked)
    assert differences(asked, theirs, form) == []
    assert differences(asked, theirs, form, engine=engine)


@needs_node
def test_a_painter_with_a_fault_is_found_out(oracle: Oracle) -> None:
    form = dog_form()
    asked = {"name": "x", "schema": dict(form.schema), "uischema": dict(form.uischema), "data": typed_answers()}
    theirs = oracle.ask(asked)
    known = {one[0] for one in standings(form, typed_answers())} & {one[0] for one in theirs["inner"]}
    assert len(known) > 20
    theirs["inner"] = [[pointer, not visible, enabled] for pointer, visible, enabled in theirs["inner"]]
    assert [one.what for one in differences(asked, theirs, form)] == ["painted"]


@needs_node
def test_documents_that_both_refuse_are_no_difference(oracle: Oracle) -> None:
    bad = {"name": "x", "schema": {"type": "foo"}, "uischema": None, "data": {}}
    theirs = oracle.ask(bad)
    assert differences(bad, theirs) == []
    assert [one.what for one in differences({**bad, "schema": {}}, theirs)] == ["error"]
    assert [one.what for one in differences(bad, {"controls": [], "errors": []})] == ["error"]


# what a comparison must have covered


def test_what_was_not_covered_is_named() -> None:
    rule = {"effect": "SHOW", "condition": {"scope": "#/properties/a", "schema": {"const": "x"}}}
    schema = {**texts("a", required=["a"]), "$defs": {"unused": {"type": "null"}}}
    coverage = Coverage(schema, one_step(control("a", rule=rule, options={"detail": control("a", rule=rule)})))
    coverage.count({}, [("/elements/0", True)])
    assert coverage.left() == [
        "/elements/0 was never False",
        "/elements/0/options/detail was never False",
        "/elements/0/options/detail was never True",
        "/properties/a/type",
        "/type",
    ]


def test_keywords_are_found_where_they_can_fail() -> None:
    schema = {
        "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"minItems": 0, "items": {"enum": [1]}}},
        "additionalProperties": False,
        "allOf": [{"if": {"required": ["a"]}, "then": {"minProperties": 2}}],
        "dependentSchemas": {"a": {"maxProperties": 3}},
        "$defs": {"a": {"type": "string", "not": {"const": "x"}}},
    }
    assert assertions(schema) == {
        "/$defs/a/type",
        "/$defs/a/not",
        "/properties/b/items/enum",
        "/additionalProperties",
        "/allOf/0/then/minProperties",
        "/dependentSchemas/a/maxProperties",
    }
    assert list(rules(None)) == []


def test_the_sampler_makes_right_and_wrong_answers() -> None:
    sampler = Sampler(dict(dog_form().schema), seeded(1))
    coverage = Coverage(dict(dog_form().schema), {})
    for _ in range(200):
        coverage.count(sampler.answers(0.1), ())
    assert len(coverage.failed) > 60
    valid = [not form_state(dict(dog_form().schema), None, sampler.answers(0.0))["errors"] for _ in range(60)]
    assert any(valid)
