"""A portal that means harm changes nothing that was done here, stops nothing and gets no further than a refusal.

design/sync, 11, F18: 100,000 spoiled pages read into the store and 30,000 spoiled answers over the wire in ``make
faults`` (LOTSE_HOSTILE), a twentieth of both in ``make test``.
"""

from __future__ import annotations

import gzip
import json
import os
import time
import tracemalloc
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from lotse_app.models.periods import named
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.session import Topic
from lotse_app.portal import speech
from lotse_app.store.sync import SyncTable
from tests.chance import seeded
from tests.desks import close, make_office
from tests.portal_client.front import MARK, Reply, front, passed_on
from tests.portal_client.hostile import harmful, spoiled, written
from tests.portal_client.portals import running
from tests.portal_client.samples import PLACE, a_client
from tests.store.samples import refused
from tests.ui.portal.counter import join
from tests.ui.portal.own.test_figures import push_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from lotse_app.models.portal_standing import PortalView
    from tests.desks import Office
    from tests.portal.serving import Laptop
    from tests.portal_client.front import Request
    from tests.portal_client.portals import Portal

ANSWERS = int(os.environ.get("LOTSE_HOSTILE", "5000"))
#: So often greeting and token are honest, else no round would get any further.
_ADMITTED = 0.97
#: So many rounds a second apart bring everything there in the end.
_PATIENT = 120
#: After so many rounds everything that reads what came is read.
_LOOK = 25
_LARGE = 1_000_000
#: Bytes; 32 MiB of an answer are read at most, and what was read of it is held once more.
_MEMORY = 300 << 20
QUARTER = named(date(2026, 10, 1), date(2027, 1, 1))


class Harm:
    """In front of a real portal: passes everything on, and spoils what comes back."""

    def __init__(self, url: str, dice: Random) -> None:
        self._url = url
        self._dice = dice
        self.honest: dict[str, Reply] = {}
        self.means_harm = False
        self.spoiled: Counter[str] = Counter()

    def __call__(self, request: Request) -> Reply | None:
        path = request.path.partition("?")[0]
        if not self.means_harm:
            said = passed_on(self._url, request)
            self.honest[path] = max(said, self.honest.get(path, said), key=lambda one: len(one.body))
            return said
        honest = self._said(path, request)
        if path in {"/v1/hello", "/v1/token"} and self._dice.random() < _ADMITTED:
            return honest
        self.spoiled[path] += 1
        return harmful(honest, self._dice)

    def _said(self, path: str, request: Request) -> Reply:
        """Return what the portal says, or said: it would slow down who greets it so often."""
        if path == "/v1/push":  # what this device believes to be there is there
            return passed_on(self._url, request)
        kept = self.honest.get(path, Reply())
        if path != "/v1/hello":
            return kept
        (nonce,) = parse_qs(urlsplit(request.path).query)["nonce"]
        return replace(kept, body=json.dumps(json.loads(kept.body) | {"nonce": nonce}).encode())


def _rows(joined: Joined) -> SyncTable:
    rows = joined.office.desk.portal.rounds._rows
    assert isinstance(rows, SyncTable)
    return rows


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "daten")
    yield made
    close(made.desk)


@dataclass(slots=True)
class Joined:
    """A desk that has joined a station of a portal, on a line that may be spoiled, after one honest round."""

    office: Office
    line: Harm
    looking: Laptop
    made: list[str]

    def record(self) -> None:
        """Record a session and remember it."""
        counsel = self.office.desk.counsel
        topics = (Topic("", f"Anliegen {len(self.made)}"),)
        self.made.append(counsel.record(replace(counsel.afterwards(), topics=topics)).id)

    def round(self) -> PortalView:
        """Do one round."""
        view = self.office.desk.portal.rounds.round(lambda work: work())
        assert view is not None
        return view

    def told(self) -> object:
        """Read everything that reads what came from the portal; return what was done here."""
        desk = self.office.desk
        desk.portal.clearing.questions()
        desk.portal.rounds.view()
        desk.overview.today()
        assert desk.gathering.allowed
        desk.all_stations.build(QUARTER)
        assert desk.settings.station().ags.isdigit()  # what it tells of the station is taken where it makes sense
        return desk.overview.applications(), [desk.counsel.get(one).id for one in self.made]


