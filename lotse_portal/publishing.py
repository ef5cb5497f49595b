"""The catalogue as the portal hands it down: signed bundles, the newest pointed at, none older ever again."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from lotse_portal import bundles, tables
from lotse_portal.clock import text_of
from lotse_portal.database import keep_value, lock, value

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

#: Devices that were away meet the newest only; two more stay for whoever is reading one right now.
_KEPT = 3
_PUBLISHER = "publisher"
#: Under this name the portal keeps the version of the newest bundle.
NEWEST = "catalogue"


class ForeignPublisherError(Exception):
    """The bundle was signed by somebody else than the publisher this portal knows, or it knows none yet."""


class OlderBundleError(Exception):
    """A bundle of this version or a newer one is published already."""


def publish(connection: Connection, content: bytes, publisher: str, now: datetime) -> bundles.Bundle:
    """Publish a bundle; ``publisher`` is pinned with the first one. Raises BundleError and the errors above."""
    lock(connection)
    bundle = bundles.read(content)
    pinned = value(connection, _PUBLISHER) or publisher
    if bundle.publisher != pinned:
        raise ForeignPublisherError
    there = value(connection, NEWEST)
    if there and bundles.order(bundle.version) <= bundles.order(there):
        raise OlderBundleError
    keep_value(connection, _PUBLISHER, pinned)
    keep_value(connection, NEWEST, bundle.version)
    row = {"version": bundle.version, "published_at": text_of(now), "digest": hashlib.sha256(content).hexdigest()}
    connection.execute(insert(tables.catalogues).values(**row, content=base64.b64encode(content).decode()))
    old = sorted(connection.scalars(select(tables.catalogues.c.version)), key=bundles.order)[:-_KEPT]
    connection.execute(delete(tables.catalogues).where(tables.catalogues.c.version.in_(old)))
    return bundle


def digest_of(connection: Connection, version: str) -> str | None:
    """Return the digest of a published bundle, None where there is none."""
    found = connection.scalar(select(tables.catalogues.c.digest).where(tables.catalogues.c.version == version))
    return None if found is None else str(found)


def published(connection: Connection, version: str) -> bytes:
    """Return the bytes of a published bundle."""
    catalogue = tables.catalogues.c
    content = connection.scalar(select(catalogue.content).where(catalogue.version == version))
    return base64.b64decode(content or "")
