"""All pairs of operations on one record by two devices, in both orders (F14): nothing is overwritten unseen."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from lotse_portal import reducer
from lotse_portal.operations import Act, Batch, Device, Kind, Operation, Verdict, digest

if TYPE_CHECKING:
    from lotse_portal.operations import Record

STATION, RECORD = "station-1", "record-1"
BASE: dict[str, Any] = {"station": STATION, "a": "1", "b": "1"}
FIRST, SECOND = Device("device-1", STATION), Device("device-2", STATION)


def patch(**values: tuple[object, object]) -> dict[str, Any]:
    """Return the body of a patch: each field with what its author saw and what they set."""
    return {f"/{name}": {"p": digest(seen), "v": value} for name, (seen, value) in values.items()}


#: What two people may do who both saw ``BASE``.
ACTS: dict[str, tuple[Act, dict[str, Any]]] = {
    "create the same": (Act.CREATE, BASE),
    "create another": (Act.CREATE, BASE | {"a": "9"}),
    "set a to 2": (Act.PATCH, patch(a=("1", "2"))),
    "set a to 3": (Act.PATCH, patch(a=("1", "3"))),
    "set b to 2": (Act.PATCH, patch(b=("1", "2"))),
    "set a and b to 2": (Act.PATCH, patch(a=("1", "2"), b=("1", "2"))),
    "delete what was seen": (Act.DELETE, {"p": digest(BASE)}),
    "erase": (Act.DELETE, {}),
}
PAIRS = list(itertools.product(ACTS, repeat=2))


def apply(records: dict[reducer.Key, Record], device: Device, number: int, name: str) -> Verdict:
    """Push one operation over what is there; return what became of it."""
    act, body = ACTS[name]
    operation = Operation(1, f"op-{number}", act, Kind.SESSION, RECORD, device.id, "", 1, body)
    change = max((record.change for record in records.values()), default=0)
    held = reducer.Held(1, 0, 0, {STATION: change}, records, {}, {})
    answer = reducer.push(held, device, Batch(f"log-{number}", 1, (operation,)))
    records.update({(record.kind, record.id): record for record in answer.records})
    return answer.results[0][1].verdict


def outcome(first: str, second: str, *, there: bool) -> tuple[list[Verdict], Record | None]:
    """Return what becomes of two operations one after the other, and of the record."""
    records: dict[reducer.Key, Record] = {}
    if there:
        apply(records, FIRST, 0, "create the same")
    verdicts = [apply(records, FIRST, 1, first), apply(records, SECOND, 2, second)]
    return verdicts, records.get((Kind.SESSION, RECORD))


@pytest.mark.parametrize("there", [True, False], ids=["record is there", "record is not there"])
@pytest.mark.parametrize(("first", "second"), PAIRS, ids=[" then ".join(pair) for pair in PAIRS])
def test_nothing_is_overwritten_unseen_whatever_two_people_do(first: str, second: str, *, there: bool) -> None:
    verdicts, record = outcome(first, second, there=there)
    state: dict[str, Any] | None = dict(BASE) if there else None
    for name, verdict in zip((first, second), verdicts, strict=True):
        act, body = ACTS[name]
        if verdict is Verdict.CONFLICT:
            continue
        if act is Act.CREATE:
            assert state in (None, body)
            state = dict(body)
        elif act is Act.DELETE:
            assert "p" not in body or state in (None, BASE)
            state = None
        else:
            assert state is not None
            for field, part in body.items():
                assert digest(state[field[1:]]) in {part["p"], digest(part["v"])}
                state[field[1:]] = part["v"]
    assert (None if record is None or record.deleted else record.doc) == state
    assert record is None or not record.deleted or record.doc == {}


def test_the_order_of_two_operations_that_do_not_touch_makes_no_difference() -> None:
    for first, second in (("set a to 2", "set b to 2"), ("set a to 2", "set a to 2"), ("erase", "erase")):
        one, other = outcome(first, second, there=True), outcome(second, first, there=True)
        assert Verdict.CONFLICT not in {*one[0], *other[0]}
        assert one[1] is not None
        assert other[1] is not None
        assert replace(one[1], by="", at="") == replace(other[1], by="", at="")


#: What the second of two is told where both saw the record: everything that is not "ok" in one place, to be read.
TOLD = {
    ("set a to 2", "set a to 3"): "conflict",
    ("set a to 2", "set a to 2"): "merged",
    ("set a to 2", "set a and b to 2"): "merged",
    ("set a to 3", "set a and b to 2"): "conflict",
    ("set a to 2", "set b to 2"): "ok",
    ("set a to 2", "delete what was seen"): "conflict",
    ("set a to 2", "erase"): "ok",
    ("delete what was seen", "set a to 2"): "conflict",
    ("delete what was seen", "create the same"): "conflict",
    ("delete what was seen", "erase"): "merged",
    ("erase", "delete what was seen"): "merged",
    ("erase", "set b to 2"): "conflict",
    ("set a to 2", "create the same"): "conflict",
    ("set a to 2", "create another"): "conflict",
}


@pytest.mark.parametrize(("pair", "told"), TOLD.items(), ids=[" then ".join(pair) for pair in TOLD])
def test_the_second_of_two_is_told(pair: tuple[str, str], told: str) -> None:
    (first, second), _ = outcome(*pair, there=True)

    assert (first, second) == (Verdict.OK, told)
