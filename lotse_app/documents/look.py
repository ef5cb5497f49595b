"""Sizes and places of papers: DIN 5008 form B for letters, normal and large print. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.documents.pen import MM, PAGE_HEIGHT, PAGE_WIDTH
from lotse_app.documents.typeset import Style

if TYPE_CHECKING:
    from lotse_app.documents.fonts import Fonts

LEFT = 25 * MM
RIGHT = PAGE_WIDTH - 20 * MM
WIDTH = RIGHT - LEFT
TOP = PAGE_HEIGHT - 20 * MM
#: Later pages carry a running head.
LATER_TOP = PAGE_HEIGHT - 25 * MM
FOOT = 17 * MM
#: Distance of the text from the rule above the foot.
ABOVE_FOOT = 12.0

#: DIN 5008 form B: the address field begins 45 mm below the edge, its nine lines are 85 mm wide; three are for remarks.
ADDRESS_TOP = PAGE_HEIGHT - (45 + 17.7) * MM
ADDRESS_WIDTH = 85 * MM
FIELD_TOP = PAGE_HEIGHT - 45 * MM
FIELD_HEIGHT = 45 * MM
#: The block at the right begins 125 mm from the left edge.
FACTS_LEFT = 125 * MM
FACTS_TOP = PAGE_HEIGHT - 50 * MM
BODY_TOP = PAGE_HEIGHT - 98.5 * MM
FOLDS = (PAGE_HEIGHT - 105 * MM, PAGE_HEIGHT - 210 * MM)

#: Labels stand back, but stay above a contrast of 7:1.
_LABEL_GREY = 0.27


@dataclass(frozen=True, slots=True)
class Look:
    """Styles of one paper."""

    text: Style
    label: Style
    strong: Style
    title: Style
    heading: Style
    small: Style
    foot: Style
    gap: float
    label_share: float


def normal(fonts: Fonts) -> Look:
    """Return the usual sizes (10 pt)."""
    return _look(fonts, 10, 8, 0.42, 1.8)


def snug(fonts: Fonts) -> Look:
    """Return the sizes of a short paper that must stay on one page (9 pt, labels in a narrow column)."""
    usual = _look(fonts, 9, 7.5, 0.21, 1.7)
    return replace(
        usual,
        text=_tight(usual.text),
        label=_tight(usual.label),
        strong=_tight(usual.strong),
        heading=_tight(usual.heading),
        small=_tight(usual.small),
        gap=usual.gap * 0.45,
    )


def dense(fonts: Fonts) -> Look:
    """Return the sizes of a long paper that needs a sheet less that way (9.25 pt): rows and headings stand closer."""
    usual = _look(fonts, 9.25, 8, 0.42, 1.7)
    return replace(
        usual,
        text=_tight(usual.text),
        label=_tight(usual.label),
        strong=_tight(usual.strong),
        heading=_tight(usual.heading),
        gap=usual.gap * 0.4,
    )


def _tight(style: Style) -> Style:
    return replace(style, leading=style.leading * 0.9)


def handed(fonts: Fonts) -> Look:
    """Return the sizes of papers that residents take home (12 pt)."""
    return _look(fonts, 12, 8.5, 0.42, 1.6)


def readable(fonts: Fonts) -> Look:
    """Return 14 pt: large print that has to share one page with much else."""
    return _look(fonts, 14, 9, 0.42, 1.5)


def large(fonts: Fonts) -> Look:
    """Return large print: 16 pt for all but the window of the envelope and the foot."""
    return _look(fonts, 16, 10, 0.46, 1.5)


def sized(fonts: Fonts, size: float, foot: float, label_share: float, title: float) -> Look:
    """Return any size, for papers that take the largest that fits; ``title`` is how much larger the heading is."""
    return _look(fonts, size, foot, label_share, title)


def _look(fonts: Fonts, size: float, foot: float, label_share: float, title: float) -> Look:
    regular, bold = fonts.regular, fonts.bold
    big = size > 14
    small = size if big else size - 1.5
    return Look(
        text=Style(regular, size, size * 1.4),
        label=Style(regular, size, size * 1.4, _LABEL_GREY),
        strong=Style(bold, size, size * 1.4),
        title=Style(bold, size * title, size * title * 1.28),
        heading=Style(bold, size * (1.2 if big else 1.25), size * 1.75),
        small=Style(regular, small, small * 1.35),
        foot=Style(regular, foot, foot * 1.35, _LABEL_GREY),
        gap=size * 0.7,
        label_share=label_share,
    )
