"""Bundles of the catalogue: files and a signed list of them, in one archive (design/sync, 2). Pure but for key files.

The publisher's key never lies on the portal: bundles are signed on the publisher's own machine. Devices and the portal
know the publisher by the fingerprint of the key.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from lotse_portal.keys import public, thumbprint
from lotse_portal.operations import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FORMAT, _LIST = "lotse-catalogue-1", "manifest.jws"
_ALGORITHMS = ["Ed25519"]
_VERSION = re.compile(r"\d{4}\.\d{2}\.\d{2}(\.\d{1,3})?")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}")
#: What one bundle holds at most: files, bytes unpacked.
_MOST_FILES, _MOST_BYTES = 200, 32 << 20
_LONGEST_LIST = 256 << 10


class Flaw(StrEnum):
    """What is wrong with a bundle, a key file, or what is to be signed."""

    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    CHANGED = "changed"
    LARGE = "large"
    VERSION = "version"
    NAME = "name"


class BundleError(Exception):
    """A bundle that is not what it says."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose signature and files were checked; ``publisher`` is the fingerprint of who signed it."""

    version: str
    publisher: str
    files: Mapping[str, bytes]


def order(version: str) -> tuple[int, ...]:
    """Return by what versions follow one another: ``2026.11.22`` comes before ``2026.11.22.1``. Raises BundleError."""
    if _VERSION.fullmatch(version) is None:
        raise BundleError(Flaw.VERSION)
    parts = tuple(int(part) for part in version.split("."))
    try:
        date(*parts[:3])
    except ValueError as error:
        raise BundleError(Flaw.VERSION) from error
    return parts


def make_publisher(file: Path) -> OKPKey:
    """Make the publisher's key in a file only its owner reads. Raises FileExistsError."""
    key = OKPKey.generate_key("Ed25519")
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as stream:
        json.dump(key.as_dict(private=True), stream)
    return key


def read_publisher(file: Path) -> OKPKey:
    """Return the publisher's key. Raises OSError, BundleError where the file holds none."""
    try:
        return OKPKey.import_key(json.loads(file.read_text("utf-8")))
    except (ValueError, TypeError, KeyError, JoseError) as error:
        raise BundleError(Flaw.UNREADABLE) from error


def sign(files: Mapping[str, bytes], version: str, key: OKPKey) -> bytes:
    """Return a bundle of files, the same bytes for the same content. Raises BundleError: version, name, large."""
    order(version)
    _require_fit(files)
    listed = [
        {"name": name, "size": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
        for name in sorted(files)
    ]
    header = {"alg": "Ed25519", "typ": "lotse-catalogue", "jwk": public(key)}
    content = canonical({"format": _FORMAT, "version": version, "files": listed})
    signed = jws.serialize_compact(header, content, key, algorithms=_ALGORITHMS)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in [(_LIST, signed.encode()), *sorted(files.items())]:
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED, 6)
    return made.getvalue()


def read(content: bytes) -> Bundle:
    """Return a bundle, checked to its last byte. Raises BundleError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            version, publisher, listed = _signed_list(_part(archive, _LIST, _LONGEST_LIST))
            names = archive.namelist()
            if sorted(names) != sorted([_LIST, *listed]) or len(names) > _MOST_FILES:
                raise BundleError(Flaw.CHANGED)
            if sum(size for size, _ in listed.values()) > _MOST_BYTES:
                raise BundleError(Flaw.LARGE)
            files = {name: _checked(archive, name, *of_file) for name, of_file in listed.items()}
    except (zipfile.BadZipFile, OSError, KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BundleError(Flaw.UNREADABLE) from error
    _require_fit(files)
    order(version)
    return Bundle(version, publisher, files)


def _checked(archive: zipfile.ZipFile, name: str, size: int, sha256: str) -> bytes:
    body = _part(archive, name, size)
    if len(body) != size or hashlib.sha256(body).hexdigest() != sha256:
        raise BundleError(Flaw.CHANGED)
    return body


def _part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Unpack one byte more than expected at most. Raises KeyError, BundleError."""
    with archive.open(name) as stream:
        body = stream.read(most + 1)
    if len(body) > most:
        raise BundleError(Flaw.CHANGED)
    return body


def _signed_list(signed: bytes) -> tuple[str, str, dict[str, tuple[int, str]]]:
    """Return version, publisher and (size, digest) by name, as the publisher signed them. Raises BundleError."""
    try:
        jwk: dict[str, Any] = jws.extract_compact(signed).headers()["jwk"]
        told = json.loads(jws.deserialize_compact(signed, OKPKey.import_key(jwk), algorithms=_ALGORITHMS).payload)
        listed = {str(one["name"]): (int(one["size"]), str(one["sha256"])) for one in told["files"]}
        if told["format"] != _FORMAT:
            raise BundleError(Flaw.UNREADABLE)
        return str(told["version"]), thumbprint(jwk), listed
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BundleError(Flaw.UNSIGNED) from error


def _require_fit(files: Mapping[str, bytes]) -> None:
    if any(_NAME.fullmatch(name) is None or name == _LIST for name in files):
        raise BundleError(Flaw.NAME)
    if not files or len(files) >= _MOST_FILES or sum(map(len, files.values())) > _MOST_BYTES:
        raise BundleError(Flaw.LARGE)
