"""Notices that the desktop's session is locked, left to another user, or about to sleep (design/privacy, Keys).

Desktops of Linux say so over D-Bus. Where nobody says so, ``IdleWatch`` locks: after sleep, and after minutes without
input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
_SESSION = f"{_LOGIN}.Session"
#: GNOME, Cinnamon and MATE have names of their own; KDE, Xfce and others use the common one.
_SAVERS = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate"))
#: The stubs of QtDBus ask for bytes; the binding takes what ``SLOT`` makes, which is text.
_COVERED, _LOCKED = cast("bytes", SLOT("_covered(bool)")), cast("bytes", SLOT("_locked()"))
_CHANGED = cast("bytes", SLOT("_changed(QString,QVariantMap,QStringList)"))


class SessionWatch(QObject):
    """Listens on both buses; on a computer without them it hears nothing."""

    #: Nobody sits here who unlocked the program, or nobody will in a moment.
    left = Signal()

    def __init__(self, session: str, parent: QObject | None = None) -> None:
        """``session``: how the login manager calls this session (``XDG_SESSION_ID``); empty where there is none."""
        super().__init__(parent)
        self._place = f"/org/freedesktop/login1/session/{_label(session)}" if session else ""

    def listen(self, desktop: QDBusConnection, system: QDBusConnection) -> None:
        """Begin to listen on the bus of the session and on that of the computer."""
        for saver in _SAVERS:
            desktop.connect("", "", saver, "ActiveChanged", self, _COVERED)
        system.connect(_LOGIN, "", f"{_LOGIN}.Manager", "PrepareForSleep", self, _COVERED)
        if self._place:
            system.connect(_LOGIN, self._place, _SESSION, "Lock", self, _LOCKED)
            properties = "org.freedesktop.DBus.Properties"
            system.connect(_LOGIN, self._place, properties, "PropertiesChanged", self, _CHANGED)

    @Slot(bool)
    def _covered(self, begins: bool) -> None:  # noqa: FBT001 - a signal of D-Bus
        """Take that the screen is covered or sleep begins; the end of either is no news."""
        if begins:
            self.left.emit()

    @Slot()
    def _locked(self) -> None:
        self.left.emit()

    @Slot(str, "QVariantMap", "QStringList")
    def _changed(self, interface: str, values: dict[str, Any], _unknown: list[str]) -> None:
        """Take what changed of the session: not active means that another user sits here."""
        if interface == _SESSION and values.get("Active") is False:
            self.left.emit()


def _label(name: str) -> str:
    """Return a name in an object path (systemd, bus_label_escape): a first digit and all else in hexadecimal."""
    return "".join(
        letter if letter.isascii() and (letter.isalpha() or (at and letter.isdigit())) else f"_{ord(letter):02x}"
        for at, letter in enumerate(name)
    )
