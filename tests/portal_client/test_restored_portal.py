"""A portal restored from yesterday's backup heals with the real desk: nobody is asked, nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.operation import Kind
from lotse_app.models.sync import Verdict
from lotse_portal.cli import run
from tests.portal.processes import process
from tests.portal_client import portals
from tests.portal_client.test_round import pair, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.portal_client.portals import Portal
    from tests.portal_client.test_round import Pair

__all__ = ["pair"]  # a desk that has joined, and a colleague of the same station


@dataclass(slots=True)
class Running:
    """The process of the portal, which the test stops and starts."""

    stack: contextlib.ExitStack
    portal: Portal

    def restored(self, backup: str) -> str:
        """Stop the portal, bring a backup back as the operator does, serve it again; return where."""
        self.stack.close()
        for left in self.portal.folder.glob("portal.db*"):
            left.unlink()
        assert run(["restore", backup, "--data", str(self.portal.folder)]) == 0
        return self.stack.enter_context(process(self.portal.folder))[0]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with contextlib.ExitStack() as stack:
        yield Running(stack, stack.enter_context(portals.running(tmp_path / "portal")))


@pytest.fixture
def portal(running: Running) -> Portal:
    return running.portal


def test_a_portal_restored_from_yesterday_heals_without_a_question(
    running: Running, pair: Pair, tmp_path: Path
) -> None:
    first, second, binned = (pair.record() for _ in range(3))
    with pair.store() as store:
        pair.round(store)
    backup = running.portal.said("backup", "--to", str(tmp_path / "gestern")).split("\t")[0]
    today = pair.record()
    counsel = pair.office.desk.counsel  # it was opened anew
    counsel.correct(replace(first, people=3))
    counsel.delete(binned.id)
    with pair.store() as store:
        pair.round(store)
        assert store.outbox.count_waiting() == 0
    before = pair.there()
    later = pair.record()

    url = running.restored(backup)

    pair.colleague.url = url
    assert set(pair.there()) == {first.id, second.id, binned.id}  # yesterday
    with pair.store() as store:
        pair.round(store, url)
        assert store.outbox.count_waiting() == 0
        assert Verdict.CONFLICT.value not in {verdict for _, verdict in verdicts(store)}
        assert store.sync.position().epoch == 2
        held = store.sync.held(Kind.SESSION, first.id)
        assert held is not None
        assert held.doc == before[first.id]["doc"]
    there = pair.there()
    assert set(there) == {first.id, second.id, binned.id, today.id, later.id}
    assert {name: there[name]["doc"] for name in before} == {name: row["doc"] for name, row in before.items()}
    assert {name: there[name]["version"] for name in before} == {name: row["version"] for name, row in before.items()}
    assert running.portal.said("check") == "Alles passt zusammen."
