"""Where marker words were looked for, and how much was read there; writes ``docs/nachweise/suchwoerter.md``.

Nobody and nothing else writes that page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.run import circumstances
from tests.faults.ground import repository
from tests.faults.scanning import forms, hits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

#: Kinds of places: below the data folder or the process's own folders, where, and which files; the first that fits.
DATA_FOLDER = {
    "store file": ("bestand", "lotse.db"),
    "write-ahead log of the store": ("bestand", "lotse.db-wal"),
    "index of that log": ("bestand", "lotse.db-shm"),
    "key files": ("bestand", "schluessel*.json"),
    "settings of the window": ("", "fenster.ini"),
    "crash reports": ("protokolle", "absturz-*"),
    "logs": ("protokolle", "*"),
    "everything else in the data folder": ("", "**/*"),
}
OWN_FOLDERS = {
    "temporary files (TMPDIR)": ("TMPDIR", "**/*"),
    "caches (XDG_CACHE_HOME)": ("XDG_CACHE_HOME", "**/*"),
    "settings of Qt and the desktop (XDG_CONFIG_HOME)": ("XDG_CONFIG_HOME", "**/*"),
    "recent files and other data (XDG_DATA_HOME)": ("XDG_DATA_HOME", "**/*"),
    "state (XDG_STATE_HOME)": ("XDG_STATE_HOME", "**/*"),
    "sockets and locks (XDG_RUNTIME_DIR)": ("XDG_RUNTIME_DIR", "**/*"),
    "the rest of the home folder (HOME)": ("HOME", "**/*"),
    "standard error": ("", "stderr.txt"),
}

_HEAD = """# Suchwörter: nothing that was typed is readable outside the opened store

Written by `make faults` only. The real program (real encrypted store, real window on an X server) is worked by key
events: words that stand nowhere else are typed into the fields of the main job, of the post that came of it, of the
search, of the session's end and of the Schreibtafel. It is looked for them, for the passphrase and for the key of the
store four times: when all is typed, when all is done (after a crash report was written), behind the lock, and when the
program has ended.
"""
_WAYS = """
- Bytes read: the most there was at one of the four moments. A place without a file was there, and empty.
- Control: a word was put into a file of that place, behind what the program had written there, in each of the forms
  one after the other; so many of the forms the same search found.
- Forms: {forms}; of each encoding also base64, in its three alignments.
- Positive control of the store: opened with its key, its tables hold {held} of the {stored} words that are meant to be
  stored, all different. Searched for and typed on the Schreibtafel, but meant to be nowhere: {unstored}.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a run saw: by moment and kind (files, bytes), hits, in how many forms a control was found, words by sort."""

    read: Mapping[str, Mapping[str, tuple[int, int]]]
    hits: Mapping[str, Mapping[str, Sequence[str]]]
    controls: Mapping[str, int]
    held: int
    stored: int
    unstored: int
    control: str


def kinds(root: Path, private: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield each kind of place with its folder and the files that belong to it."""
    for name, (folder, files) in DATA_FOLDER.items():
        yield name, root / folder, files
    for name, (folder, files) in OWN_FOLDERS.items():
        yield name, private / folder, files


def read_at(root: Path, private: Path) -> dict[str, tuple[int, int]]:
    """Return how many files and bytes each kind of place holds now; each file counts once."""
    counted: set[Path] = set()
    found = {}
    for name, folder, files in kinds(root, private):
        here = {path for path in folder.glob(files) if path.is_file()} - counted
        counted |= here
        found[name] = (len(here), sum(path.stat().st_size for path in here))
    return found


def controls(root: Path, private: Path, word: str) -> dict[str, int]:
    """Put a word into each kind of place in every form, and return in how many forms the search finds it there."""
    found = {}
    for name, folder, files in kinds(root, private):
        sample = next((path for path in sorted(folder.glob(files)) if path.is_file()), None)
        before = sample.read_bytes() if sample else b""
        probe = (sample.parent if sample else folder) / f"probe-{sample.name if sample else 'leer'}"
        probe.parent.mkdir(parents=True, exist_ok=True)  # a kind of place that the program had no reason to make
        seen = 0
        for raw in forms(word).values():
            probe.write_bytes(before + raw)
            seen += probe.name in hits([probe.parent], [word])
        probe.unlink()
        found[name] = seen
    return found


def write_page(found: Found) -> None:
    """Write the page with figures, commit and machine."""
    plain = ", ".join(name for name in forms(found.control) if not name.startswith("base64"))
    ways = _WAYS.format(forms=plain, held=found.held, stored=found.stored, unstored=found.unstored)
    wrong = [f"- at „{moment}“: {names}" for moment, names in found.hits.items() if names]
    page = repository() / "docs" / "nachweise" / "suchwoerter.md"
    page.write_text("\n".join([_HEAD, *circumstances(), "", *_table(found), ways, *wrong]).rstrip() + "\n", "utf-8")


def _table(found: Found) -> Iterator[str]:
    yield "| place | files | bytes read | control found, of the forms |"
    yield "|---|---:|---:|---:|"
    for name, seen in found.controls.items():
        files, size = max((moment[name] for moment in found.read.values()), key=lambda one: one[1])
        yield f"| {name} | {files} | {size:,} | {seen} of {len(forms(found.control))} |"
    yield ""
    yield "| moment | bytes read | hits |"
    yield "|---|---:|---:|"
    for moment, places in found.read.items():
        yield f"| {moment} | {sum(size for _, size in places.values()):,} | {len(found.hits[moment])} |"
