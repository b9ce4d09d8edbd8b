"""Names in Arabic script beside names in Latin letters: the consonants of both, compared.

Only for looking something up: many names share their consonants, and a reader can choose.
"""

from __future__ import annotations

import re
from functools import lru_cache

from quizzes.lib.names import skeleton

_ARTICLE = re.compile(r"^ال(?=..)")
_SERVANT = re.compile(r"\bعبد\s+(?=\w)")
_ARABIC = re.compile(r"[\u0621-\u064A\u0671-\u06D3]+")
_VOWEL_SIGNS = frozenset("اأإآوىيهةءؤئ")

# Letters by the sounds that ``skeleton`` gives to Latin ones. Some have two, for there is more
# than one way to write them in Latin letters.
_SOUNDS = {
    **{"ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "jk", "ح": "h", "خ": "x", "د": "d", "ذ": "dz"},
    **{"ر": "r", "ز": "z", "س": "s", "ش": "š", "ص": "s", "ض": "d", "ط": "t", "ظ": "dz", "غ": "ğ"},
    **{"ف": "f", "ڤ": "f", "ق": "k", "ڨ": "k", "ك": "k", "ک": "k", "گ": "k", "ل": "l", "م": "m"},
    **{"ن": "n", "ه": "h"},
}
_INITIALS = {"ا": "a", "أ": "a", "إ": "a", "آ": "a", "ع": "a", "و": "w", "ي": "y", "ی": "y"}
_LATIN = str.maketrans({"g": "k", "p": "b", "v": "f"})
_ENOUGH = 3  # consonants; fewer must end alike too
_MOST_FRAMES = 8


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters alone."""
    return bool(_ARABIC.fullmatch(word))


def joined_names(text: str) -> str:
    """Return ``text`` with "عبد الحميد" as one word, as Abdulhamid is one name."""
    return _SERVANT.sub("عبد", text)


def sounds_like(arabic: str, latin: str) -> bool:
    """Whether a folded Arabic word may be the folded Latin word ``latin``."""
    if not (is_arabic(arabic) and latin.isascii() and latin.isalpha()):
        return False
    frame = skeleton(latin).translate(_LATIN)
    # Qaf is also written kh at the beginning: Khadafi.
    if skeletons(arabic).isdisjoint({frame, re.sub("^x", "k", frame)}):
        return False
    alike = _ends_open(arabic) == (latin[-1] in "aeiouhy")
    return len(frame) >= _ENOUGH or (len(frame) == _ENOUGH - 1 and alike)


@lru_cache(maxsize=1024)
def skeletons(word: str) -> frozenset[str]:
    """Return the consonants of an Arabic word in Latin letters, in each way they may be written.

    The article goes; long vowels and the final ه are silent; a vowel at the beginning is "a".
    """
    word = _ARTICLE.sub("", word).replace("لل", "ل")
    initial = _INITIALS.get(word[:1], "")
    rest = re.sub(r"[هة]$", "", word[1:] if initial else word)
    frames = [""]
    for letter in rest:
        sounds = _SOUNDS.get(letter, "")[: 2 if len(frames) <= _MOST_FRAMES else 1]
        frames = [frame + sound for frame in frames for sound in sounds or ("",)]
    return frozenset(initial + frame for frame in frames)


def _ends_open(word: str) -> bool:
    return word[-1:] in _VOWEL_SIGNS
