"""Answering in a review: feedback, skip, flashcards, and that each answer counts once."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Memory
from tests.conftest import MovableClock
from tests.factories import (
    CitationFactory,
    EntityFactory,
    FlashcardFactory,
    QuestionFactory,
    SourceFactory,
    StatementFactory,
    TypedQuestionFactory,
)

from .steps import (
    HTMX,
    RIGHT,
    SKIP,
    WRONG,
    answer_next,
    answer_twice,
    make_questions,
    memory_values,
    open_question,
    post_answer,
)

pytestmark = pytest.mark.usefixtures("moving_clock")


def test_it_works(as_alice: Client, alice: User) -> None:
    source = SourceFactory(title="The Derna file")
    fact = StatementFactory(cited=False)
    CitationFactory(statement=fact, source=source, locator="paragraph 7", quote="on Monday")
    QuestionFactory(statement=fact)
    page = post_answer(as_alice, open_question(as_alice, alice), RIGHT)
    assert page.status_code == 200
    html = page.content.decode()
    assert 'class="verdict is-right"' in html
    assert "Right answer: <strong>7 May 2018</strong>" in html
    assert "It happened on 7 May 2018." in html
    for part in ("The Derna file", "The Gazette, 12 June 2018", "paragraph 7", "on Monday"):
        assert part in html
    assert "Asked again tomorrow, on 2 March 2026." in html
    assert "data-continue" in html
    memory = alice.memories.get()
    assert (memory.statement, memory.reps, memory.due) == (fact, 1, date(2026, 3, 2))


def test_a_wrong_answer_says_so(as_alice: Client, alice: User) -> None:
    make_questions(1)
    html = post_answer(as_alice, open_question(as_alice, alice), WRONG).content.decode()
    assert 'class="verdict is-wrong"' in html
    assert "Your answer: 1 May 2018" in html
    assert "Right answer: <strong>7 May 2018</strong>" in html
    assert "Asked again later in this session." in html


def test_a_later_date_is_spelt_out(as_alice: Client, alice: User) -> None:
    question = TypedQuestionFactory()
    values = memory_values(date(2026, 2, 20), date(2026, 3, 1), stability=9.0, stage="recall")
    Memory.objects.create(learner=alice, statement=question.statement, **values)
    response = open_question(as_alice, alice)
    html = post_answer(as_alice, response, {"answer": "7 May 2018"}).content.decode()
    due = alice.memories.get().due
    days = (due - date(2026, 3, 1)).days
    assert days > 9
    assert f"Asked again in {days} days, on {due:%-d %B %Y}." in html


def test_full_page_and_partial(as_alice: Client, alice: User) -> None:
    make_questions(2)
    full = post_answer(as_alice, open_question(as_alice, alice), RIGHT)
    part = post_answer(as_alice, open_question(as_alice, alice), RIGHT, headers=HTMX)
    assert "<!doctype html>" in full.content.decode()
    assert "<!doctype html>" not in part.content.decode()
    for page in (full, part):
        assert page.content.decode().count('<div id="card">') == 1
        assert "<title>Right – Review – Derna Edu</title>" in page.content.decode()
        assert "HX-Request" in page["Vary"]
        assert page.content.decode().count("data-focus") == 1


def test_an_empty_answer_is_asked_for_again(as_alice: Client, alice: User) -> None:
    TypedQuestionFactory()
    response = open_question(as_alice, alice)
    for headers in ({}, HTMX):
        page = post_answer(as_alice, response, {"answer": "  "}, headers=headers)
        assert page.status_code == 422
        html = page.content.decode()
        assert "Type your answer first, or skip the question." in html
        assert 'name="answer"' in html
        assert "7 May 2018" not in html
    response.refresh_from_db()
    assert response.answered_at is None


@pytest.mark.parametrize("choice", ["", "3", "-1", "x", "²"])
def test_a_choice_that_is_none_is_asked_for_again(
    as_alice: Client, alice: User, choice: str
) -> None:
    make_questions(1)
    page = post_answer(as_alice, open_question(as_alice, alice), {"choice": choice})
    assert page.status_code == 422
    assert not alice.memories.exists()


def test_a_second_post_counts_once_and_shows_the_same(as_alice: Client, alice: User) -> None:
    make_questions(2)
    response = open_question(as_alice, alice)
    first = post_answer(as_alice, response, WRONG)
    second = post_answer(as_alice, response, RIGHT)
    again = as_alice.get(reverse("review_answer", args=[response.token]))
    assert first.status_code == second.status_code == again.status_code == 200
    for page in (second, again):
        assert 'class="verdict is-wrong"' in page.content.decode()
        assert "Your answer: 1 May 2018" in page.content.decode()
    response.refresh_from_db()
    assert response.verdict == "wrong"
    assert alice.memories.get().reps == 1
    session = alice.review_sessions.get()
    assert session.queue.count(response.statement_id) == 1


def test_two_tabs_show_the_same_question_and_count_once(as_alice: Client, alice: User) -> None:
    make_questions(2)
    in_one_tab = open_question(as_alice, alice)
    in_the_other = open_question(as_alice, alice)
    assert in_one_tab == in_the_other
    post_answer(as_alice, in_one_tab, RIGHT)
    post_answer(as_alice, in_the_other, RIGHT)
    assert alice.responses.count() == 1
    assert alice.memories.get().reps == 1


def test_another_learners_token_is_404(as_alice: Client, alice: User, bob: User) -> None:
    make_questions(1)
    bobs_client = Client()
    bobs_client.force_login(bob)
    bobs = open_question(bobs_client, bob)
    url = reverse("review_answer", args=[bobs.token])
    assert as_alice.get(url).status_code == 404
    assert as_alice.post(url, RIGHT).status_code == 404
    bobs.refresh_from_db()
    assert bobs.answered_at is None


def test_a_visitor_is_sent_to_the_login(client: Client, as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = open_question(as_alice, alice)
    page = post_answer(Client(), response, RIGHT)
    assert page.status_code == 302
    assert page["Location"].startswith(reverse("account_login"))
    assert not alice.memories.exists()


def test_the_address_of_an_open_question_leads_to_the_review(as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = open_question(as_alice, alice)
    page = as_alice.get(reverse("review_answer", args=[response.token]))
    assert (page.status_code, page["Location"]) == (302, reverse("review"))


def test_a_skip_costs_nothing(as_alice: Client, alice: User) -> None:
    make_questions(2)
    response = open_question(as_alice, alice)
    html = post_answer(as_alice, response, SKIP).content.decode()
    assert 'class="verdict is-skipped"' in html
    assert "Right answer: <strong>7 May 2018</strong>" in html
    assert "Not asked again today." in html
    response.refresh_from_db()
    assert (response.verdict, response.counted, response.rating) == ("skipped", False, None)
    assert not alice.memories.exists()
    assert open_question(as_alice, alice).statement_id != response.statement_id


def test_a_partial_answer_is_asked_again_without_penalty(as_alice: Client, alice: User) -> None:
    TypedQuestionFactory()
    response = answer_twice(as_alice, alice, {"answer": "May 2018"})
    assert response.verdict == "partial"
    assert not alice.memories.exists()
    again = answer_next(as_alice, alice, {"answer": "2018-05-07"})
    assert again.statement_id == response.statement_id
    # The answer had been shown, so it proves nothing; the fact is new again tomorrow.
    assert (again.verdict, again.counted) == ("right", False)
    assert not alice.memories.exists()
    html = as_alice.get(reverse("review_answer", args=[again.token])).content.decode()
    assert "Practice for today; asked again tomorrow." in html


def test_an_answer_after_a_skip_elsewhere_is_practice(as_alice: Client, alice: User) -> None:
    TypedQuestionFactory()
    as_alice.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    attempt = alice.attempts.get()
    as_alice.post(reverse("quiz_answer", args=[attempt.pk, 1]), SKIP)
    again = answer_next(as_alice, alice, {"answer": "2018-05-07"})
    assert (again.verdict, again.counted) == ("right", False)
    assert not alice.memories.exists()


def test_a_flashcard_is_turned_and_rated(as_alice: Client, alice: User) -> None:
    FlashcardFactory()
    response = open_question(as_alice, alice)
    for headers in ({}, HTMX):
        turned = post_answer(as_alice, response, {"reveal": "1"}, headers=headers)
        assert turned.status_code == 200
        html = turned.content.decode()
        assert "<strong>7 May 2018</strong>" in html
        assert "It happened on 7 May 2018." in html
        assert html.count('name="rating"') == 4
        assert "later in this session" in html
        assert "tomorrow" in html
        assert "in about 8 days" in html
    response.refresh_from_db()
    assert response.answered_at is None
    page = post_answer(as_alice, response, {"rating": "4"})
    assert "Easy" in page.content.decode()
    assert re.search(r"Asked again in \d days, on \d+ March 2026.", page.content.decode())
    memory = alice.memories.get()
    # Eight days, or one more or fewer.
    assert abs((memory.due - date(2026, 3, 9)).days) <= 1
    assert memory.stage == "recognition"


def test_ratings_that_all_lead_to_the_same_day_do_not_say_so(as_alice: Client, alice: User) -> None:
    card = FlashcardFactory()
    values = memory_values(date(2026, 3, 1), date(2026, 3, 2))
    Memory.objects.create(learner=alice, statement=card.statement, **values)
    attempt = start_attempt(alice, [card], "Cards", clock.now())
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    html = as_alice.post(url, {"reveal": "1"}).content.decode()
    assert html.count('name="rating"') == 4
    assert "tomorrow" not in html


def test_a_flashcard_not_known_comes_back(as_alice: Client, alice: User) -> None:
    FlashcardFactory()
    response = answer_next(as_alice, alice, {"rating": "1"})
    assert response.verdict == "wrong"
    assert open_question(as_alice, alice).statement_id == response.statement_id


def test_only_a_flashcard_can_be_turned(as_alice: Client, alice: User) -> None:
    TypedQuestionFactory()
    page = post_answer(as_alice, open_question(as_alice, alice), {"reveal": "1"})
    assert page.status_code == 422
    assert "7 May 2018" not in page.content.decode()


def test_a_claim_keeps_its_claimant(as_alice: Client, alice: User) -> None:
    army = EntityFactory(label="Eastern Army", takes_the=True, kind="group")
    QuestionFactory(statement__attributed_to=army)
    html = post_answer(as_alice, open_question(as_alice, alice), RIGHT).content.decode()
    assert "This is what the Eastern Army said" in html


def test_a_claim_of_nobody_named_says_so(as_alice: Client, alice: User) -> None:
    QuestionFactory(statement__unattributed=True)
    html = post_answer(as_alice, open_question(as_alice, alice), RIGHT).content.decode()
    assert "The source does not name who says so." in html


def test_a_plain_fact_is_neither_a_claim_nor_disputed(as_alice: Client, alice: User) -> None:
    make_questions(1)
    html = post_answer(as_alice, open_question(as_alice, alice), RIGHT).content.decode()
    for words in ('class="claim"', "The sources differ"):
        assert words not in html


def test_a_disputed_fact_shows_both_values_with_their_sources(
    as_alice: Client, alice: User
) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    rival = StatementFactory(
        cited=False, subject=fact.subject, property=fact.property, value_date="2018-05-09"
    )
    CitationFactory(statement=rival, source=SourceFactory(title="The other report"))
    QuestionFactory(statement=fact)
    html = post_answer(as_alice, open_question(as_alice, alice), RIGHT).content.decode()
    assert "The sources differ" in html
    assert "<strong>7 May 2018</strong>" in html
    assert "<strong>9 May 2018</strong>" in html
    assert "The other report" in html


@pytest.mark.parametrize(("note", "said"), [("", True), ("The towns differ.", False)])
def test_a_mark_of_the_editors_is_told_unless_their_note_tells_it(
    as_alice: Client, alice: User, note: str, said: bool
) -> None:
    QuestionFactory(statement__disputed_mark=True, statement__dispute_note=note)
    html = post_answer(as_alice, open_question(as_alice, alice), RIGHT).content.decode()
    assert ("The editors have marked this as disputed." in html) == said


def test_what_a_learner_typed_is_shown_as_text(as_alice: Client, alice: User) -> None:
    TypedQuestionFactory()
    response = open_question(as_alice, alice)
    html = post_answer(as_alice, response, {"answer": "<b>May</b>"}).content.decode()
    assert "<b>May</b>" not in html
    assert "&lt;b&gt;May&lt;/b&gt;" in html


def test_the_first_answer_of_a_day_counts(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(1)
    wrong = answer_next(as_alice, alice, WRONG)
    after_wrong = alice.memories.values().get()
    right = answer_next(as_alice, alice, RIGHT)
    assert (wrong.counted, right.counted) == (True, False)
    assert alice.memories.values().get() == after_wrong
    moving_clock.move(days=1)
    assert answer_next(as_alice, alice, RIGHT).counted
    assert alice.memories.get().reps == 2


def test_the_study_day_begins_at_four_by_the_learners_clock(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Africa/Tripoli")
    make_questions(1)
    moving_clock.move(hours=13)  # 01:00 UTC is 03:00 in Tripoli
    assert answer_next(as_alice, alice, WRONG).study_day == date(2026, 3, 1)
    moving_clock.move(hours=2)
    assert answer_next(as_alice, alice, WRONG).study_day == date(2026, 3, 2)


def test_what_was_wrong_comes_again_in_the_review_of_a_day_that_began_meanwhile(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(3)
    User.objects.filter(pk=alice.pk).update(time_zone="UTC")
    moving_clock.move(hours=15)
    shown = open_question(as_alice, alice)
    moving_clock.move(hours=2)
    html = post_answer(as_alice, shown, WRONG).content.decode()
    assert "Asked again later in this session." in html
    old, new = alice.review_sessions.order_by("day")
    assert shown.statement_id not in old.queue
    assert new.queue[-1] == shown.statement_id
    while alice.review_sessions.get(pk=new.pk).queue:
        last = answer_next(as_alice, alice, RIGHT)
    assert (last.statement_id, last.verdict, last.counted) == (shown.statement_id, "right", False)


def test_a_second_tab_is_told_that_the_first_answer_counts(as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = open_question(as_alice, alice)
    first = post_answer(as_alice, response, RIGHT).content.decode()
    second = post_answer(as_alice, response, WRONG).content.decode()
    said = "You have answered this before; your first answer counts."
    assert said not in first
    assert said in second
    assert 'class="verdict is-right"' in second


def test_the_same_answer_sent_twice_is_not_another(as_alice: Client, alice: User) -> None:
    make_questions(2)
    for data in (WRONG, SKIP):
        response = open_question(as_alice, alice)
        post_answer(as_alice, response, data)
        assert (
            "You have answered this before"
            not in post_answer(as_alice, response, data).content.decode()
        )


def test_a_question_withdrawn_meanwhile_is_told_as_that(as_alice: Client, alice: User) -> None:
    make_questions(2)
    response = open_question(as_alice, alice)
    Question.objects.filter(pk=response.question_id).update(status="retired")
    page = as_alice.post(reverse("review_answer", args=[response.token]), RIGHT, follow=True)
    assert "The editors have withdrawn that question." in page.content.decode()
    assert page.context["response"].pk != response.pk
    assert not alice.memories.exists()
