"""The desktop of the window session, and data folders as a first run leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.features.desktop import Desktop


@pytest.fixture
def desk() -> Iterator[Desktop]:
    """Return the desktop, with German keys."""
    from tests.features.desktop import Desktop  # noqa: PLC0415 - jeepney is Linux's; elsewhere these tests are not run
    from tests.features.typing import german_keyboard  # noqa: PLC0415 - presses keys of an X server

    german_keyboard()
    with Desktop() as desktop:
        yield desktop
