"""Headless Chromium on the admin page, without scripts and by keyboard alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.forms.browser.browser import WORK, chromium
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


class Reader:
    """One Chromium, to be used as a context."""

    version = ""

    def __enter__(self) -> Self:
        """Start Chromium."""
        shutil.copyfile(HERE / "drive.mjs", WORK / "portal.mjs")
        self._process = subprocess.Popen(
            [str(node()), "portal.mjs"],
            cwd=WORK,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "LOTSE_CHROMIUM": str(chromium())},
        )
        self.version = self._read()["version"]
        return self

    def __exit__(self, *_: object) -> None:
        """End Chromium."""
        self._process.communicate()

    def act(self, **asked: object) -> Sight:
        """Do one thing; every page must be usable by name, without scripts, and at 200 %. Raises AssertionError."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        found = self._read()
        assert not found.get("error"), found["error"]
        assert (found["broken"], found["unnamed"], found["wide"], found["scripts"]) == ([], [], False, 0), found[
            "title"
        ]
        return Sight(found["title"], found["text"])

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found
