"""The central portal: gathers what stations did, hands it on, and hands settings down (design/sync)."""

from __future__ import annotations

__version__ = "0.1.0"
