"""What holds of every format: whatever is sent is graded, or said to be missing."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.bank.formats import FORMATS, AnswerMissing
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.study.answering import GIVEN_LENGTH, score
from tests.factories import BY_FORMAT, EntityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]

HYPOTHESIS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)

EVIDENCE = {
    "choice": "choice",
    "placing": "choice",
    "matching": "choice",
    "map": "choice",
    "true-false": "hint",
    "typed": "recall",
    "date": "recall",
    "number": "recall",
    "cloze": "recall",
    "ordering": "recall",
    "flashcard": "self_rated",
}

# A good form, and what makes it one that says the same twice.
FIELDS = {
    "choice": ["choice"],
    "placing": ["slot"],
    "matching": [f"match-{n}" for n in range(4)],
    "map": ["point"],
    "true-false": ["so"],
    "typed": ["answer"],
    "date": ["answer"],
    "number": ["answer"],
    "cloze": ["answer"],
    "ordering": [f"place-{n}" for n in range(4)],
    "flashcard": ["rating"],
}

ODD = ["", " ", "x", "-1", "99", "1.0", "1e0", "+1", " 1", "01", "²", "١", "1,2", "None", "\0"]


@pytest.fixture
def _somebody_else(db: None) -> None:
    """Others whose names are no answer."""
    EntityFactory.create_batch(2)


def shown(format: str) -> dict[str, Any]:
    built: Question = BY_FORMAT[format].build()
    return built.snapshot()


def test_it_works() -> None:
    for name, format in FORMATS.items():
        assert format.grade(shown(name), format.form(shown(name), right=True)).verdict == "right"


def test_every_format_of_the_bank_has_its_module_and_its_maker() -> None:
    assert set(FORMATS) == set(Question.Format.values) == set(BY_FORMAT) == set(EVIDENCE)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_it_is(name: str) -> None:
    assert FORMATS[name].name == name
    assert FORMATS[name].evidence == EVIDENCE[name]
    assert FORMATS[name].template == f"bank/formats/{name.replace('-', '_')}.html"


@pytest.mark.parametrize("name", FORMATS)
def test_a_form_without_the_field_is_missing(name: str) -> None:
    forms: list[Mapping[str, str]] = [{}, QueryDict(""), QueryDict("other=1")]
    for data in forms:
        with pytest.raises(AnswerMissing) as missing:
            FORMATS[name].grade(shown(name), data)
        assert str(missing.value)


@pytest.mark.parametrize("name", FORMATS)
def test_of_a_field_given_twice_the_last_counts(name: str) -> None:
    data = QueryDict(mutable=True)
    for field, value in FORMATS[name].form(shown(name), right=True).items():
        data.setlist(field, ["nonsense", value])
    assert FORMATS[name].grade(shown(name), data).verdict is Verdict.RIGHT


@pytest.mark.parametrize("name", FORMATS)
def test_the_form_of_a_right_answer_is_right_and_of_a_wrong_one_is_not(name: str) -> None:
    format = FORMATS[name]
    right = format.grade(shown(name), format.form(shown(name), right=True))
    assert (right.verdict, score(right)) == (Verdict.RIGHT, 1)
    wrong = format.grade(shown(name), format.form(shown(name), right=False))
    assert wrong.verdict is not Verdict.RIGHT
    assert score(wrong) < 1


@pytest.mark.parametrize("name", FORMATS)
@given(seed=st.integers())
@HYPOTHESIS
def test_dealt_anew_the_same_is_right(name: str, seed: int) -> None:
    format, before = FORMATS[name], shown(name)
    dealt = format.dealt(before, Random(seed))
    assert before == shown(name) | {"stem": before["stem"]}, "the stored one is left alone"
    right = format.grade(dealt, format.form(dealt, right=True))
    assert (right.verdict, score(right)) == (Verdict.RIGHT, 1)
    assert format.grade(dealt, format.form(dealt, right=False)).verdict is not Verdict.RIGHT
    once = format.grade(before, format.form(before, right=True))
    # The same texts go together, in whatever order they stand.
    assert said(format.parts(dealt, right.given)) == said(format.parts(before, once.given))
    if not format.parts(dealt, right.given):
        assert right.given == once.given


def said(parts: list[Any]) -> set[tuple[str, str]]:
    return {(part.asked, part.given) for part in parts}


@pytest.mark.parametrize("name", [name for name in FORMATS if FIELDS[name] != ["answer"]])
@pytest.mark.parametrize("value", [*ODD, "9" * 5000])
def test_what_is_none_of_the_answers_is_missing(name: str, value: str) -> None:
    format = FORMATS[name]
    data = format.form(shown(name), right=True) | {FIELDS[name][-1]: value}
    with pytest.raises(AnswerMissing):
        format.grade(shown(name), data)


@pytest.mark.usefixtures("_somebody_else")
@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
@HYPOTHESIS
def test_nothing_sent_is_too_odd(name: str, data: st.DataObject) -> None:
    values = st.one_of(st.text(max_size=300), st.sampled_from([*ODD, "0", "1", "2", "3", "4"]))
    keys = st.sampled_from([*FIELDS[name], "other", "match-9", "place--1"])
    form = data.draw(st.dictionaries(keys, values))
    format, before = FORMATS[name], shown(name)
    try:
        graded = format.grade(before, form)
    except AnswerMissing as missing:
        assert str(missing)
    else:
        assert graded.given
        assert "\0" not in graded.given
        assert 0 <= score(graded) <= 1
        assert (graded.verdict == "right") == (score(graded) == 1) or graded.verdict == "almost"
        kept = format.parts(before, graded.given[:GIVEN_LENGTH])
        assert all(part.given for part in kept)
    assert format.context(before, form) is not None


@pytest.mark.parametrize("name", FORMATS)
def test_only_a_flashcard_is_rated(name: str) -> None:
    format = FORMATS[name]
    graded = format.grade(shown(name), format.form(shown(name), right=True))
    assert (graded.rating is not None) == (name == "flashcard")


@pytest.mark.parametrize("name", FORMATS)
def test_somebody_who_knows_nothing_guesses_among_two_at_least(name: str) -> None:
    guesses = {"choice": 3, "placing": 4, "matching": 4, "map": 4}
    assert FORMATS[name].guesses(shown(name)) == guesses.get(name, 2)
