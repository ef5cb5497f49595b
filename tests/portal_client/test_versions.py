"""Programs and portals of different age meet: each pair works, or says so in German, and nothing is lost (F17).

The store of the program before today's, and its operations as they went over the wire, are committed
(tests/stores/make_schema_17.py). The portal after today's is today's: it is told in its own table that it knows a
further schema, and a line in front of it raises the number of the protocol, so that its own refusals are met.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.models.operation import Kind
from lotse_app.models.problems import Code, Problem, ProblemError
from lotse_app.models.sync import Membership
from lotse_app.portal.client import PortalClient
from lotse_app.store.columns import read_document
from lotse_app.store.copying import STORE_NAME
from lotse_app.store.migrations.steps import STEPS
from lotse_app.store.opening import open_store
from lotse_app.ui.messages.problems import sentence
from lotse_app.workflows.exchange import Exchange
from lotse_portal import operations, wire
from tests.portal.serving import Laptop, served
from tests.portal_client.front import front, passed_on
from tests.stores import make_schema_17 as golden
from tests.stores.make_schema_1 import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.store.opening import Store
    from tests.portal.serving import Served
    from tests.portal_client.front import Reply, Request

CLIENTS = ("of today", "of before")
NEXT_PROTOCOL = {"min": wire.PROTOCOL + 1, "max": wire.PROTOCOL + 2}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A store with work that waits, the device it belongs to, the portal, and a colleague who looks."""

    store: Store
    own: Laptop
    portal: Served
    colleague: Laptop

    def round(self, url: str = "") -> Code | None:
        """Greet and exchange; return what was wrong."""
        return self._done(url, lambda client: (client.greet(), Exchange(self.store.sync, client).round()))

    def push(self, url: str) -> Code | None:
        """Exchange without a greeting, as between two greetings; return what was wrong."""
        return self._done(url, lambda client: Exchange(self.store.sync, client).round())

    def _done(self, url: str, act: Callable[[PortalClient], object]) -> Code | None:
        clock = FixedClock(golden.START)
        member = Membership(url or self.portal.url, self.own.id, self.portal.portal.keys.fingerprint)
        key = self.own.sign.private_key
        assert isinstance(key, Ed25519PrivateKey)
        client = PortalClient(member, key.sign, clock, Ids(clock))
        try:
            with contextlib.closing(client):
                act(client)
        except ProblemError as error:
            return error.problem.code
        return None

    def there(self) -> dict[str, int]:
        """Return the sessions of the portal, with how often each was changed."""
        return {name: row["version"] for name, row in self.colleague.everything().items() if row["k"] == "session"}

    def waiting(self) -> int:
        return self.store.outbox.count_waiting()


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "portal"
    folder.mkdir()
    with served(folder, f"sqlite:///{folder / 'portal.db'}") as made:
        yield made


def joined(portal: Served) -> tuple[Laptop, Laptop]:
    """Return the device of the golden store, which has joined, and a colleague of its station."""
    station = portal.station("Beispielthal")
    own = Laptop(portal.url, portal.portal.keys.fingerprint, station=golden.STATION.id, operator=golden.OPERATOR.id)
    own.join(portal.invite(station), pilots=[{"id": golden.PILOT.id}]).raise_for_status()
    return own, portal.device(station)


@pytest.fixture(params=CLIENTS)
def meeting(portal: Served, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Meeting]:
    clock = FixedClock(golden.START)
    if request.param == CLIENTS[0]:
        golden.make(tmp_path / STORE_NAME, STEPS)
    else:
        shutil.copyfile(golden.TARGET, tmp_path / STORE_NAME)
    store = open_store(tmp_path, KEY, clock, Ids(clock))
    own, colleague = joined(portal)
    yield Meeting(store, own, portal, colleague)
    store.close()


WHOLE = {"0190golden-session-0": 1, "0190golden-session-1": 1, "0190golden-session-2": 2}


def newer(url: str, speaks: dict[str, int]) -> Callable[[Request], Reply | None]:
    """Return a line on which the portal speaks other protocols: it greets so, and refuses what is none of them."""

    def answer(request: Request) -> Reply | None:
        if request.path == "/v1/push" and speaks["min"] > wire.PROTOCOL:  # what ours is to it, 2 is to today's portal
            body = json.loads(gzip.decompress(request.body)) | {"protocol": wire.PROTOCOL + 1}
            request = replace(request, body=gzip.compress(json.dumps(body).encode()))
            headers = {name: text for name, text in request.headers.items() if name.lower() != "content-length"}
            request = replace(request, headers=headers)
        reply = passed_on(url, request)
        if request.path.startswith("/v1/hello"):
            reply = replace(reply, body=json.dumps(json.loads(reply.body) | {"protocol": speaks}).encode())
        return reply

    return answer


