"""Records ten sessions of an ordinary day by keyboard in the real window; writes what each took, with pictures.

Usage: ``scripts/window-session.sh .venv/bin/python -m scripts.ten_sessions`` (about five minutes).
Writes ``docs/nachweise/zehn-beratungen.md`` and ``docs/bilder/zehn-beratungen``; nobody and nothing else writes them.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.run import circumstances
from lotse_app.bootstrap import build
from lotse_app.models.agenda import Appointment
from lotse_app.paths import Places
from scripts.house import ROOT
from scripts.pictures import keep
from tests.features import keyboard_job as job
from tests.features.desktop import Desktop
from tests.features.ground import first_run
from tests.features.typing import Typist, german_keyboard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.features.accessibility import Words
    from tests.features.typing import Part

PICTURES = ROOT / "docs" / "bilder" / "zehn-beratungen"
PAGE = ROOT / "docs" / "nachweise" / "zehn-beratungen.md"
#: Seconds of a keystroke of somebody who types now and then (Card, Moran, Newell 1980: average non-secretary typist),
#: and of a decision before it.
KEY_SECONDS, DECISION_SECONDS = 0.28, 1.35
_PAUSE = 0.3
_SAVED = re.compile("Bereit für die nächste Person")
_HEAD = """# Ten sessions by keyboard

Written by `scripts/ten_sessions.py` only. The real program in a real window (Xvfb, openbox) with a real Secret Service
and real Argon2; no mouse, no call into the program. A keystroke is what is pressed at once (`Strg+Enter` is one);
letters of free text stand beside. Pictures, each before the last key: `docs/bilder/zehn-beratungen`.

Two times: **measured** is from the first key to *Gespeichert* in this run, by a script that does not think but looks at
the whole accessibility tree before each step. **By hand** is what the keystroke-level model gives for a person:
0.28 s a keystroke or letter, 1.35 s for each decision. It is no measurement of people.
"""
_TAIL = """
- Goals: a standard session in at most 25 keystrokes beside free text and under 30 seconds; a Kurzkontakt in at most 6.
- Mandatory beyond what is filled in already: 0. Help and result are suggested, age is *keine Angabe*, place, commune,
  time, pilot and role are known; all of it can be changed. Nobody is named.
