"""Flashcard: the learner's own rating."""

import pytest

from quizzes.bank.formats import FORMATS, AnswerMissing
from quizzes.bank.grading import Verdict

CARD = FORMATS["flashcard"]


@pytest.mark.parametrize(
    ("rating", "verdict"), [("1", "wrong"), ("2", "right"), ("3", "right"), ("4", "right")]
)
def test_it_works(rating: str, verdict: str) -> None:
    graded = CARD.grade({}, {"rating": rating})
    assert graded.rating == int(rating)
    assert graded.verdict == Verdict(verdict)


@pytest.mark.parametrize("rating", ["", " ", "0", "5", "x", "-1", "1.0", "٣", "9" * 5000])
def test_a_rating_that_is_none_is_missing(rating: str) -> None:
    with pytest.raises(AnswerMissing, match="how well"):
        CARD.grade({}, {"rating": rating})
