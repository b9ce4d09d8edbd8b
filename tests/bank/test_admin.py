"""The bank at the desk: to be read, and by editors alone."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.bank.models import Question
from tests.factories import UserFactory

from .packs import capture, captures, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]

LIST = reverse("admin:bank_question_changelist")


@pytest.fixture
def as_editor() -> Client:
    editor = UserFactory(username="edith", is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(editor)
    return client


def test_it_works(as_editor: Client) -> None:
    captures()
    questions = published()
    page = as_editor.get(LIST).content.decode()
    assert questions["capture-0:choice:value"].stem in page


def test_why_a_question_is_not_asked_can_be_found(as_editor: Client) -> None:
    captures()
    capture("the quarry", "2018-03-03", slug="quarry")
    published()
    page = as_editor.get(LIST, {"status__exact": "refused"}).content.decode()
    assert "the same is said of another subject" in page


def test_a_question_can_be_searched_for(as_editor: Client) -> None:
    captures()
    published()
    page = as_editor.get(LIST, {"q": "capture-3:typed"}).content.decode()
    assert "did the army capture a customs house" in page
    assert "did the army capture the airfield" not in page


def test_a_question_is_read_only(as_editor: Client) -> None:
    captures()
    question = published()["capture-0:choice:value"]
    url = reverse("admin:bank_question_change", args=[question.pk])
    response = as_editor.get(url)
    assert response.status_code == 200
    assert 'name="stem"' not in response.content.decode()
    assert as_editor.post(url, {"stem": "Why?"}).status_code == 403
    assert Question.objects.get(pk=question.pk).stem == question.stem


def test_questions_are_neither_added_nor_deleted(as_editor: Client) -> None:
    captures()
    question = published()["capture-0:choice:value"]
    assert as_editor.get(reverse("admin:bank_question_add")).status_code == 403
    url = reverse("admin:bank_question_delete", args=[question.pk])
    assert as_editor.post(url, {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [question.pk], "post": "yes"}
    as_editor.post(LIST, action)
    assert Question.objects.filter(pk=question.pk).exists()


def test_a_superuser_may_not_change_them_either(admin_client: Client) -> None:
    captures()
    question = published()["capture-0:choice:value"]
    url = reverse("admin:bank_question_change", args=[question.pk])
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, {"stem": "Why?"}).status_code == 403


def test_a_learner_does_not_see_them(as_alice: Client) -> None:
    captures()
    question = published()["capture-0:choice:value"]
    for url in (LIST, reverse("admin:bank_question_change", args=[question.pk])):
        response = as_alice.get(url)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_staff_without_the_permission_does_not_see_them() -> None:
    client = Client()
    client.force_login(UserFactory(is_staff=True))
    assert client.get(LIST).status_code == 403


def test_queries_do_not_grow_with_the_list(as_editor: Client) -> None:
    captures(2)
    published()
    as_editor.get(LIST)
    with CaptureQueriesContext(connection) as few:
        as_editor.get(LIST)
    captures_more = [capture(f"outpost {n}", f"2018-07-{n + 10}") for n in range(8)]
    assert len(published()) > len(captures_more)
    with CaptureQueriesContext(connection) as many:
        as_editor.get(LIST)
    assert len(many) == len(few)
