"""Each kind of mark has a shape of its own, inside the room it is given."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.marks import FADING, FAIR, KINDS, LEARNING, NEW, key_mark, outline
from quizzes.lib.svg import short

NUMBER = r"-?[0-9]+(?:\.[0-9])?"


def test_it_works() -> None:
    assert outline(NEW, 6, 6, 4.5) == "M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0"


def test_shapes_differ_and_not_only_by_colour() -> None:
    shapes = {outline(kind, 6, 6, 4) for kind in (NEW, LEARNING, FADING, FAIR)}
    assert len(shapes) == 4


@pytest.mark.parametrize("kind", [*KINDS, "unheard-of"])
def test_a_path_begins_at_its_point(kind: str) -> None:
    path = outline(kind, 30, 20, 4)
    x, y = (float(part) for part in re.findall(NUMBER, path)[:2])
    assert abs(x - 30) <= 4
    assert abs(y - 20) <= 4


def test_a_key_is_not_read_out() -> None:
    assert 'aria-hidden="true"' in key_mark(FAIR)
    assert 'class="mark is-fair"' in key_mark(FAIR)


@given(st.floats(-10_000, 10_000))
def test_short_numbers_keep_their_value(number: float) -> None:
    text = short(number)
    assert re.fullmatch(NUMBER, text)
    assert abs(float(text) - number) <= 0.0500001
