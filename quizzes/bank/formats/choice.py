"""Choice: pick the one right option."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case, Way
from quizzes.bank.generation.distractors import arranged_options
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.grading import Verdict

from .base import AnswerMissing, Form, Format, Graded, Shown
from .events import TELLS_ITS_PLACE, comes_behind

# Dates and numbers stand in order, so their order tells nothing.
IN_ORDER = ("date", "number")
FEWEST = 3


class Choice(Format):
    """The learner picks an option; the form holds its index as ``choice``."""

    name = "choice"
    template = "bank/formats/choice.html"
    evidence = "choice"
    others_in = "options"

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One for each way of asking for which there are enough certainly wrong options."""
        for way in case.ways:
            draft = case.draft(self.name, way)
            if way.key.date and comes_behind(case.statement.subject):
                draft.problem = TELLS_ITS_PLACE
            elif not way.problem:
                self._add_options(draft, case, way)
            yield draft

    def _add_options(self, draft: Draft, case: Case, way: Way) -> None:
        options = arranged_options(case, way, draft)
        draft.options = [{"text": o.text, "correct": o is way.key} for o in options]
        wrong = [option for option in options if option is not way.key]
        draft.entities |= {o.entity.pk for o in wrong if o.entity}
        draft.leans_on = {o.row for o in wrong if o.row}
        draft.difficulty = bands.of_choice(way.key, wrong)

    def flaw(self, draft: Draft) -> str:
        """Options that do not go together; see Format.flaw."""
        texts = [option["text"] for option in draft.options]
        if len(texts) < FEWEST:
            return _("too few wrong options are certain and plausible")
        if sum(option["correct"] for option in draft.options) != 1:
            return _("not exactly one option is right")
        if any(text[0].islower() for text in texts):
            return _("an option begins with a small letter")
        return ""

    def dealt(self, shown: dict[str, Any], chance: Random) -> dict[str, Any]:
        """Names stand in a new order; dates and numbers keep theirs."""
        options = list(shown["options"])
        if shown["answer_kind"] not in IN_ORDER:
            chance.shuffle(options)
        return shown | {"options": options}

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade the picked option; see Format.grade."""
        option = picked(shown["options"], data.get("choice", ""))
        if option is None:
            raise AnswerMissing(_("Pick one of the answers first."))
        verdict = Verdict.RIGHT if option["correct"] else Verdict.WRONG
        return Graded(verdict, given=option["text"])

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Pick the right option, or the first wrong one."""
        return {"choice": index_of(shown["options"], correct=right)}

    def guesses(self, shown: Shown) -> int:
        """As many as there are options."""
        return len(shown["options"])


def picked(options: list[dict[str, Any]], index: str) -> dict[str, Any] | None:
    """Return the option that a form names by its ``index``, or None."""
    return {str(number): option for number, option in enumerate(options)}.get(index)


def index_of(options: list[dict[str, Any]], *, correct: bool) -> str:
    """Return the index, as a form holds it, of the first option that is right, or wrong."""
    return str([option["correct"] for option in options].index(correct))
