"""One batch taken, one page of the feed handed down: the same whether a device asks over HTTP or sends a stick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError

from lotse_portal import batches, feed, publishing, purging, reducer, rows, wire
from lotse_portal.clock import text_of
from lotse_portal.database import lock, values
from lotse_portal.problems import PortalError, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from lotse_portal.database import Database
    from lotse_portal.ledger import Ledger
    from lotse_portal.operations import Device


def take(database: Database, ledger: Ledger, device: Device, asked: wire.Push, now: datetime) -> wire.Pushed:
    """Take an ordered batch, all results in the transaction of their effects. Raises PortalError."""
    batch = batches.batch_of(asked)
    if batch is None:
        raise PortalError(Trouble.NOT_CONSECUTIVE)
    if asked.device != device.id:
        raise PortalError(Trouble.ROLE)
    try:
        with database.write() as connection:
            if purging.named(batch):  # the ledger before any station, as whoever joins does: nobody waits in a circle
                lock(connection)
            held = rows.hold(connection, device, batch)
            answer = reducer.push(held, device, batch)
            rows.write(connection, device, batch, answer)
            purging.note(connection, ledger, held, answer, now)
            purging.forget_late(connection, answer)
    except reducer.MisfitError as error:
        raise PortalError(Trouble[error.misfit.name], **error.params) from error
    except DataError as error:
        raise PortalError(Trouble.MALFORMED) from error
    return wire.Pushed(
        epoch=held.epoch,
        last_seq=answer.last_seq,
        durable_seq=held.durable_seq,
        server_time=text_of(now),
        results=[(seq, one.verdict.value, one.change or dict(one.detail)) for seq, one in answer.results],
    )


def page(connection: Connection, device: Device, cursor: str, at_most: int) -> wire.ChangesPage:
    """Return what changed behind a cursor, without orders. Raises PortalError: cursor_gone."""
    standing = values(connection)
    epoch = int(standing.get("epoch", "1"))
    try:
        read = feed.read_cursor(device, epoch, cursor)
    except feed.CursorGoneError as error:
        raise PortalError(Trouble.CURSOR_GONE, epoch=epoch) from error
    found = feed.page(device, epoch, read, rows.changed(connection, read, at_most), at_most)
    return wire.ChangesPage.model_construct(  # rows are what was read just now: not looked at again
        epoch=epoch,
        cursor=found.cursor,
        through=found.through,
        more=found.more,
        rows=purging.marked(connection, found.rows),
        catalogue=standing.get(publishing.NEWEST, ""),
    )
