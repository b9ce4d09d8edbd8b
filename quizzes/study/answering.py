"""What an answer does: it is graded, counted once, and moves the memory and the day's queue."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS, Graded
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.lib.prepared import One, Prepared
from quizzes.scheduling import Evidence, MemoryState, Outcome, Rating, review

from .models import Memory, Response
from .pace import follow, kept_pace, last_pace, pace_for
from .preferences import calendar
from .second_answers import ask_again, is_asked_again, was_sent_before
from .selection import PARTS
from .sessions import EARNED, locked_session, move_on, put_last, today

ASKED_AGAIN = (Verdict.WRONG, Verdict.PARTIAL)
NO_EVIDENCE = (Verdict.PARTIAL, Verdict.SKIPPED)

OUTCOME = ("rating", "counted", "retrievability", "stability", "difficulty", "lapses", "due")

GIVEN_LENGTH = Response._meta.get_field("given").max_length
NOTE_LENGTH = Response._meta.get_field("note").max_length


def answer(
    response: Response, data: Mapping[str, str], now: datetime, *, final: bool = False
) -> Response:
    """Grade the form ``data`` as the answer to ``response`` and return the response, answered.

    Only the first call counts; one on an answered response changes nothing. A written answer that
    says too little leaves it open, once, for a second one, unless it is ``final``. The learner's
    memory and today's review follow; a visitor has neither, and practice leaves the memory as it
    is. Raises AnswerMissing where ``data`` holds no answer. Load the response and its session
    locked, in one transaction with this, and annotated with ``seen_on`` the day to save a query.
    """
    if response.answered_at is not None or was_sent_before(response, data):
        return response
    graded = grade(response.question, response.shown, data)
    if not final and is_asked_again(response, graded):
        ask_again(response, graded)
        return response
    response.answered_at = now
    response.verdict = graded.verdict
    response.given = graded.given[:GIVEN_LENGTH]
    response.note = graded.note[:NOTE_LENGTH]
    response.score = score(graded)
    with transaction.atomic(savepoint=False):
        memory = proof = outcome = counted = None
        if response.learner:
            response.study_day = today(response.learner, now)
            memory = locked_memory(response.learner, response.statement)
            proof = _proof(memory, response, graded, response.study_day)
            if proof:
                state, pace = memory.state if memory else None, pace_for(response, memory)
                wishes = calendar(response.learner, response.statement)
                outcome = review(state, proof, response.study_day, wishes, pace=pace)
            if memory and outcome and response.session:
                response.memory_before = asdict(memory.state)
        # With the answer the learner is told what has been corrected; it need not count for that.
        response.told_id = memory.correction_id if memory else None
        if not _claim(response, outcome):
            response.refresh_from_db()
            return response
        if response.learner:
            counted = outcome if outcome and outcome.counted else None
            keep(memory, counted, response.learner, response.statement)
        if response.session:
            if proof and counted:
                follow(response.session, proof, counted)
            again = graded.verdict in ASKED_AGAIN
            over = response.session.day != response.study_day
            move_on(response.session, response.statement_id, again=again and not over)
            if again and over:
                # Its question was shown before the new day began, in whose review it comes again.
                put_last(locked_session(response.session.learner, now), response.statement_id)
    return response


def asked_as(learner: User, token: UUID, now: datetime) -> Response | None:
    """Return the question of a review by its token, locked with its session; one query.

    With all that its answer needs: whether it was seen today, and the parts of its card. None if
    the learner has none of that token.
    """
    day = today(learner, now)
    return next(iter(_ASKED.records(learner=learner.pk, token=token, day=day)), None)


def seen_on(day: date | One) -> Exists:
    """A column ``seen`` for responses: whether the learner saw the answer to the fact on ``day``.

    That is, by an earlier answered question about it; a skip shows the answer too, and the result
    of a test those of all its questions.
    """
    earlier = Response.objects.filter(
        Q(study_day=day) | Q(revealed_day=day),
        learner=OuterRef("learner"),
        statement=OuterRef("statement"),
    )
    return Exists(earlier.exclude(pk=OuterRef("pk")))


# By the session's learner, so that the join is an inner one: only then can its row be locked too.
_ASKED = Prepared(
    lambda: (
        Response.objects.filter(
            token=One("token"), learner=One("learner"), session__learner=One("learner")
        )
        .annotate(seen=seen_on(One("day")))
        .select_related("session", "learner__study_settings", *PARTS)
        .select_for_update(of=("self", "session"))
    )
)


def is_practice(response: Response, memory: Memory | None, day: date) -> bool:
    """Whether the answer had been shown today without any evidence having been taken.

    It proves nothing then: the fact stays as it was and is asked again tomorrow.
    """
    if memory and memory.last_day >= day:
        return False  # the scheduler itself counts the first answer of a day alone
    seen: bool | None = getattr(response, "seen", None)
    if seen is None:
        seen = Response.objects.filter(seen_on(day), pk=response.pk).exists()
    return seen


def grade(question: Question, shown: Mapping[str, Any], data: Mapping[str, str]) -> Graded:
    """Return what ``data`` is worth as an answer to ``shown``, a skip included.

    Raises AnswerMissing where there is no answer in it.
    """
    if "skip" in data:
        return Graded(Verdict.SKIPPED, given="")
    return FORMATS[question.format].grade(shown, data)


def score(graded: Graded) -> float:
    """Return the part of the mark, 0 to 1, that an answer earns; a slip earns it whole."""
    return graded.score if graded.score is not None else float(graded.verdict in EARNED)


def evidence(response: Response, graded: Graded) -> Evidence | None:
    """Return what an answer proves about memory.

    Skipped ones prove nothing, nor do partial ones whose format does not say what they show.
    """
    right = graded.known if graded.known is not None else graded.verdict in EARNED
    if graded.known is None and graded.verdict in NO_EVIDENCE:
        return None
    return proved(response, right, Rating(graded.rating or Rating.AGAIN))


def proved(response: Response, right: bool, rating: Rating = Rating.GOOD) -> Evidence:
    """Return what a right or wrong answer to a question proves; of a card, the ``rating``."""
    if was_told(response):
        return Evidence.told(right)
    format = FORMATS[response.question.format]
    match format.evidence:
        case "self_rated":
            return Evidence.self_rated(rating)
        case "choice":
            return Evidence.choice(right, format.guesses(response.shown))
        case "hint":
            return Evidence.true_false(right)
        case _:
            return Evidence.recall(right)


def was_told(response: Response) -> bool:
    """Whether the learner saw what is right, and took back the answer that it was shown after.

    Of a card that is no matter: it is turned in any case, and rated anew.
    """
    return response.undone > 0 and FORMATS[response.question.format].evidence != "self_rated"


def due_after(learner: User, statement: Statement, day: date) -> dict[Rating, date]:
    """Return about when each of a flashcard's ratings, given on ``day``, brings the fact back.

    On which of the days around that depends on how full they are.
    """
    memory = learner.memories.filter(statement=statement).first()
    state = memory.state if memory else None
    wishes, pace = replace(calendar(learner, statement), loads=None), last_pace(learner)
    return {
        rating: review(state, Evidence.self_rated(rating), day, wishes, pace=pace).state.due
        for rating in Rating
    }


def locked_memory(learner: User, statement: Statement) -> Memory | None:
    """Return what the learner remembers of a fact, locked until the transaction ends.

    With the ``pace`` beside it, for an answer in a quiz.
    """
    return next(iter(_LOCKED.records(learner=learner.pk, statement=statement.pk)), None)


_LOCKED = Prepared(
    lambda: (
        Memory.objects.filter(learner=One("learner"), statement=One("statement"))
        .annotate(pace=kept_pace())
        .select_for_update()
    )
)


def _proof(memory: Memory | None, response: Response, graded: Graded, day: date) -> Evidence | None:
    """Return what an answer proves of the memory; None where it proves nothing or is practice.

    A wrong answer to what has been corrected, of which the learner was not told yet, is no lapse:
    it was learned as we said it. It is asked again, and counts tomorrow.
    """
    if response.attempt and not response.attempt.counts:
        return None
    shows = evidence(response, graded)
    untold = memory is not None and memory.correction_id is not None
    if shows is None or (untold and not shows.right) or is_practice(response, memory, day):
        return None
    return shows


def _claim(response: Response, outcome: Outcome | None) -> bool:
    """Write the answer if there is none yet; return whether this one is the first."""
    columns = ["answered_at", "verdict", "given", "note", "score", "study_day", "told_id"]
    if outcome:
        log(response, outcome)
        columns += [*OUTCOME, "memory_before"]
    open_ones = Response.objects.filter(pk=response.pk, answered_at__isnull=True)
    return bool(open_ones.update(**{column: getattr(response, column) for column in columns}))


def log(response: Response, outcome: Outcome) -> None:
    """Set the columns ``OUTCOME`` of a response to what the answer did; they are not yet saved."""
    response.rating = outcome.rating
    response.counted = outcome.counted
    response.retrievability = outcome.retrievability
    response.stability = outcome.state.stability
    response.difficulty = outcome.state.difficulty
    response.lapses = outcome.state.lapses
    response.due = outcome.state.due


def keep(
    memory: Memory | None, outcome: Outcome | None, learner: User, statement: Statement
) -> None:
    """Move the memory to the outcome, if there is one; of a correction the learner knows now.

    Where there was no memory, it is the first.
    """
    state: dict[str, Any] = asdict(outcome.state) if outcome else {}
    if memory is None and state:
        # Of two first answers at the same moment the earlier one makes the memory.
        Memory.objects.bulk_create(
            [Memory(learner=learner, statement=statement, **state)], ignore_conflicts=True
        )
        return
    if memory and memory.correction_id:
        state["correction"] = None
    if memory and state:
        for column, value in state.items():
            setattr(memory, column, value)
        memory.save(update_fields=list(state))


def keep_state(memory: Memory, state: MemoryState) -> None:
    """Put a memory into a state, whatever it was in."""
    for column, value in asdict(state).items():
        setattr(memory, column, value)
    memory.save(update_fields=list(asdict(state)))
