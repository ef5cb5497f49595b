"""Answers as people read them: sections of label and value, for read-back, print and data copy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """Languages of the resident's view; the value is the word on the button."""

    GERMAN = "Deutsch"
    PLAIN = "Einfache Sprache"
    SORBIAN = "Hornjoserbsce"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a German text: plain language, verified or not; Upper Sorbian only where it is verified.

    Sorbian that nobody verified does not get this far (``forms/compile.py``).
    """

    plain: str = ""
    plain_checked: bool = False
    sorbian: str = ""

    def of(self, language: Language, german: str) -> str:
        """Return the text in a language; the German one where there is none."""
        told = {Language.PLAIN: self.plain, Language.SORBIAN: self.sorbian}.get(language, "")
        return told or german


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer; ``value`` is empty where nothing was answered."""

    pointer: str
    label: str
    value: str
    words: Words = NO_WORDS
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that are read back together; ``key`` is stable, ``step`` is the wizard step it belongs to."""

    key: str
    step: str
    title: str
    lines: tuple[Line, ...]
    words: Words = NO_WORDS

    @property
    def told(self) -> tuple[Words, ...]:
        """Return what stands beside title and labels."""
        return self.words, *(line.words for line in self.lines)

    def languages(self) -> tuple[Language, ...]:
        """Return the languages this section can be shown in, German first."""
        plain = (Language.PLAIN,) if any(words.plain for words in self.told) else ()
        sorbian = (Language.SORBIAN,) if any(words.sorbian for words in self.told) else ()
        return (Language.GERMAN, *plain, *sorbian)

    @property
    def plain_checked(self) -> bool:
        """Return whether every text in plain language was verified by people who need it."""
        return all(words.plain_checked for words in self.told if words.plain)