def test_the_same_version_works(meeting: Meeting) -> None:
    assert meeting.waiting() == 10
    assert meeting.round() is None
    assert (meeting.waiting(), meeting.there()) == (0, WHOLE)
    assert meeting.store.sync.state().refused == 0


def test_a_newer_portal_that_still_speaks_ours_works(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in operations.Kind:
        monkeypatch.setitem(wire.SCHEMAS, kind, (2, 1))
    with front(newer(meeting.portal.url, {"min": wire.PROTOCOL, "max": wire.PROTOCOL + 1})) as url:
        assert meeting.round(url) is None
    assert (meeting.waiting(), meeting.there()) == (0, WHOLE)


def test_a_newer_portal_that_no_longer_speaks_ours_says_so_and_loses_nothing(meeting: Meeting) -> None:
    before = golden.wire(meeting.store)
    with front(newer(meeting.portal.url, NEXT_PROTOCOL)) as url:
        said = meeting.round(url)
        assert said is Code.PORTAL_NEWER
        assert "auf diesem Gerät aktualisieren" in sentence(Problem(said))
        pushed = meeting.push(url)
        assert pushed is Code.PORTAL_OUTDATED
        assert "in verschiedenen Fassungen" in sentence(Problem(pushed))
    assert (golden.wire(meeting.store), meeting.there()) == (before, {})
    assert meeting.round() is None  # it is renewed, or the portal is
    assert (meeting.waiting(), meeting.there()) == (0, WHOLE)


def test_an_older_portal_says_so_and_loses_nothing(meeting: Meeting) -> None:
    before = golden.wire(meeting.store)
    with front(newer(meeting.portal.url, {"min": 0, "max": wire.PROTOCOL - 1})) as url:
        said = meeting.round(url)
    assert said is Code.PORTAL_OLDER
    assert "Portal aktualisieren" in sentence(Problem(said))
    assert golden.wire(meeting.store) == before
    assert meeting.round() is None
    assert (meeting.waiting(), meeting.there()) == (0, WHOLE)


@pytest.mark.parametrize("known", [(3, 2), (0, 0)], ids=["too old for it", "too new for it"])
def test_operations_that_a_portal_no_longer_or_not_yet_knows_are_refused_and_kept(
    meeting: Meeting, known: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = golden.wire(meeting.store)
    with monkeypatch.context() as later:
        later.setitem(wire.SCHEMAS, operations.Kind.SESSION, known)
        assert meeting.round() is None
    state, rows = meeting.store.sync.state(), meeting.store._connection.rows("SELECT * FROM outbox ORDER BY seq")
    of_sessions = [one for one in before if one["k"] == Kind.SESSION.value]
    assert (state.waiting, state.refused, meeting.there()) == (0, len(of_sessions), {})
    refused = [row for row in rows if row["verdict"] == "rejected"]
    assert [row["op"] for row in refused] == [one["op"] for one in of_sessions]
    assert {read_document(row["detail"])["code"] for row in refused} == {"schema_unknown"}
    assert [read_document(row["body"]) for row in refused] == [one.get("doc") or one["set"] for one in of_sessions]
    losers = {loser.logged.operation.op for loser in meeting.store.clearing.losers()}
    assert losers == {one["op"] for one in of_sessions}


def test_what_the_program_before_sent_is_what_the_store_it_left_sends_now(portal: Served, tmp_path: Path) -> None:
    """The golden operations: byte by byte what waits in the golden store, and every one of them is taken."""
    clock = FixedClock(golden.START)
    shutil.copyfile(golden.TARGET, tmp_path / STORE_NAME)
    store = open_store(tmp_path, KEY, clock, Ids(clock))
    kept = json.loads(golden.WIRE.read_text("utf-8"))
    assert golden.wire(store) == kept
    store.close()
    own, _ = joined(portal)
    own.sign_on().raise_for_status()
    answer = own.push(*kept).json()
    assert [said for _, said, *_ in answer["results"]] == ["ok"] * len(kept)


def test_what_was_lost_or_told_otherwise_would_be_noticed(meeting: Meeting) -> None:
    """The positive control: a session that is never sent, and a word that means something else."""
    kept = golden.wire(meeting.store)
    meeting.store.sync.begin_epoch(1)  # the portal's own: else all would be sent again
    meeting.store._connection.run("UPDATE outbox SET handed_on_at = at, verdict = 'ok' WHERE seq > 3")
    assert golden.wire(meeting.store) != kept
    assert meeting.round() is None
    assert meeting.there() != WHOLE
