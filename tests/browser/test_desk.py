"""An editor corrects a date; the question changes in place and the memory stays."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.apps import EDITORS
from quizzes.facts.models import Statement
from quizzes.study.models import Memory
from tests.factories import UserFactory

from .conftest import LogIn


@pytest.fixture
def ed(transactional_db: None) -> User:
    editor: User = UserFactory(username="ed", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    return editor


def test_a_corrected_date_changes_the_question_and_keeps_the_memory(
    site: str, page: Page, ed: User, alice: User, log_in: LogIn, complaints: list[str]
) -> None:
    statement = Statement.objects.get(slug="western-entrance-date")
    before = Question.objects.get(key="western-entrance-date:choice:value")
    memory = Memory.objects.create(
        learner=alice,
        statement=statement,
        stability=12.5,
        difficulty=5.0,
        stage="recall",
        last_day=date(2026, 2, 20),
        due=date(2026, 3, 4),
        reps=3,
    )
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/?q=western+entrance")
    page.get_by_role("link", name="took control of the western entrance").click()
    page.get_by_label("Value (date)").fill("31 May 2018")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    after = Question.objects.get(pk=before.pk)
    assert after.key == before.key
    assert after.version == before.version + 1
    assert after.right_answer == "31 May 2018"
    assert [o["text"] for o in after.options if o["correct"]] == ["31 May 2018"]
    memory.refresh_from_db()
    assert (memory.stability, memory.reps, memory.due) == (12.5, 3, date(2026, 3, 4))


def test_a_date_after_the_event_is_refused_plainly(
    site: str, page: Page, ed: User, log_in: LogIn
) -> None:
    log_in(page, ed)
    statement = Statement.objects.get(slug="zero-hour-date")
    page.goto(f"{site}/admin/facts/statement/{statement.pk}/change/")
    page.get_by_label("Value (date)").fill("7 June 2020")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("7 June 2020 lies after the end of the event")).to_be_visible()


def test_names_are_found_while_typing(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    page.locator(".field-subject .select2-selection").click()
    page.locator(".select2-search__field").fill("Mesmari")
    page.get_by_role("option", name="Ahmed al-Mismari").click()
    expect(page.locator(".field-subject .select2-selection")).to_contain_text("Ahmed al-Mismari")
