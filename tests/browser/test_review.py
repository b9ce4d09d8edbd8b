"""A learner's review in a real browser."""

from playwright.sync_api import Page, expect

from quizzes.accounts.models import User
from quizzes.study.models import Memory, Response
from quizzes.study.sessions import todays_session
from tests.conftest import MovableClock

from .conftest import LogIn
from .keys import answer_with_keys


def answer_by_keyboard(page: Page, *, right: bool = True) -> int:
    """Answer the question shown with keys alone and return its fact's id."""
    form = page.locator("article.question form[hx-target='#card']")
    expect(form).to_be_visible()
    token = (form.get_attribute("action") or "").split("/")[-2]
    response = Response.objects.select_related("question").get(token=token)
    answer_with_keys(page, response, right=right)
    expect(page.locator(".verdict [data-focus]")).to_be_focused()
    return response.statement_id


def test_ten_questions_by_keyboard_and_the_due_ones_come_back(
    site: str,
    page: Page,
    alice: User,
    log_in: LogIn,
    moving_clock: MovableClock,
    complaints: list[str],
) -> None:
    log_in(page, alice)
    page.get_by_role("button", name="Start today’s review").click()
    asked = []
    for _ in range(10):
        asked.append(answer_by_keyboard(page))
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review finished")).to_be_visible()
    assert len(set(asked)) == 10

    moving_clock.move(days=1)
    day = moving_clock.moment.date()
    due = set(alice.memories.due(day).values_list("statement", flat=True))
    assert due, "a first right choice is weak evidence, so some facts are due the next day"
    page.goto(f"{site}/review/")
    known = set(asked)
    for _ in range(todays_session(alice, moving_clock.moment).planned):
        fact = answer_by_keyboard(page)
        assert fact in due or fact not in known, "asked again although it was not due"
        due.discard(fact)
        page.keyboard.press("Enter")
    assert due == set()
    expect(page.get_by_role("heading", name="Review finished")).to_be_visible()


def test_a_wrong_answer_comes_back_until_it_is_right(
    site: str, page: Page, alice: User, log_in: LogIn, moving_clock: MovableClock
) -> None:
    log_in(page, alice)
    page.goto(f"{site}/review/")
    wrong = answer_by_keyboard(page, right=False)
    page.keyboard.press("Enter")
    asked = []
    for _ in range(10):
        asked.append(answer_by_keyboard(page))
        page.keyboard.press("Enter")
    assert asked.count(wrong) == 1
    expect(page.get_by_role("heading", name="Review finished")).to_be_visible()


def test_a_double_click_counts_once(
    site: str, page: Page, alice: User, log_in: LogIn, moving_clock: MovableClock
) -> None:
    log_in(page, alice)
    page.goto(f"{site}/review/")
    page.locator(".options label").first.click()
    page.get_by_role("button", name="Answer").dblclick()
    expect(page.locator(".verdict")).to_be_visible()
    assert Response.objects.filter(learner=alice, answered_at__isnull=False).count() == 1
    assert Memory.objects.filter(learner=alice).count() == 1
    page.reload()
    expect(page.locator(".verdict")).to_be_visible()
    assert Memory.objects.filter(learner=alice).count() == 1


def test_it_works_without_javascript(
    site: str,
    without_javascript: Page,
    alice: User,
    log_in: LogIn,
    moving_clock: MovableClock,
) -> None:
    page = without_javascript
    log_in(page, alice)
    page.get_by_role("button", name="Start today’s review").click()
    for _ in range(3):
        page.locator(".options label").first.click()
        page.get_by_role("button", name="Answer").click()
        expect(page.locator(".verdict")).to_be_visible()
        expect(page.locator(".sources li").first).to_be_visible()
        page.locator("[data-continue]").click()
    assert Memory.objects.filter(learner=alice).count() == 3
