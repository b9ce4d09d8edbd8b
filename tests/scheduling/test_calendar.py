from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling import Calendar, due_date

from .strategies import days, stabilities

MONDAY = date(2018, 5, 7)
SATURDAY, SUNDAY = 5, 6
weekdays = st.frozensets(st.integers(0, 6), max_size=6)
retentions = st.floats(0.8, 0.95)
targets = st.none() | days


def empty(first: date, last: date) -> Mapping[date, int]:
    return {}


def test_without_loads_a_fact_is_due_on_the_very_day() -> None:
    assert due_date(50, MONDAY) == MONDAY + timedelta(50)


def test_a_higher_desired_retention_asks_sooner() -> None:
    dues = [due_date(50, MONDAY, Calendar(wanted)) for wanted in (0.8, 0.9, 0.95)]
    assert dues[0] > dues[1] == MONDAY + timedelta(50) > dues[2]


def test_the_calendar_ends_without_an_error() -> None:
    assert due_date(36500, date(9999, 12, 1)) == date.max
    assert due_date(36500, date(9999, 12, 1), Calendar(loads=empty)) <= date.max


def test_of_the_days_that_fit_the_lightest_is_taken() -> None:
    # Ten days may be nine to twelve: one and a fraction to either side.
    full = {MONDAY + timedelta(n): 5 for n in range(30)}
    full[MONDAY + timedelta(9)] = 2
    calendar = Calendar(loads=lambda first, last: full)
    assert due_date(10, MONDAY, calendar) == MONDAY + timedelta(9)


def test_many_facts_learned_on_one_day_do_not_all_come_back_on_one() -> None:
    loads = Counter[date]()
    for number in range(60):
        calendar = Calendar(loads=lambda first, last: loads, seed=str(number))
        loads[due_date(30, MONDAY, calendar)] += 1
    # Thirty days may be three more or fewer.
    assert len(loads) == 7
    assert max(loads.values()) - min(loads.values()) <= 1


def test_short_intervals_are_not_spread_and_cost_no_look_at_the_days() -> None:
    def never(first: date, last: date) -> Mapping[date, int]:
        raise AssertionError

    for stability in (0.5, 1.0, 2.0):
        assert due_date(stability, MONDAY, Calendar(loads=never)) == due_date(stability, MONDAY)


@given(stabilities, days, retentions, targets, weekdays, st.text(max_size=5))
def test_the_same_history_gives_the_same_day(
    stability: float, day: date, wanted: float, target: date | None, off: frozenset[int], seed: str
) -> None:
    calendar = Calendar(wanted, target, off, empty, seed)
    assert due_date(stability, day, calendar) == due_date(stability, day, calendar)


@given(stabilities, days, retentions, targets, weekdays, st.booleans())
def test_a_fact_comes_back_after_today_before_its_target_and_not_on_a_day_off(
    stability: float,
    day: date,
    wanted: float,
    target: date | None,
    off: frozenset[int],
    spread: bool,
) -> None:
    calendar = Calendar(wanted, target, off, empty if spread else None)
    due = due_date(stability, day, calendar)
    free = due_date(stability, day, Calendar(wanted))
    assert due > day
    has_target = target is not None and day < target
    if has_target and target:
        assert due <= target
    until = target if has_target and target else date.max
    could = [day + timedelta(n) for n in range(1, 8) if day + timedelta(n) <= until]
    if any(not calendar.is_off(it) for it in could[-7:]) and not has_target:
        assert not calendar.is_off(due)
    if not has_target:
        tenth = max(7, (free - day).days * 0.2)
        assert abs((due - free).days) <= tenth


def test_a_day_off_gives_way_to_the_nearest_day() -> None:
    calendar = Calendar(days_off=frozenset({SATURDAY, SUNDAY}))
    saturday = MONDAY + timedelta(12)
    assert due_date(12, MONDAY, calendar) == saturday - timedelta(1)
    assert due_date(13, MONDAY, calendar) == saturday + timedelta(2)
    # Tomorrow is off, and today is over.
    friday = MONDAY + timedelta(4)
    assert due_date(1, friday, calendar) == MONDAY + timedelta(7)


def test_before_an_exam_facts_are_spread_over_the_last_week() -> None:
    exam = MONDAY + timedelta(40)
    loads = Counter[date]()
    for number in range(80):
        calendar = Calendar(target=exam, loads=lambda first, last: loads, seed=str(number))
        loads[due_date(400, MONDAY, calendar)] += 1
    assert set(loads) == {exam - timedelta(n) for n in range(8)}
    assert max(loads.values()) == 10


def test_after_its_target_a_fact_is_asked_as_any_other() -> None:
    assert due_date(50, MONDAY, Calendar(target=MONDAY)) == MONDAY + timedelta(50)


def test_a_desired_retention_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        due_date(50, MONDAY, Calendar(desired_retention=90))
