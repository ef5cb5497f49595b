"""What becomes of windows that tests closed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent


def closed_windows_go() -> None:
    """Delete them: Qt would lay the next style sheet on every widget of them first, for seconds."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
