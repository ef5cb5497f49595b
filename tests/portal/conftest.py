"""A served portal on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_portal.database import embedded
from tests.portal.databases import fresh_database, postgres
from tests.portal.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.portal.serving import Served


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Return the address of a PostgreSQL server of this run."""
    with postgres() as address:
        yield address


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a served portal; the stations of a test are its own."""
    folder = tmp_path_factory.mktemp("portal")
    on_file = request.param == "sqlite"
    address = embedded(folder) if on_file else fresh_database(request.getfixturevalue("postgres_server"))
    with served(folder, address) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Return the addresses of two empty databases of one kind."""
    if request.param == "sqlite":
        (tmp_path / "new").mkdir()
        return embedded(tmp_path), embedded(tmp_path / "new")
    server = request.getfixturevalue("postgres_server")
    return fresh_database(server), fresh_database(server)
