"""Which question is asked about a fact, and the row that holds it once it is shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db.models import OuterRef, QuerySet, Subquery

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS, dealt
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.lib.prepared import One, Prepared
from quizzes.scheduling import LEECH_LAPSES, Stage

from .models import Memory, Response, ReviewSession, StudySettings
from .preferences import preferences
from .sessions import Waiting

# What a stage asks for, by what a format proves, then the nearest others; those that stand
# together take turns. True or false is only for want of better, and only the first time as long as
# there is anything else.
PROOFS_BY_STAGE: dict[Stage, list[tuple[str, ...]]] = {
    Stage.RECOGNITION: [("choice",), ("hint",), ("recall",), ("self_rated",)],
    Stage.RECALL: [("recall", "self_rated"), ("choice",), ("hint",)],
}
# Who would rather write, or rather choose, is asked as if at that stage.
STAGE_WISHED = {
    StudySettings.Answers.WRITTEN: Stage.RECALL,
    StudySettings.Answers.CHOSEN: Stage.RECOGNITION,
}
IN_TURN = list(FORMATS)
DIRECTIONS: list[str] = [
    Question.Direction.VALUE,
    Question.Direction.SUBJECT,
    Question.Direction.CLAIMANT,
    Question.Direction.SOURCE,
]

# What a question card and the feedback to it are made of.
PARTS = (
    "question",
    "statement__topic",
    "statement__value_entity",
    "statement__attributed_to",
)


def next_response(
    session: ReviewSession, waiting: Sequence[Waiting], now: datetime
) -> Response | None:
    """Return the question to show now, or None if none of the ``waiting`` facts has one.

    An open one about the next fact is shown again, in any tab, while it is published. Two tabs
    that ask in the same instant may open one each: of their answers only the first counts.
    """
    learner = session.learner
    if waiting and waiting[0].response:
        response = learner.responses.select_related(*PARTS).get(pk=waiting[0].response)
        response.session = session  # loaded already
        refresh(response, now)
        return response
    for it in waiting:
        if question := choose_question(learner, it.fact):
            return _shown(session, question, now)
    return None


def choose_question(learner: User, fact: int) -> Question | None:
    """Return the question to ask ``learner`` about the statement with id ``fact``; one query."""
    questions = _QUESTIONS.records(learner=learner.pk, fact=fact)
    wished = STAGE_WISHED.get(StudySettings.Answers(preferences(learner).answers))
    return best(questions, wished)


def _questions() -> QuerySet[Question]:
    of = {"learner": One("learner"), "statement": OuterRef("statement")}
    memory = Memory.objects.filter(**of)
    asked = Response.objects.filter(question=OuterRef("pk"), shown_at__isnull=False, **of)
    return (
        Question.objects.published()
        .filter(statement=One("fact"))
        .select_related(*PARTS[1:])
        .annotate(
            stage=Subquery(memory.values("stage")[:1]),
            lapses=Subquery(memory.values("lapses")[:1]),
            last_asked=Subquery(asked.order_by("-pk").values("pk")[:1]),
            corrected=Subquery(memory.values("correction")[:1]),
        )
    )


_QUESTIONS = Prepared(_questions)


def best(questions: Iterable[Question], wished: Stage | None = None) -> Question | None:
    """Return the one to ask: first by the stage's formats, then the one longest not asked.

    What the learner ``wished`` goes before the stage. A fact that was often forgotten is asked in
    another format than the last time, if there is one. The questions are of one fact, each with
    ``stage``, ``lapses`` and ``last_asked`` as annotated above.
    """
    questions = list(questions)
    fit = list(filter(_is_fit, questions)) or questions
    if others := _otherwise(fit):
        fit = others
    return min(fit, key=partial(_rank, wished=wished), default=None)


def _otherwise(questions: Sequence[Question]) -> list[Question]:
    """Return those in another format than the one last asked, for a leech; none for other facts."""
    last = max(questions, key=lambda it: it.last_asked or 0, default=None)  # type: ignore[attr-defined]
    if last is None or (last.lapses or 0) < LEECH_LAPSES:  # type: ignore[attr-defined]
        return []
    return [it for it in questions if it.format != last.format]


def is_current(response: Response) -> bool:
    """Whether the question of an open response is still asked, and still as it was shown."""
    same = response.question.version == response.question_version
    return same and not is_withdrawn(response)


def is_withdrawn(response: Response) -> bool:
    """Whether the question of an open response is no longer asked at all."""
    published = (Question.Status.PUBLISHED, Statement.Status.PUBLISHED)
    return (response.question.status, response.statement.status) != published


def refresh(response: Response, now: datetime) -> None:
    """Bring an open response up to its question's present version, and note when it was shown."""
    changed = []
    if response.question_version != response.question.version:
        response.shown = dealt(response.question)
        response.question_version = response.question.version
        response.first_given = response.note = ""
        changed += ["shown", "question_version", "first_given", "note"]
    if response.shown_at is None:
        response.shown_at = now
        changed += ["shown_at"]
    if changed:
        response.save(update_fields=changed)


def _shown(session: ReviewSession, question: Question, now: datetime) -> Response:
    return Response.objects.create(
        learner=session.learner,
        session=session,
        question=question,
        statement=question.statement,
        question_version=question.version,
        shown=dealt(question),
        shown_at=now,
        told_id=question.corrected,  # type: ignore[attr-defined]
    )


def _is_fit(question: Question) -> bool:
    """Whether a question may be asked now: a mere first look only if there was none."""
    first_look: bool = question.stage is None  # type: ignore[attr-defined]
    return first_look or FORMATS[question.format].evidence != "hint"


def _rank(question: Question, wished: Stage | None) -> tuple[int, int, int, int, str]:
    stage = wished or Stage(question.stage or Stage.RECOGNITION)  # type: ignore[attr-defined]
    last_asked = question.last_asked or 0  # type: ignore[attr-defined]
    proof = FORMATS[question.format].evidence
    tier = next(n for n, proofs in enumerate(PROOFS_BY_STAGE[stage]) if proof in proofs)
    return (
        tier,
        last_asked,
        IN_TURN.index(question.format),
        DIRECTIONS.index(question.direction),
        question.key,
    )
