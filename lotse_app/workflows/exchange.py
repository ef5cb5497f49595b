"""One round with the portal: hand over what waits, read what changed, mend what does not fit (design/sync, 4 to 6).

Nothing here asks a person anything. What the portal refuses is kept and shown; what is in doubt is sent again, since
the portal gives the same operation the same answer for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.models.operation import Act
from lotse_app.models.sync import EpochChangedError, LogForkError, SeqGapError, Verdict
from lotse_app.workflows.operations import previous

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from lotse_app.models.operation import Operation
    from lotse_app.workflows.sync_ports import PortalLink, SyncRows

_BATCH, _PAGE = 500, 500
#: So often a round mends and begins again before it leaves the rest to the next one.
_MENDED = 5


@dataclass(frozen=True, slots=True)
class RoundDone:
    """What a round moved: operations answered, records read."""

    answered: int
    read: int


class Exchange:
    """Rounds between one store and the portal; net lane."""

    def __init__(self, rows: SyncRows, portal: PortalLink, batch: int = _BATCH, page: int = _PAGE) -> None:
        self._rows = rows
        self._portal = portal
        self._batch = batch
        self._page = page

    def round(self) -> RoundDone:
        """Hand over everything that waits, then read everything that changed. Raises ProblemError of the network."""
        answered = read = 0
        for _ in range(_MENDED):
            try:
                answered += self._hand_over()
                read += self._read()
            except EpochChangedError as error:
                self._rows.begin_epoch(error.epoch)
            else:
                break
        return RoundDone(answered, read)

    def _hand_over(self) -> int:
        answered = mended = 0
        while operations := self._rows.waiting(self._batch):
            try:
                pushed = self._portal.push(self._rows.position(), operations)
            except SeqGapError as error:
                mended += 1
                if not self._rows.rewind(error.expected):
                    self._rows.begin_log()
            except LogForkError:
                mended += 1
                self._rows.begin_log()
            else:
                if pushed.epoch != self._rows.position().epoch:
                    raise EpochChangedError(pushed.epoch)
                self._rows.settle(pushed)
                answered += len(pushed.results)
                if all(one.verdict is Verdict.DEFERRED for one in pushed.results):
                    break  # it all waits for something else; asking again at once would never end
            if mended > _MENDED:
                break
        return answered

    def _read(self) -> int:
        read, more = 0, True
        while more:
            position = self._rows.position()
            pulled = self._portal.changes(position, self._page)
            if pulled.epoch != position.epoch:
                raise EpochChangedError(pulled.epoch)
            self._rows.keep_page(pulled)
            read += len(pulled.rows)
            more = pulled.more
        return read


def overlaid(base: Mapping[str, Any] | None, operations: Iterable[Operation]) -> dict[str, Any] | None:
    """Return a record as the person sees it: what the portal last said, and over it what it did not yet confirm.

    None means that there is no such record, or no longer one (design/sync, 5).
    """
    seen = None if base is None else dict(base)
    for operation in operations:
        if operation.act is Act.DELETE:
            seen = None
        elif operation.act is Act.CREATE:
            seen = dict(operation.body)
        elif seen is not None:
            seen |= {pointer[1:]: change["v"] for pointer, change in operation.body.items()}
    return seen


def patch_of(seen: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the ``set`` of a patch: each field that differs, with the digest of what its author saw."""
    return {
        f"/{name}": {"p": previous(seen.get(name)), "v": value}
        for name, value in wanted.items()
        if name not in seen or seen[name] != value
    }
