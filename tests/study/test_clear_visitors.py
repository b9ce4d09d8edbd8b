"""The command that forgets visitors' quizzes."""

from io import StringIO

import pytest
from django.core.management import call_command

from quizzes.accounts.models import User
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt, Response
from tests.conftest import MovableClock
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def clear(*args: str) -> str:
    out = StringIO()
    call_command("clear_visitors", *args, stdout=out)
    return out.getvalue()


def test_it_works(alice: User, moving_clock: MovableClock) -> None:
    question = QuestionFactory()
    old = start_attempt(None, [question], "Quiz", moving_clock.moment)
    own = start_attempt(alice, [question], "Quiz", moving_clock.moment)
    moving_clock.move(days=31)
    fresh = start_attempt(None, [question], "Quiz", moving_clock.moment)
    assert "1 visitors" in clear()
    assert set(Attempt.objects.all()) == {own, fresh}
    assert not Response.objects.filter(attempt=old.pk).exists()


def test_days(moving_clock: MovableClock) -> None:
    start_attempt(None, [QuestionFactory()], "Quiz", moving_clock.moment)
    moving_clock.move(days=2)
    assert "0 visitors" in clear()
    assert "1 visitors" in clear("--days", "1")
