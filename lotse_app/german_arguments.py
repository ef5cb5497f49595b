"""A parser of the command line that speaks German: ``argparse`` itself has English sentences only."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from lotse_app.overriding import override

_TITLES = {"positional arguments": "Angaben", "options": "Schalter"}


class GermanParser(argparse.ArgumentParser):
    """Names its groups, its help and what it did not understand in German; sub-commands do the same."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(prog=prog, description=description, add_help=False)
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen und enden")

    @override
    def add_argument_group(self, title: str | None = None, *given: Any, **facts: Any) -> argparse._ArgumentGroup:
        return super().add_argument_group(_TITLES.get(title or "", title), *given, **facts)

    @override
    def format_usage(self) -> str:
        return _in_german(super().format_usage())

    @override
    def format_help(self) -> str:
        return _in_german(super().format_help())

    @override
    def error(self, message: str) -> NoReturn:
        """Say how the command goes and end with 2; argparse's own ``message`` is English and names inner commands."""
        self.exit(2, f"{self.format_usage()}Das lässt sich so nicht ausführen. Was geht, sagt: {self.prog} --help\n")


def _in_german(text: str) -> str:
    return text.replace("usage: ", "Aufruf: ", 1)
