"""Flashcard: think of the answer, turn the card, rate yourself."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question

from .base import AnswerMissing, Form, Format, Graded, Shown


class Flashcard(Format):
    """The learner rates their own memory; the form holds ``rating`` 1 (again) to 4 (easy)."""

    name = "flashcard"
    template = "bank/formats/flashcard.html"
    evidence = "self_rated"

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One for each way of asking to which a learner can know the whole answer."""
        for way in case.ways:
            # On one day more may have happened than the facts know, so no card can be turned.
            asks_what_happened = (
                way.direction == Question.Direction.SUBJECT and case.statement.value_date
            )
            if not asks_what_happened and way.direction != Question.Direction.SOURCE:
                band = bands.of_recall(way.key, way.accepted, case.statement)
                yield case.draft(self.name, way, difficulty=band)

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Turn the learner's rating into a verdict; see Format.grade."""
        ratings = {"1": _("Not known"), "2": _("Hard"), "3": _("Good"), "4": _("Easy")}
        rating = data.get("rating", "")
        if rating not in ratings:
            raise AnswerMissing(_("Say how well you knew it."))
        verdict = Verdict.WRONG if rating == "1" else Verdict.RIGHT
        return Graded(verdict, given=ratings[rating], rating=int(rating))

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Rate it good, or not known."""
        return {"rating": "3" if right else "1"}
