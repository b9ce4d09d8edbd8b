"""English number words: "twenty-one", "one hundred and fifty thousand", "two dozen"."""

import re
from decimal import Decimal

_NAMED = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
}
SCALES = {
    "k": Decimal(1000),
    "mn": Decimal(1_000_000),
    "mln": Decimal(1_000_000),
    "bn": Decimal(1_000_000_000),
    **_NAMED,
    **{f"{name}s": scale for name, scale in _NAMED.items()},
}
"""What may stand behind a number in digits or words and multiplies it."""

_ONES_AND_TEENS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_SMALL = {word: number for number, word in enumerate(_ONES_AND_TEENS.split())}
_SMALL |= {"nil": 0, "none": 0, "nought": 0}
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD = re.compile(r"(?:[\s-]|,\s)*([a-z]+)(?![a-z0-9])")


def is_number_word(word: str) -> bool:
    """Whether a lower-case word is, or multiplies, a number."""
    return word in _SMALL or word in _TENS or word in SCALES


def read_words(text: str) -> tuple[Decimal, str] | None:
    """Read the number words at the beginning of a lower-case text.

    Returns the number and the text behind it, or None where no number begins the text or the
    words do not make one ("twenty thirty").
    """
    words: list[str] = []
    rest = text
    while match := _WORD.match(rest):
        word = match[1]
        if not (is_number_word(word) or (word == "a" and not words) or word == "and"):
            break
        words.append(word)
        rest = rest[match.end() :]
    if words[-1:] == ["and"]:
        return None
    number = _value(words)
    return None if number is None else (Decimal(number), rest)


def _value(words: list[str]) -> int | None:
    """Add up thousands and the rest; the words must all be used."""
    total = 0
    words = [word.removesuffix("s") if word.removesuffix("s") in _NAMED else word for word in words]
    for name in ("trillion", "billion", "million", "thousand"):
        scale = int(_NAMED[name])
        if name in words:
            place = words.index(name)
            count = _count(words[:place])
            if not count:
                return None
            total += count * scale
            words = words[place + 1 :]
            words = words[1:] if words[:1] == ["and"] else words
            if not words:
                return total
    rest = _dozens(words)
    return None if rest is None or (total and not rest) else total + rest


def _dozens(words: list[str]) -> int | None:
    if words[-1:] != ["dozen"]:
        return _below_thousand(words)
    count = _count(words[:-1])
    return 12 * count if count else None


def _count(words: list[str]) -> int | None:
    """Read what stands before a scale, where "a" is one."""
    return 1 if words == ["a"] else _below_thousand(words)


def _below_thousand(words: list[str]) -> int | None:
    """Read up to "ninety-nine hundred and ninety-nine"."""
    if "hundred" not in words:
        return _below_hundred(words)
    place = words.index("hundred")
    count = 1 if words[:place] == ["a"] else _below_hundred(words[:place])
    if not count:
        return None
    words = words[place + 1 :]
    words = words[1:] if words[:1] == ["and"] else words
    rest = _below_hundred(words) if words else 0
    return None if rest is None else 100 * count + rest


def _below_hundred(words: list[str]) -> int | None:
    if len(words) == 1:
        return _tens(words[0]) or _SMALL.get(words[0])
    if len(words) == 2 and words[0] in _TENS and 0 < _SMALL.get(words[1], 0) < 10:
        return _tens(words[0]) + _SMALL[words[1]]
    return None


def _tens(word: str) -> int:
    return 10 * (_TENS.index(word) + 2) if word in _TENS else 0
