"""No query of the next question or of an answer goes through a table that grows with use."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.lib import clock
from quizzes.study.answering import answer, seen_on
from quizzes.study.models import Response
from quizzes.study.selection import next_response
from quizzes.study.sessions import today, todays_session, waiting

from .steps import make_questions, memory_values, remember

ALIAS = re.compile(r'"(study_\w+)" (?:AS )?"?([A-Z]\d+)\b')

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="reads the plans that SQLite tells"
)


def plans(queries: list[dict[str, str]]) -> tuple[int, list[str]]:
    """Return how many steps look up a row of a learner's, and those that go through them all."""
    found, through = 0, []
    with connection.cursor() as cursor:
        for query in queries:
            if not query["sql"].startswith(("SELECT", "UPDATE", "DELETE")):
                continue
            names = {alias for _table, alias in ALIAS.findall(query["sql"])}
            cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
            for row in cursor.fetchall():
                how, name, *_more = [*str(row[3]).split(), ""]
                if name.startswith("study_") or name in names:
                    found += how == "SEARCH"
                    through += [str(row[3])] if how == "SCAN" else []
    return found, through


def test_every_row_is_found_by_an_index(alice: User) -> None:
    now = clock.now()
    day = today(alice, now)
    remember(alice, 2, **memory_values(day - timedelta(days=9), day))
    make_questions(2)
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        session = todays_session(alice, now)
        shown = next_response(session, waiting(session), now)
        assert shown is not None
        rows = alice.responses.filter(session__learner=alice)
        seen = rows.annotate(seen=seen_on(day)).select_related("session", "question")
        response: Response = seen.select_for_update().get(token=shown.token)
        answer(response, FORMATS[response.question.format].form(response.shown, right=True), now)
    found, through = plans(captured.captured_queries)
    assert found > 9
    assert through == []
