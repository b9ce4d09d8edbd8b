"""Correct the difficulty of questions by what learners answered, to be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from quizzes.bank.models import Question
from quizzes.study.statistics import ENOUGH, measure


class Command(BaseCommand):
    """The difficulty by answers is

    easy where 85 % of the learners or more knew the answer when they were first asked, medium
    from 60 %, and hard below. Where an answer can be picked, the share is corrected for guessing:
    (p - 1/k) / (1 - 1/k); see ``quizzes.bank.statistics.beyond_guessing`` for where that is from.
    """

    help = f"Set the measured difficulty of questions with at least {ENOUGH} first answers."

    def handle(self, *args: Any, **options: Any) -> None:
        bands = measure()
        said = ", ".join(f"{bands[band]} {band.label}" for band in Question.Difficulty)
        self.stdout.write(f"{bands.total()} questions measured: {said}")
