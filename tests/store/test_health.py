"""What the portal is told of a store: how it lies on the disk, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.store import health as health_module
from lotse_app.store.health import HealthTable
from lotse_app.store.opening import create_store
from tests.store.samples import KEY, make_clock, make_ids

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_store_says_how_much_room_is_left_and_that_its_file_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = make_clock()
    store = create_store(tmp_path / "bestand", KEY, clock, make_ids(clock))
    told = store.health.health()
    assert told.encrypted
    assert told.disk_free > 0
    assert told.disk_free % 100_000_000 == 0

    (tmp_path / "offen.db").write_bytes(b"SQLite format 3\x00rest")
    plain = HealthTable(store._connection, store.sync, store.trail, tmp_path / "offen.db")
    assert not plain.health().encrypted

    def nobody_knows(_folder: Path) -> int:
        raise OSError

    monkeypatch.setattr(health_module, "free_bytes", nobody_knows)
    assert plain.health().disk_free == 0
    store.close()
