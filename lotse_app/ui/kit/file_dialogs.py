"""Asking for files and folders: the dialog does not stop the window, and goes when it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget


def documents() -> str:
    """Return the folder in which people keep their documents."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def ask_file(parent: QWidget, title: str, filters: str, then: Callable[[str], None], folder: str = "") -> QDialog:
    """Ask for a file that exists; ``then`` gets its path. Return the open dialog: it tells where no file was chosen."""
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(then)
    _open(dialog)
    return dialog


def ask_files(parent: QWidget, title: str, filters: str, then: Callable[[list[str]], None], folder: str = "") -> None:
    """Ask for files that exist; ``then`` gets their paths."""
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(then)
    _open(dialog)


def ask_folder(parent: QWidget, title: str, then: Callable[[str], None], folder: str = "") -> None:
    """Ask for a folder; ``then`` gets its path."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(then)
    _open(dialog)


def ask_target(parent: QWidget, title: str, filters: str, name: str, then: Callable[[str], None]) -> None:
    """Ask where to write a file that is called so; ``then`` gets its path."""
    dialog = QFileDialog(parent, title, documents(), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.fileSelected.connect(then)
    _open(dialog)


def _open(dialog: QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
