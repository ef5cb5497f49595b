"""Files are judged by what is in them; what cannot be read is refused with its reason."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lotse_app.documents.intake import MAX_PAGES, check_file, read_file
from lotse_app.documents.maker import PaperMaker
from lotse_app.models.evidence import MAX_FILE_BYTES
from lotse_app.models.problems import Code, ProblemError
from tests.chance import seeded
from tests.documents.support import APPLICATION, FONTS

if TYPE_CHECKING:
    from lotse_app.models.problems import Problem

PLACE_AND_TIME = b"GPS 51.05 13.73 2026:11:20 10:44:00 Serial 4711"


def refused(content: bytes) -> Problem:
    with pytest.raises(ProblemError) as caught:
        check_file(content)
    return caught.value.problem


def picture(kind: str, size: tuple[int, int] = (120, 80), **options: object) -> bytes:
    noise = seeded(7).randbytes(size[0] * size[1] * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(target, kind, **options)
    return target.getvalue()


def photo(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE_AND_TIME.decode()
    return picture("JPEG", exif=exif, comment=PLACE_AND_TIME, icc_profile=b"profile of colours")


def pdf(pages: int = 1, **options: object) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 200))
    target = io.BytesIO()
    document.save(target, **options)  # type: ignore[arg-type]  # options of pikepdf
    return target.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_a_paper_of_our_own_is_taken_unchanged() -> None:
    content = PaperMaker(FONTS).application(APPLICATION)

    checked = PaperMaker(FONTS).check_file(content)

    assert (checked.content, checked.media_type, checked.pages) == (content, "application/pdf", 2)
    assert checked.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_pictures_are_taken(kind: str, media: str) -> None:
    checked = check_file(picture(kind))

    assert (checked.media_type, checked.pages) == (media, 1)
    assert Image.open(io.BytesIO(checked.content)).size == (120, 80)


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}, {"quality": 95}])
def test_all_ways_to_write_a_jpeg_are_read(options: dict[str, Any]) -> None:
    content = picture("JPEG", **options)

    assert Image.open(io.BytesIO(check_file(content).content)).tobytes() == Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_loses_place_and_time_but_not_its_pixels_colours_or_upright(orientation: int) -> None:
    content = photo(orientation) + b"\0\0" + PLACE_AND_TIME
    assert PLACE_AND_TIME in content

    kept = check_file(content).content

    assert PLACE_AND_TIME not in kept
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept))
    assert before.tobytes() == after.tobytes()
    assert after.getexif().get(0x0112, 1) == orientation
    assert after.info["icc_profile"] == b"profile of colours"


@pytest.mark.parametrize(
    "tiff", [b"", b"II", b"XX*\0", b"II*\0\xff\xff\xff\x7f", b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03"]
)
def test_a_broken_orientation_does_no_harm(tiff: bytes) -> None:
    body = b"Exif\0\0" + tiff
    plain = picture("JPEG")
    content = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + plain[2:]

    assert check_file(content).content == check_file(plain).content


def test_a_png_loses_its_texts_and_what_stands_behind_its_end() -> None:
    plain = picture("PNG")
    text = png_chunk(b"tEXt", b"Comment\0" + PLACE_AND_TIME)
    content = plain[:33] + text + plain[33:] + PLACE_AND_TIME

    assert check_file(content).content == plain


def test_an_empty_file_is_refused() -> None:
    assert refused(b"").code is Code.FILE_EMPTY


def test_a_file_above_the_limit_is_refused_with_its_size_and_one_at_the_limit_is_looked_at() -> None:
    problem = refused(picture("JPEG") + bytes(MAX_FILE_BYTES))

    assert problem.code is Code.FILE_TOO_LARGE
    assert (problem.param("limit"), problem.param("size")) == (15, 16)
    assert refused(bytes(MAX_FILE_BYTES)).code is Code.FILE_KIND_UNKNOWN


def test_a_file_is_read_unless_it_is_too_large_or_cannot_be(tmp_path: Path) -> None:
    good, large = tmp_path / "gut.jpg", tmp_path / "zu gross.jpg"
    good.write_bytes(photo())
    with large.open("wb") as hole:  # takes no room on the disk, and would fill the memory
        hole.truncate(1 << 40)

    assert read_file(good) == check_file(photo())
    no_file = Path(os.devnull)  # as one that never ends would be
    refusals = {large: Code.FILE_TOO_LARGE, tmp_path: Code.FILE_UNREADABLE, no_file: Code.FILE_UNREADABLE}
    for file, code in refusals.items():
        with pytest.raises(ProblemError) as caught:
            read_file(file)
        assert caught.value.problem.code is code


@pytest.mark.parametrize("content", [b"PK\x03\x04docx", b"GIF89a", b"II*\0tiff", b"<svg/>", b"plain text", b"MZ"])
def test_other_kinds_are_refused_whatever_they_are_called(content: bytes) -> None:
    assert refused(content).code is Code.FILE_KIND_UNKNOWN


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PDF"])
def test_what_was_cut_off_is_refused(kind: str, share: float) -> None:
    content = pdf(3) if kind == "PDF" else picture(kind)

    assert refused(content[: max(20, int(len(content) * share))]).code is Code.FILE_BROKEN


def test_a_jpeg_without_a_picture_is_refused() -> None:
    assert refused(b"\xff\xd8\xff\xd9").code is Code.FILE_BROKEN
    assert refused(b"\xff\xd8\xff\xff\xff\xe0\x00\x02\xff\xd9").code is Code.FILE_BROKEN
    assert refused(b"\xff\xd8\xff\xe0\x00\x00\xff\xd9").code is Code.FILE_BROKEN


def test_a_png_with_broken_pixels_is_refused() -> None:
    plain = picture("PNG")
    start = plain.index(b"IDAT") + 40

    assert refused(plain[:start] + bytes(200) + plain[start + 200 :]).code is Code.FILE_BROKEN
    assert refused(b"\x89PNG\r\n\x1a\n" + bytes(40)).code is Code.FILE_BROKEN


@pytest.mark.parametrize("password", ["", "geheim"])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    content = pdf(encryption=pikepdf.Encryption(owner="besitzer", user=password))

    assert refused(content).code is Code.FILE_ENCRYPTED


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + bytes(500) + b"%%EOF"])
def test_a_pdf_without_content_is_refused(content: bytes) -> None:
    assert refused(content).code is Code.FILE_BROKEN


def test_a_pdf_without_pages_is_refused() -> None:
    assert refused(pdf(0)).code is Code.FILE_BROKEN


def test_a_pdf_with_a_sloppy_table_of_contents_is_taken_where_all_pages_are_there() -> None:
    content = pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    position = content.rindex(b"startxref")
    sloppy = content[:position] + b"startxref\n7\n%%EOF\n"

    assert check_file(sloppy).pages == 2


def test_a_book_is_too_large() -> None:
    problem = refused(pdf(MAX_PAGES + 1))

    assert problem.code is Code.FILE_TOO_MANY_PAGES
    assert problem.param("pages") == MAX_PAGES + 1


def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 40000, 40000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + png_chunk(b"IEND", b"")

    problem = refused(bomb)

    assert problem.code is Code.FILE_TOO_MANY_PIXELS
    assert problem.param("pixels") == 1600


def test_a_pdf_that_unpacks_to_gigabytes_is_refused() -> None:
    packer = zlib.compressobj(9)
    block = bytes(1 << 22)
    packed = b"".join(packer.compress(block) for _ in range(110)) + packer.flush()
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.pages[0].obj.Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)
    target = io.BytesIO()
    document.save(target, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    problem = refused(target.getvalue())

    assert len(target.getvalue()) < 1 << 20
    assert problem.code is Code.FILE_UNPACKS_TOO_LARGE


@given(st.binary(max_size=300), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b""]))
def test_any_bytes_end_in_a_known_refusal(tail: bytes, head: bytes) -> None:
    with pytest.raises(ProblemError):
        check_file(head + tail)


@given(st.data())
def test_a_photo_with_damaged_bytes_is_taken_or_refused_but_never_crashes(data: st.DataObject) -> None:
    content = bytearray(photo(6))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(3, len(content) - 1))] = data.draw(st.integers(0, 255))

    outcome = _outcome(bytes(content))

    # A damaged header may state any size, so every refusal of a photo is right; only an escaping error is not.
    assert outcome in {b"\xff\xd8\xff", Code.FILE_BROKEN, Code.FILE_TOO_MANY_PIXELS, Code.FILE_UNPACKS_TOO_LARGE}


def _outcome(content: bytes) -> bytes | Code:
    """Return how the file taken begins, or why it was refused."""
    try:
        return check_file(content).content[:3]
    except ProblemError as error:
        return error.problem.code
