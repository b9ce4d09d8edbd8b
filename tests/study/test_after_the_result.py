"""What follows a result: the missed ones in today's review, or the questions once more."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import advance, start_attempt
from quizzes.study.models import Attempt, SetAside
from tests.conftest import MovableClock
from tests.factories import QuestionFactory

from .steps import RIGHT, SKIP, WRONG, answer_next, make_questions, open_question

pytestmark = pytest.mark.usefixtures("moving_clock")


def taken(learner: User | None, *answers: dict[str, str], **more: Any) -> Attempt:
    """Return a finished quiz with these answers."""
    questions = [QuestionFactory() for _ in answers]
    attempt = start_attempt(learner, questions, "The week", clock.now(), **more)
    for response, data in zip(attempt.responses.order_by("position"), answers, strict=True):
        answer(response, data, clock.now())
    advance(attempt, clock.now())
    return attempt


def facts(attempt: Attempt, verdict: str) -> list[int]:
    responses = attempt.responses.filter(verdict=verdict).order_by("position")
    return list(responses.values_list("statement", flat=True))


def review_these(client: Client, attempt: Attempt, **kwargs: Any) -> Any:
    return client.post(reverse("quiz_review", args=[attempt.pk]), **kwargs)


def again(client: Client, attempt: Attempt, **data: str) -> Any:
    return client.post(reverse("quiz_again", args=[attempt.pk]), data)


def test_the_missed_come_first_in_todays_review(as_alice: Client, alice: User) -> None:
    make_questions(4)
    open_question(as_alice, alice)
    attempt = taken(alice, WRONG, RIGHT, WRONG, SKIP)
    missed = facts(attempt, "wrong")
    html = as_alice.get(reverse("quiz_result", args=[attempt.pk])).content.decode()
    assert "Review the 2 missed today" in html
    page = review_these(as_alice, attempt, follow=True)
    assert page.redirect_chain == [(reverse("review"), 302)]
    assert "2 facts from the quiz come first." in page.content.decode()
    session = alice.review_sessions.get()
    assert session.queue[:2] == missed
    assert (len(session.queue), session.planned) == (6, 6)
    # Their answers were shown today, so that the review relearns and does not count them again.
    before = alice.memories.get(statement=missed[0]).state
    response = answer_next(as_alice, alice, RIGHT)
    assert (response.statement_id, response.counted) == (missed[0], False)
    assert alice.memories.get(statement=missed[0]).state == before


def test_a_double_click_changes_nothing(as_alice: Client, alice: User) -> None:
    make_questions(2)
    attempt = taken(alice, WRONG, WRONG)
    review_these(as_alice, attempt)
    first = alice.review_sessions.get()
    review_these(as_alice, attempt)
    again = alice.review_sessions.get()
    assert (first.queue, first.planned) == (again.queue, again.planned)


def test_what_is_right_by_now_is_not_asked(as_alice: Client, alice: User) -> None:
    attempt = taken(alice, WRONG)
    review_these(as_alice, attempt)
    answer_next(as_alice, alice, RIGHT)
    page = review_these(as_alice, attempt, follow=True)
    assert "There is nothing to review" in page.content.decode()
    assert page.redirect_chain == [(reverse("quiz_result", args=[attempt.pk]), 302)]


def result(client: Client, attempt: Attempt) -> str:
    return client.get(reverse("quiz_result", args=[attempt.pk])).content.decode()


def test_what_was_right_since_is_not_offered(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    attempt = taken(alice, WRONG, WRONG, RIGHT)
    first, second = facts(attempt, "wrong")
    assert "since" not in result(as_alice, attempt)
    moving_clock.move(days=1)
    relearned(alice, first, RIGHT)
    html = result(as_alice, attempt)
    assert "Review the missed one today" in html
    assert "1 fact that you missed here you have answered rightly since." in html
    moving_clock.move(days=1)
    relearned(alice, second, RIGHT)
    html = result(as_alice, attempt)
    assert "missed one today" not in html
    assert reverse("quiz_review", args=[attempt.pk]) not in html
    assert "2 facts that you missed here you have answered rightly since." in html
    moving_clock.move(days=1)
    assert "There is nothing to review" in review_these(as_alice, attempt, follow=True).text
    # Wrong once more, it is missed again; a skip says nothing.
    relearned(alice, second, WRONG)
    relearned(alice, first, SKIP)
    assert "Review the missed one today" in result(as_alice, attempt)


def test_of_practice_too_only_what_is_still_missed_is_practised(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    attempt = taken(alice, WRONG, WRONG, RIGHT, counts=False)
    first, second = facts(attempt, "wrong")
    moving_clock.move(hours=1)
    relearned(alice, first, RIGHT)
    assert "Practise the missed one" in result(as_alice, attempt)
    again(as_alice, attempt, wrong="1")
    practice = alice.attempts.get(title="The week", started_at=moving_clock(), own=True)
    assert [it.statement_id for it in practice.responses.all()] == [second]


def test_a_visitors_quiz_is_reviewed_by_who_has_logged_in_since(
    client: Client, alice: User
) -> None:
    make_questions(5)
    client.post(reverse("quiz"), {"length": "5"})
    attempt = Attempt.objects.get()
    for position in range(1, 6):
        client.post(reverse("quiz_answer", args=[attempt.pk, position]), WRONG)
    client.force_login(alice)
    session = client.session
    session["attempts"] = [str(attempt.pk)]
    session.save()
    assert "Review the 5 missed today" in result(client, attempt)
    relearned(alice, facts(attempt, "wrong")[0], RIGHT)
    assert "Review the 4 missed today" in result(client, attempt)


def relearned(learner: User, fact: int, data: dict[str, str]) -> None:
    """Answer a fact once more, elsewhere."""
    question = Question.objects.get(statement=fact)
    elsewhere = start_attempt(learner, [question], "Elsewhere", clock.now())
    answer(elsewhere.responses.get(), data, clock.now())
    advance(elsewhere, clock.now())


def test_what_is_set_aside_is_not_asked(as_alice: Client, alice: User) -> None:
    make_questions(1)
    attempt = taken(alice, WRONG)
    SetAside.objects.create(learner=alice, statement_id=facts(attempt, "wrong")[0])
    assert "missed one today" not in result(as_alice, attempt)
    review_these(as_alice, attempt)
    assert facts(attempt, "wrong")[0] not in alice.review_sessions.get().queue


def test_practice_is_practised_again_and_not_reviewed(as_alice: Client, alice: User) -> None:
    make_questions(2)
    attempt = taken(alice, WRONG, RIGHT)
    Attempt.objects.update(counts=False)
    html = as_alice.get(reverse("quiz_result", args=[attempt.pk])).content.decode()
    assert "missed one today" not in html
    assert "Practise the missed one" in html


def test_what_is_withdrawn_is_not_asked(as_alice: Client, alice: User) -> None:
    attempt = taken(alice, WRONG)
    Question.objects.update(status="retired")
    page = review_these(as_alice, attempt, follow=True)
    assert "There is nothing to review" in page.content.decode()


def test_an_old_quizs_facts_count_again_when_they_are_reviewed(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    attempt = taken(alice, WRONG)
    moving_clock.move(days=5)
    review_these(as_alice, attempt)
    assert answer_next(as_alice, alice, RIGHT).counted


def test_these_again_is_practice(as_alice: Client, alice: User) -> None:
    attempt = taken(alice, WRONG, RIGHT, SKIP)
    before = list(alice.memories.values())
    page = again(as_alice, attempt)
    practice = alice.attempts.exclude(pk=attempt.pk).get()
    assert page["Location"] == reverse("quiz_attempt", args=[practice.pk])
    assert (practice.title, practice.counts, practice.own) == ("Once more: The week", False, True)
    asked = [list(it.responses.values_list("question", flat=True)) for it in (attempt, practice)]
    assert asked[0] == asked[1]
    html = as_alice.get(page["Location"]).content.decode()
    assert "Practice: it does not change when a fact comes back." in html
    as_alice.post(reverse("quiz_answer", args=[practice.pk, 1]), RIGHT)
    assert not practice.responses.get(position=1).counted
    assert list(alice.memories.values()) == before


def test_practice_of_practice_keeps_its_title(as_alice: Client, alice: User) -> None:
    attempt = taken(alice, WRONG, counts=False)
    again(as_alice, attempt)
    assert alice.attempts.exclude(pk=attempt.pk).get().title == "The week"


def test_a_visitor_practises_the_missed_ones(client: Client, db: None) -> None:
    make_questions(5)
    client.post(reverse("quiz"), {"length": "5"})
    attempt = Attempt.objects.get()
    for position in range(1, 6):
        data = WRONG if position in (2, 3) else RIGHT
        client.post(reverse("quiz_answer", args=[attempt.pk, position]), data)
    html = client.get(reverse("quiz_result", args=[attempt.pk])).content.decode()
    assert "Practise the 2 missed" in html
    assert reverse("quiz_review", args=[attempt.pk]) not in html
    page = again(client, attempt, wrong="1")
    practice = Attempt.objects.exclude(pk=attempt.pk).get()
    asked = practice.responses.order_by("position").values_list("statement", flat=True)
    assert list(asked) == facts(attempt, "wrong")
    assert client.get(page["Location"]).status_code == 200


def test_sent_twice_it_begins_one(as_alice: Client, alice: User) -> None:
    attempt = taken(alice, WRONG)
    token = str(uuid.uuid4())
    pages = [again(as_alice, attempt, token=token)["Location"] for _ in range(2)]
    assert pages[0] == pages[1]
    assert alice.attempts.count() == 2


def test_none_is_asked_any_more(as_alice: Client, alice: User) -> None:
    attempt = taken(alice, WRONG)
    Question.objects.update(status="retired")
    assert again(as_alice, attempt)["Location"] == reverse("quiz_result", args=[attempt.pk])
    assert alice.attempts.count() == 1


def test_an_unfinished_quiz_has_nothing_to_follow(as_alice: Client, alice: User) -> None:
    attempt = start_attempt(alice, [QuestionFactory()], "Quiz", clock.now())
    assert review_these(as_alice, attempt).status_code == 404
    assert again(as_alice, attempt)["Location"] == reverse("quiz_attempt", args=[attempt.pk])
    assert alice.attempts.count() == 1


def test_strangers_get_nothing(client: Client, alice: User, bob: User) -> None:
    attempt = taken(alice, WRONG)
    assert review_these(client, attempt).status_code == 302
    assert again(client, attempt).status_code == 302
    client.force_login(bob)
    assert review_these(client, attempt).status_code == 404
    assert again(client, attempt).status_code == 404
    assert Attempt.objects.count() == 1
    assert not bob.review_sessions.exists()


@pytest.mark.parametrize(("name", "status"), [("quiz_review", 405), ("quiz_again", 302)])
def test_a_get_changes_nothing(as_alice: Client, alice: User, name: str, status: int) -> None:
    attempt = taken(alice, WRONG)
    assert as_alice.get(reverse(name, args=[attempt.pk])).status_code == status
    assert alice.attempts.count() == 1
    assert not alice.review_sessions.exists()


@pytest.mark.parametrize("token", ["", "x", "1"])
def test_a_bad_token_is_none(as_alice: Client, alice: User, token: str) -> None:
    attempt = taken(alice, WRONG)
    again(as_alice, attempt, token=token)
    assert alice.attempts.count() == 2
