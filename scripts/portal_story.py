"""Plays the exchange with a portal in the real window, with pictures: offline, cut, restored, in conflict, lost.

Usage: ``scripts/window-session.sh .venv/bin/python -m scripts.portal_story`` (about three minutes).
Writes ``docs/nachweise/abgleich-bilder.md`` and ``docs/bilder/abgleich``; nobody and nothing else writes them. What the
portal holds is asked over HTTP by a further device of the station; where it is not what the page says, nothing is
written.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from benchmarks.run import circumstances
from lotse_portal import tables
from lotse_portal.database import Database, embedded
from scripts.house import ROOT
from scripts.pictures import keep
from tests.features import keyboard_job as job
from tests.features.accessibility import until
from tests.features.desktop import Desktop
from tests.features.ground import first_run
from tests.features.typing import Typist, german_keyboard
from tests.portal.processes import process
from tests.portal_client.front import front, passed_on
from tests.portal_client.portals import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.features.desktop import App
    from tests.portal.serving import Laptop
    from tests.portal_client.front import Reply, Request
    from tests.portal_client.portals import Portal

PICTURES = ROOT / "docs" / "bilder" / "abgleich"
PAGE = ROOT / "docs" / "nachweise" / "abgleich-bilder.md"
_SYNC = "Jetzt abgleichen"
_HERE, _THERE = "035204 463-0", "035204 463-99"
_HEAD = """# The exchange, as it looks in the window

Written by `scripts/portal_story.py` only. The real program in a real window (Xvfb, openbox) with a real Secret Service
and real Argon2, a real `lotse-portal serve`, and between them a line that can be whole, gone, or torn behind what was
sent. *Portal* says how many Beratungen of the station the portal held at that moment and which version each had, asked
over HTTP by a further device of the station.
"""


class OtherwiseError(Exception):
    """What was seen is not what the page would say."""


def require(holds: bool, words: str) -> None:  # noqa: FBT001 - what is required stands first, as in an assertion
    """Raise OtherwiseError unless something holds."""
    if not holds:
        raise OtherwiseError(words)


class State(Enum):
    """How the network is."""

    WHOLE = auto()
    GONE = auto()
    TORN = auto()


@dataclass(slots=True)
class Line:
    """The network between the laptops and the portal; behind it the portal may move."""

    url: str
    state: State = State.WHOLE

    def answer(self, request: Request) -> Reply | None:
        """Pass on; or hang up; or pass on what is sent and give back half of the answer."""
        if self.state is State.GONE:
            return None
        reply = passed_on(self.url, request)
        if self.state is State.WHOLE or request.path != "/v1/push":
            return reply
        half = len(reply.body) // 2
        return replace(reply, body=reply.body[:half], cut=len(reply.body) - half)


@dataclass(slots=True)
class Story:
    """What was seen: lines of the page and pictures; and who looks from the other side."""

    colleague: Laptop
    lines: list[str] = field(default_factory=list)
    pictures: int = 0

    def begin(self, title: str) -> None:
        """Begin a chapter."""
        self.lines += [f"## {title}", ""]

    def tell(self, app: App, name: str, words: str) -> None:
        """Take a picture and say what it shows."""
        self.pictures += 1
        picture = f"{self.pictures:02d}-{name}.png"
        keep(app, PICTURES / picture)
        self.lines += [f"{words} Portal: {self.held()}.", "", f"![{name}](../bilder/abgleich/{picture})", ""]

    def sessions(self) -> list[int]:
        """Return the versions of the sessions that the portal holds, asked by another device."""
        self.colleague.sign_on().raise_for_status()
        return [row["version"] for row in self.colleague.everything().values() if row["k"] == "session"]

    def telephone(self) -> str:
        """Return the station's telephone number as the portal holds it."""
        (found,) = (row["doc"]["telephone"] for row in self.colleague.everything().values() if row["k"] == "station")
        return str(found)

    def held(self) -> str:
        """Return the same in words."""
        found = self.sessions()
        return f"{len(found)} Beratungen" + (f", Fassungen {', '.join(map(str, found))}" if found else "")


