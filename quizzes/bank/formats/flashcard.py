"""Flashcard: think of the answer, turn the card, rate yourself."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _

from quizzes.bank.grading import Verdict

from .base import AnswerMissing, Graded, Shown


class Flashcard:
    """The learner rates their own memory; the form holds ``rating`` 1 (again) to 4 (easy)."""

    name = "flashcard"
    template = "bank/formats/flashcard.html"
    evidence: Literal["self_rated"] = "self_rated"

    def grade(self, shown: Shown, data: Mapping[str, str]) -> Graded:
        """Turn the learner's rating into a verdict; see Format.grade."""
        ratings = {"1": _("Not known"), "2": _("Hard"), "3": _("Good"), "4": _("Easy")}
        rating = data.get("rating", "")
        if rating not in ratings:
            raise AnswerMissing(_("Say how well you knew it."))
        verdict = Verdict.WRONG if rating == "1" else Verdict.RIGHT
        return Graded(verdict, given=ratings[rating], rating=int(rating))
