"""Grading the form of an answer: good, wrong, missing and odd input, in every format."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.bank.formats import FORMATS, AnswerMissing, Graded
from quizzes.bank.formats.typed import LONGEST_ANSWER
from quizzes.bank.grading import Verdict
from tests.factories import AliasFactory, EntityFactory

OPTIONS = [
    {"text": "1 May 2018", "correct": False},
    {"text": "7 May 2018", "correct": True},
    {"text": "9 June 2018", "correct": False},
]


def shown(kind: str = "date", *answers: str) -> dict[str, Any]:
    return {"options": OPTIONS, "answers": list(answers), "answer_kind": kind}


def choose(picked: str) -> Graded:
    return FORMATS["choice"].grade(shown(), {"choice": picked})


def type_in(answer: str, kind: str = "date", *answers: str) -> Graded:
    return FORMATS["typed"].grade(shown(kind, *answers), {"answer": answer})


def rate(rating: str) -> Graded:
    return FORMATS["flashcard"].grade(shown(), {"rating": rating})


def test_it_works() -> None:
    assert choose("1") == Graded(Verdict.RIGHT, given="7 May 2018")
    assert choose("0") == Graded(Verdict.WRONG, given="1 May 2018")


def test_every_format_says_what_it_is() -> None:
    evidence = {name: format.evidence for name, format in FORMATS.items()}
    assert evidence == {"choice": "choice", "typed": "recall", "flashcard": "self_rated"}
    for name, format in FORMATS.items():
        assert format.name == name
        assert format.template == f"bank/formats/{name}.html"


ODD = ["", " ", "x", "-1", "3", "99", "1.0", "1e0", "+1", " 1", "01", "²", "١", "1,2", "None", "\0"]


@pytest.mark.parametrize("picked", [*ODD, "9" * 5000])
def test_a_choice_that_is_none_of_the_options_is_missing(picked: str) -> None:
    with pytest.raises(AnswerMissing, match="Pick one"):
        choose(picked)


@pytest.mark.parametrize("rating", [*ODD[:2], "0", "5", "x", "-1", "1.0", "٣", "9" * 5000])
def test_a_rating_that_is_none_is_missing(rating: str) -> None:
    with pytest.raises(AnswerMissing, match="how well"):
        rate(rating)


@pytest.mark.parametrize("answer", ["", "   ", "\n\t", "\0", "\0 \0"])
def test_an_empty_answer_is_missing(answer: str) -> None:
    with pytest.raises(AnswerMissing, match="Type your answer"):
        type_in(answer, "date", "2018-05-07")


@pytest.mark.parametrize("name", FORMATS)
def test_a_form_without_the_field_is_missing(name: str) -> None:
    forms: list[Mapping[str, str]] = [{}, QueryDict(""), QueryDict("other=1")]
    for data in forms:
        with pytest.raises(AnswerMissing):
            FORMATS[name].grade(shown("date", "2018-05-07"), data)


@pytest.mark.parametrize("name", FORMATS)
def test_of_a_field_given_twice_the_last_counts(name: str) -> None:
    field = {"choice": "choice", "typed": "answer", "flashcard": "rating"}[name]
    last = {"choice": "1", "typed": "7 May 2018", "flashcard": "3"}[name]
    data = QueryDict(mutable=True)
    data.setlist(field, ["nonsense", last])
    graded = FORMATS[name].grade(shown("date", "2018-05-07"), data)
    assert graded.verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("rating", "verdict"), [("1", "wrong"), ("2", "right"), ("3", "right"), ("4", "right")]
)
def test_a_flashcard_takes_the_learners_rating(rating: str, verdict: str) -> None:
    graded = rate(rating)
    assert graded.rating == int(rating)
    assert graded.verdict == Verdict(verdict)


def test_only_a_flashcard_is_rated() -> None:
    assert choose("1").rating is None
    assert type_in("7 May 2018", "date", "2018-05-07").rating is None


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("7 May 2018", Verdict.RIGHT),
        ("May 7, 2018", Verdict.RIGHT),
        ("17 May 2018", Verdict.RIGHT),  # sourced too
        ("٧ May ٢٠١٨", Verdict.RIGHT),
        ("May 2018", Verdict.PARTIAL),
        ("8 May 2018", Verdict.WRONG),
        ("yesterday", Verdict.WRONG),
    ],
)
def test_a_typed_date(answer: str, verdict: Verdict) -> None:
    graded = type_in(answer, "date", "2018-05-07", "2018-05-17")
    assert graded.verdict is verdict
    assert graded.given == answer


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("46", Verdict.RIGHT),
        ("forty-six", Verdict.RIGHT),
        ("٤٦", Verdict.RIGHT),
        ("46 fighters", Verdict.RIGHT),
        ("47", Verdict.WRONG),
        ("-46", Verdict.WRONG),
        ("46 or 47", Verdict.WRONG),
        ("9" * 199, Verdict.WRONG),
        ("1e999", Verdict.WRONG),
        ("many", Verdict.WRONG),
    ],
)
def test_a_typed_number(answer: str, verdict: Verdict) -> None:
    assert type_in(answer, "number", "46").verdict is verdict


@pytest.mark.django_db
def test_a_typed_name_knows_the_names_of_others() -> None:
    EntityFactory(label="Adnan Al-Shaari")
    ateyah = EntityFactory(label="Ateyah Al-Shaari")
    AliasFactory(entity=ateyah, text="Atiya al-Shairi")
    assert type_in("ateyah al-shaari", "personal", "Ateyah Al-Shaari").verdict is Verdict.RIGHT
    wrong = type_in("Adnan Al-Shaari", "personal", "Ateyah Al-Shaari")
    assert wrong.verdict is Verdict.WRONG
    assert wrong.note == "That name belongs to Adnan Al-Shaari."
    assert type_in("Al-Shaari", "personal", "Ateyah Al-Shaari").verdict is Verdict.PARTIAL


@pytest.mark.django_db
def test_a_typed_slip_is_almost_right() -> None:
    graded = type_in("Derna Protecton Force", "name", "Derna Protection Force", "DPF")
    assert graded.verdict is Verdict.ALMOST
    assert "Derna Protection Force" in graded.note
    assert type_in("dpf", "name", "Derna Protection Force", "DPF").verdict is Verdict.RIGHT


@pytest.mark.django_db
def test_vowels_vary_in_personal_names_alone() -> None:
    assert type_in("Mesmari", "personal", "Ahmed al-Mismari").verdict is Verdict.RIGHT
    assert type_in("Forin Pulicy", "name", "Foreign Policy").verdict is Verdict.WRONG


def test_a_long_answer_is_cut_and_wrong() -> None:
    graded = type_in("7 May 2018 " * 1000, "date", "2018-05-07")
    assert len(graded.given) <= LONGEST_ANSWER
    assert graded.verdict is Verdict.WRONG


def test_null_characters_do_not_reach_the_database() -> None:
    assert type_in("7 May\0 2018", "date", "2018-05-07").given == "7 May 2018"


KEYS = {"date": "2018-05-07/..", "number": "50|60", "name": "Derna", "personal": "Al-Saiqa"}


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=300), st.sampled_from(sorted(KEYS)))
def test_nothing_typed_is_too_odd(text: str, kind: str) -> None:
    for name, field in (("choice", "choice"), ("typed", "answer"), ("flashcard", "rating")):
        try:
            graded = FORMATS[name].grade(shown(kind, KEYS[kind]), {field: text})
        except AnswerMissing as missing:
            assert str(missing)
        else:
            assert graded.given
