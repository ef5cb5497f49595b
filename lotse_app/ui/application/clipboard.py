"""Emptying the clipboard for the next person: only what is this person's or came from this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QClipboard, QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Shorter answers (a house number) say nothing about where a text came from.
_TELLING = 3


def texts_of(answers: object) -> frozenset[str]:
    """Return every text in the answers that tells something."""
    return frozenset(text for text in _texts(answers) if len(text) >= _TELLING)


def empty_clipboard(texts: Collection[str]) -> None:
    """Empty clipboard and selection where they are this program's or hold one of the texts."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or _holds(clipboard.text(), texts):
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection():
        mode = QClipboard.Mode.Selection
        if clipboard.ownsSelection() or _holds(clipboard.text(mode), texts):
            clipboard.clear(mode)


def _holds(kept: str, texts: Collection[str]) -> bool:
    return any(text in kept or (len(kept) >= _TELLING and kept in text) for text in texts)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
