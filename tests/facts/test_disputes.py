"""Which statements contradict one another."""

from itertools import combinations, product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.dispute_notes import exclude_each_other
from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.signals import one_change
from quizzes.lib.edtf import parse
from quizzes.lib.quantities import parse as parse_quantity
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def disputed() -> set[str]:
    """The slugs of the disputed statements; both ways of asking must agree on every one."""
    found = set()
    for row in Statement.objects.with_disputed():
        expected = row.disputed_mark or (
            row.rank != "deprecated" and Statement.objects.rivals(row).exists()
        )
        assert row.is_disputed is expected, row.slug  # type: ignore[attr-defined]
        if expected:
            found.add(row.slug)
    return found


def rivals(slug: str) -> set[str]:
    statement = Statement.objects.get(slug=slug)
    return set(Statement.objects.rivals(statement).values_list("slug", flat=True))


class Claims:
    """Makes statements about one subject and one property, which can contradict each other."""

    def __init__(self, subject: Entity, prop: Property, column: str) -> None:
        self.same = {"subject": subject, "property": prop, "value_date": ""}
        self.column = column

    def say(self, slug: str, value: Any, **fields: Any) -> None:
        StatementFactory(cited=False, slug=slug, **(self.same | {self.column: value} | fields))


@pytest.fixture
def dates() -> Claims:
    return Claims(EventFactory(), DatePropertyFactory(), "value_date")


@pytest.fixture
def numbers() -> Claims:
    prop = EntityPropertyFactory(slug="strength", datatype="quantity")
    return Claims(EntityFactory(kind="unit"), prop, "value_quantity")


@pytest.fixture
def names() -> Claims:
    return Claims(EntityFactory(kind="unit"), EntityPropertyFactory(), "value_entity")


def test_it_works(dates: Claims) -> None:
    dates.say("june", "2015-06")
    assert disputed() == set()
    dates.say("july", "2015-07")
    assert disputed() == {"june", "july"}
    assert rivals("june") == {"july"}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2018-06-04", "2018-06-09", True),
        ("2018-06-04", "2018-06", False),
        ("2018-06-04", "2018", False),
        ("2014-10-05", "2014-11", True),
        ("2018-06-04", "2018-06-04~", False),
        ("2018-05-07/2018-06-01", "2018-06-01/2018-07", False),
        ("2018-05-07/2018-06-01", "2018-06-02/2018-07", True),
        ("2018/..", "2019", False),
        ("2018/..", "2017", True),
        ("../2018", "2019", True),
        ("../2018", "2018/..", False),
        ("../2017", "2018/..", True),
        ("2017/..", "2018/..", False),
    ],
)
def test_dates(dates: Claims, one: str, other: str, apart: bool) -> None:
    dates.say("one", one)
    dates.say("other", other)
    assert disputed() == ({"one", "other"} if apart else set())
    assert apart is not parse(one).overlaps(parse(other))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("46", "46", False),
        ("46", "47", True),
        ("125000", "~150000", True),
        ("140000", "~150000", False),
        ("21", "~24", True),
        ("~21", "~24", False),
        (">=4", "4", False),
        (">=4", "3", True),
        (">=4", "<=3", True),
        (">=4", "<=4", False),
        (">=4", ">=100", False),
        ("35..60", "50|60", False),
        ("35..60", "61", True),
        ("35..60", "<30", True),
        ("50|60", "55", True),
        ("50|60", "60", False),
        ("50|60", "51..59", True),
        ("50|60", "51|59", True),
        ("50|60", "60|70", False),
        ("50|60", ">60", True),
        ("50|60", ">59", False),
        ("50|60", "~55", False),
        (">1100", "1100", True),
        (">1100", "<=1100", True),
        (">1100", "~1000", True),
        (">1100", "1101", False),
        ("<10", "10", True),
        (">=10", "<10", True),
        (">10", "<10", True),
        (">10", "10..20", False),
        ("<10", "10..20", True),
    ],
)
def test_numbers(numbers: Claims, one: str, other: str, apart: bool) -> None:
    numbers.say("one", one)
    numbers.say("other", other)
    assert disputed() == ({"one", "other"} if apart else set())
    assert parse_quantity(one).excludes(parse_quantity(other)) is apart


# Every way to say a number, with small ones: each relation of two intervals occurs among them.
QUANTITIES = [f"{sign}{n}" for sign in ("", "~", ">=", ">", "<=", "<") for n in range(5)]
QUANTITIES += [
    f"{low}{sign}{high}" for sign in ("..", "|") for low, high in combinations(range(5), 2)
]


def test_the_database_compares_numbers_as_they_compare_themselves(numbers: Claims) -> None:
    with one_change():
        for text in QUANTITIES:
            numbers.say(f"s{QUANTITIES.index(text)}", text)
    for place, text in enumerate(QUANTITIES):
        one = parse_quantity(text)
        apart = {f"s{n}" for n, it in enumerate(QUANTITIES) if one.excludes(parse_quantity(it))}
        assert rivals(f"s{place}") == apart, text


def test_entities(names: Claims) -> None:
    ash = EntityFactory()
    names.say("one", ash)
    names.say("again", ash)
    assert disputed() == set()
    names.say("other", EntityFactory())
    assert disputed() == {"one", "again", "other"}
    assert rivals("one") == {"other"}
    assert rivals("other") == {"one", "again"}


