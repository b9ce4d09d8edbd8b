"""A page that cannot be had just now: it is said in place, and what is there stays.

What becomes of answers then is in ``test_interruptions``.
"""

from playwright.sync_api import Page, Route, expect

from .keys import answer_with_keys
from .test_quiz import shown_on

BUSY = "The site is busy for a moment. Nothing was lost: try again in half a minute."
LOST = "The site could not be reached"


def test_going_on_is_tried_again(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("button", name="Try ten questions").click()
    expect(page.locator("article.question form[data-answer]")).to_be_visible()
    answer_with_keys(page, shown_on(page))
    verdict = page.locator(".verdict")
    expect(verdict).to_be_visible()

    def busy(route: Route) -> None:
        route.fulfill(status=503, content_type="text/plain; charset=utf-8", body=BUSY)

    page.route("**/quiz/**", busy)
    page.keyboard.press("Enter")
    note = page.locator("[data-trouble]")
    expect(note).to_have_text(BUSY)
    page.unroute("**/quiz/**")
    page.route("**/quiz/**", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(note).to_contain_text(LOST)
    expect(verdict).to_be_visible()
    page.unroute("**/quiz/**")
    page.keyboard.press("Enter")
    expect(page.locator("article.question form[data-answer]")).to_be_visible()
    expect(note).to_be_hidden()
