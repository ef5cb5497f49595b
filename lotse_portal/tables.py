"""The tables of the portal (SQLAlchemy Core). The same statements run on SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

_ID = String(64)

#: One row: epoch, and what else holds for the whole portal.
portal = Table("portal", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

stations = Table(
    "stations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", Text, nullable=False),
    # The Träger, by the id its first device brought; empty until then.
    Column("operator", _ID, nullable=False, server_default=""),
    # The number of the newest change in this station's feed; locking this row puts pushes of a station in order.
    Column("change", BigInteger, nullable=False, default=0),
)

devices = Table(
    "devices",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("station", _ID, ForeignKey("stations.id"), nullable=False),
    # The Träger's id on the device before it joined.
    Column("operator", _ID, nullable=False, server_default=""),
    Column("role", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("sign_key", Text, nullable=False, unique=True),
    Column("receive_key", Text, nullable=False),
    Column("enrolled_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("health", Text, nullable=False, default="{}"),
)

#: Which further stations a coordinator's device reads and edits.
scopes = Table(
    "scopes",
    metadata,
    Column("device", _ID, ForeignKey("devices.id"), primary_key=True),
    Column("station", _ID, ForeignKey("stations.id"), primary_key=True),
)

#: Ids a station had on a device before it was enrolled.
earlier_ids = Table(
    "earlier_ids",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("station", _ID, ForeignKey("stations.id"), nullable=False),
)

pilots = Table(
    "pilots",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("station", _ID, ForeignKey("stations.id"), nullable=False),
    Column("role", String(20), nullable=False),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("handle", String(8), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("station", _ID, ForeignKey("stations.id"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("sees", Text, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("used_by", _ID, nullable=True),
)

#: Assertions that were used already (``jti`` of RFC 7523), until they would have expired anyway.
assertions = Table(
    "assertions",
    metadata,
    Column("jti", String(80), primary_key=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

logs = Table(
    "logs",
    metadata,
    Column("device", _ID, ForeignKey("devices.id"), primary_key=True),
    Column("log", _ID, primary_key=True),
    Column("last_seq", BigInteger, nullable=False),
    Column("durable_seq", BigInteger, nullable=False),
)

#: Every operation for ever: its result lies here from the transaction of its effect.
operations = Table(
    "operations",
    metadata,
    Column("op", _ID, primary_key=True),
    Column("verdict", String(10), nullable=False),
    Column("change", BigInteger, nullable=False),
    Column("detail", Text, nullable=False),
    # Only of what made no effect: the loser's whole operation is kept (design/sync, 7), and which record it is of.
    Column("kept", Text, nullable=True),
    Column("record", _ID, nullable=True),
)
Index(
    "operations_kept",
    operations.c.record,
    sqlite_where=operations.c.record.is_not(None),
    postgresql_where=operations.c.record.is_not(None),
)

#: Which operation stood at which number of which log: a second one at the same number is a fork.
entries = Table(
    "entries",
    metadata,
    Column("device", _ID, primary_key=True),
    Column("log", _ID, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("op", _ID, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", _ID, primary_key=True),
    Column("station", _ID, ForeignKey("stations.id"), nullable=False),
    Column("device", _ID, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("doc", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    Column("by", _ID, nullable=False),
    Column("at", String(32), nullable=False),
    Column("deleted", Boolean, nullable=False),
    Index("records_by_change", "station", "change", unique=True),
)

#: What a device is ordered to do (``wipe``, ``lock``); the empty text says that it was not handed over, not done.
orders = Table(
    "orders",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("device", _ID, ForeignKey("devices.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("handed_at", String(32), nullable=False),
    Column("done_at", String(32), nullable=False),
    Index("orders_by_device", "device"),
)

#: Records that were erased for good; each device of the station says when nothing of it is left there.
purges = Table(
    "purges",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", _ID, primary_key=True),
    Column("station", _ID, ForeignKey("stations.id"), nullable=False),
    Column("at", String(32), nullable=False),
    Index("purges_by_station", "station"),
)

purge_receipts = Table(
    "purge_receipts",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", _ID, primary_key=True),
    Column("device", _ID, ForeignKey("devices.id"), primary_key=True),
    Column("proof", String(64), nullable=False),
    Column("at", String(32), nullable=False),
)

#: Signed bundles of the catalogue, as text (Base64), so that a backup holds them as it holds everything else.
catalogues = Table(
    "catalogues",
    metadata,
    Column("version", String(40), primary_key=True),
    Column("published_at", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", Text, nullable=False),
)

#: Who may use the admin page; ``stations`` is a JSON list, empty for an administrator.
accounts = Table(
    "accounts",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("phrase", Text, nullable=False),
    Column("stations", Text, nullable=False),
)

#: Who is signed in there: digest of the cookie, the key of their forms, seconds since 1970.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", String(80), ForeignKey("accounts.name"), nullable=False),
    Column("form_key", String(64), nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)
