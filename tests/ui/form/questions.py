"""Questions of every kind for tests."""

from __future__ import annotations

from datetime import date

from lotse_app.forms.state import Choice, ControlKind, ControlState

TODAY = date(2026, 11, 20)
SIZES = tuple(Choice(size, size.title()) for size in ("klein", "mittel", "gross"))
MANY = tuple(Choice(number, f"Rasse {number}") for number in range(12))


def question(kind: ControlKind = ControlKind.TEXT, pointer: str = "/frage", **parts: object) -> ControlState:
    """Return a question."""
    return ControlState(pointer, kind, **{"label": "Frage", **parts})  # type: ignore[arg-type]  # parts of the state
