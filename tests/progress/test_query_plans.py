"""No page of progress goes through the answers or memories of others, however many there are."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from tests.factories import TypedQuestionFactory

from .makers import TODAY, answer, remember

# The tables that grow with use, with the names that a query may give them.
GROWING = re.compile(r'"(study_\w+)"(?: (?:AS )?"?([A-Z]\d+)\b)?')
# By the learner first, or the one row that such a row names.
OWN = re.compile(r"\((learner_id=\?|id=\?\)|rowid=\?\))")


@pytest.mark.usefixtures("moving_clock")
@pytest.mark.parametrize(
    "name",
    ["progress", "progress_history", "progress_map", "progress_corrections", "progress_answers"],
)
def test_each_query_begins_with_the_learner(as_alice: Client, alice: User, name: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads the plans of SQLite")
    question = TypedQuestionFactory()
    remember(alice, question)
    answer(alice, TODAY, "right", question)
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response = as_alice.get(reverse(name))
        if response.streaming:
            response.getvalue()
    about = [(sql, params) for sql, params in asked if '"study_' in sql]
    assert about
    for sql, params in about:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = [row[3] for row in cursor.fetchall()]
        growing = {alias or table for table, alias in GROWING.findall(sql)}
        steps = [
            it for it in plan if it.startswith(("SCAN ", "SEARCH ")) and it.split()[1] in growing
        ]
        # Subqueries share names: what goes by an index of facts or questions is none of these.
        steps = [it for it in steps if not re.search(r"INDEX (bank|facts)_", it)]
        assert steps
        assert [it for it in steps if not OWN.search(it)] == [], plan
