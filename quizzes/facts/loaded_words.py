"""Words that take a side in a war, and what to write instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_INSTEAD = {
    r"terroris\w*|militants?|extremis\w*|jihadi\w*": "the group’s name, “armed group”, “fighters”",
    r"liberat\w*|recaptur\w*": "“capture”, “declared control of”",
    r"remnants?|neutrali[sz]\w*|easy targets?|hideouts?": "plain words",
    r"self-styled|strongm[ae]n|regimes?|(?:official|legitimate) government": (
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
_SOURCES_VERB = "execut"  # the same for all sides, as the source has it
_GAP = "\0"
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """A loaded word as it stands in a text, and what says the same without taking a side."""

    word: str
    instead: str


def loaded_words(text: str, names: Iterable[str] = ()) -> list[LoadedWord]:
    """Return the loaded words in ``text``, in its order.

    Nothing is found inside quotation marks, where the words are their speaker's, nor inside
    ``names``, the proper names that the text may contain.
    """
    rest = unquoted(text)
    if not _ANY.search(rest):
        return []  # names are many, and such words are few
    for name in sorted(filter(_ANY.search, names), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", rest)
    found = [
        (match.start(), LoadedWord(match[0], instead))
        for pattern, instead in _LOADED
        for match in pattern.finditer(rest)
    ]
    return [loaded for _place, loaded in sorted(found, key=lambda pair: pair[0])]


def unquoted(text: str) -> str:
    """Return ``text`` with “…” for every quotation, one within another included."""
    while (rest := _QUOTED.sub(_GAP, text)) != text:
        text = rest
    return text.replace(_GAP, "“…”")


def is_the_sources_verb(word: str, quotes: Iterable[str]) -> bool:
    """Whether ``word`` is a verb that may stand as the source has it, and one is so quoted."""
    stem = word.casefold()[: len(_SOURCES_VERB)]
    return stem == _SOURCES_VERB and any(stem in quote.casefold() for quote in quotes)
