"""What a format of question must be able to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from quizzes.bank.grading import Verdict

Shown = Mapping[str, Any]  # Question.snapshot()


@dataclass(frozen=True, slots=True)
class Graded:
    """A learner's answer with its verdict.

    ``given`` is the answer as text to show again; ``note`` a sentence to the learner;
    ``rating`` 1–4 only where learners rate themselves.
    """

    verdict: Verdict
    given: str
    note: str = ""
    rating: int | None = None


class Format(Protocol):
    """One way of asking: its module grades, its partial template shows.

    ``evidence`` says what an answer proves to the scheduler: ``choice`` may be a guess,
    ``recall`` is not, ``self_rated`` carries the learner's own rating.
    """

    @property
    def name(self) -> str: ...
    @property
    def template(self) -> str: ...
    @property
    def evidence(self) -> Literal["choice", "recall", "self_rated"]: ...

    def grade(self, shown: Shown, data: Mapping[str, str]) -> Graded:
        """Grade the form ``data`` of an answer to ``shown``.

        Raises AnswerMissing where there is no answer in it yet.
        """


class AnswerMissing(Exception):
    """The form held no answer; its text tells the learner what to do."""
