"""The audit trail's table: append-only by trigger, hash-chained, with a marked anchor where it was pruned.

The mark is HMAC-SHA256 under a key derived from the database key. It proves that the program cut there with the store
open, not who sat before it: whoever can open the store could make it as well (design/privacy, Protokoll).
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from lotse_app.models.trail import START, Deed, Entry, Head, Outcome, TrailCheck, link
from lotse_app.store.columns import moment_text
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from sqlite3 import Row

    from lotse_app.clock import Clock
    from lotse_app.store.connection import Connection

_PURPOSE = b"lotse protokoll anker 1"
#: Entries are followed in portions, so that three years of them need no memory.
_PORTION = 1000


def anchor_key(database_key: bytes) -> bytes:
    """Return the key that marks anchors; it tells nothing about the database key."""
    return hmac.digest(database_key, _PURPOSE, hashlib.sha256)


class TrailTable:
    """Writes and follows the trail. ``who`` is the pilot at this desk, set by ``sign_on``."""

    def __init__(self, connection: Connection, clock: Clock, mark_key: bytes) -> None:
        self._connection = connection
        self._clock = clock
        self._mark_key = mark_key
        self._who = ""

    def sign_on(self, pilot_id: str) -> None:
        """Note that this pilot unlocked the store; what follows is noted as theirs."""
        self._who = pilot_id
        self.note(Deed.UNLOCKED)

    def note(self, deed: Deed, record_id: str = "", outcome: Outcome = Outcome.DONE, reason: str = "") -> None:
        """Add one entry, in the transaction of the act it tells of."""
        with self._connection.atomic():
            head = self.head()
            at = moment_text(self._clock.now())
            bare = Entry(head.number + 1, at, self._who, deed.value, record_id, outcome.value, reason, "")
            self._connection.insert(
                "trail",
                {
                    "number": bare.number,
                    "at": bare.at,
                    "who": bare.who,
                    "deed": bare.deed,
                    "record_id": bare.record_id,
                    "outcome": bare.outcome,
                    "reason": bare.reason,
                    "hash": link(head.hash, bare),
                },
            )

    def head(self) -> Head:
        """Return number and hash of the last entry; of the anchor where all were pruned; 0 in an empty trail."""
        row = self._connection.row("SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1") or self._anchor()
        return Head(row["number"], row["hash"]) if row else Head(0, START)

    def newest(self, limit: int = 200) -> tuple[Entry, ...]:
        """Return the newest entries, newest first."""
        rows = self._connection.rows("SELECT * FROM trail ORDER BY number DESC LIMIT ?", (limit,))
        return tuple(_read(row) for row in rows)

    def check(self) -> TrailCheck:
        """Follow the chain from the anchor; say where it breaks, and what has no entry. Reads every entry."""
        anchor = self._anchor()
        before = Head(anchor["number"], anchor["hash"]) if anchor else Head(0, START)
        first, entries, broken, since = before.number, 0, None, ""
        for entry in self._entries():
            entries += 1
            since = since or entry.at
            if entry.number != before.number + 1 or entry.hash != link(before.hash, entry):
                broken = min(entry.number, before.number + 1)
                break
            before = Head(entry.number, entry.hash)
        missing = self._missing(since if anchor else "", pruned=anchor is not None)
        return TrailCheck(entries, before, first, self._anchor_good(anchor), broken, missing)

    def prune(self, last: int) -> int:
        """Delete entries up to number ``last`` and leave an anchor; return how many went. Inside an open gate."""
        row = self._connection.row("SELECT number, hash FROM trail WHERE number = ?", (last,))
        if row is None:
            return 0
        at = moment_text(self._clock.now())
        self._write_anchor(row["number"], row["hash"], at, self._mark_key)
        return self._connection.run("DELETE FROM trail WHERE number <= ?", (last,))

    def remark(self, before: bytes, after: bytes) -> None:
        """Mark the anchor with the key of another database, if its mark under the present one is right."""
        anchor = self._anchor()
        if anchor and hmac.compare_digest(_mark(anchor, anchor_key(before)), anchor["mark"]):
            self._write_anchor(anchor["number"], anchor["hash"], anchor["made_at"], anchor_key(after))

    def last_before(self, moment: datetime) -> int:
        """Return the number of the last entry older than ``moment``, 0 for none."""
        found = self._connection.value("SELECT max(number) FROM trail WHERE at < ?", (moment_text(moment),))
        return int(found or 0)

    def _missing(self, since: str, *, pruned: bool) -> int:
        """Return how much of the store has no entry: a chain that was cut off at its end is whole in itself."""
        return int(self._connection.value(statement("trail_facts"), {"since": since, "pruned": int(pruned)}))

    def _anchor(self) -> Row | None:
        return self._connection.row("SELECT number, hash, made_at, mark FROM trail_anchor")

    def _anchor_good(self, anchor: Row | None) -> bool:
        return anchor is None or hmac.compare_digest(_mark(anchor, self._mark_key), anchor["mark"])

    def _write_anchor(self, number: int, digest: str, at: str, key: bytes) -> None:
        row = {"id": 1, "number": number, "hash": digest, "made_at": at}
        self._connection.put("trail_anchor", row | {"mark": _mark_of(number, digest, at, key)})

    def _entries(self) -> Iterator[Entry]:
        last = -1
        while rows := self._connection.rows(
            "SELECT * FROM trail WHERE number > ? ORDER BY number LIMIT ?", (last, _PORTION)
        ):
            yield from map(_read, rows)
            last = rows[-1]["number"]


def _mark(anchor: Row, key: bytes) -> str:
    return _mark_of(anchor["number"], anchor["hash"], anchor["made_at"], key)


def _mark_of(number: int, digest: str, at: str, key: bytes) -> str:
    return hmac.new(key, f"{number}|{digest}|{at}".encode(), hashlib.sha256).hexdigest()


def _read(row: Row) -> Entry:
    return Entry(
        number=row["number"],
        at=row["at"],
        who=row["who"],
        deed=row["deed"],
        record_id=row["record_id"],
        outcome=row["outcome"],
        reason=row["reason"],
        hash=row["hash"],
    )
