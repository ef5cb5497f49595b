"""The program of the demonstration: real store and forms, no keyring of the person who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.bootstrap import build
from lotse_app.documents.reader import text_of
from lotse_app.models.problems import Code, refuse
from lotse_app.paths import Places

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.bootstrap import Program
    from lotse_app.workflows.desk import Desk


def stage(out: Path) -> Program:
    """Build the real program over the folder. It asks no keyring: the demonstration leaves nothing on the computer."""
    return build(Places(out / "daten"), NoKeyring())


class NoKeyring:
    """A computer without a keyring: the key slot says so, and the passphrase has to be longer."""

    def get(self, secret_id: str) -> bytes | None:  # noqa: ARG002 - the port names it
        """Raise KEYRING_ABSENT."""
        raise refuse(Code.KEYRING_ABSENT)

    def set(self, secret_id: str, secret: bytes) -> None:  # noqa: ARG002 - the port names them
        """Raise KEYRING_ABSENT."""
        raise refuse(Code.KEYRING_ABSENT)

    def delete(self, secret_id: str) -> None:
        """Do nothing: nothing was kept."""


def close(desk: Desk) -> None:
    """Close both connections of a desk."""
    desk.close_reports()
    desk.close()


def says(pdf: bytes, words: str) -> bool:
    """Return whether a PDF reader finds the words on a page."""
    return "".join(words.split()).casefold() in text_of(pdf).casefold()
