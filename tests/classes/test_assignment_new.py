"""Giving a set to a class, and changing what was given."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.bank.models import Question, QuestionSet
from quizzes.classes.models import Assignment, SchoolClass
from tests.conftest import MovableClock
from tests.factories import QuestionFactory, QuestionSetFactory, SchoolClassFactory

URL = "/classes/assignments/new/"

pytestmark = pytest.mark.usefixtures("moving_clock")


@pytest.fixture
def data(school_class: SchoolClass, question_set: QuestionSet) -> dict[str, str]:
    return {
        "school_class": str(school_class.pk),
        "question_set": str(question_set.pk),
        "title": "Week one",
        "due_at": "2026-03-08T20:00",
    }


def test_it_works(as_tess: Client, data: dict[str, str], question_set: QuestionSet) -> None:
    page = as_tess.post(URL, data)
    given = Assignment.objects.get()
    assert page["Location"] == f"/classes/{given.school_class_id}/"
    assert given.title == "Week one"
    assert given.question_set == question_set
    assert given.due_at == datetime(2026, 3, 8, 20, tzinfo=UTC)


def test_form_offers_the_teachers_own_and_a_week(
    as_tess: Client, school_class: SchoolClass, question_set: QuestionSet
) -> None:
    SchoolClassFactory(name="Not her class")
    QuestionSetFactory(title="Not hers", questions=[QuestionFactory()])
    QuestionSetFactory(title="Still empty", owner=question_set.owner)
    page = as_tess.get(f"{URL}?school_class={school_class.pk}")
    assert f'<option value="{school_class.pk}" selected>Class 7b</option>' in page.text
    assert "The siege" in page.text
    assert 'value="2026-03-08T23:59"' in page.text
    for other in ("Not her class", "Not hers", "Still empty"):
        assert other not in page.text


def test_the_only_class_and_set_are_chosen_already(
    as_tess: Client, tess: User, school_class: SchoolClass, question_set: QuestionSet
) -> None:
    assert as_tess.get(URL).text.count(" selected>") == 2
    SchoolClassFactory(teachers=[tess])
    assert '<option value="" selected>Choose a class</option>' in as_tess.get(URL).text


def test_set_with_many_questions_is_offered_once(
    as_tess: Client, school_class: SchoolClass, question_set: QuestionSet
) -> None:
    assert as_tess.get(URL).text.count(">The siege</option>") == 1


def test_title_is_the_sets_if_left_empty(as_tess: Client, data: dict[str, str]) -> None:
    as_tess.post(URL, data | {"title": " "})
    assert Assignment.objects.get().title == "The siege"


def test_double_submit_gives_it_once(as_tess: Client, data: dict[str, str]) -> None:
    first, second = as_tess.post(URL, data), as_tess.post(URL, data)
    assert first["Location"] == second["Location"]
    assert Assignment.objects.count() == 1


def test_the_same_set_may_be_given_again_later(as_tess: Client, data: dict[str, str]) -> None:
    as_tess.post(URL, data)
    as_tess.post(URL, data | {"due_at": "2026-04-08T20:00"})
    assert Assignment.objects.count() == 2


@pytest.mark.parametrize("due_at", ["2026-03-01T11:59", "2026-03-01T12:00", "2025-03-08T20:00"])
def test_past_due_date_is_refused(as_tess: Client, data: dict[str, str], due_at: str) -> None:
    page = as_tess.post(URL, data | {"due_at": due_at})
    assert page.status_code == 422
    assert "This is in the past." in page.text
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize("due_at", ["9999-12-31T23:59", "2032-01-01T00:00"])
def test_a_date_far_ahead_is_refused(
    as_tess: Client, tess: User, data: dict[str, str], zone: str, due_at: str
) -> None:
    tess.time_zone = zone
    tess.save()
    page = as_tess.post(URL, data | {"due_at": due_at})
    assert page.status_code == 422
    assert "This is too far ahead." in page.text
    assert not Assignment.objects.exists()


def test_due_date_that_is_none(as_tess: Client, data: dict[str, str]) -> None:
    page = as_tess.post(URL, data | {"due_at": "next week"})
    assert page.status_code == 422
    assert "Write the date and time like" in page.text


class TestTimeZone:
    @pytest.fixture(autouse=True)
    def _tripoli(self, tess: User) -> None:
        tess.time_zone = "Africa/Tripoli"
        tess.save()

    def test_due_date_is_read_in_the_teachers(self, as_tess: Client, data: dict[str, str]) -> None:
        as_tess.post(URL, data)
        assert Assignment.objects.get().due_at == datetime(2026, 3, 8, 18, tzinfo=UTC)

    def test_and_shown_in_the_readers(
        self, as_tess: Client, as_alice: Client, data: dict[str, str]
    ) -> None:
        as_tess.post(URL, data)
        page = f"/classes/assignments/{Assignment.objects.get().pk}/"
        assert "due Sunday 8 March 2026, 20:00" in as_tess.get(page).text
        assert 'value="2026-03-08T20:00"' in as_tess.get(f"{page}change/").text
        assert "due Sunday 8 March 2026, 18:00" in as_alice.get(page).text

    def test_the_form_says_so(
        self, as_tess: Client, school_class: SchoolClass, question_set: QuestionSet
    ) -> None:
        assert "In your time zone, Africa/Tripoli." in as_tess.get(URL).text

    def test_past_is_judged_there(self, as_tess: Client, data: dict[str, str]) -> None:
        # It is noon in UTC and two o'clock in Tripoli.
        assert as_tess.post(URL, data | {"due_at": "2026-03-01T13:30"}).status_code == 422
        assert as_tess.post(URL, data | {"due_at": "2026-03-01T14:30"}).status_code == 302


@pytest.mark.parametrize("field", ["school_class", "question_set"])
def test_what_is_not_the_teachers_is_refused(
    as_tess: Client, data: dict[str, str], field: str
) -> None:
    foreign = {
        "school_class": SchoolClassFactory().pk,
        "question_set": QuestionSetFactory(questions=[QuestionFactory()]).pk,
    }
    page = as_tess.post(URL, data | {field: str(foreign[field])})
    assert page.status_code == 422
    assert "Choose one of your" in page.text
    assert not Assignment.objects.exists()


def test_set_without_questions_that_are_asked_is_refused(
    as_tess: Client, data: dict[str, str], question_set: QuestionSet
) -> None:
    question_set.questions.update(status=Question.Status.RETIRED)
    assert as_tess.post(URL, data).status_code == 422


def test_without_sets_it_leads_to_making_one(as_tess: Client, school_class: SchoolClass) -> None:
    assert "/sets/new/" in as_tess.get(URL).text


def test_learner_finds_nothing(as_alice: Client, data: dict[str, str]) -> None:
    assert as_alice.get(URL).status_code == 404
    assert as_alice.post(URL, data).status_code == 404
    assert not Assignment.objects.exists()


def test_stranger_logs_in_first(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 302


class TestChange:
    def test_it_works(self, as_theo: Client, assignment: Assignment) -> None:
        page = as_theo.post(
            f"/classes/assignments/{assignment.pk}/change/",
            {"title": "Week two", "due_at": "2026-03-15T20:00"},
        )
        assert page["Location"] == f"/classes/assignments/{assignment.pk}/"
        assignment.refresh_from_db()
        assert assignment.title == "Week two"
        assert assignment.due_at == datetime(2026, 3, 15, 20, tzinfo=UTC)

    def test_class_and_set_stay(self, as_tess: Client, tess: User, assignment: Assignment) -> None:
        other = SchoolClassFactory(teachers=[tess])
        as_tess.post(
            f"/classes/assignments/{assignment.pk}/change/",
            {"title": "", "due_at": "2026-03-15T20:00", "school_class": other.pk},
        )
        school_class, title = assignment.school_class, assignment.question_set.title
        assignment.refresh_from_db()
        assert assignment.school_class == school_class
        assert assignment.title == title

    def test_past_due_date_may_stay_but_not_be_chosen(
        self, as_tess: Client, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        moving_clock.move(days=8)
        url = f"/classes/assignments/{assignment.pk}/change/"
        kept = {"title": "Week two", "due_at": "2026-03-08T12:00"}
        assert as_tess.post(url, kept).status_code == 302
        assert as_tess.post(url, kept | {"due_at": "2026-03-08T13:00"}).status_code == 422

    @pytest.mark.parametrize("who", ["as_alice", "as_bob", "as_tom"])
    def test_only_its_teachers(
        self, who: str, assignment: Assignment, request: pytest.FixtureRequest
    ) -> None:
        url = f"/classes/assignments/{assignment.pk}/change/"
        data = {"title": "Mine", "due_at": "2026-03-15T20:00"}
        assert request.getfixturevalue(who).post(url, data).status_code == 404
        assignment.refresh_from_db()
        assert assignment.title == "Week one"
