"""What goes over the wire (design/sync, 3 and 4), as pydantic models: the source of ``resources/contract``.

The envelope of a batch is checked as a whole, each operation by itself (``batches``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from lotse_portal.operations import Kind
from lotse_portal.problems import PortalError, Trouble

PROTOCOL = 1
MAX_OPS, MAX_BYTES, CHUNK, MAX_FILE = 500, 1 << 20, 1 << 20, 25 << 20
#: The newest schema of each kind and the two before it (design/sync, 9).
SCHEMAS = dict.fromkeys(Kind, (1, 1))
Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{7,63}$")]
Seq = Annotated[int, Field(ge=1, le=1 << 53)]


def _there(moment: str) -> str:
    """Return a moment of the calendar and the clock. Raises ValueError for the 45th of a month."""
    datetime.fromisoformat(moment)
    return moment


Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$"), AfterValidator(_there)]
Jwk = dict[str, str | list[str]]
Prior = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Change(BaseModel):
    """One field of a patch: ``p`` is the digest of the value its author saw, ``v`` the new one."""

    model_config = ConfigDict(extra="forbid")
    p: Prior
    v: Any


class WireOperation(BaseModel):
    """One operation. A create has ``doc``, a patch ``set``, a delete may have ``p``."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    seq: Seq
    op: Id
    t: Literal["create", "patch", "delete"]
    k: Literal["session", "application_status", "obstacle", "station", "form"]
    id: Id
    schema_: int = Field(default=1, alias="schema", ge=1, le=999)
    by: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{0,64}$")] = ""
    at: Moment
    doc: dict[str, Any] | None = None
    set: Annotated[dict[Annotated[str, Field(pattern=r"^/[^/]+$")], Change], Field(min_length=1)] | None = None
    p: Prior | None = None


class Envelope(BaseModel):
    """The number and the name of an operation: what must be readable so that it can be refused by itself."""

    model_config = ConfigDict(extra="allow")
    seq: Seq
    op: Id


class Push(BaseModel):
    """A batch: consecutive operations of one log."""

    protocol: Literal[1]
    device: Id
    log: Id
    epoch: Annotated[int, Field(ge=0, le=1 << 53)]
    first_seq: Seq
    ops: Annotated[list[Envelope], Field(min_length=1, max_length=MAX_OPS)]

    @model_validator(mode="before")
    @classmethod
    def _same_protocol(cls, body: object) -> object:
        """Read nothing of a batch in another protocol. Raises PortalError: outdated."""
        spoken = body.get("protocol") if isinstance(body, dict) else PROTOCOL
        if isinstance(spoken, int) and spoken != PROTOCOL:
            raise PortalError(Trouble.OUTDATED, min=PROTOCOL, max=PROTOCOL)
        return body


class Pushed(BaseModel):
    """The answer to a batch: one ``[seq, verdict, change or detail]`` an operation."""

    epoch: int
    last_seq: int
    durable_seq: int
    server_time: str
    results: list[tuple[int, str, int | dict[str, Any]]]


class EnrolledPilot(BaseModel):
    """A pilot who worked on the device before it was enrolled."""

    id: Id


class Replaces(BaseModel):
    """Which device this one goes on for: a JWS by that one's key over the code and the new device, a space between."""

    device: Id
    proof: Annotated[str, Field(max_length=4000)]


class Enrol(BaseModel):
    """What a device brings along: code, public keys (JWK), proof that it holds them, ids it worked under before."""

    code: Annotated[str, Field(min_length=8, max_length=40)]
    device: Id
    sign_key: Jwk
    receive_key: Jwk
    proof: Annotated[str, Field(max_length=4000)]
    operator: Id  # the Träger
    station: Id
    pilots: Annotated[list[EnrolledPilot], Field(max_length=200)] = []
    replaces: Replaces | None = None


class Enrolled(BaseModel):
    """Who the device is now, and the keys of the portal that it pins (JWK)."""

    device: str
    operator: str
    station: str
    role: str
    stations: list[str]
    portal_sign: dict[str, str]
    portal_receive: dict[str, str]
    epoch: int


