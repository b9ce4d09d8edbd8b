"""A test from its form to its result: by keys, without JavaScript, and for axe."""

from playwright.sync_api import Page, expect

from quizzes.study.models import Attempt, Response

from .axe import faults
from .keys import answer_with_keys
from .test_quiz import shown_on

MODE = "at the end, as in a test"


def begin(page: Page, site: str) -> Attempt:
    page.goto(f"{site}/quiz/")
    page.get_by_label("5", exact=True).check()
    page.get_by_label(MODE).check()
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/1/")
    return Attempt.objects.latest("started_at")


def test_by_keys(site: str, page: Page, complaints: list[str]) -> None:
    attempt = begin(page, site)
    for position in range(1, 6):
        expect(page.get_by_text(f"question {position} of 5")).to_be_visible()
        if position > 1:
            focused = page.evaluate("document.activeElement.id")
            assert focused in ("stem", "answer")
        answer_with_keys(page, shown_on(page))
    page.wait_for_url("**/all/")
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    page.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    expect(page.get_by_text("5 of 5")).to_be_visible()
    assert not attempt.responses.exclude(verdict="right").exists()


def test_without_javascript(site: str, without_javascript: Page) -> None:
    page = without_javascript
    begin(page, site)
    for _ in range(4):
        page.get_by_role("button", name="Skip").click()
    page.get_by_role("link", name="All questions, and hand in").click()
    expect(page.get_by_text("1 question has no answer yet.")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert").filter(has_text="1 question")).to_be_visible()
    assert not Response.objects.exclude(verdict="").exists()
    page.get_by_role("button", name="Hand in all the same").click()
    page.wait_for_url("**/result/")
    assert Response.objects.filter(verdict="skipped").count() == 5


def test_an_unfinished_one_is_gone_on_with_and_dropped(site: str, page: Page) -> None:
    begin(page, site)
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("question 2 of 5, 1 answered")).to_be_visible()
    page.goto(f"{site}/quiz/")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("question 2 of 5, 1 answered")).to_be_visible()
    page.goto(f"{site}/quiz/")
    page.get_by_role("link", name="Drop it").click()
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_text("The quiz is dropped.")).to_be_visible()
    assert not Attempt.objects.exists()


def test_the_back_button_leads_to_the_question_as_it_was_answered(site: str, page: Page) -> None:
    begin(page, site)
    answer_with_keys(page, shown_on(page), right=False)
    expect(page.get_by_text("question 2 of 5")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("question 1 of 5, 1 answered")).to_be_visible()
    expect(page.get_by_role("button", name="Change the answer")).to_be_visible()


def test_axe_finds_nothing(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    attempt = begin(page, site)
    found = {"a question": _axe(page)}
    page.goto(f"{site}/quiz/{attempt.pk}/all/")
    found["all questions"] = _axe(page)
    page.get_by_role("button", name="Hand in").click()
    found["the confirmation"] = _axe(page)
    page.goto(f"{site}/quiz/")
    page.get_by_text("Topics, kinds, difficulty").click()
    found["the form"] = _axe(page)
    page.get_by_label("map").check()
    page.get_by_label("hard").check()
    page.get_by_label("30", exact=True).check()
    page.get_by_role("button", name="Start").last.click()
    expect(page.locator(".errorlist").first).to_be_focused()
    found["a refusal"] = _axe(page)
    page.goto(f"{site}/quiz/{attempt.pk}/drop/")
    found["dropping"] = _axe(page)
    assert found == dict.fromkeys(found, [])


def _axe(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    problems = [f"{wide} pixels wide"] if wide > 360 else []
    return [*problems, *faults(page)]
