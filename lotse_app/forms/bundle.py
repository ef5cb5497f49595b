"""Puts building blocks into a schema: ``$ref`` to another file becomes ``$ref`` into the document's own ``$defs``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DEFS = "#/$defs/"


def bundle(document: Mapping[str, Any], file: Path, library: Path, faults: list[str]) -> dict[str, Any]:
    """Return the document with all building blocks in ``$defs``; ``faults`` gets what cannot be resolved.

    Blocks lie inside ``library``; a name that two files define differently is a fault.
    """
    bundler = _Bundler(library.resolve(), faults)
    bundler.definitions.update(_definitions(document))
    bundler.loaded.add(file.resolve())
    body = bundler.rewrite({name: part for name, part in document.items() if name != "$defs"}, file)
    own = {name: bundler.rewrite(part, file) for name, part in _definitions(document).items()}
    faults.extend(place for target, place in bundler.wanted.items() if target not in bundler.definitions)
    return {**body, "$defs": {**bundler.definitions, **own}}


def _definitions(document: Mapping[str, Any]) -> dict[str, Any]:
    found = document.get("$defs")
    return found if isinstance(found, dict) else {}


class _Bundler:
    """Walks documents; every file is read once."""

    def __init__(self, library: Path, faults: list[str]) -> None:
        self._library = library
        self._faults = faults
        self.definitions: dict[str, Any] = {}
        self.loaded: set[Path] = set()
        self.wanted: dict[str, str] = {}

    def rewrite(self, part: Any, file: Path) -> Any:  # noqa: ANN401 - a JSON document
        """Return a copy of ``part`` in which every reference is local."""
        if isinstance(part, list):
            return [self.rewrite(one, file) for one in part]
        if not isinstance(part, dict):
            return part
        copied = {name: self.rewrite(one, file) for name, one in part.items()}
        reference = part.get("$ref")
        if isinstance(reference, str) and not reference.startswith("#"):
            copied["$ref"] = self._local(reference, file)
        return copied

    def _local(self, reference: str, file: Path) -> str:
        name, mark, target = reference.partition(_DEFS)
        source = (file.parent / name).resolve()
        if mark and source.is_relative_to(self._library):
            self._load(source)
            self.wanted[target] = f"{file.name}: {reference}"
        else:
            self._faults.append(f"{file.name}: {reference}")
        return _DEFS + target

    def _load(self, source: Path) -> None:
        if source in self.loaded:
            return
        self.loaded.add(source)
        for name, block in _definitions(read_json(source, self._faults)).items():
            made = self.rewrite(block, source)
            if self.definitions.setdefault(name, made) != made:
                self._faults.append(f"{source.name}: {name}")


def read_json(file: Path, faults: list[str]) -> dict[str, Any]:
    """Return a JSON object from a file; an empty one, and a fault, where it cannot be read."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError:
        faults.append(f"{file.name}: nicht lesbar")
        return {}
    except ValueError as error:
        faults.append(f"{file.name}: {error}")
        return {}
    if not isinstance(found, dict):
        faults.append(f"{file.name}: kein Objekt")
        return {}
    return found
