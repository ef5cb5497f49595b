"""The endpoints of section 3 in design/sync: who may, which rows, how it is told. No rules and no SQL of their own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Header, Request
from sqlalchemy.exc import DataError

from lotse_portal import __version__, enrolment, feed, reducer, rows, tokens, wire
from lotse_portal.clock import text_of
from lotse_portal.operations import Device, Kind
from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from lotse_portal.clock import Clock
    from lotse_portal.database import Database
    from lotse_portal.keys import PortalKeys
    from lotse_portal.ledger import Ledger
    from lotse_portal.limits import Limiter


@dataclass(frozen=True, slots=True)
class Portal:
    """What every request is answered with."""

    database: Database
    keys: PortalKeys
    ledger: Ledger
    clock: Clock
    limiter: Limiter


def portal_of(request: Request) -> Portal:
    """Return the portal this process serves."""
    portal: Portal = request.app.state.portal
    return portal


def device_of(portal: Annotated[Portal, Depends(portal_of)], authorization: Annotated[str, Header()] = "") -> Device:
    """Return the device of the access token, as it stands now. Raises PortalError."""
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise PortalError(Trouble.UNAUTHORISED)
    with portal.database.read() as connection:
        device = tokens.device_of(connection, portal.keys, text.strip(), portal.clock.now())
    portal.limiter.take(device.id)
    return device


Here = Annotated[Portal, Depends(portal_of)]
Caller = Annotated[Device, Depends(device_of)]
router = APIRouter(prefix="/v1")


@router.get("/hello")
def hello(portal: Here, nonce: str = "") -> wire.Hello:
    """Say which portal this is and what it takes. Answers with the nonce: a captive portal has none."""
    with portal.database.read() as connection:
        epoch = rows.epoch(connection)
    return wire.Hello(
        nonce=nonce[:80],
        schemas={kind.value: newest for kind, (newest, _) in wire.SCHEMAS.items()},
        epoch=epoch,
        server_time=text_of(portal.clock.now()),
        fingerprint=portal.keys.fingerprint,
        version=__version__,
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
        holds = enrolment.take_try(connection, asked.code, now)
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
    with portal.database.write() as connection:
        given = tokens.exchange(connection, portal.keys, assertion, portal.clock.now())
    return wire.Token(access_token=given.text, expires_in=given.seconds)


@router.post("/push")
def push(portal: Here, device: Caller, asked: wire.Push) -> wire.Pushed:
    """Take an ordered batch of operations, all results in the transaction of their effects."""
    batch = wire.batch_of(asked)
    if batch is None:
        raise PortalError(Trouble.NOT_CONSECUTIVE)
    if asked.device != device.id:
        raise PortalError(Trouble.ROLE)
    try:
        with portal.database.write() as connection:
            held = rows.hold(connection, device, batch)
            answer = reducer.push(held, device, batch)
            rows.write(connection, device, batch, answer)
    except reducer.MisfitError as error:
        raise PortalError(Trouble[error.misfit.name], **error.params) from error
    except DataError as error:
        raise PortalError(Trouble.MALFORMED) from error
    return wire.Pushed(
        epoch=held.epoch,
        last_seq=answer.last_seq,
        durable_seq=held.durable_seq,
        server_time=text_of(portal.clock.now()),
        results=[(seq, one.verdict.value, one.change or dict(one.detail)) for seq, one in answer.results],
    )


@router.get("/changes")
def changes(portal: Here, device: Caller, cursor: str = "", limit: int = 500) -> wire.ChangesPage:
    """Hand down a page of what changed behind a cursor."""
    at_most = min(max(limit, 1), 1000)
    with portal.database.read() as connection:
        epoch = rows.epoch(connection)
        try:
            read = feed.read_cursor(device, epoch, cursor)
        except feed.CursorGoneError as error:
            raise PortalError(Trouble.CURSOR_GONE, epoch=epoch) from error
        page = feed.page(device, epoch, read, rows.changed(connection, read, at_most), at_most)
    return wire.ChangesPage(epoch=epoch, **asdict(page))


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
