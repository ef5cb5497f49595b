"""A portal of its own for each test: what lies there of other tests would be seen or counted too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal_client.portals import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal_client.portals import Portal


@pytest.fixture
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture
def station(portal: Portal) -> str:
    return portal.said("station", "add", "--name", "Wilsdruff")