class Token(BaseModel):
    """An access token (RFC 6749, section 5.1)."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of the scheme
    expires_in: int


class Versions(BaseModel):
    """Which versions of the protocol the portal speaks."""

    min: int = PROTOCOL
    max: int = PROTOCOL


class Limits(BaseModel):
    """What one request may hold: operations, bytes of a body, bytes of a chunk and of a file."""

    ops: int = MAX_OPS
    bytes: int = MAX_BYTES
    chunk: int = CHUNK
    file: int = MAX_FILE


class Hello(BaseModel):
    """Which portal this is and what it takes."""

    nonce: str
    protocol: Versions = Versions()
    schemas: dict[str, int]
    epoch: int
    server_time: str
    limits: Limits = Limits()
    fingerprint: str
    version: str
    catalogue: str = ""
    message: str = ""


Bucket = Annotated[str, Field(pattern=r"^(\d{1,2}|1\d\d|2[0-4]\d|25[0-5])$")]
Mark = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
KindName = Literal["session", "application_status", "obstacle", "station", "form"]


class Digest(BaseModel):
    """Per kind and bucket: how many records, and the XOR of their marks in hexadecimal."""

    kinds: dict[KindName, dict[Bucket, tuple[Annotated[int, Field(ge=0)], Mark]]]


class Differing(BaseModel):
    """Per kind the buckets that differ."""

    kinds: dict[str, list[int]]


Count = Annotated[int, Field(ge=0, le=1 << 53)]


class OpenCase(BaseModel):
    """An open Vorgang as a Verlustbericht lists it: id, kind and date, no content."""

    id: Id
    service: Annotated[str, Field(max_length=80)]
    since: Annotated[str, Field(max_length=10)]


class Health(BaseModel):
    """What a device says of itself: counts, ids, dates."""

    model_config = ConfigDict(extra="forbid")
    waiting: Count = 0
    refused: Count = 0
    conflicting: Count = 0
    oldest_seconds: Count = 0
    skew_seconds: Annotated[int, Field(ge=-(1 << 40), le=1 << 40)] = 0
    disk_free: Count = 0
    version: Annotated[str, Field(max_length=40)] = ""
    encrypted: bool = True
    persons: Count = 0
    cases: Annotated[list[OpenCase], Field(max_length=2000)] = []
    trail_head: Annotated[str, Field(max_length=64)] = ""


class PurgeReceipt(BaseModel):
    """A device erased its copy of a record; ``proof`` is the digest of its own proof (SHA-256, hexadecimal)."""

    k: Literal["session", "application_status", "obstacle"]
    id: Id
    proof: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PurgeReceipts(BaseModel):
    """What a device erased."""

    model_config = ConfigDict(extra="forbid")
    receipts: Annotated[list[PurgeReceipt], Field(min_length=1, max_length=MAX_OPS)]


class ReceiptsKept(BaseModel):
    """How many receipts are of erasures this device was told of."""

    kept: int


Jws = Annotated[str, Field(min_length=5, max_length=4000)]


class OrderReceipt(BaseModel):
    """That an order was carried out: a JWS by the device's key over ``{"sub": device, "jti": order}``."""

    model_config = ConfigDict(extra="forbid")
    receipt: Jws


class Stick(BaseModel):
    """What a file brought by stick holds: batches of one log as ``Push``, and how far the device has read the feed.

    ``at`` is when it was written, ``report`` how the device was then, ``done`` the receipts for orders it carried out.
    """

    model_config = ConfigDict(extra="forbid")
    log: Id
    cursor: Annotated[str, Field(max_length=100_000)]
    batches: Annotated[list[dict[str, Any]], Field(max_length=2000)]
    at: Moment | None = None
    report: Health | None = None
    done: Annotated[list[Jws], Field(max_length=50)] = []


class Orders(BaseModel):
    """Orders that wait for the device, each a JWS (compact) by the portal's signing key.

    Its content: ``iss`` fingerprint of the portal, ``sub`` device, ``order`` wipe or lock, ``jti``, ``iat``, ``exp``.
    """

    orders: list[str]


class Problem(BaseModel):
    """Why a request was refused (RFC 9457); ``code`` is what a device acts on. Further members say more.

    ``device_lost`` and ``device_revoked`` bring ``orders`` for the device that showed its key.
    """

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    code: str


class Kept(BaseModel):
    """What was said is kept."""

    kept: Literal[True] = True


#: The body of a token request, which is a form (RFC 7523) and so not read by a model.
TOKEN_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type", "client_assertion_type", "client_assertion"],
                    "properties": {
                        "grant_type": {"const": "client_credentials"},
                        "client_assertion_type": {"const": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                        "client_assertion": {"type": "string", "maxLength": 4000},
                    },
                }
            }
        },
    }
}


#: A bundle goes over as the bytes that were signed.
BUNDLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}, "description": "Bundle"},
    304: {"description": "The device has it already"},
}


class ChangesPage(BaseModel):
    """A page of the feed. ``through``: how far the feed of the device's own station is covered.

    A row with ``deleted`` is a tombstone; with ``purged`` too, the record was erased by law: nothing of it stays on the
    device, which says so with a purge receipt. ``orders`` are as in ``Orders``; ``catalogue`` is the newest version.
    """

    epoch: int
    cursor: str
    through: int
    more: bool
    rows: list[dict[str, Any]]
    orders: list[str] = []
    catalogue: str = ""
