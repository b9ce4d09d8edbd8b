"""How well a name answers what somebody typed into the search box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from quizzes.lib.names import fold, name_tokens, same_arabic_name, skeleton, slip

from . import arabic_script

LONGEST, MOST_WORDS = 100, 8
# Fewer letters or consonants than these would sound like half of all names.
FEWEST_LETTERS, FEWEST_CONSONANTS = 4, 3
# Particles of Arabic names by the one that stands for each.
_PARTICLES = {"bin": ("bin", "ben", "ibn"), "abu": ("abu", "abo", "abi", "abou")}
_PARTICLE = {spelling: usual for usual, spellings in _PARTICLES.items() for spelling in spellings}
_QAF = re.compile(r"^([ae]l)?(?:[gk]h|[gkq])(?=[aeiou])")


class Fit(IntEnum):
    """From the whole name to a slip of the finger; a smaller one is better."""

    WHOLE = 0
    START = 1
    WORDS = 2
    PART = 3
    SOUND = 4
    SCRIPT = 5
    SLIP = 6


class Wanted(NamedTuple):
    """What was typed: as shown again, folded, and its folded words."""

    typed: str
    folded: str
    words: tuple[str, ...]


class _Name(NamedTuple):
    folded: str
    joined: str
    words: tuple[str, ...]
    sounds: tuple[str, ...]


def wanted(text: str) -> Wanted:
    """Return ``text``, whatever was typed, as something to look for; it may have no words."""
    # A database keeps no null characters, and no page should show control characters.
    printable = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text[:LONGEST])
    typed = " ".join(printable.split())
    folded = fold(arabic_script.joined_names(typed)) if re.search(r"\w", typed) else ""
    return Wanted(typed, folded, tuple(folded.split()[:MOST_WORDS]))


def fit(want: Wanted, name: str) -> Fit | None:
    """Return how well ``name`` answers the whole of what is wanted, or None if it does not."""
    known = _taken_apart(name)
    if want.folded == known.folded or "".join(want.words) == known.joined:
        return Fit.WHOLE
    if known.folded.startswith(want.folded):
        return Fit.START
    fits = [word_fit(word, known.words, known.sounds) for word in want.words]
    found = [it for it in fits if it is not None]
    if found and len(found) == len(fits):
        return max(found)
    return Fit.SLIP if slip(want.folded, known.folded) else None


def word_fit(word: str, words: Sequence[str], sounds: Sequence[str]) -> Fit | None:
    """Return how well the best of ``words`` answers one folded ``word``, or None.

    ``sounds`` are the words in which another spelling of an Arabic name is looked for, also one
    in Arabic script.
    """
    if any(it.startswith(word) for it in words):
        return Fit.WORDS
    if _PARTICLE.get(word) in sounds:
        return Fit.SOUND
    long_enough = len(word) >= FEWEST_LETTERS
    if long_enough and any(word in it for it in words):
        return Fit.PART
    if arabic_script.is_arabic(word):
        if any(arabic_script.sounds_like(word, it) for it in (*words, *sounds)):
            return Fit.SCRIPT
    elif long_enough and any(_sounds_like(word, it) for it in sounds):
        return Fit.SOUND
    return Fit.SLIP if long_enough and any(slip(word, it) for it in words) else None


def name_fit(word: str, name: str) -> Fit | None:
    """Return how well some word of ``name`` answers one folded ``word``, or None."""
    known = _taken_apart(name)
    return word_fit(word, known.words, known.sounds)


def sounds_alike(word: str, name: str) -> bool:
    """Return whether two folded words may be one name, in Latin letters or in Arabic script."""
    if arabic_script.is_arabic(word):
        return arabic_script.sounds_like(word, name)
    return len(word) >= FEWEST_LETTERS and _sounds_like(word, name)


@lru_cache(maxsize=8192)
def _taken_apart(name: str) -> _Name:
    folded = fold(name)
    words = tuple(folded.split())
    sounds = tuple(_PARTICLE.get(it, it) for it in name_tokens(name))
    return _Name(folded, "".join(words), words, sounds)


def spellings(word: str) -> tuple[str, ...]:
    """Return how a particle of Arabic names may be spelled: "ben" as "bin", too; else nothing."""
    return _PARTICLES.get(_PARTICLE.get(word, ""), ())


def _sounds_like(word: str, name: str) -> bool:
    """Whether two words may be one Arabic name; laxer than grading, for a reader can look."""
    if len(name) < FEWEST_CONSONANTS:
        return False
    if same_arabic_name(word, name) or same_arabic_name(_one_initial(word), _one_initial(name)):
        return True
    if not (word.isascii() and name.isascii() and word[0] == name[0]):
        return False
    # Consonants alone would make a bakery of Bakr.
    if abs(len(word) - len(name)) > max(1, min(len(word), len(name)) // 3):
        return False
    sounds = skeleton(word)
    return len(sounds) >= FEWEST_CONSONANTS and sounds == skeleton(name)


def _one_initial(word: str) -> str:
    """The word with one letter for what Arabic's qaf is written with: Gaddafi, Qadhafi, Khadafi.

    Names that differ in it alone may be those of two people, so grading tells them apart.
    """
    return _QAF.sub(r"\1k", word)
