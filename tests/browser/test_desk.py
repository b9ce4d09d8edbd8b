"""The editors' desk in the browser: facts are added and corrected, and nobody is overwritten."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.apps import EDITORS
from quizzes.facts.models import Citation, Entity, Source, Statement
from quizzes.study.models import Memory
from tests.factories import UserFactory

from .conftest import LogIn


def editor(name: str) -> User:
    made: User = UserFactory(username=name, is_staff=True)
    made.groups.add(Group.objects.get(name=EDITORS))
    return made


@pytest.fixture
def ed(transactional_db: None) -> User:
    return editor("ed")


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """The browser of another editor."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def choose(page: Page, field: str, typed: str, option: str) -> None:
    """Choose from a list by typing."""
    page.locator(f"{field} .select2-selection").first.click()
    page.locator(".select2-container--open .select2-search__field").fill(typed)
    page.get_by_role("option", name=option, exact=True).click()


def save(page: Page, button: str = "Save") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def say_why(page: Page) -> None:
    page.get_by_label("Reason for the change").fill("The report was misread")


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
    save(page)
    expect(page.get_by_role("heading", name="This is a correction")).to_be_visible()
    say_why(page)
    save(page)
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    after = Question.objects.get(pk=before.pk)
    assert after.key == before.key
    assert after.version == before.version + 1
    assert after.right_answer == "31 May 2018"
    assert [o["text"] for o in after.options if o["correct"]] == ["31 May 2018"]
    memory.refresh_from_db()
    assert (memory.stability, memory.reps) == (12.5, 3)
    assert memory.correction


def test_a_date_after_the_event_is_refused_plainly(
    site: str, page: Page, ed: User, log_in: LogIn
) -> None:
    log_in(page, ed)
    statement = Statement.objects.get(slug="zero-hour-date")
    page.goto(f"{site}/admin/facts/statement/{statement.pk}/change/")
    page.get_by_label("Value (date)").fill("7 June 2020")
    preview = page.locator("#desk-preview")
    expect(preview).to_contain_text("7 June 2020 lies after the end of the event")
    save(page)
    message = page.locator(".field-value_date .errorlist")
    expect(message).to_contain_text("7 June 2020 lies after the end of the event")


