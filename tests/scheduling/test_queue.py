from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling import DueFact, NewFact, plan_session, pressing, put_back
from quizzes.scheduling.engine import Strength, loss_by_tomorrow, recall_chance

topics = st.sampled_from(["siege", "units", "places"])
ids = st.integers(1, 40)
things = st.none() | st.integers(1, 5)
due_facts = st.lists(
    st.builds(
        DueFact,
        ids,
        topics,
        st.floats(0.01, 1),
        st.floats(0.01, 5000),
        st.integers(1, 3),
        things,
        things,
    ),
    max_size=25,
)
new_facts = st.lists(
    st.builds(NewFact, ids, topics, st.integers(1, 3), ids, things, things), max_size=25
)
limits = st.integers(0, 20)


def due(fact_id: int, topic: str, days: int, stability: float, importance: int = 2) -> DueFact:
    chance = recall_chance(Strength(stability, 5), days)
    return DueFact(fact_id, topic, chance, stability, importance)


def meetings(topics: list[str | int]) -> int:
    """How many neighbours share a topic."""
    return sum(one == other for one, other in pairwise(topics))


def test_what_a_day_costs_most_comes_first() -> None:
    facts = [
        due(1, "a", days=100, stability=100),  # strong: a day hardly matters
        due(2, "b", days=2, stability=2),  # weak and fresh: fades fast
        due(3, "c", days=900, stability=2),  # weak and long gone: little left to lose
        due(4, "d", days=10, stability=10),
    ]
    assert plan_session(facts, [], limit=9, new_limit=9) == [2, 4, 1, 3]
    assert plan_session(facts[:2] + facts[3:], [], limit=2, new_limit=9) == [2, 4]


def test_what_fades_goes_first_while_not_everything_fits() -> None:
    facts = [
        due(1, "a", days=2, stability=2),  # would lose most by tomorrow, but is still there
        due(2, "b", days=90, stability=20),
        due(3, "c", days=120, stability=20),
        due(4, "d", days=9, stability=9),
    ]
    assert plan_session(facts, [], limit=4, new_limit=0)[0] == 1
    assert plan_session(facts, [], limit=3, new_limit=0) == [2, 3, 1]
    assert pressing(facts, 4) == facts
    assert pressing(facts, 3) == facts[1:3]


def test_new_facts_wait_only_while_what_fades_does_not_fit() -> None:
    fading = [due(number, f"t{number}", 90, 20) for number in (1, 2)]
    fresh = [due(number, f"t{number}", 10, 10) for number in (3, 4)]
    new = [NewFact(9, "new", 3, 0)]
    assert 9 not in plan_session(fading, new, limit=1, new_limit=5)
    assert 9 in plan_session(fading, new, limit=2, new_limit=5)
    assert 9 in plan_session([*fading, *fresh], new, limit=3, new_limit=5)


def test_importance_weighs_the_loss() -> None:
    facts = [due(1, "a", 20, 20, importance=1), due(2, "b", 30, 30, importance=3)]
    assert plan_session(facts, [], limit=1, new_limit=0) == [2]


def test_new_facts_come_most_important_first_and_in_their_order() -> None:
    facts = [NewFact(1, "a", 1, 0), NewFact(2, "b", 3, 9), NewFact(3, "c", 3, 4)]
    assert plan_session([], facts, limit=0, new_limit=2) == [3, 2]


def test_new_facts_are_spread_among_the_due() -> None:
    due_ones = [due(number, f"t{number}", 10, 10 + number) for number in range(1, 7)]
    new_ones = [NewFact(90 + number, f"n{number}", 2, number) for number in (1, 2, 3)]
    session = plan_session(due_ones, new_ones, limit=6, new_limit=3)
    assert session == [1, 91, 2, 3, 92, 4, 5, 93, 6]


def test_a_fact_both_due_and_new_is_due() -> None:
    assert plan_session([due(1, "a", 9, 9)], [NewFact(1, "a", 3, 0)], limit=0, new_limit=5) == []


def test_topics_take_turns_even_when_one_has_most() -> None:
    due_ones = [due(number, "siege", 10, 10 + number) for number in (1, 2, 3)]
    due_ones += [due(number, "units", 10, 90 + number) for number in (4, 5)]
    assert plan_session(due_ones, [], limit=9, new_limit=0) == [1, 4, 2, 5, 3]


