"""A real SQLCipher file for every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.store.opening import create_store, open_store
from tests.store.samples import KEY, make_clock, make_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.clock import FixedClock
    from lotse_app.ids import Ids
    from lotse_app.store.opening import Reports, Store


@pytest.fixture
def clock() -> FixedClock:
    return make_clock()


@pytest.fixture
def ids(clock: FixedClock) -> Ids:
    return make_ids(clock)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "bestand"


@pytest.fixture
def store(folder: Path, clock: FixedClock, ids: Ids) -> Iterator[Store]:
    store = create_store(folder, KEY, clock, ids)
    yield store
    store.close()


@pytest.fixture
def reports(store: Store) -> Iterator[Reports]:
    reader = store.open_for_reports()
    yield reader
    reader.close()


@pytest.fixture
def reopen(folder: Path, clock: FixedClock, ids: Ids) -> Iterator[Callable[[], Store]]:
    """Open the folder's store; what is still open at the end of the test is closed."""
    opened: list[Store] = []

    def _open() -> Store:
        opened.append(open_store(folder, KEY, clock, ids))
        return opened[-1]

    yield _open
    for store in opened:
        store.close()
