"""What all formats share in which an answer is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.utils.translation import gettext as _

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.grading import Grade, grade_date, grade_name, grade_number
from quizzes.bank.lexicon import names_of_others
from quizzes.bank.models import Question
from quizzes.lib.edtf import parse
from quizzes.lib.quantities import parse as parse_quantity

from .base import AnswerMissing, Form, Format, Graded, Shown

LONGEST_ANSWER = 200

Kind = Question.AnswerKind
# A day and a number that no source gives.
WRONG_ANSWERS: dict[str, str] = {Kind.DATE: "1 January 1001", Kind.NUMBER: "987654321"}


class Written(Format):
    """The learner writes the answer; the form holds it as ``answer``.

    ``kinds`` are the kinds of answer for which the format asks.
    """

    evidence = "recall"
    writes = True
    kinds: ClassVar[tuple[str, ...]]

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One for each way of asking whose answer is of a fitting kind."""
        for way in case.ways:
            if way.kind in self.kinds:
                draft = case.draft(self.name, way)
                draft.difficulty = bands.of_recall(way.key, way.accepted, case.statement)
                yield draft

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade the written answer; see Format.grade."""
        # PostgreSQL keeps no null characters.
        given = data.get("answer", "").replace("\0", "").strip()[:LONGEST_ANSWER]
        if not given:
            raise AnswerMissing(_("Type your answer first, or skip the question."))
        grade = graded(shown["answer_kind"], given, shown["answers"], shown["right_answer"])
        return Graded(grade.verdict, given=given, note=grade.note, asks_again=grade.asks_again)

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Write the right answer, or one of its kind that is certainly wrong."""
        wrong = WRONG_ANSWERS.get(shown["answer_kind"], "I do not know")
        return {"answer": shown["right_answer"] if right else wrong}


def graded(kind: str, given: str, accepted: list[str], shown: str = "") -> Grade:
    """Grade a written answer of some kind by the accepted ones; ``shown`` is the right one."""
    if kind == Kind.DATE:
        return grade_date(given, [parse(text) for text in accepted])
    if kind == Kind.NUMBER:
        return grade_number(given, [parse_quantity(text) for text in accepted], shown)
    return grade_name(given, accepted, names_of_others(accepted), personal=kind == Kind.PERSONAL)
