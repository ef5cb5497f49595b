"""``lotse demo``: the whole way without a display, over a real encrypted store, with printed steps."""

from __future__ import annotations
