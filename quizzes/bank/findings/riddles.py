"""Questions as somebody sees them who knows nothing: what is asked, and the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from quizzes.bank.formats.placing import gaps
from quizzes.bank.models import Question

from .base import Bank, place_of, texts_of

Format = Question.Format


@dataclass(frozen=True, slots=True)
class Riddle:
    """A question as a guesser sees it, who knows nothing: what is asked, and the answers."""

    question: Question
    asked: str
    answers: tuple[str, ...]
    right: int

    @property
    def chance(self) -> float:
        """The chance (0 to 1) of hitting the right answer blindly."""
        return 1 / len(self.answers)


def riddles(bank: Bank) -> dict[str, list[Riddle]]:
    """Return the riddles of a bank by what they are: one for each question that can be guessed.

    Of a matching it is the question's own line; of an order, which event came first; of
    a timeline, which gap.
    """
    found = {"choice": [*_riddles(bank.choices, _of_choice)]}
    ordered = [it for it in found["choice"] if it.question.answer_kind in ("date", "number")]
    return found | {
        "choice of dates and numbers": ordered,
        "matching": [*_riddles(bank.of(Format.MATCHING), _of_matching)],
        "timeline": [*_riddles(bank.of(Format.PLACING), _of_placing)],
        "map": [*_riddles(bank.of(Format.MAP), _of_map)],
        "order": [*_riddles(bank.of(Format.ORDERING), _of_ordering)],
        "true or false": [*_riddles(bank.of(Format.TRUE_FALSE), _of_true_false)],
    }


def _riddles(questions: Iterable[Question], make: Callable[[Question], Riddle]) -> Iterator[Riddle]:
    for question in questions:
        riddle = make(question)
        if 0 <= riddle.right < len(riddle.answers):
            yield riddle


def _of_choice(question: Question) -> Riddle:
    return Riddle(question, question.stem, tuple(texts_of(question)), place_of(question))


def _of_matching(question: Question) -> Riddle:
    content = question.content
    own = content["own"]
    return Riddle(question, content["prompts"][own], (*content["options"],), content["key"][own])


def _of_placing(question: Question) -> Riddle:
    content = question.content
    return Riddle(question, question.stem, (*gaps(content["events"]),), content["slot"])


def _of_map(question: Question) -> Riddle:
    points = question.content["points"]
    right = [point["correct"] for point in points].index(True)
    return Riddle(question, question.stem, tuple(point["text"] for point in points), right)


def _of_ordering(question: Question) -> Riddle:
    # They are stored in their order and shown in any other, so here they are sorted by name.
    items = sorted(question.content["items"], key=lambda item: str(item["text"]))
    first = [item["rank"] for item in items].index(0)
    return Riddle(question, question.stem, tuple(item["text"] for item in items), first)


def _of_true_false(question: Question) -> Riddle:
    return Riddle(question, question.stem, ("Yes", "No"), 0 if question.content["so"] else 1)
