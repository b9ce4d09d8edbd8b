"""The bank made from the pack in seeds/: every question keeps the rules, none can be guessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from quizzes.bank.findings import RULES, Bank, Rule
from quizzes.bank.formats import FORMATS
from quizzes.bank.generation.building import build_bank
from quizzes.facts.models import Property
from quizzes.facts.pack import load_pack

PACK = Path(settings.BASE_DIR, "seeds", "derna")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bank(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bank]:
    """The published questions, loaded once; nothing of it stays in the database."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            load_pack(PACK)
            build_bank()
            yield Bank()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def test_it_works(bank: Bank) -> None:
    assert 1000 <= len(bank.questions) <= 2500
    assert len(bank.choices) > 200
    assert {question.format for question in bank.questions} == set(FORMATS)
    assert len(bank.facts_to_ask) > 230
    assert bank.grave


def test_few_kinds_of_fact_are_only_read(bank: Bank) -> None:
    unasked = Property.objects.filter(asked=False).values_list("slug", flat=True)
    assert "retrieved-on" in unasked
    assert len(unasked) < Property.objects.count() / 5


def test_building_again_changes_nothing(bank: Bank) -> None:
    report = build_bank()
    assert [report.made, report.changed, report.retired] == [[], [], []]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_nothing(rule: Rule, bank: Bank) -> None:
    assert rule.findings(bank) == []
