"""Two real processes of the portal on one PostgreSQL: started at once, they answer as one would."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from lotse_portal.cli import run
from lotse_portal.database import Database
from lotse_portal.inspection import findings
from lotse_portal.ledger import Ledger
from lotse_portal.operations import digest
from tests.portal.databases import fresh_database
from tests.portal.processes import RACES, process
from tests.portal.serving import Laptop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import requests


@dataclass(frozen=True, slots=True)
class Pair:
    """Two processes over one database, and the folder with their keys and their ledger."""

    folder: Path
    address: str
    urls: tuple[str, str]
    capture: Callable[[], str]

    def command(self, *words: str) -> str:
        """Run a command of the portal; return what it says."""
        self.capture()
        assert run([*words, "--data", str(self.folder), "--database", self.address]) == 0
        return self.capture().strip()

    def station(self) -> str:
        """Add a station; return its id."""
        return self.command("station", "add", "--name", "Testdorf")

    def code(self, station: str) -> tuple[str, str]:
        """Return code and fingerprint for a device."""
        _, code, fingerprint = self.command("enrol", "--station", station).split("#")
        return code, fingerprint

    def laptop(self, station: str) -> Laptop:
        """Return a device that joined at the first process."""
        code, fingerprint = self.code(station)
        laptop = Laptop(self.urls[0], fingerprint)
        laptop.join(code).raise_for_status()
        laptop.sign_on().raise_for_status()
        return laptop

    def both(self, laptop: Laptop) -> tuple[Laptop, Laptop]:
        """Return the same device as it talks to the one and to the other process."""
        other = replace(laptop, url=self.urls[1], web=type(laptop.web)())
        other.web.headers.update(laptop.web.headers)
        return laptop, other


@pytest.fixture(scope="module")
def made(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, tuple[str, str]]]:
    """Start both at once over a database without any table."""
    folder, address = tmp_path_factory.mktemp("pair"), fresh_database(postgres_server)
    assert run(["init", "--data", str(folder)]) == 0  # keys and ledger; its own SQLite is not used
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        started = [
            pool.submit(stack.enter_context, process(folder, "--database", address, log=f"log-{number}"))
            for number in range(2)
        ]
        (first, _), (second, _) = (one.result() for one in started)
        yield folder, address, (first, second)


@pytest.fixture
def pair(made: tuple[Path, str, tuple[str, str]], capsys: pytest.CaptureFixture[str]) -> Pair:
    return Pair(*made, lambda: capsys.readouterr().out)


def at_once(*calls: Callable[[], requests.Response]) -> list[requests.Response]:
    """Make calls at the same time; return their answers in order."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(call) for call in calls]]


def test_both_start_over_an_empty_database_and_say_the_same(pair: Pair) -> None:
    assert "Alles passt zusammen." in pair.command("check")
    for log in ("log-0", "log-1"):
        assert "Error" not in (pair.folder / log).read_text("utf-8")


_MIGRATE = """
import sys
from lotse_portal.database import Database
for line in sys.stdin:
    print(Database(line.strip()).migrate(), flush=True)
"""


def test_of_two_that_make_the_tables_at_the_same_moment_one_does_and_both_go_on(postgres_server: str) -> None:
    words = [sys.executable, "-c", _MIGRATE]
    with (
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first,
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as second,
    ):
        for _ in range(5):
            address = fresh_database(postgres_server)
            for one in (first, second):
                print(address, file=one.stdin, flush=True)
            said = [one.stdout.readline().strip() for one in (first, second) if one.stdout]
            assert sorted(said) == ["False", "True"]


def test_the_same_batch_at_both_at_once_is_taken_once(pair: Pair) -> None:
    here, there = pair.both(pair.laptop(pair.station()))
    for _ in range(RACES):
        batch = [here.session() for _ in range(20)]

        first, second = at_once(partial(here.push, *batch), partial(there.push, *batch))

        assert first.json()["results"] == second.json()["results"]
    assert {row["version"] for row in there.everything().values()} == {1}
    assert len(there.everything()) == here.seq == 20 * RACES


def test_two_changes_of_one_field_at_once_are_one_change_and_one_conflict(pair: Pair) -> None:
    station = pair.station()
    mine, theirs = pair.laptop(station), pair.both(pair.laptop(station))[1]
    session = mine.session(result="done")
    mine.push(session)
    changes = [
        laptop.op("patch", "session", session["id"], set={"/result": {"p": digest("done"), "v": wanted}})
        for laptop, wanted in ((mine, "referred"), (theirs, "not_done"))
    ]

    answers = at_once(lambda: mine.push(changes[0]), lambda: theirs.push(changes[1]))

    assert sorted(answer.json()["results"][0][1] for answer in answers) == ["conflict", "ok"]


def test_a_page_read_at_one_has_no_hole_while_both_take_pushes(pair: Pair) -> None:
    station = pair.station()
    laptops = [pair.laptop(station), pair.both(pair.laptop(station))[1]]
    reader = pair.both(pair.laptop(station))[1]
    batches = [(laptop, [laptop.session() for _ in range(60)]) for laptop in laptops]
    with ThreadPoolExecutor(2) as pool:
        pushes = [pool.submit(_push_by_fives, laptop, batch) for laptop, batch in batches]
        read = reader.read_until(lambda: all(push.done() for push in pushes), limit=7)
    for push in pushes:
        push.result()

    assert sorted(read) == sorted(session["id"] for _, batch in batches for session in batch)


def test_a_code_at_both_at_once_lets_one_device_in(pair: Pair) -> None:
    code, fingerprint = pair.code(pair.station())
    laptops = [Laptop(url, fingerprint) for url in pair.urls]

    answers = at_once(*(partial(laptop.join, code) for laptop in laptops))

    assert sorted(answer.status_code for answer in answers) == [200, 403]


def test_an_assertion_at_both_at_once_gives_one_token(pair: Pair) -> None:
    here, there = pair.both(pair.laptop(pair.station()))
    once = str(uuid.uuid4())

    answers = at_once(lambda: here.sign_on(jti=once), lambda: there.sign_on(jti=once))

    assert sorted(answer.status_code for answer in answers) == [200, 401]


def test_a_device_shut_out_is_refused_by_both_at_once_and_the_ledger_stays_whole(pair: Pair) -> None:
    here, there = pair.both(pair.laptop(pair.station()))
    here.push(here.session()).raise_for_status()
    codes = [pair.code(pair.station()) for _ in range(6)]
    joining = [Laptop(pair.urls[number % 2], fingerprint) for number, (_, fingerprint) in enumerate(codes)]
    calls = [partial(one.join, code) for one, (code, _) in zip(joining, codes, strict=True)]
    assert {answer.status_code for answer in at_once(*calls)} == {200}

    pair.command("device", "revoke", here.id)

    assert {laptop.push(laptop.session()).json()["code"] for laptop in (here, there)} == {"device_revoked"}
    entered = {entry.row["device"]["id"] for entry in Ledger(pair.folder).read() if entry.about == "enrolled"}
    assert {laptop.id for laptop in joining} <= entered


def test_after_all_of_it_everything_fits_together(pair: Pair) -> None:
    database = Database(pair.address)
    with database.read() as connection:
        assert list(findings(connection, Ledger(pair.folder))) == []
    database.close()


def _push_by_fives(laptop: Laptop, batch: list[dict[str, Any]]) -> None:
    for start in range(0, len(batch), 5):
        laptop.push(*batch[start : start + 5]).raise_for_status()
