"""``lotse form-state --batch`` says what JSON Forms would, line by line."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.cli import run
from lotse_app.clock import SystemClock
from lotse_app.crash import CrashHook
from lotse_app.forms.batch import answers_to, form_state
from lotse_app.paths import Places
from tests.forms.building import control, dog_form, one_step, texts, typed_answers

if TYPE_CHECKING:
    from pathlib import Path


def lines(*questions: object) -> list[dict[str, Any]]:
    """Return what comes out for questions; a text goes in as it is."""
    asked = [(one if isinstance(one, str) else json.dumps(one)).encode() for one in questions]
    return [json.loads(line) for line in answers_to(asked)]


def asked(name: str = "a", schema: object = None, uischema: object = None, data: object = None) -> dict[str, object]:
    return {"name": name, "schema": schema, "uischema": uischema, "data": {} if data is None else data}


def flags(found: dict[str, Any]) -> dict[str, tuple[bool, bool]]:
    return {one["scope"].rpartition("/")[2]: (one["visible"], one["enabled"]) for one in found["controls"]}


def test_a_line_in_is_a_line_out() -> None:
    (found,) = lines(asked(schema=texts("a", required=["a"]), uischema=one_step(control("a"))))
    assert found == {
        "name": "a",
        "controls": [{"scope": "#/properties/a", "visible": True, "enabled": True, "errors": ["required"]}],
        "errors": [["", "required"]],
    }


def test_controls_come_in_the_order_of_the_ui_schema_and_inherit_from_what_is_around_them() -> None:
    hidden = {"effect": "HIDE", "condition": {"scope": "#/properties/a", "schema": {"const": "x"}}}
    disabled = {"effect": "DISABLE", "condition": {}}
    enabled = {"effect": "ENABLE", "condition": {}}
    shown = {"effect": "SHOW", "condition": {}}
    uischema = {
        "type": "Categorization",
        "rule": disabled,
        "elements": [
            {"type": "Category", "rule": hidden, "elements": [control("c"), control("b", rule=shown)]},
            {"type": "Group", "elements": [control("d"), {"type": "Label", "text": "!"}, control("e", rule=enabled)]},
            {"type": "Group", "options": {"readonly": False}, "elements": [control("a")]},
        ],
    }
    (found,) = lines(asked(schema=texts(*"abcde"), uischema=uischema, data={"a": "x"}))
    assert list(flags(found).items()) == [
        ("c", (False, False)),
        ("b", (False, False)),
        ("d", (True, False)),
        ("e", (True, True)),
        ("a", (True, True)),
    ]


def test_what_is_missing_is_generated() -> None:
    (found,) = lines(asked(data={"b": 1, "a~/ü": {"c": None}}))
    assert [one["scope"] for one in found["controls"]] == ["#/properties/b", "#/properties/a~0~1ü"]
    assert found["errors"] == []


def test_a_control_may_lead_nowhere_or_have_no_scope() -> None:
    uischema = one_step(control("nowhere"), {"type": "Control"}, {"type": "ListWithDetail", "scope": "#/properties/l"})
    found = form_state({"type": "object", "readOnly": True}, uischema, {})
    assert [(one["scope"], one["enabled"]) for one in found["controls"]] == [
        ("#/properties/nowhere", False),
        (None, False),
        ("#/properties/l", False),
    ]
    assert form_state({}, None, 5) == {"controls": [], "errors": []}


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"name": "x"}',
        '{"data": NaN}',
        '{"data": {}, "schema": {"type": "foo"}}',
        '{"data": {}, "schema": {"$ref": "#/$defs/nowhere"}}',
        '{"data": {}, "schema": {"$ref": "https://example.org/schema.json"}}',
        '{"data": {}, "schema": {}, "uischema": []}',
        '{"data": null}',
        '{"data": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_a_bad_line_says_so_and_stops_nothing(line: str) -> None:
    bad, good = lines(line, asked())
    assert bad["line"] == 1
    assert bad["error"]
    assert good == {"name": "a", "controls": [], "errors": []}


def test_bytes_that_are_no_text_are_a_bad_line_and_empty_lines_are_none() -> None:
    (found,) = answers_to([b"\n", b"\xff\n"])
    assert json.loads(found)["line"] == 2


def test_half_a_character_breaks_nothing() -> None:
    (found,) = lines('{"name": "\\ud800", "schema": null, "uischema": null, "data": {"\\ud800": "\\ud800"}}')
    assert [one["scope"] for one in found["controls"]] == ["#/properties/\ufffd"]


def test_the_shipped_form_is_whole() -> None:
    form = dog_form()
    found = form_state(dict(form.schema), dict(form.uischema), typed_answers())
    assert found["errors"] == []
    assert "#/properties/hunde" in {one["scope"] for one in found["controls"]}
    empty = form_state(dict(form.schema), dict(form.uischema), {})
    assert ("", "required") in empty["errors"]


def test_the_command_reads_and_writes_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(asked(data={"ü": 1})).encode() + b"\nx\n"))
    )
    places = Places(tmp_path)
    assert run(["form-state", "--batch"], places, CrashHook(places.logs, SystemClock())) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first)["controls"][0]["scope"] == "#/properties/ü"
    assert "error" in json.loads(second)
