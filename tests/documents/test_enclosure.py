"""Files that a resident brought come out of the printer with the papers, whatever size and shape they have."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from lotse_app.documents.enclosure import MOST_PAGES
from lotse_app.documents.intake import check_file
from lotse_app.documents.maker import PaperMaker
from lotse_app.documents.preview import page_pictures
from lotse_app.documents.reader import text_of
from lotse_app.models.papers import EnclosurePaper, Watermark
from lotse_app.models.problems import Code, ProblemError
from tests.documents.support import APPLICATION, FONTS, read_back

MAKER = PaperMaker(FONTS)
RED = (200, 20, 20)


def printed(content: bytes) -> bytes:
    file = check_file(content)
    return MAKER.enclosure(EnclosurePaper("7F3K", "Haftpflichtnachweis", file.media_type, file.content, file.pages))


def picture(kind: str, mode: str, size: tuple[int, int], **options: object) -> bytes:
    target = io.BytesIO()
    colour = RED if mode == "RGB" else 0
    Image.new(mode, size, colour).save(target, kind, **options)
    return target.getvalue()


def blank(pages: int, size: tuple[float, float]) -> bytes:
    document, target = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page(page_size=size)
    document.save(target)
    return target.getvalue()


def test_every_page_of_a_pdf_is_there_with_its_vorgang_at_the_foot() -> None:
    pdf = MAKER.application(APPLICATION)
    pages = len(read_back(pdf).document.pages)
    found = read_back(printed(pdf))
    assert [one.alt for one in found.tree().all("Figure")] == [
        f"Nachweis: Haftpflichtnachweis, Bild {number} von {pages}" for number in range(1, pages + 1)
    ]
    assert all("7F3K" in text for text in found.page_texts())
    assert printed(pdf) == printed(pdf)


def test_a_photo_is_upright_and_whole_and_in_its_colours() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    wide = Image.new("RGB", (900, 300), RED)
    wide.paste((20, 20, 200), (0, 0, 300, 300))
    target = io.BytesIO()
    wide.save(target, "JPEG", exif=exif, quality=95)
    (page,) = page_pictures(printed(target.getvalue()), (595, 842))
    seen = [page.getpixel((90, y)) for y in range(100, 700)]
    blue = [at for at, one in enumerate(seen) if isinstance(one, tuple) and one[2] > 150 and one[0] < 90]
    red = [at for at, one in enumerate(seen) if isinstance(one, tuple) and one[0] > 150 and one[2] < 90]
    assert blue, "all of it is on the page"
    assert red, "all of it is on the page"
    assert max(blue) <= min(red) + 3, "what the camera says is the top is at the top"


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("JPEG", "L"), ("JPEG", "CMYK")]
)
def test_every_kind_of_picture_is_taken(kind: str, mode: str) -> None:
    assert len(read_back(printed(picture(kind, mode, (3000, 40)))).document.pages) == 1


@pytest.mark.parametrize("size", [(14_400, 3), (3, 14_400), (5000, 5000)])
def test_a_page_of_any_size_becomes_a_picture_of_limited_size(size: tuple[float, float]) -> None:
    for one in page_pictures(blank(1, size), (1180, 1600)):
        assert one.width <= 1181
        assert one.height <= 1601
    assert len(read_back(printed(blank(1, size))).document.pages) == 1


def test_what_is_too_long_or_cannot_be_drawn_is_said_on_a_sheet() -> None:
    long = printed(blank(MOST_PAGES + 1, (200, 200)))
    assert len(read_back(long).document.pages) == 1
    assert "Siehat21Seiten,gedrucktwerdenhier20" in text_of(long)
    torn = EnclosurePaper("7F3K", "Haftpflichtnachweis", "application/pdf", b"%PDF-1.4 torn", 1)
    assert "BittedieDateiselbstausdruckenundbeilegen" in text_of(MAKER.enclosure(torn))
    with pytest.raises(ProblemError) as caught:
        page_pictures(torn.content, (10, 10))
    assert caught.value.problem.code is Code.PREVIEW_FAILED


def test_a_file_of_practice_says_so() -> None:
    practice = PaperMaker.of_practice(FONTS)
    file = EnclosurePaper("7F3K", "Nachweis", "image/png", picture("PNG", "RGB", (30, 30)), 1)
    stamp = "".join(Watermark.PRACTICE.value.split())
    assert stamp in text_of(practice.enclosure(file))
    assert stamp not in text_of(MAKER.enclosure(file))
