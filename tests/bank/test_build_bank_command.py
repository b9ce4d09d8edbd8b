"""The build_bank command and what it reports."""

from io import StringIO

import pytest
from django.core.management import call_command

from quizzes.facts.models import Statement

from .packs import capture, captures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]


def report(verbosity: int = 1) -> list[str]:
    out = StringIO()
    call_command("build_bank", verbosity=verbosity, stdout=out)
    return out.getvalue().splitlines()


def test_it_works() -> None:
    captures()
    assert report() == ["50 made, 0 changed, 0 retired, 0 unchanged, 0 refused"]
    assert report() == ["0 made, 0 changed, 0 retired, 50 unchanged, 0 refused"]


def test_what_changes_and_retires_is_counted() -> None:
    first, second, *_rest = captures()
    report()
    first.explanation = "It took a night."
    first.save()
    Statement.objects.filter(pk=second.pk).update(status="retired")
    line = report()[0]
    assert " 10 retired, " in line
    assert "0 made, " in line


def test_why_something_is_not_asked_is_said_and_counted() -> None:
    captures()
    for n in range(2):
        capture(f"barracks {n}", "2018-03-16", slug=f"barracks-{n}", sensitivity="restricted")
    capture("the quarry", "2018-03-03", slug="quarry")
    lines = report()
    assert "  Facts not asked because restricted: never asked: 2" in lines
    assert any(
        line.startswith("  Refused because the same is said of another subject: ") for line in lines
    )


def test_each_refused_question_is_named_when_asked_for() -> None:
    captures()
    capture("the quarry", "2018-03-03", slug="quarry")
    line = "refused quarry:choice:subject: the same is said of another subject"
    assert line not in report()
    assert line in report(verbosity=2)
