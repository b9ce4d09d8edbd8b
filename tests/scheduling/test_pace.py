from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling import AVERAGE, Evidence, MemoryState, Pace, adapted, review, taken_back
from quizzes.scheduling.pace import FASTEST, SLIPS, SLOWEST

from .strategies import answers, memories

paces = st.builds(Pace, st.floats(SLOWEST, FASTEST), st.floats(0, 100), st.floats(0.1, 100))
chances = st.none() | st.floats(0, 1)


def test_of_an_unknown_learner_nothing_is_assumed() -> None:
    assert (AVERAGE.factor, AVERAGE.prior) == (1, 0.5)


@given(paces, st.floats(0.01, 0.98))
def test_a_surprise_moves_the_growth_its_own_way(pace: Pace, chance: float) -> None:
    assert adapted(pace, Evidence.recall(False), chance).growth <= pace.growth
    assert adapted(pace, Evidence.recall(True), chance).growth >= pace.growth


def test_a_guess_surprises_less_than_a_word_that_was_written() -> None:
    written = adapted(AVERAGE, Evidence.recall(True), 0.5).growth
    picked = adapted(AVERAGE, Evidence.choice(True, 3), 0.5).growth
    assert 0 < picked < written


@given(st.lists(st.tuples(answers, chances), max_size=60), paces)
def test_the_pace_stays_in_its_ranges(
    history: list[tuple[Evidence, float | None]], pace: Pace
) -> None:
    for evidence, chance in history:
        pace = adapted(pace, evidence, chance)
        assert SLOWEST <= pace.growth <= FASTEST
        assert 0 <= pace.prior <= 0.5


@pytest.mark.parametrize("truth", [0.6, 0.75, 0.95])
def test_it_rests_where_what_is_foretold_comes_true(truth: float) -> None:
    """A learner whose recall answers the pace: half of it is their own, half is the schedule's."""
    draw, pace, growths = Random(7), AVERAGE, []
    for _ in range(6000):
        foretold = 0.85
        chance = min(max(truth + 0.1 * (AVERAGE.growth - pace.growth), 0), 1)
        right = draw.random() < chance * (1 - SLIPS)
        pace = adapted(pace, Evidence.recall(right), foretold)
        growths.append(pace.growth)
    wanted = (truth - 0.85) / 0.1
    found = sum(growths[3000:]) / 3000
    assert found == pytest.approx(min(max(wanted, SLOWEST), FASTEST), abs=0.2)


def test_the_prior_becomes_the_part_that_was_known() -> None:
    draw, pace = Random(3), AVERAGE
    for _ in range(2000):
        right = draw.random() < 0.2 or draw.random() < 1 / 3
        pace = adapted(pace, Evidence.choice(right, 3), None)
    assert pace.prior == pytest.approx(0.2, abs=0.08)


def test_first_answers_long_ago_count_for_less() -> None:
    pace = AVERAGE
    for _ in range(300):
        pace = adapted(pace, Evidence.recall(False), None)
    assert pace.known + pace.unknown == pytest.approx(100)
    for _ in range(200):
        pace = adapted(pace, Evidence.recall(True), None)
    assert pace.known > 4 * pace.unknown
    assert pace.prior == 0.5


@given(memories() | st.none(), answers, st.integers(1, 400))
def test_a_slower_pace_makes_weaker_memories(
    state: MemoryState | None, evidence: Evidence, gap: int
) -> None:
    day = (state.last_day if state else date(2018, 5, 7)) + timedelta(gap)
    usual = review(state, evidence, day).state
    slower = review(state, evidence, day, pace=Pace(growth=-0.5)).state
    assert slower.stability == pytest.approx(max(usual.stability * Pace(-0.5).factor, 0.001))
    assert slower.difficulty == usual.difficulty
    assert slower.due <= usual.due


def test_who_knew_little_is_believed_less_at_a_first_choice() -> None:
    doubtful = Pace(known=1, unknown=9)
    day = date(2018, 5, 7)
    after = review(None, Evidence.choice(True, 3), day, pace=doubtful).state
    assert after.stability < review(None, Evidence.choice(True, 3), day).state.stability


@given(st.floats(-1, 1), answers, chances, answers, chances)
def test_an_answer_can_be_taken_back_after_another(
    growth: float, one: Evidence, chance: float | None, other: Evidence, later: float | None
) -> None:
    pace = adapted(Pace(growth), other, later)
    both = adapted(adapted(Pace(growth), one, chance), other, later)
    back = taken_back(both, one, chance)
    assert back.growth == pytest.approx(pace.growth)
    if not one.right:  # what a guess was worth hangs on the answers before
        assert back.prior == pytest.approx(pace.prior, abs=0.1)
