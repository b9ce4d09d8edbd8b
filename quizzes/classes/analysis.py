"""How the questions of an assignment did: the marks of all who have finished, and their answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.bank.statistics import guesses_at
from quizzes.study.models import Response
from quizzes.study.points import points_of

from .item_analysis import Analysis, ItemFigures, analyse
from .models import Assignment

# So many different answers to a question without options are told.
MOST_ANSWERS = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or an option, with how many gave it; ``text`` is empty for those who skipped."""

    text: str
    times: int
    right: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the assignment with its figures, which are None while too few have finished.

    ``guess`` is what blind guessing earns, in per cent; None where nobody can guess.
    """

    question: Question
    figures: ItemFigures | None
    guess: float | None
    answers: Sequence[Answer]

    @property
    def untaken(self) -> int:
        """How many of the wrong options nobody has taken."""
        return sum(not answer.times and not answer.right for answer in self.answers)


class _Row(NamedTuple):
    attempt: object
    question: int
    points: float
    verdict: str
    given: str


def items_of(assignment: Assignment) -> tuple[Analysis | None, list[Item]]:
    """Return the figures of the whole, or None for too few, and those of each question.

    Counted are finished attempts, of each learner the one they have. Questions that some of these
    were not asked, since they were withdrawn meanwhile, are left out. Two queries.
    """
    by_attempt: defaultdict[object, dict[int, _Row]] = defaultdict(dict)
    order: dict[int, None] = {}
    for row in _rows(assignment):
        by_attempt[row.attempt][row.question] = row
        order.setdefault(row.question)
    asked_of_all = [pk for pk in order if all(pk in rows for rows in by_attempt.values())]
    marks = [[rows[pk].points for pk in asked_of_all] for rows in by_attempt.values()]
    whole = analyse(marks, [1.0] * len(asked_of_all))
    questions = Question.objects.in_bulk(asked_of_all)
    items = [
        Item(
            question=questions[pk],
            figures=whole.items[place] if whole else None,
            guess=_guess(questions[pk]),
            answers=_answers(questions[pk], (rows[pk] for rows in by_attempt.values())),
        )
        for place, pk in enumerate(asked_of_all)
    ]
    return whole, items


def _rows(assignment: Assignment) -> Iterable[_Row]:
    finished = Response.objects.filter(
        attempt__assigned__assignment=assignment, attempt__finished_at__isnull=False
    )
    columns = ("attempt", "question", "points", "verdict", "given")
    rows = finished.annotate(points=points_of()).order_by("position", "pk")
    return map(_Row._make, rows.values_list(*columns))


def _guess(question: Question) -> float | None:
    guesses = guesses_at(question)
    return 100 / guesses if guesses else None


def _answers(question: Question, rows: Iterable[_Row]) -> list[Answer]:
    """The options, taken or not, then what else was answered, most often first."""
    times = Counter[str]()
    right = {option["text"] for option in question.options if option["correct"]}
    for row in rows:
        given = "" if row.verdict == Verdict.SKIPPED else row.given
        times[given] += 1
        if row.verdict in (Verdict.RIGHT, Verdict.ALMOST):
            right.add(given)
    options = [option["text"] for option in question.options]
    others = [text for text, _times in times.most_common() if text not in options]
    shown = options + (others if options else others[:MOST_ANSWERS])
    return [Answer(text, times[text], text in right) for text in shown]
