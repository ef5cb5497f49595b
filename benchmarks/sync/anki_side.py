"""Anki's own client and sync server with the same records; run by the Python of ``build/anki``, prints one JSON line.

``anki_side.py FOLDER PORT SLOW COUNT CLIENTS TOGETHER``: PORT leads to the server over a fast line, SLOW over a slow
one; CLIENTS sync TOGETHER records at once.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from anki.collection import Collection

from benchmarks.sync.documents import session


class Client:
    """One of Anki's collections, and its account."""

    def __init__(self, folder: str, port: int, user: int = 1) -> None:
        Path(folder).mkdir()
        self.collection = Collection(str(Path(folder) / "collection.anki2"))
        self._user = user
        self.at(port)

    def at(self, port: int) -> None:
        """Sign in over a port."""
        self.auth = self.collection.sync_login(f"lotse{self._user}", "lotse", f"http://127.0.0.1:{port}/")

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


def crowd(folder: str, port: int, count: int, clients: int) -> float:
    """Let so many clients sync their part of the records at the same time; return milliseconds until all are done."""
    all_of_them = [Client(f"{folder}/client-{number}", port, number + 2) for number in range(clients)]
    for one in all_of_them:
        one.whole(upload=True)
        one.add(0, count // clients)
    with ThreadPoolExecutor(clients) as pool:
        begin = time.perf_counter()
        list(pool.map(Client.sync, all_of_them))
        return 1000 * (time.perf_counter() - begin)


def main() -> None:
    """Play all scenes."""
    folder = sys.argv[1]
    fast, slow, count, clients, together = map(int, sys.argv[2:7])
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
    found["crowd"] = [crowd(folder, fast, together, clients)]
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
