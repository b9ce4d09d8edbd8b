"""The commands behind `make run`."""

import socket
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment
from quizzes.facts.models import Statement
from quizzes.front import demo
from quizzes.study.agenda import agenda
from tests.conftest import MovableClock
from tests.ports import free_port


@pytest.fixture(autouse=True)
def _bank_at_work(bank_follows: None) -> None:
    """Here the questions come from the facts."""


def prepare(port: int | str | None = None) -> str:
    out = StringIO()
    call_command("prepare", port=port or free_port(), stdout=out)
    return out.getvalue()


@pytest.fixture
def debug(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    # A week of reviews is enough to see that they are made.
    short = [demo.Persona(p.username, p.name, p.role, min(p.weeks, 1)) for p in demo.PERSONAS]
    monkeypatch.setattr(demo, "PERSONAS", tuple(short))
    monkeypatch.setattr(demo, "PER_DAY", 6)


@pytest.mark.django_db
def test_it_works(debug: None, moving_clock: MovableClock) -> None:
    said = prepare()
    assert "learner" in said
    assert demo.PASSWORD in said
    learner = User.objects.get(username="learner")
    assert learner.check_password(demo.PASSWORD)
    assert learner.memories.exists()
    assert agenda(learner, moving_clock.moment).left > 0
    assignment = Assignment.objects.get()
    assert assignment.due_at > moving_clock.moment
    assert assignment.attempts.get().attempt.finished_at
    assert not User.objects.get(username="editor").is_superuser


@pytest.mark.django_db
def test_run_again_it_keeps_all_data(debug: None, moving_clock: MovableClock) -> None:
    prepare()
    statement = Statement.objects.get(slug="zero-hour-date")
    statement.note = "edited here"
    statement.save()
    answers = User.objects.get(username="learner").responses.count()
    said = prepare()
    statement.refresh_from_db()
    assert statement.note == "edited here"
    assert "“zero-hour-date” has been edited here" in said
    assert User.objects.get(username="learner").responses.count() == answers


def test_a_busy_port_gives_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"^Port {port} is busy; choose another: \S+"):
            prepare(port)


@pytest.mark.parametrize("port", ["-1", "70000", "abc", "²"])
def test_what_is_no_port(port: str) -> None:
    with pytest.raises(CommandError, match=f"{port} is no port"):
        prepare(port)


@pytest.mark.django_db
def test_demo_accounts_are_refused_outside_debug() -> None:
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("make_demo")
    assert not User.objects.exists()
