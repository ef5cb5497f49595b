"""How a device joins a portal (design/sync, 2): the coordinator's invitation, what is asked, what is answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lotse_app.models.sync import Way

#: What ``lotse-portal enrol`` prints: four letters that name the code, eleven that prove it.
_CODE = re.compile(r"([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{11})")
#: Letters that Crockford's Base32 does not have, and what who reads them from paper means.
_MEANT = str.maketrans("OIL", "011")
_FINGERPRINT = re.compile(r"[A-Z2-7]{26}")
#: Computers without TLS are no portal, but for this very one.
OWN_COMPUTER = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where the portal is, the code of one use, and by what its signing key is known."""

    url: str
    code: str = field(repr=False)
    fingerprint: str


def parted(text: str) -> tuple[str, str, str]:
    """Return address, code and fingerprint of the one line a coordinator hands over; what it lacks is empty."""
    address, code, fingerprint = (*text.strip().split("#"), "", "")[:3]
    return address.strip(), code.strip(), fingerprint.strip()


def invitation(address: str, code: str, fingerprint: str) -> Invitation:
    """Return what was typed, as it is meant. Raises PORTAL_ADDRESS, PORTAL_CODE, PORTAL_FINGERPRINT."""
    letters = "".join(code.split()).upper().translate(_MEANT)
    typed = _CODE.fullmatch(letters)
    if typed is None:
        raise refuse(Code.PORTAL_CODE)
    pinned = "".join(fingerprint.split()).replace("-", "").upper()
    if _FINGERPRINT.fullmatch(pinned) is None:
        raise refuse(Code.PORTAL_FINGERPRINT)
    return Invitation(sound_address(address), f"{typed[1]}-{typed[2]}", pinned)


def sound_address(address: str) -> str:
    """Return the address of a portal without a path. Raises PORTAL_ADDRESS where it is none, or has no TLS."""
    text = address.strip()
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise refuse(Code.PORTAL_ADDRESS) from error
    secured = parts.scheme == "https" or (parts.scheme == "http" and host in OWN_COMPUTER)
    if not host or not secured or parts.username or set(host) & set(" <>\"'"):
        raise refuse(Code.PORTAL_ADDRESS)
    return f"{parts.scheme}://{parts.netloc}"


def sound_proxy(proxy: str) -> str:
    """Return the address of a proxy, nothing where there is none. Raises PORTAL_PROXY."""
    text = proxy.strip()
    if not text:
        return ""
    text = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port
    except ValueError as error:
        raise refuse(Code.PORTAL_PROXY) from error
    if not sound:
        raise refuse(Code.PORTAL_PROXY)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a portal says of itself; ``server_time`` is its clock."""

    fingerprint: str
    protocols: tuple[int, int]
    epoch: int
    server_time: datetime
    message: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a device brings along: ids it worked under before, and its public keys (32 bytes each)."""

    device: str
    operator: str
    station: str
    pilots: tuple[str, ...]
    sign_key: bytes
    receive_key: bytes


@dataclass(frozen=True, slots=True)
class Former:
    """Which device this one goes on for; ``sign`` signs with that one's key."""

    device: str
    sign: Callable[[bytes], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Approach:
    """Everything a device needs to ask for being let in; ``sign`` signs with its key."""

    invitation: Invitation
    way: Way
    applicant: Applicant
    sign: Callable[[bytes], bytes] = field(repr=False)
    former: Former | None = None


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who the device is now, and the portal's public keys."""

    device: str
    operator: str
    station: str
    role: str
    stations: tuple[str, ...]
    sign_key: bytes
    receive_key: bytes
    epoch: int
