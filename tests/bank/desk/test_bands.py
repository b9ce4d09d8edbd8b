"""Teachers choose and read by the difficulty that learners' answers show, before the rules'."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from quizzes.bank import question_sets as sets
from quizzes.bank.forms import FilterForm
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory

from .steps import text_of

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    by_rule = QuestionFactory(difficulty=1)
    by_answers = QuestionFactory(difficulty=1, measured=3)
    assert list(sets.offered(band=1)) == [by_rule]
    assert list(sets.offered(band=3)) == [by_answers]
    assert set(sets.offered()) == {by_rule, by_answers}


def test_the_filter_is_kept_in_the_address() -> None:
    hard = QuestionFactory(difficulty=3)
    QuestionFactory(difficulty=1)
    form = FilterForm({"difficulty": "3"})
    assert list(form.questions()) == [hard]
    assert form.query(100) == "difficulty=3&shown=100"


@pytest.mark.parametrize("odd", ["", "9", "x", "\0"])
def test_a_difficulty_that_is_none_filters_nothing(odd: str) -> None:
    question = QuestionFactory()
    assert list(FilterForm({"difficulty": odd}).questions()) == [question]


def test_on_the_teachers_page() -> None:
    teacher = UserFactory()
    teacher.groups.add(Group.objects.get(name="Teachers"))
    client = Client()
    client.force_login(teacher)
    QuestionFactory(difficulty=1, measured=3, stem="When did the bridge fall?")
    QuestionFactory(difficulty=3, measured=1, stem="When did the tower fall?")
    url = reverse("question_set", args=[QuestionSetFactory(owner=teacher).pk])
    said = text_of(client.get(url, {"difficulty": "3"}))
    assert "When did the bridge fall?" in said
    assert "When did the tower fall?" not in said
    assert "· hard" in said
