"""One request over HTTPS and its answer, or why there is none (design/sync, 8). No text of a library goes on."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lotse_app.models.joining import OWN_COMPUTER
from lotse_app.models.problems import Code, refuse
from lotse_app.models.sync import Way
from lotse_app.portal import speech

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import PreparedRequest, Response
    from requests.exceptions import RequestException

    from lotse_app.portal.lines import Line

_CONNECT_SECONDS, _SILENT_SECONDS = 10, 30
_MOST_BYTES, _PART = 32 << 20, 64 << 10
#: Program and portal do not speak the same version.
OUTDATED = frozenset({HTTPStatus.UPGRADE_REQUIRED, HTTPStatus.PRECONDITION_FAILED})
_LATER = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_WAIT = 3600
#: What OpenSSL calls an answer that is no TLS.
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"})
_MOST_ORDERS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status and JSON object."""

    status: int
    content: dict[str, Any]

    def word(self, name: str) -> str:
        """Return a text of the answer, nothing where it has none."""
        found = self.content.get(name)
        return found if isinstance(found, str) else ""

    def number(self, name: str) -> int:
        """Return a number of the answer. Raises PORTAL_ANSWER where it has none, or none that we keep."""
        try:
            return speech.whole(self.content.get(name))
        except ValueError as error:
            raise refuse(Code.PORTAL_ANSWER) from error


class Web:
    """One pooled session with a portal, for the life of the program. Certificates are always checked."""

    def __init__(self, url: str, way: Way | None = None) -> None:
        """Raises PORTAL_CERTIFICATE for an address without TLS that is not this computer."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in OWN_COMPUTER:
            raise refuse(Code.PORTAL_CERTIFICATE)
        self._url = url.rstrip("/")
        self._way = way or Way()
        self._line: Line | None = None
        #: Orders of the portal as the newest answer that had any told them; nobody has looked at their signatures yet.
        self.orders: tuple[str, ...] = ()
        self._stopped = False

    def ask(
        self,
        path: str,
        token: str = "",
        *,
        body: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask once: POST where there is a body, GET where there is none.

        Raises PORTAL_OFFLINE (nobody there, cut off, or somebody else answers), PORTAL_BUSY, PORTAL_CERTIFICATE,
        PORTAL_ANSWER.
        """
        from requests.exceptions import RequestException, SSLError

        method = "GET" if body is None else "POST"
        try:
            with self._opened().session.request(
                method,
                f"{self._url}{path}",
                params=query,
                data=body,
                headers=headers,
                auth=_Bearer(token),
                timeout=(_CONNECT_SECONDS, _SILENT_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as reply:
                answer = _read(reply)
        except SSLError as error:
            why = _why_not_secured(error)
            raise (refuse(Code.PORTAL_OFFLINE, reason=why) if why else refuse(Code.PORTAL_CERTIFICATE)) from error
        except RequestException as error:
            raise refuse(Code.PORTAL_OFFLINE, reason=_why(error)) from error
        told = answer.content.get("orders")
        if isinstance(told, list):
            self.orders = tuple(one for one in told[:_MOST_ORDERS] if isinstance(one, str))
        return answer

    def close(self) -> None:
        """Close every connection; the next question opens another."""
        if self._line is not None:
            self._line.session.close()
            self._line = None

    def stop(self) -> None:
        """Cut what is under way, and ask nothing any more. Any lane: whoever waits for an answer is offline at once."""
        self._stopped = True
        line = self._line
        if line is not None:
            line.cut()

    def _opened(self) -> Line:
        from lotse_app.portal.lines import open_line

        if self._stopped:
            raise refuse(Code.PORTAL_OFFLINE, reason="stopped")
        if self._line is None:
            self._line = open_line(self._way)
        return self._line


def _why(error: RequestException) -> str:
    """Return in one word why nothing came back."""
    from requests.exceptions import ConnectTimeout, InvalidProxyURL, ProxyError, ReadTimeout
    from urllib3.exceptions import NameResolutionError

    if isinstance(error, ProxyError | InvalidProxyURL):
        return "proxy"
    if isinstance(error, ConnectTimeout | ReadTimeout):
        return "silent"
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return "name" if isinstance(cause, NameResolutionError) else "nobody"


def _why_not_secured(error: RequestException) -> str:
    """Return in one word why the line ended before anything was secured; nothing where the other side was at fault.

    A cut line ends in the middle of a TLS message, a hotel's page begins with none. Neither says anything of the portal
    or its certificate.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return "nobody"
    return "foreign" if cause is not None and cause.reason in _NO_TLS else ""


class _Bearer:
    """Sets the token. Handed over as ``auth``, it keeps requests from taking a password out of a netrc file."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _read(answer: Response) -> Answer:
    """Return status and content. A portal marks its answers; a hotel's page, a proxy and a redirect do not."""
    if answer.status_code in _LATER:
        raise refuse(Code.PORTAL_BUSY, seconds=_seconds(answer.headers.get("Retry-After", "")))
    if answer.headers.get("X-Lotse") != "1" or answer.is_redirect:
        raise refuse(Code.PORTAL_OFFLINE, reason="foreign")
    body = bytearray()
    for part in answer.iter_content(_PART):
        body += part
        if len(body) > _MOST_BYTES:
            raise refuse(Code.PORTAL_ANSWER)
    try:
        return Answer(answer.status_code, speech.read(bytes(body)))
    except ValueError as error:
        if answer.status_code == HTTPStatus.OK:
            raise refuse(Code.PORTAL_ANSWER) from error
        return Answer(answer.status_code, {})


def _seconds(told: str) -> int:
    """Return how long to wait at least, 0 where nobody says so."""
    return min(int(told), _LONGEST_WAIT) if told.isascii() and told.isdigit() else 0
