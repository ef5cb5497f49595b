"""Headless Chromium on the admin page, without scripts and by keyboard alone."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lotse_app.overriding import override
from tests.forms.browser.browser import WORK, Driven, chromium
from tests.forms.oracle.node import node

HERE = Path(__file__).parent


def missing() -> str:
    """Return why the browser cannot be asked, empty where it can."""
    if chromium() is None or node() is None:
        return "no Chromium or no Node.js 20 or newer"
    return "" if (WORK / "node_modules" / "puppeteer-core").is_dir() else "make browser installs what drives Chromium"


@dataclass(frozen=True, slots=True)
class Sight:
    """What the browser shows after an act."""

    title: str
    text: str


class Reader(Driven):
    """Chromium on the admin page."""

    def __init__(self) -> None:
        super().__init__("portal.mjs")

    @override
    def __enter__(self) -> Self:
        """Start Chromium."""
        shutil.copyfile(HERE / "drive.mjs", WORK / "portal.mjs")
        return super().__enter__()

    def act(self, **asked: object) -> Sight:
        """Do one thing; every page must be usable by name, without scripts, and at 200 %. Raises AssertionError."""
        self._write(asked)
        found = self._read()
        assert not found.get("error"), found["error"]
        assert (found["broken"], found["unnamed"], found["wide"], found["scripts"]) == ([], [], False, 0), found[
            "title"
        ]
        return Sight(found["title"], found["text"])
