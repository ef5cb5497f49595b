"""What the client makes of everything a network and a portal can answer (design/sync, 8), over real HTTP."""

from __future__ import annotations

import base64
import gzip
import ipaddress
import json
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lotse_app.models.problems import Code
from lotse_app.models.sync import EpochChangedError, LogForkError, Result, SeqGapError, Verdict
from tests.portal_client.front import MARK, Reply, front
from tests.portal_client.samples import NOW, PLACE, a_client, logged
from tests.store.samples import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.portal.client import PortalClient
    from tests.portal_client.front import Request

PAGE = {"epoch": 3, "cursor": "c", "through": 9, "more": False, "rows": []}


class Portal:
    """Answers tokens by itself and the rest as a test says."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.token: Callable[[Request], Reply | None] = lambda _: said({"access_token": "t", "expires_in": 600})
        self.answer: Callable[[Request], Reply | None] = lambda _: said(PAGE)

    def __call__(self, request: Request) -> Reply | None:
        self.asked.append(request)
        return self.token(request) if request.path == "/v1/token" else self.answer(request)

    def paths(self) -> list[str]:
        return [request.path.split("?")[0] for request in self.asked]


def said(content: object, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(content).encode(), MARK | headers)


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def client(portal: Portal) -> Iterator[PortalClient]:
    with front(portal) as url:
        made = a_client(url)
        yield made
        made.close()
        made.close()


def accepted(request: Request) -> Reply:
    """Answer a batch as the portal does."""
    ops = json.loads(gzip.decompress(request.body))["ops"]
    results = [[one["seq"], "ok", one["seq"]] for one in ops]
    return said({"epoch": 3, "last_seq": ops[-1]["seq"], "durable_seq": 0, "results": results})


def test_a_batch_goes_packed_with_a_token_that_is_asked_for_once(portal: Portal, client: PortalClient) -> None:
    portal.answer = accepted
    assert [one.seq for one in client.push(PLACE, logged({"a": 1}, {"a": 2})).results] == [4, 5]
    client.push(PLACE, logged({"a": 1}))

    token, push, _ = portal.asked
    assert portal.paths() == ["/v1/token", "/v1/push", "/v1/push"]
    assert (push.headers["Authorization"], push.headers["Content-Encoding"]) == ("Bearer t", "gzip")
    assertion = parse_qs(token.body.decode())["client_assertion"][0].split(".")
    head, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in assertion[:2])
    assert head["alg"] == "Ed25519"
    assert (claims["iss"], claims["aud"], claims["exp"]) == ("device-0001", "FINGERPRINT", int(NOW.timestamp()) + 300)


def test_a_page_is_asked_for_behind_the_cursor(portal: Portal, client: PortalClient) -> None:
    assert client.changes(PLACE, 50).through == 9
    assert portal.asked[-1].path == "/v1/changes?cursor=cursor&limit=50"


def test_a_token_that_holds_no_longer_is_renewed_once(portal: Portal, client: PortalClient) -> None:
    answers = iter([said({}, 401), said(PAGE)])
    portal.answer = lambda _: next(answers)

    client.changes(PLACE, 50)
    assert portal.paths() == ["/v1/token", "/v1/changes", "/v1/token", "/v1/changes"]

    portal.answer = lambda _: said({"code": "unauthorised"}, 401)
    with refused(Code.PORTAL_SHUT_OUT, reason="unauthorised"):
        client.changes(PLACE, 50)


def test_a_wrong_clock_is_no_reason_to_stay_out(portal: Portal, client: PortalClient) -> None:
    there = int(NOW.timestamp()) + 86_400

    def token(request: Request) -> Reply:
        claims = parse_qs(request.body.decode())["client_assertion"][0].split(".")[1]
        fits = abs(json.loads(base64.urlsafe_b64decode(claims + "=="))["exp"] - there) <= 600
        right, wrong = {"access_token": "t", "expires_in": 600}, {"code": "unauthorised", "why": "clock"}
        return said(right) if fits else said(wrong | {"server_time": there}, 401)

    portal.token = token

    assert client.changes(PLACE, 50).through == 9
    assert portal.paths() == ["/v1/token", "/v1/token", "/v1/changes"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (said({"code": "device_revoked"}, 403), Code.PORTAL_SHUT_OUT),
        (said({"access_token": "t"}), Code.PORTAL_ANSWER),
        (said({"access_token": "t\r\nX: y", "expires_in": 600}), Code.PORTAL_ANSWER),
        (said({"access_token": "t", "expires_in": 600}, 404), Code.PORTAL_ANSWER),
        (said({"why": "clock", "server_time": "noon"}, 401), Code.PORTAL_ANSWER),
        (said({"why": "clock", "server_time": 1 << 52}, 401), Code.PORTAL_ANSWER),
        (said({"why": "clock", "server_time": 0}, 401), Code.PORTAL_ANSWER),
        (None, Code.PORTAL_OFFLINE),
    ],
    ids=str,
)
def test_without_a_token_nothing_is_asked(
    portal: Portal, client: PortalClient, answer: Reply | None, code: Code
) -> None:
    portal.token = lambda _: answer

    with refused(code):
        client.push(PLACE, logged({"a": 1}))
    assert set(portal.paths()) == {"/v1/token"}


@pytest.mark.parametrize(
    ("answer", "code", "params"),
    [
        (None, Code.PORTAL_OFFLINE, {}),
        (Reply(200, b"<html>Willkommen im Hotel</html>", {"Content-Type": "text/html"}), Code.PORTAL_OFFLINE, {}),
        (Reply(302, b"", {"Location": "http://hotel.example/"}), Code.PORTAL_OFFLINE, {"reason": "foreign"}),
        (Reply(302, b"", MARK | {"Location": "/v1/hello"}), Code.PORTAL_OFFLINE, {}),
        (Reply(200, b'{"epoch": 3', MARK, cut=20), Code.PORTAL_OFFLINE, {}),
        (Reply(200, b"no gzip", MARK | {"Content-Encoding": "gzip"}), Code.PORTAL_OFFLINE, {}),
        (said({}, 503, **{"Retry-After": "120"}), Code.PORTAL_BUSY, {"seconds": 120}),
        (said({}, 429, **{"Retry-After": "99999999"}), Code.PORTAL_BUSY, {"seconds": 3600}),
        (Reply(502, b"<html>", {"Retry-After": "soon"}), Code.PORTAL_BUSY, {"seconds": 0}),
        (said({}, 500), Code.PORTAL_BUSY, {}),
        (said({}, 426), Code.PORTAL_OUTDATED, {}),
        (said({"code": "device_lost"}, 403), Code.PORTAL_SHUT_OUT, {"reason": "device_lost"}),
        (said({}, 404), Code.PORTAL_ANSWER, {}),
        (said({"code": "wonderful"}, 409), Code.PORTAL_ANSWER, {}),
        (said({"code": "seq_gap", "expected": 7}, 409), Code.PORTAL_ANSWER, {}),  # nothing was handed over
        (said({"code": "log_fork"}, 409), Code.PORTAL_ANSWER, {}),
        (said({"code": "epoch_changed", "epoch": 1 << 70}, 409), Code.PORTAL_ANSWER, {}),
        (said({"code": "epoch_changed", "epoch": -1}, 410), Code.PORTAL_ANSWER, {}),
        (Reply(404, b"nothing", MARK), Code.PORTAL_ANSWER, {}),
        (Reply(200, b"[]", MARK), Code.PORTAL_ANSWER, {}),
        (said({"epoch": 3}), Code.PORTAL_ANSWER, {}),
        (
            Reply(200, gzip.compress(b" " * (40 << 20), mtime=0), MARK | {"Content-Encoding": "gzip"}),
            Code.PORTAL_ANSWER,
            {},
        ),
    ],
    ids=lambda value: str(value)[:50],
)
def test_whatever_comes_back_has_its_own_problem(
    portal: Portal, client: PortalClient, answer: Reply | None, code: Code, params: dict[str, Any]
) -> None:
    portal.answer = lambda _: answer

    with refused(code, **params):
        client.changes(PLACE, 50)


@pytest.mark.parametrize(
    ("answer", "error", "said_by_it"),
    [
        (said({"code": "seq_gap", "expected": 7}, 409), SeqGapError, {"expected": 7}),
        (said({"code": "log_fork"}, 409), LogForkError, {}),
        (said({"code": "epoch_changed", "epoch": 9}, 409), EpochChangedError, {"epoch": 9}),
        (said({"code": "cursor_gone", "epoch": 9}, 410), EpochChangedError, {"epoch": 9}),
    ],
    ids=["gap", "fork", "epoch", "cursor"],
)
def test_what_the_exchange_mends_by_itself_reaches_it(
    portal: Portal, client: PortalClient, answer: Reply, error: type[Exception], said_by_it: dict[str, int]
) -> None:
    portal.answer = lambda _: answer

    with pytest.raises(error) as raised:
        client.push(PLACE, logged({"a": 1}))
    assert vars(raised.value) == said_by_it


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_batch_that_is_refused_as_a_whole_is_halved_down_to_one(
    portal: Portal, client: PortalClient, status: int
) -> None:
    def choosy(request: Request) -> Reply:
        few = len(json.loads(gzip.decompress(request.body))["ops"]) <= 2
        return accepted(request) if few else said({}, status)

    portal.answer = choosy
    assert [one.seq for one in client.push(PLACE, logged(*[{"a": 1}] * 9)).results] == [4, 5]

    portal.answer = lambda _: said({}, status)
    with refused(Code.PORTAL_ANSWER):
        client.push(PLACE, logged(*[{"a": 1}] * 9))


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (["rejected", {"code": "malformed:t"}], Result(4, Verdict.REJECTED, 0, {"code": "unread"})),
        (["ok", 7], Result(4, Verdict.OK, 7)),  # it had come before, and the answer was lost
    ],
)
def test_one_operation_that_cannot_be_read_uses_up_its_number_without_its_content(
    portal: Portal, client: PortalClient, verdict: list[Any], told: Result
) -> None:
    seen: list[list[dict[str, Any]]] = []

    def choosy(request: Request) -> Reply:
        seen.append(json.loads(gzip.decompress(request.body))["ops"])
        if any("doc" in one for one in seen[-1]):
            return said({}, 422)
        return said({"epoch": 3, "last_seq": 4, "durable_seq": 0, "results": [[4, *verdict]]})

    portal.answer = choosy
    assert client.push(PLACE, logged({"a": 1}, {"a": 2})).results == (told,)
    assert [len(ops) for ops in seen] == [2, 1, 1]
    assert seen[-1] == [{"seq": 4, "op": "op-00000004"}]


def test_nobody_there_is_offline() -> None:
    with front(lambda _: None) as url:
        pass
    made = a_client(url)
    with refused(Code.PORTAL_OFFLINE):
        made.changes(PLACE, 50)
    made.close()


def test_what_goes_wrong_says_nothing_of_what_was_sent(portal: Portal, client: PortalClient) -> None:
    portal.answer = lambda _: said({"code": "MARKERWORT", "title": "MARKERWORT"}, 400)
    with pytest.raises(Exception, match="portal_answer") as raised:
        client.push(PLACE, logged({"a": "MARKERWORT"}))
    assert "MARKERWORT" not in repr(raised.value) + repr(vars(raised.value))


def test_an_address_without_tls_is_refused_unless_it_is_this_computer() -> None:
    for url in ("http://portal.example", "ftp://portal.example", "portal.example"):
        with refused(Code.PORTAL_CERTIFICATE):
            a_client(url)
    a_client("https://portal.example").close()


def test_a_certificate_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    portal = Portal()
    with front(portal, _self_signed(tmp_path)) as url:
        made = a_client(url)
        with refused(Code.PORTAL_CERTIFICATE):
            made.changes(PLACE, 50)
        made.close()
    assert portal.asked == []


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    day = timedelta(days=1)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - day, now + 9999 * day
    )
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "portal.pem"
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
