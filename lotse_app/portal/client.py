"""The portal's push and changes as the exchange asks for them (design/sync, 3 to 8). Net lane."""

from __future__ import annotations

import gzip
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.sync import EpochChangedError, LogForkError, SeqGapError, Verdict
from lotse_app.portal import speech
from lotse_app.portal.access import Access
from lotse_app.portal.greeting import greeting
from lotse_app.portal.renaming import Renaming
from lotse_app.portal.web import OUTDATED, Web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.health import Health
    from lotse_app.models.joining import Greeting
    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.sync import Membership, Position, Pulled, Pushed, Result
    from lotse_app.portal.web import Answer

_JSON = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
#: The portal cannot read the batch as a whole: fewer operations are tried, down to the one that is at fault.
_SMALLER = {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
#: What the exchange mends by itself, and where a portal may say so; elsewhere it is an answer nobody understands.
_MENDED_BY_READING = frozenset({"epoch_changed", "cursor_gone"})
_MENDED_BY_PUSH = _MENDED_BY_READING | {"seq_gap", "log_fork"}


class PortalClient:
    """Implements ``sync_ports.PortalLink`` for a device that has joined a portal."""

    def __init__(self, member: Membership, sign: Callable[[bytes], bytes], clock: Clock, ids: Ids) -> None:
        """Raises PORTAL_CERTIFICATE for an address without TLS that is not this computer."""
        self._member = member
        self._ids = ids
        self._web = Web(member.url, member.way)
        self._names = Renaming(member)
        self._access = Access(member, sign, self._web, clock, ids)

    def push(self, position: Position, operations: Sequence[LoggedOperation]) -> Pushed:
        """Hand over a batch, or as much of its beginning as the portal takes at once.

        Raises EpochChangedError, SeqGapError, LogForkError; PORTAL_OFFLINE, PORTAL_BUSY, PORTAL_CERTIFICATE,
        PORTAL_SHUT_OUT, PORTAL_OUTDATED, PORTAL_ANSWER.
        """
        many = len(operations)
        while True:
            told = self._names.outward(operations[:many])
            body, many = speech.batch(self._member.device, position, told)
            answer = self._push(body)
            if answer.status not in _SMALLER:
                return self._names.answers(speech.pushed(_sound(answer, _MENDED_BY_PUSH), many, operations[0].seq))
            if many == 1:
                return self._set_aside(position, operations[0])
            many //= 2

    def changes(self, position: Position, limit: int) -> Pulled:
        """Return the next page of changes. Raises EpochChangedError, and the problems of ``push``."""
        query = {"cursor": position.cursor, "limit": str(limit)}
        answer = self._ask("/v1/changes", query=query)
        return self._names.inward(speech.pulled(_sound(answer, _MENDED_BY_READING)))

    def report(self, health: Health, oldest_seconds: int, skew_seconds: int) -> None:
        """Say how this device is. Raises the problems of ``push``."""
        body = speech.health(health, max(0, oldest_seconds), skew_seconds)
        _sound(self._ask("/v1/report", gzip.compress(body, compresslevel=6, mtime=0)))

    def differing(self, kinds: Mapping[str, Mapping[int, tuple[int, int]]]) -> dict[str, frozenset[int]]:
        """Return by kind the buckets in which the portal holds something else. Raises the problems of ``push``."""
        body = gzip.compress(speech.digest(kinds), compresslevel=6, mtime=0)
        return speech.differing(_sound(self._ask("/v1/digest", body)))

    def prove(self, proofs: Sequence[tuple[str, str, str]]) -> None:
        """Give our word that nothing is left of records (kind, id, proof). Raises the problems of ``push``."""
        _sound(self._ask("/v1/purge-receipts", gzip.compress(speech.receipts(proofs), compresslevel=6, mtime=0)))

    def orders(self) -> tuple[str, ...]:
        """Return the orders that came with what was asked, unread: refusals bring them too."""
        return self._web.orders

    def ask_orders(self) -> tuple[str, ...]:
        """Ask for orders and nothing else. Raises the problems of ``push`` but that this device is shut out."""
        try:
            _sound(self._ask("/v1/orders"))
        except ProblemError as error:
            if error.problem.code is not Code.PORTAL_SHUT_OUT:
                raise
        return self._web.orders

    def greet(self) -> Greeting:
        """Return what the portal says of itself. Raises PORTAL_KEY where it is another one, and those of ``push``."""
        said = greeting(self._web, self._ids.new())
        if said.fingerprint != self._member.fingerprint:
            raise refuse(Code.PORTAL_KEY)
        return said

    def stop(self) -> None:
        """Forget the key, cut what is under way, ask nothing any more. Any lane."""
        self._access.forget()
        self._web.stop()

    def close(self) -> None:
        """Close every connection."""
        self._web.close()

    def _push(self, body: bytes) -> Answer:
        return self._ask("/v1/push", gzip.compress(body, compresslevel=6, mtime=0))

    def _set_aside(self, position: Position, logged: LoggedOperation) -> Pushed:
        """Let the portal pass over an operation it cannot even read: it is refused here, the others go on.

        Where the portal does not take that either, it is not this operation that is wrong. Raises what ``push`` does.
        """
        answer = self._push(speech.set_aside(self._member.device, position, logged))
        said = speech.pushed(_sound(answer, _MENDED_BY_PUSH), 1, logged.seq)
        return replace(said, results=tuple(map(_unread, said.results)))

    def _ask(self, path: str, body: bytes | None = None, query: dict[str, str] | None = None) -> Answer:
        headers = None if body is None else _JSON
        answer = self._web.ask(path, self._access.token(fresh=False), body=body, headers=headers, query=query)
        if answer.status == HTTPStatus.UNAUTHORIZED:  # once: the portal was restarted, or our clock ran behind
            answer = self._web.ask(path, self._access.token(fresh=True), body=body, headers=headers, query=query)
        return answer


def _unread(result: Result) -> Result:
    """Return the word on an operation that came without its content; one the portal had before keeps its result."""
    return replace(result, detail={"code": "unread"}) if result.verdict is Verdict.REJECTED else result


def _sound(answer: Answer, mended: frozenset[str] = frozenset()) -> dict[str, object]:
    """Return what a good answer holds; on ``mended`` codes the caller acts. Raises what its status says."""
    if answer.status == HTTPStatus.OK:
        return answer.content
    if answer.status in {HTTPStatus.CONFLICT, HTTPStatus.GONE} and answer.word("code") in mended:
        raise _out_of_step(answer)
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise refuse(Code.PORTAL_SHUT_OUT, reason=answer.word("code"))
    raise refuse(Code.PORTAL_OUTDATED if answer.status in OUTDATED else Code.PORTAL_ANSWER)


def _out_of_step(answer: Answer) -> Exception:
    """Return on what the exchange acts by itself."""
    code = answer.word("code")
    if code == "seq_gap":
        return SeqGapError(answer.number("expected"))
    return LogForkError() if code == "log_fork" else EpochChangedError(answer.number("epoch"))
