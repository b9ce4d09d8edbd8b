"""The flaws a question must not have (shared list: Haladyna, Downing and Rodriguez 2002)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rapidfuzz import fuzz

from quizzes.bank.models import Question
from quizzes.lib.names import fold

from .drafts import Answer, Draft

LONGEST_STEM = 45  # words
STEM_LENGTH: int = Question._meta.get_field("stem").max_length or 0  # characters
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")
_ARTEFACT = re.compile(
    r"\b(\w+) \1\b|\(\)|\bNone\b|[{}\[\]|]|\.\.|\ba (?![Ee]u|[Oo]ne)[AEIOaeio]\w|  ", re.ASCII
)
_ABSOLUTE = re.compile(r"\b(always|never|all|only)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(often|usually|sometimes|generally)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(not|except|isn’t|wasn’t|didn’t)\b", re.IGNORECASE)
_WORDS = (
    (_ABSOLUTE, gettext_noop("the stem holds an absolute term")),
    (_VAGUE, gettext_noop("the stem holds a vague term")),
    (_NEGATIVE, gettext_noop("the stem is negative")),
)
# Where a stem says which source it follows, its words are not about what is asked.
_CITED = re.compile(r"^According to .*?, (?=[a-z])")
_WORD = re.compile(r"\w{4,}")
# Of fewer words two may be alike by chance.
FEWEST_WORDS = 3
# The formats of a question share its stem, and many questions their options.
folded = lru_cache(maxsize=65_536)(fold)


def flaw(draft: Draft, *, asks: bool = True) -> str:
    """Return what is wrong with a draft in plain words, of what no format may have, or nothing.

    ``asks``: the stem has to be a question; otherwise it is a sentence or says what to do.
    """
    stem = draft.stem
    bare = _QUOTED.sub("“”", stem)
    if len(stem.split()) > LONGEST_STEM or len(stem) > STEM_LENGTH:
        return _("the stem has more than %(count)s words") % {"count": LONGEST_STEM}
    if not stem or stem[0].islower() or _ARTEFACT.search(bare):
        return _("the stem shows a trace of being put together")
    if asks and (problem := _flaw_of_question(stem, bare)):
        return problem
    if _gives_itself_away(draft):
        return _("the answer stands in the stem")
    return ""


def _flaw_of_question(stem: str, bare: str) -> str:
    if not stem.endswith("?"):
        return _("the stem is no question")
    for pattern, message in _WORDS:
        if pattern.search(bare):
            return _(message)
    return ""


def _gives_itself_away(draft: Draft) -> bool:
    answers = [draft.right_answer] if draft.answer_kind in ("date", "number") else draft.answers
    return any(stands_in(answer, draft.stem) for answer in answers)


@lru_cache(maxsize=65_536)
def stands_in(answer: str, text: str) -> bool:
    """Return whether an answer stands in a text as words of its own, however it is written."""
    if answer.isupper():  # IS and US are names only in capitals
        return re.search(rf"\b{re.escape(answer)}\b", text) is not None
    return bool(folded(answer)) and f" {folded(answer)} " in f" {folded(text)} "


def options_fit(stem: str, key: Answer, wrong: Sequence[Answer]) -> bool:
    """Whether wrong options go with a key: none so alike as to confuse, no give-away.

    The key must not be clearly the longest, nor alone repeat a word of the stem; and whom the
    stem names is no answer that anybody would take for the right one.
    """
    texts = [answer.text for answer in wrong]
    if any(is_told_of(answer, stem) for answer in wrong):
        return False
    if any(_too_near(one, other) for one, other in combinations([key, *wrong], 2)):
        return False
    longest = max(map(len, texts))
    if len(key.text) > longest * 1.5 and len(key.text) > longest + 10:
        return False
    shared = _words(key.text) & _words(_CITED.sub("", stem))
    return not any(all(word not in _words(text) for text in texts) for word in shared)


def is_told_of(answer: Answer, stem: str) -> bool:
    """Whether a stem names, outside quotations, whom an answer names."""
    if answer.entity is None or answer.tells:
        return False
    bare = _QUOTED.sub("“”", stem)
    names = (answer.text, *(alias.text for alias in answer.entity.aliases.all()))
    return any(stands_in(name, bare) for name in names)


def _too_near(one: Answer, other: Answer) -> bool:
    """Whether two options differ by a day or a few letters, or one holds the other's name.

    Of what happened, one may not hold all that the other says: who "declared victory" and who
    "clashed after the army had declared victory" tell of one another.
    """
    if one.date and other.date and one.date.first and other.date.first:
        return abs((one.date.first - other.date.first).days) <= 1
    if one.date or one.quantity:
        return False
    if one.tells and other.tells:
        mine, theirs = _words(one.text), _words(other.text)
        if min(len(mine), len(theirs)) >= FEWEST_WORDS and (mine <= theirs or theirs <= mine):
            return True
    return (
        fuzz.ratio(one.text, other.text) >= 90
        or stands_in(one.text, other.text)
        or stands_in(other.text, one.text)
    )


# The same few texts are looked at again in every pair that they might be offered in.
@lru_cache(maxsize=4_096)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))
