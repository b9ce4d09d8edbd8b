"""Learners' reports of questions in their queue at the desk, and what the first page counts."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.bank.models import Question, QuestionReport
from tests.factories import UserFactory

from .steps import answered, page, text_of

pytestmark = pytest.mark.django_db

REPORTS = reverse("admin:bank_questionreport_changelist")
INDEX = reverse("admin:index")


@pytest.fixture
def report(choice: Question) -> QuestionReport:
    return QuestionReport.objects.create(
        question=choice,
        reporter=UserFactory(username="lina"),
        text="It was in May.",
        stem="When was the harbour captured?",
    )


def url_of(report: QuestionReport) -> str:
    return reverse("admin:bank_questionreport_change", args=[report.pk])


def send(client: Client, report: QuestionReport, step: str, **fields: Any) -> Any:
    form = client.get(url_of(report)).context["adminform"].form
    data = {"state": form.initial["state"], "answer": report.answer, "_save": step}
    return client.post(url_of(report), data | fields)


def rows(client: Client, **query: Any) -> list[QuestionReport]:
    return list(client.get(REPORTS, query).context["cl"].result_list)


def test_it_works(editor: Client, report: QuestionReport) -> None:
    answered(report.question, right=8, wrong=2)
    said = text_of(editor.get(REPORTS))
    assert "It was in May." in said
    assert report.question.stem in said
    assert "lina" in said
    response = editor.get(url_of(report))
    said = text_of(response)
    assert "10 answers. Right: 80 per cent." in said
    assert "When was the harbour captured?" in said
    assert "right answer: 3 March 2018" in said
    assert page("change", report.question) in response.content.decode()
    assert send(editor, report, "settle", answer="The date is right; see it.").status_code == 302
    report.refresh_from_db()
    assert (report.status, report.answer) == ("settled", "The date is right; see it.")
    assert rows(editor, status__exact="open") == []
    assert rows(editor, status__exact="settled") == [report]


def test_what_was_reported_is_not_changed(editor: Client, report: QuestionReport) -> None:
    send(editor, report, "settle", answer="So it is.", text="Other", stem="Other", reporter="")
    before = report.text, report.stem, report.reporter_id
    report.refresh_from_db()
    assert (report.text, report.stem, report.reporter_id) == before


def test_it_is_settled_with_a_word_on_what_was_done(editor: Client, report: QuestionReport) -> None:
    refused = send(editor, report, "settle", answer=" ")
    assert "answer" in refused.context["adminform"].form.errors
    report.refresh_from_db()
    assert report.status == "open"


def test_it_is_opened_again(editor: Client, report: QuestionReport) -> None:
    send(editor, report, "settle", answer="Done.")
    send(editor, report, "open", answer="Done.")
    report.refresh_from_db()
    assert report.status == "open"


def test_of_two_editors_the_later_is_told(editor: Client, report: QuestionReport) -> None:
    state = editor.get(url_of(report)).context["adminform"].form.initial["state"]
    send(editor, report, "settle", answer="Done.")
    late = {"state": state, "answer": "Done twice.", "_save": "settle"}
    response = editor.post(url_of(report), late)
    assert response.status_code == 409
    assert "another editor has settled this report: “Done.”" in text_of(response)
    report.refresh_from_db()
    assert report.answer == "Done."


def test_it_is_neither_added_nor_deleted(editor: Client, report: QuestionReport) -> None:
    assert editor.get(reverse("admin:bank_questionreport_add")).status_code == 403
    delete = reverse("admin:bank_questionreport_delete", args=[report.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    assert QuestionReport.objects.exists()


def test_who_is_no_editor_does_not_see_it(as_alice: Client, report: QuestionReport) -> None:
    staff = Client()
    staff.force_login(UserFactory(is_staff=True))
    for url in (REPORTS, url_of(report)):
        assert "login" in as_alice.get(url)["Location"]
        assert staff.get(url).status_code == 403


def test_the_first_page_counts_what_is_open(editor: Client, report: QuestionReport) -> None:
    said = text_of(editor.get(INDEX))
    assert "1 reports of questions" in said
    Question.objects.filter(pk=report.question_id).update(own_outdated=True)
    assert "1 own words in questions to be checked" in text_of(editor.get(INDEX))
    send(editor, report, "settle", answer="Done.")
    assert "reports of questions" not in text_of(editor.get(INDEX)).split("Bank")[0]


def test_the_first_page_tells_only_who_may_do_it(report: QuestionReport) -> None:
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_questionreport"))
    client = Client()
    client.force_login(reader)
    assert "desk-work" not in client.get(INDEX).content.decode()


def test_queries_do_not_grow_with_the_queue(editor: Client, report: QuestionReport) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as spent:
            editor.get(REPORTS)
        return len(spent)

    queries()
    few = queries()
    for n, question in enumerate(Question.objects.all()[:10]):
        QuestionReport.objects.create(
            question=question, reporter=UserFactory(), text=f"Problem {n}", stem="x"
        )
    assert queries() == few
