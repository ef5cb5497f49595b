"""The released texts of the Vollmacht (``resources/mandates``): each version stays for good."""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING

from lotse_app.models.mandate import MandateText, Scope
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from pathlib import Path


class MandateTexts:
    """Loads texts by version, each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: dict[int, MandateText] = {}

    def versions(self) -> tuple[int, ...]:
        """Return the numbers of all released texts."""
        return tuple(sorted(int(file.stem.rpartition("-")[2]) for file in self._folder.glob("vollmacht-*.toml")))

    def text(self, version: int) -> MandateText:
        """Return one version. Raises FORM_MISSING where it is not here."""
        if version not in self._texts:
            file = self._folder / f"vollmacht-{version}.toml"
            if not file.is_file():
                raise refuse(Code.FORM_MISSING, form=file.stem)
            self._texts[version] = _read(file.read_bytes())
        return self._texts[version]


def _read(content: bytes) -> MandateText:
    told = tomllib.loads(content.decode("utf-8"))
    scopes = {Scope(name): text for name, text in told.pop("scopes").items()}
    notes = {Scope(name): text for name, text in told.pop("notes").items()}
    sentences = tuple(told.pop("sentences"))
    digest = hashlib.sha256(content).hexdigest()
    return MandateText(**told, digest=digest, sentences=sentences, scopes=scopes, notes=notes)
