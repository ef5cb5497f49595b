"""Reads finished papers back, as a PDF reader would: how the demonstration checks what was printed."""

from __future__ import annotations


def text_of(pdf: bytes) -> str:
    """Return all text of a PDF without blanks, so that line breaks make no difference."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())
