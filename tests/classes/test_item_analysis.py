"""The figures of a small table, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.classes.item_analysis import Analysis, ItemFigures, analyse

# Five pupils, four questions. Totals 4, 3, 2, 1, 0: mean 2, variance 2.5.
LADDER = [[float(place < right) for place in range(4)] for right in (4, 3, 2, 1, 0)]


def figures(marks: list[list[float]], maxima: list[float] | None = None) -> Analysis:
    found = analyse(marks, maxima or [1.0] * len(marks[0]))
    assert found is not None
    return found


def test_it_works() -> None:
    found = figures(LADDER)
    assert (found.attempts, found.mean, found.median) == (5, 50, 50)
    # Variances 0.2, 0.3, 0.3, 0.2 of the questions, 2.5 of the totals: 100·4/3·(1 − 1/2.5).
    assert found.alpha == pytest.approx(80)
    assert found.error_ratio == pytest.approx(100 * 0.2**0.5)
    # In per cent of 4 points: √2.5 / 4, and that by the error ratio.
    assert found.deviation == pytest.approx(39.528471)
    assert found.standard_error == pytest.approx(17.677670)
    assert found.skewness == pytest.approx(0)
    # m2 = 2, m4 = 6.8: k4 = 25·(6·6.8 − 3·4·4)/(4·3·2) = −7.5, by 2.5² = −1.2.
    assert found.kurtosis == pytest.approx(-1.2)


def test_its_questions() -> None:
    first, second, third, fourth = figures(LADDER).items
    assert [round(it.facility) for it in (first, second, third, fourth)] == [80, 60, 40, 20]
    # The first: marks 1 1 1 1 0, the rest 3 2 1 0 0, with covariance 0.3 and variance 1.7.
    assert first.discrimination == pytest.approx(100 * 0.3 / (0.2 * 1.7) ** 0.5)
    # No order of these has a greater one: every covariance is the greatest.
    assert first.efficiency == pytest.approx(100)
    assert first.deviation == pytest.approx(100 * 0.2**0.5)
    # Covariances with the total 0.5, 0.75, 0.75, 0.5.
    whole = 2 * (0.5**0.5 + 0.75**0.5)
    assert first.weight == pytest.approx(100 * 0.5**0.5 / whole)
    assert second.weight == third.weight == pytest.approx(100 * 0.75**0.5 / whole)
    assert not first.is_weak


def test_a_question_that_the_weak_get_right() -> None:
    marks = [[*row, 1.0 - row[1]] for row in LADDER]
    last = figures(marks).items[-1]
    # Marks 0 0 0 1 1 beside 4 3 2 1 0: −0.75 where at most 0.75 can be.
    assert last.efficiency == pytest.approx(-100)
    assert last.is_weak
    assert last.discrimination == pytest.approx(100 * -0.75 / (0.3 * 2.5) ** 0.5)
    assert last.weight is None


def test_marks_that_do_not_differ_tell_nothing() -> None:
    same = figures([[1, 0.5]] * 5)
    assert (same.mean, same.deviation) == (75, 0)
    assert same.alpha is same.skewness is same.kurtosis is same.standard_error is None
    assert same.items[0] == ItemFigures(100, 0, None, None, None)
    assert not same.items[0].is_weak


def test_maxima_and_parts_of_marks() -> None:
    found = figures([[3, 1], [1.5, 1], [0, 0], [3, 0], [0, 0.5]], [3, 1])
    assert found.items[0].facility == pytest.approx(50)
    assert found.items[1].facility == pytest.approx(50)
    assert found.mean == pytest.approx(50)
    assert found.median == pytest.approx(62.5)


def test_one_question_has_no_consistency() -> None:
    found = figures([[1], [0], [1], [0], [1]])
    assert found.alpha is None
    assert found.items[0].discrimination is None
    assert found.items[0].weight == pytest.approx(100)


@pytest.mark.parametrize("marks", [[], [[1, 1]] * 4, [[]] * 5])
def test_too_few(marks: list[list[float]]) -> None:
    assert analyse(marks, [1.0] * (len(marks[0]) if marks else 2)) is None


def test_a_mark_for_each_question() -> None:
    with pytest.raises(ValueError, match="one mark for each question"):
        analyse([[1, 1], [1]], [1, 1])


@given(
    st.integers(1, 6).flatmap(
        lambda items: st.lists(
            st.lists(st.sampled_from([0, 0.25, 1 / 3, 0.5, 1]), min_size=items, max_size=items),
            min_size=5,
            max_size=12,
        )
    )
)
def test_any_marks(marks: list[list[float]]) -> None:
    found = figures(marks)
    assert 0 <= found.mean <= 100.0001
    assert found.alpha is None or found.alpha <= 100.0001
    weights = [it.weight for it in found.items if it.weight is not None]
    assert not weights or sum(weights) == pytest.approx(100)
    for it in found.items:
        assert it.discrimination is None or abs(it.discrimination) <= 100.0001
        assert it.efficiency is None or it.efficiency <= 100.0001
