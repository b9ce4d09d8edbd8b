"""The page at the end of a review."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.study.models import Memory
from tests.conftest import MovableClock
from tests.factories import QuestionFactory, TypedQuestionFactory

from .steps import RIGHT, SKIP, WRONG, answer_next, answer_twice, make_questions, memory_values

URL = reverse("review_done")

pytestmark = pytest.mark.usefixtures("moving_clock")


def test_it_works(as_alice: Client, alice: User) -> None:
    make_questions(3)
    wrong = answer_next(as_alice, alice, WRONG)
    for _ in range(3):
        answer_next(as_alice, alice, RIGHT)
    page = as_alice.get(URL)
    assert page.status_code == 200
    assert "study/review_done.html" in [template.name for template in page.templates]
    summary = page.context["summary"]
    assert (summary.asked, summary.right_at_once, summary.tomorrow) == (3, 2, 3)
    assert summary.missed == [wrong]
    html = page.content.decode()
    assert "Review finished" in html
    assert wrong.shown["stem"] in html
    assert "Right answer: <strong>7 May 2018</strong>" in html
    assert "The Gazette, 12 June 2018" in html


def test_a_visitor_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


def test_partial_and_skipped_are_no_tries(as_alice: Client, alice: User) -> None:
    TypedQuestionFactory()
    make_questions(1)
    typed = answer_twice(as_alice, alice, {"answer": "May 2018"})
    assert typed.verdict == "partial"
    answer_next(as_alice, alice, SKIP)
    answer_next(as_alice, alice, {"answer": "7 May 2018"})
    summary = as_alice.get(URL).context["summary"]
    assert (summary.asked, summary.right_at_once, summary.missed) == (2, 1, [])


def test_nothing_due_is_said_calmly(as_alice: Client, alice: User) -> None:
    statement = QuestionFactory().statement
    values = memory_values(date(2026, 2, 20), date(2026, 3, 9))
    Memory.objects.create(learner=alice, statement=statement, **values)
    assert as_alice.get(reverse("review"))["Location"] == URL
    html = as_alice.get(URL).content.decode()
    assert "Nothing to review today" in html
    assert "The next facts are due on 9 March 2026." in html
    assert reverse("quiz") in html
    assert "Learn five more" not in html


def test_what_is_due_tomorrow_is_told(as_alice: Client, alice: User) -> None:
    statement = QuestionFactory().statement
    values = memory_values(date(2026, 2, 20), date(2026, 3, 2))
    Memory.objects.create(learner=alice, statement=statement, **values)
    assert "1 fact is due tomorrow." in as_alice.get(URL).content.decode()


def test_a_new_learner_without_facts(as_alice: Client, alice: User) -> None:
    html = as_alice.get(URL).content.decode()
    assert "Nothing to review today" in html
    assert "due on" not in html


def test_more_is_offered_while_there_is_more(as_alice: Client, alice: User) -> None:
    make_questions(11)
    for _ in range(10):
        answer_next(as_alice, alice, RIGHT)
    assert "Learn five more" in as_alice.get(URL).content.decode()
    as_alice.post(reverse("review_more"))
    answer_next(as_alice, alice, RIGHT)
    assert "Learn five more" not in as_alice.get(URL).content.decode()


def test_in_the_middle_it_leads_back(as_alice: Client, alice: User) -> None:
    make_questions(2)
    answer_next(as_alice, alice, RIGHT)
    html = as_alice.get(URL).content.decode()
    assert "1 fact is still to be asked today." in html
    assert "Learn five more" not in html


def test_only_todays_review_counts(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(1)
    answer_next(as_alice, alice, RIGHT)
    moving_clock.move(days=1)
    assert as_alice.get(URL).context["summary"].asked == 0


def test_it_takes_as_many_queries_for_a_long_review_as_for_a_short_one(
    alice: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_questions(9)
    for learner, answers in ((alice, 1), (bob, 9)):
        client = Client()
        client.force_login(learner)
        for _ in range(answers):
            answer_next(client, learner, WRONG)
        with django_assert_num_queries(10):
            client.get(URL)