- After the tenth another one was begun and the program ended by `kill -9`; started again, that session still ran.
"""


@dataclass(slots=True)
class Session:
    """One recorded session."""

    part: Part
    seconds: float
    decisions: int

    @property
    def by_hand(self) -> float:
        """Return the seconds that the keystroke-level model gives."""
        return (self.part.keys + self.part.letters) * KEY_SECONDS + self.decisions * DECISION_SECONDS


@dataclass(slots=True)
class Recorder:
    """Hands, a stopwatch that stands still for pictures, and what was recorded."""

    hands: Typist
    done: list[Session] = field(default_factory=list)
    _posing: float = 0.0

    @contextmanager
    def session(self, name: str, decisions: int) -> Iterator[Typist]:
        """Time one session to the sentence that says it is kept."""
        self._posing = 0.0
        begun = time.monotonic()
        with self.hands.part(name) as part:
            yield self.hands
            self.hands.see("label", _SAVED)
        self.done.append(Session(part, time.monotonic() - begun - self._posing, decisions))

    def save(self) -> None:
        """Take a picture of what was entered, then save it."""
        begun = time.monotonic()
        keep(self.hands.app, PICTURES / f"{len(self.done) + 1:02d}.png")
        self._posing += time.monotonic() - begun
        self.hands.press("ctrl+Return")

    def reach(self, name: Words, key: str = "Tab", most: int = 30) -> None:
        """Press a key until the focus bears a name; each press counts."""
        for _ in range(most):
            before = self.hands.focus()
            self.hands.press(key)
            self.hands.moved(before)
            if self.hands.is_at(name):
                return
        self.hands.at(name)

    def jump(self, key: str, name: Words) -> None:
        """Go to a field by Alt and its letter."""
        self.hands.press(key)
        self.hands.at(name)

    def settle(self, name: Words) -> None:
        """Let what was typed arrive where the focus is, as fingers do on the way to the next shortcut."""
        self.hands.at(name)
        time.sleep(_PAUSE)

    def answer(self, *answers: tuple[str, str]) -> None:
        """Choose by digits: each with the name of what has the focus before it."""
        for name, digit in answers:
            self.hands.at(re.compile(name))
            self.hands.go_on(digit)

    def to_ending(self) -> None:
        """From wherever one is to the end of the running session."""
        self.hands.press("ctrl+2")
        self.hands.see("push button", "Beratung beenden", enabled=True)
        self.hands.press("ctrl+Return")


def found(recorder: Recorder, words: str, *answers: tuple[str, str]) -> None:
    """A session about something the finder knows."""
    hands = recorder.hands
    hands.press("ctrl+n")
    hands.at("Worum geht es?")
    hands.type(words)
    hands.see("list item", re.compile(f"^{words}"))
    hands.press("Return")
    hands.at(re.compile(f"{words}|Gefundene Leistungen"))
    hands.see("push button", "Anliegen festhalten", enabled=True)
    hands.press("Tab")
    hands.at("Anliegen festhalten")
    hands.press("Return")
    hands.see("label", re.compile("Das Anliegen steht"))
    recorder.to_ending()
    recorder.answer(*answers)


def plain(recorder: Recorder) -> None:
    """A session that goes to its end at once; the focus is on *Hilfe*."""
    recorder.hands.press("ctrl+n")
    recorder.hands.at("Worum geht es?")
    recorder.to_ending()
    recorder.hands.at("Auskunft")


def wohngeld(recorder: Recorder) -> None:
    """Information, done."""
    with recorder.session("Auskunft zum Wohngeld, 60 bis 69", 3):
        found(recorder, "Wohngeld", ("Auskunft", "1"), ("erledigt", "1"), ("keine Angabe", "5"))
        recorder.save()


def obstacles(recorder: Recorder) -> None:
    """Filled in together, taken along by the person, two obstacles."""
    with recorder.session("Gemeinsam ausgefüllt, Person reicht ein, zwei Hindernisse", 5):
        found(recorder, "Wohngeld", ("Auskunft", "2"), ("erledigt", "3"), ("keine Angabe", "6"))
        recorder.hands.at(re.compile("BundID"))
        recorder.hands.choose("1", "kein BundID-Konto")
        recorder.hands.choose("2", "PIN unbekannt")
        recorder.save()


def device(recorder: Recorder) -> None:
    """Help with a device, without a service."""
    with recorder.session("Hilfe am Gerät, ohne Leistung, 70 bis 79", 3):
        plain(recorder)
        recorder.answer(("Auskunft", "4"), ("erledigt", "1"), ("keine Angabe", "6"))
        recorder.save()


def short(recorder: Recorder) -> None:
    """A quick word at the counter."""
    with recorder.session("Kurzkontakt", 3) as hands:
        hands.press("ctrl+shift+n")
        recorder.answer(("Auskunft", "1"), ("erledigt", "1"), ("keine Angabe", "4"))
        recorder.save()


def telephone(recorder: Recorder) -> None:
    """A call: the kind is changed, the place follows."""
    with recorder.session("Am Telefon", 4) as hands:
        plain(recorder)
        recorder.jump("alt+a", "Art")
        hands.type("am")
        recorder.settle("Art")
        recorder.jump("alt+h", "Auskunft")
        recorder.answer(("Auskunft", "1"), ("erledigt", "1"), ("keine Angabe", "0"))
        recorder.save()


def referred(recorder: Recorder) -> None:
    """Somebody is sent on to another place."""
    with recorder.session("Verwiesen an die Beratungsstelle", 4) as hands:
        plain(recorder)
        recorder.answer(("Auskunft", "1"), ("erledigt", "5"))
        hands.at("Verwiesen an")
        hands.type("Ber")
        recorder.reach("keine Angabe")
        recorder.answer(("keine Angabe", "3"))
        recorder.save()


def group(recorder: Recorder) -> None:
    """Six people, of whom four said how old they are."""
    with recorder.session("Gruppe von sechs, Alter von vieren", 5) as hands:
        plain(recorder)
        recorder.jump("alt+p", "Personen")
        hands.type("6")
        recorder.settle("Personen")
        recorder.jump("alt+a", "Art")
        hands.type("G")
        hands.see("spin button", re.compile("unter 18"))
        recorder.jump("alt+l", re.compile("unter 18"))
        recorder.reach(re.compile("60–69"))
        hands.type("4")
        recorder.settle(re.compile("60–69"))
        recorder.jump("alt+h", "Auskunft")
        recorder.answer(("Auskunft", "1"), ("erledigt", "1"))
        recorder.save()


def with_note(recorder: Recorder) -> None:
    """A note in free text, without a name."""
    with recorder.session("Mit Notiz", 4) as hands:
        plain(recorder)
        recorder.answer(("Auskunft", "1"), ("erledigt", "4"), ("keine Angabe", "7"))
        recorder.jump("alt+n", "Notiz")
        hands.type("bringt Lohnzettel mit")
        recorder.settle("Notiz")
        recorder.save()


def appointment(recorder: Recorder) -> None:
    """A session that begins with the appointment of the day."""
    with recorder.session("Beratung aus Termin", 4) as hands:
        hands.press("ctrl+1")
        hands.at("Neue Beratung")
        recorder.reach(re.compile("^Beratung beginnen: "))
        hands.press("Return")
        hands.see("push button", "Beratung beenden", enabled=True)
        hands.press("ctrl+Return")
        recorder.answer(("Auskunft", "2"), ("erledigt", "2"), ("keine Angabe", "3"))
        recorder.save()


def again(recorder: Recorder) -> None:
    """The last one once more: only what this person said is new."""
    with recorder.session("Letzte wiederholen, anderes Alter", 2) as hands:
        hands.press("ctrl+2")
        hands.see("push button", "Letzte wiederholen", enabled=True)
        hands.press("alt+w")
        hands.at("Tag")
        recorder.jump("alt+l", "keine Angabe")
        recorder.answer(("keine Angabe", "2"))
        recorder.save()


DAY: tuple[Callable[[Recorder], None], ...] = (
    wohngeld,
    obstacles,
    device,
    short,
    telephone,
    referred,
    group,
    with_note,
    appointment,
    again,
)


def main() -> int:
    """Record the day, write page and pictures."""
    told = circumstances()  # before this script itself changes files
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    german_keyboard()
    with tempfile.TemporaryDirectory(prefix="lotse-zehn-") as name, Desktop() as desk:
        data = Path(name, "daten")
        _plan(data)
        with desk.launch(data) as app:
            app.wait_active(app.window())
            recorder = Recorder(Typist(desk, app))
            job.unlock(recorder.hands)
            for record in DAY:
                record(recorder)
            recorder.hands.press("ctrl+n")
            recorder.hands.at("Worum geht es?")
            app.kill()
        with desk.launch(data) as app:
            app.wait_active(app.window())
            later = Typist(desk, app)
            job.unlock(later, "Sperren")  # it comes back to where it was: the search
            with later.part("Nach dem Absturz"):
                later.press("ctrl+2")
                later.see("push button", "Beratung beenden", enabled=True)  # raises where it is not
    PAGE.write_text("\n".join([_HEAD, *told, "", *_table(recorder.done)]) + "\n" + _TAIL, "utf-8")
    print(f"{len(recorder.done)} sessions: {PAGE.relative_to(ROOT)}")
    return 0


def _plan(data: Path) -> None:
    """Set up a station with one appointment in a quarter of an hour."""
    created = first_run(data)
    program = build(Places(data))
    desk = program.unlocking.open(created.pilot_id, created.key)
    desk.agenda.enter(Appointment("", datetime.now(UTC) + timedelta(minutes=2), 45, purpose="Hundesteuer"))  # noqa: TID251 - the real program runs by the real clock
    desk.close_reports()
    desk.close()


def _table(done: list[Session]) -> Iterator[str]:
    yield "| nr. | session | keystrokes | letters of free text | measured, s | by hand, s |"
    yield "|---:|---|---:|---:|---:|---:|"
    for number, one in enumerate(done, start=1):
        part = one.part
        yield f"| {number} | {part.name} | {part.keys} | {part.letters} | {one.seconds:.1f} | {one.by_hand:.1f} |"
    keys, seconds = [one.part.keys for one in done], [one.seconds for one in done]
    by_hand = [one.by_hand for one in done]
    yield (
        f"| | **most** | **{max(keys)}** | **{max(one.part.letters for one in done)}** | **{max(seconds):.1f}** |"
        f" **{max(by_hand):.1f}** |"
    )


if __name__ == "__main__":
    sys.exit(main())
