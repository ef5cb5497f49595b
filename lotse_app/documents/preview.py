"""Pages of a PDF as pictures, for the preview. PDFium is not made for threads, so one page at a time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from lotse_app.models.papers import PageImage
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

#: PDFium keeps state for the whole process.
_PDFIUM = threading.Lock()


def pages(pdf: bytes, width: int) -> tuple[PageImage, ...]:
    """Return the pages as RGBA images of this width in pixels. Raises PREVIEW_FAILED."""
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise refuse(Code.PREVIEW_FAILED) from error
        try:
            return tuple(_image(page, width) for page in document)
        except pypdfium2.PdfiumError as error:
            raise refuse(Code.PREVIEW_FAILED) from error
        finally:
            document.close()


def page_pictures(pdf: bytes, box: tuple[int, int]) -> tuple[Image.Image, ...]:
    """Return the pages as pictures that fit into a box of pixels, however large a page is. Raises PREVIEW_FAILED."""
    import pypdfium2

    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                return tuple(_fitted(page, box) for page in document)
        except pypdfium2.PdfiumError as error:
            raise refuse(Code.PREVIEW_FAILED) from error


def _fitted(page: pypdfium2.PdfPage, box: tuple[int, int]) -> Image.Image:
    scale = min(box[0] / page.get_width(), box[1] / page.get_height())
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def _image(page: pypdfium2.PdfPage, width: int) -> PageImage:
    bitmap = page.render(scale=width / page.get_width())
    picture = bitmap.to_pil().convert("RGBA")
    return PageImage(picture.width, picture.height, picture.tobytes())
