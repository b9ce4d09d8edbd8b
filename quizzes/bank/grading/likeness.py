"""How like a typed text is to one spelling of a name, in whole or in part."""

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from quizzes.lib.names import fold, has_digit, name_tokens, same_arabic_name, slip_edits

# Words that never are a name on their own.
_PARTICLES = frozenset(["abu", "bin", "ben", "abd", "abdul", "abdel", "umm", "bint"])
# What the names of places begin with: the rest of Bab Tobruk or Ain Mara is another place.
_PLACE_WORDS = frozenset(
    ["ain", "bab", "bir", "dahr", "hay", "hayy", "jabal", "jebel", "ras", "sahel", "sidi", "wadi"]
)
# Words that a name may leave out, and that have no letter in an abbreviation.
_SMALL_WORDS = frozenset(["and", "for", "in", "of", "on", "to", "with"])
_IN_A_COUNTRY = re.compile(r"\s+in\s+\S+$")
_BRACKETED = re.compile(r"\((\w[\w.]+)\)")
_NUMBERED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?")
SHORTEST_INITIALS = 3
SHORTEST_SWAPPED = 5  # of an abbreviation in which two letters changed places


class Likeness(IntEnum):
    """From nothing in common to the same name; SOUND is another spelling of an Arabic name."""

    NONE = 0
    SLIP = 1
    SOUND = 2
    SAME = 3


class Part(IntEnum):
    """Which part of a person's name was typed."""

    NONE = 0
    GIVEN = 1
    SURNAME = 2


@dataclass(frozen=True)
class Spelling:
    """One spelling of a name, taken apart once. Made by :func:`spelling`."""

    text: str
    folded: str
    tokens: tuple[str, ...]
    acronyms: AbstractSet[str]
    personal: bool

    @property
    def surname(self) -> str:
        """The last word as written, for showing."""
        return self.text.split()[-1]


@lru_cache(maxsize=8192)
def spelling(text: str, personal: bool) -> Spelling:
    """Take a spelling apart. ``personal`` says that it is an Arabic name in Latin letters."""
    folded = fold(text)
    tokens = name_tokens(text) if personal else tuple(folded.split())
    written = text.replace(".", "").replace("-", " ").split()
    capitals = {fold(word) for word in written if len(word) > 1 and word.isupper()}
    # A rank such as FM is not in the tokens any more, and so no acronym.
    return Spelling(text, folded, tokens, capitals & frozenset(tokens), personal)


def likeness(typed: str, key: Spelling) -> Likeness:
    """Return how like the typed text is to the whole of a spelling."""
    mine = spelling(typed, key.personal)
    if _same(mine.folded, key.folded):
        return Likeness.SAME
    if _sounds_same(mine.tokens, key):
        return Likeness.SOUND
    return Likeness.NONE if slip_distance(typed, key) is None else Likeness.SLIP


def slip_distance(typed: str, key: Spelling) -> int | None:
    """Return how many letters a slip got wrong; None where it is no slip of this spelling."""
    tokens = _respelt(spelling(typed, key.personal).tokens, key)
    missing = key.acronyms - set(tokens)  # one letter makes another acronym: UNO, UNA
    if not all(any(_is_swapped(word, acronym) for word in tokens) for acronym in missing):
        return None
    return slip_edits(" ".join(tokens), " ".join(key.tokens))


def surname_slip(typed: str, key: Spelling) -> int | None:
    """Return how many letters a slip got wrong in a surname typed alone; None if it is none."""
    if key.acronyms or not _has_surname(key) or len(spelling(typed, True).tokens) != 1:
        return None
    return slip_edits(spelling(typed, True).folded, key.tokens[-1])


def distance(typed: str, key: Spelling, *, surname: bool) -> int:
    """Return the edits between a typed text and a spelling, or its surname where that is nearer."""
    tokens = _respelt(spelling(typed, key.personal).tokens, key)
    whole = OSA.distance(" ".join(tokens), " ".join(key.tokens))
    if surname and _has_surname(key):
        return min(whole, OSA.distance(" ".join(tokens), key.tokens[-1]))
    return whole


def part_of(typed: str, key: Spelling) -> Part:
    """Return which part of a person's name the text is: words of it in their order.

    Initials stand for the names they begin. Organisations have no parts.
    """
    words = spelling(typed, True).tokens
    if not key.personal or len(words) > len(key.tokens) or set(words) <= _PARTICLES:
        return Part.NONE
    if any(len(word) == 1 for word in words[-1:]) or not _in_order(words, key.tokens):
        return Part.NONE
    ends = _alike(words[-1], key.tokens[-1])
    return Part.SURNAME if ends and _has_surname(key) else Part.GIVEN


