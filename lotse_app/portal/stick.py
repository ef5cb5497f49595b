"""What a file for the portal holds and what its receipt says, with the same words as over HTTP (``speech``)."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from datetime import UTC
from typing import TYPE_CHECKING, Any

from lotse_app.models.carrying import DOWN, UP, Answered, Receipt
from lotse_app.models.jws import octets, packed, signed
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.portal import speech
from lotse_app.portal.renaming import Renaming

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lotse_app.models.carrying import Word
    from lotse_app.models.operation import LoggedOperation
    from lotse_app.models.station_seal import Signing
    from lotse_app.models.sync import Membership, Position

_HEAD = {"alg": "Ed25519", "typ": UP}
_BACK = {"alg": "Ed25519", "typ": DOWN}
_BATCH = 500
_UNPACKED = 256 << 20
_OK = 200
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class StickPapers:
    """Implements ``sync_ports.StickWriting``."""

    def __init__(self, signing: Signing) -> None:
        self._signing = signing

    def written(
        self,
        member: Membership,
        position: Position,
        waiting: Sequence[LoggedOperation],
        word: Word,
        sign: Callable[[bytes], bytes],
    ) -> bytes:
        """Return what is to be sealed: the device's signed line, its word of itself, and all that waits, in batches."""
        rest: Sequence[LoggedOperation] = Renaming(member).outward(waiting)
        batches: list[bytes] = []
        while rest:
            body, many = speech.batch(member.device, position, rest[:_BATCH])
            batches.append(body)
            rest = rest[many:]
        told = {"at": word.at.astimezone(UTC).strftime(_MOMENT), "done": word.done}
        report = speech.health(word.health, word.oldest_seconds, word.skew)
        head = json.dumps({"log": position.log, "cursor": position.cursor} | told).encode()
        rest_of_it = b',"report":' + report + b',"batches":[' + b",".join(batches) + b"]}"
        content = gzip.compress(head[:-1] + rest_of_it, mtime=0)
        said = {"sub": member.device, "aud": member.fingerprint, "sha256": hashlib.sha256(content).hexdigest()}
        return signed({**_HEAD, "kid": member.device}, packed(said), sign).encode() + b"\n" + content

    def read(self, plain: bytes, member: Membership) -> Receipt:
        """Return what the portal says. Raises STICK_DAMAGED, STICK_ELSEWHERE."""
        line, _, content = plain.partition(b"\n")
        self._require_signed(line, content, member)
        names = Renaming(member)
        try:
            unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
            body = speech.read(unpacking.decompress(content, _UNPACKED))
            answers = tuple(_answered(one, names) for one in body["answers"])
            told = [page for page in body["pages"] if "rows" in page]
            gone = [int(page["epoch"]) for page in body["pages"] if "rows" not in page]
            pages = tuple(names.inward(speech.pulled(page)) for page in told)
            orders = tuple(str(one) for one in body.get("orders", ()))
            return Receipt(str(body["log"]), str(body["asked_from"]), answers, pages, max(gone, default=0), orders)
        except (ProblemError, zlib.error, LookupError, TypeError, ValueError, AttributeError) as error:
            raise refuse(Code.STICK_DAMAGED) from error

    def _require_signed(self, line: bytes, content: bytes, member: Membership) -> None:
        try:
            head, payload, signature = line.decode("ascii").split(".")
            said, typ = json.loads(octets(payload)), json.loads(octets(head))
            sound = self._signing.fits(member.portal_sign, octets(signature), f"{head}.{payload}".encode())
        except (ValueError, RecursionError) as error:
            raise refuse(Code.STICK_DAMAGED) from error
        meant = {"sub": member.device, "iss": member.fingerprint, "sha256": hashlib.sha256(content).hexdigest()}
        if not sound or typ != _BACK or said != meant:
            raise refuse(Code.STICK_ELSEWHERE)


def _answered(one: dict[str, Any], names: Renaming) -> Answered:
    """Return the portal's word on one batch."""
    body = one["body"]
    if one["status"] == _OK:
        results = body["results"]
        first = int(results[0][0])
        return Answered(pushed=names.answers(speech.pushed(body, len(results), first)))
    return Answered(code=str(body["code"]), expected=int(body.get("expected", 0)), epoch=int(body.get("epoch", 0)))
