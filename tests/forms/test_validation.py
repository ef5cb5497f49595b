"""Problems are codes at the pointers of questions, all at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lotse_app.forms import formats
from lotse_app.forms.compile import compile_form
from lotse_app.forms.engine import state
from lotse_app.forms.plan import DateRange
from lotse_app.forms.validation import date_problem, day_of, filled, problems
from lotse_app.models.problems import Code, problem
from tests.forms.building import TODAY, control, controls, dog_form, make_form, one_step, texts, typed_answers


@pytest.mark.parametrize(
    ("schema", "value", "code", "params"),
    [
        ({"type": "string", "minLength": 2}, "x", Code.TOO_SHORT, {"minimum": 2}),
        ({"type": "string", "maxLength": 2}, "xyz", Code.TOO_LONG, {"maximum": 2}),
        ({"type": "integer", "minimum": 1}, 0, Code.TOO_SMALL, {"minimum": 1}),
        ({"type": "number", "minimum": 1.5}, 0, Code.TOO_SMALL, {"minimum": "1.5"}),
        ({"type": "integer", "exclusiveMinimum": 1}, 1, Code.TOO_SMALL, {"minimum": 1}),
        ({"type": "integer", "maximum": 1}, 2, Code.TOO_LARGE, {"maximum": 1}),
        ({"type": "integer", "exclusiveMaximum": 2}, 2, Code.TOO_LARGE, {"maximum": 2}),
        ({"type": "array", "items": {"enum": [1]}, "minItems": 2}, [1], Code.TOO_FEW, {"minimum": 2}),
        ({"type": "array", "items": {"enum": [1, 2]}, "maxItems": 1}, [1, 2], Code.TOO_MANY, {"maximum": 1}),
        ({"type": "array", "items": {"enum": [1]}, "uniqueItems": True}, [1, 1], Code.NOT_UNIQUE, {}),
        ({"enum": ["a"]}, "b", Code.NOT_A_CHOICE, {}),
        ({"type": "string", "oneOf": [{"const": "a"}]}, "b", Code.NOT_A_CHOICE, {}),
        ({"oneOf": [{"minLength": 3}, {"maxLength": 0}]}, "b", Code.INVALID, {}),
        ({"oneOf": [{"minLength": 3}]}, "b", Code.TOO_SHORT, {"minimum": 3}),
        ({"type": "boolean", "const": True}, False, Code.NOT_A_CHOICE, {}),
        ({"type": "integer"}, "drei", Code.WRONG_TYPE, {}),
        ({"type": "string", "pattern": "^[0-9]{15}$"}, "12345678901234", Code.DIGITS_MISSING, {"have": 14, "want": 15}),
        ({"type": "string", "pattern": "^[0-9]{3}$"}, "1234", Code.DIGITS_MISSING, {"have": 4, "want": 3}),
        ({"type": "string", "pattern": "^[0-9]{3}$"}, "12a", Code.WRONG_PATTERN, {"want": 3}),
        ({"type": "string", "pattern": "^A"}, "b", Code.WRONG_PATTERN, {}),
        ({"type": "string", "format": "time"}, "später", Code.TIME_INVALID, {}),
        ({"type": "string", "format": "date-time"}, "2026-04-01", Code.MOMENT_INVALID, {}),
        ({"type": "string", "format": "uri"}, "x", Code.INVALID, {}),
        ({"type": "string", "format": "iban"}, "DE00", Code.IBAN_INVALID, {"have": 4, "want": 22}),
        ({"type": "string", "format": "din91379-a"}, "A1", Code.CHARACTER_NOT_ALLOWED, {"character": "1", "place": 2}),
        ({"not": {"const": "b"}}, "b", Code.INVALID, {}),
    ],
)
def test_a_wrong_answer_has_a_code_and_what_the_sentence_needs(
    schema: dict[str, Any], value: object, code: Code, params: dict[str, object]
) -> None:
    form = make_form({"type": "object", "properties": {"a": schema}}, one_step(control("a")))
    (found,) = state(form, {"a": value}, frozenset(), TODAY).problems
    assert (found.code, found.pointer) == (code, "/a")
    assert {name: found.param(name) for name in params} == params


def test_all_problems_come_at_once() -> None:
    answers = typed_answers(halter__anschrift__plz="017", hunde__0__chip="1", befreiung="", halter__kontakt__email="x")
    found = state(dog_form(), answers, frozenset(), TODAY).problems
    assert {(one.code, one.pointer) for one in found} == {
        (Code.DIGITS_MISSING, "/halter/anschrift/plz"),
        (Code.DIGITS_MISSING, "/hunde/0/chip"),
        (Code.REQUIRED, "/befreiung"),
        (Code.EMAIL_INVALID, "/halter/kontakt/email"),
    }


def test_the_exact_problem_is_said_without_the_vague_ones() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "oneOf": [{"const": "x", "title": "x"}]}}}
    form = make_form(schema, one_step(control("a")))
    assert [one.code for one in state(form, {"a": 5}, frozenset(), TODAY).problems] == [Code.WRONG_TYPE]


def test_members_nobody_asked_for_are_named_in_raw_answers() -> None:
    form = make_form(texts("a", additionalProperties=False), one_step(control("a")))
    assert problems(compile_form(form), {"b/c": 1}) == (problem(Code.UNEXPECTED, "/b~1c"),)
    assert state(form, {"b/c": 1}, frozenset(), TODAY).problems == ()


def test_missing_containers_are_asked_for_by_their_questions() -> None:
    compiled = compile_form(dog_form())
    assert filled(compiled, {})[0] == {"halter": {"person": {}, "anschrift": {}}, "hunde": []}
    assert filled(compiled, {"lastschrift": True})[0]["bankverbindung"] == {}


def test_endless_containers_end() -> None:
    node: dict[str, Any] = {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}, "required": ["n"]}
    form = make_form({**node, "$defs": {"n": node}}, one_step(control("/".join("n" * 12))))
    assert filled(compile_form(form), {})[0]["n"]["n"]


@pytest.mark.parametrize(
    ("iso", "wanted", "code"),
    [
        ("2026-11-21", DateRange(last="heute"), None),
        ("2026-11-22", DateRange(last="heute"), Code.DATE_IN_FUTURE),
        ("2026-11", DateRange(last="heute"), None),
        ("2026-12", DateRange(last="heute"), Code.DATE_IN_FUTURE),
        ("2026-11-28", DateRange(last="heute+7"), None),
        ("2026-11-29", DateRange(last="heute+7"), Code.DATE_IN_FUTURE),
        ("2026-11-13", DateRange(first="heute-7"), Code.DATE_TOO_EARLY),
        ("2026-11-14", DateRange(first="heute-7"), None),
        ("1899", DateRange(), Code.DATE_TOO_EARLY),
        ("1900", DateRange(), None),
        ("2008-11-21", DateRange(last="heute", age=18), None),
        ("2008-11-22", DateRange(last="heute", age=18), Code.TOO_YOUNG),
        ("2008", DateRange(last="heute", age=18), None),
        ("2009", DateRange(last="heute", age=18), Code.TOO_YOUNG),
    ],
)
def test_a_date_lies_in_its_range(iso: str, wanted: DateRange, code: Code | None) -> None:
    found = date_problem(iso, wanted, TODAY)
    assert (found.code if found else None) is code


def test_age_counts_on_a_leap_day_too() -> None:
    leap = date(2028, 2, 29)
    grown = DateRange(age=18)
    assert date_problem("2010-03-01", grown, leap) is None
    assert date_problem("2010-03-02", grown, leap) is not None
    assert day_of("2020-01-01", leap) == date(2020, 1, 1)


def test_date_problems_reach_the_question() -> None:
    found = state(dog_form(), typed_answers(halter__person__geburtsdatum="1.1.2015"), frozenset(), TODAY).problems
    assert [(one.code, one.pointer, one.param("years")) for one in found] == [
        (Code.TOO_YOUNG, "/halter/person/geburtsdatum", 18)
    ]
    found = state(dog_form(), typed_answers(hunde__0__wurfdatum="31.2.2026"), frozenset(), TODAY).problems
    assert [one.code for one in found] == [Code.DATE_INVALID]


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        ("iban", ["DE89370400440532013000", "AT611904300234573201", "NL91ABNA0417164300"], ["DE8937040044053201300"]),
        ("iban", [], ["de89370400440532013000", "DE89 3704 0044 0532 0130 00", "DE88370400440532013000", "XX00", ""]),
        ("bic", ["COBADEFFXXX", "COBADEFF"], ["cobadeff", "COBADEF", " COBADEFF", ""]),
        ("plz", ["01001", "01723", "99998"], ["00123", "1723", "017233", "0172a", "٠١٧٢٣"]),
        ("ags", ["14628410", "01001000"], ["1462841", "17000000", "00000000", "1462841a"]),
        ("telefon", ["035204 463-0", "+49 170 1234567", "0049 351 4880"], ["12", "keine", "+", "0" * 30]),
        (
            "email",
            ["a@b.de", "a+b@b-c.example"],
            ["a@b", "a b@c.de", "@b.de", "a@@b.de", "a@b.de\n", "ü@b-c.example"],
        ),
        ("date", ["2026-02-28"], ["2026-02-29", "1950", "28.2.2026"]),
        ("teildatum", ["1950", "1950-08", "1950-08-31"], ["1950-00", "00.00.1950"]),
        ("din91379-a", ["Žofia"], ["R2D2"]),
        ("din91379-b", ["Straße 17"], ["½"]),
        ("din91379-c", ["½"], ["–"]),
    ],
)
def test_formats_know_good_from_bad(check: str, good: list[str], bad: list[str]) -> None:
    for text in good:
        assert formats.CHECKS[check](text) is None, text
    for text in bad:
        assert formats.CHECKS[check](text) is not None, text


@pytest.mark.parametrize(
    ("check", "text", "have", "want"),
    [("plz", "0172", 4, 5), ("plz", "017233", 6, 5), ("ags", "146", 3, 8), ("steuer-idnr", "365742618099", 12, 11)],
)
def test_missing_and_surplus_digits_are_counted(check: str, text: str, have: int, want: int) -> None:
    assert formats.CHECKS[check](text) == problem(Code.DIGITS_MISSING, have=have, want=want)


def test_a_foreign_iban_has_no_expected_length() -> None:
    assert formats.iban("AT61") == problem(Code.IBAN_INVALID, have=4, want=0)


@pytest.mark.parametrize(
    "text",
    ["L01X00T47", "L01X00T471", "T220001293", "C01X00T478", "000000000", "0000000000"],
)
def test_serial_numbers_of_specimen_documents_are_good(text: str) -> None:
    assert formats.serial_number(text) is None


@pytest.mark.parametrize(
    "text", ["", "L01X00T4", "L01X00T472", "LO1X00T47", "l01x00t47", "L01X00T47A", "L01X00T4711", "٤01X00T47"]
)
def test_serial_numbers_with_a_slip_are_refused(text: str) -> None:
    found = formats.serial_number(text)
    assert found is not None
    assert found.code is Code.SERIAL_NUMBER_INVALID


def test_tax_ids_follow_their_check_digit() -> None:
    assert formats.tax_id("36574261809") is None
    for text in ("36574261890", "36554266806", "11111111111", "36 574 261 809", "x"):
        assert formats.tax_id(text) == problem(Code.TAX_ID_INVALID)
    assert formats.tax_id("3657426") == problem(Code.DIGITS_MISSING, have=7, want=11)


ONE = [{"required": ["a"]}, {"required": ["b"]}]


@pytest.mark.parametrize(
    ("rule", "answers", "code"),
    [
        ({"anyOf": ONE}, {}, Code.ONE_NEEDED),
        ({"oneOf": ONE}, {}, Code.ONE_NEEDED),
        ({"oneOf": ONE}, {"a": "x", "b": "y"}, Code.ONLY_ONE),
        ({"minProperties": 1}, {}, Code.ONE_NEEDED),
        ({"maxProperties": 1}, {"a": "x", "b": "y"}, Code.ONLY_ONE),
        ({"maxProperties": 2, "minProperties": 2}, {"a": "x"}, Code.INVALID),
        ({"anyOf": [*ONE, {"required": ["c"], "minProperties": 2}]}, {}, Code.INVALID),
    ],
)
def test_one_of_several_answers_is_asked_for_by_name(rule: dict[str, Any], answers: dict[str, Any], code: Code) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "title": "Telefon"}, "b": {"type": "string"}}}
    form = make_form({**schema, **rule}, one_step(control("a"), control("b")))
    (found,) = problems(compile_form(form), answers)
    assert found.code is code
    assert found.param("names") == ("" if code is Code.INVALID else "Telefon, B")
    untouched = state(form, answers, frozenset(), TODAY)
    assert not untouched.complete
    shown = [one.code for one in controls(untouched)["/a"].problems]
    assert shown == ([] if code is Code.ONE_NEEDED else [code])
