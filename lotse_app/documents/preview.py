"""Pages of a PDF as pictures, for the preview. PDFium is not made for threads, so one page at a time."""

from __future__ import annotations

import threading

from lotse_app.models.papers import PageImage
from lotse_app.models.problems import Code, refuse

#: PDFium keeps state for the whole process.
_PDFIUM = threading.Lock()


def pages(pdf: bytes, width: int) -> tuple[PageImage, ...]:
    """Return the pages as RGBA images of this width in pixels. Raises PREVIEW_FAILED."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; start-up time counts

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


def _image(page: object, width: int) -> PageImage:
    bitmap = page.render(scale=width / page.get_width())  # type: ignore[attr-defined]  # pypdfium2 ships no types
    picture = bitmap.to_pil().convert("RGBA")
    return PageImage(picture.width, picture.height, picture.tobytes())
