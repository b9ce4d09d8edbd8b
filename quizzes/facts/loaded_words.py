"""Words that take a side in a war, and what to write instead."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_INSTEAD = {
    r"terroris\w*|militants?|extremis\w*|jihadi\w*": "the group’s name, “armed group”, “fighters”",
    r"liberat\w*|re[- ]?captur\w*": "“capture”, “declared control of”",
    r"remnants?|neutrali[sz]\w*|easy[- ]targets?|hide[- ]?outs?": "plain words",
    r"self[- ]?styled|strong[- ]?m[ae]n|regimes?|(?:official|legitimate)[- ]government": (
        "the institution’s name"
    ),
    r"(?<!declare )(?<!declared )(?<!declares )(?<!declaring )(?<!declaration of )"
    r"victor(?:y(?! signs?\b)|ies|ious)": "“declared victory”",
    r"execut(?:e|es|ed|ing|ions?)": (
        "the same verb for all sides, such as “killed”, unless a citation quotes it"
    ),
}
_LOADED = [
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), instead)
    for pattern, instead in _INSTEAD.items()
]
_ANY = re.compile(rf"\b(?:{'|'.join(_INSTEAD)})\b", re.IGNORECASE)
# One of these is in each such word.
_ROOTS = (
    *(
        "terroris",
        "militant",
        "extremis",
        "jihadi",
        "liberat",
        "recaptur",
        "re-captur",
        "re captur",
    ),
    *("remnant", "neutrali", "target", "hideout", "hide-out", "hide out", "styled", "strongm"),
    *("strong-m", "strong m", "regime", "government", "victor", "execut"),
)
_SOURCES_VERB = "execut"  # the same for all sides, as the source has it
_GAP = "\0"
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# How a sentence tells whose words it quotes.
_SPEECH = re.compile(
    r"\b(?:according to|sa(?:ys?|id|ying)|stat(?:e[sd]?|ing)|sp(?:eaks?|oke|oken|eaking) of|"
    r"call(?:s|ed|ing)?|describ(?:es?|ed|ing)|nam(?:es|ed|ing)|term(?:s|ed|ing)|"
    r"wr(?:ites?|ote|itten|iting)|quot(?:es?|ed|ing)|announc\w*|"
    r"declar(?:es?|ed|ing)|in the words of)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """A loaded word as it stands in a text, and what says the same without taking a side."""

    word: str
    instead: str


def loaded_words(
    text: str, names: Iterable[str] = (), *, has_speaker: bool = True
) -> list[LoadedWord]:
    """Return the loaded words in ``text``, in its order, however they are spelled.

    Nothing is found inside quotation marks, where the words are their speaker's, nor inside
    ``names``, the proper names that the text may contain. Where a text has no speaker, unless it
    names one itself, quotation marks excuse nothing.
    """
    rest = _in_plain_signs(text)
    if has_speaker or _SPEECH.search(rest):
        rest = unquoted(rest)
    if not _ANY.search(rest):
        return []  # names are many, and such words are few
    plain = filter(is_proper, filter(_ANY.search, map(_in_plain_signs, names)))
    for name in sorted(plain, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", rest)
    found = [
        (match.start(), LoadedWord(match[0], instead))
        for pattern, instead in _LOADED
        for match in pattern.finditer(rest)
    ]
    return [loaded for _place, loaded in sorted(found, key=lambda pair: pair[0])]


@lru_cache(maxsize=65_536)
def may_be_loaded(text: str) -> bool:
    """Whether a text, as the program writes it, holds any such word, be it in a name or quoted.

    Every question is asked for this, so that a quick look goes before the thorough one.
    """
    plain = text.casefold()
    return any(root in plain for root in _ROOTS) and _ANY.search(text) is not None


def is_proper(name: str) -> bool:
    """Whether the loaded words in a name are part of it: capitalised, beside another such word.

    A common noun such as “terrorists” is nobody's name.
    """
    name = _in_plain_signs(name)
    capitals = all(match[0][0].isupper() for match in _ANY.finditer(name))
    others = {*re.findall(r"\w+", _ANY.sub(" ", name))} - {"The", "A", "An"}
    return capitals and any(word[0].isupper() for word in others)


def _in_plain_signs(text: str) -> str:
    """Return ``text`` without signs that nobody sees, with one sign for all hyphens and blanks."""
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
    return re.sub(r"\s+", " ", _DASHES.sub("-", seen))


def unquoted(text: str) -> str:
    """Return ``text`` with “…” for every quotation, one within another included."""
    while (rest := _QUOTED.sub(_GAP, text)) != text:
        text = rest
    return text.replace(_GAP, "“…”")


def is_the_sources_verb(word: str, quotes: Iterable[str]) -> bool:
    """Whether ``word`` is a verb that may stand as the source has it, and one is so quoted."""
    stem = word.casefold()[: len(_SOURCES_VERB)]
    return stem == _SOURCES_VERB and any(stem in quote.casefold() for quote in quotes)
