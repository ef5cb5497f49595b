"""The endpoints of section 3 in design/sync: who may, which rows, how it is told. No rules and no SQL of their own."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from lotse_portal import __version__, enrolment, exchanging, feed, orders, publishing, purging, rows, tokens, wire
from lotse_portal.clock import text_of
from lotse_portal.database import values
from lotse_portal.limits import Limiter
from lotse_portal.operations import Device, Kind
from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from pydantic import BaseModel

    from lotse_portal.clock import Clock
    from lotse_portal.database import Database
    from lotse_portal.keys import PortalKeys
    from lotse_portal.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Portal:
    """What every request is answered with."""

    database: Database
    keys: PortalKeys
    ledger: Ledger
    clock: Clock
    limiter: Limiter
    #: Somebody who types passphrases gets ten, then one every ten seconds.
    sign_ins: Limiter = field(default_factory=lambda: Limiter(time.monotonic, burst=10, each_second=0.1))


async def portal_of(request: Request) -> Portal:
    """Return the portal this process serves. Waits for nothing, so no thread is asked for it."""
    portal: Portal = request.app.state.portal
    return portal


_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="An access token of /v1/token")


def device_of(
    portal: Annotated[Portal, Depends(portal_of)],
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Device:
    """Return the device of the access token, as it stands now. Raises PortalError."""
    if given is None:
        raise PortalError(Trouble.UNAUTHORISED)
    try:
        with portal.database.read() as connection:
            device = tokens.device_of(connection, portal.keys, given.credentials.strip(), portal.clock.now())
    except PortalError as error:
        raise _with_orders(portal, error) from error
    portal.limiter.take(device.id)
    return device


def _with_orders(portal: Portal, error: PortalError) -> PortalError:
    """Return a refusal with the orders for the device that showed its key and is shut out; others as they are."""
    if "device" not in error.params:
        return error
    with portal.database.write() as connection:
        told = orders.hand_over(connection, portal.keys, error.params["device"], portal.clock.now())
    return PortalError(error.trouble, **error.params, orders=told)


Here = Annotated[Portal, Depends(portal_of)]
Caller = Annotated[Device, Depends(device_of)]
#: Every refusal looks the same (RFC 9457).
_REFUSED: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": wire.Problem, "content": {"application/problem+json": {}}, "description": "Refused"},
    503: {"model": wire.Problem, "content": {"application/problem+json": {}}, "description": "Busy"},
}
router = APIRouter(prefix="/v1", responses=_REFUSED)


def _told(answer: BaseModel) -> Response:
    """Return an answer as it goes out. What the framework would do besides costs another thread and another look."""
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get("/hello")
def hello(portal: Here, nonce: str = "") -> wire.Hello:
    """Say which portal this is and what it takes. Answers with the nonce: a captive portal has none."""
    with portal.database.read() as connection:
        standing = values(connection)
    return wire.Hello(
        nonce=nonce[:80],
        schemas={kind.value: newest for kind, (newest, _) in wire.SCHEMAS.items()},
        epoch=int(standing.get("epoch", "1")),
        server_time=text_of(portal.clock.now()),
        fingerprint=portal.keys.fingerprint,
        version=__version__,
        catalogue=standing.get(publishing.NEWEST, ""),
    )


@router.get("/health")
def health(portal: Here) -> dict[str, str]:
    """Say whether the database answers; for the load balancer."""
    with portal.database.read() as connection:
        rows.epoch(connection)
    return {"state": "ok"}


@router.post("/enrolments")
def enrolments(portal: Here, request: Request, asked: wire.Enrol) -> wire.Enrolled:
    """Enter a device by the code its coordinator was given."""
    portal.limiter.take_from(request, "enrolment")
    now = portal.clock.now()
    with portal.database.write() as connection:  # by itself: a failed try is counted
        holds = enrolment.take_try(connection, asked.code, asked.device, now)
    if not holds:
        raise PortalError(Trouble.ENROLMENT_REFUSED)
    with portal.database.write() as connection:
        entered = enrolment.enrol(connection, portal.keys, portal.ledger, asked, now)
    return wire.Enrolled(**asdict(entered))


async def assertion_of(request: Request) -> str:
    """Return the signed assertion of a token request, nothing where it has none. Waits for the body only."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    return form.get("client_assertion", [""])[0]


