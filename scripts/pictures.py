"""Keeps pictures small: at most 256 colours, and packed as well as PNG can."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from PIL import Image, ImageGrab

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.desktop import App

#: The handbook and the repository want small files.
LARGEST_BYTES = 150_000
_SETTLE_SECONDS = 0.25


def keep(app: App, path: Path) -> None:
    """Take a picture of the program's newest window from the screen."""
    time.sleep(_SETTLE_SECONDS)  # what was announced is painted a moment later
    x, y, width, height = app.window().extents()
    screen = ImageGrab.grab(xdisplay=os.environ["DISPLAY"])
    small(screen.crop((max(0, x), max(0, y), min(screen.width, x + width), min(screen.height, y + height))), path)


def shrink(path: Path) -> None:
    """Pack a picture that is there already."""
    with Image.open(path) as picture:
        small(picture.convert("RGB"), path)


def small(picture: Image.Image, path: Path) -> None:
    """Write a picture with as many colours as fit into ``LARGEST_BYTES``."""
    for colours in (256, 64, 16):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST_BYTES:
            return
