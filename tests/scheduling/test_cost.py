from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.scheduling import MemoryState, Pace, Rating, Stage, expected_minutes
from quizzes.scheduling.cost import ASKED_AGAIN
from quizzes.scheduling.engine import Strength, interval, recall_chance, step
from quizzes.scheduling.pace import FASTEST, SLOWEST
from quizzes.scheduling.review import paced

from .strategies import difficulties

TODAY = date(2018, 5, 7)


def learner(facts: int, seed: int = 1) -> list[MemoryState]:
    draw = Random(seed)
    made = []
    for _ in range(facts):
        stability = draw.lognormvariate(2, 1.2)
        last_day = TODAY - timedelta(int(draw.random() * stability) + 1)
        difficulty = draw.uniform(1, 10)
        made.append(MemoryState(stability, difficulty, last_day, TODAY, Stage.RECALL, 3, 0))
    return made


def by_dice(
    memories: list[MemoryState], wanted: float, new_a_day: int, left: int, pace: Pace
) -> float:
    """Minutes a day over 90 days of 10-second answers, one fact and one die at a time."""
    draw, answers = Random(5), 0.0
    agenda: dict[int, list[tuple[Strength, int]]] = defaultdict(list)
    for it in memories:
        day = (it.last_day - TODAY).days
        agenda[max(0, day + interval(it.stability, wanted))].append((it.strength, day))
    for day in range(90):
        due: list[tuple[Strength | None, int]] = [
            (it, day - last) for it, last in agenda.pop(day, [])
        ]
        due += [(None, 0)] * min(new_a_day, max(0, left - day * new_a_day))
        for strength, gone in due:
            right = draw.random() < (recall_chance(strength, gone) if strength else 0.5)
            answers += 1 if right else 1 + ASKED_AGAIN
            after = paced(step(strength, Rating.GOOD if right else Rating.AGAIN, gone), pace)
            agenda[day + interval(after.stability, wanted)].append((after, day))
    return answers * 10 / 60 / 90


@pytest.mark.parametrize("wanted", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("growth", [-1, 0, 1])
def test_it_agrees_with_a_life_by_dice(wanted: float, growth: float) -> None:
    memories, pace = learner(600), Pace(growth=growth)
    found = expected_minutes(memories, TODAY, seconds=10, new_a_day=5, facts_left=200, pace=pace)
    assert found[wanted][90] == pytest.approx(by_dice(memories, wanted, 5, 200, pace), rel=0.08)


def test_it_tells_every_retention_and_horizon() -> None:
    found = expected_minutes(learner(50), TODAY, seconds=12)
    assert {wanted: list(by) for wanted, by in found.items()} == dict.fromkeys(
        (0.8, 0.85, 0.9, 0.95), [30, 90]
    )
    minutes = [by[90] for by in found.values()]
    assert minutes == sorted(minutes)


def test_who_has_nothing_to_learn_needs_no_time() -> None:
    assert expected_minutes([], TODAY, seconds=10)[0.9] == {30: 0, 90: 0}


def test_new_facts_stop_when_none_are_left() -> None:
    few = expected_minutes([], TODAY, seconds=10, new_a_day=10, facts_left=10)
    many = expected_minutes([], TODAY, seconds=10, new_a_day=10, facts_left=500)
    assert 0 < few[0.9][90] < many[0.9][90] / 5


def test_one_new_fact_today_is_asked_once_and_then_as_its_intervals_say() -> None:
    found = expected_minutes(
        [], TODAY, seconds=60, new_a_day=1, facts_left=1, first_right=1, horizons=[1]
    )
    assert found[0.9][1] == pytest.approx(1)


def test_who_forgets_faster_needs_more_time() -> None:
    facts = learner(200)
    slow, usual, fast = (
        expected_minutes(facts, TODAY, seconds=10, pace=Pace(growth=growth))[0.9][30]
        for growth in (-1, 0, 1)
    )
    assert slow > 1.5 * usual
    assert usual > fast


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(
            MemoryState,
            st.floats(0.001, 36500),
            difficulties,
            st.dates(date(2010, 1, 1), TODAY + timedelta(3)),
            st.just(TODAY),
            st.sampled_from(Stage),
            st.integers(1, 9),
            st.integers(0, 9),
        ),
        max_size=8,
    ),
    st.floats(SLOWEST, FASTEST),
)
def test_no_history_is_too_odd(memories: list[MemoryState], growth: float) -> None:
    pace = Pace(growth=growth)
    found = expected_minutes(memories, TODAY, seconds=10, new_a_day=2, facts_left=5, pace=pace)
    assert all(0 <= minutes < 60 for by in found.values() for minutes in by.values())


def test_days_to_come_are_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least one, not 0"):
        expected_minutes([], TODAY, seconds=10, horizons=[0, 30])


def test_a_desired_retention_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_minutes(learner(1), TODAY, seconds=10, retentions=[90])
