"""Turns the services into the finder's index."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def index_blobs(services: list[dict[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield the named arrays of the finder's index."""
    yield "count", len(services).to_bytes(4, "little")
