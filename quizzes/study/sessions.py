"""The day's review: what it brings, and what of it is still to be asked."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from quizzes.accounts.models import User
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.lib.prepared import Many, One, Prepared
from quizzes.scheduling import (
    DueFact,
    NewFact,
    plan_session,
    pressing,
    put_back,
    retrievability,
    study_day,
)

from .models import Memory, MemoryQuerySet, Response, ReviewSession
from .preferences import preferences, wished, wished_by

MORE_AT_ONCE = 5

EARNED = (Verdict.RIGHT, Verdict.ALMOST)


def today(learner: User, now: datetime) -> date:
    """Return the learner's study day at ``now``."""
    return study_day(now, learner.zone, learner.day_begins)


def todays_session(learner: User, now: datetime) -> ReviewSession:
    """Return the review of the learner's study day, planned when first asked for.

    A day that brought nothing so far is planned anew, for the facts may have grown. Two tabs
    that ask at once get the same session.
    """
    day = today(learner, now)
    plan = cache(partial(_plan, learner, day))
    known = _SESSION.records(learner=learner.pk, day=day)
    if not known:
        new = ReviewSession(learner=learner, day=day, queue=plan(), pace=last_known(learner))
        new.planned = len(new.queue)
        ReviewSession.objects.bulk_create([new], ignore_conflicts=True)
        known = _SESSION.records(learner=learner.pk, day=day)
    session: ReviewSession = known[0]
    if not session.planned and plan():
        empty = learner.review_sessions.filter(pk=session.pk, planned=0)
        empty.update(queue=plan(), planned=len(plan()))
        session.refresh_from_db()
    return session


def locked_session(learner: User, now: datetime) -> ReviewSession:
    """Return today's review, locked until the transaction ends, which must have begun."""
    session_id = todays_session(learner, now).pk
    return learner.review_sessions.select_for_update().get(pk=session_id)


_SESSION = Prepared(
    lambda: ReviewSession.objects.filter(learner=One("learner"), day=One("day")).select_related(
        "learner__study_settings"
    )
)


def last_known(learner: User) -> dict[str, float]:
    """Return the pace with which the learner's last review ended, as it is kept; one query."""
    last = learner.review_sessions.order_by("-day").values_list("pace", flat=True).first()
    return last or {}


class Waiting(NamedTuple):
    """A fact that waits to be asked, with the question that is open about it, if one is: ids."""

    fact: int
    response: int | None


def still_to_ask(session: ReviewSession) -> list[int]:
    """Return the facts of the queue that still wait, in order; see ``waiting``."""
    return [it.fact for it in waiting(session)]


def waiting(session: ReviewSession) -> list[Waiting]:
    """Return the facts of the queue that still wait, in order, each with its open question.

    A fact leaves when it is no longer asked, and when the learner has got it right today
    elsewhere, in a quiz, unless it has been corrected since. One query.
    """
    learner = session.learner
    told = _WAITING[preferences(learner).asks_context].rows(
        learner=learner.pk, session=session.pk, day=session.day, queue=session.queue
    )
    found = dict(told)
    return [Waiting(fact, found[fact]) for fact in session.queue if fact in found]


def _waiting(*, context: bool) -> QuerySet[Any, Any]:
    """The facts of a queue that still wait, as ``waiting`` tells, by key with their questions'."""
    of = {"learner": One("learner"), "statement": OuterRef("pk")}
    right_today = Response.objects.filter(study_day=One("day"), verdict__in=EARNED, **of)
    untold = Memory.objects.filter(correction__isnull=False, **of)
    shown = Response.objects.filter(
        session=One("session"),
        answered_at__isnull=True,
        question__status=Question.Status.PUBLISHED,
        **of,
    ).order_by("pk")
    return (
        wished_by(askable(), One("learner"), context=context)
        .filter(pk__in=Many("queue"))
        .exclude(Exists(right_today) & ~Exists(untold))
        .order_by()
        .values_list("pk", Subquery(shown.values("pk")[:1]))
    )


# By whether the learner wants to be asked what bears a content note.
_WAITING = {it: Prepared(partial(_waiting, context=it)) for it in (True, False)}


# The queue of a planned session is changed by these three alone. Whoever calls them holds the lock
# on the session; its pace is saved with it.


def move_on(session: ReviewSession, fact: int, *, again: bool) -> None:
    """Take an answered fact out of the queue, or put it back to be asked ``again`` later."""
    others = _without(session.queue, fact)
    _keep_queue(session, put_back(others, fact) if again else others)


