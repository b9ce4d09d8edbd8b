"""Memories and answers in the admin: to look at only."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.study.models import Memory
from tests.factories import QuestionFactory

from .steps import WRONG, answer_next, make_questions, memory_values

MEMORIES = reverse("admin:study_memory_changelist")
ANSWERS = reverse("admin:study_response_changelist")


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    return client


def make_memory(learner: User) -> Memory:
    values = memory_values(date(2026, 2, 20), date(2026, 3, 1))
    return Memory.objects.create(learner=learner, statement=QuestionFactory().statement, **values)


def test_it_works(desk: Client, as_alice: Client, alice: User) -> None:
    make_questions(1)
    answer_next(as_alice, alice, WRONG)
    memory = alice.memories.get()
    assert memory.statement.slug in desk.get(MEMORIES).content.decode()
    assert "1 May 2018" in desk.get(ANSWERS, {"q": "alice"}).content.decode()
    assert desk.get(reverse("admin:study_memory_change", args=[memory.pk])).status_code == 200


@pytest.mark.parametrize("model", ["memory", "response"])
def test_nothing_can_be_added(desk: Client, model: str) -> None:
    assert desk.get(reverse(f"admin:study_{model}_add")).status_code == 403


def test_nothing_can_be_changed_or_deleted(desk: Client, alice: User) -> None:
    memory = make_memory(alice)
    for page in ("change", "delete"):
        url = reverse(f"admin:study_memory_{page}", args=[memory.pk])
        assert desk.post(url, {"reps": 9, "post": "yes"}).status_code == 403
    assert Memory.objects.get() == memory


def test_learners_do_not_get_in(as_alice: Client) -> None:
    assert as_alice.get(MEMORIES).status_code == 302


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    desk: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for more in (1, 20):
        for _ in range(more):
            make_memory(alice)
        with django_assert_num_queries(4):
            desk.get(MEMORIES)
