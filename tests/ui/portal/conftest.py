"""A real portal in a process of its own beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal_client.portals import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal_client.portals import Portal


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture(scope="session")
def station(portal: Portal) -> str:
    """Return the station of the portal; every test's desk is of the same one, so there is one."""
    return portal.said("station", "add", "--name", "Wilsdruff")
