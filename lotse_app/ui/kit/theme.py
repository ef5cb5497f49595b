"""Colours, type and text scale: tokens from ``resources/theme`` become a palette and one style sheet."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

#: Point size of running text at 100 %.
BASE_POINTS = 11.0
SCALE_MIN, SCALE_MAX, SCALE_STEP = 100, 250, 25
FAMILY = "Noto Sans"
#: What Qt is told on its command line: ``setStyle`` returns a ``QStyle``, whose enumerations PySide6 makes for 7 ms.
STYLE = ("-style", "fusion")


class ThemeName(StrEnum):
    """The three themes; the value is the file name."""

    LIGHT = "hell"
    DARK = "dunkel"
    CONTRAST = "kontrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as ``#RRGGBB``."""

    name: str
    surface: str
    surface_raised: str
    text: str
    text_muted: str
    accent: str
    on_accent: str
    focus: str
    ok: str
    warn: str
    error: str
    line: str

    @property
    def tint(self) -> str:
        """Return the ground of what is chosen: a breath of accent."""
        return mix(self.accent, self.surface_raised, 0.10)

    @property
    def hairline(self) -> str:
        """Return a quiet line that only decorates; whatever must be seen uses ``line``."""
        return mix(self.line, self.surface, 0.35)

    @property
    def accent_strong(self) -> str:
        """Return the accent under a pressed mouse button."""
        return mix(self.accent, self.text, 0.80)


@dataclass(frozen=True, slots=True)
class Themes:
    """Everything that was read at start: tokens of each theme, the style sheet's template, where icons lie."""

    tokens: Mapping[ThemeName, Tokens]
    template: str
    icons: str


def mix(over: str, under: str, share: float) -> str:
    """Return ``share`` of one colour over another."""
    pairs = zip(_channels(over), _channels(under), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2 (1 to 21)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def flat_toml(text: str) -> dict[str, str]:
    """Return the pairs of a file that is a list of ``name = "text"``: all of TOML that a theme uses.

    A reader of all of TOML takes longer to load than the three themes to read.
    """
    lines = (line.partition(" = ") for line in text.splitlines() if not line.startswith("#"))
    return {name: value.strip('"') for name, sign, value in lines if sign}


def load_themes(resources: Path) -> Themes:
    """Read the three token files and the template below ``resources``; done once, before the first window."""
    tokens = {}
    for name in ThemeName:
        table = flat_toml((resources / "theme" / f"{name.value}.toml").read_text(encoding="utf-8"))
        tokens[name] = Tokens(**{part.name: table[part.name.replace("_", "-")] for part in fields(Tokens)})
    template = (resources / "theme" / "lotse.qss").read_text(encoding="utf-8")
    return Themes(tokens, template, (resources / "icons").as_posix())


def load_fonts(resources: Path) -> str:
    """Register the bundled fonts; return the family to use (the system's own where they are missing)."""
    families: list[str] = []
    for file in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        number = QFontDatabase.addApplicationFont(str(resources / "fonts" / file))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else FAMILY


def palette(tokens: Tokens) -> QPalette:
    """Return the palette for everything the style sheet does not paint."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.surface,
        role.WindowText: tokens.text,
        role.Base: tokens.surface_raised,
        role.AlternateBase: tokens.surface,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_muted,
        role.Button: tokens.surface_raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.error,
        role.Shadow: tokens.focus,  # for what paints its own frame: nothing here is drawn with shadows
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.surface_raised,
        role.ToolTipText: tokens.text,
    }
    for key, colour in colours.items():
        made.setColor(key, QColor(colour))
    for key in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.text_muted))
    return made


def stylesheet(themes: Themes, theme: ThemeName, scale: int, family: str = FAMILY) -> str:
    """Return the style sheet of a theme at a text scale in per cent."""
    tokens = themes.tokens[theme]
    values = {part.name: getattr(tokens, part.name) for part in fields(Tokens)}
    values |= {"tint": tokens.tint, "hairline": tokens.hairline, "accent_strong": tokens.accent_strong}
    points = {"h1": 1.75, "h2": 1.3, "h3": 1.1, "small": 0.92, "huge": 2.4, "body": 1.0}
    values |= {key: f"{BASE_POINTS * factor * scale / 100:.1f}pt" for key, factor in points.items()}
    values |= {"tick": f"{round(18 * scale / 100)}px", "round": f"{round(18 * scale / 100) // 2 + 1}px"}
    values["family"] = family
    values["icons"] = f"{themes.icons}/{theme.value}"
    return Template(themes.template).substitute(values)


class Appearance(QObject):
    """The look of the running program; theme and scale change at once, without a restart."""

    changed = Signal()

    def __init__(self, app: QApplication, themes: Themes, family: str = FAMILY) -> None:
        super().__init__(app)
        self._app = app
        self._themes = themes
        self._family = family
        self._theme = ThemeName.LIGHT
        self._scale = SCALE_MIN

    @property
    def theme(self) -> ThemeName:
        """Return the theme in use."""
        return self._theme

    @property
    def scale(self) -> int:
        """Return the text scale in per cent."""
        return self._scale

    @property
    def tokens(self) -> Tokens:
        """Return the colours in use."""
        return self._themes.tokens[self._theme]

    def apply(self, theme: ThemeName, scale: int) -> None:
        """Paint every window with this theme and scale (100 to 250)."""
        self._theme = theme
        self._scale = max(SCALE_MIN, min(SCALE_MAX, scale))
        font = QFont(self._family)
        font.setPointSizeF(BASE_POINTS * self._scale / 100)
        self._app.setFont(font)
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self._themes, theme, self._scale, self._family))
        self.changed.emit()
