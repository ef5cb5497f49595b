"""A desktop program used through AT-SPI as a screen reader uses it: read names and states, act, never touch a widget.

Pure Python over jeepney, which keyring brings on Linux. Needs a session with an accessibility bus
(``scripts/window-session.sh``). Nothing is cached: each question asks the program.
"""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from lotse_app.overriding import override
from tests.features.numbers import LABELLED_BY, ROLES, STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION, _TEXT = "org.a11y.atspi.Action", "org.a11y.atspi.Text"
_EDITABLE, _COMPONENT = "org.a11y.atspi.EditableText", "org.a11y.atspi.Component"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_NOTHING = "/org/a11y/atspi/null"
_PAUSE = 0.04
#: How long something may take on a busy machine; a limit, not a measure.
PATIENCE = 60.0

_GONE = ("UnknownObject", "ServiceUnknown", "NoReply", "UnknownMethod")
Words = str | re.Pattern[str] | None
Found = TypeVar("Found")


class A11yError(Exception):
    """The program refused or does not answer."""


class NotFoundError(A11yError):
    """Nothing of this role and name is there."""


class GoneError(A11yError):
    """The object is no longer part of the program."""


class Bus:
    """One connection to the accessibility bus."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.connection = open_dbus_connection(address)
        self._lock = threading.Lock()

    def call(self, place: tuple[str, str], interface: str, method: str, signature: str = "", *args: object) -> Any:  # noqa: ANN401 - D-Bus
        """Call a method; return the body of the answer. Raises GoneError, A11yError."""
        name, path = place
        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, args)
        with self._lock:
            answer = self.connection.send_and_get_reply(message, timeout=PATIENCE)
        if answer.header.message_type == MessageType.error:
            error = str(answer.header.fields.get(HeaderFields.error_name, "?"))
            kind = GoneError if error.endswith(_GONE) else A11yError
            words = f"{interface}.{method} on {path}: {error} {answer.body}"
            raise kind(words)
        return answer.body

    def property(self, place: tuple[str, str], interface: str, name: str) -> Any:  # noqa: ANN401 - D-Bus
        """Return a property."""
        return self.call(place, _PROPERTIES, "Get", "ss", interface, name)[0][1]

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


def plain(words: str | None) -> str:
    """Return a name without mnemonic mark and final colon."""
    return (words or "").replace("&", "").strip().rstrip(":").strip()


def matches(wanted: Words, found: str | None) -> bool:
    """Return whether a name is the wanted one; a pattern is searched for."""
    if wanted is None:
        return True
    if isinstance(wanted, re.Pattern):
        return bool(wanted.search(found or ""))
    return plain(wanted) == plain(found)


def until(look: Callable[[], Found | None], what: str, patience: float = PATIENCE) -> Found:
    """Return the first thing that ``look`` finds. Raises NotFoundError after ``patience`` seconds."""
    end = time.monotonic() + patience
    while True:
        try:
            found = look()
        except A11yError:
            found = None
        if found is not None:
            return found
        if time.monotonic() > end:
            raise NotFoundError(what)
        time.sleep(_PAUSE)


class Node:
    """One accessible object."""

    __slots__ = ("bus", "place")

    def __init__(self, bus: Bus, name: str, path: str) -> None:
        self.bus = bus
        self.place = (name, path)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.place == other.place

    @override
    def __hash__(self) -> int:
        return hash(self.place)

    @override
    def __repr__(self) -> str:
        try:
            return f"<{self.role} {self.label!r}>"
        except A11yError:
            return f"<gone {self.place[1]}>"

    # what a screen reader reads -----------------------------------------------------------

    @property
    def role(self) -> str:
        """Return the role in words."""
        number = int(self._call(ACCESSIBLE, "GetRole")[0])
        return ROLES[number] if number < len(ROLES) else f"role {number}"

    @property
    def name(self) -> str:
        """Return the name."""
        return str(self.bus.property(self.place, ACCESSIBLE, "Name"))

    @property
    def description(self) -> str:
        """Return the description."""
        return str(self.bus.property(self.place, ACCESSIBLE, "Description"))

    @property
    def label(self) -> str:
        """Return what would be said first: the text of the labels that point here, else the name."""
        words = " ".join(node.name for node in self._related(LABELLED_BY) if node.name)
        return words or self.name

    @property
    def text(self) -> str:
        """Return the content of a line or text, else the name."""
        if _TEXT in self._call(ACCESSIBLE, "GetInterfaces")[0]:
            return str(self._call(_TEXT, "GetText", "ii", 0, -1)[0])
        return self.name

    @property
    def states(self) -> set[str]:
        """Return the states in words."""
        low, high = self._call(ACCESSIBLE, "GetState")[0]
        bits = low | high << 32
        return {state for at, state in enumerate(STATES) if bits >> at & 1}

    @property
    def checked(self) -> bool:
        """Return whether a tick or radio button is on."""
        return "checked" in self.states

    @property
    def enabled(self) -> bool:
        """Return whether it can be used now."""
        return {"enabled", "sensitive"} <= self.states

    @property
    def children(self) -> list[Node]:
        """Return the objects directly below."""
        found = self._call(ACCESSIBLE, "GetChildren")[0]
        return [Node(self.bus, name, path) for name, path in found if path != _NOTHING]

    @property
    def actions(self) -> list[str]:
        """Return what can be done with it."""
        return [action[0] for action in self._call(_ACTION, "GetActions")[0]]

    # search -------------------------------------------------------------------------------

    def walk(self, *, cells: bool = False) -> Iterator[Node]:
        """Yield what is shown, depth first; tables and trees are not entered without ``cells``."""
        try:
            children = self.children
        except GoneError:
            return
        for node in children[:300]:
            try:
                if "showing" not in node.states:
                    continue
                inside = cells or node.role not in {"table", "tree table", "tree"}
            except A11yError:
                continue
            yield node
            if inside:
                yield from node.walk(cells=cells)

    def find_all(self, role: str, name: Words = None) -> list[Node]:
        """Return all that is shown of a role and name."""
        found = []
        for node in self.walk(cells=role in {"table cell", "list item", "tree item"}):
            try:
                if node.role == role and (matches(name, node.name) or matches(name, node.label)):
                    found.append(node)
            except A11yError:
                continue
        return found

    def find(self, role: str, name: Words = None) -> Node:
        """Return the first one. Raises NotFoundError."""
        found = self.find_all(role, name)
        if not found:
            words = f"no {role} named {name!r} under {self!r}"
            raise NotFoundError(words)
        return found[0]

    def wait(self, role: str, name: Words = None, *, enabled: bool = False) -> Node:
        """Return the first one as soon as it is there (and can be used)."""

        def look() -> Node | None:
            node = self.find(role, name)
            return node if not enabled or node.enabled else None

        return until(look, f"{role} named {name!r} did not come")

    # what an assistive technology does ----------------------------------------------------

    def act(self, *wanted: str) -> None:
        """Do the first of the wanted actions. Raises A11yError if there is none."""
        offered = [action.lower() for action in self.actions]
        for action in wanted:
            if action.lower() in offered:
                self._call(_ACTION, "DoAction", "i", offered.index(action.lower()))
                return
        words = f"{self!r} has no action {wanted}, only {offered}"
        raise A11yError(words)

    def press(self) -> None:
        """Press a button."""
        self.act("Press", "Toggle", "Click")

    def toggle(self, *, on: bool = True) -> None:
        """Turn a tick or radio button on or off."""
        if self.checked != on:
            self.act("Toggle", "Press")

    def focus(self) -> None:
        """Put the focus here."""
        try:
            self._call(_COMPONENT, "GrabFocus")
        except A11yError:
            self.act("SetFocus")

    def set_text(self, words: str) -> None:
        """Replace the content. Raises A11yError where it may not be changed."""
        if not self._call(_EDITABLE, "SetTextContents", "s", words)[0]:
            message = f"{self!r} takes no text"
            raise A11yError(message)

    def extents(self) -> tuple[int, int, int, int]:
        """Return x, y, width and height on the screen."""
        x, y, width, height = self._call(_COMPONENT, "GetExtents", "u", 0)[0]
        return x, y, width, height

    # --------------------------------------------------------------------------------------

    def _call(self, interface: str, method: str, signature: str = "", *args: object) -> Any:  # noqa: ANN401 - D-Bus
        return self.bus.call(self.place, interface, method, signature, *args)

    def _related(self, kind: int) -> list[Node]:
        relations = self._call(ACCESSIBLE, "GetRelationSet")[0]
        return [Node(self.bus, name, path) for found, nodes in relations if found == kind for name, path in nodes]


def tree(node: Node, depth: int = 0) -> Iterator[str]:
    """Yield the tree as a screen reader sees it, for the words of a failed test."""
    for child in node.children[:40]:
        try:
            if "showing" not in child.states:
                continue
            said = child.states & {"focused", "checked", "selected", "expanded"}
            dead = "" if child.enabled else " DISABLED"
            more = f" ({child.description})" if child.description else ""
            yield f"{'  ' * depth}{child.role} {child.label!r}{more} {'+'.join(sorted(said))}{dead}"
            yield from tree(child, depth + 1)
        except A11yError:
            continue
