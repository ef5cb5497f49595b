"""A portal that is really served over HTTP, and devices that really talk to it."""

from __future__ import annotations

import contextlib
import gzip
import json
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests
import uvicorn
from joserfc import jws, jwt
from joserfc.jwk import OKPKey

from lotse_portal import enrolment
from lotse_portal.application import make_application
from lotse_portal.calls import Portal
from lotse_portal.clock import SystemClock
from lotse_portal.database import Database, keep_value, value
from lotse_portal.keys import make_keys, public, read_keys
from lotse_portal.ledger import Ledger
from lotse_portal.limits import Limiter
from lotse_portal.operations import Role
from lotse_portal.serving import door

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_portal.clock import Clock


@dataclass(frozen=True, slots=True)
class Served:
    """A portal and where it is reached."""

    portal: Portal
    url: str

    def station(self, name: str = "Testdorf") -> str:
        """Add a station; return its id."""
        station = str(uuid.uuid4())
        with self.portal.database.write() as connection:
            enrolment.add_station(connection, self.portal.ledger, station, name, self.portal.clock.now())
        return station

    def invite(self, station: str, role: Role = Role.PILOT, sees: str = "") -> str:
        """Return a code for one device."""
        invitation = enrolment.Invitation(station, role, "Laptop", frozenset({sees} - {""}))
        with self.portal.database.write() as connection:
            return enrolment.invite(connection, invitation, self.portal.clock.now())

    def device(self, station: str, role: Role = Role.PILOT, sees: str = "") -> Laptop:
        """Return a device that has joined a station."""
        laptop = Laptop(self.url, self.portal.keys.fingerprint)
        laptop.join(self.invite(station, role, sees)).raise_for_status()
        laptop.sign_on().raise_for_status()
        return laptop


@dataclass(slots=True)
class Laptop:
    """A device with keys and a log; it knows HTTP and nothing of the portal's inside."""

    url: str
    audience: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log: str = field(default_factory=lambda: str(uuid.uuid4()))
    operator: str = field(default_factory=lambda: str(uuid.uuid4()))
    station: str = field(default_factory=lambda: str(uuid.uuid4()))
    sign: OKPKey = field(default_factory=lambda: OKPKey.generate_key("Ed25519"))
    receive: OKPKey = field(default_factory=lambda: OKPKey.generate_key("X25519"))
    web: requests.Session = field(default_factory=requests.Session)
    seq: int = 0

    def join(self, code: str, **others: Any) -> requests.Response:  # noqa: ANN401 - any member of the body
        """Ask to be enrolled."""
        body = {
            "code": code,
            "device": self.id,
            "sign_key": public(self.sign),
            "receive_key": public(self.receive),
            "proof": jws.serialize_compact({"alg": "Ed25519"}, code.encode(), self.sign, algorithms=["Ed25519"]),
            "operator": self.operator,
            "station": self.station,
            "pilots": [{"id": str(uuid.uuid4())}],
        }
        return self.web.post(f"{self.url}/v1/enrolments", json=body | others)

    def sign_on(self, **others: Any) -> requests.Response:  # noqa: ANN401 - any claim
        """Ask for an access token and use it from now on."""
        now = int(time.time())
        claims = {"iss": self.id, "sub": self.id, "aud": self.audience, "exp": now + 300, "jti": str(uuid.uuid4())}
        signed = jwt.encode({"alg": "Ed25519"}, claims | others, self.sign, algorithms=["Ed25519"])
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": signed,
        }
        answer = self.web.post(f"{self.url}/v1/token", data=form)
        if answer.ok:
            self.web.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def session(self, **others: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a session
        """Return the create of a session with the next number."""
        doc = {
            "kind": "single",
            "station": self.station,
            "start": "2026-11-22T08:00:00Z",
            "end": "2026-11-22T08:20:00Z",
        }
        return self.op("create", "session", doc=doc | {"pilot": "pilot-1", "result": "done"} | others)

    def op(self, act: str, kind: str, record: str = "", **content: Any) -> dict[str, Any]:  # noqa: ANN401 - doc, set, p
        """Return an operation with the next number of the log."""
        self.seq += 1
        made = {"seq": self.seq, "op": str(uuid.uuid4()), "t": act, "k": kind, "id": record or str(uuid.uuid4())}
        return made | {"schema": 1, "by": "pilot-0001", "at": "2026-11-22T09:11:12Z"} | content

    def push(self, *ops: dict[str, Any], packed: bool = False, epoch: int = 1, log: str = "") -> requests.Response:
        """Hand a batch over."""
        body = {"protocol": 1, "device": self.id, "log": log or self.log, "epoch": epoch, "first_seq": ops[0]["seq"]}
        content = json.dumps(body | {"ops": list(ops)}).encode()
        headers = {"Content-Type": "application/json"} | ({"Content-Encoding": "gzip"} if packed else {})
        return self.web.post(f"{self.url}/v1/push", data=gzip.compress(content) if packed else content, headers=headers)

    def changes(self, cursor: str = "", limit: int = 500) -> dict[str, Any]:
        """Read one page of changes."""
        answer = self.web.get(f"{self.url}/v1/changes", params={"cursor": cursor, "limit": str(limit)})
        answer.raise_for_status()
        page: dict[str, Any] = answer.json()
        return page

    def read_until(self, done: Callable[[], bool], limit: int) -> list[str]:
        """Read page after page until nothing is to come any more; return the ids in the order of the feed."""
        read: list[str] = []
        cursor, ended, more = "", False, True
        while more or not ended:
            ended = done()  # asked before the page: what was pushed until then is on it or on a later one
            page = self.changes(cursor, limit)
            read += [row["id"] for row in page["rows"]]
            cursor, more = page["cursor"], page["more"]
        return read

    def everything(self, limit: int = 500) -> dict[str, dict[str, Any]]:
        """Read all pages; return the rows by id."""
        rows: dict[str, dict[str, Any]] = {}
        page = self.changes(limit=limit)
        while True:
            rows |= {row["id"]: row for row in page["rows"]}
            if not page["more"]:
                return rows
            page = self.changes(page["cursor"], limit)


@contextlib.contextmanager
def served(
    folder: Path,
    address: str,
    limiter: Limiter | None = None,
    sign_ins: Limiter | None = None,
    clock: Clock | None = None,
) -> Iterator[Served]:
    """Serve a portal over real HTTP from a thread of this process; keys and epoch are made where there are none."""
    database = Database(address)
    database.migrate()
    with database.write() as connection:
        keep_value(connection, "epoch", value(connection, "epoch", "1"))
    keys = read_keys(folder) if (folder / "portal-keys.json").exists() else make_keys(folder)
    unlimited = Limiter(time.monotonic, burst=1_000_000, each_second=1_000_000)
    portal = Portal(database, keys, Ledger(folder), clock or SystemClock(), limiter or unlimited, sign_ins or unlimited)
    at = door("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(make_application(portal), log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
    thread.start()
    url = f"http://127.0.0.1:{at.getsockname()[1]}"
    try:
        _wait(url)
        yield Served(portal, url)
    finally:
        server.should_exit = True
        thread.join()
        at.close()
        database.close()


def _wait(url: str) -> None:
    for _ in range(200):
        with contextlib.suppress(requests.ConnectionError):
            requests.get(f"{url}/v1/health", timeout=5).raise_for_status()
            return
        time.sleep(0.02)
    message = "the portal does not answer"
    raise RuntimeError(message)
