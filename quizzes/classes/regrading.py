"""Judging finished work anew, by the keys as they have been corrected since it was done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS, SHOWING_MORE, AnswerMissing, Format, Shown
from quizzes.bank.formats.events import own_text
from quizzes.bank.formats.spans import Spans, spans_of
from quizzes.bank.formats.writing import Written
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Correction, Question
from quizzes.facts.models.parts import ROLES
from quizzes.lib.names import fold
from quizzes.study.answering import score
from quizzes.study.feedback import WORDS
from quizzes.study.models import Response
from quizzes.study.points import earned, in_figures

from .corrections import corrections_of, finished_answers, notices
from .models import Assignment, Regrading

WRITTEN = ("regraded_at", "regraded_by", "regraded_for", "verdict", "score", "note")
KEPT = ("old_verdict", "old_score")
# Formats in which one of the things shown is picked; the question tells which.
PICKED = (Question.Format.CHOICE, Question.Format.MAP)
# What a fact is put into words from.
WORDED = [f"question__statement__{part}" for part in ("property", *ROLES)]


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth: verdict, points from 0 to 1, and a sentence to the learner."""

    verdict: str
    points: float
    note: str = ""

    @property
    def word(self) -> str:
        """The verdict for people, with the points where it earns a part of one."""
        word = str(WORDS[Verdict(self.verdict)])
        if not 0 < self.points < 1:
            return word
        words = {"word": word, "points": in_figures(self.points)}
        return _("%(word)s, %(points)s of 1 point") % words


@dataclass(frozen=True, slots=True)
class Judged:
    """A response with its mark as it is and as it would be; ``key`` is right at present."""

    response: Response
    correction: Correction
    key: str
    old: Mark
    new: Mark

    @property
    def lines(self) -> list[str]:
        """The answer in lines, each behind what it answers if that is not clear from its place."""
        response = self.response
        parts = FORMATS[response.question.format].parts(response.shown, response.given)
        pairs = [f"{it.asked} – {it.given}" for it in parts if it.asked]
        return pairs or response.given.split("\n")

    @property
    def differs(self) -> bool:
        """Whether the mark would be another."""
        return (self.old.verdict, self.old.points) != (self.new.verdict, self.new.points)


def to_judge(assignment: Assignment) -> list[Judged]:
    """Return the answers that are to be judged anew, with their marks, by pupil and place.

    Those judged since the last correction of their fact are not among them. Five queries at most,
    however many pupils.
    """
    last = _last_corrections(assignment)
    if not last:
        return []
    responses = list(
        finished_answers(assignment)
        .filter(question__in=last)
        .select_related("question", "learner", *WORDED)
        .order_by("learner__first_name", "learner__username", "attempt", "position")
    )
    spans = _spans(responses)
    found = (_judged(response, last[response.question_id], spans) for response in responses)
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


def _last_corrections(assignment: Assignment) -> dict[int, Correction]:
    """The last correction that concerns each question of an assignment, by the question's id."""
    found = sorted(corrections_of(assignment), key=lambda it: (it.correction.at, it.correction.pk))
    return {question: it.correction for it in found for question in it.questions}


def _spans(responses: Iterable[Response]) -> Spans:
    """When the events were that the responses' questions showed; one query at most."""
    texts: set[str] = set()
    for response in responses:
        question = response.question
        if events := FORMATS[question.format].events(response.shown):
            texts |= {*events, own_text(question)}
    return spans_of(texts)


def _judged(response: Response, correction: Correction, spans: Spans) -> Judged | None:
    """Judge a response by the present key; None where that is not called for."""
    if response.regraded_at and response.regraded_at >= correction.at:
        return None
    if response.question.status == Question.Status.RETIRED:
        return None  # there is no key any more
    old = Mark(response.verdict, earned(response), response.note)
    more = response.question.format in SHOWING_MORE
    new = _of_several(response, old, spans) if more else _of_one(response, old)
    key = response.question.right_answer
    return Judged(response, correction, key, old, new) if new else None


def _as_given(response: Response) -> Mark | None:
    """The mark where the key is what it was: the first one, if there has been another since.

    The correction was taken back then, and so is what came of it.
    """
    if response.regraded_at is None:
        return None
    return Mark(response.old_verdict, response.old_score or 0.0)


def _of_one(response: Response, old: Mark) -> Mark | None:
    """The mark of an answer to a question that asks its fact alone."""
    question, shown = response.question, response.shown
    if _key_holds(question, shown):
        return _as_given(response)
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


def _of_several(response: Response, old: Mark, spans: Spans) -> Mark | None:
    """The mark of an answer with several parts, or beside other facts, by the facts as they are."""
    format, shown = FORMATS[response.question.format], response.shown
    keys = format.keys_now(shown, response.question, spans)
    skipped = Verdict.SKIPPED in (response.verdict, response.old_verdict)
    if skipped or keys == [shown]:
        return _as_given(response)
    form = format.form_of(shown, response.given)
    return _best(format, keys, form) if keys and form else _better(response, old)


def _best(format: Format, keys: list[Shown], form: dict[str, str]) -> Mark:
    """The best mark that an answer earns by one of the keys that are right now."""
    graded = max((format.grade(key, form) for key in keys), key=score)
    note = graded.note
    if len(keys) > 1:
        note = _("More than one answer is right now; yours counts by the one that is nearest.")
    return Mark(graded.verdict, score(graded), note)


def _better(response: Response, old: Mark) -> Mark:
    """The better mark of those an answer has had, where none can be found by the new key."""
    first = Mark(response.old_verdict or old.verdict, response.old_score or 0.0)
    best = first if response.regraded_at and first.points > old.points else old
    note = _("This answer cannot be judged by what is known now, so the better mark stays.")
    return Mark(best.verdict, best.points, note)


def _written(format: Written, response: Response) -> Mark | None:
    try:
        graded = format.grade(response.question.snapshot(), {"answer": response.given})
    except AnswerMissing:
        return None  # skipped
    return Mark(graded.verdict, score(graded), graded.note)


def _key_holds(question: Question, shown: Shown) -> bool:
    """Whether what was right when a question was shown is right still."""
    return _key(shown) == _key(question.snapshot())


def _key(shown: Shown) -> object:
    if shown["answer_kind"] in (Question.AnswerKind.DATE, Question.AnswerKind.NUMBER):
        return shown["answers"][:1], shown["right_answer"]
    return fold(shown["right_answer"])
