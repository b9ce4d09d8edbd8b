"""The bank written for other programs."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.bank.export import question_rows
from quizzes.bank.models import Question

from .packs import captures, commands, population_property, published, quantity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]

KEYS = [
    "id",
    "fact",
    "format",
    "stem",
    "options",
    "answers",
    "explanation",
    "sources",
    "topic",
    "difficulty",
    "content",
    "right_answer",
]


def exported(*args: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("export_bank", *args, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def row(key: str) -> dict[str, Any]:
    (found,) = [row for row in exported() if row["id"] == key]
    return found


def test_it_works() -> None:
    captures()
    questions = published()
    found = row("capture-0:choice:value")
    question = questions["capture-0:choice:value"]
    assert list(found) == KEYS
    assert found["fact"] == "capture-0"
    assert found["format"] == "choice"
    assert found["stem"] == question.stem
    assert found["options"] == question.options
    assert [set(option) for option in found["options"]] == [{"text", "correct"}] * 3
    assert found["answers"] == ["3 March 2018"]
    assert found["explanation"] == question.explanation
    assert found["topic"] == question.statement.topic.slug
    assert found["difficulty"] == question.difficulty
    assert found["right_answer"] == "3 March 2018"
    assert (
        row("capture-0:ordering:value")["content"]
        == questions["capture-0:ordering:value"].content
        != {}
    )


def test_one_json_object_a_line_in_order_of_key() -> None:
    captures()
    commands()
    questions = published()
    assert [row["id"] for row in exported("--format", "jsonl")] == sorted(questions)


def test_another_format_is_refused() -> None:
    with pytest.raises(CommandError, match="xml"):
        call_command("export_bank", "--format", "xml")


def test_letters_stay_as_they_are() -> None:
    captures()
    published()
    Question.objects.filter(key="capture-0:choice:value").update(stem="متى؟ Derna’s fall?")
    out = StringIO()
    call_command("export_bank", stdout=out)
    assert "متى؟ Derna’s fall?" in out.getvalue()


def test_its_sources_can_be_looked_up() -> None:
    (first, *_rest) = captures()
    published()
    citation = first.citations.get()
    assert row("capture-0:choice:value")["sources"] == [
        {
            "title": citation.source.title,
            "publisher": "The Gazette",
            "published": "2018-06-12",
            "locator": "paragraph 1",
        }
    ]


def test_dates_and_numbers_are_written_for_people() -> None:
    captures()
    quantity("~12000", population_property(), "inhabitants", slug="population")
    published()
    assert row("population:number:value")["answers"] == ["about 12,000"]
    assert row("capture-0:date:value")["answers"] == ["3 March 2018"]


@pytest.mark.parametrize("status", ["retired", "refused"])
def test_only_published_questions_are_exported(status: str) -> None:
    captures()
    published()
    Question.objects.filter(key="capture-0:choice:value").update(status=status)
    assert "capture-0:choice:value" not in [row["id"] for row in exported()]


def test_an_empty_bank_is_an_empty_file() -> None:
    assert exported() == []


def test_queries_do_not_grow_with_the_bank() -> None:
    captures(2)
    published()
    with CaptureQueriesContext(connection) as few:
        assert list(question_rows())
    commands()
    published()
    with CaptureQueriesContext(connection) as many:
        assert list(question_rows())
    assert len(many) == len(few)
