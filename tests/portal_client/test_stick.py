"""A receipt is believed only where the pinned portal signed it for this device, and only where it can be read."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import partial
from typing import Any

import pytest

from lotse_app.models.carrying import DOWN
from lotse_app.models.jws import packed, signed
from lotse_app.models.problems import Code
from lotse_app.models.sync import Membership, Verdict
from lotse_app.portal.stick import StickPapers
from lotse_app.vault.signing import Ed25519
from tests.store.samples import refused

_SECRET = b"\7" * 32
_MEMBER = Membership("https://portal.example", "device-0001", "A" * 26, portal_sign=Ed25519().public(_SECRET))
_PAGE = {"epoch": 3, "cursor": "c", "through": 4, "more": False, "rows": []}
_ANSWER = {"status": 200, "body": {"epoch": 3, "last_seq": 2, "durable_seq": 0, "results": [[2, "ok", 9]]}}


def receipt(body: object, secret: bytes = _SECRET, typ: str = DOWN, **said: str) -> bytes:
    """Return a receipt as it lies inside its envelope; ``said`` are other claims than the true ones."""
    content = gzip.compress(json.dumps(body).encode())
    claims = {"sub": "device-0001", "iss": "A" * 26, "sha256": hashlib.sha256(content).hexdigest()} | said
    line = signed({"alg": "Ed25519", "typ": typ}, packed(claims), partial(Ed25519().sign, secret))
    return line.encode() + b"\n" + content


def body(**others: Any) -> dict[str, Any]:  # noqa: ANN401 - any member of a receipt
    """Return what a receipt says."""
    return {"log": "log-0001", "asked_from": "", "answers": [_ANSWER], "pages": [_PAGE]} | others


def test_a_receipt_says_what_a_round_would_have_been_told() -> None:
    told = StickPapers(Ed25519()).read(receipt(body()), _MEMBER)

    assert told.answers[0].pushed is not None
    assert [(one.seq, one.verdict, one.change) for one in told.answers[0].pushed.results] == [(2, Verdict.OK, 9)]
    assert (told.log, told.life, told.pages[0].cursor) == ("log-0001", 3, "c")
    gap = {"status": 409, "body": {"code": "seq_gap", "expected": 7, "epoch": 3}}
    gone = {"code": "cursor_gone", "epoch": 5}
    told = StickPapers(Ed25519()).read(receipt(body(answers=[gap], pages=[gone])), _MEMBER)
    assert (told.answers[0].code, told.answers[0].expected, told.life) == ("seq_gap", 7, 5)


@pytest.mark.parametrize(
    "forged",
    [
        receipt(body(), b"\x08" * 32),
        receipt(body(), typ="lotse-order"),
        receipt(body(), sub="device-0002"),
        receipt(body(), iss="B" * 26),
        receipt(body(), sha256="0" * 64),
        receipt(body()) + b"x",
    ],
    ids=["another key", "another purpose", "another device", "another portal", "another content", "more content"],
)
def test_what_the_portal_did_not_sign_for_this_device_is_not_believed(forged: bytes) -> None:
    with refused(Code.STICK_ELSEWHERE):
        StickPapers(Ed25519()).read(forged, _MEMBER)


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"nothing of it",
        b"a.b.c\nx",
        receipt([]),
        receipt({}),
        receipt(body(answers=[{"status": 200, "body": {"results": []}}])),
        receipt(body(answers=[{"status": 409, "body": {}}])),
        receipt(body(pages=[{"rows": 1}])),
    ],
)
def test_what_cannot_be_read_is_damaged(spoilt: bytes) -> None:
    with refused(Code.STICK_DAMAGED):
        StickPapers(Ed25519()).read(spoilt, _MEMBER)
