"""Who may what: every endpoint, each role, own, seen and foreign station, and devices that were shut out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import update

from lotse_portal import bundles, publishing, tables
from lotse_portal.application import make_application
from lotse_portal.database import embedded, value
from lotse_portal.operations import Role, digest
from lotse_portal.problems import PortalError, Trouble
from tests.portal.serving import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    from tests.portal.serving import Laptop, Served

OWN, SEEN, FOREIGN = "own", "seen", "foreign"
PLACES = (OWN, SEEN, FOREIGN)
UNKNOWN, STATION, ROLE = "conflict unknown_record", "rejected station_foreign", "rejected role"
PROOF = "0" * 64


@dataclass(slots=True)
class Country:
    """Three stations with a record of each kind, and a device of each role at the first; the second is seen by some."""

    portal: Served
    stations: dict[str, str]
    owners: dict[str, Laptop]
    devices: dict[Role, Laptop]
    records: dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a portal on SQLite: who may what is decided above any database."""
    folder = tmp_path_factory.mktemp("portal")
    with served(folder, embedded(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def country(portal: Served) -> Country:
    stations = {place: portal.station(f"MARKERORT-{place}") for place in PLACES}
    owners = {place: portal.device(station) for place, station in stations.items()}
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for place, owner in owners.items():
        for kind, doc in _documents(place).items():
            made = owner.session(**doc) if kind == "session" else owner.op("create", kind, "", doc=doc)
            if kind == "station":
                made["id"] = stations[place]
            assert owner.push(made).json()["results"][0][1] == "ok"
            records[place, kind] = made
    devices = {role: portal.device(stations[OWN], role, "" if role is Role.PILOT else stations[SEEN]) for role in Role}
    return Country(portal, stations, owners, devices, records)


def _documents(place: str) -> dict[str, dict[str, Any]]:
    mark = {"name": f"MARKER-{place}"}
    return {kind: dict(mark) for kind in ("session", "application_status", "obstacle", "station", "form")}


#: What becomes of an operation on a record of a station, for a pilot; ``OTHERS`` says where a coordinator differs.
TABLE: dict[tuple[str, str], tuple[str, str, str]] = {
    ("create", "session"): ("ok", STATION, STATION),
    ("patch", "session"): ("ok", UNKNOWN, UNKNOWN),
    ("delete", "session"): ("ok", UNKNOWN, UNKNOWN),
    ("again", "session"): ("conflict exists", "rejected id_taken", "rejected id_taken"),
    ("patch", "obstacle"): ("ok", UNKNOWN, UNKNOWN),
    ("delete", "obstacle"): ("ok", UNKNOWN, UNKNOWN),
    ("patch", "form"): ("ok", UNKNOWN, UNKNOWN),
    ("delete", "form"): ("ok", UNKNOWN, UNKNOWN),
    ("patch", "application_status"): ("rejected device_foreign", UNKNOWN, UNKNOWN),
    ("delete", "application_status"): ("rejected device_foreign", UNKNOWN, UNKNOWN),
    ("patch", "station"): ("ok", UNKNOWN, UNKNOWN),
    ("again", "station"): ("conflict exists", "rejected id_taken", "rejected id_taken"),
}
OTHERS: dict[tuple[str, str, str], str] = {
    ("patch", "station", SEEN): "ok",
    ("again", "station", SEEN): "conflict exists",
}


def told(laptop: Laptop, operation: dict[str, Any]) -> str:
    """Push one operation; return what became of it in words."""
    ((_, verdict, detail),) = laptop.push(operation).json()["results"]
    if isinstance(detail, dict):
        assert "MARKER-foreign" not in json.dumps(detail)
        return f"{verdict} {detail.get('why') or detail.get('code')}"
    return str(verdict)


def operation(country: Country, laptop: Laptop, act: str, kind: str, place: str) -> dict[str, Any]:
    """Return an operation on a record that a station made a moment ago (or, of its settings, has)."""
    owner, station = country.owners[place], country.stations[place]
    if (act, kind) == ("create", "session"):
        return laptop.session(station=station)
    record = country.records[place, kind]
    if kind != "station" and act != "again":
        doc = dict(record["doc"])
        record = owner.session(**doc) if kind == "session" else owner.op("create", kind, doc=doc)
        owner.push(record).raise_for_status()
    if act == "again":
        other = {**record["doc"], "name": "anders"}
        return laptop.op("create", kind, record["id"], doc=other)
    if act == "delete":
        return laptop.op("delete", kind, record["id"])
    rows = owner.everything()
    seen = rows[record["id"]]["doc"].get("name")
    return laptop.op("patch", kind, record["id"], set={"/name": {"p": digest(seen), "v": f"{seen}."}})


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("act", "kind"), TABLE)
def test_what_becomes_of_an_operation_depends_on_role_and_station(
    country: Country, role: Role, act: str, kind: str
) -> None:
    laptop = country.devices[role]
    found = {place: told(laptop, operation(country, laptop, act, kind, place)) for place in PLACES}

    expected = dict(zip(PLACES, TABLE[act, kind], strict=True))
    if role is not Role.PILOT:
        expected |= {place: OTHERS.get((act, kind, place), expected[place]) for place in PLACES}
    assert found == expected


@pytest.mark.parametrize("role", Role)
def test_who_reads_what(country: Country, role: Role) -> None:
    laptop = country.devices[role]
    rows = laptop.everything()
    text = json.dumps(rows)

    assert "MARKER-own" in text
    assert ("MARKER-seen" in text) == (role is not Role.PILOT)
    assert "MARKER-foreign" not in text
    assert country.stations[FOREIGN] not in text
    of_seen = [row for row in rows.values() if country.records[SEEN, row["k"]]["id"] == row["id"]]
    assert {row["k"] for row in of_seen} == (set() if role is Role.PILOT else {"session", "station", "form"})
    for row in of_seen:
        if row["k"] == "session":
            assert not {"pilot", "start", "end"} & row["doc"].keys()
            assert not {"by", "at"} & row.keys()


@pytest.mark.parametrize("role", Role)
def test_digests_say_nothing_of_what_a_device_does_not_see(country: Country, role: Role) -> None:
    """Whoever asks with nothing of its own learns the buckets of what it sees, and no other."""
    laptop, portal = country.devices[role], country.portal
    asked: dict[str, Any] = {"kinds": {kind: {} for kind in _documents(OWN)}}

    answer = laptop.web.post(f"{portal.url}/v1/digest", json=asked).json()["kinds"]

    rows = laptop.everything().values()
    for kind, buckets in answer.items():
        assert len(buckets) <= sum(1 for row in rows if row["k"] == kind)


def call(country: Country, laptop: Laptop, method: str, path: str) -> requests.Response:
    """Ask an endpoint with a body that is good in itself."""
    bodies: dict[str, Any] = {
        "/v1/push": {"protocol": 1, "device": laptop.id, "log": laptop.log, "epoch": 1, "first_seq": 1, "ops": [
            laptop.session() | {"seq": 1}
        ]},
        "/v1/digest": {"kinds": {}},
        "/v1/report": {"waiting": 1},
        "/v1/purge-receipts": {"receipts": [{"k": "session", "id": "record-0001", "proof": PROOF}]},
    }  # fmt: skip
    return laptop.web.request(method, country.portal.url + path.format(version="2026.11.22"), json=bodies.get(path))


#: Endpoints that anybody may ask; every other one asks for a device that is active.
OPEN = {
    ("GET", "/v1/hello"),
    ("GET", "/v1/health"),
    ("POST", "/v1/enrolments"),
    ("POST", "/v1/token"),
    ("POST", "/v1/orders/receipts"),
}
CLOSED = {
    ("POST", "/v1/push"),
    ("GET", "/v1/changes"),
    ("POST", "/v1/digest"),
    ("POST", "/v1/report"),
    ("GET", "/v1/orders"),
    ("GET", "/v1/catalogue/{version}"),
    ("POST", "/v1/purge-receipts"),
}


def test_the_table_names_every_endpoint(country: Country) -> None:
    paths = make_application(country.portal.portal).openapi()["paths"]

    assert {(method.upper(), path) for path, methods in paths.items() for method in methods} == OPEN | CLOSED


@pytest.mark.parametrize(("method", "path"), sorted(CLOSED))
def test_a_device_is_answered_while_it_is_active_and_nobody_else_is(country: Country, method: str, path: str) -> None:
    portal = country.portal
    with portal.portal.database.write() as connection:
        if not value(connection, publishing.NEWEST):
            key = OKPKey.generate_key("Ed25519")
            made = bundles.sign({"katalog": b"1"}, "2026.11.22", key)
            publishing.publish(connection, made, bundles.read(made).publisher, portal.portal.clock.now())
    found: dict[str, tuple[int, str]] = {}
    for role in Role:
        laptop = portal.device(country.stations[OWN], role)
        found[role] = (call(country, laptop, method, path).status_code, "")
    for state in ("revoked", "lost"):
        laptop = portal.device(country.stations[OWN])
        with portal.portal.database.write() as connection:
            connection.execute(update(tables.devices).where(tables.devices.c.id == laptop.id).values(state=state))
        answer = call(country, laptop, method, path)
        found[state] = (answer.status_code, answer.json()["code"])
    laptop = portal.device(country.stations[OWN])
    for name, token in (
        ("nobody", ""),
        ("forged", "x.y.z"),
        ("another portal's", _foreign(country)),
        ("expired", _expired(country)),
    ):
        laptop.web.headers["Authorization"] = f"Bearer {token}"
        answer = call(country, laptop, method, path)
        found[name] = (answer.status_code, answer.json()["code"])

    assert found == dict.fromkeys(Role, (200, "")) | {
        "revoked": (403, "device_revoked"),
        "lost": (403, "device_lost"),
        "nobody": (401, "unauthorised"),
        "forged": (401, "unauthorised"),
        "another portal's": (401, "unauthorised"),
        "expired": (401, "unauthorised"),
    }


def _foreign(country: Country) -> str:
    """Return a token for an active device that another key signed."""
    laptop = country.devices[Role.PILOT]
    claims = {"sub": laptop.id, "aud": laptop.audience, "iat": 0, "exp": 9_999_999_999}
    return jwt.encode({"alg": "Ed25519"}, claims, laptop.sign, algorithms=["Ed25519"])


def _expired(country: Country) -> str:
    """Return a token of an active device that ended a second ago."""
    laptop, keys, now = country.devices[Role.PILOT], country.portal.portal.keys, int(time.time())
    claims = {"sub": laptop.id, "aud": laptop.audience, "iat": now - 601, "exp": now - 1}
    return jwt.encode({"alg": "Ed25519"}, claims, keys.sign, algorithms=["Ed25519"])


def test_a_receipt_of_a_foreign_erasure_counts_for_nothing(country: Country) -> None:
    foreign = country.owners[FOREIGN]
    session = foreign.session()
    foreign.push(session, foreign.op("delete", "session", session["id"]))
    asked = {"receipts": [{"k": "session", "id": session["id"], "proof": PROOF}]}

    kept = {
        role: laptop.web.post(f"{country.portal.url}/v1/purge-receipts", json=asked).json()["kept"]
        for role, laptop in country.devices.items()
    }

    assert kept == dict.fromkeys(Role, 0)
    assert foreign.web.post(f"{country.portal.url}/v1/purge-receipts", json=asked).json() == {"kept": 1}


def test_a_pilots_device_is_never_let_in_to_see_other_stations(country: Country) -> None:
    invite: Callable[..., str] = country.portal.invite
    with pytest.raises(PortalError) as refused:
        invite(country.stations[OWN], Role.PILOT, country.stations[SEEN])

    assert refused.value.trouble is Trouble.ROLE


def test_a_cursor_of_another_device_opens_nothing(country: Country) -> None:
    foreign = country.owners[FOREIGN].changes()["cursor"]
    for laptop in country.devices.values():
        answer = laptop.web.get(f"{country.portal.url}/v1/changes", params={"cursor": foreign})
        assert (answer.status_code, answer.json()["code"]) == (410, "cursor_gone")
