"""Numbers as people type them, in digits or English words, read into quantities."""

import re
import unicodedata
from decimal import Decimal

from .number_words import SCALES, is_number_word, read_words
from .quantities import Kind, Quantity

LONGEST = 200
"""Characters; whatever is longer is no number, and is not worth the time of looking."""

_SIGNS_TO_ASCII = str.maketrans(
    {"٬": ",", "٫": ".", "٪": "%", "≥": ">=", "≤": "<=", "≈": "~", "−": "-", "–": "-", "—": "-"}
)
_SPACE_IN_DIGITS = re.compile(r"(?<=[0-9])['’](?=[0-9]{3})")
_FILLERS = r"(?:(?:just|only|exactly|precisely|a total of|the|=)\s+)*"
_BEFORE = {
    Kind.AT_LEAST: r">=|at least|not? (?:fewer|less) than|(?:a )?minimum(?: of)?",
    Kind.AT_MOST: r"<=|at most|up to|not? more than|as many as|(?:a )?maximum(?: of)?",
    Kind.MORE_THAN: r">|more than|greater than|over|above|in excess of",
    Kind.LESS_THAN: r"<|(?:fewer|less) than|under|below",
    Kind.ABOUT: r"~|about|around|approximately|approx\b\.?|roughly|some|nearly|almost|close to"
    r"|circa|ca?\b\.?",
}
_AFTER = {
    Kind.AT_LEAST: r"(?<=[0-9k])\s*\+|\bor (?:more|over|above)\b",
    Kind.AT_MOST: r"\bor (?:fewer|less|under)\b",
    Kind.ABOUT: r"\bor so\b",
}
_WORD_END = r"(?![a-z])"
_LEADING = [
    (kind, re.compile(rf"{_FILLERS}(?:{words}){_WORD_END}\s*{_FILLERS}"))
    for kind, words in _BEFORE.items()
]
_TRAILING = [(kind, re.compile(words)) for kind, words in _AFTER.items()]
_GROUPED = r"[1-9][0-9]{0,2}(?:%s[0-9]{3})+"
_DIGITS = re.compile(
    rf"(?:(?P<comma>{_GROUPED % ','}(?:\.[0-9]+)?)"
    rf"|(?P<space>{_GROUPED % ' '}(?:[.,][0-9]{{1,2}})?)"
    rf"|(?P<dot>{_GROUPED % '[.]'}(?:,[0-9]+)?)"
    r"|(?P<plain>[0-9]+(?:\.[0-9]+|,[0-9]{1,2})?))"
    r"(?![0-9]|[.,][0-9]|(?:st|nd|rd|th)\b)"
)
_SCALE = re.compile(rf"\s*({'|'.join(SCALES)})\b")
_NO_UNIT = re.compile(r"\s*(?:[/.,:'+*=<>~]|-(?![a-z])|(?:or|to)\b)")
_BETWEEN = re.compile(r"between (.+)")
_JOINTS = [
    (Kind.RANGE, re.compile(r"(?<=[0-9k%])\s*-\s*(?=[0-9])|\s+-\s+|\s+to\s+")),
    (Kind.EITHER, re.compile(r"\s+or\s+")),
]


def read_typed_number(text: str) -> Quantity | None:
    """Return the quantity somebody typed, or None where the text is not one number. Never raises.

    Read are digits of any script with thousands separators (a dot before exactly three digits is
    one: nothing here has three decimals), words, 150k, words such as "about" and "at least", ranges
    ("50-60", "between 35 and 60"), a choice ("50 or 60"), and a unit behind, which is skipped.
    A text with a second number in it, such as a date or "20 killed and 35 wounded", is not read.
    """
    if len(text) > LONGEST:
        return None
    plain, kind = _without_qualifier(_plain(text))
    if kind in (Kind.EXACT, Kind.ABOUT) and (pair := _pair(plain)):
        return pair
    number = _number(plain, with_unit=True)
    return None if number is None else Quantity.of(number, kind)


def _plain(text: str) -> str:
    """Lower case, ASCII digits and signs, single spaces, nothing between digits but , . and space.

    No compatibility folding: it would make 102 of 10².
    """
    # What is copied from a text in Arabic may carry signs that turn the direction.
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    text = text.casefold().translate(_SIGNS_TO_ASCII)
    text = "".join(str(unicodedata.decimal(c, c)) for c in text)
    text = _SPACE_IN_DIGITS.sub(" ", " ".join(text.split()))
    return text.removesuffix(".")


def _without_qualifier(text: str) -> tuple[str, Kind]:
    """Take off "about", "at least", "or more" and the like; two that differ stay, unreadable."""
    text = re.sub(rf"^{_FILLERS}", "", text)
    for kind, pattern in _LEADING:
        if match := pattern.match(text):
            return text[match.end() :], kind
    for kind, pattern in _TRAILING:
        if match := pattern.search(text):
            return " ".join((text[: match.start()] + " " + text[match.end() :]).split()), kind
    return text, Kind.EXACT


def _pair(text: str) -> Quantity | None:
    """Read a range or a choice."""
    if match := _BETWEEN.fullmatch(text):
        text, joints = match[1], [(Kind.RANGE, re.compile(r"\s+and\s+"))]
    else:
        text, joints = text.removeprefix("from "), _JOINTS
    for kind, joint in joints:
        for gap in joint.finditer(text):
            low, high = _ends(text[: gap.start()], text[gap.end() :])
            if low is not None and high is not None and low < high:
                return Quantity.between(low, high, kind)
    return None


def _ends(left: str, right: str) -> tuple[Decimal | None, Decimal | None]:
    low, high = _number(left.removesuffix("%"), with_unit=False), _number(right, with_unit=True)
    # "100 to 150 thousand" and "50-60k" name the scale once, "500 to a thousand" does not.
    scale = _scale(right)
    if low is not None and high is not None and _scale(left) == 1 and low < high / scale:
        low *= scale
    return low, high


def _scale(text: str) -> Decimal:
    """The thousand or million a number ends in, such as "150 thousand"; otherwise 1."""
    scales = [name for name in re.findall(r"[a-z]+", text) if name in SCALES]
    return SCALES[scales[-1]] if scales else Decimal(1)


def _number(text: str, *, with_unit: bool) -> Decimal | None:
    """Read one number at the beginning of ``text``; behind it nothing, or a unit."""
    found = _digits(text) or read_words(text)
    if found is None:
        return None
    number, rest = found
    if not rest.strip():
        return number
    return number if with_unit and _is_unit(rest) else None


def _digits(text: str) -> tuple[Decimal, str] | None:
    match = _DIGITS.match(text)
    if match is None or len(match[0]) > 20:
        return None
    written, rest = match[0], text[match.end() :]
    if match.lastgroup == "comma":
        written = written.replace(",", "")
    elif match.lastgroup == "dot":
        written = written.replace(".", "")
    number = Decimal(written.replace(" ", "").replace(",", "."))
    if scale := _SCALE.match(rest):
        return number * SCALES[scale[1]], rest[scale.end() :]
    return number, rest


def _is_unit(text: str) -> bool:
    """Whether a text behind a number can be its unit: words, or km2, but no second number.

    Nor a fraction, as in 4½, nor a rate, as in km/h.
    """
    text = re.sub(r"\b(k?m)(?:\^?[23]|[²³])", r"\1", text)
    if _NO_UNIT.match(text) or any(map(is_number_word, re.findall(r"[^\W_]+", text))):
        return False
    return "/" not in text and not any(c.isnumeric() for c in text)
