"""A corrected fact in what a class was given: teachers are told, and can regrade."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.classes.corrections import notices
from quizzes.classes.models import Assignment, Regrading, SchoolClass
from quizzes.classes.regrading import to_judge
from quizzes.classes.work import begin
from quizzes.facts.models import Statement
from quizzes.facts.signals import one_change
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import advance
from quizzes.study.models import Response
from tests.bank.packs import captures
from tests.conftest import MovableClock
from tests.factories import (
    AssignmentFactory,
    EnrolmentFactory,
    QuestionSetFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_follows")]

OLD, NEW = "3 March 2018", "12 April 2018"


@pytest.fixture
def fact(moving_clock: MovableClock) -> Statement:
    made = captures()[0]
    moving_clock.move(hours=1)
    return made


@pytest.fixture
def given(fact: Statement, school_class: SchoolClass, tess: User) -> Assignment:
    """A choice and a date about one fact, and a choice about another."""
    keys = ["capture-0:choice:value", "capture-0:date:value", "capture-1:choice:value"]
    questions = [Question.objects.get(key=key) for key in keys]
    made: Assignment = AssignmentFactory(
        title="Week one",
        school_class=school_class,
        question_set=QuestionSetFactory(owner=tess, questions=questions),
    )
    Assignment.objects.update(created_at=clock.now())
    made.refresh_from_db()
    return made


def correct(fact: Statement, hand: MovableClock, day: str = "2018-04-12", **fields: Any) -> None:
    hand.move(hours=1)
    fact.refresh_from_db()
    for name, value in ({"value_date": day} | fields).items():
        setattr(fact, name, value)
    with one_change("Misread"):
        fact.save()
    hand.move(hours=1)


def work(given: Assignment, pupil: User, *texts: str) -> list[Response]:
    """Let a pupil do it: the option or date of each text, "" for a skip."""
    attempt = begin(given, pupil, clock.now())
    for response, text in zip(attempt.responses.order_by("position"), texts, strict=False):
        data = {"answer": text} if text else {"skip": "1"}
        if text and response.question.format == "choice":
            options = [option["text"] for option in response.shown["options"]]
            data = {"choice": str(options.index(text))}
        answer(response, data, clock.now())
    advance(attempt, clock.now())
    return list(attempt.responses.order_by("position"))


def marks(responses: list[Response]) -> list[tuple[str, float | None]]:
    fresh = Response.objects.in_bulk([it.pk for it in responses])
    return [(fresh[it.pk].verdict, fresh[it.pk].score) for it in responses]


def url_of(given: Assignment) -> str:
    return reverse("assignment_regrade", args=[given.pk])


def regrade(client: Client, given: Assignment) -> Any:
    shown = client.get(url_of(given)).context["shown"]
    return client.post(url_of(given), {"shown": shown}, follow=True)


def other_option(fact: str) -> str:
    question = Question.objects.get(key=f"{fact}:choice:value")
    return next(str(it["text"]) for it in question.options if not it["correct"])


def offer(*texts: str) -> None:
    """Let the first choice offer these dates."""
    question = Question.objects.get(key="capture-0:choice:value")
    question.options = [{"text": text, "correct": text == OLD} for text in texts]
    question.save()


def test_it_works(
    given: Assignment,
    fact: Statement,
    alice: User,
    as_alice: Client,
    as_tess: Client,
    moving_clock: MovableClock,
) -> None:
    offer(OLD, "9 March 2018", NEW)
    done = work(given, alice, OLD, "12 April 2018", "12 March 2018")
    assert marks(done) == [("right", 1.0), ("wrong", 0.0), ("right", 1.0)]
    page = reverse("assignment", args=[given.pk])
    assert "Corrected since" not in as_tess.get(page).content.decode()

    correct(fact, moving_clock)
    text = as_tess.get(page).content.decode()
    assert "Corrected since this was given" in text
    assert f"<del>{OLD}</del>" in text
    assert f"<ins>{NEW}</ins>" in text
    assert "Why: Misread" in text
    assert "1 finished attempt was answered before." in text
    class_page = reverse("class", args=[given.school_class_id])
    assert "a fact was corrected" in as_tess.get(class_page).content.decode()
    told = f'<a href="{page}">Week one</a>'
    for each in ("home", "classes"):
        text = as_tess.get(reverse(each)).content.decode()
        assert told in text.partition("A fact was corrected")[2]
        assert "A fact was corrected" not in as_alice.get(reverse(each)).content.decode()

    compared = as_tess.get(url_of(given))
    assert compared.status_code == 200
    assert compared.context["changing"] == 2
    text = " ".join(compared.content.decode().split())
    old, new = 'data-head="Old mark">%s</td>', 'data-head="New mark"> <strong>%s</strong>'
    for was, now in (("Right", "Not right"), ("Not right", "Right")):
        assert re.search(f"{old % was} <td [^>]*{new % now}", text)
    assert marks(done)[0] == ("right", 1.0)

    text = regrade(as_tess, given).content.decode()
    assert "2 marks have changed." in text
    assert "by tess; 2 marks changed." in " ".join(text.split())
    assert marks(done) == [("wrong", 0.0), ("right", 1.0), ("right", 1.0)]
    first, second, third = (Response.objects.get(pk=it.pk) for it in done)
    assert (first.old_verdict, first.old_score) == ("right", 1.0)
    assert (second.old_verdict, second.old_score) == ("wrong", 0.0)
    assert first.regraded_by
    assert first.regraded_by.username == "tess"
    assert first.regraded_at == clock.now()
    assert third.regraded_at is None
    for each in (class_page, reverse("home"), reverse("classes")):
        assert "fact was corrected" not in as_tess.get(each).content.decode()

    result = as_alice.get(reverse("quiz_result", args=[first.attempt_id])).content.decode()
    assert result.count("Regraded on 1 March 2026") == 2
    assert "Before, the answer counted as: not right." in result
    assert "Misread" in result
    seen = as_tess.get(reverse("assignment_pupil", args=[given.pk, alice.pk])).content.decode()
    assert seen.count("Regraded on") == 2


def test_the_key_was_not_among_the_options(
    given: Assignment, fact: Statement, alice: User, as_tess: Client, moving_clock: MovableClock
) -> None:
    """Nobody could know, so everybody has the mark, those who skipped as well."""
    offer(OLD, "9 March 2018", "15 March 2018")
    bea: User = UserFactory(username="bea")
    EnrolmentFactory(school_class=given.school_class, learner=bea)
    hers = work(given, alice, "9 March 2018", "", "12 March 2018")
    bea_s = work(given, bea, "", "", "12 March 2018")
    correct(fact, moving_clock)
    assert "everybody has the mark" in as_tess.get(url_of(given)).content.decode()
    regrade(as_tess, given)
    for done in (hers, bea_s):
        assert marks(done)[0] == ("right", 1.0)
        assert "everybody has the mark" in Response.objects.get(pk=done[0].pk).note
        assert marks(done)[1] == ("skipped", 0.0)


def test_a_double_click_regrades_once(
    given: Assignment, fact: Statement, alice: User, as_tess: Client, moving_clock: MovableClock
) -> None:
    done = work(given, alice, OLD, OLD, "12 March 2018")
    correct(fact, moving_clock)
    shown = {"shown": as_tess.get(url_of(given)).context["shown"]}
    as_tess.post(url_of(given), shown)
    before = marks(done)
    again = as_tess.post(url_of(given), shown, follow=True)
    assert "There is nothing to regrade any more." in again.content.decode()
    assert marks(done) == before
    assert Regrading.objects.count() == 1
    assert "There is nothing to regrade." in as_tess.get(url_of(given)).content.decode()


def test_marks_that_were_not_shown_are_not_given(
    given: Assignment, fact: Statement, alice: User, as_tess: Client, moving_clock: MovableClock
) -> None:
    done = work(given, alice, OLD, OLD, "12 March 2018")
    correct(fact, moving_clock)
    assert as_tess.post(url_of(given), {"shown": "forged"}).status_code == 409
    shown = {"shown": as_tess.get(url_of(given)).context["shown"]}
    correct(fact, moving_clock, "2018-03-03")
    refused = as_tess.post(url_of(given), shown)
    assert refused.status_code == 409
    assert "Nothing was changed." in refused.content.decode()
    assert marks(done)[1] == ("right", 1.0)
    assert Response.objects.filter(regraded_at__isnull=False).count() == 0


def test_a_correction_taken_back_gives_the_old_marks_again(
    given: Assignment, fact: Statement, alice: User, as_tess: Client, moving_clock: MovableClock
) -> None:
    done = work(given, alice, OLD, OLD, "12 March 2018")
    before = marks(done)
    correct(fact, moving_clock)
    regrade(as_tess, given)
    assert marks(done) != before
    correct(fact, moving_clock, "2018-03-03")
    regrade(as_tess, given)
    assert marks(done) == before
    assert Regrading.objects.count() == 2
    assert Response.objects.get(pk=done[1].pk).old_verdict == "right"


def test_a_correction_taken_back_before_anybody_regraded(
    given: Assignment, fact: Statement, alice: User, as_tess: Client, moving_clock: MovableClock
) -> None:
    done = work(given, alice, OLD, OLD, "12 March 2018")
    correct(fact, moving_clock)
    correct(fact, moving_clock, "2018-03-03")
    page = as_tess.get(url_of(given))
    assert page.context["judged"] == []
    assert "No mark would change." in page.content.decode()
    regrade(as_tess, given)
    assert marks(done)[1] == ("right", 1.0)
    assert not any(notice.waiting for notice in notices(given))


def test_unfinished_and_later_work_is_left_alone(
    given: Assignment, fact: Statement, alice: User, moving_clock: MovableClock
) -> None:
    bea: User = UserFactory(username="bea")
    work(given, alice, OLD)
    correct(fact, moving_clock)
    work(given, bea, NEW, NEW, "12 March 2018")
    assert to_judge(given) == []
    assert [notice.touched for notice in notices(given)] == [0]


def test_what_was_corrected_before_it_was_given(
    given: Assignment, fact: Statement, alice: User, moving_clock: MovableClock
) -> None:
    correct(fact, moving_clock)
    Assignment.objects.update(created_at=clock.now())
    given.refresh_from_db()
    assert notices(given) == []
    work(given, alice, NEW, NEW, "12 March 2018")
    assert to_judge(given) == []


def test_a_fact_that_is_withdrawn_keeps_its_marks(
    given: Assignment, fact: Statement, alice: User, moving_clock: MovableClock
) -> None:
    done = work(given, alice, OLD, OLD, "12 March 2018")
    correct(fact, moving_clock)
    correct(fact, moving_clock, status="retired")
    assert to_judge(given) == []
    assert marks(done)[0] == ("right", 1.0)


@pytest.mark.parametrize("who", ["as_tom", "as_bob", "as_alice"])
def test_a_stranger_gets_404(
    given: Assignment,
    fact: Statement,
    alice: User,
    request: pytest.FixtureRequest,
    who: str,
    moving_clock: MovableClock,
) -> None:
    work(given, alice, OLD, OLD, "12 March 2018")
    correct(fact, moving_clock)
    client: Client = request.getfixturevalue(who)
    assert client.get(url_of(given)).status_code == 404
    assert client.post(url_of(given), {"shown": ""}).status_code == 404
    assert not Regrading.objects.exists()


def test_the_other_teacher_may_and_a_visitor_must_log_in(
    given: Assignment,
    fact: Statement,
    alice: User,
    as_theo: Client,
    client: Client,
    moving_clock: MovableClock,
) -> None:
    work(given, alice, OLD, OLD, "12 March 2018")
    correct(fact, moving_clock)
    assert "/login/" in client.get(url_of(given))["Location"]
    regrade(as_theo, given)
    done = Regrading.objects.get()
    assert done.by
    assert done.by.username == "theo"


def test_queries_do_not_grow_with_pupils(
    given: Assignment,
    fact: Statement,
    alice: User,
    as_tess: Client,
    moving_clock: MovableClock,
    queries: Callable[[Client, str], int],
) -> None:
    pages = [
        url_of(given),
        reverse("assignment", args=[given.pk]),
        reverse("class", args=[given.school_class_id]),
    ]
    work(given, alice, OLD, OLD, "12 March 2018")
    correct(fact, moving_clock)
    few = [queries(as_tess, page) for page in pages]

    def cost() -> int:
        shown = {"shown": as_tess.get(url_of(given)).context["shown"]}
        with CaptureQueriesContext(connection) as captured:
            as_tess.post(url_of(given), shown)
        return len(captured)

    for _ in range(8):
        pupil: User = UserFactory()
        EnrolmentFactory(school_class=given.school_class, learner=pupil)
        moving_clock.move(hours=-2)
        for response in work(given, pupil, "", "", ""):
            Response.objects.filter(pk=response.pk).update(
                shown=alice.responses.get(position=response.position).shown
            )
        moving_clock.move(hours=2)
    assert [queries(as_tess, page) for page in pages] == few
    many = cost()
    correct(fact, moving_clock, "2018-04-14")
    Response.objects.exclude(learner=alice).update(answered_at=clock.now(), regraded_at=clock.now())
    assert cost() == many
