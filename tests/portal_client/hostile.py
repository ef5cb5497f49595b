"""Answers of a portal that means harm: honest ones in which something is of the wrong kind, too much, or forged."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.portal_client.front import MARK, Reply

if TYPE_CHECKING:
    from random import Random

#: JSON that is no answer anybody would give, as it stands on the wire.
BODIES = (
    b"",
    b"[]",
    b"null",
    b'"x"',
    b"{",
    b"\xff\xfe{}",
    b"[" * 50_000,
    b'{"a":' * 50_000,
    b'{"rows":[' + b"7," * 50_000 + b"7]}",
    b'{"epoch":' + b"9" * 5_000 + b"}",
    b'{"epoch": NaN}',
    b'{"cursor": "\\ud800"}',
    b"<html><title>Anmeldung</title></html>",
)
#: A forged order: the form is right, nobody we know has signed it.
FORGED = "eyJhbGciOiJFZDI1NTE5In0.eyJpZCI6Im8tMSIsIm9yZGVyIjoid2lwZSIsImRldmljZSI6IngifQ." + "A" * 86
STATUSES = (200, 200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 410, 412, 413, 418, 422, 426, 428, 500, 503)
_MEMBERS = ("orders", "deleted", "purged", "code", "expected", "epoch", "x")
CODES = ("seq_gap", "log_fork", "epoch_changed", "cursor_gone", "clock", "", "wonderful")


def leaf(dice: Random) -> object:
    """Return a value that fits nowhere, or only nearly."""
    return dice.choice(
        [
            None,
            True,
            False,
            0,
            -1,
            1,
            1 << 31,
            1 << 53,
            (1 << 53) + 1,
            1 << 63,
            -(1 << 63) - 1,
            10**40,
            0.5,
            -0.0,
            1e308,
            "",
            "x",
            "0",
            "ok",
            "conflict",
            "../../../etc/passwd",
            "C:\\\\Windows\\\\system32",
            "\x00",
            "\u202eMüller",
            "x" * 70,
            "x" * 5_000,
            "0001-01-01T00:00:00+00:00",
            "9999-12-31T23:59:59-14:00",
            "2026-11-20T09:30:00",
            [],
            {},
            [[]],
            {"": {"": {}}},
            [FORGED],
        ]
    )


@dataclass(slots=True)
class _Spoiler:
    """Goes through an answer and spoils one place in some."""

    dice: Random
    chance: float

    def spoil(self, value: Any) -> Any:  # noqa: ANN401 - JSON holds any type
        """Return a value with wrong things in it."""
        if self.dice.random() < self.chance:
            return leaf(self.dice)
        if isinstance(value, dict):
            kept = {name: self.spoil(each) for name, each in value.items() if self.dice.random() > self.chance / 4}
            if self.dice.random() < self.chance:
                kept[self.dice.choice(_MEMBERS)] = leaf(self.dice)
            return kept
        if isinstance(value, list):
            kept_list = [self.spoil(each) for each in value if self.dice.random() > self.chance / 4]
            if kept_list and self.dice.random() < self.chance:
                kept_list += kept_list * self.dice.choice([1, 2, 50])
            return kept_list
        return value


def spoiled(answer: Any, dice: Random) -> Any:  # noqa: ANN401 - JSON holds any type
    """Return an honest answer with something wrong in it."""
    return _Spoiler(dice, dice.choice([0.02, 0.1, 0.3])).spoil(answer)


def problem(dice: Random) -> dict[str, Any]:
    """Return what a portal says when it refuses, with numbers nobody can follow."""
    return {name: leaf(dice) for name in ("expected", "epoch", "server_time", "why")} | {
        "code": dice.choice(CODES),
        "why": dice.choice(["clock", "token_expired", ""]),
    }


def harmful(honest: Reply, dice: Random) -> Reply:
    """Return what a portal that means harm answers where an honest one said this."""
    way = dice.random()
    if way < 0.1:
        return Reply(200, dice.choice(BODIES), MARK)
    if way < 0.3:
        return Reply(dice.choice(STATUSES), written(problem(dice)), {**MARK, "Retry-After": str(leaf(dice))[:40]})
    if way < 0.35:
        return Reply(200, b"no gzip at all", {**MARK, "Content-Encoding": "gzip"})
    body = written(spoiled(json.loads(honest.body or b"{}"), dice))
    if way < 0.45:
        return Reply(honest.status, gzip.compress(body), {**MARK, "Content-Encoding": "gzip"})
    return replace(honest, body=body, headers=MARK)


def written(answer: object) -> bytes:
    """Return an answer as it goes over the wire, with numbers too large for any of ours."""
    return json.dumps(answer).encode().replace(b"1e+308", b"1e999")
