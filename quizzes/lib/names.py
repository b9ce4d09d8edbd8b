"""Comparing names as people type them: folding, Latinised Arabic spellings, slips of the finger.

Rules are called by their numbers in ``quizzes.bank.grading``.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

_APOSTROPHES = re.compile("['\"`´‘’‚“”ʹʻʼʽʾʿˈ′]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
# An article that took on the sound of its noun (as-Saiqa, ash-Shaari); safe only before that sound.
_ASSIMILATED = re.compile(r"\b[ae](sh|dh|th|[dlnrstz])-(?=\1)")
_ARABIC_LETTERS = str.maketrans({"ـ": "", "ٱ": "ا", "ى": "ي", "ة": "ه"})
_ARTICLES = frozenset(["the", "al", "el"])
_RANKS = (
    "adm admiral brig brigadier capt captain cdr col colonel commander fm gen general lieutenant lt"
    " maj major marshal marshall mshl sergeant sgt"
)
_STYLES = "dr miss mr mrs ms prof professor shaikh shaykh sheik sheikh sir"
_TITLES = frozenset([*_RANKS.split(), *_STYLES.split()])
_BEFORE_TITLES = frozenset(["air", "field", "rear", "vice"])

_DIGRAPHS = {"sh": "š", "ch": "š", "kh": "x", "gh": "ğ", "dh": "d", "th": "t", "ph": "f", "dj": "j"}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_SAME_SOUND = str.maketrans({"q": "k", "c": "k", "y": "i", "o": "u", "w": "u"})
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = "aeiu"
_CONSONANTS = re.compile(f"[^{_VOWELS}]")
_JOINED_ARTICLE = re.compile(r"^[ae]l(?=[^aeiou]\w{3})")
_SERVANT = re.compile(r"^abd(?:[aeiou]l(?=\w\w)|[aeiou](?=([dnrstz])\1))")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SERVANT_OF = "abdl"  # the l keeps the d of Abd and the h of Hamid from making one letter, dh
_PART_OF_NAMES = "\u200c\u200d\u200e\u200f"
_PARTICLES = {"ibn": "bin", "abi": "abu", "abo": "abu", "abou": "abu"}


def has_hidden_signs(text: str) -> bool:
    """Whether a name holds signs that nobody sees, or that turn its letters round.

    Those that join or part letters, and that tell a script's direction, belong to some names.
    """
    return any(unicodedata.category(it) == "Cf" and it not in _PART_OF_NAMES for it in text)


def fold(text: str) -> str:
    """Return ``text`` reduced to what counts when names are compared; folding it again is idle.

    Case, diacritics, hyphens, apostrophes and other punctuation, leading ranks and titles, and
    articles go (rule 1). Arabic script keeps its letters, with the forms of alef made one and vowel
    signs and tatweel dropped. A text that is nothing but titles or articles is kept, so that "The
    General" does not become the empty string.
    """
    plain = _plain(text)
    plain = _INITIALS.sub(lambda match: match[0].replace(".", ""), plain)
    plain = _ASSIMILATED.sub("", plain.replace("&", " and "))
    tokens = _BETWEEN_WORDS.sub(" ", plain).split()
    tokens = [token for token in tokens if token not in _ARTICLES] or tokens
    return " ".join(_without_titles(tokens))


def name_tokens(text: str) -> tuple[str, ...]:
    """Return the folded words of an Arabic name in Latin letters.

    "Abd al-Hamid", "Abdul Hamid" and "Abdelhamid" become one and the same word, as do the spellings
    of the particles bin and abu.
    """
    tokens: list[str] = []
    for token in fold(text).split():
        if tokens and tokens[-1] in ("abd", "abdul", "abdel", "abdal"):
            tokens[-1] = _SERVANT_OF + token
        else:
            tokens.append(_SERVANT.sub(_SERVANT_OF, _PARTICLES.get(token, token)))
    return tuple(tokens)


def particle(word: str) -> str:
    """Return the usual spelling of a particle of Arabic names: "abu" for "abo"; else nothing."""
    return _PARTICLES.get(word, "")


@lru_cache(maxsize=8192)
def skeleton(token: str) -> str:
    """Return the consonants of a folded word in Latinised Arabic: "werrfali" gives "wrfl".

    Doubled consonants count once, sh, kh and gh are one letter each, w and y count only at the
    beginning, a final h after a vowel is silent. A vowel at the beginning is written "a".
    """
    sounds = _sounds(token)
    initial = "a" if sounds[:1] in _VOWELS and sounds else ""
    if token[:1] in ("w", "y"):
        initial = token[0]
    return initial + "".join(_CONSONANTS.findall(sounds))


def same_arabic_name(a: str, b: str) -> bool:
    """Whether two folded words are spellings of one Arabic name (rule 5).

    True for equal skeletons whose vowels differ little, with or without a joined article:
    mismari/mesmary/elmismari, but not mohammed/mahmoud, hassan/hussein or mansour/mansouri.
    Meant for names alone: many an English word would pass for another.
    """
    if a == b:
        return True
    if not (_is_latin(a) and _is_latin(b)):
        return False
    return any(_sound_alike(x, y) for x in _articleless(a) for y in _articleless(b))


def slip(typed: str, expected: str) -> bool:
    """Whether ``typed`` is ``expected`` but for a slip; both folded (rules 2 and 6)."""
    return slip_edits(typed, expected) is not None


def slip_edits(typed: str, expected: str) -> int | None:
    """Return how many letters a slip got wrong, or None where it is more than a slip.

    One edit is allowed in an expected text of 5 to 8 letters, two in 9 or more. Each word keeps its
    first letter; words under five letters and words with digits must be exact.
    """
    words, keys = typed.split(), expected.split()
    if len(words) != len(keys):
        if has_digit(typed) or has_digit(expected):
            return None
        words, keys = ["".join(words)], ["".join(keys)]
    if not all(_may_slip(word, key) for word, key in zip(words, keys, strict=True)):
        return None
    letters = sum(map(len, keys))
    allowed = 1 if letters < 9 else 2
    edits = sum(OSA.distance(word, key) for word, key in zip(words, keys, strict=True))
    return edits if edits <= allowed else None


def has_digit(text: str) -> bool:
    """Whether a digit of any script is in ``text``."""
    return any(c.isdigit() for c in text)


def _plain(text: str) -> str:
    """Lower case without marks; the digits of every script become ASCII."""
    text = _DASHES.sub("-", _APOSTROPHES.sub("", text))
    if text.isascii():  # as most texts are, which so need no second look
        return text.casefold()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (c for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    text = "".join(str(unicodedata.decimal(c, c)) for c in kept)
    # Compatibility forms (a full-width apostrophe, say) show their true colours only now.
    return _DASHES.sub("-", _APOSTROPHES.sub("", text)).translate(_ARABIC_LETTERS)


def _without_titles(tokens: list[str]) -> list[str]:
    rest = tokens
    while rest:
        if rest[0] in _TITLES:
            rest = rest[1:]
        elif rest[0] in _BEFORE_TITLES and rest[1:2] and rest[1] in _TITLES:
            rest = rest[2:]
        else:
            return rest
    return tokens


@lru_cache(maxsize=8192)
def _sounds(token: str) -> str:
    """One letter per sound, vowels reduced to a, e, i and u, nothing doubled."""
    token = re.sub(r"(?<=[aeiou])h$", "", token)
    token = _DOUBLED.sub(r"\1", token)
    token = _DIGRAPH.sub(lambda match: _DIGRAPHS[match[0]], token)
    if token[:1] in ("w", "y"):
        token = token[1:]
    return _DOUBLED.sub(r"\1", token.translate(_SAME_SOUND))


def _sound_alike(a: str, b: str) -> bool:
    frame = skeleton(a)
    if frame != skeleton(b):
        return False
    # Few consonants carry little of the name, so the vowels must carry more: Ali is not Alaa, but
    # Hamid is Homed.
    allowed = 1.5 if len(frame) > 3 else 1.0 if len(frame) > 2 else 0.5
    return _vowel_distance(_sounds(a), _sounds(b)) <= allowed


def _vowel_distance(a: str, b: str) -> float:
    """Compare the vowels between equal consonants, place by place."""
    places = list(zip(_CONSONANTS.split(a), _CONSONANTS.split(b), strict=True))
    if any(bool(x) != bool(y) for x, y in (places[0], places[-1])):
        return float("inf")  # Mansour is not Mansouri, Hamad is not Ahmad
    ends = places[-1]
    if {ends[0][-1:], ends[1][-1:]} == {"a", "i"}:
        return float("inf")  # Fatah is not Fathi
    return sum(_group_distance(x, y) for x, y in places)


def _group_distance(a: str, b: str) -> float:
    if not a or not b:
        return float(a != b)
    if len(a) < len(b):
        a, b = b, a
    # A longer group (ei for i, aye for ai) costs half a step for each vowel too many: row by row as
    # for an edit distance, ``costs[n]`` for the first n vowels of the shorter.
    costs = [0.0, *(float("inf") for _vowel in b)]
    for x in a:
        steps = [before + _vowel_step(x, y) for before, y in zip(costs[:-1], b, strict=True)]
        without = [cost + 0.5 for cost in costs]
        costs = [without[0], *map(min, without[1:], steps)]
    return costs[-1]


def _vowel_step(a: str, b: str) -> float:
    """Arabic has three short vowels; a Latin e stands between a and i, and u stands apart."""
    if a == b:
        return 0.0
    if "u" in (a, b):
        return 2.0
    return 0.5 if "e" in (a, b) else 1.0


def _articleless(token: str) -> set[str]:
    return {token, _JOINED_ARTICLE.sub("", token)}


def _is_latin(token: str) -> bool:
    return token.isascii() and token.isalpha()


def _may_slip(word: str, key: str) -> bool:
    if word == key:
        return True
    return len(key) >= 5 and word[:1] == key[0] and not has_digit(word) and not has_digit(key)
