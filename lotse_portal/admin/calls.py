"""The requests of the admin page: who is signed in, which form came, which page goes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from lotse_portal import enrolment
from lotse_portal.admin import accounts, overview, pages
from lotse_portal.admin.accounts import Account
from lotse_portal.backup import BACKED_UP
from lotse_portal.calls import Portal, portal_of
from lotse_portal.database import value
from lotse_portal.operations import Role
from lotse_portal.problems import PortalError

if TYPE_CHECKING:
    from lotse_portal.admin.overview import Seen

_STYLE = (Path(__file__).parent / "style.css").read_text("utf-8")
#: Nothing but our own style: no script, no frame, no picture, no foreign target of a form.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OWN_COMPUTER = {"127.0.0.1", "localhost", "::1"}
_PLAIN, _SECURE = "lotse", "__Host-lotse"
_WRONG = "Name oder Passwort stimmt nicht."
_MANY = "Zu viele Versuche. Bitte warten Sie einen Augenblick."

Here = Annotated[Portal, Depends(portal_of)]
router = APIRouter(prefix="/admin", include_in_schema=False)


class AwayError(Exception):
    """The request ends with this answer: to the sign-in, or a page that says why not."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form. Waits for the body only."""
    told = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: values[0].replace("\0", "") for name, values in told.items()}


Form = Annotated[dict[str, str], Depends(form_of)]


def html(content: str, status: int = 200) -> HTMLResponse:
    """Return a page with its headers."""
    return HTMLResponse(content, status, headers=HEADERS)


def away(target: str) -> RedirectResponse:
    """Return the way to another page, with GET."""
    return RedirectResponse(target, 303, headers=HEADERS)


def token_of(request: Request) -> str:
    """Return the token of the cookie that fits how the request came."""
    return request.cookies.get(_SECURE if _secured(request) else _PLAIN, "")


def _secured(request: Request) -> bool:
    """Return whether browsers may be asked to send the cookie over TLS only: always, but on this computer."""
    return urlsplit(f"//{request.headers.get('host', '')}").hostname not in _OWN_COMPUTER


def account_of(portal: Here, request: Request) -> Account:
    """Return who is signed in. Raises AwayError: to the sign-in."""
    token, now = token_of(request), portal.clock.now()
    with portal.database.read() as connection:
        found = accounts.signed_in(connection, token, now) if token else None
    if found is None:
        raise AwayError(away("/admin/anmelden"))
    if found[1]:
        with portal.database.write() as connection:
            accounts.keep(connection, token, now)
    return found[0]


User = Annotated[Account, Depends(account_of)]


def _from_here(request: Request) -> bool:
    """Return whether a form was sent from a page of this portal; what browsers say, where they say it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def author_of(request: Request, account: User, form: Form) -> Account:
    """Return who sent a form that was made for them. Raises AwayError: nothing is changed."""
    if not _from_here(request) or not accounts.same(form.get("form_key", ""), account.form_key):
        raise AwayError(html(pages.refused(account), 403))
    return account


Author = Annotated[Account, Depends(author_of)]


def _seen(portal: Portal, account: Account, device: str) -> Seen:
    with portal.database.read() as connection:
        found = overview.device(connection, account, device, portal.clock.now())
    if found is None:
        raise AwayError(html(pages.missing(account), 404))
    return found


@router.get("/style.css")
def style() -> Response:
    """Return the style of all pages."""
    return Response(_STYLE, media_type="text/css", headers=HEADERS)


@router.get("/anmelden")
def sign_in_page() -> HTMLResponse:
    """Ask who is there."""
    return html(pages.sign_in())


@router.post("/anmelden")
def sign_in(portal: Here, request: Request, form: Form) -> Response:
    """Sign in: a new token each time, so that none that was planted is worth anything."""
    name, now = form.get("name", "").strip()[:80], portal.clock.now()
    if not _from_here(request):
        return html(pages.refused(None), 403)
    try:
        portal.sign_ins.take_from(request, "sign-in")
    except PortalError:
        return html(pages.sign_in(_MANY, name), 429)
    with portal.database.read() as connection:
        holds = accounts.holds(connection, name, form.get("phrase", "")[:200])
    if not holds:
        return html(pages.sign_in(_WRONG, name), 403)
    with portal.database.write() as connection:
        token = accounts.sign_in(connection, name, now)
    answer, secured = away("/admin"), _secured(request)
    answer.set_cookie(
        _SECURE if secured else _PLAIN, token, accounts.LONGEST, secure=secured, httponly=True, samesite="strict"
    )
    return answer


@router.post("/abmelden")
def sign_out(portal: Here, request: Request, _account: Author) -> Response:
    """Sign out."""
    with portal.database.write() as connection:
        accounts.sign_out(connection, token_of(request))
    answer, secured = away("/admin/anmelden"), _secured(request)
    answer.delete_cookie(_SECURE if secured else _PLAIN, secure=secured, httponly=True, samesite="strict")
    return answer


@router.get("")
def devices(portal: Here, account: User) -> HTMLResponse:
    """Show all devices of the account's stations."""
    now = portal.clock.now()
    with portal.database.read() as connection:
        found, backed_up = overview.devices(connection, account, now), value(connection, BACKED_UP)
    return html(pages.overview(account, found, now, backed_up))


