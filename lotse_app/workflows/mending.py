"""What a round does besides: comparing records with the portal, and giving word of what was erased (design/sync, 5).

Comparing repairs what was read, never asks which side is right, and touches nothing of one's own: what differs is read
again, and what the portal does not name then is forgotten. What was erased by law elsewhere is answered for only when
nothing of it is left here; what is left is told to a person, for nobody else deletes a case.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.models.mending import COMPARED, buckets, proof_of
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.sync import EpochChangedError

if TYPE_CHECKING:
    from lotse_app.models.mending import Purge
    from lotse_app.workflows.sync_ports import MendingLink, MendingRows, OnStore, SyncRows

_PAGE = 500
#: The portal did answer, if not as it should: it is not asked again at once.
_ANSWERED = frozenset({Code.PORTAL_ANSWER, Code.PORTAL_OUTDATED})


class Mending:
    """After a round that got through; net lane, each step of the store on its lane."""

    def __init__(self, rows: MendingRows, sync: SyncRows) -> None:
        self._rows = rows
        self._sync = sync

    def left(self) -> tuple[Purge, ...]:
        """Return what was erased elsewhere and is still here under a name. Store lane."""
        return tuple(one for one in self._rows.purges() if one.name)

    def after_round(self, link: MendingLink, device: str, on_store: OnStore) -> None:
        """Compare where that is due, and give word of erasures. Raises STORE_LOCKED; the network raises nothing."""
        if on_store(self._rows.is_due):
            self._compare(link, on_store)
        gone = [one for one in on_store(self._rows.purges) if not one.left]
        for start in range(0, len(gone), _PAGE):
            some = gone[start : start + _PAGE]
            with suppress(ProblemError):  # it is said again with the next round
                link.prove([(one.kind, one.id, proof_of(one, device)) for one in some])
                on_store(partial(self._rows.note_proved, some))

    def _compare(self, link: MendingLink, on_store: OnStore) -> None:
        try:
            told = {kind.value: buckets(on_store(partial(self._rows.versions, kind))) for kind in COMPARED}
            differing = link.differing(told)
            if any(differing.values()):
                seen = self._read_again(link, on_store)
                on_store(partial(self._rows.drop_unseen, differing, seen))
        except EpochChangedError:
            return  # the next round takes a fresh snapshot
        except ProblemError as error:
            if error.problem.code not in _ANSWERED:
                return
        on_store(self._rows.note_compared)

    def _read_again(self, link: MendingLink, on_store: OnStore) -> set[tuple[str, str]]:
        """Read everything from the beginning; return which records the portal named."""
        on_store(self._rows.read_again)
        seen: set[tuple[str, str]] = set()
        more = True
        while more:
            position = on_store(self._sync.position)
            pulled = link.changes(position, _PAGE)
            if pulled.epoch != position.epoch:
                raise EpochChangedError(pulled.epoch)
            on_store(partial(self._sync.keep_page, pulled))
            seen |= {(one.kind, one.id) for one in pulled.rows}
            more = pulled.more
        return seen
