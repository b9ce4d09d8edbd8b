"""A lesson: a teacher gives a set to a class, a pupil does it, the teacher sees the score."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect

from quizzes.accounts.models import User
from quizzes.classes.models import SchoolClass
from quizzes.classes.teachers import TEACHERS
from tests.factories import UserFactory

from .conftest import LogIn


@pytest.fixture
def tess(transactional_db: None) -> User:
    teacher: User = UserFactory(username="tess", first_name="Tess")
    teacher.groups.add(Group.objects.get(name=TEACHERS))
    return teacher


def test_from_the_join_code_to_the_score(
    site: str,
    page: Page,
    browser: Browser,
    tess: User,
    alice: User,
    log_in: LogIn,
    complaints: list[str],
) -> None:
    log_in(page, tess)
    page.goto(f"{site}/classes/")
    page.get_by_label("Name").fill("7b")
    page.get_by_role("button", name="Make the class").click()
    expect(page.get_by_role("heading", name="7b")).to_be_visible()
    code = SchoolClass.objects.get().join_code

    pupil = browser.new_page()
    log_in(pupil, alice)
    pupil.goto(f"{site}/classes/")
    pupil.get_by_label("code").fill(f"{code[:4].lower()} {code[4:]}")
    pupil.get_by_role("button", name="Join").click()
    expect(pupil.get_by_role("heading", name="7b")).to_be_visible()

    page.goto(f"{site}/sets/new/")
    page.get_by_label("Title").fill("The first week")
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[type=checkbox][name=question]").nth(0).check()
    page.locator("input[type=checkbox][name=question]").nth(3).check()
    page.get_by_role("button", name="Add to set").first.click()
    expect(page.get_by_text("2 questions").first).to_be_visible()

    page.goto(f"{site}/classes/{SchoolClass.objects.get().pk}/")
    page.get_by_role("button", name="Give a set to this class").click()
    page.get_by_label("Question set").select_option(label="The first week")
    page.get_by_role("button", name="Give it to the class").click()

    pupil.goto(site)
    pupil.get_by_role("link", name="The first week").click()
    pupil.get_by_role("button", name="Start").click()
    for _ in range(2):
        pupil.get_by_role("button", name="Skip").click()
        pupil.locator("[data-continue]").click()
    pupil.close()

    page.goto(site)
    expect(page.get_by_text("1 of 1 done")).to_be_visible()
    page.get_by_role("link", name="The first week").click()
    expect(page.get_by_role("row", name="alice")).to_contain_text("0 of 2")
