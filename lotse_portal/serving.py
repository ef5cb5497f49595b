"""Serves a portal until it is told to stop: uvicorn, logs as JSON lines without content, a graceful end."""

from __future__ import annotations

import gc
import json
import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn
from typing_extensions import override

from lotse_portal.clock import SystemClock, text_of

if TYPE_CHECKING:
    from fastapi import FastAPI


#: So many new objects until Python looks for cycles: a whole batch of 500 operations makes fewer. With Python's own 700
#: a sixth of the time of a push went into looking at objects that the next line lets go of.
_NEW_OBJECTS = 50_000


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how bad, where, what. Messages carry ids and counts only."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; of an exception only its type and place."""
        line = {"at": text_of(SystemClock().now()), "level": record.levelname, "of": record.name}
        line["message"] = record.getMessage() if record.exc_info is None else _place(record)
        return json.dumps(line, ensure_ascii=False)


def _place(record: logging.LogRecord) -> str:
    """Return type and place of an exception, without its text: a database quotes values in it."""
    kind, _, trace = record.exc_info or (None, None, None)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    return f"{kind.__name__ if kind else 'error'}{where}"


def door(host: str, port: int) -> socket.socket:
    """Return a socket to serve at. Raises OSError where it is taken.

    It says that it speaks TCP: only then asyncio sends small answers at once, else each waits 40 ms for the other side.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.create_server((host, port), family=family, backlog=512)
    return socket.socket(made.family, made.type, socket.IPPROTO_TCP, made.detach())


def serve(application: FastAPI, at: socket.socket) -> int:
    """Serve at a socket until SIGINT or SIGTERM; requests under way are finished. Return the exit status."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("alembic", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=16 << 10,
    )
    # uvicorn raises the signal again once everything is finished: an end on request is no failure (systemd).
    signal.signal(signal.SIGTERM, _done)
    gc.freeze()  # what was made so far lives as long as the portal does
    gc.set_threshold(_NEW_OBJECTS)
    server = uvicorn.Server(config)
    server.run(sockets=[at])
    return 0 if server.started else 1


def _done(_signal: int, _frame: object) -> None:
    """Let the process end with its own exit status."""
