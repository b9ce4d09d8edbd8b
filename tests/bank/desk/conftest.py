"""An editor at the desk, and a small bank that is built by the tests themselves."""

import pytest
from django.test import Client

from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from tests.bank.packs import capture, captures, commands, published
from tests.facts.desk import new_editor
from tests.snapshots import fill


@pytest.fixture(autouse=True)
def _bank_at_rest(bank_at_rest: None) -> None:
    """The bank is built when a test says so."""


@pytest.fixture
def editor(db: None) -> Client:
    return new_editor("edith")


@pytest.fixture
def bank(db: None) -> dict[str, Question]:
    """Captures with their dates and units with their commanders, and what is asked of them."""
    fill(_captures_and_commands)
    return {question.key: question for question in Question.objects.filter(status="published")}


def _captures_and_commands() -> None:
    captures()
    commands()
    build_bank()


@pytest.fixture
def choice(bank: dict[str, Question]) -> Question:
    """A choice of three dates; the harbour was captured on 3 March 2018."""
    return bank["capture-0:choice:value"]


@pytest.fixture
def refused(choice: Question) -> Question:
    """What happened on the day of two captures: a question that has more than one answer."""
    capture("the quarry", "2018-03-03", slug="quarry")
    published()
    return Question.objects.get(key="quarry:choice:subject")
