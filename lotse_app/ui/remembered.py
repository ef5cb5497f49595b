"""What is remembered outside the encrypted store: window geometry and look. Nothing of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from lotse_app.ui.theme import SCALE_MIN, ThemeName

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


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

    def restore(self, window: QWidget) -> None:
        """Give the window its last place and size."""
        geometry = self._settings.value("fenster")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)

    def keep(self, window: QWidget) -> None:
        """Remember place and size."""
        self._settings.setValue("fenster", window.saveGeometry())
        self._settings.sync()