def test_names_are_found_while_typing(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    choose(page, ".field-subject", "Mesmari", "Ahmed al-Mismari")
    expect(page.locator(".field-subject .select2-selection")).to_contain_text("Ahmed al-Mismari")


def test_a_new_editor_adds_a_source_an_entity_and_a_fact(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    with page.expect_popup() as popup:
        page.locator(".field-subject .add-related").click()
    popup.value.get_by_label("Name:").first.fill("capture of the old harbour")
    popup.value.get_by_label("Kind").first.select_option("event")
    popup.value.get_by_label("Clause:", exact=True).fill("the army captured the old harbour")
    popup.value.get_by_label("Question clause").fill("did the army capture the old harbour")
    with popup.value.expect_event("close"):
        save(popup.value)
    subject = page.locator(".field-subject .select2-selection")
    expect(subject).to_contain_text("capture of the old harbour")
    choose(page, ".field-property", "happened", "happened")
    expect(page.get_by_label("Value (date)")).to_be_visible()
    expect(page.get_by_label("Value (words)")).to_be_hidden()
    expect(page.get_by_label("Value (number)")).to_be_hidden()
    page.get_by_label("Value (date)").fill("May 2018")
    expect(page.locator(".field-value_date")).to_contain_text("Read as May 2018, a month")
    preview = page.locator("#desk-preview")
    expect(preview).to_contain_text("The army captured the old harbour in May 2018.")
    expect(preview).to_contain_text("In which month and year did the army capture the old harbour?")
    expect(preview).to_contain_text("No source yet")
    expect(preview).to_contain_text("Still missing: Topic.")
    choose(page, ".field-topic", "battle", "The battle, 2018–2019")
    with page.expect_popup() as popup:
        page.locator("#citations-0 .add-related").click()
    popup.value.get_by_label("Title").fill("The harbour opens")
    popup.value.get_by_label("Publisher").fill("The Gazette")
    popup.value.get_by_label("Published").fill("12 June 2018")
    with popup.value.expect_event("close"):
        save(popup.value)
    page.get_by_role("textbox", name="Where in it").first.fill("para. 3")
    expect(preview).not_to_contain_text("No source yet")
    save(page, "Publish")
    expect(page.get_by_text("3 questions are no longer asked.")).to_be_visible()
    save(page)
    expect(page.get_by_text("was added successfully")).to_be_visible()

    fact = Statement.objects.get(subject=Entity.objects.get(slug="capture-of-the-old-harbour"))
    assert (fact.slug, fact.status) == ("capture-of-the-old-harbour-happened", "published")
    assert (fact.value_date, fact.topic.title) == ("2018-05", "The battle, 2018–2019")
    assert Citation.objects.get(statement=fact).source == Source.objects.get(
        slug="the-harbour-opens"
    )


def test_the_preview_warns(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    choose(page, ".field-subject", "western entrance", "capture of Derna’s western entrance")
    choose(page, ".field-property", "happened", "happened")
    preview = page.locator("#desk-preview")
    page.get_by_label("Value (date)").fill("7/5/2018")
    expect(preview).to_contain_text("could mean 7 May 2018 or 5 July 2018")
    page.get_by_label("Value (date)").fill("9 June 2018")
    expect(preview).to_contain_text("Sources differ.")
    page.locator("summary", has_text="Wording").click()
    page.get_by_label("Explanation").fill("The terrorists had left.")
    expect(preview).to_contain_text("“terrorists” takes a side")


def test_another_property_puts_the_old_value_away(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    fact = Statement.objects.get(slug="western-entrance-date")
    page.goto(f"{site}/admin/facts/statement/{fact.pk}/change/")
    expect(page.get_by_label("Value (date)")).to_be_visible()
    choose(page, ".field-property", "part of", "part of")
    expect(page.get_by_label("Value (date)")).to_be_hidden()
    choose(page, ".field-value_entity", "battle of derna", "battle of Derna")
    page.get_by_label("Reason for the change").fill("It belongs there")
    save(page, "Save and go on editing")
    save(page)
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    fact.refresh_from_db()
    assert (fact.value_date, fact.property.slug) == ("", "part-of")


def test_two_editors_and_the_way_back(
    site: str, page: Page, second: Page, ed: User, log_in: LogIn
) -> None:
    fact = Statement.objects.get(slug="western-entrance-date")
    before = fact.explanation
    url = f"{site}/admin/facts/statement/{fact.pk}/change/"
    log_in(page, ed)
    log_in(second, editor("berta"))
    for editors_page in (page, second):
        editors_page.goto(url)
        editors_page.locator("summary", has_text="Wording").click()
    second.get_by_label("Explanation").fill("Said by Berta.")
    save(second)
    save(second)
    expect(second.get_by_text("was changed successfully")).to_be_visible()
    page.get_by_label("Explanation").fill("Said by Ed.")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("this was changed by berta")
    expect(page.locator(".field-explanation")).to_contain_text(
        "Meanwhile changed to “Said by Berta.”"
    )
    expect(page.get_by_label("Explanation")).to_have_value("Said by Ed.")
    save(page)
    save(page)
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    page.goto(f"{site}/admin/facts/statement/{fact.pk}/history/")
    expect(page.locator("del").first).to_have_text("Berta")
    expect(page.locator("ins").first).to_have_text("Ed")
    page.get_by_role("link", name="Go back to this state").last.click()
    save(page, "Go back to this state")
    expect(page.get_by_text("is as it was on")).to_be_visible()
    fact.refresh_from_db()
    assert fact.explanation == before


def test_a_double_click_saves_once(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    fact = Statement.objects.get(slug="western-entrance-date")
    page.goto(f"{site}/admin/facts/statement/{fact.pk}/change/")
    page.get_by_label("Value (date)").fill("31 May 2018")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.get_by_role("heading", name="This is a correction")).to_be_visible()
    say_why(page)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert fact.history.count() == 2


def test_all_works_without_javascript(
    site: str, without_javascript: Page, ed: User, log_in: LogIn
) -> None:
    page = without_javascript
    log_in(page, ed)
    fact = Statement.objects.get(slug="western-entrance-date")
    page.goto(f"{site}/admin/facts/statement/{fact.pk}/change/")
    expect(page.get_by_text("Of the values fill in the one")).to_be_visible()
    expect(page.get_by_label("Value (number)")).to_be_visible()
    expect(page.locator("#desk-preview")).to_contain_text("Read as")
    page.get_by_label("Value (date)").fill("31 May 2018")
    save(page, "Save and go on editing")
    save(page)
    expect(page.get_by_text("the reason for the correction is missing")).to_be_visible()
    say_why(page)
    save(page)
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.locator("#desk-preview")).to_contain_text("Read as 31 May 2018, a day")


def test_an_editor_who_was_logged_out_is_told(
    site: str, page: Page, ed: User, log_in: LogIn
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    page.context.clear_cookies()
    page.get_by_label("When:", exact=True).fill("2018")
    expect(page.locator("#desk-preview")).to_contain_text("The preview cannot be had just now.")
