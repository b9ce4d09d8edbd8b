"""An assignment as its teachers and its pupils see it, and doing it."""

from collections.abc import Callable

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.bank.models import Question, QuestionSet
from quizzes.classes.models import Assignment, AssignmentAttempt
from quizzes.classes.work import begin
from quizzes.facts.models import Statement
from quizzes.study.models import Attempt
from tests.classes.work import do
from tests.conftest import MovableClock
from tests.factories import EnrolmentFactory, QuestionFactory, UserFactory


def _url(assignment: Assignment) -> str:
    return f"/classes/assignments/{assignment.pk}/"


class TestTeacher:
    def test_it_works(
        self, as_tess: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        do(assignment, alice, ["right", "wrong"], moving_clock())
        page = as_tess.get(_url(assignment))
        assert page.status_code == 200
        for text in ("Week one", "1 of 1 done", "alice", "done, 1 of 2", "1 Mar, 12:00"):
            assert text in page.text
        assert ">late<" not in page.text

    @pytest.mark.parametrize(("verdicts", "status"), [(None, "not begun"), (["right"], "at work")])
    def test_unfinished_work_has_no_score(
        self,
        verdicts: list[str] | None,
        status: str,
        as_tess: Client,
        alice: User,
        assignment: Assignment,
        moving_clock: MovableClock,
    ) -> None:
        if verdicts:
            do(assignment, alice, verdicts, moving_clock())
        page = as_tess.get(_url(assignment))
        assert status in page.text
        assert "0 of 1 done" in page.text
        assert "1 of 2" not in page.text

    def test_late_is_marked(
        self, as_tess: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        moving_clock.move(days=7, seconds=1)
        do(assignment, alice, ["right", "wrong"], moving_clock())
        assert ">late<" in as_tess.get(_url(assignment)).text

    def test_on_the_dot_is_not_late(
        self, as_tess: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        moving_clock.move(days=7)
        do(assignment, alice, ["right", "wrong"], moving_clock())
        assert ">late<" not in as_tess.get(_url(assignment)).text

    def test_slip_earns_the_mark_and_a_skip_does_not(
        self, as_tess: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        do(assignment, alice, ["almost", "skipped"], moving_clock())
        assert "1 of 2" in as_tess.get(_url(assignment)).text

    def test_co_teacher_sees_it_without_a_way_into_the_others_set(
        self, as_tess: Client, as_theo: Client, assignment: Assignment
    ) -> None:
        link = f"/sets/{assignment.question_set_id}/"
        assert link in as_tess.get(_url(assignment)).text
        page = as_theo.get(_url(assignment))
        assert "alice" in page.text
        assert link not in page.text

    @pytest.mark.parametrize("who", ["as_bob", "as_tom"])
    def test_others_find_nothing(
        self, who: str, assignment: Assignment, request: pytest.FixtureRequest
    ) -> None:
        assert request.getfixturevalue(who).get(_url(assignment)).status_code == 404

    def test_queries_do_not_grow(
        self,
        as_tess: Client,
        assignment: Assignment,
        queries: Callable[[Client, str], int],
        moving_clock: MovableClock,
    ) -> None:
        def grow(number: int) -> int:
            for _ in range(number):
                pupil = EnrolmentFactory(school_class=assignment.school_class).learner
                do(assignment, pupil, ["right", "wrong"], moving_clock())
            return queries(as_tess, _url(assignment))

        assert grow(3) == grow(27)


class TestAnswersOfAPupil:
    @pytest.fixture
    def answers(self, assignment: Assignment, alice: User, moving_clock: MovableClock) -> str:
        do(assignment, alice, ["almost", "wrong"], moving_clock())
        return f"{_url(assignment)}pupils/{alice.pk}/"

    def test_it_works(self, as_theo: Client, answers: str) -> None:
        page = as_theo.get(answers)
        for text in (
            "Answers of alice",
            "1 of 2 right",
            "Right, but for the spelling",
            "given for wrong",
            "Right answer: 7 May 2018",
        ):
            assert text in page.text

    def test_shows_what_is_not_answered_yet(
        self, as_tess: Client, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        pupil = EnrolmentFactory(school_class=assignment.school_class).learner
        do(assignment, pupil, ["right"], moving_clock())
        page = as_tess.get(f"{_url(assignment)}pupils/{pupil.pk}/")
        assert "Still at work." in page.text
        assert "Not answered yet." in page.text

    def test_shows_the_question_as_it_was_asked(
        self, as_tess: Client, assignment: Assignment, answers: str
    ) -> None:
        assignment.question_set.questions.update(right_answer="1 May 2019")
        assert "Right answer: 7 May 2018" in as_tess.get(answers).text

    @pytest.mark.parametrize("who", ["as_alice", "as_bob", "as_tom"])
    def test_only_its_teachers(
        self, who: str, answers: str, request: pytest.FixtureRequest
    ) -> None:
        assert request.getfixturevalue(who).get(answers).status_code == 404

    def test_nobody_who_has_not_begun_or_is_not_in_the_class(
        self, as_tess: Client, assignment: Assignment, bob: User
    ) -> None:
        pupil = EnrolmentFactory(school_class=assignment.school_class).learner
        for who in (pupil, bob):
            assert as_tess.get(f"{_url(assignment)}pupils/{who.pk}/").status_code == 404

    def test_queries_do_not_grow(
        self,
        as_tess: Client,
        assignment: Assignment,
        queries: Callable[[Client, str], int],
        moving_clock: MovableClock,
    ) -> None:
        def pupil_with(number: int) -> str:
            from tests.factories import AssignmentFactory, QuestionSetFactory

            given = AssignmentFactory(
                school_class=assignment.school_class,
                question_set=QuestionSetFactory(questions=QuestionFactory.create_batch(number)),
            )
            pupil = EnrolmentFactory(school_class=assignment.school_class).learner
            do(given, pupil, ["right"] * number, moving_clock())
            return f"{_url(given)}pupils/{pupil.pk}/"

        assert queries(as_tess, pupil_with(3)) == queries(as_tess, pupil_with(30))


class TestPupil:
    def test_it_works(self, as_alice: Client, assignment: Assignment) -> None:
        page = as_alice.get(_url(assignment))
        assert page.status_code == 200
        for text in ("Week one", "2 questions", "due Sunday 8 March 2026, 12:00", "Start"):
            assert text in page.text
        assert "content-note" not in page.text
        assert "The due date has passed" not in page.text

    def test_content_note_is_announced(self, as_alice: Client, assignment: Assignment) -> None:
        question = assignment.question_set.questions.all()[0]
        Statement.objects.filter(pk=question.statement_id).update(sensitivity="context")
        assert "content-note" in as_alice.get(_url(assignment)).text

    def test_sees_nothing_of_others(
        self, as_alice: Client, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        other = EnrolmentFactory(school_class=assignment.school_class).learner
        do(assignment, other, ["right", "right"], moving_clock())
        page = as_alice.get(_url(assignment))
        assert other.username not in page.text
        assert "2 of 2" not in page.text

    def test_begun_it_is_continued(
        self, as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        do(assignment, alice, ["right"], moving_clock())
        assert "Continue" in as_alice.get(_url(assignment)).text

    def test_done_it_shows_the_score(
        self, as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        attempt = do(assignment, alice, ["right", "wrong"], moving_clock())
        page = as_alice.get(_url(assignment))
        assert "Done: 1 of 2 right." in page.text
        assert f"/quiz/{attempt.pk}/result/" in page.text
        assert "Start" not in page.text
        assert "after the due date" not in page.text

    def test_after_the_due_date_it_may_still_be_done(
        self, as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        moving_clock.move(days=8)
        page = as_alice.get(_url(assignment))
        assert "The due date has passed. You can still do it" in page.text
        assert as_alice.post(f"{_url(assignment)}start/").status_code == 302
        do(assignment, alice, ["right", "wrong"], moving_clock())
        assert "after the due date" in as_alice.get(_url(assignment)).text

    def test_without_questions_it_says_so(self, as_alice: Client, assignment: Assignment) -> None:
        assignment.question_set.questions.update(status=Question.Status.RETIRED)
        assert "It has no questions at the moment." in as_alice.get(_url(assignment)).text
        page = as_alice.post(f"{_url(assignment)}start/", follow=True)
        assert page.status_code == 200
        assert not Attempt.objects.exists()


class TestStart:
    def test_it_works(
        self, as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        page = as_alice.post(f"{_url(assignment)}start/")
        attempt = alice.attempts.get()
        assert page["Location"] == f"/quiz/{attempt.pk}/"
        assert attempt.title == "Week one"
        assert attempt.assigned.assignment == assignment

    def test_double_click_and_two_tabs_are_one_attempt(
        self, as_alice: Client, alice: User, assignment: Assignment
    ) -> None:
        tabs = [as_alice.post(f"{_url(assignment)}start/") for _ in range(2)]
        assert tabs[0]["Location"] == tabs[1]["Location"]
        assert alice.attempts.count() == 1

    def test_done_it_leads_to_the_result(
        self, as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        attempt = do(assignment, alice, ["right", "wrong"], moving_clock())
        page = as_alice.post(f"{_url(assignment)}start/")
        assert page["Location"] == f"/quiz/{attempt.pk}/result/"

    def test_questions_come_in_the_order_of_the_set(
        self, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        items = list(assignment.question_set.items.all())
        for item, position in zip(items, [7, 3], strict=True):
            item.position = position
            item.save()
        attempt = begin(assignment, alice, moving_clock())
        asked = attempt.responses.order_by("position").values_list("question", flat=True)
        assert list(asked) == [items[1].question_id, items[0].question_id]

    def test_withdrawn_questions_are_not_asked(
        self, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        kept, withdrawn = assignment.question_set.questions.order_by("pk")
        Question.objects.filter(pk=withdrawn.pk).update(status=Question.Status.RETIRED)
        attempt = begin(assignment, alice, moving_clock())
        assert [response.question for response in attempt.responses.all()] == [kept]

    def test_two_pupils_have_an_attempt_each(
        self, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        pupil = EnrolmentFactory(school_class=assignment.school_class).learner
        begin(assignment, alice, moving_clock())
        begin(assignment, pupil, moving_clock())
        assert AssignmentAttempt.objects.count() == 2

    @pytest.mark.parametrize("who", ["as_bob", "as_tess", "as_tom"])
    def test_only_pupils_of_the_class(
        self, who: str, assignment: Assignment, request: pytest.FixtureRequest
    ) -> None:
        assert request.getfixturevalue(who).post(f"{_url(assignment)}start/").status_code == 404
        assert not Attempt.objects.exists()

    def test_stranger_logs_in_first(self, client: Client, assignment: Assignment) -> None:
        page = client.post(f"{_url(assignment)}start/")
        assert page.status_code == 302
        assert "/accounts/login/" in page["Location"]

    def test_needs_a_post(self, as_alice: Client, assignment: Assignment) -> None:
        assert as_alice.get(f"{_url(assignment)}start/").status_code == 405
        assert not Attempt.objects.exists()

    def test_locks_the_set_for_its_teacher(
        self,
        as_tess: Client,
        question_set: QuestionSet,
        alice: User,
        assignment: Assignment,
        moving_clock: MovableClock,
    ) -> None:
        url = f"/sets/{question_set.pk}/"
        assert "Pupils have begun work" not in as_tess.get(url).text
        begin(assignment, alice, moving_clock())
        assert "Pupils have begun work" in as_tess.get(url).text
        question = question_set.questions.all()[0]
        page = as_tess.post(f"{url}remove/", {"question": question.pk})
        assert page.status_code == 422
        assert question_set.questions.count() == 2


def test_a_superuser_teaches_nothing_by_that_alone(client: Client, assignment: Assignment) -> None:
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(_url(assignment)).status_code == 404