@router.post("/token", openapi_extra=wire.TOKEN_FORM)
def token(portal: Here, request: Request, assertion: Annotated[str, Depends(assertion_of)]) -> wire.Token:
    """Give an access token for a signed assertion (RFC 7523)."""
    portal.limiter.take_from(request, "token")
    try:
        with portal.database.write() as connection:
            given = tokens.exchange(connection, portal.keys, assertion, portal.clock.now())
    except PortalError as error:
        raise _with_orders(portal, error) from error
    return wire.Token(access_token=given.text, expires_in=given.seconds)


@router.post("/push", response_model=wire.Pushed)
def push(portal: Here, device: Caller, asked: wire.Push) -> Response:
    """Take an ordered batch of operations, all results in the transaction of their effects."""
    return _told(exchanging.take(portal.database, portal.ledger, device, asked, portal.clock.now()))


@router.get("/changes", response_model=wire.ChangesPage)
def changes(portal: Here, device: Caller, cursor: str = "", limit: int = 500) -> Response:
    """Hand down a page of what changed behind a cursor."""
    at_most = min(max(limit, 1), 1000)
    with portal.database.read() as connection:
        page = exchanging.page(connection, device, cursor, at_most)
        ordered = orders.waiting(connection, device.id)
    if ordered:
        page.orders = _handed_over(portal, device)
    return _told(page)


def _handed_over(portal: Portal, device: Device) -> list[str]:
    with portal.database.write() as connection:
        return orders.hand_over(connection, portal.keys, device.id, portal.clock.now())


@router.get("/orders")
def get_orders(portal: Here, device: Caller) -> wire.Orders:
    """Hand over what the device is ordered to do: all that a locked program asks for."""
    with portal.database.read() as connection:
        ordered = orders.waiting(connection, device.id)
    return wire.Orders(orders=_handed_over(portal, device) if ordered else [])


@router.post("/orders/receipts")
def order_receipts(portal: Here, request: Request, asked: wire.OrderReceipt) -> wire.Kept:
    """Take the word of a device, signed before it wiped, that it did what it was ordered."""
    portal.limiter.take_from(request, "receipt")
    with portal.database.write() as connection:
        orders.take_receipt(connection, portal.ledger, asked.receipt, portal.clock.now())
    return wire.Kept()


@router.get("/catalogue/{version}", response_class=Response, responses=wire.BUNDLE)
def catalogue(portal: Here, _device: Caller, version: str, if_none_match: Annotated[str, Header()] = "") -> Response:
    """Hand down a signed bundle of the catalogue; 304 where the device has it."""
    with portal.database.read() as connection:
        digest = publishing.digest_of(connection, version)
        if digest is None:
            raise PortalError(Trouble.NOT_FOUND)
        headers = {"ETag": f'"{digest}"'}
        if digest in if_none_match:
            return Response(status_code=304, headers=headers)
        content = publishing.published(connection, version)
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/purge-receipts")
def purge_receipts(portal: Here, device: Caller, asked: wire.PurgeReceipts) -> wire.ReceiptsKept:
    """Take a device's word that nothing of an erased record is left there."""
    told = [(one.k, one.id, one.proof) for one in asked.receipts]
    with portal.database.write() as connection:
        kept = purging.take_receipts(connection, device, told, portal.clock.now())
    return wire.ReceiptsKept(kept=kept)


@router.post("/digest")
def digest(portal: Here, device: Caller, asked: wire.Digest) -> wire.Differing:
    """Compare buckets of ids and versions; answer with those that differ, for the device to pull again."""
    differing: dict[str, list[int]] = {}
    with portal.database.read() as connection:
        for name, told in asked.kinds.items():
            here = feed.buckets(rows.versions(connection, device, Kind(name)))
            there = {int(number): (count, int(mark, 16)) for number, (count, mark) in told.items()}
            differing[name] = sorted(at for at in here.keys() | there.keys() if here.get(at) != there.get(at))
    return wire.Differing(kinds=differing)


@router.post("/report")
def report(portal: Here, device: Caller, asked: wire.Health) -> wire.Kept:
    """Keep what a device says of its health: counts, ids and dates only."""
    with portal.database.write() as connection:
        rows.keep_health(connection, device, asked.model_dump_json(), text_of(portal.clock.now()))
    return wire.Kept()
