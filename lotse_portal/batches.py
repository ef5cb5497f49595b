"""A batch as it came over the wire, read operation by operation: one bad operation is refused and the others go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import rfc8785
from pydantic import TypeAdapter, ValidationError

from lotse_portal.operations import Act, Batch, Kind, Operation, canonical, written
from lotse_portal.wire import SCHEMAS, Moment, WireOperation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_portal.wire import Envelope, Push

MAX_OP_BYTES = 64 << 10
#: Nothing of a person ever travels (design/sync, 1): an operation that names one of these is refused unread.
# fmt: off
PERSONAL = frozenset({
    "note", "notes", "person", "person_id", "given_name", "family_name", "birth_date", "birthday", "address", "email",
    "iban", "case", "case_id", "cases", "application", "applications", "application_id", "answers", "evidence",
    "mandate",
})
# fmt: on
#: Digits that may be a number beyond 2^53, and exponents.
_LONG_NUMBER = re.compile(rb"[:\[,]-?(\d{16}|[\d.]+[eE])")
_MOMENT = TypeAdapter[str](Moment)


def batch_of(push: Push) -> Batch | None:
    """Return the batch with every operation checked by itself, None where its numbers are not consecutive."""
    if [one.seq for one in push.ops] != list(range(push.first_seq, push.first_seq + len(push.ops))):
        return None
    return Batch(push.log, push.epoch, tuple(_operation(one) for one in push.ops))


def _operation(envelope: Envelope) -> Operation:
    content = {**(envelope.model_extra or {}), "seq": envelope.seq, "op": envelope.op}
    try:
        read = WireOperation.model_validate(content)
    except ValidationError as error:
        path = "/".join(str(part) for part in error.errors()[0]["loc"])
        return _refused(envelope, f"malformed:{path}")
    body: Mapping[str, Any] | None = read.doc
    if read.t == "patch":
        body = None if read.set is None else {name: part.model_dump() for name, part in read.set.items()}
    elif read.t == "delete":
        body = {} if read.p is None else {"p": read.p}
    if body is None:
        return _refused(envelope, "malformed:body")
    kind = Kind(read.k)
    if fault := _fault(kind, read, body):
        return _refused(envelope, fault)
    return Operation(read.seq, read.op, Act(read.t), kind, read.id, read.by, read.at, read.schema_, body)


def _fault(kind: Kind, read: WireOperation, body: Mapping[str, Any]) -> str:
    """Return why the content of an operation cannot be taken, nothing where it can."""
    newest, oldest = SCHEMAS[kind]
    if not oldest <= read.schema_ <= newest:
        return "schema_unknown"
    names = {name.removeprefix("/") for name in body}
    if names & PERSONAL:
        return "personal"
    if fault := _content_fault(body):
        return fault
    if kind is not Kind.SESSION or read.t == "delete":
        return ""
    return _session_fault(body) if read.t == "create" else _session_change_fault(body)


def _content_fault(body: Mapping[str, Any]) -> str:
    """Return why a body cannot be kept, whatever it says."""
    try:
        content = written(dict(body)).encode()
        if _LONG_NUMBER.search(content):  # or text that looks like one: the exact and slow way
            canonical(dict(body))
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        return "content_unsound"  # NaN, a number beyond 2^53, half a surrogate pair
    if len(content) > MAX_OP_BYTES:
        return "too_large"
    return "content_unsound" if rb"\u0000" in content else ""  # PostgreSQL keeps no text with it


def _session_fault(doc: Mapping[str, Any]) -> str:
    """Return what a session lacks without which no figure can count it."""
    for name in ("start", "end", "station", "kind"):
        if name not in doc:
            return f"missing:{name}"
        if not isinstance(doc[name], str):
            return f"malformed:{name}"
    return _moments_fault(doc)


def _session_change_fault(changes: Mapping[str, Any]) -> str:
    """Return what a patch would take from a session that figures need."""
    if "/station" in changes:
        return "station_fixed"  # its figures are counted where it was held
    if "/kind" in changes and not isinstance(changes["/kind"]["v"], str):
        return "malformed:kind"
    return _moments_fault({name: changes[f"/{name}"]["v"] for name in ("start", "end") if f"/{name}" in changes})


def _moments_fault(values: Mapping[str, Any]) -> str:
    for name in ("start", "end"):
        try:
            if name in values:
                _MOMENT.validate_python(values[name], strict=True)
        except ValidationError:
            return f"malformed:{name}"
    return ""


def _refused(envelope: Envelope, fault: str) -> Operation:
    """Return an operation without its content, which is what was wrong with it."""
    code = "".join(letter for letter in fault if letter.isascii() and letter.isprintable())[:80]
    return Operation(envelope.seq, envelope.op, Act.CREATE, Kind.OBSTACLE, envelope.op, "", "", 0, {}, code)
