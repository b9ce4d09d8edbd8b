from datetime import UTC, datetime
from math import isfinite

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling import MAXIMUM_INTERVAL, Rating
from quizzes.scheduling.engine import (
    LONGEST_GAP,
    Strength,
    interval,
    loss_by_tomorrow,
    recall_chance,
    step,
)

from .strategies import difficulties, stabilities

gaps = st.integers(0, 5000)
strengths = st.builds(Strength, stabilities, difficulties)


def test_published_strength() -> None:
    """The vector of the reference engine: ratings at gaps, the second on the same day."""
    strength = None
    for rating, gap in zip([1, 3, 3, 3, 3, 3], [0, 0, 1, 3, 8, 21], strict=True):
        strength = step(strength, Rating(rating), gap)
    assert strength is not None
    assert strength.stability == pytest.approx(53.62691, abs=1e-5)
    assert strength.difficulty == pytest.approx(6.3574867, abs=1e-6)


def test_published_intervals() -> None:
    """The vector of py-fsrs without steps, each review on the day it is due."""
    strength, gap, intervals = None, 0, []
    for rating in [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]:
        strength = step(strength, Rating(rating), gap)
        gap = interval(strength.stability, 0.9)
        intervals.append(gap)
    assert intervals == [2, 11, 46, 163, 497, 1346, 9, 1, 2, 4, 7, 13, 22]


@given(strengths, st.floats(0.7, 0.97), st.sampled_from(Rating))
def test_intervals_are_those_of_the_package(
    strength: Strength, desired_retention: float, rating: Rating
) -> None:
    scheduler = fsrs.Scheduler(
        desired_retention=desired_retention, relearning_steps=(), enable_fuzzing=False
    )
    noon = datetime(2018, 5, 7, 12, tzinfo=UTC)
    card = fsrs.Card(
        1, fsrs.State.Review, None, strength.stability, strength.difficulty, noon, noon
    )
    card, _log = scheduler.review_card(card, fsrs.Rating(rating), noon)
    assert card.stability is not None
    assert (card.due - noon).days == interval(card.stability, desired_retention)


@given(strengths | st.none(), st.sampled_from(Rating), gaps)
def test_strength_stays_in_its_ranges(strength: Strength | None, rating: Rating, gap: int) -> None:
    after = step(strength, rating, gap)
    assert after.stability > 0
    assert isfinite(after.stability)
    assert 1 <= after.difficulty <= 10


@given(strengths | st.none(), gaps)
def test_a_better_rating_never_makes_a_weaker_memory(strength: Strength | None, gap: int) -> None:
    after = [step(strength, rating, gap) for rating in Rating]
    stabilities = [one.stability for one in after]
    assert stabilities == sorted(stabilities)
    difficulties = [one.difficulty for one in after]
    assert difficulties == sorted(difficulties, reverse=True)


def test_recall_falls_from_certain_to_nine_tenths_after_as_many_days_as_the_stability() -> None:
    strength = Strength(stability=30, difficulty=5)
    assert recall_chance(strength, 0) == 1
    assert recall_chance(strength, 30) == pytest.approx(0.9)
    assert recall_chance(strength, 31) < recall_chance(strength, 30)


@given(strengths, gaps)
def test_the_loss_is_the_difference_to_tomorrow(strength: Strength, gap: int) -> None:
    today, tomorrow = recall_chance(strength, gap), recall_chance(strength, gap + 1)
    assert loss_by_tomorrow(today, strength.stability) == pytest.approx(today - tomorrow, abs=1e-9)


def test_the_longest_interval_is_a_hundred_years() -> None:
    assert interval(10 * MAXIMUM_INTERVAL, 0.9) == MAXIMUM_INTERVAL == 36500
    assert interval(0.001, 0.9) == 1


@pytest.mark.parametrize("days", [-1, LONGEST_GAP + 1])
def test_a_gap_out_of_range_is_refused(days: int) -> None:
    strength = Strength(stability=30, difficulty=5)
    with pytest.raises(ValueError, match=f"not {days}"):
        step(strength, Rating.GOOD, days)
    with pytest.raises(ValueError, match=f"not {days}"):
        recall_chance(strength, days)


@pytest.mark.parametrize("desired_retention", [0, 1, 90])
def test_a_desired_retention_out_of_range_is_refused(desired_retention: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        interval(30, desired_retention)
