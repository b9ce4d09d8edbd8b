"""A visitor tries ten questions."""

from playwright.sync_api import Page, expect

from quizzes.study.models import Memory, Response

from .keys import answer_with_keys


def shown_on(page: Page) -> Response:
    """Return the response that the page asks for."""
    action = page.locator("article.question form[hx-target='#card']").get_attribute("action") or ""
    attempt, position = action.strip("/").split("/")[-2:]
    return Response.objects.get(attempt__pk=attempt, position=position)


def test_ten_questions_without_an_account(site: str, page: Page, complaints: list[str]) -> None:
    page.goto(site)
    page.get_by_role("button", name="Try ten questions").click()
    for _ in range(10):
        expect(page.locator("article.question form[hx-target='#card']")).to_be_visible()
        answer_with_keys(page, shown_on(page))
        expect(page.locator(".verdict")).to_be_visible()
        page.locator("[data-continue]").click()
    expect(page.get_by_text("of 10")).to_be_visible()
    expect(page.locator(".sources").first).to_be_visible()
    assert Response.objects.filter(answered_at__isnull=False).count() == 10
    assert not Memory.objects.exists()


def test_it_works_without_javascript(site: str, without_javascript: Page) -> None:
    page = without_javascript
    page.goto(f"{site}/quiz/")
    page.get_by_label("5").check()
    page.get_by_role("button", name="Start").click()
    for _ in range(5):
        page.get_by_role("button", name="Skip").click()
        page.locator("[data-continue]").click()
    expect(page.locator("h1")).to_be_visible()
    assert "/result/" in page.url
