"""Tests: answers are kept, can be changed, and are judged when they are handed in."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt, Response
from quizzes.study.signals import attempt_finished
from tests.conftest import MovableClock
from tests.factories import BY_FORMAT, QuestionFactory, TypedQuestionFactory

from .steps import HTMX, RIGHT, SKIP, WRONG, answer_next, open_question

pytestmark = pytest.mark.usefixtures("moving_clock")

TODAY = date(2026, 3, 1)


@pytest.fixture
def paper(alice: User) -> Attempt:
    questions = [QuestionFactory(stem=f"Question number {n}?") for n in (1, 2, 3)]
    return a_test(alice, questions)


def a_test(learner: User | None, questions: Sequence[Any], **more: Any) -> Attempt:
    return start_attempt(
        learner, questions, "The week", clock.now(), mode=Attempt.Mode.TEST, own=True, **more
    )


def url(name: str, paper: Attempt, *more: Any) -> str:
    return reverse(name, args=[paper.pk, *more])


def put(client: Client, paper: Attempt, position: int, data: dict[str, str], **kwargs: Any) -> Any:
    """Answer a question as its page does, with the version it shows."""
    version = paper.responses.get(position=position).question_version
    data = data | {"version": str(version)}
    return client.post(url("quiz_answer", paper, position), data, **kwargs)


def hand_in(client: Client, paper: Attempt, **data: str) -> Any:
    return client.post(url("quiz_hand_in", paper), data)


def verdicts(paper: Attempt) -> list[str]:
    return list(paper.responses.order_by("position").values_list("verdict", flat=True))


def test_it_works(
    as_alice: Client, alice: User, paper: Attempt, moving_clock: MovableClock
) -> None:
    assert as_alice.get(url("quiz_attempt", paper))["Location"] == url("quiz_answer", paper, 1)
    html = as_alice.get(url("quiz_answer", paper, 1)).content.decode()
    assert "Question number 1?" in html
    assert "question 1 of 3, 0 answered" in html
    assert paper.responses.get(position=1).shown_at == moving_clock()
    moving_clock.move(minutes=1)
    given_at = moving_clock()
    for position, data in ((1, RIGHT), (2, WRONG)):
        page = put(as_alice, paper, position, data)
        assert page["Location"] == url("quiz_answer", paper, position + 1)
    assert put(as_alice, paper, 3, RIGHT)["Location"] == url("quiz_overview", paper)
    html = as_alice.get(url("quiz_overview", paper)).content.decode()
    assert "Every question has an answer." in html
    assert verdicts(paper) == ["", "", ""]
    assert not alice.memories.exists()
    moving_clock.move(minutes=5)
    assert hand_in(as_alice, paper)["Location"] == url("quiz_result", paper)
    assert verdicts(paper) == ["right", "wrong", "right"]
    assert alice.memories.count() == 3
    paper.refresh_from_db()
    assert paper.finished_at == moving_clock()
    assert set(paper.responses.values_list("answered_at", flat=True)) == {given_at}
    html = as_alice.get(url("quiz_result", paper)).content.decode()
    assert "<strong>2 of 3</strong> right" in html
    assert "It happened on 7 May 2018." in html


@pytest.mark.parametrize("name", [name for name in BY_FORMAT if name not in ("flashcard",)])
def test_nothing_tells_what_is_right_before_the_handing_in(
    as_alice: Client, alice: User, name: str
) -> None:
    paper = a_test(alice, [BY_FORMAT[name](explanation="The secret explanation.")])
    response = paper.responses.get()
    empty = as_alice.get(url("quiz_answer", paper, 1)).content.decode()
    for right in (True, False):
        form = FORMATS[name].form(response.shown, right=right)
        pages = [
            put(as_alice, paper, 1, form),
            put(as_alice, paper, 1, form, headers=HTMX),
            put(as_alice, paper, 1, {}),
            as_alice.get(url("quiz_answer", paper, 1)),
            as_alice.get(url("quiz_overview", paper)),
            as_alice.get(url("quiz_result", paper)),
            as_alice.get(reverse("quiz")),
            as_alice.get(reverse("home")),
        ]
        for page in pages:
            html = page.content.decode()
            assert "secret" not in html
            assert "verdict" not in html
            assert "correct" not in html
            if not right and "right_answer" not in empty:
                once = response.shown["right_answer"]
                assert html.count(once) <= empty.count(once)


def test_an_answer_is_shown_and_can_be_changed(as_alice: Client, paper: Attempt) -> None:
    put(as_alice, paper, 1, WRONG)
    html = as_alice.get(url("quiz_answer", paper, 1)).content.decode()
    assert 'value="0" required checked' in html
    put(as_alice, paper, 1, RIGHT)
    assert "7 May 2018" in as_alice.get(url("quiz_overview", paper)).content.decode()
    hand_in(as_alice, paper, sure="1")
    assert verdicts(paper)[0] == "right"


def test_a_written_answer_stands_in_its_field(as_alice: Client, alice: User) -> None:
    paper = a_test(alice, [TypedQuestionFactory()])
    put(as_alice, paper, 1, {"answer": "8 May 2018"})
    assert 'value="8 May 2018"' in as_alice.get(url("quiz_answer", paper, 1)).content.decode()


def test_a_vague_answer_is_not_asked_for_again(as_alice: Client, alice: User) -> None:
    paper = a_test(alice, [TypedQuestionFactory()])
    page = put(as_alice, paper, 1, {"answer": "May 2018"})
    assert page["Location"] == url("quiz_overview", paper)
    hand_in(as_alice, paper)
    assert verdicts(paper) == ["partial"]


def test_no_answer_is_asked_for(as_alice: Client, paper: Attempt) -> None:
    for headers in ({}, HTMX):
        page = put(as_alice, paper, 1, {}, headers=headers)
        assert page.status_code == 422
        assert "Pick one of the answers first." in page.content.decode()
    assert not paper.responses.exclude(draft=None).exists()


def test_a_fragment_shows_the_next_question_under_its_address(
    as_alice: Client, paper: Attempt
) -> None:
    page = put(as_alice, paper, 1, RIGHT, headers=HTMX)
    html = page.content.decode()
    assert "Question number 2?" in html
    assert "<!doctype html>" not in html
    assert page["HX-Push-Url"] == url("quiz_answer", paper, 2)
    put(as_alice, paper, 2, RIGHT)
    page = put(as_alice, paper, 3, RIGHT, headers=HTMX)
    assert (page.status_code, page["HX-Redirect"]) == (204, url("quiz_overview", paper))


def test_after_the_last_the_open_ones_before_it_come(as_alice: Client, paper: Attempt) -> None:
    assert put(as_alice, paper, 3, RIGHT)["Location"] == url("quiz_answer", paper, 1)
    assert as_alice.get(url("quiz_attempt", paper))["Location"] == url("quiz_answer", paper, 1)


def test_open_questions_are_asked_about_before_the_handing_in(
    as_alice: Client, alice: User, paper: Attempt
) -> None:
    put(as_alice, paper, 1, RIGHT)
    page = hand_in(as_alice, paper)
    assert page.status_code == 409
    assert "2 questions have no answer yet." in page.content.decode()
    assert verdicts(paper) == ["", "", ""]
    assert hand_in(as_alice, paper, sure="1").status_code == 302
    assert verdicts(paper) == ["right", "skipped", "skipped"]
    assert alice.memories.count() == 1


def test_a_skipped_question_is_answered_and_may_be_answered_yet(
    as_alice: Client, paper: Attempt
) -> None:
    for position in (1, 2, 3):
        put(as_alice, paper, position, SKIP)
    assert "Every question has an answer." in (
        as_alice.get(url("quiz_overview", paper)).content.decode()
    )
    assert "You have skipped" in as_alice.get(url("quiz_answer", paper, 1)).content.decode()
    put(as_alice, paper, 1, RIGHT)
    hand_in(as_alice, paper)
    assert verdicts(paper) == ["right", "skipped", "skipped"]


def test_handing_in_twice_is_once(as_alice: Client, alice: User, paper: Attempt) -> None:
    seen: list[Attempt] = []

    def note(sender: type[Attempt], attempt: Attempt, **kwargs: Any) -> None:
        seen.append(attempt)

    attempt_finished.connect(note)
    put(as_alice, paper, 1, RIGHT)
    for _ in range(2):
        assert hand_in(as_alice, paper, sure="1").status_code == 302
    attempt_finished.disconnect(note)
    assert seen == [paper]
    assert alice.memories.get().reps == 1


def test_an_answer_from_another_tab_after_the_handing_in_changes_nothing(
    as_alice: Client, paper: Attempt
) -> None:
    put(as_alice, paper, 1, WRONG)
    hand_in(as_alice, paper, sure="1")
    page = put(as_alice, paper, 1, RIGHT)
    assert "You have answered this before" in page.content.decode()
    assert verdicts(paper)[0] == "wrong"


def test_answers_count_for_the_day_they_were_given(
    as_alice: Client, alice: User, paper: Attempt, moving_clock: MovableClock
) -> None:
    put(as_alice, paper, 1, RIGHT)
    moving_clock.move(days=3)
    put(as_alice, paper, 2, RIGHT)
    hand_in(as_alice, paper, sure="1")
    first, second, third = paper.responses.order_by("position")
    assert (first.study_day, second.study_day) == (TODAY, date(2026, 3, 4))
    assert alice.memories.get(statement=first.statement_id).last_day == TODAY
    # What was open was shown with its answer now.
    assert (third.verdict, third.study_day) == ("skipped", date(2026, 3, 4))


def test_what_was_asked_since_is_not_moved_back(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    question = QuestionFactory()
    paper = a_test(alice, [question])
    put(as_alice, paper, 1, WRONG)
    moving_clock.move(days=1)
    later = start_attempt(alice, [question], "Quiz", clock.now()).responses.get()
    answer(later, RIGHT, clock.now())
    before = alice.memories.get()
    hand_in(as_alice, paper)
    response = paper.responses.get()
    assert (response.verdict, response.counted) == ("wrong", False)
    assert alice.memories.get().state == before.state


def test_what_the_result_has_shown_today_does_not_count_today(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    paper = a_test(alice, [QuestionFactory()])
    put(as_alice, paper, 1, WRONG)
    moving_clock.move(days=1)
    hand_in(as_alice, paper)
    response = answer_next(as_alice, alice, RIGHT)
    assert response.statement_id == paper.responses.get().statement_id
    assert not response.counted
    moving_clock.move(days=1)
    assert answer_next(as_alice, alice, RIGHT).counted


def test_a_fact_seen_in_a_review_on_the_day_of_the_draft_is_practice(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    paper = a_test(alice, [QuestionFactory()])
    put(as_alice, paper, 1, RIGHT)
    open_question(as_alice, alice)
    answer_next(as_alice, alice, SKIP)
    moving_clock.move(days=1)
    hand_in(as_alice, paper)
    assert not paper.responses.get().counted
    assert not alice.memories.exists()


def test_a_visitor_takes_one_and_nothing_is_remembered(client: Client, db: None) -> None:
    for _ in range(5):
        QuestionFactory()
    client.post(reverse("quiz"), {"length": "5", "mode": "test"})
    paper = Attempt.objects.get()
    put(client, paper, 2, RIGHT)
    assert "1 of 5 answered" in client.get(reverse("quiz")).content.decode()
    hand_in(client, paper, sure="1")
    assert sorted(verdicts(paper)) == ["right", *["skipped"] * 4]
    assert client.get(url("quiz_result", paper)).status_code == 200


def test_strangers_are_kept_out(client: Client, paper: Attempt, bob: User) -> None:
    names = ("quiz_overview", "quiz_hand_in", "quiz_result")
    pages = [url("quiz_answer", paper, 1), *(url(name, paper) for name in names)]
    for login, status in ((None, 302), (bob, 404)):
        if login:
            client.force_login(login)
        for page in pages:
            assert client.get(page).status_code == status
        assert put(client, paper, 1, RIGHT).status_code == status
        assert hand_in(client, paper, sure="1").status_code == status
    assert not paper.responses.exclude(draft=None, answered_at=None).exists()


def test_what_is_not_there_is_404(as_alice: Client, paper: Attempt) -> None:
    assert as_alice.get(url("quiz_answer", paper, 4)).status_code == 404
    assert as_alice.get(reverse("quiz_overview", args=[uuid.uuid4()])).status_code == 404


def test_a_get_hands_nothing_in(as_alice: Client, paper: Attempt) -> None:
    assert as_alice.get(url("quiz_hand_in", paper))["Location"] == url("quiz_overview", paper)
    assert verdicts(paper) == ["", "", ""]


def test_a_quiz_that_is_no_test_has_nothing_to_hand_in(as_alice: Client, alice: User) -> None:
    quiz = start_attempt(alice, [QuestionFactory()], "Quiz", clock.now())
    assert as_alice.get(url("quiz_overview", quiz))["Location"] == url("quiz_attempt", quiz)
    hand_in(as_alice, quiz, sure="1")
    assert verdicts(quiz) == [""]


def change(response: Response, **values: Any) -> None:
    Question.objects.filter(pk=response.question_id).update(
        version=response.question_version + 1, **values
    )


def test_a_changed_question_is_answered_anew(as_alice: Client, paper: Attempt) -> None:
    for position in (1, 2, 3):
        put(as_alice, paper, position, RIGHT)
    change(paper.responses.get(position=2), stem="Put otherwise?")
    page = hand_in(as_alice, paper)
    assert page["Location"] == url("quiz_overview", paper)
    html = as_alice.get(page["Location"]).content.decode()
    assert "The editors have changed a question that you had answered." in html
    assert "1 question has no answer yet." in html
    assert "Put otherwise?" in html
    assert verdicts(paper) == ["", "", ""]


def test_an_answer_to_a_question_as_it_was_is_not_taken(as_alice: Client, paper: Attempt) -> None:
    change(paper.responses.get(position=1), stem="Put otherwise?")
    page = put(as_alice, paper, 1, RIGHT)
    assert page["Location"] == url("quiz_answer", paper, 1)
    html = as_alice.get(page["Location"]).content.decode()
    assert "The editors have just changed that question." in html
    assert "Put otherwise?" in html
    # Another tab still shows it as it was.
    stale = {"choice": "1", "version": "1"}
    as_alice.post(url("quiz_answer", paper, 1), stale)
    assert paper.responses.get(position=1).draft is None


def test_a_withdrawn_question_is_passed_over(as_alice: Client, paper: Attempt) -> None:
    for position in (1, 2, 3):
        put(as_alice, paper, position, RIGHT)
    gone = paper.responses.get(position=2)
    Question.objects.filter(pk=gone.question_id).update(status="retired")
    assert "question 2 of 2" in as_alice.get(url("quiz_answer", paper, 3)).content.decode()
    assert as_alice.get(url("quiz_answer", paper, 2))["Location"] == url("quiz_attempt", paper)
    hand_in(as_alice, paper)
    assert verdicts(paper) == ["right", "right"]


def test_a_test_of_which_all_is_withdrawn_is_over(as_alice: Client, paper: Attempt) -> None:
    Question.objects.update(status="retired")
    assert as_alice.get(url("quiz_overview", paper))["Location"] == url("quiz_result", paper)
    paper.refresh_from_db()
    assert paper.finished_at


def test_oversized_forms_are_cut(as_alice: Client, paper: Attempt) -> None:
    put(as_alice, paper, 1, RIGHT | {"more": "x" * 5000} | {f"f{n}": "1" for n in range(100)})
    draft = paper.responses.get(position=1).draft
    assert draft is not None
    assert len(draft) <= 40
    assert max(map(len, draft.values())) <= 1000
    assert "csrfmiddlewaretoken" not in draft


def test_practice_as_a_test_does_not_count(as_alice: Client, alice: User) -> None:
    paper = a_test(alice, [QuestionFactory()], counts=False)
    put(as_alice, paper, 1, RIGHT)
    hand_in(as_alice, paper)
    assert verdicts(paper) == ["right"]
    assert not paper.responses.get().counted
    assert not alice.memories.exists()


def test_the_pages_cost_the_same_however_long_the_test(
    as_alice: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for length in (2, 20):
        paper = a_test(alice, [QuestionFactory() for _ in range(length)])
        as_alice.get(url("quiz_answer", paper, 1))
        with django_assert_num_queries(4):
            as_alice.get(url("quiz_overview", paper))
        with django_assert_num_queries(6):
            as_alice.get(url("quiz_answer", paper, 1))
        with django_assert_num_queries(7):
            put_url, data = url("quiz_answer", paper, 1), RIGHT | {"version": "1"}
            as_alice.post(put_url, data)
        alice.attempts.all().delete()


def test_handing_in_takes_a_few_queries_for_each_question(as_alice: Client, alice: User) -> None:
    counts = []
    for length in (1, 11):
        paper = a_test(alice, [QuestionFactory() for _ in range(length)])
        for position in range(1, length + 1):
            put(as_alice, paper, position, RIGHT)
        with CaptureQueriesContext(connection) as queries:
            hand_in(as_alice, paper)
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 10 * 4


LATE = {"late": "1", "over": ""}


def test_an_answer_that_comes_late_takes_its_place(as_alice: Client, paper: Attempt) -> None:
    put(as_alice, paper, 1, RIGHT | LATE)
    response = paper.responses.get(position=1)
    assert response.draft == RIGHT
    html = as_alice.get(url("quiz_answer", paper, 1)).content.decode()
    assert response.drafted_at
    over = response.drafted_at.isoformat()
    assert f'name="over" value="{over}"' in html
    put(as_alice, paper, 1, WRONG | {"late": "1", "over": over})
    assert paper.responses.get(position=1).draft == WRONG


def test_it_does_not_take_the_place_of_a_later_one(as_alice: Client, paper: Attempt) -> None:
    put(as_alice, paper, 1, RIGHT)
    page = put(as_alice, paper, 1, WRONG | LATE, follow=True)
    assert "the later answer stands" in page.content.decode()
    assert paper.responses.get(position=1).draft == RIGHT
    # The same one, of which only the acknowledgement was lost, is nothing to speak of.
    page = put(as_alice, paper, 1, RIGHT | LATE, follow=True)
    assert "the later answer stands" not in page.content.decode()


def test_one_that_is_pressed_in_another_tab_does(as_alice: Client, paper: Attempt) -> None:
    put(as_alice, paper, 1, RIGHT)
    put(as_alice, paper, 1, WRONG | {"over": ""})
    assert paper.responses.get(position=1).draft == WRONG


def test_yes_or_no_is_shown_as_it_was_answered(as_alice: Client, alice: User) -> None:
    paper = a_test(alice, [BY_FORMAT["true-false"]()])
    put(as_alice, paper, 1, {"so": "no"})
    html = as_alice.get(url("quiz_answer", paper, 1)).content.decode()
    assert html.count(" checked") == 1
    assert 'value="no" required checked' in html
