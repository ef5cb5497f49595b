"""The ASGI application of the portal: endpoints, problems, the mark by which a device knows a portal from a hotel's."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from lotse_portal import __version__, wire
from lotse_portal.admin import calls as admin
from lotse_portal.calls import router
from lotse_portal.limits import Unpacking
from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from lotse_portal.calls import Portal

_LOG = logging.getLogger("lotse_portal.requests")


def make_application(portal: Portal) -> FastAPI:
    """Return the ASGI application that serves a portal."""
    application = FastAPI(
        title="Lotse portal", version=__version__, docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json"
    )
    application.state.portal = portal
    application.include_router(router)
    application.include_router(admin.router)
    application.add_exception_handler(admin.AwayError, _away)
    application.add_exception_handler(PortalError, _refused)
    application.add_exception_handler(RequestValidationError, _malformed)
    application.add_exception_handler(HTTPException, _unknown)
    application.add_exception_handler(OperationalError, _busy)
    application.add_middleware(GZipMiddleware, minimum_size=500)
    application.add_middleware(Unpacking, limit=wire.MAX_BYTES)
    application.add_middleware(Marking)
    return application


class Marking:
    """ASGI middleware: header ``X-Lotse: 1`` on every answer, and one log line a request without any content."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-lotse", b"1"), (b"cache-control", b"no-store")]
                _LOG.info("%s %s %s", scope["method"], scope["path"][:80], message["status"])
            await send(message)

        await self._application(scope, receive, marked)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    return _problem(error) if isinstance(error, PortalError) else _problem(PortalError(Trouble.BUSY))


async def _away(_request: Request, error: Exception) -> Response:
    return error.answer if isinstance(error, admin.AwayError) else Response(status_code=500)


async def _malformed(_request: Request, error: Exception) -> JSONResponse:
    """Name the first place that is wrong, never its value."""
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    where = "/".join(str(part) for part in found[0]["loc"]) if found else ""
    return _problem(PortalError(Trouble.MALFORMED, where=where[:200]))


async def _unknown(_request: Request, error: Exception) -> JSONResponse:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (404, None)
    body = PortalError(Trouble.NOT_FOUND).body() | {"status": status}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def _busy(_request: Request, error: Exception) -> JSONResponse:
    _LOG.warning("database: %s", type(error).__name__)
    return _problem(PortalError(Trouble.BUSY, retry_after=5))


def _problem(error: PortalError) -> JSONResponse:
    headers = {"Retry-After": str(error.params["retry_after"])} if "retry_after" in error.params else None
    return JSONResponse(error.body(), error.trouble.status, headers, media_type="application/problem+json")
