"""The formats of questions. Adding one means a module here, a partial, and a line below.

Their order is the one in which a learner meets them, where several are as fit.
"""

from random import SystemRandom
from typing import Any

from quizzes.bank.models import Question

from .base import AnswerMissing, Format, Graded, Part, Shown
from .choice import Choice
from .cloze import Cloze
from .date import Date
from .flashcard import Flashcard
from .map import Map
from .matching import Matching
from .number import Number
from .ordering import Ordering
from .placing import Placing
from .true_false import TrueFalse
from .typed import Typed

FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Choice(),
        Placing(),
        Matching(),
        Map(),
        TrueFalse(),
        Typed(),
        Date(),
        Number(),
        Cloze(),
        Ordering(),
        Flashcard(),
    )
}

# Those that show other facts beside their own: a question of theirs depends on them, too.
SHOWING_MORE = tuple(name for name, format in FORMATS.items() if not format.stem_asks)


def dealt(question: Question) -> dict[str, Any]:
    """Return a snapshot of ``question`` to show, what has no order of its own in a new one."""
    return FORMATS[question.format].dealt(question.snapshot(), SystemRandom())


__all__ = ["FORMATS", "SHOWING_MORE", "AnswerMissing", "Format", "Graded", "Part", "Shown", "dealt"]
