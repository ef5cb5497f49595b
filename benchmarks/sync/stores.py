"""What encryption costs the store's side of the exchange: pages and single records, beside a plain file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.autosave import PlainConnection, over, plain_copy
from benchmarks.measuring import milliseconds
from benchmarks.sync.documents import session
from lotse_app.models.sync import Pulled, PulledRecord

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.sync.laptop import Laptop
    from lotse_app.store.sync import SyncTable

_PAGE, _SINGLE = 500, 400


def stores(one: Laptop, folder: Path, count: int) -> dict[str, tuple[list[float], list[float]]]:
    """Return milliseconds of (encrypted, plain): ``bulk`` a page of 500, ``commit`` a page of one record."""
    plain_path = folder / "plain.db"
    plain_copy(one.ground, plain_path)
    connection = PlainConnection(plain_path)
    sides = (one.store.sync, over(one.store.sync, connection))
    found: dict[str, tuple[list[float], list[float]]] = {"bulk": ([], []), "commit": ([], [])}
    for name, size, times in (("bulk", _PAGE, max(2, count // _PAGE)), ("commit", 1, _SINGLE)):
        for number in range(times):  # by turns, so that a noisy moment meets both
            for side, took in zip(sides, found[name], strict=True):
                took.append(_kept(side, name, number * size, size))
    connection.close()
    return found


def _kept(side: SyncTable, name: str, first: int, size: int) -> float:
    rows = tuple(
        PulledRecord("session", f"{name}-{at:08}", 1, session(at, "station-00001")) for at in range(first, first + size)
    )
    place = side.position()
    return milliseconds(partial(side.keep_page, Pulled(place.epoch, place.cursor or "c", place.through, False, rows)))
