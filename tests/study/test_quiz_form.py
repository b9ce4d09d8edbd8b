"""What the form of a quiz makes of its fields, and how it refuses."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.study.models import Attempt
from tests.factories import QuestionFactory, TopicFactory, TypedQuestionFactory

from .steps import make_questions

URL = reverse("quiz")


def test_it_works(as_alice: Client, alice: User) -> None:
    topics = [TopicFactory(title=title) for title in ("The siege", "The battle", "Other")]
    for topic in topics:
        for band in (1, 3):
            make_questions(3, statement__topic=topic, difficulty=band)
            TypedQuestionFactory(statement__topic=topic, difficulty=band)
    data = {
        "topics": [topic.slug for topic in topics[:2]],
        "formats": ["choice"],
        "bands": ["3"],
        "length": "5",
        "mode": "test",
        "only_practice": "on",
    }
    assert as_alice.post(URL, data).status_code == 302
    attempt = alice.attempts.get()
    assert (attempt.title, attempt.mode) == ("The siege · The battle", "test")
    assert (attempt.counts, attempt.own) == (False, True)
    asked = [response.question for response in attempt.responses.select_related("question")]
    assert {(it.format, it.difficulty) for it in asked} == {("choice", 3)}
    assert len(asked) == 5


def test_what_is_not_said_is_the_usual(as_alice: Client, alice: User) -> None:
    make_questions(5)
    as_alice.post(URL, {"length": "5"})
    attempt = alice.attempts.get()
    assert (attempt.title, attempt.mode, attempt.counts) == ("All topics", "practice", True)


def test_three_topics_are_counted(as_alice: Client, alice: User) -> None:
    topics = [TopicFactory() for _ in range(3)]
    for topic in topics:
        make_questions(2, statement__topic=topic)
    as_alice.post(URL, {"length": "5", "topics": [topic.slug for topic in topics]})
    assert alice.attempts.get().title == "3 topics"


def test_too_few_are_refused_with_a_way_on(client: Client, db: None) -> None:
    topic = TopicFactory()
    make_questions(2, statement__topic=topic, difficulty=3)
    make_questions(4, statement__topic=topic, difficulty=1)
    make_questions(3, difficulty=3)
    data = {"length": "10", "topics": topic.slug, "bands": "3"}
    page = client.post(URL, data)
    html = page.content.decode()
    assert page.status_code == 422
    assert "Only 2 questions match." in html
    assert "With all topics there would be 5." in html
    assert "With easy, medium and hard ones there would be 6." in html
    assert "With all kinds" not in html
    assert "Start with these 2" in html
    assert re.search(r"<details\s+open>", html)
    assert not Attempt.objects.exists()
    assert client.post(URL, data | {"fewer": "1"}).status_code == 302
    assert Attempt.objects.get().responses.count() == 2


def test_where_nothing_matches_there_is_nothing_to_start(client: Client, db: None) -> None:
    QuestionFactory()
    page = client.post(URL, {"length": "5", "formats": "map", "fewer": "1"})
    html = page.content.decode()
    assert page.status_code == 422
    assert "No question matches." in html
    assert "With all kinds of question there would be 1." in html
    assert "Start with" not in html
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"length": "5", "mode": "exam"},
        {"length": "5", "formats": "flashcard"},
        {"length": "5", "formats": "true-false"},
        {"length": "5", "bands": "4"},
        {"length": "5", "token": "1"},
        {"length": "0"},
    ],
)
def test_bad_parameters_are_refused(client: Client, db: None, data: dict[str, str]) -> None:
    make_questions(5)
    assert client.post(URL, data).status_code == 422
    assert not Attempt.objects.exists()


def test_a_form_sent_twice_begins_one_quiz(as_alice: Client, alice: User) -> None:
    make_questions(5)
    data = {"length": "5", "token": str(uuid.uuid4())}
    first, second = as_alice.post(URL, data), as_alice.post(URL, data)
    assert first["Location"] == second["Location"]
    assert alice.attempts.get().responses.count() == 5


def test_a_visitors_form_sent_twice_begins_one_quiz(client: Client, db: None) -> None:
    make_questions(5)
    data = {"length": "5", "token": str(uuid.uuid4())}
    assert client.post(URL, data)["Location"] == client.post(URL, data)["Location"]
    assert Attempt.objects.count() == 1


def test_the_id_of_somebody_elses_quiz_gives_no_way_in(client: Client, alice: User) -> None:
    make_questions(5)
    visitor = Client()
    for owner in (visitor, client):
        if owner is client:
            client.force_login(alice)
        owner.post(URL, {"length": "5"})
    for attempt in list(Attempt.objects.all()):
        stranger = Client()
        page = stranger.post(URL, {"length": "5", "token": str(attempt.pk)})
        assert str(attempt.pk) not in page["Location"]
        assert stranger.get(reverse("quiz_attempt", args=[attempt.pk])).status_code == 302


def test_each_page_has_a_token_of_its_own(client: Client, db: None) -> None:
    tokens = {
        re.search(r'name="token" value="([^"]+)"', client.get(URL).content.decode())[1]  # type: ignore[index]
        for _ in range(2)
    }
    assert len(tokens) == 2


def test_only_learners_have_a_schedule_to_leave_alone(client: Client, alice: User) -> None:
    assert "only_practice" not in client.get(URL).content.decode()
    client.force_login(alice)
    assert "only_practice" in client.get(URL).content.decode()
