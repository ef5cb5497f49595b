"""Looks for words in files, in every form in which a program may have left them."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "utf-32-le")


def forms(word: str) -> dict[str, bytes]:
    """Return the bytes of a word by the name of the form: encodings, JSON-escaped, quoted, base64 in its alignments."""
    found: dict[str, bytes] = {}
    for encoding in ENCODINGS:
        raw = word.encode(encoding, errors="ignore")
        if raw.decode(encoding) == word:
            found[encoding] = raw
            found.update({f"base64 of {encoding}, {at}": one for at, one in enumerate(_in_base64(raw))})
    found["json"] = json.dumps(word)[1:-1].encode()
    found["url"] = quote(word).encode()
    found["hex"] = word.encode().hex().encode()
    return found


def _in_base64(raw: bytes) -> Iterable[bytes]:
    """Yield what is the same however the word is aligned: the first and last characters depend on their neighbours."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + raw)
        first = -(-before * 8 // 6)
        last = (before + len(raw)) * 8 // 6
        yield coded[first:last]


def hits(folders: Iterable[Path], words: Iterable[str]) -> dict[str, list[str]]:
    """Return which words stand in which files below the folders, with the form they have there; names of files too."""
    wanted = {word: forms(word) for word in words}
    found: dict[str, list[str]] = {}
    for folder in folders:
        for path in (one for one in folder.rglob("*") if one.is_file()):
            content = path.read_bytes() + b"\n" + str(path.relative_to(folder)).encode()
            for word in _in(content, wanted):
                found.setdefault(path.name, []).append(word)
    return found


def _in(content: bytes, wanted: Mapping[str, Mapping[str, bytes]]) -> Iterable[str]:
    folded = content.lower()
    for word, ways in wanted.items():
        for name, raw in ways.items():
            if raw in content or raw.lower() in folded:
                yield f"{word} ({name})"