@dataclass(frozen=True, slots=True)
class Seat:
    """One laptop: a data folder, and the desktop it is used on."""

    desk: Desktop
    data: Path

    @contextlib.contextmanager
    def open(self) -> Iterator[Typist]:
        """Start the program and unlock it."""
        with self.desk.launch(self.data) as app:
            hands = Typist(self.desk, app)
            app.wait_active(app.window())
            job.unlock(hands, "^Sperren")
            yield hands


def to_outbox(hands: Typist) -> None:
    """Go to *Postausgang*."""
    hands.desk.key("ctrl+5")
    hands.see("push button", _SYNC)


def sync(hands: Typist, said: str) -> None:
    """Press *Jetzt abgleichen* and wait for a sentence of its end."""
    hands.see("push button", _SYNC, enabled=True).press()
    hands.see("push button", _SYNC, enabled=True)
    hands.see("label", re.compile(said))


def join(hands: Typist, invitation: str) -> None:
    """Join with a coordinator's line in the settings."""
    hands.desk.key("ctrl+7")
    hands.see("push button", "Mit dem Portal verbinden …", enabled=True).press()
    hands.see("text", re.compile("^Adresse des Portals")).set_text(invitation)
    hands.see("push button", "Verbinden", enabled=True).press()
    hands.see("label", re.compile("^Dieses Gerät ist mit dem Portal verbunden"))
    to_outbox(hands)
    sync(hands, "^Letzter Abgleich")


def change_telephone(hands: Typist, number: str) -> None:
    """Change the station's telephone number in the settings."""
    hands.desk.key("ctrl+7")
    line = hands.see("text", re.compile("^Telefon"))
    line.set_text(number)
    hands.see("push button", "Träger und Stützpunkt sichern", enabled=True).press()
    hands.see("label", re.compile("^Gesichert"))
    to_outbox(hands)


def offline(story: Story, seat: Seat, line: Line) -> None:
    """Two sessions without a network; it comes back, is cut in the middle of an answer, and comes back again."""
    story.begin("Offline, two sessions, network back, cut in the middle: there, once")
    line.state = State.GONE
    with seat.open() as hands:
        for _ in range(2):
            job.short_contact(hands)
        to_outbox(hands)
        sync(hands, "Verbindung")
        require(story.sessions() == [], story.held())
        story.tell(
            hands.app, "ohne-netz", "No network. Two Kurzkontakte were recorded; the window says that they wait."
        )
        line.state = State.TORN
        hands.see("push button", _SYNC, enabled=True).press()
        until(lambda: story.sessions() == [1, 1] or None, "the portal did not take them")
        hands.see("push button", _SYNC, enabled=True)  # the round is at its end
        hands.see("label", re.compile("Einträge für das Portal"))
        words = "The network is back. The portal has taken both; its answer is torn, so here they still wait."
        story.tell(hands.app, "mittendrin-abgerissen", words)
        line.state = State.WHOLE
        sync(hands, "^Nichts wartet")
        require(story.sessions() == [1, 1], story.held())
        words = "*Jetzt abgleichen*: sent once more; the portal knows them and gives the same answer."
        story.tell(hands.app, "angekommen", words)


def restored(story: Story, seat: Seat) -> None:
    """The portal lost its disk; its backup is older than both sessions."""
    story.begin("A portal restored from yesterday heals without a question")
    require(story.sessions() == [], story.held())
    story.lines += [f"The portal's disk is lost; restored from a backup made before both. Portal: {story.held()}.", ""]
    with seat.open() as hands:
        to_outbox(hands)
        sync(hands, "^Letzter Abgleich")
        until(lambda: story.sessions() == [1, 1] or None, "the sessions did not come back")
        require(not hands.app.window().find_all("label", re.compile("^Zu klären")), "a question was asked")
        words = "After the laptop's next round both are there again, once; nothing waits, nobody was asked."
        story.tell(hands.app, "portal-zurueckgespielt", words)


