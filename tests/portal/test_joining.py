"""How a device joins, proves who it is, and is shut out."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import requests
from joserfc.jwk import OKPKey
from sqlalchemy import select, text, update

from lotse_portal import enrolment, tables
from lotse_portal.database import embedded
from lotse_portal.keys import public
from lotse_portal.limits import Limiter
from lotse_portal.operations import Role
from tests.portal.serving import Laptop, served

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.serving import Served


def newcomer(portal: Served) -> Laptop:
    return Laptop(portal.url, portal.portal.keys.fingerprint)


def test_a_device_joins_with_a_code_and_works_under_its_earlier_ids(portal: Served) -> None:
    station, laptop = portal.station(), newcomer(portal)

    joined = laptop.join(portal.invite(station)).json()
    laptop.sign_on()
    made_before = laptop.session()

    assert joined["station"] == station != laptop.station
    assert laptop.push(made_before).json()["results"][0][1] == "ok"
    assert laptop.everything()[made_before["id"]]["doc"]["station"] == laptop.station


def test_a_code_is_good_for_one_device(portal: Served) -> None:
    code = portal.invite(portal.station())
    newcomer(portal).join(code).raise_for_status()

    assert newcomer(portal).join(code).json()["code"] == "enrolment_refused"


def test_two_codes_never_have_the_same_name(portal: Served) -> None:
    station = portal.station()
    taken = portal.invite(station).partition("-")[0]
    names = iter([taken, taken, "0000"])

    def draw(length: int) -> str:
        return next(names) if length == len(taken) else enrolment.drawn(length)

    invitation = enrolment.Invitation(station, Role.PILOT, "Laptop")
    with portal.portal.database.write() as connection:
        code = enrolment.invite(connection, invitation, portal.portal.clock.now(), draw)

    assert code.startswith("0000-")
    newcomer(portal).join(code).raise_for_status()


def test_a_device_whose_answer_was_lost_asks_again_and_is_told_the_same(portal: Served) -> None:
    station, laptop = portal.station(), newcomer(portal)
    code = portal.invite(station, Role.COORDINATOR, portal.station())
    joined = laptop.join(code).json()

    assert laptop.join(code).json() == joined
    laptop.sign_on().raise_for_status()

    other = newcomer(portal)
    other.id = laptop.id  # the id is no secret, the key is
    assert other.join(code).json()["code"] == "enrolment_refused"


def test_after_five_wrong_tries_the_right_code_is_refused_too(portal: Served) -> None:
    code = portal.invite(portal.station())
    for _ in range(5):
        assert newcomer(portal).join(f"{code[:5]}AAAAAAAAAAA").status_code == 403

    assert newcomer(portal).join(code).status_code == 403


def test_a_code_that_is_too_old_is_refused(portal: Served) -> None:
    code = portal.invite(portal.station())
    with portal.portal.database.write() as connection:
        connection.execute(update(tables.enrolments).values(expires_at="2020-01-01T00:00:00Z"))

    assert newcomer(portal).join(code).status_code == 403


def test_a_key_that_the_device_does_not_hold_is_refused(portal: Served) -> None:
    foreign = public(OKPKey.generate_key("Ed25519"))

    answer = newcomer(portal).join(portal.invite(portal.station()), sign_key=foreign)

    assert (answer.status_code, answer.json()["why"]) == (403, "proof")


def test_a_station_of_another_device_is_not_adopted_twice(portal: Served) -> None:
    first = newcomer(portal)
    first.join(portal.invite(portal.station())).raise_for_status()

    answer = newcomer(portal).join(portal.invite(portal.station()), station=first.station)

    assert (answer.status_code, answer.json()["why"]) == (403, "station_elsewhere")


def test_the_first_device_brings_the_operator_of_a_station_and_later_ones_are_told_it(portal: Served) -> None:
    station, first, second = portal.station(), newcomer(portal), newcomer(portal)

    told_first = first.join(portal.invite(station)).json()
    told_second = second.join(portal.invite(station)).json()

    assert told_first["operator"] == first.operator
    assert told_second["operator"] == first.operator != second.operator
    with portal.portal.database.read() as connection:
        brought = select(tables.devices.c.id, tables.devices.c.operator).where(tables.devices.c.station == station)
        assert {row.id: row.operator for row in connection.execute(brought)} == {
            first.id: first.operator,
            second.id: second.operator,
        }


@pytest.mark.parametrize("what", ["device", "station", "pilot"])
def test_an_operator_that_is_known_as_something_else_is_refused(portal: Served, what: str) -> None:
    station, first = portal.station(), newcomer(portal)
    pilot = str(uuid.uuid4())
    first.join(portal.invite(station), pilots=[{"id": pilot}]).raise_for_status()
    known = {"device": first.id, "station": first.station, "pilot": pilot}[what]

    answer = newcomer(portal).join(portal.invite(station), operator=known)

    assert (answer.status_code, answer.json()["why"]) == (403, "operator")


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another portal"},
        {"iss": "somebody else"},
        {"exp": 1_600_000_000},
        {"exp": 9_000_000_000},
        {"exp": "soon"},
        {"jti": ""},
    ],
    ids=str,
)
def test_an_assertion_that_does_not_fit_gives_no_token(portal: Served, claims: dict[str, object]) -> None:
    laptop = portal.device(portal.station())

    assert laptop.sign_on(**claims).status_code == 401


def test_an_assertion_is_good_once(portal: Served) -> None:
    laptop, once = portal.device(portal.station()), str(uuid.uuid4())
    laptop.sign_on(jti=once).raise_for_status()

    assert laptop.sign_on(jti=once).json()["why"] == "replayed"


def test_an_assertion_signed_by_another_key_gives_no_token(portal: Served) -> None:
    laptop = portal.device(portal.station())
    laptop.sign = OKPKey.generate_key("Ed25519")

    assert laptop.sign_on().status_code == 401


@pytest.mark.parametrize("assertion", ["", "a", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "." * 3000])
def test_nonsense_gives_no_token(portal: Served, assertion: str) -> None:
    answer = requests.post(f"{portal.url}/v1/token", data={"client_assertion": assertion}, timeout=10)

    assert answer.status_code == 401


def test_whoever_asks_for_tokens_without_end_is_told_to_wait(tmp_path: Path) -> None:
    asked = Limiter(time.monotonic, burst=3, each_second=0.01)
    with served(tmp_path, embedded(tmp_path), asked) as running:
        answers = [requests.post(f"{running.url}/v1/token", data={}, timeout=10) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_the_portal_answers_others_while_a_token_waits_for_the_database(portal: Served) -> None:
    laptop, database = portal.device(portal.station()), portal.portal.database
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:  # on SQLite this alone holds the lock
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE assertions IN ACCESS EXCLUSIVE MODE"))
            token = pool.submit(laptop.sign_on)
            for _ in range(5):
                requests.get(f"{portal.url}/v1/hello", timeout=4).raise_for_status()
            assert not token.done()
        token.result().raise_for_status()


@pytest.mark.parametrize(("state", "code"), [("revoked", "device_revoked"), ("lost", "device_lost")])
def test_a_device_that_was_shut_out_is_refused_at_its_next_request(portal: Served, state: str, code: str) -> None:
    laptop = portal.device(portal.station())
    with portal.portal.database.write() as connection:
        connection.execute(update(tables.devices).where(tables.devices.c.id == laptop.id).values(state=state))

    answer = laptop.push(laptop.session())

    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert laptop.sign_on().json()["code"] == code


def test_every_endpoint_but_hello_and_health_asks_who_is_there(portal: Served) -> None:
    for method, path in (("POST", "push"), ("GET", "changes"), ("POST", "digest"), ("POST", "report")):
        for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Basic eDp5"}):
            answer = requests.request(method, f"{portal.url}/v1/{path}", headers=headers, json={}, timeout=10)
            assert answer.status_code == 401, path


def test_a_device_cannot_push_for_another(portal: Served) -> None:
    laptop = portal.device(portal.station())
    operation = laptop.session()
    laptop.id = str(uuid.uuid4())

    assert laptop.push(operation).status_code == 403


def test_a_foreign_record_answers_like_one_that_is_not_there(portal: Served) -> None:
    owner, stranger = portal.device(portal.station()), portal.device(portal.station())
    session = owner.session()
    owner.push(session)
    change = {"/result": {"p": "0" * 16, "v": "x"}}

    foreign = stranger.push(stranger.op("patch", "session", session["id"], set=change)).json()["results"][0]
    missing = stranger.push(stranger.op("patch", "session", set=change)).json()["results"][0]

    assert foreign[1:] == missing[1:] == ["conflict", {"why": "unknown_record"}]


def test_settings_of_another_station_are_the_coordinators(portal: Served) -> None:
    station, office = portal.station(), portal.station()
    pilot, coordinator = portal.device(office), portal.device(office, Role.COORDINATOR, sees=station)
    settings = {"name": "Neuer Name"}

    refused = pilot.push(pilot.op("create", "station", station, doc=settings)).json()["results"][0]
    taken = coordinator.push(coordinator.op("create", "station", station, doc=settings)).json()["results"][0]

    assert (refused[1], taken[1]) == ("rejected", "ok")


def test_how_a_case_stands_is_said_by_its_own_device_only(portal: Served) -> None:
    station = portal.station()
    owner, other = portal.device(station), portal.device(station)
    case = owner.op("create", "application_status", doc={"service": "99102008000000", "state": "begun"})
    owner.push(case)

    answer = other.push(other.op("delete", "application_status", case["id"])).json()["results"][0]

    assert answer[1:] == ["rejected", {"code": "device_foreign"}]
    assert other.everything() == {}
    assert set(owner.everything()) == {case["id"]}
