"""Somebody who works with the keyboard alone: waits for what the focus says, then types; every key is counted."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.features.accessibility import NotFoundError, matches, tree, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.features.accessibility import Node, Words
    from tests.features.desktop import App, Desktop

#: So long the focus may take to move after a key.
_MOVE_SECONDS = 0.5
#: After so long without a move ``Tab`` is pressed once more.
_TAB_SECONDS = 5.0


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

    @contextlib.contextmanager
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
            node = self._bearing(name)
            return node if node is not None and (role is None or node.role == role) else None

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
        before = self.at(re.compile(".")).name
        self.press(key)
        self._patiently(lambda: self._elsewhere(before), f"{key} does not lead on from {before!r}")

    def tab(self, *, away: str | None = None, to: Words = None) -> None:
        """Press ``Tab`` until the focus leaves one name or bears another.

        A list of proposals that is just closing swallows one, so it is pressed again where nothing moves.
        """

        def moved() -> Node | None:
            return self._elsewhere(away) if away is not None else self._bearing(to)

        for _ in range(3):
            self.press("Tab")
            with contextlib.suppress(NotFoundError):
                until(moved, "", _TAB_SECONDS)
                return
        self._patiently(moved, f"Tab does not lead from {away!r} to {to!r}")

    def _elsewhere(self, before: str) -> Node | None:
        """Return what has the focus where that is another question; a list of choices and the line in it are one."""
        node = self.focus()
        return node if node is not None and node.name and _plain(node.name) != _plain(before) else None

    def is_at(self, name: Words) -> bool:
        """Return whether what has the focus bears this name now."""
        return self._bearing(name) is not None

    def _bearing(self, name: Words) -> Node | None:
        node = self.focus()
        fits = node is not None and (matches(name, node.name) or matches(name, node.label))
        return node if fits else None

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


def _plain(name: str) -> str:
    """Return the name of a question without what is said of it."""
    return name.removesuffix(" (nötig)").removesuffix(" (freiwillig)")


def _same(shown: str, typed: str) -> bool:
    """Return whether a line shows what was typed; an IBAN is grouped meanwhile."""
    return shown.replace(" ", "") == typed.replace(" ", "")


def german_keyboard() -> None:
    """Give the X server German keys: with them umlauts are typed like any other letter. Comes with Xvfb."""
    subprocess.run(["setxkbmap", "de"], check=True)  # noqa: S607 - found on the path
