"""A device leaves a real portal from the window, comes back with a new code, and goes on for one that was lost."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from lotse_app.models.problems import Code
from lotse_app.store.membership import RESTORED
from lotse_app.ui.frame.order_watch import OrderWatch
from lotse_app.ui.rooms.portal_form import JoinForm, LeaveForm
from lotse_app.ui.rooms.room import RoomName
from lotse_app.ui.rooms.settings import SettingsRoom
from lotse_app.workflows.obeying import NOTHING

if TYPE_CHECKING:
    from lotse_app.models.sync import Membership
    from tests.portal.serving import Laptop
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


def leave(counter: Counter) -> SettingsRoom:
    """Leave the portal in the window."""
    room = counter.enter(RoomName.SETTINGS, SettingsRoom)
    room.portal.leave.click()
    assert isinstance(room.portal.form, LeaveForm)
    room.portal.form.leave.click()
    counter.settled()
    assert counter.member() is None
    counter.syncing._timer.stop()  # a round comes when a test wants it
    return room


def come_back(counter: Counter, room: SettingsRoom, line: str) -> Membership:
    """Join with another line of the coordinator in the window."""
    room.portal.open.click()
    assert isinstance(room.portal.form, JoinForm)
    room.portal.form.address.setText(line)
    room.portal.form.join.click()
    counter.qtbot.waitUntil(lambda: room.portal.form is None, timeout=20_000)
    counter.settled()
    counter.syncing._timer.stop()  # a round comes when a test wants it
    found = counter.member()
    assert found is not None
    return found


def test_who_thinks_better_of_leaving_stays_and_hears_what_waits(joined: Counter) -> None:
    joined.record()
    room = joined.enter(RoomName.SETTINGS, SettingsRoom)
    room.portal.leave.click()
    form = room.portal.form
    assert isinstance(form, LeaveForm)
    assert form.waits.isVisible()
    assert "Jetzt abgleichen" in form.waits.text()
    room.portal._close()
    joined.settled()
    assert joined.member() is not None


def test_a_device_that_left_comes_back_with_a_new_code_and_all_is_there_once(
    joined: Counter, portal: Portal, station: str, colleague: Laptop
) -> None:
    before = joined.member()
    first = joined.record()
    joined.round()
    room = leave(joined)
    assert "mit keinem Portal verbunden" in room.portal.words.text()
    assert not room.portal.leave.isVisible()
    between = joined.record()
    assert "Ein Portal ist nicht eingerichtet." in joined.foot()

    after = come_back(joined, room, portal.invitation(station))

    assert before is not None
    assert after.device == before.device
    assert joined.round().outbox.waiting == 0
    rows = colleague.everything()
    assert [rows[one.id]["version"] for one in (first, between)] == [1, 1]
    assert joined.round().outbox.unclear == 0


def test_a_store_out_of_the_backup_of_a_lost_device_is_not_wiped_and_joins_as_a_device_of_its_own(
    joined: Counter, portal: Portal, station: str, colleague: Laptop
) -> None:
    watch = OrderWatch(joined.shell, joined.tasks, joined.program.obeying)
    watch.start()
    lost = joined.member()
    assert lost is not None
    kept = joined.record()
    portal.said("device", "lost", lost.device)
    joined.on_store(partial(joined.desk.settings.save_value, RESTORED, "2026-11-20"))

    view = joined.round()

    assert view.standing.problem is Code.PORTAL_SHUT_OUT
    assert view.order is None
    outbox = joined.outbox()
    assert "aus einer Sicherung" in outbox.portal.trouble.text
    room = leave(joined)
    joined.round_ended()
    new = come_back(joined, room, portal.invitation(station))
    assert new.device != lost.device
    assert joined.round().standing.problem is None
    assert colleague.everything()[kept.id]["version"] == 1
    listed = {line.split("\t")[0]: line.split("\t")[3] for line in portal.said("device", "list").splitlines()}
    assert (listed[lost.device], listed[new.device]) == ("lost", "active")
    assert joined.program.places.ground.exists()


def test_what_a_locked_program_asks_with_is_gone_after_leaving(joined: Counter) -> None:
    joined.round()
    pocket = joined.desk.portal.rounds._transport
    assert pocket.read() not in {None, NOTHING}
    leave(joined)
    joined.round_ended()
    assert pocket.read() == NOTHING
    assert joined.program.obeying().ask() is None
    labels = joined.enter(RoomName.SETTINGS, SettingsRoom).portal.findChildren(QLabel)
    assert not any("Gerätenummer" in label.text() for label in labels if label.isVisible())
