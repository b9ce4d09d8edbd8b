"""Typed answer: write a name, a date or a number."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _

from quizzes.bank.grading import Grade, grade_date, grade_name, grade_number
from quizzes.bank.lexicon import names_of_others
from quizzes.lib.edtf import parse
from quizzes.lib.quantities import parse as parse_quantity

from .base import AnswerMissing, Graded, Shown

LONGEST_ANSWER = 200


class Typed:
    """The learner writes the answer; the form holds it as ``answer``."""

    name = "typed"
    template = "bank/formats/typed.html"
    evidence: Literal["recall"] = "recall"

    def grade(self, shown: Shown, data: Mapping[str, str]) -> Graded:
        """Grade the written answer; see Format.grade."""
        # PostgreSQL keeps no null characters.
        given = data.get("answer", "").replace("\0", "").strip()[:LONGEST_ANSWER]
        if not given:
            raise AnswerMissing(_("Type your answer first, or skip the question."))
        grade = self._grade(shown["answer_kind"], given, shown["answers"])
        return Graded(grade.verdict, given=given, note=grade.note)

    def _grade(self, kind: str, given: str, accepted: list[str]) -> Grade:
        if kind == "date":
            return grade_date(given, [parse(text) for text in accepted])
        if kind == "number":
            return grade_number(given, [parse_quantity(text) for text in accepted])
        return grade_name(given, accepted, names_of_others(accepted), personal=kind == "personal")
