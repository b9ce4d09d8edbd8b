"""What is said of one subject: much is found as row by row, and each fact costs no more for it."""

import sys
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import pytest

from quizzes.bank.generation.agreement import may_agree, same_time, stands
from quizzes.bank.generation.building import build_bank
from quizzes.bank.generation.sayings import FEW, Sayings
from quizzes.facts.models import Citation, Property, Source, Statement
from tests.factories import (
    CitationFactory,
    EntityFactory,
    SourceFactory,
    StatementFactory,
)

TIMES = ["", "2018", "2018-05", "2018-05-07", "2019-03", "2017/2018-06"]
VALUES = {
    "value_date": ["2018-05-07", "2018-05", "2018", "2019-01-02"],
    "value_quantity": ["10", "~10", "12", ">=11", "10|13"],
    "value_text": ["a judge", "A judge", "a nurse", "a clerk"],
}
SOURCES = [Source(pk=n, slug=f"s{n}", origin=f"origin-{n % 3}") for n in range(5)]


def said(count: int, column: str, draw: Random) -> list[Statement]:
    prop = Property(pk=1, slug="p", single_valued=True)
    rows = []
    for pk in range(1, count + 1):
        row = Statement(pk=pk, slug=f"s{pk}", subject_id=1, property=prop, when=draw.choice(TIMES))
        row.status = draw.choice(["published", "published", "draft"])
        row.unit = draw.choice(["", "men"])
        setattr(row, column, draw.choice(VALUES[column]))
        cited = [
            Citation(statement=row, source=draw.choice(SOURCES)) for _ in range(draw.randrange(3))
        ]
        row._prefetched_objects_cache = {"citations": cited}  # type: ignore[attr-defined]
        rows.append(row)
    return rows


def pks(rows: Iterable[Statement]) -> list[int]:
    return sorted(row.pk for row in rows)


@pytest.mark.parametrize("column", VALUES)
@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 5 * FEW])
def test_the_same_is_found_as_row_by_row(column: str, count: int) -> None:
    rows = said(count, column, Random(f"{column} {count}"))
    found = Sayings(rows)
    for one in rows:
        agreeing = [row for row in rows if may_agree(row, one)]
        others = [row for row in rows if stands(row) and not may_agree(row, one)]
        rivals = [row for row in others if row.unit == one.unit]
        now = [row for row in rivals if same_time(row, one)]
        then = [row for row in rivals if not same_time(row, one)]
        elsewhere = [
            row
            for row in others
            if any(it.source.origin != "origin-1" for it in row.citations.all())
        ]
        assert pks(found.agreeing(one)) == pks(agreeing)
        assert pks(found.rivals_now(one)) == pks(now)
        assert pks(found.rivals_then(one)) == pks(then)
        assert pks(found.rivals_of_other_origin(one, "origin-1")) == pks(elsewhere)


def calls_in(work: Callable[[], object]) -> int:
    """How many functions are called in some work: what it costs, on whatever machine."""
    calls = 0

    def count(frame: Any, event: str, arg: Any) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_a_fact_costs_no_more_among_many_on_its_subject() -> None:
    prop = Property.objects.create(
        slug="did",
        label="did",
        datatype="text",
        single_valued=True,
        single_subject=True,
        sentence="{subject} did {value}",
        ask_value="What did {subject} do {when}?",
        ask_subject="Who did {value}?",
    )
    subject, source = EntityFactory(), SourceFactory()
    costs = []
    for count in (50, 200):
        for n in range(Statement.objects.count(), count):
            row = StatementFactory(
                subject=subject,
                property=prop,
                value_date="",
                value_text=f"deed number {n}",
                when=f"2018-{1 + n % 12:02}-{1 + n % 27:02}",
                dispute="Which?" if n % 3 else "",
                own_sentence="{subject} did {value}",
            )
            CitationFactory(statement=row, source=source)
        costs.append(calls_in(build_bank) / count)
    assert costs[1] < 1.5 * costs[0]
