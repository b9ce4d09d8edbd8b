from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling import MemoryState, retrievability

from .strategies import memories


@given(memories(), st.integers(1, 5000))
def test_recall_fades_day_by_day(state: MemoryState, gap: int) -> None:
    day = state.last_day + timedelta(gap)
    before = retrievability(state, day - timedelta(1))
    assert 0 < retrievability(state, day) < before <= 1


@given(memories(), st.integers(0, 100))
def test_recall_is_certain_up_to_the_last_day(state: MemoryState, earlier: int) -> None:
    assert retrievability(state, state.last_day - timedelta(earlier)) == 1


@given(memories(), st.integers(1, 36500))
def test_stability_is_the_time_to_nine_tenths(state: MemoryState, stability: int) -> None:
    state = replace(state, stability=stability)
    day = state.last_day + timedelta(stability)
    assert retrievability(state, day) == pytest.approx(0.9)
