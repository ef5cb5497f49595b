"""What an independent PDF reader finds on a paper."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # ships no types


def text_of(pdf: bytes) -> str:
    """Return all text of a PDF without blanks, so that line breaks make no difference."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())
