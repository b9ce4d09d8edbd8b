"""Learners' reports of questions in their queue at the desk, and what the first page counts."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question, QuestionReport
from quizzes.bank.reporting import Seen
from quizzes.bank.reporting import report as report_of
from quizzes.lib import clock
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
    assert response.context["compared"][0].old == "When was the harbour captured?"
    assert "Of this report no more than the wording was kept." in said
    assert page("change", report.question) in response.content.decode()
    assert send(editor, report, "settle", answer="The date is right; see it.").status_code == 302
    report.refresh_from_db()
    assert (report.status, report.answer) == ("settled", "The date is right; see it.")
    assert rows(editor, status__exact="open") == []
    assert rows(editor, status__exact="settled") == [report]


def kept(question: Question, **fields: Any) -> QuestionReport:
    """A report of a question as it stands, and of the wrong answer somebody gave."""
    shown = question.snapshot()
    format = FORMATS[question.format]
    seen = Seen(
        shown, question.version, format.grade(shown, format.form(shown, right=False)).given, "wrong"
    )
    return report_of(question, UserFactory(username="lina"), "Odd.", seen, clock.now())


def test_it_is_shown_as_the_learner_saw_it_beside_what_it_is_now(
    editor: Client, choice: Question
) -> None:
    report = kept(choice)
    options = [it["text"] for it in choice.options]
    answered(choice, right=7, wrong=3)
    for name, value in {
        "stem": "On which day did the harbour fall?",
        "options": [{"text": "4 March 2018", "correct": True}, *choice.options[:2]],
        "right_answer": "4 March 2018",
        "version": choice.version + 1,
    }.items():
        setattr(choice, name, value)
    choice.save()
    response = editor.get(url_of(report))
    rows = {it.label: (it.old, it.new) for it in response.context["compared"]}
    assert rows["Question"] == (report.stem, "On which day did the harbour fall?")
    assert rows["Right answer"] == ("3 March 2018", "4 March 2018")
    assert rows["Answers offered"][0] == "\n".join(options)
    assert "4 March 2018" in rows["Answers offered"][1]
    said = text_of(response)
    assert f"shown in version {report.version}, now in version {choice.version}" in said
    assert f"{report.given} – not right" in said
    assert "10 answers." in said

    seen = editor.get(reverse("admin:bank_questionreport_seen", args=[report.pk]))
    said = text_of(seen)
    assert report.stem in said
    assert f"Your answer: {report.given}" in said
    assert "4 March 2018" not in said
    assert 'type="submit">Answer' not in seen.content.decode()


def test_every_format_is_shown_as_it_was(editor: Client, bank: dict[str, Question]) -> None:
    for question in {it.format: it for it in bank.values()}.values():
        QuestionReport.objects.all().delete()
        report = kept(question)
        seen = editor.get(reverse("admin:bank_questionreport_seen", args=[report.pk]))
        assert seen.status_code == 200
        assert report.stem.split("____")[0] in seen.content.decode().replace("&#x27;", "'")
        rows = editor.get(url_of(report)).context["compared"]
        assert all(it.old == it.new for it in rows)
        User.objects.filter(username="lina").delete()


def test_an_older_report_cannot_be_shown_as_it_was(editor: Client, report: QuestionReport) -> None:
    seen = reverse("admin:bank_questionreport_seen", args=[report.pk])
    assert editor.get(seen).status_code == 404


def test_who_is_no_editor_does_not_see_what_was_shown(as_alice: Client, choice: Question) -> None:
    url = reverse("admin:bank_questionreport_seen", args=[kept(choice).pk])
    staff = Client()
    staff.force_login(UserFactory(is_staff=True))
    assert "login" in as_alice.get(url)["Location"]
    assert staff.get(url).status_code == 403


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
    assert "1 report of a question" in said
    Question.objects.filter(pk=report.question_id).update(own_outdated=True)
    assert "1 question with own words to be checked" in text_of(editor.get(INDEX))
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


def test_another_order_is_no_difference(editor: Client, bank: dict[str, Question]) -> None:
    report = kept(bank["command-0:choice:value"])
    report.shown["options"] = [*reversed(report.shown["options"])]
    report.save()
    rows = editor.get(url_of(report)).context["compared"]
    assert all(it.old == it.new for it in rows)
