"""The desktop of a window test: programs on it, the keyboard, and what a screen reader would have said."""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from tests.features.accessibility import PATIENCE, A11yError, Bus, Node, matches, until

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from tests.features.accessibility import Words

_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
ROOT = Path(__file__).resolve().parents[2]
_SEEN = 5000
#: The program as a person starts it.
PROGRAM = (sys.executable, "-m", "lotse_app", "run")


@dataclass(frozen=True, slots=True)
class Event:
    """Something a program said: an announcement or a changed state."""

    member: str
    place: tuple[str, str]
    body: tuple[Any, ...]


class Listener:
    """Collects announcements and focus changes on a connection of its own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._events: collections.deque[Event] = collections.deque(maxlen=_SEEN)
        self._ready, self._end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="a11y-events", daemon=True)
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    def announcements(self) -> list[str]:
        """Return what was said aloud without a move of the focus."""
        return [str(event.body[3][1]) for event in list(self._events) if event.member == "Announcement"]

    def last_focus(self) -> tuple[str, str] | None:
        """Return what got the focus last."""
        for event in reversed(list(self._events)):
            if event.member == "StateChanged" and event.body[0] == "focused" and event.body[1] == 1:
                return event.place
        return None

    def forget(self) -> None:
        """Begin anew."""
        self._events.clear()

    def close(self) -> None:
        """Stop listening."""
        self._end.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        bus = Bus(self._address)
        registry = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry")
        for kind in ("object:announcement", "object:state-changed:focused"):
            bus.call(registry, "org.a11y.atspi.Registry", "RegisterEvent", "s", kind)
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        bus.connection.send_and_get_reply(message_bus.AddMatch(rule))
        self._ready.set()
        while not self._end.is_set():
            try:
                message = bus.connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            fields = message.header.fields
            if message.header.message_type == MessageType.signal:
                place = (fields.get(HeaderFields.sender, ""), fields.get(HeaderFields.path, ""))
                self._events.append(Event(fields.get(HeaderFields.member, ""), place, message.body))
        bus.close()


class App:
    """A running program; ``process`` is what was started, maybe a session around it; ``pid`` is the program itself."""

    def __init__(self, root: Node, process: subprocess.Popen[bytes], pid: int) -> None:
        self.root = root
        self.process = process
        self.pid = pid

    def window(self, name: Words = None) -> Node:
        """Return the window of this title as soon as it is shown; the newest of several."""

        def look() -> Node | None:
            shown = [node for node in self.root.children if matches(name, node.name) and "showing" in node.states]
            return shown[-1] if shown else None

        return until(look, f"no window named {name!r}")

    def wait_active(self, window: Node) -> Node:
        """Return the window as soon as the window manager gave it the keyboard."""
        return until(lambda: window if "active" in window.states else None, f"{window!r} does not get active")

    def focused(self) -> Node | None:
        """Return what has the focus: the innermost object that says so (Qt says it of views with a proxy as well)."""
        innermost = None
        for node in self.root.walk(cells=True):
            try:
                if "focused" in node.states and node.role not in {"frame", "dialog", "application", "window"}:
                    innermost = node
            except A11yError:
                continue
        return innermost

    def kill(self) -> None:
        """End the program as a power cut does."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.kill(self.pid, signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()


class Desktop:
    """The session: programs by their process, keys as a keyboard sends them."""

    def __init__(self) -> None:
        session = open_dbus_connection("SESSION")
        place = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        answer = session.send_and_get_reply(new_method_call(place, "GetAddress"))
        session.close()
        self.bus = Bus(answer.body[0])
        self.listener = Listener(answer.body[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.listener.close()
        self.bus.close()

    def launch(self, data: Path, *before: str, **changes: str) -> App:
        """Start the program over a data folder, in the real window system; ``before`` is a command that starts it."""
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "LOTSE_DATEN": str(data), **changes}
        place = {"DISPLAY": os.environ["DISPLAY"], "AT_SPI_BUS_ADDRESS": self.bus.address}
        command = [*before, "env", *(f"{name}={value}" for name, value in place.items()), *PROGRAM]
        known = {node.place[0] for node in self._programs()}
        with Path(data.parent, f"{data.name}.err").open("ab") as errors:
            process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=errors, stdin=subprocess.DEVNULL)
        try:
            root = until(lambda: self._new(known), "the program did not come to the accessibility bus")
        except BaseException:
            process.kill()
            process.wait()
            raise
        return App(root, process, self._pid(root))

    def key(self, *keys: str) -> None:
        """Press keys by their X names, one after the other."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)  # noqa: S607 - found on the path

    def type(self, words: str) -> None:
        """Type letters that the keyboard has; others get lost on the way now and then."""
        subprocess.run(["xdotool", "type", "--delay", "4", words], check=True)  # noqa: S607 - found on the path

    def focus(self, app: App) -> Node | None:
        """Return what has the focus: by the last thing a screen reader was told, else by looking for it."""
        place = self.listener.last_focus()
        if place is not None:
            node = Node(self.bus, *place)
            with contextlib.suppress(A11yError):
                if "focused" in node.states:
                    return node
        return app.focused()

    def _programs(self) -> list[Node]:
        return Node(self.bus, *_REGISTRY).children

    def _new(self, known: set[str]) -> Node | None:
        found = (node for node in self._programs() if node.place[0] not in known)
        return next((node for node in found if node.children), None)

    def _pid(self, root: Node) -> int:
        answer = self.bus.call(_BUS, "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", root.place[0])
        return int(answer[0])
