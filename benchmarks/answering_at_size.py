"""What the next question and an answer cost while the tables of a whole town's learners grow.

Measured is the core: what the pages call, without the request around it. The rows of the others
are written by bare SQL, and the learner measured has as many memories each time, so that nothing
grows but the tables. The floor reads one row by its key.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TextIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.pack import load_pack
from quizzes.lib import clock
from quizzes.study.answering import answer, asked_as
from quizzes.study.models import REVIEWS_A_DAY, Memory, Response, ReviewSession
from quizzes.study.selection import next_response
from quizzes.study.sessions import today, todays_session, waiting

from .answering import more_facts

SIZES = (1_000, 100_000, 5_000_000)
ANSWERS_AT_MOST = 1_000_000
EACH = 1_000
AT_ONCE = 250
ROUNDS = 100
STEPS = ("floor", "plan of the day", "next question", "answer")

Figures = dict[str, list[float]]


def measure(out: TextIO) -> None:
    """Print SQL queries and processor time of each step by the number of memories."""
    load_pack(settings.FACT_PACK)
    more_facts(EACH)
    out.write(f"Answering at size, {ROUNDS} rounds, medians (SQLite, without HTTP)\n")
    out.write(f"{'memories':>12}{'answers':>12}")
    out.write("".join(f"{step + ', ms':>21}{'queries':>9}" for step in STEPS) + "\n")
    for size in SIZES:
        _grow(size)
        times, queries = _measured(_learner(size))
        out.write(f"{Memory.objects.count():12,}{Response.objects.count():12,}")
        for step in STEPS:
            counts = ", ".join(str(count) for count in sorted(set(queries[step])))
            out.write(f"{statistics.median(times[step]) * 1000:21.2f}{counts:>9}")
        out.write("\n")
        out.flush()


def _measured(learner: User) -> tuple[Figures, dict[str, list[int]]]:
    times: Figures = {step: [] for step in STEPS}
    queries: dict[str, list[int]] = {step: [] for step in STEPS}

    def floor() -> None:
        User.objects.get(pk=learner.pk)

    def plan() -> None:
        learner.review_sessions.all().delete()
        todays_session(learner, clock.now())

    def ask() -> None:
        now = clock.now()
        session = todays_session(learner, now)
        assert next_response(session, waiting(session), now) is not None

    for n in range(ROUNDS // 5):
        _step("floor", floor, n, times, queries)
        _step("plan of the day", plan, n, times, queries)
    facts = Statement.objects.filter(questions__status="published").distinct().order_by("pk")
    asked = list(facts.values_list("pk", flat=True))
    for n in range(ROUNDS):
        learner.review_sessions.update(queue=asked[n : n + REVIEWS_A_DAY], planned=REVIEWS_A_DAY)
        _step("floor", floor, n, times, queries)
        _step("next question", ask, n, times, queries)
        shown = learner.responses.select_related("question").get(answered_at__isnull=True)
        data = FORMATS[shown.question.format].form(shown.shown, right=True)

        def give(token: UUID = shown.token, data: dict[str, str] = data) -> None:
            now = clock.now()
            with transaction.atomic():
                row = asked_as(learner, token, now)
                assert row is not None
                answer(row, data, now)

        _step("answer", give, n, times, queries)
    return times, queries


def _step(
    name: str, call: Callable[[], None], n: int, times: Figures, queries: dict[str, list[int]]
) -> None:
    # Counted and timed in turns: counting slows the queries down.
    if n % 2:
        with CaptureQueriesContext(connection) as captured:
            call()
        queries[name].append(len(captured))
        return
    start = time.process_time()
    call()
    times[name].append(time.process_time() - start)


def _learner(size: int) -> User:
    """A learner with ``EACH`` memories, one in ten of them due."""
    learner = User.objects.create_user(f"measured-{size}")
    day = today(learner, clock.now())
    facts = Statement.objects.filter(slug__startswith="bench-").order_by("pk")[:EACH]
    Memory.objects.bulk_create(
        Memory(
            learner=learner,
            statement=fact,
            stability=30.0,
            difficulty=5.0,
            stage="recall",
            last_day=day - timedelta(days=30),
            due=day + timedelta(days=n % 10),
            reps=2,
        )
        for n, fact in enumerate(facts)
    )
    return learner


def _grow(size: int) -> None:
    """Fill the tables with other learners' rows until there are ``size`` memories."""
    facts = list(Statement.objects.order_by("-pk").values_list("pk", flat=True)[:EACH])
    question = Question.objects.order_by("pk").values_list("pk", "statement_id")[0]
    have, began = Memory.objects.count(), time.perf_counter()
    day = clock.now().date()
    while have < size:
        many = min(AT_ONCE, max(1, (size - have) // EACH))
        with transaction.atomic():
            others = _others(many)
            _memories(others, min(facts), max(facts), day)
            if Response.objects.count() < min(size, ANSWERS_AT_MOST):
                _answers(others, question, day)
        have = Memory.objects.count()
        taken = time.perf_counter() - began
        sys.stderr.write(f"\r{have:,} of {size:,} memories after {taken:.0f} s ")
        if not sys.stderr.isatty():
            sys.stderr.write("\n")


def _others(many: int) -> tuple[int, int]:
    have = User.objects.count()
    User.objects.bulk_create(User(username=f"other-{have + n}", password="!") for n in range(many))
    last = User.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return last - many + 1, last


def _memories(others: tuple[int, int], first: int, last: int, day: date) -> None:
    _sql(
        """
        INSERT INTO study_memory
            (learner_id, statement_id, stability, difficulty, stage, last_day, due, reps, lapses)
        SELECT learner.id, fact.id, 30.0, 5.0, 'recall', date(%s, '-9 days'),
               date(%s, (abs(random()) %% 60) || ' days'), 3, 0
        FROM accounts_user learner CROSS JOIN facts_statement fact
        WHERE learner.id BETWEEN %s AND %s AND fact.id BETWEEN %s AND %s
        """,
        [day, day, *others, first, last],
    )


def _answers(others: tuple[int, int], question: tuple[int, int], day: date) -> None:
    """A review a learner, and an answer to every memory in it: copies of one."""
    moment = clock.now() - timedelta(days=9)
    when = day - timedelta(days=9)
    sessions = [ReviewSession(learner_id=it, day=when) for it in range(others[0], others[1] + 1)]
    ReviewSession.objects.bulk_create(sessions)
    copied = Response.objects.create(
        learner_id=others[0],
        session=sessions[0],
        question_id=question[0],
        statement_id=question[1],
        question_version=1,
        shown={},
        shown_at=moment,
        answered_at=moment,
        study_day=when,
        given="x",
        verdict="right",
        score=1.0,
        counted=True,
    )
    own = {"id", "token", "learner_id", "statement_id", "session_id"}
    columns = [str(it.column) for it in Response._meta.concrete_fields if it.column not in own]
    _sql(
        f"""
        INSERT INTO study_response
            (token, learner_id, statement_id, session_id, {", ".join(columns)})
        SELECT lower(hex(randomblob(16))), memory.learner_id, memory.statement_id, session.id,
               {", ".join(f"copied.{column}" for column in columns)}
        FROM study_memory memory JOIN study_reviewsession session
             ON session.learner_id = memory.learner_id
             JOIN study_response copied ON copied.id = %s
        WHERE memory.learner_id BETWEEN %s AND %s
        """,
        [copied.pk, *others],
    )
    copied.delete()


def _sql(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