def conflict(story: Story, seat: Seat, other: Seat, line: Line, invitation: str) -> None:
    """Two laptops change the telephone number of their station; one of them without a network."""
    story.begin("A conflict cleared in the window")
    with other.open() as hands:
        join(hands, invitation)
    line.state = State.GONE
    with seat.open() as hands:
        change_telephone(hands, _HERE)
    line.state = State.WHOLE
    with other.open() as hands:
        change_telephone(hands, _THERE)
        until(lambda: story.telephone() == _THERE or None, "the number did not come to the portal")
    with seat.open() as hands:
        to_outbox(hands)
        hands.see("push button", re.compile("^So festhalten"), enabled=True)
        words = f"One laptop said {_HERE} without a network, another one said {_THERE} meanwhile."
        story.tell(hands.app, "zu-klaeren", words)
        hands.see("radio button", re.compile(f"Hier: {_HERE}")).press()
        hands.see("push button", re.compile("^So festhalten"), enabled=True).press()
        hands.see("label", re.compile("^Festgehalten"))
        until(lambda: story.telephone() == _HERE or None, "the decision did not come to the portal")
        sync(hands, "^Nichts wartet")
        story.tell(hands.app, "geklaert", f"Decided and handed over: the portal says {_HERE}.")
    with other.open() as hands:
        to_outbox(hands)
        sync(hands, "^Nichts wartet")
        hands.desk.key("ctrl+7")
        line_there = hands.see("text", re.compile("^Telefon"))
        until(lambda: line_there.text == _HERE or None, "the other laptop did not hear of it")
        story.tell(hands.app, "anderes-geraet", "The other laptop after its next round: the same number, no question.")


def lost(story: Story, seat: Seat, portal: Portal, device: str) -> None:
    """The laptop is reported lost; somebody starts it without knowing the passphrase."""
    story.begin("A lost device is wiped at its next contact")
    portal.said("device", "lost", device)
    with seat.desk.launch(seat.data) as app:
        app.wait_active(app.window())
        hands = Typist(seat.desk, app)
        hands.at("Passphrase")
        story.tell(app, "verloren-gesperrt", "Reported lost at the portal. Somebody starts it; nobody unlocks it.")
        hands.see("push button", "Lotse beenden")
        until(lambda: _confirmed(portal) or None, "the portal did not hear of it")
        left = sorted(path.name for path in seat.data.rglob("*") if path.is_file())
        there = f"Files left in its folder: {', '.join(left) or 'none'}."
        words = f"It asked for orders by itself. {there} The portal has the receipt."
        story.tell(app, "geloescht", words)
        require(set(left) <= {"lotse.lock"}, words)


def _confirmed(portal: Portal) -> bool:
    """Return whether the device's receipt for its order came."""
    database = Database(embedded(portal.folder))
    try:
        with database.read() as connection:
            done = select(func.count()).select_from(tables.orders).where(tables.orders.c.done_at != "")
            return connection.scalar(done) == 1
    finally:
        database.close()


def play(folder: Path, desk: Desktop) -> Story:
    """Play all of it."""
    seat, other = Seat(desk, folder / "laptop"), Seat(desk, folder / "zweiter-laptop")
    first_run(seat.data)
    first_run(other.data)
    line = Line("")
    with front(line.answer) as address:
        with running(folder / "portal") as portal:
            line.url = portal.url
            station = portal.said("station", "add", "--name", "Wilsdruff")
            with seat.open() as hands:
                join(hands, portal.invitation(station, over=address))
            device = portal.said("device", "list").split("\t")[0]
            story = Story(portal.colleague(station))
            portal.said("backup", "--to", str(folder / "sicherungen"))
            offline(story, seat, line)
        for lost_file in portal.folder.glob("portal.db*"):
            lost_file.unlink()
        (backup,) = (folder / "sicherungen").iterdir()
        portal.said("restore", str(backup))
        with process(portal.folder) as (url, _):
            line.url = story.colleague.url = url
            restored(story, seat)
            conflict(story, seat, other, line, portal.invitation(station, over=address))
            lost(story, seat, portal, device)
    return story


def main() -> int:
    """Play, then write page and pictures."""
    told = circumstances()  # before this script itself changes files
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    german_keyboard()
    with tempfile.TemporaryDirectory(prefix="lotse-abgleich-") as name, Desktop() as desk:
        story = play(Path(name), desk)
    PAGE.write_text("\n".join([_HEAD, *told, "", *story.lines[:-1]]) + "\n", "utf-8")
    print(f"{story.pictures} pictures: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
