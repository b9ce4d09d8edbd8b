"""The file of all answers: whose, which, how they are written, and that it takes little memory."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.progress import answers_file
from quizzes.progress.answers_file import COLUMNS, MARK, lines
from quizzes.study.models import Response
from tests.factories import QuestionFactory, TypedQuestionFactory

from .makers import TODAY, answer, quiz

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("moving_clock")


def rows(client: Client) -> list[dict[str, str]]:
    response = client.get(reverse("progress_answers"))
    assert response.status_code == 200
    text = response.getvalue().decode()
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def test_it_works(as_alice: Client, alice: User) -> None:
    question = QuestionFactory(stem="When did the siege begin?")
    answer(
        alice,
        TODAY,
        "right",
        question,
        given="7 May 2018",
        answered_at=NOON,
        score=1.0,
        stability=12.5,
        difficulty=5.0,
        due=TODAY + timedelta(days=12),
    )
    assert rows(as_alice) == [
        {
            "answered_at": "2026-03-01T12:00:00Z",
            "study_day": "2026-03-01",
            "in": "review",
            "quiz_title": "",
            "fact": question.statement.slug,
            "question": question.key,
            "format": "choice",
            "stem": "When did the siege begin?",
            "answer": "7 May 2018",
            "first_answer": "",
            "right_answer": "7 May 2018",
            "verdict": "right",
            "score": "1.0",
            "counted": "yes",
            "rating": "3",
            "retrievability_before": "0.9",
            "stability_after": "12.5",
            "difficulty_after": "5.0",
            "due_after": "2026-03-13",
            "called_right_at": "",
            "verdict_before": "",
        }
    ]


def test_it_is_a_file_to_be_kept_by_nobody_else(as_alice: Client) -> None:
    response = as_alice.get(reverse("progress_answers"))
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="derna-edu-answers-2026-03-01.csv"' in str(
        response["Content-Disposition"]
    )
    assert "no-store" in response["Cache-Control"]


def test_all_that_was_answered_and_nothing_else(as_alice: Client, alice: User) -> None:
    answer(alice, TODAY, "right")
    answer(alice, TODAY, "skipped", counted=False, rating=None, retrievability=None)
    answer(alice, TODAY, "right", counted=False)
    answer(alice, TODAY, "wrong", attempt=quiz(alice))
    answer(alice, TODAY, "", answered_at=None, counted=False)  # still open: its key is secret
    found = rows(as_alice)
    assert [(it["verdict"], it["counted"], it["in"], it["quiz_title"]) for it in found] == [
        ("right", "yes", "review", ""),
        ("skipped", "no", "review", ""),
        ("right", "no", "review", ""),
        ("wrong", "yes", "quiz", "The siege"),
    ]


def test_the_earliest_first(as_alice: Client, alice: User) -> None:
    for days in (0, 2, 1):
        answer(alice, TODAY - timedelta(days=days), "right")
    found = [it["study_day"] for it in rows(as_alice)]
    assert found == sorted(found)


def test_nobody_elses(as_alice: Client, alice: User, bob: User) -> None:
    answer(bob, TODAY, "right", given="Bob's own words")
    assert rows(as_alice) == []
    answer(alice, TODAY, "right")
    assert len(rows(as_alice)) == 1
    # There is no way to name another learner.
    url = reverse("progress_answers")
    for query in ({"learner": bob.pk}, {"user": "bob"}):
        assert b"Bob" not in as_alice.get(url, query).getvalue()


def test_a_stranger_gets_none(client: Client, alice: User) -> None:
    answer(alice, TODAY, "right")
    response = client.get(reverse("progress_answers"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_it_only_reads(as_alice: Client) -> None:
    assert as_alice.post(reverse("progress_answers")).status_code == 405


def test_the_words_are_those_that_were_shown(as_alice: Client, alice: User) -> None:
    question = QuestionFactory(stem="As it was?")
    answer(alice, TODAY, "right", question)
    question.stem = "As it is?"
    question.save()
    assert rows(as_alice)[0]["stem"] == "As it was?"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ('=HYPERLINK("https://x.example";"Click")', '\'=HYPERLINK("https://x.example";"Click")'),
        ("+1 cmd", "'+1 cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("-7", "-7"),
        ("Derna; =1+1", "Derna; '=1+1"),
        ("درنة, “the city”\nline two", "درنة, “the city”\nline two"),
    ],
)
def test_no_cell_is_taken_for_a_formula(
    as_alice: Client, alice: User, given: str, written: str
) -> None:
    answer(alice, TODAY, "wrong", TypedQuestionFactory(stem=given), given=given)
    [row] = rows(as_alice)
    assert row["answer"] == row["stem"] == written


def test_what_was_overruled(as_alice: Client, alice: User) -> None:
    answer(
        alice,
        TODAY,
        "right",
        first_given="Der",
        old_verdict="wrong",
        overruled_at=NOON,
    )
    [row] = rows(as_alice)
    assert (row["first_answer"], row["verdict_before"]) == ("Der", "wrong")
    assert row["called_right_at"] == "2026-03-01T12:00:00Z"


def test_it_is_written_as_it_is_read(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    question = QuestionFactory()
    kept: dict[str, Any] = {"shown": question.snapshot(), "question_version": 1}
    session = answer(alice, TODAY, "right", question).session
    Response.objects.bulk_create(
        Response(
            learner=alice,
            question=question,
            statement=question.statement,
            session=session,
            study_day=TODAY,
            answered_at=NOON,
            verdict="right",
            **kept,
        )
        for _ in range(24)
    )
    monkeypatch.setattr(answers_file, "AT_ONCE", 10)
    with CaptureQueriesContext(connection) as captured:
        pieces = list(lines(alice))
    assert len(captured) == 1
    # The names of the columns, and then never more than is read at once.
    assert [piece.count("\r\n") for piece in pieces] == [1, 10, 10, 5]


def test_every_column_is_explained_on_the_page(as_alice: Client, alice: User) -> None:
    answer(alice, TODAY, "right")
    shown = as_alice.get(reverse("progress_history")).content.decode()
    for column in COLUMNS:
        assert f"<code>{column.name}</code>" in shown
        assert str(column.meaning)
