"""What a record may hold: whatever has a canonical form, and nothing else, wherever in it a number stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lotse_portal import batches, wire
from lotse_portal.operations import canonical, written


def fault(text: str) -> str:
    """Return why a form's record with a value, given as JSON, is refused."""
    operation = {"seq": 1, "op": "op-00000001", "t": "create", "k": "form", "id": "form-0001", "schema": 1}
    body: dict[str, Any] = operation | {"at": "2026-11-22T09:11:12Z", "doc": {"value": json.loads(text)}}
    push = {"protocol": 1, "device": "device-01", "log": "log-00001", "epoch": 1, "first_seq": 1, "ops": [body]}
    batch = batches.batch_of(wire.Push.model_validate(push))
    assert batch is not None
    return batch.ops[0].fault


@pytest.mark.parametrize(
    "text",
    [
        "9007199254740993",
        "[1,-9007199254740993]",
        '{"a":[9007199254740993]}',
        "1e400",
        "NaN",
        '["\\ud800"]',
        '"\\u0000"',
    ],
)
def test_what_has_no_canonical_form_or_no_place_in_a_database_is_refused(text: str) -> None:
    assert fault(text) == "content_unsound"


@pytest.mark.parametrize(
    "text", ["9007199254740991", "1e3", "0.1", '"12345678901234567890"', '"a:12345678901234567"', "[]"]
)
def test_what_has_one_is_taken(text: str) -> None:
    assert fault(text) == ""


def test_what_lies_in_a_row_reads_as_it_was() -> None:
    value = {"ü": [1, 0.5, None, True, "\n", {"b": 1, "a": 2}]}

    assert json.loads(written(value)) == value == json.loads(canonical(value))
