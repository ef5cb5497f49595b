"""Where Chromium and the packages are, and asking them: a form as JSON Forms renders it in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from lotse_app.paths import resources
from tests.forms.oracle import node as machine

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
WORK = machine.ROOT / "build" / "browser"
PACKAGES = ("@jsonforms/core", "@jsonforms/react", "@jsonforms/vanilla-renderers", "ajv", "ajv-formats", "react")
_SOURCES = ("package.json", "package-lock.json", "page.jsx", "page.html", "lists.mjs", "drive.mjs")
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_BUNDLE = (
    "page.jsx", "--bundle", "--outfile=page.js", "--format=iife", "--platform=browser", "--minify",
    "--alias:node:fs=./lists.mjs", '--define:process.env.LOTSE_DIN91379="lists"',
    '--define:process.env.NODE_ENV="production"', "--log-level=error",
)  # fmt: skip


def chromium() -> str | None:
    """Return the path of Chromium, None where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name)) is not None), None)


def install() -> str | None:
    """Install the locked packages and bundle the page; return why that does not work, or None."""
    if chromium() is None:
        return "no Chromium: apt-get install chromium"
    command = machine.npm() if machine.node() is not None else None
    if command is None:
        return "no Node.js 20 or newer with npm"
    WORK.mkdir(parents=True, exist_ok=True)
    for name in _SOURCES:
        shutil.copyfile(HERE / name, WORK / name)
    for name in ("host.mjs", "formats.mjs"):
        shutil.copyfile(machine.HERE / name, WORK / name)
    shutil.copyfile(resources() / "forms" / "din91379.json", WORK / "din91379.json")
    mark, lock = WORK / "installed.json", (HERE / "package-lock.json").read_bytes()
    if not mark.is_file() or mark.read_bytes() != lock:
        made = _run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        if made is not None:
            return f"npm ci: {made}"
        mark.write_bytes(lock)
    made = _run([str(machine.node()), "node_modules/esbuild/bin/esbuild", *_BUNDLE])
    return None if made is None else f"esbuild: {made}"


def _run(command: list[str]) -> str | None:
    told = subprocess.run(command, cwd=WORK, capture_output=True, text=True, check=False, timeout=900)
    return None if told.returncode == 0 else told.stderr.strip()[-400:]


def versions() -> dict[str, str]:
    """Return the versions of the installed packages."""
    folder = WORK / "node_modules"
    return {name: json.loads((folder / name / "package.json").read_text("utf-8"))["version"] for name in PACKAGES}


def class_of(scope: str) -> str:
    """Return the class JSON Forms gives the control of a scope."""
    return scope.replace("#", "root", 1).replace("/", "_")


class Driven:
    """One Chromium and the script in ``WORK`` that drives it, a line of JSON each way; to be used as a context."""

    version = ""

    def __init__(self, script: str) -> None:
        self._script = script

    def __enter__(self) -> Self:
        """Start Chromium."""
        self._process = subprocess.Popen(
            [str(machine.node()), self._script],
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

    def _write(self, line: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


class Browser(Driven):
    """Chromium with the page of JSON Forms in it."""

    def __init__(self) -> None:
        super().__init__("drive.mjs")

    def declare(self, form: str, schema: object, uischema: object) -> None:
        """Make the two documents of a form known, as they are."""
        self._write({"form": form, "schema": schema, "uischema": uischema})

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the page shows for answers. Raises ValueError where the page fell over."""
        self._write(question)
        found = self._read()
        if found.get("error") or found["broken"]:
            message = f"{question['name']}: {found.get('error')} {found['broken']}"
            raise ValueError(message)
        return found
