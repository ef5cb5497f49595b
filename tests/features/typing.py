"""Somebody who works with the keyboard alone: waits for what the focus says, then types; every key is counted."""

from __future__ import annotations

import re
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.features.accessibility import NotFoundError, matches, tree, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.features.accessibility import Node, Words
    from tests.features.desktop import App, Desktop

#: So long the focus may take to move after a key.
_MOVE_SECONDS = 0.5


@dataclass(slots=True)
class Part:
    """Keys pressed in one part of the job, and letters of free text beside them."""

    name: str
    keys: int = 0
    letters: int = 0


@dataclass(slots=True)
class Typist:
    """Hands on the keyboard, eyes on the accessibility tree. Never a mouse, never a call into the program."""

    desk: Desktop
    app: App
    parts: list[Part] = field(default_factory=list)
    #: Called after each part, for example to take a picture.
    after: Callable[[Typist], None] | None = None
    #: Whether something was typed that nobody looked for yet.
    _unseen: bool = False

    @contextmanager
    def part(self, name: str) -> Iterator[Part]:
        """Count what is typed inside as one part of the job."""
        self.parts.append(Part(name))
        yield self.parts[-1]
        if self.after is not None:
            self.after(self)

    def press(self, *keys: str) -> None:
        """Press keys by their X names; ``ctrl+Return`` counts once, as one does it.

        Qt shows each letter to the accessibility bus before it gives it to the window, a shortcut it runs at once: on a
        slow machine the shortcut overtakes what was typed before. So look for what the letters did first.
        """
        self.parts[-1].keys += len(keys)
        for key in keys:
            assert not ("+" in key and self._unseen), f"look for what was typed before {key} is pressed"
            self._unseen = "+" not in key
        self.desk.key(*keys)

    def type(self, words: str) -> None:
        """Type free text."""
        self.parts[-1].letters += len(words)
        self._unseen = True
        self.desk.type(words)

    def at(self, name: Words, *, role: str | None = None) -> Node:
        """Return what has the focus as soon as it bears this name. Raises NotFoundError with what was there."""

        def look() -> Node | None:
            node = self.focus()
            fits = node is not None and (role is None or node.role == role)
            return (
                node if fits and node is not None and (matches(name, node.name) or matches(name, node.label)) else None
            )

        return self._patiently(look, f"the focus did not come to {name!r}")

    def choose(self, key: str, name: Words) -> None:
        """Press a key and wait until what bears this name is chosen or ticked."""

        def chosen() -> Node | None:
            roles = ("radio button", "check box")
            found = (node for role in roles for node in self.app.window().find_all(role, name) if node.checked)
            return next(found, None)

        self.press(key)
        self._patiently(chosen, f"{key} did not choose {name!r}")

    def go_on(self, key: str) -> None:
        """Press a key that leads the focus on from where it is."""
        before = self.focus()

        def elsewhere() -> Node | None:
            node = self.focus()
            return node if node is not None and (before is None or node.place != before.place) else None

        self.press(key)
        self._patiently(elsewhere, f"{key} does not lead on from {before!r}")

    def is_at(self, name: Words) -> bool:
        """Return whether what has the focus bears this name now."""
        node = self.focus()
        return node is not None and (matches(name, node.name) or matches(name, node.label))

    def moved(self, before: Node | None) -> None:
        """Give the focus half a second to go on from where it was; a time of day has several places in itself."""
        place, end = None if before is None else before.place, time.monotonic() + _MOVE_SECONDS
        while time.monotonic() < end:
            node = self.focus()
            if node is not None and node.place != place:
                return

    def see(self, role: str, name: Words, *, enabled: bool = False) -> Node:
        """Return what is shown as soon as it is there."""

        def look() -> Node | None:
            node = self.app.window().find(role, name)
            return node if not enabled or node.enabled else None

        return self._patiently(look, f"there is no {role} named {name!r}")

    def fill(self, *answers: tuple[str, str]) -> None:
        """Type into one field after the other; ``Tab`` between them, none after the last."""
        for number, (name, words) in enumerate(answers):
            if number:
                self.press("Tab")
            line = self.at(re.compile(rf"^{re.escape(name)}( \((nötig|freiwillig)\))?$"))
            self.type(words)
            self._patiently(lambda: line if _same(line.text, words) else None, f"{name} does not read {words!r}")  # noqa: B023 - asked at once

    def focus(self) -> Node | None:
        """Return what has the focus."""
        return self.desk.focus(self.app)

    def _patiently(self, look: Callable[[], Node | None], words: str) -> Node:
        try:
            found = until(look, words)
        except NotFoundError as error:
            shown = "\n".join(tree(self.app.window()))
            message = f"{words}; it is on {self.focus()!r}, and the window says:\n{shown}"
            raise NotFoundError(message) from error
        self._unseen = False
        return found


def _same(shown: str, typed: str) -> bool:
    """Return whether a line shows what was typed; an IBAN is grouped meanwhile."""
    return shown.replace(" ", "") == typed.replace(" ", "")


def german_keyboard() -> None:
    """Give the X server German keys: with them umlauts are typed like any other letter. Comes with Xvfb."""
    subprocess.run(["setxkbmap", "de"], check=True)  # noqa: S607 - found on the path
