"""Packages from npm that something is measured beside: installed as locked, where Node.js is at hand."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def install(package: Path, work: Path) -> str | None:
    """Copy a folder with ``package-lock.json`` to ``work`` and install it there; return why not, or None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return "no Node.js with npm"
    work.mkdir(parents=True, exist_ok=True)
    lock, mark = (package / "package-lock.json").read_bytes(), work / "installed.json"
    for file in package.iterdir():
        shutil.copyfile(file, work / file.name)
    if mark.is_file() and mark.read_bytes() == lock:
        return None
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    made = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False, timeout=600)
    if made.returncode:
        return f"npm ci: {made.stderr.strip()[-200:]}"
    mark.write_bytes(lock)
    return None
