"""A desk in the town hall of Wilsdruff for every test that asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desks import close, make_office
from tests.workflows.portal_ground import joined, make_side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desks import Office
    from tests.workflows.portal_ground import Side


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "daten")
    yield made
    close(made.desk)


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Side]:
    """Return everything around the portal over a store that never joined one."""
    made = make_side(tmp_path / "bestand")
    yield made
    made.store.close()


@pytest.fixture
def member(side: Side) -> Side:
    """Return everything around the portal over a store whose device has joined it."""
    joined(side)
    return side
