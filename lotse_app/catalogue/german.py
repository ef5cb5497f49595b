"""German letters and words, as far as searching and sorting need them.

Only mechanisms of the language: folding of umlauts and ß, words, function words, character grams. No synonyms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: ä, ö, ü and ß may be typed as ae, oe, ue, ss; ue after a, e, q is no umlaut (*neue*, *Steuer*, *Quelle*).
_UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")
_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a", "ç": "c"})
_WORD = re.compile(r"[^\W_]+")

#: Words that stand in any sentence and point to no service (articles, pronouns, auxiliaries, question words).
_IN_ANY_SENTENCE = """
ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bekomme bekommen
bekommt bin bis bist bitte brauche brauchen braucht da dafur daher dann daran darf darum das dass davon dazu
dein deine dem den denn der des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort du durch
ein eine einem einen einer eines er es etwas euch euer fur furs gar gegen geht gehen gerade gern gibt ging
habe haben hab hat hatte hatten hast her hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist
ja jemand jetzt kann kannst konnen konnte konnten lang lange lassen lasst mal man mehr mein meine meinem
meinen meiner meines mich mir mit mochte mochten muss mussen musste nach nicht nichts noch nun nur ob oder
ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll sollen sollte um und uns unser
unsere unserem unseren unserer unter vom von vor wann war waren warum was weg wegen weil welche welchem
welchen welcher welches wem wen wenn wer werde werden wie wieder will wir wird wo wofur woher wohin wollen
worden wurde wurden zu zum zur uber viel viele hoch gilt beantragen beantrage beantragt holen kriege kriegen kriegt
mache machen mitbringen stellen
"""
FUNCTION_WORDS = frozenset(_IN_ANY_SENTENCE.split())


def fold(text: str) -> str:
    """Return ``text`` in small letters with umlauts and ß as base letters, however they were typed."""
    small = text.lower().translate(_LETTERS)
    return _UMLAUT.sub(lambda found: found.group()[0], small)


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return _WORD.findall(fold(unicodedata.normalize("NFC", text)))


def content_words(text: str) -> list[tuple[str, str]]:
    """Return (as typed, folded) of the words that carry meaning; of a text without any, all words."""
    typed = [(word, fold(word)) for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    return [pair for pair in typed if pair[1] not in FUNCTION_WORDS] or typed


@lru_cache(maxsize=2048)
def grams(word: str) -> tuple[str, ...]:
    """Return the runs of three and four letters of a folded word; ``_`` marks its beginning and end."""
    marked = f"_{word}_"
    return tuple(marked[start : start + size] for size in (3, 4) for start in range(len(marked) - size + 1))


def sort_key(name: str) -> tuple[str, str]:
    """Return a key for German alphabetical order (DIN 5007-1: ä as a, ß as ss)."""
    plain = name.lower().translate(_LETTERS)
    return "".join(letter for letter in plain if letter.isalnum() or letter == " "), name