@router.get("/geraete/{device}")
def device(portal: Here, account: User, device: str, getan: str = "") -> HTMLResponse:
    """Show one device."""
    return html(pages.device(account, _seen(portal, account, device), getan))


@router.get("/geraete/{device}/verlustbericht")
def loss_report(portal: Here, account: User, device: str) -> HTMLResponse:
    """Show what was on a device as of its last contact."""
    return html(pages.loss_report(account, _seen(portal, account, device), portal.clock.now()))


@router.get("/geraete/{device}/verloren")
def ask_lost(portal: Here, account: User, device: str) -> HTMLResponse:
    """Ask before a device is reported lost."""
    return html(pages.confirm(account, _seen(portal, account, device), "verloren"))


@router.get("/geraete/{device}/sperren")
def ask_revoked(portal: Here, account: User, device: str) -> HTMLResponse:
    """Ask before a device is shut out."""
    return html(pages.confirm(account, _seen(portal, account, device), "sperren"))


@router.post("/geraete/{device}/verloren")
def lost(portal: Here, account: Author, device: str) -> Response:
    """Report a device lost."""
    return _shut_out(portal, account, device, "lost", "verloren")


@router.post("/geraete/{device}/sperren")
def revoked(portal: Here, account: Author, device: str) -> Response:
    """Shut a device out."""
    return _shut_out(portal, account, device, "revoked", "gesperrt")


def _shut_out(portal: Portal, account: Account, device: str, state: str, done: str) -> Response:
    seen = _seen(portal, account, device)
    with portal.database.write() as connection:
        enrolment.shut_out(connection, portal.ledger, seen.id, state, portal.clock.now(), account.name)
    return away(f"/admin/geraete/{seen.id}?getan={done}")


@router.post("/geraete/{device}/auftrag")
def order_lock(portal: Here, account: Author, device: str) -> Response:
    """Order a device to lock itself."""
    seen = _seen(portal, account, device)
    with portal.database.write() as connection:
        enrolment.order_lock(connection, portal.ledger, seen.id, portal.clock.now())
    return away(f"/admin/geraete/{seen.id}?getan=auftrag")


@router.get("/aufnehmen")
def invite_page(portal: Here, request: Request, account: User) -> HTMLResponse:
    """Ask for which station a device is."""
    with portal.database.read() as connection:
        stations = overview.stations(connection, account)
    return html(pages.invite(account, stations, _address(request)))


@router.post("/aufnehmen")
def invite(portal: Here, request: Request, account: Author, form: Form) -> HTMLResponse:
    """Show the line by which one device joins."""
    station, role = form.get("station", ""), form.get("role", "")
    with portal.database.read() as connection:
        stations = overview.stations(connection, account)
    named = dict(stations)
    if station not in named or role not in set(Role) or (role != Role.PILOT and not account.sees_all):
        fault = "Diesen Stützpunkt oder diese Rolle gibt es für Sie nicht."
        return html(pages.invite(account, stations, _address(request), fault), 400)
    invitation = enrolment.Invitation(station, Role(role), form.get("name", "").strip()[:80])
    with portal.database.write() as connection:
        code = enrolment.invite(connection, invitation, portal.clock.now())
    address = form.get("address", "").strip()[:200] or _address(request)
    return html(pages.invitation(account, named[station], f"{address}#{code}#{portal.keys.fingerprint}"))


def _address(request: Request) -> str:
    """Return where the portal was reached just now."""
    return f"{'https' if _secured(request) else 'http'}://{request.headers.get('host', '')}"
