"""What the device says to the portal is what the contract describes; what it hears is believed only where it fits."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.models.operation import Act
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.sync import Pulled, PulledRecord, Pushed, Result, Verdict
from lotse_app.portal import speech
from lotse_portal import batches, operations, wire
from tests.portal_client.samples import PLACE, logged
from tests.store.samples import refused

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def test_a_batch_reads_at_the_portal_as_it_was_meant() -> None:
    session = {"kind": "single", "station": "s", "start": "2026-11-20T09:00:00Z", "end": "2026-11-20T09:20:00Z"}
    change = {"/result": {"p": "0" * 16, "v": "Grüße"}}
    ops = [*logged(session), *logged(change, act=Act.PATCH, first=5), *logged({}, act=Act.DELETE, first=6)]

    body, many = speech.batch("device-0001", PLACE, ops)

    push = wire.Push.model_validate_json(body)
    batch = batches.batch_of(push)
    assert many == 3
    assert batch is not None
    assert (push.device, batch.log, batch.epoch) == ("device-0001", PLACE.log, PLACE.epoch)
    assert [(one.seq, one.act, one.fault, dict(one.body)) for one in batch.ops] == [
        (4, operations.Act.CREATE, "", session),
        (5, operations.Act.PATCH, "", change),
        (6, operations.Act.DELETE, "", {}),
    ]
    assert {(one.by, one.at, one.op) for one in batch.ops[:1]} == {("pilot-1", "2026-11-20T09:30:00Z", "op-00000004")}


def test_a_batch_stays_below_what_the_portal_takes_at_once() -> None:
    large = logged(*[{"text": "x" * 60_000}] * 30)

    body, many = speech.batch("device-0001", PLACE, large)
    _, one = speech.batch("device-0001", PLACE, logged({"text": "x" * 2_000_000}))

    assert len(body) < wire.MAX_BYTES
    assert 10 < many < 30
    assert one == 1
    assert len(json.loads(body)["ops"]) == many


def an_answer(**others: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    return {
        "epoch": 3,
        "last_seq": 5,
        "durable_seq": 4,
        "results": [[4, "ok", 9], [5, "conflict", {"why": "x"}]],
    } | others


def test_an_answer_to_a_batch_is_read() -> None:
    results = (Result(4, Verdict.OK, 9), Result(5, Verdict.CONFLICT, 0, {"why": "x"}))

    assert speech.pushed(an_answer(), 2, 4) == Pushed(3, 5, 4, results)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        an_answer(results=[[4, "ok", 9]]),
        an_answer(results=[[5, "ok", 9], [4, "ok", 9]]),
        an_answer(results=[[4, "ok", 9], [5, "wonderful", 9]]),
        an_answer(results=[[4, "ok", 9], [5, ["ok"], 9]]),
        an_answer(results=[[4, "ok", 9], [5, "ok", -1]]),
        an_answer(results=[[4, "ok", 9], [5, "ok"]]),
        an_answer(results=[[4, "ok", 9], 5]),
        an_answer(results=None),
        an_answer(epoch="3"),
        an_answer(last_seq=True),
        an_answer(durable_seq=1 << 70),
    ],
    ids=str,
)
def test_an_answer_that_does_not_fit_its_batch_is_none(answer: dict[str, Any]) -> None:
    with refused(Code.PORTAL_ANSWER):
        speech.pushed(answer, 2, 4)


def a_page(*rows: object, **others: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    return {"epoch": 3, "cursor": "c", "through": 9, "more": False, "rows": list(rows)} | others


def test_a_page_is_read() -> None:
    row = {"k": "session", "id": "se-1", "version": 2, "change": 9, "schema": 1, "doc": {"a": 1}}
    gone = {"k": "session", "id": "se-2", "version": 3, "change": 9, "deleted": True}

    assert speech.pulled(a_page(row, gone, more=True)) == Pulled(
        3,
        "c",
        9,
        more=True,
        rows=(PulledRecord("session", "se-1", 2, {"a": 1}), PulledRecord("session", "se-2", 3, None)),
    )


@pytest.mark.parametrize(
    "page",
    [
        {},
        a_page({}),
        a_page(7),
        a_page({"k": "session", "id": "se-1", "version": 2}),
        a_page({"k": "session", "id": "se-1", "version": 2, "doc": 7}),
        a_page({"k": "session", "id": "x" * 65, "version": 2, "doc": {}}),
        a_page({"k": "", "id": "se-1", "version": 2, "doc": {}}),
        a_page({"k": "session", "id": "se-1", "version": 1e9, "doc": {}}),
        a_page(cursor=7),
        a_page(cursor="c" * 100_001),
        a_page(through=-1),
        a_page(rows={"a": 1}),
        a_page(*[{"k": "session", "id": "se-1", "version": 2, "doc": {}}] * 1001),
    ],
    ids=lambda page: str(page)[:60],
)
def test_a_page_that_is_none_is_refused(page: dict[str, Any]) -> None:
    with refused(Code.PORTAL_ANSWER):
        speech.pulled(page)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'"x"',
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b"\xff",
        b"[" * 100_000,
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": -1e999}',
        b'{"a": "\\uD83D\\u0041"}',
        b'{"a": "\xed\xa0\xbd"}',
        '{"a": 1}'.encode("utf-16"),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_object_or_holds_what_no_file_keeps_is_not_read(body: bytes) -> None:
    assert speech.read(b'{"a": "\\u00fc \\ud83d\\ude00", "b": 1.5e3}') == {"a": "ü 😀", "b": 1500.0}
    with pytest.raises(ValueError, match=r".*"):
        speech.read(body)


@given(answer=st.dictionaries(st.sampled_from(["epoch", "last_seq", "durable_seq", "results", "rows", "cursor"]), ANY))
def test_nothing_a_portal_says_gets_further_than_a_refusal(answer: dict[str, Any]) -> None:
    for hear in (lambda: speech.pushed(answer, 1, 1), lambda: speech.pulled(answer)):
        with contextlib.suppress(ProblemError):
            hear()
