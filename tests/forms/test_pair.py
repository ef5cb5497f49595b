"""A schema and a layout from outside: what is refused, where it stands, and what the report tells."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.incoming import examine, kept_form, read_files, translate
from lotse_app.forms.json_places import DEEPEST, LARGEST, line_of, read_object
from lotse_app.forms.pair import File, read_pair
from lotse_app.forms.validators import make_validator
from lotse_app.models.kept_form import FormState, KeptForm
from lotse_app.models.problems import Code, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.kept_form import Incoming
    from lotse_app.models.problems import Param

SCHEMA: dict[str, Any] = {
    "$id": "https://example.org/Antrag_Groesse.json",
    "type": "object",
    "properties": {"a": {"type": "string", "format": "zauber"}, "b": {"type": "array", "items": {"$ref": "#/$defs/c"}}},
    "$defs": {"c": {"type": "object", "properties": {"d": {"type": "boolean"}}}},
}
A = {"type": "Control", "scope": "#/properties/a"}
HOLDS = {"scope": "#/properties/a", "schema": {"const": "x"}}


def layout(*elements: object) -> dict[str, Any]:
    return {"type": "VerticalLayout", "elements": list(elements)}


def pair(schema: object = SCHEMA, uischema: object = None) -> Incoming:
    files = [File("schema.json", json.dumps(schema, indent=1).encode())]
    if uischema is not None:
        files.append(File("uischema.json", json.dumps(uischema, indent=1).encode()))
    return read_pair(tuple(files))


def refusal(work: Callable[[], object]) -> dict[str, Param]:
    with pytest.raises(ProblemError) as raised:
        work()
    assert raised.value.problem.code is Code.FORM_REFUSED
    return dict(raised.value.problem.params)


def test_a_pair_becomes_a_form_in_either_order() -> None:
    made = pair(SCHEMA, layout(A))
    assert (made.form_id, made.title) == ("antrag-groesse", "schema")
    report = json.loads(made.documents.report)
    assert report["counts"] == {"felder": 1, "gruppen": 1, "regeln": 0}
    assert report["remarks"] == [
        {"element": "properties/a", "text": "Das Format „zauber“ ist nicht bekannt und wird nicht geprüft."}
    ]
    assert examine(made).faults


@pytest.mark.parametrize(
    ("known", "wrong"), [("iri", "x"), ("idn-email", "x"), ("duration", "1 Tag"), ("idn-hostname", "a b")]
)
def test_a_format_that_is_checked_is_not_said_to_be_unknown(known: str, wrong: str) -> None:
    made = pair({"type": "object", "properties": {"a": {"type": "string", "format": known}}}, layout(A))
    assert json.loads(made.documents.report)["remarks"] == []
    assert not make_validator(json.loads(made.documents.schema)).is_valid({"a": wrong})


def test_without_a_layout_one_is_made_and_the_report_says_so() -> None:
    made = pair({**SCHEMA, "title": "  Mein\tAntrag "})
    assert made.title == "Mein Antrag"
    assert json.loads(made.documents.uischema)["elements"][0]["scope"] == "#/properties/a"
    assert "kein UI-Schema" in json.loads(made.documents.report)["remarks"][0]["text"]


@pytest.mark.parametrize(
    ("schema", "element", "line"),
    [
        ({**SCHEMA, "$schema": "http://json-schema.org/draft-07/schema#"}, "$schema", 26),
        ({**SCHEMA, "$schema": 7}, "$schema", 26),
        ({**SCHEMA, "dependencies": {}}, "dependencies", 26),
        ({"type": "object", "properties": {"a": {"$id": "x"}}}, "properties/a/$id", 5),
        ({"type": "object", "properties": {"a": {"$ref": "x.json"}}}, "properties/a/$ref", 5),
        ({"type": "object", "properties": {"a": {"$ref": "#/$defs/x"}}}, "properties/a/$ref", 5),
        ({"type": "object", "properties": {"a": {"$ref": 7}}}, "properties/a/$ref", 5),
        ({"type": "object", "$defs": {"a": {"$ref": "#/$defs/a"}}}, "$defs/a/$ref", 5),
        ({"type": "string"}, "type", 2),
        ({"type": "object", "properties": {"a": {"type": "objekt"}}}, "properties/a/type", 5),
        ({"type": "object", "properties": {"a": {"pattern": "("}}}, "properties/a/pattern", 5),
        ({"type": "object", "properties": {}, "allOf": [{"items": [{}]}]}, "allOf/0/items", 6),
    ],
)
def test_a_schema_others_would_read_differently_is_refused(schema: object, element: str, line: int) -> None:
    found = refusal(lambda: pair(schema, layout(A)))
    assert (found["element"], found["line"], found["file"]) == (element, line, "schema.json")


def test_examples_and_names_are_no_keywords() -> None:
    names = {"dependencies": {"type": "string"}, "$ref": {"type": "string", "examples": [{"$ref": "x.json"}]}}
    assert pair({"type": "object", "properties": names, "$defs": {}}).form_id


@pytest.mark.parametrize(
    ("uischema", "element"),
    [
        (layout("x"), "elements/0"),
        (layout({"type": "Zauber"}), "elements/0/type"),
        (layout({"type": ["Group"]}), "elements/0/type"),
        ({"type": "VerticalLayout"}, "elements"),
        (layout({"type": "Label"}), "elements/0/text"),
        (layout({"type": "Control", "scope": "#/properties/z"}), "elements/0/scope"),
        (layout({"type": "Control"}), "elements/0/scope"),
        (layout({**A, "options": 7}), "elements/0/options"),
        (layout({**A, "rule": 7}), "elements/0/rule"),
        (layout({**A, "rule": {"effect": "BLINK"}}), "elements/0/rule"),
        (layout({**A, "rule": {"effect": "HIDE"}}), "elements/0/rule/condition"),
        (
            layout({**A, "rule": {"effect": "HIDE", "condition": {"type": "AND"}}}),
            "elements/0/rule/condition/conditions",
        ),
        (layout({**A, "rule": {"effect": "HIDE", "condition": {"scope": "#"}}}), "elements/0/rule/condition"),
        (
            layout({"type": "Control", "scope": "#/properties/b", "options": {"detail": layout(A)}}),
            "elements/0/options/detail/elements/0/scope",
        ),
    ],
)
def test_a_layout_that_leads_nowhere_is_refused(uischema: object, element: str) -> None:
    found = refusal(lambda: pair(SCHEMA, uischema))
    assert (found["element"], found["file"]) == (element, "uischema.json")


def test_rules_lists_and_labels_of_a_layout_are_taken() -> None:
    both = {"type": "OR", "conditions": [HOLDS, {**HOLDS, "type": "LEAF", "expectedValue": "x"}]}
    inner = layout({"type": "Control", "scope": "#/properties/d"})
    listing = {"type": "Control", "scope": "#/properties/b", "options": {"detail": inner}}
    made = pair(
        SCHEMA, layout({**A, "rule": {"effect": "HIDE", "condition": both}}, listing, {"type": "Label", "text": "x"})
    )
    assert json.loads(made.documents.report)["counts"] == {"felder": 3, "gruppen": 2, "regeln": 1}


def test_two_schemas_or_two_layouts_are_no_pair() -> None:
    assert "genau ein JSON-Schema" in str(refusal(lambda: pair(SCHEMA, SCHEMA))["reason"])
    assert "genau ein JSON-Schema" in str(refusal(lambda: pair(layout(A), layout(A)))["reason"])


def test_a_schema_that_asks_nothing_is_refused() -> None:
    assert refusal(lambda: pair({"type": "object"}))["reason"] == "es gibt nichts zu fragen"


def test_a_schema_that_contains_itself_without_an_end_is_refused() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "allOf": [{"$ref": "#"}]}
    assert "kein Formular öffnen" in str(refusal(lambda: examine(pair(schema, layout(A))))["reason"])


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b'{"a":1,\n"a":2}', 2, "zweimal"),
        (b'{"b":{"a":1,\n"a":2}}} ] x', 2, "zweimal"),
        (b'{\n"a" 1}', 2, "kein gültiges JSON"),
        (b'{"a":\nNaN}', 1, "eine Zahl"),
        (b'{"a":' + b"1" * 5000 + b"}", 1, "eine Zahl"),
        (b'{\n"a":"\\ud800"}', 2, "ein Zeichen"),
        (b'{\n"a":["\\u0000"]}', 2, "ein Zeichen"),
        (b'{\n"a":"\xff"}', 2, "UTF-8"),
        (b"[1]", 1, "kein JSON-Objekt"),
        (b'{"a":' * (DEEPEST + 1), 1, "tiefer als"),
        (b" " * (LARGEST + 1), 1, "größer als"),
    ],
)
def test_json_is_read_strictly(content: bytes, line: int, reason: str) -> None:
    found = refusal(lambda: read_object("x.json", content))
    assert (found["line"], reason in str(found["reason"])) == (line, True)


def test_signs_written_in_pieces_and_patterns_with_escapes_are_read() -> None:
    text, found = read_object("x.json", b'\xef\xbb\xbf{"a":"\\ud83d\\ude00","b":"[\\\\u0000-\\\\u001f]"}')
    assert found == {"a": "😀", "b": "[\\u0000-\\u001f]"}
    assert line_of(text, ("nirgends",)) == 1


def test_the_line_of_an_item_is_where_it_begins() -> None:
    text = '{\n "a": [1,\n {"b": {"c":\n null}}],\n "x": {},\n "y": []\n}'
    assert [line_of(text, path) for path in (("a", 1, "b", "c"), ("y",), ("a", 1, "z"))] == [3, 6, 3]


def test_files_are_chosen_by_what_they_are(tmp_path: Path) -> None:
    first, second, third = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.xml"
    first.write_text(json.dumps(SCHEMA), "utf-8")
    second.write_text(json.dumps(layout(A)), "utf-8")
    third.write_text("<a/>", "utf-8")
    assert translate(read_files([first, second]), "SN").source == "a.json + b.json"
    assert "allein" in str(refusal(lambda: read_files([third, first]))["reason"])
    assert "höchstens ein" in str(refusal(lambda: read_files([first, second, first]))["reason"])
    assert "höchstens ein" in str(refusal(lambda: read_files([]))["reason"])
    assert "nicht lesen" in str(refusal(lambda: read_files([tmp_path / "fort.json"]))["reason"])
    chosen = read_files([third])
    third.unlink()
    assert "nicht mehr lesen" in str(refusal(lambda: translate(chosen, "SN"))["reason"])
    with first.open("wb") as stream:
        stream.truncate(50_000_000)
    assert "größer als" in str(refusal(lambda: read_files([first]))["reason"])


def test_a_form_in_which_nobody_is_named_says_so_in_its_report() -> None:
    told = examine(pair(SCHEMA, layout(A))).documents.report
    assert "Keine Frage ist als Familienname erkannt" in told
    named = {"type": "object", "properties": {"lastName": {"type": "string", "title": "Name"}}}
    assert "Familienname" not in examine(pair(named)).documents.report


def test_a_kept_form_whose_documents_are_no_longer_read_is_broken() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    kept = KeptForm("f1", "a", "1", "A", "JSON", "a.json", "", "", FormState.UNCHECKED, at, at)
    made = pair(SCHEMA, layout(A)).documents
    assert kept_form(kept, made).id == "a"
    for broken in (
        replace(made, schema='{"type":"objekt"}'),
        replace(made, facts="version = 7"),
        replace(made, facts="="),
    ):
        with pytest.raises(ProblemError) as raised:
            kept_form(kept, broken)
        assert raised.value.problem.code is Code.FORM_BROKEN
