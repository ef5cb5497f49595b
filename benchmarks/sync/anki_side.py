"""Anki's own client and sync server with the same records; run by the Python of ``build/anki``, prints one JSON line.

``anki_side.py FOLDER PORT SLOW COUNT``: PORT leads to the server over a fast line, SLOW over a slow one.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from anki.collection import Collection

from benchmarks.sync.documents import session


class Client:
    """One of Anki's collections, and its account."""

    def __init__(self, folder: str, port: int) -> None:
        self.collection = Collection(str(Path(folder) / "collection.anki2"))
        self.at(port)

    def at(self, port: int) -> None:
        """Sign in over a port."""
        self.auth = self.collection.sync_login("lotse", "lotse", f"http://127.0.0.1:{port}/")

    def sync(self) -> float:
        """Sync records; return milliseconds."""
        begin = time.perf_counter()
        told = self.collection.sync_collection(self.auth, False)
        took = 1000 * (time.perf_counter() - begin)
        assert told.required in {told.NO_CHANGES, told.NORMAL_SYNC}, told
        return took

    def whole(self, *, upload: bool) -> None:
        """Send or fetch the whole file: how every collection begins."""
        self.collection.close_for_full_sync()
        self.collection.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
        self.collection.reopen(after_full_sync=True)

    def add(self, first: int, count: int) -> None:
        """Add records as notes: front its number, back its document."""
        kind = self.collection.models.by_name("Basic")
        deck = self.collection.decks.id("Default")
        for number in range(first, first + count):
            note = self.collection.new_note(kind)
            note.fields = [str(number), json.dumps(session(number, "station-00001"))]
            self.collection.add_note(note, deck)


def main() -> None:
    """Play all scenes."""
    folder, fast, slow, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    for name in ("a", "b"):
        (Path(folder) / name).mkdir()
    here, there = Client(f"{folder}/a", fast), Client(f"{folder}/b", fast)
    here.whole(upload=True)
    there.whole(upload=False)
    here.add(0, count)
    found = {"up": [here.sync()], "down": [there.sync()], "nothing": [here.sync() for _ in range(20)], "one": []}
    for number in range(20):
        here.add(2 * count + number, 1)
        found["one"].append(here.sync())
    there.sync()
    here.add(3 * count, count)
    here.at(slow)
    there.at(slow)
    found |= {"slow up": [here.sync()], "slow down": [there.sync()]}
    assert there.collection.note_count() == 2 * count + 20
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
