"""``override`` for Python 3.11: the type checker sees the real one, the program pays nothing for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

F = TypeVar("F")

if TYPE_CHECKING:
    from typing_extensions import override as override  # noqa: PLC0414 - marks the re-export for mypy
else:

    def override(method: F) -> F:
        """Return the method as it is."""
        return method
