"""A file that a resident brought, on paper: every page or picture on A4, at its foot where it belongs.

Files have pages of any size, and as many as they like. They are drawn as pictures of limited size, one page at a time,
so that no file keeps the printer from the papers that go with it. What cannot be drawn so says it on a sheet instead.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.documents import look as places
from lotse_app.documents.flow import Strip
from lotse_app.documents.preview import page_pictures
from lotse_app.documents.sheet import Foot, Sheet
from lotse_app.models.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from lotse_app.documents.fonts import Fonts
    from lotse_app.documents.pen import Pen
    from lotse_app.documents.tagged import Node
    from lotse_app.models.papers import EnclosurePaper

#: More pages are left to a program that prints files: here each is a picture in the memory.
MOST_PAGES = 20
#: Longest sides of a picture in pixels (about 150 dots to the inch), and the room for it on the page in points.
_PIXELS = (1180, 1600)
_ROOM = (places.WIDTH, 610.0)
_QUALITY = 85
BY_HAND = "Diese Datei druckt Lotse nicht mit: {reason}. Bitte die Datei selbst ausdrucken und beilegen."


def enclosure_pdf(fonts: Fonts, paper: EnclosurePaper) -> bytes:
    """Return the file as pages of A4, or a sheet that says to print it elsewhere."""
    title = f"Nachweis: {paper.label}"
    sheet = Sheet(fonts, f"Nachweis – Vorgang {paper.number}", places.snug(fonts))
    sheet.heading(1, title)
    try:
        pictures = _pictures(paper)
    except (ProblemError, OSError, ValueError, ArithmeticError):
        pictures = ()
        sheet.paragraph(BY_HAND.format(reason="Sie lässt sich hier nicht darstellen"))
    if paper.pages > MOST_PAGES:
        sheet.paragraph(BY_HAND.format(reason=f"Sie hat {paper.pages} Seiten, gedruckt werden hier {MOST_PAGES}"))
    for number, picture in enumerate(pictures, start=1):
        scale = min(_ROOM[0] / picture.width, _ROOM[1] / picture.height)
        size = (picture.width * scale, picture.height * scale)
        figure = sheet.node("Figure", alt=f"{title}, Bild {number} von {len(pictures)}")
        sheet.add(Strip(size[1], partial(_draw, figure, _jpeg(picture), size)))
        sheet.gap(sheet.look.gap)
    return sheet.to_pdf(Foot(left=f"Vorgang {paper.number}", running=title))


def _pictures(paper: EnclosurePaper) -> Sequence[Image.Image]:
    if paper.pages > MOST_PAGES:
        return ()
    if paper.media_type == "application/pdf":
        return page_pictures(paper.content, _PIXELS)
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(paper.content)) as opened:
        opened.draft("RGB", _PIXELS)  # a photo is unpacked no larger than it is wanted
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail(_PIXELS)
        return (_on_white(upright),)


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without anything to see through: paper is white."""
    from PIL import Image

    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()


def _draw(figure: Node, jpeg: bytes, size: tuple[float, float], pen: Pen, top: float) -> None:
    corner = (places.LEFT, top - size[1])
    figure.box = (*corner, corner[0] + size[0], top)
    pen.picture(figure, jpeg, corner, size)
