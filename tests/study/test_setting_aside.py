"""Facts that a learner does not want to be asked."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.study.models import Memory, SetAside
from tests.conftest import MovableClock
from tests.factories import QuestionFactory

from .steps import RIGHT, answer_next, make_questions, memory_values, open_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

DUE = memory_values(date(2026, 2, 20), date(2026, 3, 1))
LIST = reverse("set_aside")


def test_it_works(as_alice: Client, alice: User, moving_clock: MovableClock) -> None:
    make_questions(2)
    response = open_question(as_alice, alice)
    url = reverse("set_fact_aside", args=[response.token])
    for _ in range(2):
        done = as_alice.post(url, follow=True)
    said = f'You will not be asked this fact again. <a href="{LIST}">Facts set aside</a>'
    assert said in done.content.decode()
    assert SetAside.objects.count() == 1
    assert open_question(as_alice, alice).statement_id != response.statement_id
    answer_next(as_alice, alice, RIGHT)
    assert as_alice.get(reverse("review"))["Location"] == reverse("review_done")
    moving_clock.move(days=1)
    assert response.statement_id not in _asked_today(as_alice, alice)

    page = as_alice.get(LIST).content.decode()
    assert reverse("fact", args=[response.statement.slug]) in page
    assert "in work that a teacher has given you" in page
    back = reverse("take_fact_up", args=[response.statement.slug])
    for _ in range(2):
        assert as_alice.post(back)["Location"] == LIST
    assert not SetAside.objects.exists()
    moving_clock.move(days=1)
    assert response.statement_id in _asked_today(as_alice, alice)


def _asked_today(client: Client, learner: User) -> list[int]:
    client.get(reverse("review"))
    queue: list[int] = learner.review_sessions.latest("day").queue
    return queue


def test_what_is_remembered_is_kept(as_alice: Client, alice: User) -> None:
    fact = QuestionFactory().statement
    memory = Memory.objects.create(learner=alice, statement=fact, **DUE)
    response = open_question(as_alice, alice)
    as_alice.post(reverse("set_fact_aside", args=[response.token]))
    assert as_alice.get(reverse("review"))["Location"] == reverse("review_done")
    assert alice.memories.get() == memory


def test_others_are_asked_all_the_same(as_alice: Client, alice: User, bob: User) -> None:
    make_questions(1)
    response = open_question(as_alice, alice)
    as_alice.post(reverse("set_fact_aside", args=[response.token]))
    as_bob = Client()
    as_bob.force_login(bob)
    assert open_question(as_bob, bob).statement_id == response.statement_id
    assert "You have set nothing aside." in as_bob.get(LIST).content.decode()
    assert as_bob.post(reverse("set_fact_aside", args=[response.token])).status_code == 404
    as_bob.post(reverse("take_fact_up", args=[response.statement.slug]))
    assert SetAside.objects.get().learner == alice


def test_posts_and_logins_are_wanted(as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = open_question(as_alice, alice)
    aside = reverse("set_fact_aside", args=[response.token])
    back = reverse("take_fact_up", args=[response.statement.slug])
    for url in (aside, back):
        assert as_alice.get(url).status_code == 405
        assert reverse("account_login") in Client().post(url)["Location"]
    assert not SetAside.objects.exists()
    assert reverse("account_login") in Client().get(LIST)["Location"]
    assert as_alice.post(reverse("take_fact_up", args=["nothing-such"])).status_code == 404


def test_a_long_list_takes_as_many_queries_as_a_short_one(as_alice: Client, alice: User) -> None:
    counts = []
    for more in (1, 8):
        for question in QuestionFactory.create_batch(more):
            SetAside.objects.create(learner=alice, statement=question.statement)
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