@pytest.fixture
def joined(portal: Portal, office: Office) -> Iterator[Joined]:
    here, there = (portal.said("station", "add", "--name", name) for name in ("Wilsdruff", "Kesselsdorf"))
    laptop = portal.colleague(there)
    told = {"name": "Bibliothek Kesselsdorf", "place": "bibliothek", "ags": "14628410", "operator_name": "Stadt"}
    laptop.push(laptop.op("create", "station", there, doc=told)).raise_for_status()
    for number in range(4):
        push_session(laptop, there, f"there-{number}-{there}")
    line = Harm(portal.url, seeded(18))
    with front(line) as url:
        join(office.desk, portal.invitation(here, "coordinator", there, over=url))
        made = Joined(office, line, portal.colleague(here), [])
        made.record()
        assert made.round().standing.problem is None
        yield made


def test_whatever_a_portal_answers_nothing_of_this_device_is_harmed(joined: Joined) -> None:
    line, rounds, before = joined.line, 0, joined.told()
    line.means_harm = True
    while line.spoiled.total() < ANSWERS * 3 // 10:
        rounds += 1
        joined.office.clock.advance(minutes=5)
        if rounds % _LOOK == 1:
            joined.record()
            before = joined.told()
            _rows(joined).begin_epoch(1)  # as after a day: read from the beginning
        assert joined.round().order is None, "a forged order was believed"
        if rounds % _LOOK == 0:
            assert joined.told() == before
    assert set(line.spoiled) >= {"/v1/push", "/v1/changes", "/v1/hello", "/v1/token"}
    line.means_harm = False
    view, tries = joined.round(), 1
    while tries < _PATIENT and (view.standing.problem is not None or view.outbox.waiting):
        time.sleep(1)  # a portal answers nobody who asked it so often
        view, tries = joined.round(), tries + 1
    assert (view.standing.problem, view.outbox.waiting) == (None, 0)
    joined.looking.sign_on().raise_for_status()  # its token ran out meanwhile
    there = {name for name, row in joined.looking.everything().items() if row["k"] == "session"}
    assert there == set(joined.made), "everything is there, once"


def test_what_can_be_read_of_a_spoiled_page_harms_no_reader(joined: Joined) -> None:
    honest, dice, read = json.loads(joined.line.honest["/v1/changes"].body), seeded(81), 0
    assert {row["k"] for row in honest["rows"]} >= {"session", "station"}
    before = joined.told()
    for number in range(ANSWERS):
        try:
            page = speech.pulled(speech.read(written(spoiled(honest, dice))))
        except (ProblemError, ValueError):
            continue
        _rows(joined).keep_page(page)
        joined.office.desk.portal.clearing.after_round()
        read += 1
        if number % 50 == 0:
            assert joined.told() == before
    assert joined.told() == before
    assert ANSWERS // 50 < read < ANSWERS, "some can be read, some cannot"


def test_what_happened_to_the_own_work_would_be_noticed(joined: Joined) -> None:
    """The positive control of both."""
    before = joined.told()
    joined.record()
    assert joined.told() != before


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, gzip.compress(b'{"x":"' + b"0" * (400 << 20) + b'"}'), MARK | {"Content-Encoding": "gzip"}),
        Reply(200, b'{"rows":[' + b'{"k":"session","id":"a","version":1,"doc":{}},' * _LARGE + b"7]}", MARK),
        Reply(200, json.dumps({"rows": [{"k": "session", "id": "a", "version": 1, "doc": {}}] * 2000}).encode(), MARK),
    ],
    ids=["zip bomb", "a million rows", "more rows than a page has"],
)
def test_an_answer_too_large_is_refused_before_it_fills_the_memory(reply: Reply) -> None:
    def answer(request: Request) -> Reply:
        token = b'{"access_token":"t","expires_in":600}'
        return Reply(200, token) if request.path == "/v1/token" else reply

    with front(answer) as url:
        client = a_client(url)
        tracemalloc.start()
        try:
            with refused(Code.PORTAL_ANSWER):
                client.changes(PLACE, 500)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
            client.close()
    assert most < _MEMORY