def put_first(session: ReviewSession, *facts: int, more: int = 0) -> None:
    """Ask facts next, in this order, whether they wait or not; ``more`` of them than planned."""
    _keep_queue(session, [*facts, *_without(session.queue, *facts)], more=more)


def put_last(session: ReviewSession, *facts: int) -> None:
    """Ask facts, too, once all others have been."""
    fresh = _without(facts, *session.queue)
    _keep_queue(session, [*session.queue, *fresh], more=len(fresh))


def _without(queue: Iterable[int], *facts: int) -> list[int]:
    return [fact for fact in queue if fact not in facts]


def _keep_queue(session: ReviewSession, queue: list[int], *, more: int = 0) -> None:
    session.queue = queue
    session.planned += more
    session.save(update_fields=["queue", "planned", "pace"])


def due_later(session: ReviewSession) -> MemoryQuerySet:
    """Return the due memories that did not fit into the day's limit, longest due first."""
    due = due_facts(session.learner, session.day)
    return due.exclude(statement__responses__session=session).order_by("due", "pk")


def learn_more(learner: User, now: datetime) -> int:
    """Add up to ``MORE_AT_ONCE`` facts to today's review once it is done: due ones before new.

    Returns how many were added: none while something is still to be asked, so that a double
    click adds once.
    """
    with transaction.atomic():
        session = locked_session(learner, now)
        if still_to_ask(session):
            return 0
        facts = list(due_later(session).values_list("statement", flat=True)[:MORE_AT_ONCE])
        fresh = new_facts(learner).exclude(pk__in=session.queue).values_list("pk", flat=True)
        facts += fresh[: MORE_AT_ONCE - len(facts)]
        put_last(session, *facts)
    return len(facts)


def asked_of(learner: User) -> StatementQuerySet:
    """Return the standing facts that may be asked of a learner in reviews."""
    return wished(askable(), learner)


def askable() -> StatementQuerySet:
    """Return the standing facts that have a question to ask."""
    questions = Question.objects.published().filter(statement=OuterRef("pk"))
    return Statement.objects.standing().filter(Exists(questions))


def due_facts(learner: User, day: date) -> MemoryQuerySet:
    """Return the learner's memories to be asked on ``day`` that can be asked."""
    return learner.memories.due(day).filter(statement__in=asked_of(learner))


def new_facts(learner: User) -> StatementQuerySet:
    """Return the facts the learner has never been asked, the most important first."""
    known = learner.memories.filter(statement=OuterRef("pk"))
    return (
        asked_of(learner)
        .exclude(Exists(known))
        .order_by("-importance", "topic__position", "topic", "pk")
    )


def new_room(learner: User, day: date, due: int) -> int:
    """Return how many new facts a day has room for on which as many are ``due``.

    None while not even those that fade fit; one query where more is due than fits.
    """
    wishes = preferences(learner)
    if due <= wishes.reviews_a_day:
        return wishes.new_a_day
    fading = pressing(_as_due(_with_weight(due_facts(learner, day)), day), wishes.reviews_a_day)
    return wishes.new_a_day if len(fading) <= wishes.reviews_a_day else 0


def _plan(learner: User, day: date) -> list[int]:
    wishes = preferences(learner)
    due = list(_with_weight(due_facts(learner, day)))
    # What was corrected comes before all, for what was learned of it is wrong.
    corrected = [memory.statement_id for memory in due if memory.correction_id]
    corrected = corrected[: wishes.reviews_a_day]
    about = ("topic", "importance", "subject", "value_entity")
    new = new_facts(learner).values_list("pk", *about)[: wishes.new_a_day]
    planned = plan_session(
        _as_due((memory for memory in due if memory.statement_id not in corrected), day),
        [
            NewFact(pk, topic, importance, order, subject, answer)
            for order, (pk, topic, importance, subject, answer) in enumerate(new)
        ],
        limit=wishes.reviews_a_day - len(corrected),
        new_limit=wishes.new_a_day,
    )
    return [*corrected, *planned]


def _with_weight(due: MemoryQuerySet) -> MemoryQuerySet:
    return due.annotate(
        topic=F("statement__topic"),
        importance=F("statement__importance"),
        subject=F("statement__subject"),
        answer=F("statement__value_entity"),
    )


def _as_due(memories: Iterable[Any], day: date) -> list[DueFact]:
    return [
        DueFact(
            id=memory.statement_id,
            topic=memory.topic,
            retrievability=retrievability(memory.state, day),
            stability=memory.stability,
            importance=memory.importance,
            subject=memory.subject,
            answer=memory.answer,
        )
        for memory in memories
    ]