def test_related_facts_are_kept_apart() -> None:
    # 1 and 2 are about one subject, and 3 says what they are about.
    facts = [
        replace(due(1, "a", 10, 10), subject=7),
        replace(due(2, "b", 10, 11), subject=7),
        replace(due(3, "c", 10, 12), subject=8, answer=7),
        *(due(number, f"t{number}", 10, 10 + number) for number in range(4, 10)),
    ]
    session = plan_session(facts, [], limit=20, new_limit=0)
    places = [session.index(number) for number in (1, 2, 3)]
    assert sorted(session) == list(range(1, 10))
    assert all(abs(one - other) > 3 for one, other in pairwise(sorted(places)))


def test_related_facts_alone_come_as_they_must() -> None:
    facts = [replace(due(number, "a", 10, 10 + number), subject=7) for number in (1, 2)]
    assert plan_session(facts, [], limit=9, new_limit=0) == [1, 2]


@given(due_facts, new_facts, limits, limits)
def test_a_session_keeps_its_limits_and_asks_nothing_twice(
    due_ones: list[DueFact], new_ones: list[NewFact], limit: int, new_limit: int
) -> None:
    session = plan_session(due_ones, new_ones, limit=limit, new_limit=new_limit)
    due_ids = {fact.id for fact in due_ones}
    new_ids = {fact.id for fact in new_ones} - due_ids
    assert len(session) == len(set(session))
    assert len(due_ids & set(session)) == min(limit, len(due_ids))
    fading = pressing(list({fact.id: fact for fact in due_ones}.values()), limit)
    room = new_limit if len(fading) <= limit else 0
    assert len(new_ids & set(session)) == min(room, len(new_ids))
    assert set(session) <= due_ids | new_ids


@given(due_facts, new_facts, limits, limits, st.randoms())
def test_the_same_facts_give_the_same_session(
    due_ones: list[DueFact], new_ones: list[NewFact], limit: int, new_limit: int, chance: Random
) -> None:
    due_ones = list({fact.id: fact for fact in due_ones}.values())
    new_ones = list({fact.id: fact for fact in new_ones}.values())
    session = plan_session(due_ones, new_ones, limit=limit, new_limit=new_limit)
    due_ones.reverse()
    chance.shuffle(new_ones)
    assert plan_session(due_ones, new_ones, limit=limit, new_limit=new_limit) == session


@given(due_facts, limits)
def test_no_fact_left_out_is_worth_more_than_one_asked(due_ones: list[DueFact], limit: int) -> None:
    by_id = {fact.id: fact for fact in due_ones}
    pressed = {fact.id for fact in pressing(list(by_id.values()), limit)}
    worth = {
        fact.id: (
            fact.id in pressed,
            fact.importance * loss_by_tomorrow(fact.retrievability, fact.stability),
        )
        for fact in by_id.values()
    }
    asked = set(plan_session(due_ones, [], limit=limit, new_limit=0))
    left_out = set(by_id) - asked
    if asked and left_out:
        assert min(worth[one] for one in asked) >= max(worth[one] for one in left_out)


@given(due_facts, new_facts)
def test_topics_meet_no_more_often_than_they_must(
    due_ones: list[DueFact], new_ones: list[NewFact]
) -> None:
    session = plan_session(due_ones, new_ones, limit=99, new_limit=99)
    topic_of = {fact.id: fact.topic for fact in new_ones}
    topic_of |= {fact.id: fact.topic for fact in due_ones}
    asked = [topic_of[fact_id] for fact_id in session]
    most = max(Counter(asked).values(), default=0)
    # With n of the commonest topic and m others, n − 1 gaps take m of them at best.
    assert meetings(asked) == max(0, most - 1 - (len(asked) - most))


@pytest.mark.parametrize(("limit", "new_limit"), [(-1, 0), (0, -1)])
def test_a_limit_below_zero_is_refused(limit: int, new_limit: int) -> None:
    with pytest.raises(ValueError, match="below zero"):
        plan_session([], [], limit=limit, new_limit=new_limit)


@pytest.mark.parametrize(
    ("queue", "after"),
    [
        ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 9, 5, 6]),
        ([1, 2], [1, 2, 9]),
        ([], [9]),
        ([1, 9, 2, 3, 4, 5], [1, 2, 3, 4, 9, 5]),
    ],
)
def test_a_wrong_answer_comes_back_after_four_others(queue: list[int], after: list[int]) -> None:
    before = list(queue)
    assert put_back(queue, 9) == after
    assert queue == before


@given(st.lists(ids, unique=True), ids, st.integers(0, 9))
def test_what_is_put_back_waits_once(queue: list[int], fact_id: int, gap: int) -> None:
    after = put_back(queue, fact_id, gap)
    assert sorted(after) == sorted({*queue, fact_id})
    assert after.index(fact_id) == min(gap, len(after) - 1)


def test_a_gap_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        put_back([1], 2, gap=-1)
