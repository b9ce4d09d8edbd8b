"""What grading a typed answer comes to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

LONGEST = 200
MOST_PARTED = 12
_PARTED = re.compile(r"[^\w\s]")


class Verdict(StrEnum):
    """How an answer did. PARTIAL is asked again without penalty, ALMOST counts as right."""

    RIGHT = "right"
    ALMOST = "almost"
    PARTIAL = "partial"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Grade:
    """A verdict and, where there is something to say, one plain sentence for the learner.

    ``unclear``: the text says too little, or cannot be read, so that it may be asked for once more.
    """

    verdict: Verdict
    note: str = ""
    unclear: bool = False

    @property
    def asks_again(self) -> bool:
        """Whether a better answer may be asked for before the right one is shown."""
        return self.unclear or self.verdict is Verdict.PARTIAL


def refuse(typed: str) -> Grade | None:
    """Return the grade of a text that nobody need read, empty or far too long; else None.

    Nor one of many parts: each would be held against every name of the bank.
    """
    if not typed.strip():
        return Grade(Verdict.WRONG, _("Nothing was typed."))
    if len(typed) > LONGEST:
        return Grade(Verdict.WRONG, _("That is too long to be read as an answer."))
    if len(_PARTED.findall(typed)) > MOST_PARTED:
        return Grade(Verdict.WRONG, _("That has too many parts to be read as an answer."))
    return None


def best(grades: Iterable[Grade]) -> Grade:
    """Return the grade with the best verdict, of equal ones the first with a note.

    Without any grade the answer is wrong: nothing was there to be met.
    """
    ranks = (Verdict.RIGHT, Verdict.ALMOST, Verdict.PARTIAL, Verdict.WRONG, Verdict.SKIPPED)
    ordered = sorted(grades, key=lambda grade: (ranks.index(grade.verdict), not grade.note))
    return ordered[0] if ordered else Grade(Verdict.WRONG)
