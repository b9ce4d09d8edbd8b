"""What learners answered, in words and by option."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.bank.models import Question
from quizzes.bank.statistics import FEWEST, Figures, given_to


@dataclass(frozen=True, slots=True)
class Picked:
    """How often an option of a choice was picked."""

    text: str
    correct: bool
    times: int
    percent: int


def in_words(figures: Figures) -> str:
    """Return the answers a question was given, and how many were right, in a sentence."""
    if not figures.answers:
        return _("Nobody has answered it yet.")
    said = ngettext("%(count)s answer.", "%(count)s answers.", figures.answers)
    said %= {"count": figures.answers}
    if not figures.enough:
        few = _("That is too few to tell how many are right; it takes %(few)s.")
        return f"{said} {few % {'few': FEWEST}}"
    return f"{said} " + _("Right: %(percent)s per cent.") % {"percent": figures.percent}


def by_option(question: Question) -> tuple[list[Picked], int]:
    """Return how often each option was picked, and how often others that it had before."""
    times = given_to(question.pk)
    total = times.total() or 1
    picked = [
        Picked(
            option["text"],
            option["correct"],
            times[option["text"]],
            round(100 * times[option["text"]] / total),
        )
        for option in question.options
    ]
    return picked, times.total() - sum(it.times for it in picked)
