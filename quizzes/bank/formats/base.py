"""What a format of question must be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from quizzes.bank.grading import Verdict

if TYPE_CHECKING:
    from quizzes.bank.generation.case import Case
    from quizzes.bank.generation.drafts import Draft
    from quizzes.bank.models import Question

    from .spans import Spans

Shown = Mapping[str, Any]  # Question.snapshot()
Form = Mapping[str, str]
NO_FORM: Form = MappingProxyType({})
EvidenceKind = Literal["choice", "hint", "recall", "self_rated"]


@dataclass(frozen=True, slots=True)
class Graded:
    """A learner's answer with its verdict.

    ``given`` is the answer as text to show again; ``note`` a sentence to the learner;
    ``rating`` 1–4 only where learners rate themselves. ``score`` is the part of the mark earned,
    0 to 1, where the answer has parts. ``known`` says what it shows of the question's own fact
    where the verdict is on more than that. ``asks_again``: it says too little, and a better one
    may be asked for before the right one is shown.
    """

    verdict: Verdict
    given: str
    note: str = ""
    rating: int | None = None
    score: float | None = None
    known: bool | None = None
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer that has several.

    ``given`` is what the learner put where something was ``asked``; that is empty where the place
    in the list says it. ``wanted`` is what is right there, unless it is told apart from the parts.
    """

    given: str
    right: bool
    asked: str = ""
    wanted: str = ""


class Format(ABC):
    """One way of asking: its module drafts and grades, its partial template shows.

    ``evidence`` says what an answer proves to the scheduler: ``choice`` may be a guess,
    ``hint`` is half a guess, ``recall`` is none, ``self_rated`` carries the learner's own rating.
    """

    name: ClassVar[str]
    template: ClassVar[str]
    evidence: ClassVar[EvidenceKind]
    # The partial that shows an answer with the right one in a picture, if there is one, and whether
    # that tells both, so that they need no words besides.
    answer_template: ClassVar[str] = ""
    picture_tells: ClassVar[bool] = False
    # Whether the answer is written, so that it may be one in other words.
    writes: ClassVar[bool] = False
    # Whether the stem is a question; else it is a sentence, or says what to do.
    asks: ClassVar[bool] = True
    # Whether the stem alone is what is asked; else two questions may have the same one.
    stem_asks: ClassVar[bool] = True
    # Whether other facts are part of the answer, so that they are told with their sources, too.
    tells_others: ClassVar[bool] = False
    # Where other facts stand beside its own: nowhere, among the options, or in all its words.
    others_in: ClassVar[Literal["nothing", "options", "words"]] = "nothing"

    @abstractmethod
    def drafts(self, case: Case) -> Iterable[Draft]:
        """Return the questions of this format about a fact; none where it cannot be asked so.

        A draft with a ``problem`` is kept, with its reason, and not asked. It is ``hopeful`` where
        that lies with what stands around the fact.
        """

    def flaw(self, draft: Draft) -> str:
        """Return what is wrong with a draft, of the flaws only this format can have, or ""."""
        return ""

    def dealt(self, shown: dict[str, Any], chance: Random) -> dict[str, Any]:
        """Return a snapshot in which what has no order of its own stands in a new one.

        Otherwise the place of an answer would be learned.
        """
        return shown

    @abstractmethod
    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade the form ``data`` of an answer to ``shown``.

        Raises AnswerMissing where there is no answer in it yet.
        """

    @abstractmethod
    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Return what a browser sends for a right answer to ``shown``, or for a wrong one."""

    def context(self, shown: Shown, data: Form = NO_FORM) -> dict[str, Any]:
        """Return what the partial template needs besides ``shown``, such as a picture.

        ``data`` is the form of an answer that could not be graded, or was given so far in a test;
        what was chosen in it is kept. Templates find that of a test as ``draft``, too.
        """
        return {}

    def parts(self, shown: Shown, given: str) -> list[Part]:
        """Return the parts of an answer as ``grade`` gave it back; none where it is a whole."""
        return []

    def in_words(self, shown: Shown, parts: Sequence[Part]) -> str:
        """Return in words what of an answer's parts is scored: how many are right, say."""
        return ""

    def events(self, shown: Shown) -> list[str]:
        """Return the events shown whose times decide what is right, in their words."""
        return []

    def form_of(self, shown: Shown, given: str) -> dict[str, str] | None:
        """Return the form of an answer as ``grade`` gave it back; None where that does not tell.

        It is found by its words, so that it stands for the same answer to any order of ``shown``.
        """
        return None

    def keys_now(self, shown: Shown, question: Question, spans: Spans) -> list[Shown]:
        """Return ``shown`` with the key that is right as the facts stand now.

        More than once where more than one answer is right now; none where it cannot be told.
        ``spans`` are those of ``events`` and of the question's own fact.
        """
        return []

    def picture(self, shown: Shown, given: str, *, name: str) -> dict[str, Any]:
        """Return what ``answer_template`` needs to show an answer; nothing where it shows none.

        ``name`` makes ids that are unique on the page.
        """
        return {}

    def guesses(self, shown: Shown) -> int:
        """Return among how many answers, two at least, somebody guesses who knows nothing."""
        return 2


def one_line(text: str) -> str:
    """Return a text without line ends, as one line of an answer that has several."""
    return " ".join(text.split())


class AnswerMissing(Exception):
    """The form held no answer; its text tells the learner what to do."""
