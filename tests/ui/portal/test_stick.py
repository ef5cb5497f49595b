"""Exchange by stick in the real window: written, taken in by the real portal's command, receipt read, once."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from lotse_app.models.problems import Code
from lotse_app.ui.frame.order_watch import OrderWatch, WipedView
from lotse_app.ui.messages.portal import PORTAL_SENTENCES
from lotse_app.workflows.lanes import LaneName
from lotse_portal import tables
from lotse_portal.database import Database, embedded

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.ui.rooms.outbox import OutboxRoom
    from lotse_app.workflows.sync_ports import Seals
    from tests.portal.serving import Laptop
    from tests.portal_client.portals import Portal
    from tests.ui.portal.counter import Counter


def written(counter: Counter, target: Path) -> OutboxRoom:
    """Write what waits as the button does, behind the dialog; return the room."""
    room = counter.outbox()
    counter.qtbot.waitUntil(room.stick.isVisible, timeout=20_000)
    room.stick.write_to(target)
    counter.qtbot.waitUntil(lambda: room.banner.text.startswith("Geschrieben: "), timeout=20_000)
    return room


def carried(portal: Portal, file: Path, to: Path) -> tuple[str, Path]:
    """Let the portal take a file in; return what it said and the receipt it wrote."""
    to.mkdir()
    said = portal.said("import", str(file), "--to", str(to))
    (receipt,) = to.iterdir()
    return said, receipt


def taken(counter: Counter, room: OutboxRoom, receipt: Path) -> str:
    """Read a receipt; return what the room says."""
    room.banner.clear()
    room.stick.take(receipt)
    counter.qtbot.waitUntil(lambda: bool(room.banner.text), timeout=20_000)
    counter.settled()
    return room.banner.text


def test_what_waits_goes_by_stick_and_is_there_once(
    joined: Counter, portal: Portal, colleague: Laptop, tmp_path: Path
) -> None:
    joined.round()  # the device was at the office once
    kept = joined.record()
    stick = tmp_path / "a.lotsestick"

    room = written(joined, stick)
    assert "Nur das Portal kann die Datei lesen." in room.banner.text
    assert "Alles wartet hier weiter" in room.banner.text
    assert joined.view().outbox.waiting == 1
    said, receipt = carried(portal, stick, tmp_path / "erste")
    assert "1 beantwortet, davon 1 neu." in said
    assert kept.id in colleague.everything()

    assert taken(joined, room, receipt) == "Quittung eingelesen: 1 Eintrag beantwortet."
    assert joined.view().outbox.waiting == 0
    assert room.portal.words.text() == "Nichts wartet."
    assert joined.foot().startswith("Alles ist gespeichert und abgeglichen")
    assert "schon eingelesen" in taken(joined, room, receipt)

    said, receipt = carried(portal, stick, tmp_path / "zweite")
    assert "1 beantwortet, davon 0 neu." in said
    assert "schon eingelesen" in taken(joined, room, receipt)
    joined.round()  # and over the network: nothing is doubled
    assert colleague.everything()[kept.id]["version"] == 1


def test_a_network_in_between_makes_the_receipt_needless(
    joined: Counter, portal: Portal, colleague: Laptop, tmp_path: Path
) -> None:
    joined.round()
    kept = joined.record()
    room = written(joined, tmp_path / "a.lotsestick")
    joined.round()
    said, receipt = carried(portal, tmp_path / "a.lotsestick", tmp_path / "hin")

    assert "davon 0 neu" in said
    assert "schon eingelesen" in taken(joined, room, receipt)
    assert colleague.everything()[kept.id]["version"] == 1


def test_a_device_that_never_had_a_round_needs_two_ways(joined: Counter, portal: Portal, tmp_path: Path) -> None:
    room = written(joined, tmp_path / "a.lotsestick")
    _, receipt = carried(portal, tmp_path / "a.lotsestick", tmp_path / "erste")
    assert "Bitte noch einmal auf den Stick schreiben" in taken(joined, room, receipt)
    room = written(joined, tmp_path / "b.lotsestick")
    _, second = carried(portal, tmp_path / "b.lotsestick", tmp_path / "zweite")

    assert "beantwortet" in taken(joined, room, second)
    assert joined.view().outbox.waiting == 0
    assert taken(joined, room, receipt) == PORTAL_SENTENCES[Code.STICK_OLD]


def test_another_file_and_a_cut_receipt_are_said_and_change_nothing(
    joined: Counter, portal: Portal, tmp_path: Path
) -> None:
    joined.round()
    joined.record()
    room = written(joined, tmp_path / "a.lotsestick")
    _, receipt = carried(portal, tmp_path / "a.lotsestick", tmp_path / "hin")
    whole = receipt.read_bytes()
    receipt.write_bytes(whole[: len(whole) // 2])

    for file in (receipt, tmp_path / "a.lotsestick"):
        assert taken(joined, room, file) == PORTAL_SENTENCES[Code.STICK_DAMAGED]
    assert joined.view().outbox.waiting == 1
    receipt.write_bytes(whole)
    assert "beantwortet" in taken(joined, room, receipt)


@dataclass
class Listening:
    """Seals as before and keeps what lies inside, unpacked."""

    seals: Seals
    inside: list[str] = field(default_factory=list)

    def _keep(self, plain: bytes) -> bytes:
        self.inside.append(gzip.decompress(plain.partition(b"\n")[2]).decode())
        return plain

    def seal(self, plain: bytes, public: bytes, kind: str, reader: str) -> bytes:
        return self.seals.seal(self._keep(plain), public, kind, reader)

    def open(self, content: bytes, secret: bytes, kind: str) -> bytes:
        return self._keep(self.seals.open(content, secret, kind))


def test_nothing_on_the_stick_can_be_read(joined: Counter, portal: Portal, tmp_path: Path) -> None:
    joined.round()
    joined.record()
    carrying = joined.desk.portal.carrying
    listening = Listening(carrying._tools.seals)
    carrying._tools = replace(carrying._tools, seals=listening)
    file = tmp_path / "a.lotsestick"

    room = written(joined, file)
    _, receipt = carried(portal, file, tmp_path / "hin")
    assert "beantwortet" in taken(joined, room, receipt)

    words = ("Wohngeld erklärt", joined.pilot_id, "session")
    assert all(one in inside for one in words for inside in listening.inside[:1])  # they would be found
    assert "session" in listening.inside[1]
    for lying in (file.read_bytes(), receipt.read_bytes()):
        for one in words:
            plain = one.encode()
            shapes = [plain, one.encode("utf-16-le"), json.dumps(one)[1:-1].encode(), plain.hex().encode()]
            shapes += [base64.urlsafe_b64encode(plain[at:])[1:-4] for at in range(3)]
            assert not [shape for shape in shapes if len(shape) > 3 and shape in lying], one


def test_without_a_portal_there_is_nothing_to_write(counter: Counter) -> None:
    room = counter.outbox()
    assert not room.stick.isVisible()
    room.stick.write_to(counter.program.places.ground)
    counter.qtbot.waitUntil(lambda: bool(room.banner.text), timeout=20_000)
    assert room.banner.text == PORTAL_SENTENCES[Code.STICK_NO_PORTAL]
    assert counter.on_lane(LaneName.STORE, partial(counter.desk.portal.joining.member)) is None


def test_a_lost_device_without_any_network_is_wiped_by_the_receipt(
    joined: Counter, portal: Portal, tmp_path: Path
) -> None:
    joined.round()
    joined.record()
    device = joined.member()
    assert device is not None
    watch = OrderWatch(joined.shell, joined.tasks, joined.program.obeying)
    watch.start()
    written(joined, tmp_path / "a.lotsestick")
    portal.said("device", "lost", device.device)
    said, receipt = carried(portal, tmp_path / "a.lotsestick", tmp_path / "hin")
    assert "verloren gemeldet: Nichts davon wurde übernommen." in said
    assert "trägt einen Auftrag" in said

    joined.outbox().stick.take(receipt)

    joined.qtbot.waitUntil(lambda: isinstance(joined.shell.shown, WipedView), timeout=20_000)
    assert not joined.program.places.store.exists()


def test_a_portal_without_a_network_knows_how_the_device_is(joined: Counter, portal: Portal, tmp_path: Path) -> None:
    joined.record()
    written(joined, tmp_path / "a.lotsestick")
    carried(portal, tmp_path / "a.lotsestick", tmp_path / "hin")
    member = joined.member()
    assert member is not None
    database = Database(embedded(portal.folder))
    with database.read() as connection:
        of_device = tables.devices.c.id == member.device
        told = json.loads(str(connection.scalar(select(tables.devices.c.health).where(of_device))))
    database.close()
    assert told["waiting"] >= 1
    assert told["encrypted"] is True
    assert told["disk_free"] > 0
    assert told["trail_head"]
