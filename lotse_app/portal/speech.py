"""What goes over the wire (``resources/contract/openapi.json``), and what comes back, believed only where it fits."""

from __future__ import annotations

import json
import re
from datetime import UTC
from math import isinf
from typing import TYPE_CHECKING, Any

from lotse_app import __version__
from lotse_app.models.operation import Act
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import Pulled, PulledRecord, Pushed, Result, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.health import Health
    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.sync import Position

PROTOCOL = 1
#: A body stays below the portal's 1 MiB with its envelope.
_MOST = 1_000_000
_LARGEST = 1 << 53  # what JSON carries without loss (RFC 8785), and what SQLite keeps
_LONGEST_ID, _LONGEST_CURSOR, _SERVICE = 64, 100_000, 80
#: No portal gives more at once, whatever it is asked for.
_MOST_ROWS = 1000
#: Half a surrogate pair or a whole one; no other way leads there, since an answer is read as strict UTF-8.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
#: Made once: for an operation that costs half as much as the writing.
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def batch(device: str, position: Position, logged: Sequence[LoggedOperation]) -> tuple[bytes, int]:
    """Return the body of a push, and how many of the operations it holds: as many as fit, one at least."""
    parts: list[bytes] = []
    size = 0
    for one in logged:
        part = _WRITER.encode(_operation(one)).encode()
        size += len(part) + 1
        if parts and size > _MOST:
            break
        parts.append(part)
    return _body(device, position, logged[0].seq, parts), len(parts)


def set_aside(device: str, position: Position, logged: LoggedOperation) -> bytes:
    """Return the body of a push that uses up an operation's number without its content, which the portal cannot read.

    Number and name are all a portal needs to refuse it by itself; what comes behind it is taken (design/sync, 8).
    """
    part = json.dumps({"seq": logged.seq, "op": logged.operation.op}).encode()
    return _body(device, position, logged.seq, [part])


def _body(device: str, position: Position, first: int, parts: Sequence[bytes]) -> bytes:
    """Return the body of a push around operations that are written already."""
    head = {
        "protocol": PROTOCOL,
        "device": device,
        "log": position.log,
        "epoch": position.epoch,
        "first_seq": first,
    }
    return json.dumps(head).encode()[:-1] + b',"ops":[' + b",".join(parts) + b"]}"


def _operation(logged: LoggedOperation) -> dict[str, Any]:
    one = logged.operation
    made = {"seq": logged.seq, "op": one.op, "t": one.act.value, "k": one.kind.value, "id": one.record_id}
    made |= {"schema": one.schema, "by": one.by, "at": one.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if one.act is Act.DELETE:
        return made | dict(one.body)
    return made | {"doc" if one.act is Act.CREATE else "set": dict(one.body)}


def health(told: Health, oldest_seconds: int, skew_seconds: int) -> bytes:
    """Return the body of a report: counts, ids, dates, version."""
    body = {
        "waiting": told.waiting,
        "refused": told.refused,
        "conflicting": told.conflicting,
        "oldest_seconds": oldest_seconds,
        "skew_seconds": skew_seconds,
        "disk_free": told.disk_free,
        "version": __version__,
        "encrypted": told.encrypted,
        "persons": told.persons,
        "cases": [{"id": one.id, "service": one.service[:_SERVICE], "since": one.since} for one in told.cases],
        "trail_head": told.trail_head,
    }
    return json.dumps(body).encode()


def digest(kinds: Mapping[str, Mapping[int, tuple[int, int]]]) -> bytes:
    """Return the body of a comparison: count and mark of each bucket by kind."""
    told = {
        kind: {str(number): [count, f"{mark:016x}"] for number, (count, mark) in found.items()}
        for kind, found in kinds.items()
    }
    return json.dumps({"kinds": told}).encode()


def differing(answer: dict[str, Any]) -> dict[str, frozenset[int]]:
    """Return the buckets that differ by kind. Raises PORTAL_ANSWER where that is no answer to it."""
    try:
        return {str(kind): frozenset(map(whole, found)) for kind, found in dict(answer["kinds"]).items()}
    except (KeyError, TypeError, ValueError) as error:
        raise refuse(Code.PORTAL_ANSWER) from error


def receipts(proofs: Sequence[tuple[str, str, str]]) -> bytes:
    """Return the body of our word that nothing is left of records: kind, id, digest of the proof."""
    return json.dumps({"receipts": [{"k": kind, "id": name, "proof": proof} for kind, name, proof in proofs]}).encode()


def read(body: bytes) -> dict[str, Any]:
    """Return the JSON object of an answer. Raises ValueError where it is none, or holds text that no file keeps."""
    try:
        text = body.decode()
        content = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        if _SURROGATE.search(text):
            json.dumps(content, ensure_ascii=False).encode()  # half a pair ends here
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(content, dict):
        raise ValueError  # noqa: TRY004 - what a caller of this file asks about is whether an answer can be read
    return content


def _no_number(_name: str) -> float:
    raise ValueError


def _finite(digits: str) -> float:
    """Return a number as it was written. Raises ValueError for 1e999, which no file keeps."""
    number = float(digits)
    if isinf(number):
        raise ValueError
    return number


def pushed(answer: dict[str, Any], sent: int, first: int) -> Pushed:
    """Return what the portal says of a batch. Raises PORTAL_ANSWER where that is no answer to it."""
    try:
        results = _of_batch(tuple(_result(*one) for one in answer["results"]), sent, first)
        return Pushed(whole(answer["epoch"]), whole(answer["last_seq"]), whole(answer["durable_seq"]), results)
    except (KeyError, TypeError, ValueError) as error:
        raise refuse(Code.PORTAL_ANSWER) from error


def pulled(answer: dict[str, Any]) -> Pulled:
    """Return a page of changes. Raises PORTAL_ANSWER where it is none, or more than a portal gives at once."""
    try:
        rows = tuple(_record(row) for row in _few(answer["rows"]))
        cursor = _text(answer["cursor"], _LONGEST_CURSOR)
        more = answer["more"] is True
        return Pulled(whole(answer["epoch"]), cursor, whole(answer["through"]), more, rows)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise refuse(Code.PORTAL_ANSWER) from error


def _few(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(rows) > _MOST_ROWS:
        raise ValueError
    return rows


def _of_batch(results: tuple[Result, ...], sent: int, first: int) -> tuple[Result, ...]:
    """Return the results where there is one for each operation sent. Raises ValueError."""
    if [one.seq for one in results] != list(range(first, first + sent)):
        raise ValueError
    return results


def _result(seq: object, verdict: str, rest: object) -> Result:
    said = Verdict(verdict)  # raises ValueError for whatever is none
    return Result(whole(seq), said, 0, rest) if isinstance(rest, dict) else Result(whole(seq), said, whole(rest))


def _record(row: dict[str, Any]) -> PulledRecord:
    gone = row.get("deleted") is True
    kind, name = _text(row["k"], _LONGEST_ID), _text(row["id"], _LONGEST_ID)
    doc, purged = (None, row.get("purged") is True) if gone else (dict(row["doc"]), False)
    return PulledRecord(kind, name, whole(row["version"]), doc, purged)


def whole(value: object) -> int:
    """Return a number that is counted. Raises ValueError where it is none, below 0, or too large for a file."""
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError
    return value


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise ValueError
    return value
