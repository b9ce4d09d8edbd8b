"""Flaws of a text that a machine can see for certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from quizzes.facts.loaded_words import unquoted
from quizzes.lib.names import has_hidden_signs

# Nobody writes these on purpose, so that nothing is published with them.
_CERTAIN = {
    r"\b(the|an?|of|in|on|at|to|and|by|from|with|for|was|were|is|are) \1\b": _lazy(
        "a doubled word"
    ),
    r"\(\s*\)": _lazy("empty brackets"),
    r"(?<!\.)\.\.(?!\.)|[,;]\s*[,;.]|[?!]\.": _lazy("a doubled sign"),
    r"[{}\[\]|]": _lazy("a placeholder that is not filled"),
    r"(?-i:(?<!^)\bNone\b)(?! of)": _lazy("a missing value"),
}
_LIKELY = {
    r"(?-i:\ban?|^An?) the\b|\bthe (?-i:an?)\b": _lazy("two articles"),
    r"\s(?!\.\.\.)[,.;:?!]": _lazy("a space before a sign"),
    r" {2}": _lazy("a doubled space"),
}


def _compiled(flaws: dict[str, Any]) -> list[tuple[re.Pattern[str], Any]]:
    return [(re.compile(pattern, re.IGNORECASE), name) for pattern, name in flaws.items()]


_CERTAIN_FLAWS, _LIKELY_FLAWS = _compiled(_CERTAIN), _compiled(_LIKELY)
_STOP_IN_AND_OUT = re.compile(r"[.?!]”\.")
_ENDED = re.compile(r"[.?!…][”’)]*$")
_ARTICLE = re.compile(r"(?:\b(a|an)|^(A|An)) (\w+)")
# The letter's name begins with a vowel, as in "an NGO" or "an 8".
_SPELLED_WITH_VOWEL = "AEFHILMNORSX"
_NUMBER_WITH_VOWEL = re.compile(r"8|1[18](?:\d{3})?(?!\d)")
_EITHER_NUMBER = re.compile(r"1[18]\d\d(?!\d)")  # "a 1,800" or "an 1800", eighteen hundred
_SOUNDS_AS_CONSONANT = re.compile(
    r"eu|ewe|ones?\b|once\b|uni(?!d|mp|n)|unanim|us[eu]|ut[eio]|ubi|ur[aiu]|ukr|uga", re.IGNORECASE
)
_SILENT_H = re.compile(r"hour|honest|honou?r|heir", re.IGNORECASE)


def misprints(text: str) -> Iterator[str]:
    """Yield the flaws of ``text`` that can be nothing else; none inside quotations.

    Signs that nobody sees are a flaw in a quotation too: whoever copied it took them along.
    """
    if has_hidden_signs(text):
        yield _("signs that nobody sees")
    yield from _matching(_CERTAIN_FLAWS, unquoted(text))


def _matching(flaws: Iterable[tuple[re.Pattern[str], Any]], plain: str) -> Iterator[str]:
    for pattern, flaw in flaws:
        if match := pattern.search(plain):
            yield f"{flaw} (“{match[0]}”)"


def artefacts(text: str, *, prose: bool = False) -> Iterator[str]:
    """Yield what is wrong with ``text``; nothing is looked for inside quotations.

    ``prose`` is whole sentences, which begin with a capital and end with a full stop.
    """
    plain = unquoted(text)
    yield from misprints(text)
    yield from _matching(_LIKELY_FLAWS, plain)
    if _STOP_IN_AND_OUT.search(text):
        yield _("a doubled full stop")
    for match in _ARTICLE.finditer(plain):
        article, word = (match[1] or match[2]).casefold(), match[3]
        if article != _article_of(word, article):
            yield f"“{match[0]}”"
    if prose and text:
        first = next((sign for sign in text if sign.isalnum()), "")
        if first.islower():
            yield _("a small letter at the beginning")
        if not _ENDED.search(text):
            yield _("no full stop at the end")


def _article_of(word: str, written: str) -> str:
    """Return the article for a word; the one that is ``written`` where it is not certain."""
    if _EITHER_NUMBER.match(word):
        return written
    if word[0].isdigit():
        return "an" if _NUMBER_WITH_VOWEL.match(word) else "a"
    if len(word) > 1 and word.isupper():
        # Spelled out or read as a word, as in "an NGO" and "a NATO ally".
        if word[0] in "AEIO":
            return "an"
        return written if word[0] in _SPELLED_WITH_VOWEL else "a"
    if word[0].casefold() in "aeiou":
        return "a" if _SOUNDS_AS_CONSONANT.match(word) else "an"
    return "an" if _SILENT_H.match(word) else "a"
