"""A pooled session whose connections can be cut from outside: nobody waits for a portal behind a closed door."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from lotse_app.models.problems import Code, refuse
from lotse_app.overriding import override

if TYPE_CHECKING:
    from lotse_app.models.sync import Way


#: Older connections are closed or idle: a round asks one after the other.
_KEPT = 8


class _Connections:
    """The connections of a session that are open."""

    def __init__(self) -> None:
        self._kept: list[HTTPConnection] = []
        self._is_cut = False

    def add(self, connection: HTTPConnection) -> None:
        """Note a connection that was just opened; behind a cut it is of no use any more."""
        self._kept = [*self._kept[-_KEPT:], connection]
        if self._is_cut:
            _shut(connection)

    def cut(self) -> None:
        """Cut every connection, also one that is being opened just now. Any lane."""
        self._is_cut = True
        for connection in self._kept:
            _shut(connection)


def _shut(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):  # closed by itself meanwhile
            connection.sock.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class Line:
    """A session and the connections it has open."""

    session: Session
    connections: _Connections

    def cut(self) -> None:
        """Cut every connection: whoever reads from one gets an error at once."""
        self.connections.cut()


def open_line(way: Way) -> Line:
    """Return a session that goes this way. Raises PORTAL_AUTHORITY where the own certificates are none."""
    connections = _Connections()
    adapter = _Adapter(connections, _trusting(way.authority) if way.authority else None)
    session = Session()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    if way.proxy:
        session.proxies = {"http": way.proxy, "https": way.proxy}
    return Line(session, connections)


def _trusting(authority: str) -> ssl.SSLContext:
    """Return a context that believes these certificates too; those everybody believes are added by requests."""
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cadata=authority)
    except (ssl.SSLError, ValueError) as error:
        raise refuse(Code.PORTAL_AUTHORITY) from error
    return context


class _Adapter(HTTPAdapter):
    """Notes every connection that is opened."""

    def __init__(self, connections: _Connections, context: ssl.SSLContext | None) -> None:
        self._kept = connections
        self._context = context
        super().__init__()

    @override
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools, with the own certificates where there are some."""
        super().init_poolmanager(*args, **self._with_context(options))
        self.poolmanager.pool_classes_by_scheme = self._pools()

    @override
    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Return the pools over a proxy."""
        manager = super().proxy_manager_for(proxy, **self._with_context(options))
        manager.pool_classes_by_scheme = self._pools()
        return manager

    def _with_context(self, options: dict[str, Any]) -> dict[str, Any]:
        return options if self._context is None else options | {"ssl_context": self._context}

    def _pools(self) -> dict[str, type[HTTPConnectionPool]]:
        kept = self._kept

        class Plain(HTTPConnection):
            """A connection to this computer, or to a proxy."""

            @override
            def connect(self) -> None:
                super().connect()
                kept.add(self)

        class Secured(Plain, HTTPSConnection):
            """A connection with TLS."""

        class PlainPool(HTTPConnectionPool):
            """Pools plain connections."""

        class SecuredPool(HTTPSConnectionPool):
            """Pools connections with TLS."""

        PlainPool.ConnectionCls, SecuredPool.ConnectionCls = Plain, Secured
        return {"http": PlainPool, "https": SecuredPool}