def is_turned(typed: str, key: Spelling) -> bool:
    """Whether the text is a person's whole name with its words in another order."""
    words = list(spelling(typed, True).tokens)
    if not key.personal or len(words) != len(key.tokens) or not _has_surname(key):
        return False
    for token in key.tokens:
        found = next((word for word in words if same_arabic_name(word, token)), None)
        if found is None:
            return False
        words.remove(found)
    return True


def is_initialism(typed: str, key: Spelling) -> bool:
    """Whether the text is an abbreviation of a name: one written behind it, or its initials."""
    letters = fold(typed)
    if key.personal or not letters.isalpha() or len(letters) < SHORTEST_INITIALS:
        return False
    return letters in initialisms(key.text)


@lru_cache(maxsize=8192)
def initialisms(name: str) -> AbstractSet[str]:
    """Return what may stand for a name, folded: NCHR for the National Commission for Human Rights.

    A country at the end may have its letter or none.
    """
    written = {fold(text) for text in _BRACKETED.findall(name)}
    for text in (fold(name), _IN_A_COUNTRY.sub("", fold(name))):
        words = [word for word in text.split() if word not in _SMALL_WORDS]
        written.add("".join(word[0] for word in words))
    return written


def is_numbered(typed: str, key: Spelling) -> bool:
    """Whether the text is the number of a unit, with or without more of its name in any order."""
    number = unit_number(key)
    words = _by_number(spelling(typed, False).tokens)
    return bool(number) and number in words and words <= _by_number(key.tokens)


def unit_number(key: Spelling) -> str:
    """Return the one number in a name, of three figures at most: "36" of the 36th Brigade."""
    numbers = [word for word in key.tokens if has_digit(word)]
    match = _NUMBERED.fullmatch(numbers[0]) if len(numbers) == 1 and not key.personal else None
    return match[1] if match else ""


def is_half(typed: str, key: Spelling) -> bool:
    """Whether the text is half of a name that is no person's, or more, in the order of its words.

    "Siege" of the siege of the harbour; not "National" of the National Army of the River.
    """
    words, tokens = spelling(typed, False).tokens, key.tokens
    if key.personal or len(words) >= len(tokens):
        return False
    left = iter(tokens)
    if not all(any(word == token for token in left) for word in words):
        return False
    mine, whole = (sum(word not in _SMALL_WORDS for word in it) for it in (words, tokens))
    return 0 < mine < whole <= 2 * mine


def _by_number(tokens: tuple[str, ...]) -> Counter[str]:
    found = Counter[str]()
    for word in tokens:
        match = _NUMBERED.fullmatch(word)
        found[match[1] if match else word] += 1
    return found


def _is_swapped(word: str, acronym: str) -> bool:
    swapped = sorted(word) == sorted(acronym) and OSA.distance(word, acronym) == 1
    return swapped and len(acronym) >= SHORTEST_SWAPPED


def _has_surname(key: Spelling) -> bool:
    return key.personal and len(key.tokens) > 1 and key.tokens[0] not in _PLACE_WORDS


def _same(typed: str, key: str) -> bool:
    if typed == key:
        return True
    if has_digit(typed) or has_digit(key):
        return False
    return bool(typed) and typed.replace(" ", "") == key.replace(" ", "")


def _sounds_same(words: tuple[str, ...], key: Spelling) -> bool:
    if not key.personal or key.acronyms or not words or not key.tokens:
        return False
    if len(words) != len(key.tokens):
        return same_arabic_name("".join(words), "".join(key.tokens))
    return all(map(same_arabic_name, words, key.tokens))


def _respelt(words: tuple[str, ...], key: Spelling) -> tuple[str, ...]:
    """Let a mere spelling variant of a word not count as a slip beside a slip in another word."""
    if not key.personal or len(words) != len(key.tokens):
        return words
    pairs = zip(words, key.tokens, strict=True)
    return tuple(ours if same_arabic_name(word, ours) else word for word, ours in pairs)


def _in_order(words: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    """Whether the words are among the tokens in the same order."""
    left = iter(tokens)
    return all(any(_alike(word, token) for token in left) for word in words)


def _alike(word: str, token: str) -> bool:
    if len(word) == 1:
        return token.startswith(word)
    return same_arabic_name(word, token)
