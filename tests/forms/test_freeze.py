"""What is frozen: visible answers only, valid alone, as canonical bytes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from lotse_app.forms.freeze import canonical_bytes, digest_of, prune, remaining_problems, settled
from lotse_app.models.problems import Code, ProblemError
from tests.forms.building import TODAY, control, dog_form, make_form, one_step, texts, typed_answers

#: RFC 8785, sections 3.2.2 to 3.2.4 and appendix B: input and canonical form.
MIXED = (
    '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], '
    '"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}'
)
MIXED_CANONICAL = (
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
)
ORDER = (
    '{"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh", '
    '"1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", '
    '"\\u00f6": "Latin Small Letter O With Diaeresis"}'
)
ORDER_CANONICAL = (
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",'
    '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'
)


@pytest.mark.parametrize(("text", "canonical"), [(MIXED, MIXED_CANONICAL), (ORDER, ORDER_CANONICAL)])
def test_canonical_bytes_follow_rfc_8785(text: str, canonical: str) -> None:
    assert canonical_bytes(json.loads(text)) == canonical.encode("utf-8")


def test_numbers_are_written_as_in_javascript() -> None:
    numbers = "[0, -0.0, 5e-324, 9007199254740991, 295147905179352830000.0, 1e21, 1e-7]"
    written = canonical_bytes({"n": json.loads(numbers)})
    assert written == b'{"n":[0,0,5e-324,9007199254740991,295147905179352830000,1e+21,1e-7]}'


def test_order_of_members_and_blanks_do_not_change_the_digest() -> None:
    first, second = {"a": 1, "b": {"d": [1, 2], "c": "ü"}}, {"b": {"c": "ü", "d": [1, 2]}, "a": 1}
    assert digest_of(canonical_bytes(first)) == digest_of(canonical_bytes(second))
    assert digest_of(canonical_bytes(first)) != digest_of(canonical_bytes({**first, "a": 2}))
    assert digest_of(b"{}") == hashlib.sha256(b"{}").hexdigest()


@pytest.mark.parametrize("value", [2**53 + 1, float("nan"), float("inf"), "\ud800"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ProblemError) as caught:
        canonical_bytes({"a": value})
    assert caught.value.problem.code is Code.INVALID


def test_hidden_answers_are_never_in_the_canonical_bytes() -> None:
    marker = "GEHEIM"
    shown = typed_answers(
        hunde__0__herkunft="tierheim",
        hunde__0__vorbesitzer=marker + "EINS",
        befreiung="diensthund",
        befreiung_nachweis=marker + "ZWEI",
        lastschrift=True,
        bankverbindung__kontoinhaber=marker + "DREI",
        bankverbindung__iban="DE89370400440532013000",
    )
    hidden = {
        **shown,
        "befreiung": "keine",
        "lastschrift": False,
        "hunde": [{**shown["hunde"][0], "herkunft": "zucht"}],
    }
    assert canonical_bytes(hidden).count(marker.encode()) == 3
    assert canonical_bytes(prune(dog_form(), shown)).count(marker.encode()) == 3
    assert canonical_bytes(prune(dog_form(), hidden)).count(marker.encode()) == 0
    assert hidden["bankverbindung"]["kontoinhaber"] == marker + "DREI"


def test_what_nobody_was_asked_is_not_frozen() -> None:
    answers = {**typed_answers(), "extra": 1}
    answers["halter"]["anschrift"]["ags"] = "14628410"
    kept = prune(dog_form(), answers)
    assert "extra" not in kept
    assert "ags" not in kept["halter"]["anschrift"]


def test_empty_containers_are_not_frozen_but_items_stay() -> None:
    assert prune(
        dog_form(), {"halter": {"kontakt": {}, "person": {}}, "mithalter": [], "hunde": [{}, {"name": "B"}]}
    ) == {"hunde": [{}, {"name": "B"}]}


def test_pruning_goes_on_until_nothing_changes() -> None:
    def shown_by(name: str) -> dict[str, Any]:
        return {"effect": "SHOW", "condition": {"scope": f"#/properties/{name}", "schema": {"const": "x"}}}

    chain = one_step(control("a"), *(control(two, rule=shown_by(one)) for one, two in ("ab", "bc", "cd")))
    form = make_form(texts("a", "b", "c", "d"), chain)
    everything = dict.fromkeys("abcd", "x")
    assert prune(form, everything) == everything
    assert prune(form, {**everything, "a": "y"}) == {"a": "y"}


def test_complete_answers_can_be_frozen() -> None:
    assert remaining_problems(dog_form(), prune(dog_form(), typed_answers()), TODAY) == ()


def test_everything_that_is_missing_is_said_at_once() -> None:
    found = remaining_problems(dog_form(), {}, TODAY)
    assert {one.pointer for one in found if one.code is Code.REQUIRED} >= {
        "/halter/person/familienname",
        "/halter/anschrift/ort",
        "/befreiung",
    }
    assert (Code.TOO_FEW, "/hunde") in {(one.code, one.pointer) for one in found}


def test_a_required_object_without_required_questions_is_a_fault_that_is_not_hidden() -> None:
    form = make_form({"type": "object", "properties": {"o": texts("a")}, "required": ["o"]}, one_step(control("o")))
    assert [(one.code, one.pointer) for one in remaining_problems(form, {}, TODAY)] == [(Code.REQUIRED, "/o")]
    assert remaining_problems(form, {"o": {"a": "x"}}, TODAY) == ()


def test_such_an_object_is_frozen_empty_since_nobody_can_answer_it() -> None:
    schema = {"type": "object", "properties": {"o": texts("a"), "b": {"type": "string"}}, "required": ["o"]}
    form = make_form(schema, one_step(control("o"), control("b")))
    assert settled(form, {"b": "x"}) == {"b": "x", "o": {}}
    assert remaining_problems(form, settled(form, {"b": "x"}), TODAY) == ()
    needy = make_form({**schema, "required": ["o", "b"]}, one_step(control("o"), control("b")))
    assert settled(needy, {"o": {"a": ""}}) == {}
    assert settled(dog_form(), typed_answers()) == prune(dog_form(), typed_answers())


def test_a_valid_answer_without_canonical_form_is_a_problem() -> None:
    form = make_form({"type": "object", "properties": {"n": {"type": "integer"}}}, one_step(control("n")))
    assert [one.code for one in remaining_problems(form, {"n": 2**60}, TODAY)] == [Code.INVALID]
