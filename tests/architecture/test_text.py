"""What no file of the repository may hold: a registry's host, a path of one machine, a note for later."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Folders that are made, not kept.
MADE = {
    ".git",
    ".venv",
    ".venv.lock",
    "lotse.egg-info",
    "build",
    "dist",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}
LARGEST = 3_000_000
#: Put together here, so that this file does not hold what it looks for.
HOSTS = re.compile(r"py" r"pi\.org|python" r"hosted|registry\.npm" r"js|deb\.deb" r"ian\.org")
MACHINE = re.compile(r"(^|[^.a-zA-Z0-9_-])/(wo" r"rk|fa" r"rm|ro" r"ot)/", re.MULTILINE)
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def kept_files() -> Iterator[Path]:
    """Return every file that belongs to the repository, found without asking git."""
    for folder, inner, names in _walked():
        inner[:] = sorted(set(inner) - MADE)
        yield from (folder / name for name in sorted(names) if name not in MADE and not name.startswith(".coverage"))


def _walked() -> Iterator[tuple[Path, list[str], list[str]]]:
    """``Path.walk`` came with Python 3.12."""
    for folder, inner, names in os.walk(ROOT):
        yield Path(folder), inner, names


def texts() -> Iterator[tuple[str, str]]:
    """Return path and content of every text file."""
    for path in kept_files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8", "replace")


def found(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return the matches with the number of their line."""
    return [f"{text.count(chr(10), 0, match.start(0)) + 1}: {match.group()}" for match in pattern.finditer(text)]


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE, LATER], ids=["hosts", "machine", "later"])
def test_no_file_holds(pattern: re.Pattern[str]) -> None:
    assert [f"{name}:{hit}" for name, text in texts() for hit in found(pattern, text)] == []


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (HOSTS, "https://py" + "pi.org/simple", "https://docs.python.org"),
        (MACHINE, "see /wo" + "rk/main", "see docs/work/main"),
        (LATER, "x = 1  # TO" + "DO: later", "x = 1  # Todo-Liste"),
    ],
)
def test_it_would_be_found(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert found(pattern, bad)
    assert not found(pattern, good)


def test_no_file_is_larger_than_three_megabytes() -> None:
    sizes = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in kept_files()}
    assert "pyproject.toml" in sizes
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


LOCKED = re.compile(r"[a-z0-9.-]+==\S+( ; .+)? \\$|    --hash=sha256:[0-9a-f]{64}( \\)?$")


def test_locked_requirements_hold_hashes_and_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-build.txt", "requirements-portal.txt"):
        lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if not line.startswith("#")]
        assert lines
        assert [
            line
            for line in lines
            if not re.match(r"[a-z0-9.-]+==\S+( ; .+)? \\$|    --hash=sha256:[0-9a-f]{64}( \\)?$", line)
        ] == []
