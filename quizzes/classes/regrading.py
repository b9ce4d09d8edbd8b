"""Judging finished work anew, by the keys as they have been corrected since it was done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS, AnswerMissing
from quizzes.bank.formats.writing import Written
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Correction, Question
from quizzes.lib.names import fold
from quizzes.study.answering import score
from quizzes.study.feedback import WORDS
from quizzes.study.models import Response
from quizzes.study.points import earned

from .corrections import corrections_of, finished_answers, notices
from .models import Assignment, Regrading

WRITTEN = ("regraded_at", "regraded_by", "regraded_for", "verdict", "score", "note")
KEPT = ("old_verdict", "old_score")
# Formats in which one of the things shown is picked; the question tells which.
PICKED = (Question.Format.CHOICE, Question.Format.MAP)


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth: verdict, points from 0 to 1, and a sentence to the learner."""

    verdict: str
    points: float
    note: str = ""

    @property
    def word(self) -> str:
        """The verdict for people."""
        return str(WORDS[Verdict(self.verdict)])


@dataclass(frozen=True, slots=True)
class Judged:
    """A response with its mark as it is and as it would be; ``key`` is right at present."""

    response: Response
    correction: Correction
    key: str
    old: Mark
    new: Mark

    @property
    def differs(self) -> bool:
        """Whether the mark would be another."""
        return (self.old.verdict, self.old.points) != (self.new.verdict, self.new.points)


def to_judge(assignment: Assignment) -> list[Judged]:
    """Return the answers that are to be judged anew, with their marks, by pupil and place.

    Those judged since the last correction of their fact are not among them. Two queries, however
    many pupils.
    """
    last = {it.statement_id: it for it in corrections_of(assignment).order_by("at", "pk")}
    if not last:
        return []
    responses = (
        finished_answers(assignment)
        .filter(statement__in=last)
        .select_related("question", "learner")
        .order_by("learner__first_name", "learner__username", "attempt", "position")
    )
    found = (_judged(response, last[response.statement_id]) for response in responses)
    return [it for it in found if it]


def by_pupil(judged: Iterable[Judged]) -> list[tuple[User, list[Judged]]]:
    """Return the answers of each pupil, whose learner every finished attempt has."""
    gathered: dict[int, tuple[User, list[Judged]]] = {}
    for it in judged:
        if learner := it.response.learner:
            gathered.setdefault(learner.pk, (learner, []))[1].append(it)
    return list(gathered.values())


def fingerprint(judged: Iterable[Judged]) -> str:
    """Return what two looks at the same marks have in common."""
    told = [(it.response.pk, it.old.points, it.new.verdict, it.new.points) for it in judged]
    return hashlib.sha256(repr(told).encode()).hexdigest()


class NotAsShown(Exception):
    """The marks would not be those that the teacher has seen; nothing was changed."""


def regrade(assignment: Assignment, teacher: User, shown: str, now: datetime) -> Regrading | None:
    """Give the answers their new marks and note who did it; None if there is nothing to do.

    ``shown`` is the fingerprint of what the teacher has seen. Raises NotAsShown. A second call
    does nothing. Where no mark is judged anew it is noted all the same that somebody looked.
    """
    with transaction.atomic():
        Assignment.objects.select_for_update().get(pk=assignment.pk)
        if not any(notice.waiting for notice in notices(assignment)):
            return None
        judged = to_judge(assignment)
        if fingerprint(judged) != shown:
            raise NotAsShown
        for it in judged:
            _rewrite(it, teacher, now)
        Response.objects.bulk_update([it.response for it in judged], [*WRITTEN, *KEPT])
        return Regrading.objects.create(
            assignment=assignment,
            by=teacher,
            at=now,
            judged=len(judged),
            changed=sum(it.differs for it in judged),
        )


def _rewrite(it: Judged, teacher: User, now: datetime) -> None:
    response = it.response
    if response.regraded_at is None:  # else the first mark is kept already
        response.old_verdict, response.old_score = it.old.verdict, it.old.points
    response.verdict, response.score, response.note = it.new.verdict, it.new.points, it.new.note
    response.regraded_at, response.regraded_by = now, teacher
    response.regraded_for = it.correction


def _judged(response: Response, correction: Correction) -> Judged | None:
    """Judge a response by the present key; None where that is not called for."""
    if response.regraded_at and response.regraded_at >= correction.at:
        return None
    old = Mark(response.verdict, earned(response), response.note)
    new = _mark(response, old)
    key = response.question.right_answer
    return Judged(response, correction, key, old, new) if new else None


def _mark(response: Response, old: Mark) -> Mark | None:
    question, shown = response.question, response.shown
    if question.status == Question.Status.RETIRED:
        return None  # there is no key any more
    if _key_holds(question, shown):
        if response.regraded_at is None:
            return None
        # The correction was taken back, and so is what came of it.
        return Mark(response.old_verdict, response.old_score or 0.0)
    format = FORMATS[question.format]
    if isinstance(format, Written):
        return _written(format, response) or old
    key = fold(question.right_answer)
    offered = [*shown["options"], *shown["content"].get("points", ())]
    if question.format in PICKED and any(fold(option["text"]) == key for option in offered):
        if response.verdict == Verdict.SKIPPED:
            return old
        right = fold(response.given) == key
        return Mark(Verdict.RIGHT, 1.0) if right else Mark(Verdict.WRONG, 0.0)
    return Mark(
        Verdict.RIGHT, 1.0, _("The right answer could not be given, so everybody has the mark.")
    )


def _written(format: Written, response: Response) -> Mark | None:
    try:
        graded = format.grade(response.question.snapshot(), {"answer": response.given})
    except AnswerMissing:
        return None  # skipped
    return Mark(graded.verdict, score(graded), graded.note)


def _key_holds(question: Question, shown: dict[str, object]) -> bool:
    """Whether what was right when a question was shown is right still."""
    before, now = _key(question.format, shown), _key(question.format, question.snapshot())
    return before == now


def _key(format: str, shown: dict) -> object:
    content = shown["content"]
    if format == Question.Format.ORDERING:
        items = sorted(content["items"], key=lambda item: item["rank"])
        return [item["text"] for item in items]
    if format == Question.Format.PLACING:
        return [*(event["text"] for event in content["events"]), content["slot"]]
    if format == Question.Format.MATCHING:
        pairs = zip(content["prompts"], content["key"], strict=True)
        return sorted((str(prompt), str(content["options"][n])) for prompt, n in pairs)
    if shown["answer_kind"] in (Question.AnswerKind.DATE, Question.AnswerKind.NUMBER):
        return shown["answers"][:1], shown["right_answer"]
    return fold(shown["right_answer"])
