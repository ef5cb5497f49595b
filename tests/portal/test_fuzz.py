"""Whatever is asked of the portal: no server error, and nothing of a foreign station. ``make faults`` asks for more."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotse_portal.database import embedded
from tests.portal import fuzz
from tests.portal.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal.serving import Laptop

#: `make faults` asks for 2,000.
EXAMPLES = int(os.environ.get("LOTSE_PORTAL_SEQUENCES", "25"))
MARK = "FREMDES"


def test_schemathesis_finds_no_server_error_and_no_leak() -> None:
    status, said = fuzz.run(2, "fuzzing")

    assert status == 0, said
    assert fuzz.generated(said) >= 12


def test_schemathesis_would_find_a_leak() -> None:
    status, said = fuzz.run(2, "fuzzing", "/v1/changes", leaking=True)

    assert status == 1
    assert "nothing_of_a_foreign_station" in said


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Laptop, list[str]]]:
    """Return a device, and every id that another station has: stations, devices, records, operations, logs."""
    folder = tmp_path_factory.mktemp("portal")
    with served(folder, embedded(folder)) as portal:
        foreign, laptop = portal.device(portal.station(MARK)), portal.device(portal.station())
        made = [foreign.session(result=MARK), foreign.op("create", "form", doc={"form": MARK})]
        made.append(foreign.op("create", "application_status", doc={"service": MARK}))
        foreign.push(*made).raise_for_status()
        station = foreign.changes()["rows"][0]["doc"]["station"]
        ids = [foreign.id, foreign.log, station, *(one["id"] for one in made), *(one["op"] for one in made)]
        yield laptop, [*ids, *(str(row["id"]) for row in foreign.everything().values())]


CALLS = st.lists(
    st.tuples(
        st.sampled_from(["push", "changes", "digest", "report", "purge-receipts", "orders", "catalogue"]),
        st.integers(0, 9),
        st.sampled_from(["create", "patch", "delete"]),
        st.sampled_from(["session", "form", "application_status", "station", "obstacle"]),
        st.sampled_from(["result", "form", "service", "station", "name"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=CALLS)
def test_who_knows_every_foreign_id_learns_nothing_by_them(
    pair: tuple[Laptop, list[str]], calls: list[tuple[str, int, str, str, str]]
) -> None:
    laptop, ids = pair
    laptop.seq, laptop.log = 0, str(uuid.uuid4())
    for path, at, act, kind, name in calls:
        foreign = ids[at % len(ids)]
        method, url, query, body = _asked(laptop, path, foreign, act, kind, name)
        answer = laptop.web.request(method, url, params=query, json=body)
        assert answer.status_code < 500, (path, answer.status_code)
        assert MARK not in answer.text
        assert answer.headers["X-Lotse"] == "1"


def _asked(laptop: Laptop, path: str, foreign: str, act: str, kind: str, name: str) -> tuple[str, str, Any, Any]:
    """Return method, address, query and body."""
    if path in {"changes", "orders", "catalogue"}:
        tail = f"/{foreign}" if path == "catalogue" else ""
        return "GET", f"{laptop.url}/v1/{path}{tail}", {"cursor": foreign} if path == "changes" else None, None
    if path == "push":
        content = {"doc": {name: foreign}, "set": {f"/{name}": {"p": "0" * 16, "v": foreign}}}
        body = laptop.op(act, kind, foreign, **content)
        pushed = {"protocol": 1, "device": laptop.id, "log": laptop.log, "epoch": 1, "first_seq": body["seq"]}
        return "POST", f"{laptop.url}/v1/push", None, pushed | {"ops": [body]}
    bodies: dict[str, Any] = {
        "digest": {"kinds": {kind: {}}},
        "report": {"cases": [{"id": foreign, "service": name, "since": ""}]},
        "purge-receipts": {"receipts": [{"k": "session", "id": foreign, "proof": "0" * 64}]},
    }
    return "POST", f"{laptop.url}/v1/{path}", None, bodies[path]
