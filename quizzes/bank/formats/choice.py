"""Choice: pick the one right option."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _

from quizzes.bank.grading import Verdict

from .base import AnswerMissing, Graded, Shown


class Choice:
    """The learner picks an option; the form holds its index as ``choice``."""

    name = "choice"
    template = "bank/formats/choice.html"
    evidence: Literal["choice"] = "choice"

    def grade(self, shown: Shown, data: Mapping[str, str]) -> Graded:
        """Grade the picked option; see Format.grade."""
        options = {str(number): option for number, option in enumerate(shown["options"])}
        picked = data.get("choice", "")
        if picked not in options:
            raise AnswerMissing(_("Pick one of the answers first."))
        option = options[picked]
        verdict = Verdict.RIGHT if option["correct"] else Verdict.WRONG
        return Graded(verdict, given=option["text"])
