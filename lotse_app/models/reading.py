"""Answers as people read them: sections of label and value, for read-back, print and data copy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer; ``value`` is empty where nothing was answered."""

    pointer: str
    label: str
    value: str
    plain: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that are read back together; ``key`` is stable, ``step`` is the wizard step it belongs to."""

    key: str
    step: str
    title: str
    lines: tuple[Line, ...]
    plain: str = ""
