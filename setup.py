"""Puts the handbook into the wheel: its one source is ``docs``, the program looks for it beside its resources."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

#: Folders of ``docs`` that the program shows (``lotse_app/paths.py: handbook``); pages name pictures as ``../bilder``.
SHOWN = ("handbuch", "bilder")


class BuildWithHandbook(build_py):
    """Copies pages and pictures below ``resources`` of what is built; an editable install reads them in place."""

    def run(self) -> None:
        """Build as usual, then copy."""
        super().run()
        if self.editable_mode:
            return
        for name in SHOWN:
            target = Path(self.build_lib, "resources", name)
            shutil.copytree(Path("docs", name), target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("hauptweg"))


setup(cmdclass={"build_py": BuildWithHandbook})
