from dataclasses import replace
from datetime import date, timedelta
from math import exp, isfinite, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling import (
    PRIOR_KNOWN,
    Calendar,
    Evidence,
    MemoryState,
    Rating,
    Stage,
    retrievability,
    review,
)
from quizzes.scheduling.engine import step

from .strategies import answers, days, memories, options, right_answers, wrong_answers

TODAY = date(2018, 5, 7)
STATE = MemoryState(
    stability=20,
    difficulty=5,
    last_day=TODAY - timedelta(20),
    due=TODAY,
    stage=Stage.RECOGNITION,
    reps=3,
    lapses=1,
)
gaps = st.integers(1, 3000).map(timedelta)


def test_the_published_intervals_come_out_of_reviews() -> None:
    state, day, intervals = None, TODAY, []
    for rating in [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]:
        state = review(state, Evidence.self_rated(Rating(rating)), day).state
        intervals.append((state.due - day).days)
        day = state.due
    assert intervals == [2, 11, 46, 163, 497, 1346, 9, 1, 2, 4, 7, 13, 22]


def test_a_typed_answer_moves_the_state_as_fsrs_does() -> None:
    outcome = review(STATE, Evidence.recall(True), TODAY)
    expected = step(STATE.strength, Rating.GOOD, 20)
    assert outcome.counted
    assert outcome.rating == Rating.GOOD
    assert outcome.retrievability == pytest.approx(0.9)
    assert outcome.state.strength == expected
    assert outcome.state.last_day == TODAY
    assert (outcome.state.reps, outcome.state.lapses) == (4, 1)


def test_a_wrong_answer_is_a_lapse_but_for_a_new_fact() -> None:
    assert review(STATE, Evidence.recall(False), TODAY).state.lapses == 2
    new = review(None, Evidence.recall(False), TODAY)
    assert (new.state.reps, new.state.lapses, new.retrievability) == (1, 0, None)


@given(memories(), answers, st.integers(0, 30))
def test_only_the_first_answer_of_a_day_counts(
    state: MemoryState, evidence: Evidence, earlier: int
) -> None:
    outcome = review(state, evidence, state.last_day - timedelta(earlier))
    assert not outcome.counted
    assert outcome.state == state
    assert outcome.rating == evidence.rating


@given(memories(), st.lists(st.tuples(gaps, answers), min_size=1, max_size=12))
def test_the_state_stays_in_its_ranges(
    state: MemoryState, history: list[tuple[timedelta, Evidence]]
) -> None:
    day = state.last_day
    for gap, evidence in history:
        day += gap
        state = review(state, evidence, day).state
        assert state.stability > 0
        assert isfinite(state.stability)
        assert 1 <= state.difficulty <= 10
        assert day < state.due <= day + timedelta(36500)


@given(memories() | st.none(), right_answers, wrong_answers, gaps, st.floats(0.7, 0.97), days)
def test_right_is_never_due_before_wrong(
    state: MemoryState | None,
    right: Evidence,
    wrong: Evidence,
    gap: timedelta,
    desired_retention: float,
    target: date,
) -> None:
    day = (state.last_day if state else TODAY) + gap
    calendar = Calendar(desired_retention=desired_retention, target=target)
    good, bad = review(state, right, day, calendar), review(state, wrong, day, calendar)
    assert good.state.due >= bad.state.due
    assert good.state.stability >= bad.state.stability


@given(memories() | st.none(), options, gaps)
def test_a_right_choice_lies_between_again_and_good(
    state: MemoryState | None, count: int, gap: timedelta
) -> None:
    day = (state.last_day if state else TODAY) + gap
    choice = review(state, Evidence.choice(True, count), day).state
    more_options = review(state, Evidence.choice(True, count + 1), day).state
    good = review(state, Evidence.recall(True), day).state
    again = review(state, Evidence.recall(False), day).state
    slack = 1 + 1e-12
    assert again.stability <= choice.stability * slack
    assert choice.stability <= more_options.stability * slack
    assert more_options.stability <= good.stability * slack
    assert good.difficulty <= choice.difficulty * slack
    assert choice.difficulty <= again.difficulty * slack


def test_the_weight_of_a_right_choice() -> None:
    day = TODAY + timedelta(40)
    known = retrievability(STATE, day)
    p = known / (known + (1 - known) / 3)
    good, again = (step(STATE.strength, rating, 60) for rating in (Rating.GOOD, Rating.AGAIN))
    after = review(STATE, Evidence.choice(True, 3), day).state
    assert after.stability == pytest.approx(
        exp(p * log(good.stability) + (1 - p) * log(again.stability))
    )
    assert after.difficulty == pytest.approx(p * good.difficulty + (1 - p) * again.difficulty)


def test_a_first_right_choice_is_weak_evidence() -> None:
    assert PRIOR_KNOWN == 0.5
    after = review(None, Evidence.choice(True, 3), TODAY).state
    good, again = step(None, Rating.GOOD), step(None, Rating.AGAIN)
    assert after.stability == pytest.approx(good.stability**0.75 * again.stability**0.25)
    assert after.due == TODAY + timedelta(1)


def test_a_true_false_answer_is_worth_a_choice_of_two() -> None:
    two = review(STATE, Evidence.choice(True, 2), TODAY).state
    assert review(STATE, Evidence.true_false(True), TODAY).state.strength == two.strength


@given(memories() | st.none(), wrong_answers, gaps)
def test_every_wrong_answer_counts_as_again_and_steps_back(
    state: MemoryState | None, wrong: Evidence, gap: timedelta
) -> None:
    day = (state.last_day if state else TODAY) + gap
    after = review(state, wrong, day).state
    assert after.strength == step(state.strength if state else None, Rating.AGAIN, gap.days)
    assert after.stage == Stage.RECOGNITION


@pytest.mark.parametrize(
    ("evidence", "when_new", "when_recognised", "when_recalled"),
    [
        (Evidence.choice(True, 3), "recognition", "recall", "recall"),
        (Evidence.self_rated(Rating.HARD), "recognition", "recall", "recall"),
        (Evidence.true_false(True), "recognition", "recognition", "recall"),
        (Evidence.recall(True), "recall", "recall", "recall"),
        (Evidence.choice(False, 3), "recognition", "recognition", "recognition"),
    ],
)
def test_stages(
    evidence: Evidence, when_new: str, when_recognised: str, when_recalled: str
) -> None:
    recalled = replace(STATE, stage=Stage.RECALL)
    assert review(None, evidence, TODAY).state.stage == when_new
    assert review(STATE, evidence, TODAY).state.stage == when_recognised
    assert review(recalled, evidence, TODAY).state.stage == when_recalled


def test_a_desired_retention_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        review(STATE, Evidence.recall(True), TODAY, Calendar(desired_retention=90))
