"""JPEG and PNG by their bytes: size, and a copy without what the camera wrote beside the picture.

A phone writes place, time and serial numbers into a photo. An office needs none of it, so it is left behind; the
picture itself is not encoded anew. Kept are the colour profile and the one fact that matters: which way is up.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"

_PNG_PRIVATE = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SOS, _EOI, _APP1, _APP2, _COMMENT = 0xDA, 0xD9, 0xE1, 0xE2, 0xFE
#: JFIF, colour transform of Adobe; the colour profile is told apart by its name.
_KEPT_APPLICATION = frozenset({0xE0, 0xEE})
_ORIENTATION_TAG = 0x0112


class PictureError(Exception):
    """The bytes do not follow the format."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Cleaned bytes with width and height in pixels."""

    content: bytes
    width: int
    height: int


def read_png(content: bytes) -> Picture:
    """Return a PNG without texts, times and Exif, and without what stands behind its end."""
    kept = [PNG_SIGNATURE]
    position = len(PNG_SIGNATURE)
    if content[12:16] != b"IHDR":
        raise PictureError
    width, height = struct.unpack(">II", content[16:24])
    while True:
        head = content[position : position + 8]
        if len(head) < 8:
            raise PictureError
        length, kind = struct.unpack(">I4s", head)
        end = position + 12 + length
        if end > len(content):
            raise PictureError
        if kind not in _PNG_PRIVATE:
            kept.append(content[position:end])
        position = end
        if kind == b"IEND":
            return Picture(b"".join(kept), width, height)


def read_jpeg(content: bytes) -> Picture:
    """Return a JPEG without Exif, XMP, IPTC, comments, and without what stands behind its end."""
    kept = [b"\xff\xd8"]
    size: tuple[int, int] | None = None
    upright = 1
    for marker, body in _segments(content):
        if marker in _SOF and size is None:
            size = (int.from_bytes(body[5:7], "big"), int.from_bytes(body[3:5], "big"))
        if marker == _APP1 and body[2:8] == b"Exif\0\0":
            upright = _orientation(body[8:])
        elif _is_kept(marker, body):
            kept.append(bytes((0xFF, marker)) + body)
    if size is None or 0 in size:
        raise PictureError
    if upright != 1:
        kept.insert(2 if kept[1][1:2] == b"\xe0" else 1, _minimal_exif(upright))
    return Picture(b"".join(kept), *size)


def _is_kept(marker: int, body: bytes) -> bool:
    if marker == _APP2:
        return body[2:13] == b"ICC_PROFILE"
    if 0xE0 <= marker <= 0xEF:
        return marker in _KEPT_APPLICATION
    return marker != _COMMENT


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, length field and payload, for SOS with the coded data) up to the end of the image."""
    position = 2
    while True:
        while content[position : position + 2] == b"\xff\xff":
            position += 1
        if content[position : position + 1] != b"\xff" or position + 2 > len(content):
            raise PictureError
        marker = content[position + 1]
        position += 2
        if marker == _EOI:
            yield marker, b""
            return
        if marker in _ALONE:
            continue
        end = position + int.from_bytes(content[position : position + 2], "big")
        if marker == _SOS:
            end = _end_of_scan(content, end)
        if end > len(content) or end < position + 2:
            raise PictureError
        yield marker, content[position:end]
        position = end


def _end_of_scan(content: bytes, position: int) -> int:
    while True:
        position = content.find(b"\xff", position)
        if position < 0 or position + 1 >= len(content):
            raise PictureError
        following = content[position + 1]
        if following == 0 or following in _ALONE:
            position += 2
        elif following == 0xFF:
            position += 1
        else:
            return position


def _orientation(tiff: bytes) -> int:
    """Return the Exif orientation (1 to 8; 1 where it cannot be read): TIFF 6.0, image file directory 0."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION_TAG:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _minimal_exif(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION_TAG, 3, 1, orientation, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
