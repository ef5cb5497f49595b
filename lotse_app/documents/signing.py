"""Places for signatures: what was drawn on the pad, and lines to be signed by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import long_moment
from lotse_app.documents import look as places
from lotse_app.documents.flow import Strip
from lotse_app.documents.pen import MM
from lotse_app.documents.typeset import set_lines
from lotse_app.models.signing import SignedAs

if TYPE_CHECKING:
    from lotse_app.documents.pen import Pen
    from lotse_app.documents.sheet import Sheet
    from lotse_app.documents.tagged import Node
    from lotse_app.documents.typeset import Style, TextLine
    from lotse_app.models.application import Signature

_PAD = (80 * MM, 26 * MM)
_HAND_SPACE = 15 * MM


RECORD_HEADING = "Niederschrift einer mündlichen Erklärung"
_RECORDED = "Der Antrag wurde mündlich erklärt und von der unten genannten Person niedergeschrieben."
#: The closing formula: it stands where otherwise the signature of the person would.
_APPROVED = "Vorgelesen und genehmigt."
_MARKED = "Die Person kann nicht schreiben. Das Handzeichen setzt sie vor der Zeugin oder dem Zeugen."


def signature_line(sheet: Sheet, caption: str, signature: Signature | None) -> None:
    """Add what belongs to one line: drawn on the pad, Handzeichen and witness, Niederschrift, or an empty line."""
    if signature is not None and signature.given_as is SignedAs.RECORD:
        _record(sheet, caption, signature)
    elif signature is not None and signature.given_as is SignedAs.MARK:
        _mark(sheet, caption, signature)
    elif signature is not None and signature.strokes:
        drawn_signature(sheet, caption, signature)
    else:
        hand_line(sheet, caption)


def _mark(sheet: Sheet, caption: str, signature: Signature) -> None:
    sheet.paragraph(caption, sheet.look.strong, keep=True)
    sheet.paragraph(_MARKED, keep=True)
    sheet.pairs([("Handzeichen von", signature.signer), ("Zeugin oder Zeuge", signature.beside)])
    hand_line(sheet, "Handzeichen (zum Beispiel drei Kreuze)")
    hand_line(sheet, f"Unterschrift der Zeugin oder des Zeugen: {signature.beside}")


def _record(sheet: Sheet, caption: str, signature: Signature) -> None:
    sheet.paragraph(caption, sheet.look.strong, keep=True)
    sheet.paragraph(_RECORDED, keep=True)
    sheet.pairs(
        [
            ("Erklärt von", signature.signer),
            ("Aufgenommen von", signature.beside),
            ("Dienststelle", signature.office),
            ("Aufgenommen am", long_moment(signature.at)),
        ]
    )
    sheet.paragraph(_APPROVED, sheet.look.strong, keep=True)
    hand_line(sheet, f"Unterschrift für die Dienststelle: {signature.beside}")


def drawn_signature(sheet: Sheet, caption: str, signature: Signature) -> None:
    """Add a signature from the pad as lines, with caption, name and local time."""
    sheet.paragraph(caption, sheet.look.strong, keep=True)
    figure = sheet.node("Figure", alt="Unterschrift, gezeichnet auf dem Unterschriftenfeld des Geräts")
    sheet.add(Strip(_PAD[1], partial(_draw_pad, figure, signature), keep=True))
    sheet.add(Strip(4, keep=True))
    sheet.pairs([("Unterschrieben von", signature.signer), ("Unterschrieben am", long_moment(signature.at))])


def hand_line(sheet: Sheet, caption: str) -> None:
    """Add a line to be signed by hand: place and date at the left, the signature at the right."""
    style = sheet.look.small
    left_width, gap = places.WIDTH * 0.38, 12.0
    right = places.LEFT + left_width + gap
    right_width = places.WIDTH - left_width - gap
    blocks = [
        (sheet.node("P"), places.LEFT, left_width, set_lines("Ort, Datum", style, left_width)),
        (sheet.node("P"), right, right_width, set_lines(caption, style, right_width)),
    ]
    tallest = max(len(lines) for _, _, _, lines in blocks)
    height = _HAND_SPACE + tallest * style.leading + 6
    sheet.add(Strip(height, partial(_draw_hand_line, blocks, style)))
    sheet.gap(4)


def _draw_pad(figure: Node, signature: Signature, pen: Pen, top: float) -> None:
    width, height = _PAD
    lower = top - height
    pen.frame((places.LEFT, lower), (width, height), 0.5)
    inset = 6.0
    points = [
        [
            (
                places.LEFT + inset + _within(x) * (width - 2 * inset),
                top - inset - _within(y) * (height - 2 * inset),
            )
            for x, y in stroke
        ]
        for stroke in signature.strokes
        if stroke
    ]
    figure.box = (places.LEFT, lower, places.LEFT + width, top)
    pen.strokes(figure, points)


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _draw_hand_line(
    blocks: list[tuple[Node, float, float, tuple[TextLine, ...]]], style: Style, pen: Pen, top: float
) -> None:
    line = top - _HAND_SPACE
    for node, left, width, lines in blocks:
        pen.rule((left, line), (left + width, line), 0.6)
        baseline = line - style.size * 1.25
        for text in lines:
            pen.text(node, left, baseline, text, style)
            baseline -= style.leading


def stamp_field(sheet: Sheet) -> None:
    """Add an empty frame for the stamp of an office."""
    size = (90 * MM, 32 * MM)

    def draw(pen: Pen, top: float) -> None:
        pen.frame((places.LEFT, top - size[1]), size, 0.6)

    sheet.add(Strip(size[1] + 4, draw))
