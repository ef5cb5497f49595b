"""A first look at a file that a resident brings: by content, never by name. For the work lane.

Taken are PDF, JPEG and PNG. A PDF is stored as it came: its bytes may carry a signature. Pictures lose what the camera
wrote beside them (``pictures.py``).
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from typing import TYPE_CHECKING

from lotse_app.documents.pictures import JPEG_SIGNATURE, PNG_SIGNATURE, PictureError, read_jpeg, read_png
from lotse_app.models.evidence import MAX_FILE_BYTES, CheckedFile
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.documents.pictures import Picture

#: A picture of more pixels is no photo of a paper, but it can fill the memory (80 million are 240 MB unpacked).
MAX_PIXELS = 80_000_000
#: All streams of a PDF together, unpacked.
MAX_UNPACKED = 400 * 1024 * 1024
MAX_PAGES = 500

_MEGABYTE = 1024 * 1024
_MILLION = 1_000_000
_STREAM = re.compile(rb"stream\r?\n")
_CHUNK = 1 << 18


def read_file(file: Path) -> CheckedFile:
    """Read a file and look at it. Raises FILE_UNREADABLE, FILE_TOO_LARGE before it is read, and as ``check_file``."""
    try:
        if not file.is_file():  # what is no file may never end
            raise refuse(Code.FILE_UNREADABLE)
        _refuse_larger(file.stat().st_size)
        content = file.read_bytes()
    except OSError as error:
        raise refuse(Code.FILE_UNREADABLE) from error
    return check_file(content)


def _refuse_larger(size: int) -> None:
    """Raise FILE_TOO_LARGE where there are more bytes than a file may have."""
    if size > MAX_FILE_BYTES:
        raise refuse(Code.FILE_TOO_LARGE, limit=MAX_FILE_BYTES // _MEGABYTE, size=-(-size // _MEGABYTE))


def check_file(content: bytes) -> CheckedFile:
    """Return the bytes to be stored with kind, pages and digest.

    Raises FILE_EMPTY, FILE_TOO_LARGE (``size`` and ``limit`` in megabytes), FILE_TOO_MANY_PIXELS (both in millions),
    FILE_TOO_MANY_PAGES, FILE_UNPACKS_TOO_LARGE, FILE_KIND_UNKNOWN, FILE_BROKEN, FILE_ENCRYPTED.
    """
    if not content:
        raise refuse(Code.FILE_EMPTY)
    _refuse_larger(len(content))
    if content.startswith(JPEG_SIGNATURE):
        return _picture(content, "image/jpeg", read_jpeg)
    if content.startswith(PNG_SIGNATURE):
        return _picture(content, "image/png", read_png)
    if b"%PDF-" in content[:1024]:
        return _checked(content, "application/pdf", _pdf_pages(content))
    raise refuse(Code.FILE_KIND_UNKNOWN)


def _checked(content: bytes, media_type: str, pages: int) -> CheckedFile:
    return CheckedFile(content, media_type, pages, hashlib.sha256(content).hexdigest())


def _picture(content: bytes, media_type: str, read: Callable[[bytes], Picture]) -> CheckedFile:
    try:
        picture = read(content)
    except PictureError as error:
        raise refuse(Code.FILE_BROKEN) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise refuse(
            Code.FILE_TOO_MANY_PIXELS,
            pixels=picture.width * picture.height // _MILLION,
            limit=MAX_PIXELS // _MILLION,
        )
    _decode(picture.content)
    return _checked(picture.content, media_type, 1)


def _decode(content: bytes) -> None:
    """Decode every pixel once, so that a picture that was cut off is noticed now and not at the office."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            # An eighth of the size is enough to read all coded data of a JPEG, with an eighth of the memory.
            picture.draft("L", (picture.width // 8, picture.height // 8))
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise refuse(Code.FILE_BROKEN) from error


def _pdf_pages(content: bytes) -> int:
    import pikepdf

    if b"%%EOF" not in content[-2048:]:
        raise refuse(Code.FILE_BROKEN)
    _refuse_bomb(content)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            if document.is_encrypted:
                raise refuse(Code.FILE_ENCRYPTED)
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise refuse(Code.FILE_ENCRYPTED) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
        raise refuse(Code.FILE_BROKEN) from error
    if pages == 0:
        raise refuse(Code.FILE_BROKEN)
    if pages > MAX_PAGES:
        raise refuse(Code.FILE_TOO_MANY_PAGES, pages=pages, limit=MAX_PAGES)
    return pages


def _refuse_bomb(content: bytes) -> None:
    """Unpack every deflated stream piece by piece and stop where the sum leaves all reason."""
    total = 0
    for match in _STREAM.finditer(content):
        inflater = zlib.decompressobj()
        pending = content[match.end() : match.end() + _CHUNK]
        position = match.end() + len(pending)
        try:
            while pending and not inflater.eof:
                total += len(inflater.decompress(pending, _CHUNK))
                if total > MAX_UNPACKED:
                    raise refuse(Code.FILE_UNPACKS_TOO_LARGE, limit=MAX_UNPACKED // _MEGABYTE)
                pending = inflater.unconsumed_tail
                if not pending:
                    pending = content[position : position + _CHUNK]
                    position += len(pending)
        except zlib.error:
            continue
