"""The figures are the learner's own, add up, and cost the same for few and for many."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.progress import figures
from quizzes.progress.held import held_by
from quizzes.scheduling import retrievability
from quizzes.study.models import Memory, SetAside
from quizzes.study.preferences import preferences
from tests.factories import QuestionFactory, StatementFactory, TopicFactory
from tests.many import copies

from .makers import TODAY, answer, remember

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def ago(days: int) -> dict[str, Any]:
    return {"last_day": TODAY - timedelta(days=days)}


def test_it_works(alice: User) -> None:
    remember(alice)
    shown = figures.progress(alice, NOON)
    assert shown.day == TODAY
    assert shown.strength.learned == 1
    assert shown.now.recalled_in_all == 1
    assert shown.now.percent == 90
    assert shown.forecast[0].facts == 1
    assert [topic.learned for topic in shown.topics] == [1]


def test_a_beginner_has_nothing(alice: User) -> None:
    QuestionFactory()
    shown = figures.progress(alice, NOON)
    assert shown.strength.learned == 0
    assert shown.now.percent is None
    assert shown.then.percent is None
    assert shown.lately.percent is None
    assert [topic.percent for topic in shown.topics] == [None]


def test_nobody_elses_figures(alice: User, bob: User) -> None:
    remember(bob)
    answer(bob, TODAY, "right")
    shown = figures.progress(alice, NOON)
    assert shown.strength.learned == 0
    assert shown.lately.asked == 0
    assert {load.facts for load in shown.forecast} == {0}
    assert {topic.learned for topic in shown.topics} == {0}


@pytest.mark.parametrize(
    ("stability", "strength"),
    [(6.9, "fresh"), (7, "settling"), (30, "settling"), (30.1, "lasting")],
)
def test_strength_by_days_of_stability(alice: User, stability: float, strength: str) -> None:
    remember(alice, stability=stability)
    shown = figures.strength(alice)
    assert getattr(shown, strength) == shown.learned == 1
    # The page adds the bars of its picture up.
    assert figures.progress(alice, NOON).strength == shown


@pytest.mark.parametrize(
    ("stability", "place"),
    [(0.2, 0), (2.9, 0), (3, 1), (7, 2), (13.9, 2), (14, 3), (30, 3), (31, 4), (90, 4), (91, 5)],
)
def test_every_fact_stands_in_one_bar(alice: User, stability: float, place: int) -> None:
    remember(alice, stability=stability)
    bands = figures.progress(alice, NOON).bands
    assert bands[place] == sum(bands) == 1


def test_the_study_day_is_the_learners(alice: User) -> None:
    alice.time_zone = "Africa/Tripoli"
    night = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 03:30 in Tripoli, before 04:00
    assert figures.progress(alice, night).day == TODAY
    assert figures.progress(alice, night + timedelta(hours=1)).day == TODAY + timedelta(days=1)


def test_forecast_puts_the_overdue_on_today_and_ends_after_a_month(alice: User) -> None:
    for days in (-30, -1, 0, 3, 29, 30):
        remember(alice, due=TODAY + timedelta(days=days))
    loads = {(load.day - TODAY).days: load.facts for load in figures.forecast(alice, TODAY)}
    assert len(loads) == 30
    assert {day: facts for day, facts in loads.items() if facts} == {0: 3, 3: 1, 29: 1}


def test_recall_is_what_the_scheduler_expects(alice: User) -> None:
    topic = TopicFactory()
    memories = [
        remember(alice, QuestionFactory(statement__topic=topic), **ago(days))
        for days in (0, 5, 200)
    ]
    expected = sum(retrievability(memory.state, TODAY) for memory in memories)
    shown = figures.progress(alice, NOON)
    assert shown.topics[0].recalled == pytest.approx(expected)
    assert shown.now.percent == round(100 * expected / 3)


def test_topics_count_what_is_asked(alice: User) -> None:
    topic = TopicFactory(title="The siege")
    asked = QuestionFactory(statement__topic=topic)
    Question.objects.create(
        statement=asked.statement, key="second", status="published", format="typed"
    )
    remember(alice, QuestionFactory(statement__topic=topic), due=TODAY + timedelta(days=1))
    remember(alice, QuestionFactory(statement__topic=topic))
    StatementFactory(topic=topic)  # no question asks it
    QuestionFactory(statement__topic=topic, status=Question.Status.REFUSED)
    QuestionFactory(statement__topic=topic, statement__status=Statement.Status.DRAFT)
    [shown] = figures.topics(alice, held_by(alice), TODAY)
    assert (shown.title, shown.facts, shown.learned, shown.due) == ("The siege", 3, 2, 1)


def test_topics_come_in_the_editors_order_and_without_empty_ones(alice: User) -> None:
    QuestionFactory(statement__topic=TopicFactory(title="Second", position=2))
    QuestionFactory(statement__topic=TopicFactory(title="First", position=1))
    TopicFactory(title="Empty", position=0)
    assert [topic.title for topic in figures.topics(alice, [], TODAY)] == ["First", "Second"]


@pytest.mark.parametrize(
    "gone",
    [
        {"status": Question.Status.RETIRED},
        {"statement__status": Statement.Status.RETIRED},
    ],
)
def test_a_fact_no_longer_asked_is_in_no_figure(alice: User, gone: dict[str, str]) -> None:
    remember(alice, QuestionFactory(**gone))
    shown = figures.progress(alice, NOON)
    assert shown.strength.learned == 0
    assert {load.facts for load in shown.forecast} == {0}
    assert shown.topics == []


def test_the_parts_add_up(alice: User) -> None:
    for place in range(12):
        memory = remember(alice, stability=place * 5 + 1, **ago(place))
        if place < 2:
            SetAside.objects.create(learner=alice, statement=memory.statement)
    shown = figures.progress(alice, NOON)
    assert sum(topic.learned for topic in shown.topics) == shown.strength.learned == 12
    assert sum(topic.due for topic in shown.topics) == shown.forecast[0].facts


def queries(learner: User) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        figures.progress(learner, NOON)
    return len(captured)


def test_as_many_queries_for_ten_memories_as_for_a_thousand(alice: User) -> None:
    for _ in range(10):
        remember(alice)
    preferences(alice)  # which are kept with the learner from then on
    few = queries(alice)
    question, memory = Question.objects.all()[0], Memory.objects.all()[0]
    last = Statement.objects.latest("pk").pk
    copies(question.statement, ({"slug": f"many-{n}"} for n in range(990)))
    made = list(Statement.objects.filter(pk__gt=last).values_list("pk", flat=True))
    copies(question, ({"statement_id": pk, "key": f"many-{pk}"} for pk in made))
    copies(memory, ({"statement_id": pk} for pk in made))
    assert figures.strength(alice).learned == 1000
    assert queries(alice) == few