@pytest.mark.parametrize(
    ("when", "other_when", "meet"),
    [
        ("2018-02", "2018-03", False),
        ("2018-02", "2018", True),
        ("2018", "", True),
        ("", "", True),
        ("2018/..", "2017", False),
        ("2018/..", "2020", True),
        ("../2017", "2018", False),
        ("../2017", "2010/..", True),
    ],
)
def test_at_another_time_another_value(
    numbers: Claims, when: str, other_when: str, meet: bool
) -> None:
    numbers.say("one", "46", when=when)
    numbers.say("other", "60", when=other_when)
    assert disputed() == ({"one", "other"} if meet else set())


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_what_readers_do_not_see_contradicts_nothing(dates: Claims, status: str) -> None:
    dates.say("june", "2015-06")
    dates.say("july", "2015-07", status=status)
    assert "june" not in disputed()
    assert rivals("june") == set()


def test_an_editor_sees_what_a_draft_would_contradict(dates: Claims) -> None:
    dates.say("june", "2015-06")
    dates.say("july", "2015-07", status="draft")
    assert disputed() == {"july"}


def test_deprecated_statements_neither_contradict_nor_are_disputed(dates: Claims) -> None:
    dates.say("june", "2015-06")
    dates.say("july", "2015-07", rank="deprecated")
    assert disputed() == set()


def test_an_editors_mark_is_enough(dates: Claims) -> None:
    dates.say("june", "2015-06", disputed_mark=True)
    dates.say("old", "2015-06", disputed_mark=True, rank="deprecated")
    assert disputed() == {"june", "old"}


def test_a_property_with_many_values_has_no_contradictions() -> None:
    many = EntityPropertyFactory(slug="took-part", single_valued=False)
    army = EntityFactory(kind="unit")
    CommanderFactory.create_batch(2, property=many, subject=army)
    assert disputed() == set()


def test_another_subject_or_property_is_no_contradiction(dates: Claims) -> None:
    dates.say("june", "2015-06")
    dates.say("elsewhere", "2015-07", subject=EventFactory())
    dates.say("end", "2015-08", property=DatePropertyFactory(slug="ended"))
    assert disputed() == set()


def test_texts_are_left_to_the_editor() -> None:
    prop = EntityPropertyFactory(slug="known-as", datatype="text")
    texts = Claims(EntityFactory(), prop, "value_text")
    texts.say("one", "large")
    texts.say("other", "small")
    assert disputed() == set()


WHENS = ["", "2018", "2018-02", "2018-03/..", "../2018-02"]
MANY_DATES = ["2018", "2018-06~", "2018-06-04", "2018-07", "2018-06/..", "../2018-05", "201X"]
MANY_NUMBERS = ["46", "~46", ">=50", ">46", "<=40", "35..60", "50|60", "0"]


@pytest.mark.parametrize(("kind", "values"), [("dates", MANY_DATES), ("numbers", MANY_NUMBERS)])
def test_both_ways_of_asking_agree(
    request: pytest.FixtureRequest, kind: str, values: list[str]
) -> None:
    claims = request.getfixturevalue(kind)
    for number, (value, when) in enumerate(product(values, WHENS)):
        standing = {5: {"rank": "deprecated"}, 11: {"status": "draft"}, 17: {"rank": "preferred"}}
        claims.say(f"s{number}", value, when=when, **standing.get(number, {}))
    assert 0 < len(disputed()) < len(values) * len(WHENS)


def test_contradiction_is_mutual(dates: Claims) -> None:
    for number, (value, when) in enumerate(product(MANY_DATES, WHENS)):
        dates.say(f"s{number}", value, when=when)
    found = {row.slug: rivals(row.slug) for row in Statement.objects.all()}
    assert any(found.values())
    assert all(slug in found[other] for slug, others in found.items() for other in others)


@pytest.mark.parametrize(("kind", "values"), [("dates", MANY_DATES), ("numbers", MANY_NUMBERS)])
def test_those_at_hand_are_compared_as_the_database_compares(
    request: pytest.FixtureRequest, kind: str, values: list[str]
) -> None:
    claims = request.getfixturevalue(kind)
    for number, (value, when) in enumerate(product(values, WHENS)):
        claims.say(f"s{number}", value, when=when)
    rows = list(Statement.objects.worded())
    for one in rows:
        at_hand = {it.slug for it in rows if it != one and exclude_each_other(one, it)}
        assert at_hand == rivals(one.slug), one.slug


def test_one_query_for_few_and_many(dates: Claims) -> None:
    counts = []
    for number in (1, 20):
        for place in range(number):
            dates.say(f"s{number}-{place}", f"20{place:02}")
        with CaptureQueriesContext(connection) as captured:
            list(Statement.objects.with_disputed())
        counts.append(len(captured))
    assert counts == [1, 1]


def test_reading_takes_as_many_queries_for_few_and_many() -> None:
    counts = []
    for number in (1, 10):
        StatementFactory.create_batch(number, where=EntityFactory(), attributed_to=EntityFactory())
        with CaptureQueriesContext(connection) as captured:
            for row in Statement.objects.for_reading():
                assert row.where
                assert row.attributed_to
                assert [str(citation) for citation in row.citations.all()]
        counts.append(len(captured))
    assert counts == [3, 3]


def test_standing() -> None:
    kept = StatementFactory()
    StatementFactory(status="draft")
    StatementFactory(status="retired")
    old = StatementFactory(rank="deprecated")
    assert set(Statement.objects.published()) == {kept, old}
    assert set(Statement.objects.standing()) == {kept}
