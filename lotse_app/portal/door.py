"""The portal's door: who is there, and being let in by a code of one use (design/sync, 2). Net lane."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from lotse_app.models.joining import Welcome
from lotse_app.models.jws import jwk, octets, signed
from lotse_app.models.problems import Code, refuse
from lotse_app.models.station_seal import fingerprint
from lotse_app.portal.greeting import greeting
from lotse_app.portal.web import OUTDATED, Web

if TYPE_CHECKING:
    from lotse_app.ids import Ids
    from lotse_app.models.joining import Approach
    from lotse_app.models.sync import Way
    from lotse_app.portal.web import Answer

_KEY_BYTES = 32


class Door:
    """Implements ``sync_ports.PortalDoor``."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._web: Web | None = None
        self._stopped = False

    def stop(self) -> None:
        """Cut what is under way, and ask nothing any more. Any lane: who waits to be let in is offline at once."""
        self._stopped = True
        web = self._web
        if web is not None:
            web.stop()

    def acknowledge(self, url: str, way: Way, receipt: str) -> None:
        """Hand over a receipt for an order. Raises PORTAL_ANSWER where it is not taken, and what ``Web.ask`` raises."""
        web = Web(url, way)
        try:
            body = json.dumps({"receipt": receipt}).encode()
            answer = web.ask("/v1/orders/receipts", body=body, headers={"Content-Type": "application/json"})
        finally:
            web.close()
        if answer.status != HTTPStatus.OK:
            raise refuse(Code.PORTAL_ANSWER)

    def enter(self, approach: Approach) -> Welcome:
        """Look who answers, then ask to be let in.

        Raises PORTAL_KEY, PORTAL_NEWER, PORTAL_OLDER, PORTAL_CODE, PORTAL_ELSEWHERE, PORTAL_AUTHORITY, and what
        ``Web.ask`` raises.
        """
        web = self._web = Web(approach.invitation.url, approach.way)
        if self._stopped:
            web.stop()
        try:
            said = greeting(web, self._ids.new())
            if said.fingerprint != approach.invitation.fingerprint:
                raise refuse(Code.PORTAL_KEY)
            answer = web.ask("/v1/enrolments", body=_asked(approach), headers={"Content-Type": "application/json"})
        finally:
            web.close()
        _require_let_in(answer)
        return _welcome(approach, answer.content)


def _asked(approach: Approach) -> bytes:
    one, code = approach.applicant, approach.invitation.code
    body: dict[str, Any] = {
        "code": code,
        "device": one.device,
        "sign_key": jwk("Ed25519", one.sign_key),
        "receive_key": jwk("X25519", one.receive_key),
        "proof": signed({"alg": "Ed25519"}, code.encode(), approach.sign),
        "operator": one.operator,
        "station": one.station,
        "pilots": [{"id": name} for name in one.pilots],
    }
    former = approach.former
    if former is not None:
        proof = signed({"alg": "Ed25519"}, f"{code} {one.device}".encode(), former.sign)
        body["replaces"] = {"device": former.device, "proof": proof}
    return json.dumps(body).encode()


def _require_let_in(answer: Answer) -> None:
    """Raise why a device was not let in."""
    if answer.status == HTTPStatus.OK:
        return
    if answer.status in OUTDATED:
        raise refuse(Code.PORTAL_OUTDATED)
    why = answer.word("why")
    if answer.word("code") == "enrolment_refused" and not why:
        raise refuse(Code.PORTAL_CODE)
    if why == "lost":
        raise refuse(Code.PORTAL_LOST)
    if why in {"operator", "station_elsewhere"}:
        raise refuse(Code.PORTAL_ELSEWHERE)
    raise refuse(Code.PORTAL_ANSWER)


def _welcome(approach: Approach, said: dict[str, Any]) -> Welcome:
    """Return who the device is now. Raises PORTAL_KEY where the signing key is not the pinned one, PORTAL_ANSWER."""
    try:
        names = [str(said[name]) for name in ("device", "operator", "station", "role")]
        sees = tuple(str(one) for one in said["stations"])
        sign, receive = (_public(said[name]) for name in ("portal_sign", "portal_receive"))
        found = Welcome(names[0], names[1], names[2], names[3], sees, sign, receive, int(said["epoch"]))
    except (KeyError, TypeError, ValueError) as error:
        raise refuse(Code.PORTAL_ANSWER) from error
    if fingerprint(sign) != approach.invitation.fingerprint:
        raise refuse(Code.PORTAL_KEY)
    if found.device != approach.applicant.device or not all(0 < len(one) <= 64 for one in (*names, *sees)):
        raise refuse(Code.PORTAL_ANSWER)
    return found


def _public(key: dict[str, Any]) -> bytes:
    """Return the 32 bytes of a public key. Raises ValueError."""
    public = octets(str(key["x"]))
    if len(public) != _KEY_BYTES:
        raise ValueError
    return public
