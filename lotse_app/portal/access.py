"""Access tokens: the device shows that it holds its key (RFC 7523) and gets a token of ten minutes (design/sync, 2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from lotse_app.models.jws import packed, signed
from lotse_app.models.problems import Code, refuse
from lotse_app.portal.greeting import believed
from lotse_app.portal.web import OUTDATED

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.sync import Membership
    from lotse_app.portal.web import Answer, Web

_HOLDS = timedelta(minutes=5)
#: A token is renewed so long before its end that a slow request still arrives with it.
_EARLIER = timedelta(minutes=1)
_LONGEST = 3600
_HEADER = {"alg": "Ed25519", "typ": "JWT"}
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Access:
    """The device's token. ``sign`` signs with the device's Ed25519 key, which never comes here."""

    def __init__(self, member: Membership, sign: Callable[[bytes], bytes], web: Web, clock: Clock, ids: Ids) -> None:
        self._member = member
        self._sign: Callable[[bytes], bytes] | None = sign
        self._web = web
        self._clock = clock
        self._ids = ids
        self._skew = timedelta(0)
        self._token = ""
        self._until: datetime | None = None

    def token(self, *, fresh: bool) -> str:
        """Return a token that holds, a new one if asked.

        Raises PORTAL_SHUT_OUT where the portal gives none, and what ``Web.ask`` raises.
        """
        if fresh or self._until is None or self._clock.now() >= self._until:
            answer = self._ask()
            if answer.status == HTTPStatus.UNAUTHORIZED and answer.word("why") == "clock":
                # The laptop's clock is wrong. Nothing of the work depends on it; the assertion says the portal's time.
                self._skew = _believed(answer.number("server_time")) - self._clock.now()
                answer = self._ask()
            self._keep(answer)
        return self._token

    def forget(self) -> None:
        """Forget token and key: nothing is signed any more. Any lane."""
        self._sign = None
        self._token, self._until = "", None

    def _keep(self, answer: Answer) -> None:
        if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise refuse(Code.PORTAL_SHUT_OUT, reason=answer.word("code"))
        if answer.status in OUTDATED:
            raise refuse(Code.PORTAL_OUTDATED)
        token, seconds = answer.word("access_token"), answer.content.get("expires_in")
        if answer.status != HTTPStatus.OK or not token.isascii() or not token.isprintable() or type(seconds) is not int:
            raise refuse(Code.PORTAL_ANSWER)
        self._token = token
        self._until = self._clock.now() + timedelta(seconds=max(0, min(seconds, _LONGEST))) - _EARLIER

    def _ask(self) -> Answer:
        sign = self._sign
        if sign is None:
            raise refuse(Code.PORTAL_OFFLINE, reason="stopped")
        member, now = self._member, self._clock.now() + self._skew
        claims = {
            "iss": member.device,
            "sub": member.device,
            "aud": member.fingerprint,
            "exp": int((now + _HOLDS).timestamp()),
            "jti": self._ids.new(),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": signed(_HEADER, packed(claims), sign),
        }
        return self._web.ask("/v1/token", body=form)


def _believed(seconds: int) -> datetime:
    """Return the portal's time. Raises PORTAL_ANSWER where no clock shows that."""
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise refuse(Code.PORTAL_ANSWER) from error
    return believed(at)
