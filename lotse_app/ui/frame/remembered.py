"""What is remembered outside the encrypted store: window geometry, look, and the place. Nothing of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from lotse_app.ui.kit.theme import SCALE_MIN, ThemeName

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

#: What title and border of a desktop add to the height of a window, in pixels.
_FRAME = 48


class Remembered:
    """One small ini file in the data folder; unreadable or foreign values count as absent."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeName:
        """Return the theme chosen last."""
        try:
            return ThemeName(str(self._settings.value("farben", ThemeName.LIGHT.value)))
        except ValueError:
            return ThemeName.LIGHT

    @property
    def scale(self) -> int:
        """Return the text scale chosen last, in per cent."""
        try:
            return int(str(self._settings.value("schrift", SCALE_MIN)))
        except ValueError:
            return SCALE_MIN

    def look(self, theme: ThemeName, scale: int) -> None:
        """Remember theme and scale."""
        self._settings.setValue("farben", theme.value)
        self._settings.setValue("schrift", scale)

    @property
    def place(self) -> tuple[str, str, str] | None:
        """Return whose desk (pilot id), which room and which target were shown when the program did not end well."""
        found = self._settings.value("ort")
        parts = found if isinstance(found, list) else []
        return (str(parts[0]), str(parts[1]), str(parts[2])) if len(parts) == 3 else None

    def go(self, place: tuple[str, str, str] | None) -> None:
        """Remember a place by its ids, or that the program ended well."""
        if place is None:
            self._settings.remove("ort")
        else:
            self._settings.setValue("ort", list(place))

    def restore(self, window: QWidget) -> None:
        """Give the window its last place and size."""
        geometry = self._settings.value("fenster")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)

    def keep(self, window: QWidget) -> None:
        """Remember place and size."""
        self._settings.setValue("fenster", window.saveGeometry())
        self._settings.sync()


def show_whole(window: QWidget) -> None:
    """Show the window; maximised where its frame, and the buttons at its foot, would stick out of a small screen."""
    if window.height() + _FRAME > window.screen().availableGeometry().height():
        window.showMaximized()
    else:
        window.show()
