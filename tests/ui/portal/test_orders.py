"""Orders of a real portal in the real window: a lost device wipes itself at its next contact, open or locked."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from lotse_app.bootstrap import finish_wipe
from lotse_app.models.orders import Obeyed, Order, OrderKind
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import Way
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.frame.order_watch import OrderWatch, WipedView
from lotse_app.vault.signing import Ed25519
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.obeying import Obeying
from tests.desks import make_program
from tests.portal_client.front import front, passed_on
from tests.workflows.portal_ground import Pocket, SaidPortal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.desks import PocketSecrets
    from tests.portal_client.front import Reply, Request
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


@pytest.fixture
def watch(counter: Counter) -> OrderWatch:
    made = OrderWatch(counter.shell, counter.tasks, counter.program.obeying)
    made.start()
    return made


def device(counter: Counter) -> str:
    member = counter.member()
    assert member is not None
    return member.device


def done(portal: Portal, name: str) -> list[tuple[str, bool]]:
    """Return kind and whether it was carried out of every order for a device, as the portal keeps them."""
    (file,) = portal.folder.glob("*.db")
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT kind, done_at FROM orders WHERE device = ?", (name,)).fetchall()
    return [(kind, bool(at)) for kind, at in rows]


def ground(counter: Counter) -> Path:
    return counter.program.places.ground


def wiped(counter: Counter, keyring: PocketSecrets) -> None:
    """Check that nothing is left: no store, no key file, nothing in the keyring, and the window says so."""
    counter.qtbot.waitUntil(lambda: isinstance(counter.shell.shown, WipedView), timeout=20_000)
    counter.settled()
    assert not list(counter.program.places.root.glob("bestand*"))
    assert not counter.program.places.receipt.exists()  # the portal has heard of it
    assert keyring.kept == {}


def test_a_lost_device_wipes_itself_in_the_round_that_hears_of_it(
    joined: Counter, watch: OrderWatch, keyring: PocketSecrets, portal: Portal, tmp_path: Path
) -> None:
    assert watch is not None
    here = tmp_path / "sicherungen"
    here.mkdir()
    joined.on_store(lambda: joined.desk.backups.choose_folder(here))
    plan = joined.on_store(joined.desk.backups.due)
    assert plan is not None
    made = joined.on_lane(LaneName.REPORT, lambda: joined.desk.backups.make(plan))
    joined.on_store(lambda: joined.desk.backups.noted(made))
    joined.round()
    name = device(joined)
    assert list(here.glob("*.lotse"))
    assert keyring.kept  # the device secret, and what asks for orders

    portal.said("device", "lost", name)
    joined.syncing.now()
    wiped(joined, keyring)

    assert not list(here.glob("*.lotse"))
    assert done(portal, name) == [("wipe", True)]
    assert joined.program.unlocking.needs_first_run()


def test_a_lost_device_wipes_itself_also_while_it_is_locked(
    joined: Counter, watch: OrderWatch, keyring: PocketSecrets, portal: Portal
) -> None:
    joined.round()
    name = device(joined)
    with joined.qtbot.waitSignal(joined.shell.locked):
        joined.shell.lock()
    watch.ask()
    joined.settled()
    assert isinstance(joined.shell.shown, UnlockView)  # nothing was ordered

    portal.said("device", "lost", name)
    watch.ask()
    wiped(joined, keyring)
    assert done(portal, name) == [("wipe", True)]


class Deaf:
    """A line to the portal on which no receipt gets through at first."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.deaf = True
        self.missed = threading.Event()

    def __call__(self, request: Request) -> Reply | None:
        if self.deaf and request.path == "/v1/orders/receipts":
            self.missed.set()
            return None
        return passed_on(self._portal.url, request)


