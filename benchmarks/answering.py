"""What an answer costs: SQL queries and time, with few and with many memories.

Each round measures all cases in turn, so that a busy moment of the machine hits them alike; what
counts are the ratios. The floor is a page that checks the same login and asks nothing else.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TextIO

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.facts.models import Citation, Entity, Property, Source, Statement, Topic
from quizzes.facts.pack import load_pack
from quizzes.lib import clock
from quizzes.study.models import Memory, Response
from quizzes.study.sessions import today, todays_session

MEMORIES = (10, 10_000)
ROUNDS = 60


def measure(out: TextIO) -> None:
    """Print what answering and the next question cost beside the floor."""
    load_pack(settings.FACT_PACK)
    more_facts(max(MEMORIES))
    clients = {count: _learner(count) for count in MEMORIES}
    times: dict[str, list[float]] = {}
    queries: dict[str, set[int]] = {}
    for _ in range(ROUNDS):
        for count, client in clients.items():
            _floor(client, count, times, queries)
            _answer(client, count, times, queries)
    out.write(f"Answering, {ROUNDS} rounds, medians (SQLite, in process)\n")
    out.write(f"{'':34}{'SQL queries':>12}{'ms':>9}{'floors':>9}\n")
    for name in sorted(times):
        floor = statistics.median(times[f"floor, {name.split(', ')[1]}"])
        median = statistics.median(times[name])
        counts = ", ".join(str(count) for count in sorted(queries[name]))
        out.write(f"{name:34}{counts:>12}{median * 1000:9.2f}{median / floor:9.2f}\n")
    few, many = (f"{count:,} memories" for count in MEMORIES)
    for step in ("answer", "next question"):
        pairs = zip(times[f"{step}, {many}"], times[f"{step}, {few}"], strict=True)
        ratio = statistics.median(m / f for m, f in pairs)
        out.write(f"{step}: {many} cost {ratio:.2f} times {few}\n")


def _timed(
    name: str,
    call: Callable[[], object],
    times: dict[str, list[float]],
    queries: dict[str, set[int]],
) -> None:
    # Counted and timed apart: counting slows the queries down.
    start = time.perf_counter()
    call()
    times.setdefault(name, []).append(time.perf_counter() - start)
    queries.setdefault(name, set())


def _floor(
    client: Client, count: int, times: dict[str, list[float]], queries: dict[str, set[int]]
) -> None:
    name = f"floor, {count:,} memories"
    _timed(name, lambda: client.get("/help/"), times, queries)
    with CaptureQueriesContext(connection) as captured:
        client.get("/help/")
    queries[name].add(len(captured))


def _answer(
    client: Client, count: int, times: dict[str, list[float]], queries: dict[str, set[int]]
) -> None:
    label = f"{count:,} memories"
    _timed(f"next question, {label}", lambda: client.get("/review/"), times, queries)
    url = f"/review/{_open(count).token}/"
    _timed(f"answer, {label}", lambda: client.post(url, _form(count)), times, queries)
    with CaptureQueriesContext(connection) as captured:
        client.get("/review/")
    queries[f"next question, {label}"].add(len(captured))
    url = f"/review/{_open(count).token}/"
    with CaptureQueriesContext(connection) as captured:
        client.post(url, _form(count))
    queries[f"answer, {label}"].add(len(captured))


def _open(count: int) -> Response:
    return Response.objects.get(learner__username=f"learner{count}", answered_at__isnull=True)


def _form(count: int) -> dict[str, str]:
    response = _open(count)
    return FORMATS[response.question.format].form(response.shown, right=True)


def _learner(count: int) -> Client:
    """A learner with ``count`` memories of facts that are not due, and a full day's review."""
    learner = User.objects.create_user(f"learner{count}")
    day = today(learner, clock.now())
    rest = Statement.objects.filter(slug__startswith="bench-").order_by("pk")[:count]
    Memory.objects.bulk_create(
        Memory(
            learner=learner,
            statement=statement,
            stability=30.0,
            difficulty=5.0,
            stage="recall",
            last_day=day - timedelta(days=1),
            due=day + timedelta(days=30),
            reps=2,
        )
        for statement in rest
    )
    session = todays_session(learner, clock.now())
    facts = Statement.objects.exclude(slug__startswith="bench-").filter(
        questions__status="published"
    )
    session.queue = list(facts.distinct().order_by("pk").values_list("pk", flat=True))
    session.planned = len(session.queue)
    session.save()
    client = Client()
    client.force_login(learner)
    return client


def more_facts(count: int) -> None:
    """Store facts that fill the tables; they have no questions, so the bank need not follow."""
    topic, source = Topic.objects.first(), Source.objects.first()
    prop, subject = Property.objects.get(slug="said"), Entity.objects.get(slug="khalifa-haftar")
    assert topic is not None
    assert source is not None
    made = Statement.objects.bulk_create(
        Statement(
            slug=f"bench-{n}",
            subject=subject,
            property=prop,
            value_text=f"sentence number {n}",
            topic=topic,
            status=Statement.Status.PUBLISHED,
        )
        for n in range(count)
    )
    Citation.objects.bulk_create(
        Citation(statement=statement, source=source, locator="page 1") for statement in made
    )
