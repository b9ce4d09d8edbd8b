"""Answers are found again by their words, whatever the order in which the question stood."""

from random import Random

import pytest

from quizzes.bank.formats import FORMATS
from tests.factories import BY_FORMAT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]


@pytest.mark.parametrize("name", ["ordering", "matching", "placing"])
@pytest.mark.parametrize("right", [True, False])
def test_an_answer_is_found_again_by_its_words(name: str, right: bool) -> None:
    format, question = FORMATS[name], BY_FORMAT[name]()
    shown = format.dealt(question.snapshot(), Random(1))
    given = format.grade(shown, format.form(shown, right=right)).given
    other = format.dealt(question.snapshot(), Random(2))
    form = format.form_of(other if name == "ordering" else shown, given)
    assert form is not None
    again = format.grade(other if name == "ordering" else shown, form)
    assert again.given == given
    assert (again.score == 1 or again.verdict == "right") == right


@pytest.mark.parametrize("name", ["ordering", "matching", "placing"])
@pytest.mark.parametrize("given", ["", "Something else", "1. The mill was burnt"])
def test_what_is_no_answer_is_not_found(name: str, given: str) -> None:
    format, question = FORMATS[name], BY_FORMAT[name]()
    assert format.form_of(question.snapshot(), given) is None


def test_an_order_that_was_cut_when_it_was_stored() -> None:
    format, question = FORMATS["ordering"], BY_FORMAT["ordering"]()
    shown = question.snapshot()
    form = format.form(shown, right=True)
    given = format.grade(shown, form).given
    assert format.form_of(shown, given[:-5]) == form
    assert format.form_of(shown, given[:40]) is None


def test_the_ends_of_a_timeline_are_found() -> None:
    format, question = FORMATS["placing"], BY_FORMAT["placing"]()
    shown = question.snapshot()
    for slot in range(4):
        given = format.grade(shown, {"slot": str(slot)}).given
        assert format.form_of(shown, given) == {"slot": str(slot)}