def test_a_wipe_nobody_heard_of_is_told_again_until_somebody_has(
    counter: Counter, watch: OrderWatch, portal: Portal, station: str
) -> None:
    line = Deaf(portal)
    receipt = counter.program.places.receipt
    with front(line) as url:
        counter.join(portal.invitation(station, over=url))
        name = device(counter)
        portal.said("device", "lost", name)
        counter.syncing.now()
        counter.qtbot.waitUntil(lambda: isinstance(counter.shell.shown, WipedView), timeout=20_000)
        counter.qtbot.waitUntil(line.missed.is_set, timeout=20_000)
        counter.settled()
        assert [one.name for one in counter.program.places.root.iterdir() if one.name != "protokolle"] == [receipt.name]
        assert done(portal, name) == [("wipe", False)]
        assert watch._timer.isActive()

        line.deaf = False
        again = OrderWatch(counter.shell, counter.tasks, make_program(counter.program.places.root)[0].obeying)
        again.ask()  # as after the next start
        counter.qtbot.waitUntil(lambda: not receipt.exists(), timeout=20_000)
        counter.settled()
    assert done(portal, name) == [("wipe", True)]


def test_an_order_to_lock_locks_once(joined: Counter, watch: OrderWatch, portal: Portal) -> None:
    assert watch is not None
    name = device(joined)
    portal.said("device", "lock", name)
    with joined.qtbot.waitSignal(joined.shell.locked, timeout=20_000):
        joined.syncing.now()
    joined.settled()
    assert isinstance(joined.shell.shown, UnlockView)
    assert done(portal, name) == [("lock", True)]

    joined.unlock()
    view = joined.round()
    assert view.order is None
    assert joined.shell.main is not None


def test_a_program_that_never_joined_asks_nobody(counter: Counter, watch: OrderWatch) -> None:
    with counter.qtbot.waitSignal(counter.shell.locked):
        counter.shell.lock()
    watch.ask()
    counter.settled()
    assert isinstance(counter.shell.shown, UnlockView)
    assert not (ground(counter) / "portal.json").exists()


def test_a_wipe_that_was_interrupted_goes_on_at_the_next_start(counter: Counter) -> None:
    with counter.qtbot.waitSignal(counter.shell.locked):
        counter.shell.lock()
    places = counter.program.places
    places.ground.rename(places.wiped)  # the power went here
    assert counter.program.unlocking.needs_first_run()

    finish_wipe(places)
    finish_wipe(places)
    assert not places.wiped.exists()


class StuckWiper:
    """A folder of which nothing can be read and nothing deleted."""

    def __init__(self) -> None:
        self.tries = 0

    def wipe(self, store: str, backups: Sequence[str], receipt: bytes) -> None:
        assert receipt, (store, backups)
        self.tries += 1
        raise refuse(Code.FOLDER_READ_ONLY)

    def receipt(self) -> bytes | None:
        raise refuse(Code.FOLDER_READ_ONLY)

    def forget_receipt(self) -> None:
        raise AssertionError


def test_what_cannot_be_deleted_is_said_and_tried_again(counter: Counter) -> None:
    stuck = StuckWiper()
    obeying = Obeying(Pocket(), SaidPortal(counter.clock), Ed25519(), stuck, counter.clock)
    watch = OrderWatch(counter.shell, counter.tasks, lambda: obeying)
    watch.ask()
    counter.settled()
    assert watch._timer.isActive()  # what was not heard is asked again
    watch.obey(Obeyed(Order(OrderKind.WIPE, "order-1"), "", "http://127.0.0.1:9", Way()))
    counter.qtbot.waitUntil(lambda: stuck.tries == 1, timeout=20_000)
    counter.settled()
    assert counter.shell.main is None
    assert counter.shell.shown is not None
    assert any("Datenordner" in label.text() for label in counter.shell.shown.findChildren(QLabel))
    assert watch._timer.isActive()

    watch.ask()
    counter.qtbot.waitUntil(lambda: stuck.tries == 2, timeout=20_000)
    counter.settled()
    assert watch._timer.isActive()


def test_backups_on_another_disk_stay(joined: Counter, keyring: PocketSecrets, watch: OrderWatch) -> None:
    assert keyring is not None
    joined.round()
    gone = Obeyed(Order(OrderKind.WIPE, "order-1"), "", "http://127.0.0.1:9", Way(), "store", ("/proc", "/nowhere"))
    watch.obey(gone)
    joined.qtbot.waitUntil(lambda: isinstance(joined.shell.shown, WipedView), timeout=20_000)
    joined.settled()
    assert joined.program.unlocking.needs_first_run()
