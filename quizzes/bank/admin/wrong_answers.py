"""What an editor's own wrong answers must be held against before they are offered."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from quizzes.bank.formats.writing import graded
from quizzes.bank.generation.drafts import Answer, Draft
from quizzes.bank.generation.rules import options_fit
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.lib.names import fold
from quizzes.lib.typed_dates import read_typed_date
from quizzes.lib.typed_numbers import read_typed_number

FEWEST, MOST, LONGEST = 2, 3, 200

Kind = Question.AnswerKind


def lines_of(text: str) -> list[str]:
    """Return the lines of what was typed, without empty ones and superfluous spaces."""
    return [line for raw in text.splitlines() if (line := " ".join(raw.split()))]


def flaws_of_wrong(draft: Draft, wrong: Sequence[str]) -> list[str]:
    """Return what is wrong with ``wrong`` as the wrong answers of a choice, in plain sentences."""
    if not FEWEST <= len(wrong) <= MOST:
        return [_("Write two or three wrong answers, each on a line of its own.")]
    if any(len(text) > LONGEST for text in wrong):
        return [_("An answer has at most %(count)s characters.") % {"count": LONGEST}]
    if len({fold(text) for text in wrong}) < len(wrong):
        return [_("Two of the wrong answers are the same.")]
    if found := [flaw for text in wrong if (flaw := _flaw_of_one(draft, text))]:
        return found
    key, *others = (_answer(draft, text) for text in (draft.right_answer, *wrong))
    if not options_fit(draft.stem, key, others):
        return [
            _(
                "The answers do not go together: two are nearly alike, or the right one is much "
                "the longest, or it alone repeats a word of the question."
            )
        ]
    return []


def _flaw_of_one(draft: Draft, text: str) -> str:
    if text[0].islower():
        return _("“%(text)s” begins with a small letter.") % {"text": text}
    if draft.answer_kind == Kind.DATE and len(read_typed_date(text)) != 1:
        return _("“%(text)s” cannot be read as one date.") % {"text": text}
    if draft.answer_kind == Kind.NUMBER and read_typed_number(text) is None:
        return _("“%(text)s” cannot be read as a number.") % {"text": text}
    verdict = graded(draft.answer_kind, text, draft.answers).verdict
    if verdict in (Verdict.RIGHT, Verdict.ALMOST) or fold(text) == fold(draft.right_answer):
        return _("“%(text)s” would be right.") % {"text": text}
    if verdict == Verdict.PARTIAL:
        return _("“%(text)s” would not be quite wrong.") % {"text": text}
    return ""


def _answer(draft: Draft, text: str) -> Answer:
    """A text with what it is underneath, where it is a date or a number."""
    if draft.answer_kind == Kind.DATE and (dates := read_typed_date(text)):
        return Answer(text, date=dates[0])
    if draft.answer_kind == Kind.NUMBER and (quantity := read_typed_number(text)):
        return Answer(text, quantity=quantity)
    return Answer(text)
