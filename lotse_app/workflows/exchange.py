"""One round with the portal: hand over what waits, read what changed, mend what does not fit (design/sync, 4 to 6).

Nothing here asks a person anything. What the portal refuses is kept and shown; what is in doubt is sent again, since
the portal gives the same operation the same answer for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from lotse_app.models.operation import Act
from lotse_app.models.sync import EpochChangedError, LogForkError, SeqGapError, Verdict
from lotse_app.workflows.operations import previous

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from lotse_app.models.operation import LoggedOperation, Operation
    from lotse_app.models.sync import Position, Pushed
    from lotse_app.workflows.sync_ports import BesideStore, OnStore, PortalLink, SyncRows

T = TypeVar("T")

_BATCH, _PAGE = 500, 500
#: So often a round mends and begins again before it leaves the rest to the next one.
_MENDED = 5


@dataclass(frozen=True, slots=True)
class RoundDone:
    """What a round moved: operations answered, records read."""

    answered: int
    read: int


def straight(work: Callable[[], T]) -> T:
    """Do work where one is: whoever calls has the store to himself."""
    return work()


def at_once(work: Callable[[], T]) -> Callable[[], T]:
    """Do work before anything else; return what has its result."""
    result = work()
    return lambda: result


class Exchange:
    """Rounds between one store and the portal; net lane.

    While the portal is waited for, the store keeps what it said last and reads what is handed over next.
    """

    def __init__(
        self,
        rows: SyncRows,
        portal: PortalLink,
        batch: int = _BATCH,
        page: int = _PAGE,
        on_store: OnStore = straight,
        beside: BesideStore = at_once,
    ) -> None:
        self._rows = rows
        self._portal = portal
        self._on_store = on_store
        self._beside = beside
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
                self._on_store(partial(self._rows.begin_epoch, error.epoch))
            else:
                break
        return RoundDone(answered, read)

    def _hand_over(self) -> int:
        answered = mended = 0
        settled = at_once(_nothing)
        position, operations = self._on_store(self._waiting)
        while operations and mended <= _MENDED:
            ahead = self._beside(partial(self._rows.waiting, self._batch, operations[-1].seq))
            try:
                pushed = self._portal.push(position, operations)
            except (SeqGapError, LogForkError) as error:
                mended += 1
                settled()
                self._on_store(partial(self._mend, error))
                position, operations = self._on_store(self._waiting)
                continue
            settled()
            if pushed.epoch != position.epoch:
                raise EpochChangedError(pushed.epoch)
            settled = self._beside(partial(self._rows.settle, pushed, position.log))
            answered += len(pushed.results)
            if all(one.verdict is Verdict.DEFERRED for one in pushed.results):
                break  # it all waits for something else; asking again at once would never end
            if _goes_on(operations, pushed, following := ahead()):
                operations = following
            else:
                settled()
                position, operations = self._on_store(self._waiting)
        settled()
        return answered

    def _waiting(self) -> tuple[Position, tuple[LoggedOperation, ...]]:
        """Return what waits, and the place of the store it waits at. Store lane."""
        return self._rows.position(), self._rows.waiting(self._batch)

    def _mend(self, error: SeqGapError | LogForkError) -> None:
        """Send again from where the portal is, or all of it in a new log. Store lane."""
        if isinstance(error, LogForkError) or not self._rows.rewind(error.expected):
            self._rows.begin_log()

    def _read(self) -> int:
        read, more = 0, True
        kept = at_once(_nothing)
        position = self._on_store(self._rows.position)
        while more:
            pulled = self._portal.changes(position, self._page)
            kept()
            if pulled.epoch != position.epoch:
                raise EpochChangedError(pulled.epoch)
            kept = self._beside(partial(self._rows.keep_page, pulled, position))
            position = replace(position, cursor=pulled.cursor, through=pulled.through)
            read += len(pulled.rows)
            more = pulled.more
        kept()
        return read


def _nothing() -> None:
    """Keep nothing: there was no answer before the first one."""


def _goes_on(operations: Sequence[LoggedOperation], pushed: Pushed, ahead: Sequence[LoggedOperation]) -> bool:
    """Return whether what was read ahead is what waits next: the whole batch is answered, and the log goes on."""
    answered = len(pushed.results) == len(operations)
    last = operations[-1]
    return (
        answered
        and all(one.verdict is not Verdict.DEFERRED for one in pushed.results)
        and bool(ahead)
        and (ahead[0].log, ahead[0].seq) == (last.log, last.seq + 1)
    )


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
