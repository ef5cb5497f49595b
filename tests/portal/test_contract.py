"""What the portal promises is what it does: the checked-in contract, and whatever anybody sends."""

from __future__ import annotations

import gzip
import json
import os
import uuid
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.contract import TARGET, contract

if TYPE_CHECKING:
    from tests.portal.serving import Laptop, Served

#: `make faults` asks for more.
EXAMPLES = 2_000 if os.environ.get("LOTSE_HUNT") == "1" else 30
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=15,
)
KINDS = st.sampled_from(["session", "application_status", "obstacle", "station", "parcel", ""])
ACTS = st.sampled_from(["create", "patch", "delete", "drop"])
OPERATIONS = st.fixed_dictionaries(
    {"t": ACTS | ANY, "k": KINDS | ANY, "id": st.sampled_from(["record-0001", "record-0002"]) | ANY},
    optional={
        "schema": st.integers() | ANY,
        "by": ANY,
        "at": st.just("2026-11-22T09:11:12Z") | ANY,
        "doc": ANY,
        "set": st.dictionaries(st.sampled_from(["/a", "/b", "a", "/a/b", "/note"]), ANY, max_size=3) | ANY,
        "p": ANY,
    },
)


@pytest.fixture(scope="module")
def laptop(portal: Served) -> Laptop:
    """Return one device for all of these."""
    return portal.device(portal.station())


def test_the_contract_checked_in_is_the_one_that_is_served(portal: Served) -> None:
    assert TARGET.read_text("utf-8") == contract()
    assert requests.get(f"{portal.url}/v1/openapi.json", timeout=10).json() == json.loads(contract())


def test_a_problem_says_the_status_it_came_with(portal: Served) -> None:
    for method, path, status in (("DELETE", "push", 405), ("GET", "nothing", 404)):
        answer = requests.request(method, f"{portal.url}/v1/{path}", timeout=10)
        assert (answer.status_code, answer.json()["status"]) == (status, status)  # RFC 9457, 3.1.2
    assert requests.delete(f"{portal.url}/v1/push", timeout=10).headers["Allow"] == "POST"


def test_answers_are_as_the_contract_says(portal: Served, laptop: Laptop) -> None:
    document = json.loads(contract())
    laptop.seq, laptop.log = 0, str(uuid.uuid4())
    answers = {
        "Hello": requests.get(f"{portal.url}/v1/hello", timeout=10),
        "Pushed": laptop.push(laptop.session(), laptop.session(note="x")),
        "ChangesPage": laptop.web.get(f"{portal.url}/v1/changes"),
        "Differing": laptop.web.post(f"{portal.url}/v1/digest", json={"kinds": {}}),
        "Kept": laptop.web.post(f"{portal.url}/v1/report", json={"waiting": 3}),
    }
    for name, answer in answers.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        assert answer.status_code == 200, name
        assert jsonschema_rs.is_valid(schema, answer.json()), name
        assert not jsonschema_rs.is_valid(schema, "nothing of it"), name


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ops=st.lists(OPERATIONS, min_size=1, max_size=4))
def test_no_operation_upsets_the_portal_and_each_gets_its_answer(laptop: Laptop, ops: list[dict[str, Any]]) -> None:
    laptop.seq, laptop.log = 0, str(uuid.uuid4())
    batch = [laptop.op("", "") | one for one in ops]

    answer = laptop.push(*batch)

    assert answer.status_code == 200, answer.text
    assert [one[0] for one in answer.json()["results"]] == list(range(1, len(ops) + 1))


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200) | ANY.map(lambda value: json.dumps(value).encode()), packed=st.booleans())
def test_no_body_upsets_the_portal(portal: Served, laptop: Laptop, body: bytes, *, packed: bool) -> None:
    headers = {"Content-Type": "application/json"} | ({"Content-Encoding": "gzip"} if packed else {})
    for path in ("push", "digest", "report", "enrolments", "token"):
        answer = laptop.web.post(f"{portal.url}/v1/{path}", data=body, headers=headers)
        assert answer.status_code in {200, 400, 401, 403, 413, 415, 422}, (path, answer.status_code)
        assert answer.headers["X-Lotse"] == "1"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (gzip.compress(b" " * (50 << 20), mtime=0), {"Content-Encoding": "gzip"}, 413),
        (b" " * (2 << 20), {}, 413),
        (gzip.compress(b"{}", mtime=0)[:-4], {"Content-Encoding": "gzip"}, 415),
        (b"{}", {"Content-Encoding": "br"}, 415),
        (b"[" * 100_000, {}, 400),
        (b'{"ops": NaN}', {}, 400),
    ],
    ids=["bomb", "large", "cut", "brotli", "deep", "nan"],
)
def test_a_hostile_body_is_refused_with_its_reason(
    portal: Served, laptop: Laptop, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = laptop.web.post(f"{portal.url}/v1/push", data=body, headers={"Content-Type": "application/json"} | headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
