"""Three themes whose contrast is computed, a text scale that is kept within its bounds."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from lotse_app.paths import resources
from lotse_app.ui.kit.theme import ThemeName, contrast, flat_toml, load_fonts, load_themes, mix, stylesheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from lotse_app.ui.kit.theme import Appearance, Tokens

TEXTS = ("text", "text_muted", "accent", "ok", "warn", "error")
MARKS = ("accent", "focus", "ok", "warn", "error", "line")
GROUNDS = ("surface", "surface_raised")


@pytest.fixture(params=list(ThemeName))
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return load_themes(resources()).tokens[request.param]


@pytest.mark.parametrize("theme", ThemeName)
def test_a_theme_file_says_the_same_to_any_reader_of_toml(theme: ThemeName) -> None:
    text = (resources() / "theme" / f"{theme.value}.toml").read_text(encoding="utf-8")

    assert flat_toml(text) == tomllib.loads(text)
    assert flat_toml(text)["surface"].startswith("#")


def test_black_on_white_has_the_contrast_that_wcag_names() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48  # the positive control: too little for any text here


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_has_at_least_seven_to_one(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 7


def test_text_on_the_accent_and_on_what_is_chosen_has_seven_to_one(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 7
    assert contrast(tokens.on_accent, tokens.accent_strong) >= 7
    assert contrast(tokens.text, tokens.tint) >= 7
    assert contrast(tokens.accent, tokens.tint) >= 7


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_lines_and_focus_have_at_least_three_to_one(tokens: Tokens, mark: str, ground: str) -> None:
    assert contrast(getattr(tokens, mark), getattr(tokens, ground)) >= 3


def test_the_focus_differs_from_the_accent_it_may_surround(tokens: Tokens) -> None:
    assert tokens.focus != tokens.accent


def test_mixing_all_or_nothing_gives_one_of_the_two() -> None:
    assert mix("#102030", "#FFFFFF", 1) == "#102030"
    assert mix("#102030", "#FFFFFF", 0) == "#FFFFFF"


@pytest.mark.parametrize("theme", list(ThemeName))
def test_small_pictures_use_the_colours_of_their_theme(theme: ThemeName) -> None:
    themes = load_themes(resources())
    tokens = themes.tokens[theme]
    known = {getattr(tokens, name).upper() for name in ("on_accent", "text", "line")}
    files = sorted((resources() / "icons" / theme.value).glob("*.svg"))
    assert len(files) == 4
    for file in files:
        assert {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", file.read_text(encoding="utf-8"))} <= known


@pytest.mark.parametrize("theme", list(ThemeName))
@pytest.mark.parametrize("scale", [100, 150, 200, 250])
def test_the_style_sheet_knows_only_tokens_and_has_a_focus_of_three_pixels(theme: ThemeName, scale: int) -> None:
    themes = load_themes(resources())
    sheet = stylesheet(themes, theme, scale)
    assert "$" not in sheet.split("*/", 1)[1]
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet))
    tokens = themes.tokens[theme]
    known = {getattr(tokens, name) for name in tokens.__slots__} | {tokens.tint, tokens.hairline, tokens.accent_strong}
    assert used <= known | {"#FFFFFF"}  # a page of paper is white in every theme
    assert f"border: 3px solid {tokens.focus}" in sheet
    assert "animation" not in sheet


def test_text_grows_with_the_scale_and_stops_at_its_bounds(qtbot: QtBot, appearance: Appearance) -> None:
    with qtbot.waitSignal(appearance.changed):
        appearance.apply(ThemeName.DARK, 200)
    assert appearance.scale == 200
    assert appearance.theme is ThemeName.DARK
    assert appearance.tokens.name == "Dunkel"
    appearance.apply(ThemeName.DARK, 900)
    assert appearance.scale == 250
    appearance.apply(ThemeName.DARK, 10)
    assert appearance.scale == 100


def test_the_bundled_font_is_used(qapp: QApplication) -> None:
    assert qapp is not None
    assert load_fonts(resources()) == "Noto Sans"


def test_without_bundled_fonts_the_systems_own_is_asked_for(qapp: QApplication) -> None:
    assert qapp is not None
    assert load_fonts(resources() / "icons") == "Noto Sans"
