"""Asks the real ``@jsonforms/core`` what it makes of forms and answers."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any, Self

from lotse_app.paths import resources
from tests.forms.oracle.node import WORK, lay_out, node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Oracle:
    """One Node.js process with JSON Forms in it, to be used as a context."""

    def __enter__(self) -> Self:
        """Start the process."""
        lay_out()
        self._process = subprocess.Popen(
            [str(node()), "oracle.mjs"],
            cwd=WORK,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "LOTSE_DIN91379": str(resources() / "forms" / "din91379.json")},
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.communicate()

    def _write(self, line: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()

    def declare(self, form: str, schema: object, uischema: object) -> None:
        """Make a form known by name: its documents are compiled once."""
        self._write({"form": form, "schema": schema, "uischema": uischema})

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Return what JSON Forms says: ``data`` of a known ``form``, or with documents of its own."""
        self._write({part: question[part] for part in _PARTS if part in question})
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


_PARTS = ("form", "name", "schema", "uischema", "data")


def versions(names: Sequence[str]) -> dict[str, str]:
    """Return the installed versions of packages, and that of Node.js."""
    told = subprocess.run([str(node()), "--version"], capture_output=True, text=True, check=True).stdout
    found = {"node": told.strip().removeprefix("v")}
    for name in names:
        found[name] = json.loads((WORK / "node_modules" / name / "package.json").read_text("utf-8"))["version"]
    return found
