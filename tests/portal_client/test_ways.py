"""Ways to a portal: over a proxy, with the Träger's own certificates, and cut while somebody waits. Real sockets."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.models.joining import Applicant, Approach, Invitation
from lotse_app.models.operation import Act, Kind
from lotse_app.models.problems import Code
from lotse_app.models.sync import Membership, Pulled, PulledRecord, Pushed, Result, Verdict, Way
from lotse_app.portal.client import PortalClient
from lotse_app.portal.door import Door
from lotse_app.portal.renaming import Renaming
from lotse_app.portal.web import Web
from tests.portal_client.front import MARK, Reply, front
from tests.portal_client.samples import NOW, a_client, logged
from tests.portal_client.test_client import _self_signed
from tests.store.samples import refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal_client.front import Request

HELLO = (
    '{{"nonce": "{nonce}", "protocol": {{"min": {low}, "max": {high}}}, "server_time": "{at}", "fingerprint": "{sign}",'
    ' "epoch": 1, "message": "Wartung"}}'
)


def hello(
    request: Request, low: int = 1, high: int = 1, at: str = "2026-11-20T09:30:00Z", sign: str = "FINGERPRINT"
) -> Reply:
    nonce = request.path.partition("nonce=")[2]
    return Reply(200, HELLO.format(nonce=nonce, low=low, high=high, at=at, sign=sign).encode(), MARK)


def test_certificates_of_the_traeger_are_believed_beside_those_everybody_knows(tmp_path: Path) -> None:
    secured = _self_signed(tmp_path)
    pem = (tmp_path / "portal.pem").read_text()
    authority = pem[pem.index("-----BEGIN CERTIFICATE") :]
    with front(hello, secured) as url:
        with refused(Code.PORTAL_CERTIFICATE):
            Web(url).ask("/v1/hello")
        web = Web(url, Way(authority=authority))
        assert web.ask("/v1/hello").number("epoch") == 1
        web.close()
        with refused(Code.PORTAL_AUTHORITY):
            Web(url, Way(authority="-----BEGIN CERTIFICATE-----\nnone")).ask("/v1/hello")


def test_a_proxy_is_asked_in_place_of_the_portal() -> None:
    seen: list[str] = []

    def proxy(request: Request) -> Reply:
        seen.append(request.path)
        return hello(request)

    with front(proxy) as url:
        web = Web("http://localhost:9", Way(proxy=url))
        assert web.ask("/v1/hello", query={"nonce": "n"}).word("nonce") == "n"
        web.close()
    assert seen == ["http://localhost:9/v1/hello?nonce=n"]


def test_a_question_is_cut_while_it_waits_and_none_is_asked_afterwards() -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(_request: Request) -> Reply:
        asked.set()
        go_on.wait(20)
        return Reply()

    said: list[object] = []
    with front(slow) as url:
        client = a_client(url)

        def ask() -> None:
            with refused(Code.PORTAL_OFFLINE):
                client.greet()
            said.append("cut")

        waiting = threading.Thread(target=ask)
        waiting.start()
        assert asked.wait(20)
        client.stop()
        waiting.join(10)
        assert said == ["cut"]
        with refused(Code.PORTAL_OFFLINE, reason="stopped"):
            client.greet()
        with refused(Code.PORTAL_OFFLINE, reason="stopped"):
            client.ask_orders()
        client.close()
        go_on.set()


def test_whoever_answers_has_to_be_the_portal_that_was_joined() -> None:
    for answer, code in (
        (hello, None),
        (lambda request: hello(request, sign="ANOTHER"), Code.PORTAL_KEY),
        (lambda request: hello(request, 2, 3), Code.PORTAL_NEWER),
        (lambda request: hello(request, 0, 0), Code.PORTAL_OLDER),
        (lambda request: hello(request, at="noon"), Code.PORTAL_ANSWER),
        (lambda request: hello(request, at="2026-11-20T09:30:00"), Code.PORTAL_ANSWER),
        (lambda _: Reply(426), Code.PORTAL_OUTDATED),
        (lambda _: Reply(200, b"{}"), Code.PORTAL_OFFLINE),
    ):
        with front(answer) as url:
            client = a_client(url)
            if code is None:
                assert client.greet().message == "Wartung"
            else:
                with refused(code):
                    client.greet()
            client.close()


WELCOME = {"device": "d", "operator": "o", "station": "s", "role": "pilot", "stations": [], "epoch": 1}
SHORT, OTHER = {"x": "AA"}, {"x": "A" * 43}


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (403, {"code": "enrolment_refused"}, Code.PORTAL_CODE),
        (403, {"code": "enrolment_refused", "why": "operator"}, Code.PORTAL_ELSEWHERE),
        (403, {"code": "enrolment_refused", "why": "proof"}, Code.PORTAL_ANSWER),
        (412, {}, Code.PORTAL_OUTDATED),
        (200, {}, Code.PORTAL_ANSWER),
        (200, WELCOME | {"portal_sign": SHORT, "portal_receive": SHORT}, Code.PORTAL_ANSWER),
        (200, WELCOME | {"portal_sign": OTHER, "portal_receive": OTHER}, Code.PORTAL_KEY),
    ],
    ids=range(7),
)
def test_at_the_door_each_refusal_has_its_own_problem(status: int, body: object, code: Code) -> None:
    def door(request: Request) -> Reply:
        return hello(request) if request.method == "GET" else Reply(status, json.dumps(body).encode())

    with front(door) as url:
        applicant = Applicant("d", "o", "s", ("p",), bytes(32), bytes(32))
        approach = Approach(Invitation(url, "CODE", "FINGERPRINT"), Way(), applicant, lambda _: b"signed")
        with refused(code):
            Door(Ids(FixedClock(NOW))).enter(approach)


def test_orders_come_with_any_answer_and_with_refusals() -> None:
    told: list[Reply] = [Reply(403, b'{"code": "device_lost", "orders": ["a.b.c", 7]}')]

    with front(lambda _: told[0]) as url:
        client = a_client(url)
        assert client.orders() == ()
        assert client.ask_orders() == ("a.b.c",)
        told[0] = Reply(404)
        with refused(Code.PORTAL_ANSWER):
            client.ask_orders()
        client.close()
        door = Door(Ids(FixedClock(NOW)))
        with refused(Code.PORTAL_ANSWER):  # it was not heard
            door.acknowledge(url, Way(), "receipt")
        told[0] = Reply()
        door.acknowledge(url, Way(), "receipt")


def test_on_the_wire_station_and_traeger_have_the_portals_names() -> None:
    member = Membership("https://p", "d", "F", "st-there", "op-there", "st-here", "op-here")
    names = Renaming(member)
    (session,) = names.outward(logged({"station": "st-here", "kind": "single"}))
    assert session.operation.body == {"station": "st-there", "kind": "single"}
    (patch,) = logged({"/telephone": {"p": "0", "v": "1"}}, act=Act.PATCH)
    told = names.outward([patch])
    assert told[0].operation.record_id == patch.operation.record_id  # a session keeps its id
    assert told[0].operation.kind is Kind.SESSION

    rows = (
        PulledRecord("station", "st-there", 2, {"operator": "op-there", "name": "x"}),
        PulledRecord("session", "s1", 1, {"station": "st-there"}),
        PulledRecord("session", "s2", 1, None),
    )
    inward = names.inward(Pulled(1, "c", 1, more=False, rows=rows)).rows
    assert [(one.id, one.doc) for one in inward] == [
        ("st-here", {"operator": "op-here", "name": "x"}),
        ("s1", {"station": "st-here"}),
        ("s2", None),
    ]
    results = (Result(1, Verdict.OK), Result(2, Verdict.CONFLICT, 0, {"theirs": {"operator": "op-there"}}))
    assert names.answers(Pushed(1, 2, 0, results)).results[1].detail == {"theirs": {"operator": "op-here"}}

    same = Renaming(Membership("https://p", "d", "F", "st", "op", "st", "op"))
    assert same.outward([patch]) == [patch]
    page = Pulled(1, "c", 1, more=False, rows=rows)
    assert same.inward(page) is page


def test_a_client_needs_tls_whatever_the_way() -> None:
    with refused(Code.PORTAL_CERTIFICATE):
        PortalClient(
            Membership("http://portal.example", "d", "F", way=Way("http://proxy.example:1")),
            lambda _: b"",
            FixedClock(NOW),
            Ids(FixedClock(NOW)),
        )
