"""An answer while somebody else writes: the page says so in place, and keeps what was chosen."""

from playwright.sync_api import Page, Route, expect

from .keys import answer_with_keys
from .test_quiz import shown_on

BUSY = "The site is busy for a moment. Nothing was lost: try again in half a minute."
LOST = "The site could not be reached"


def test_an_answer_is_sent_again(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("button", name="Try ten questions").click()
    form = page.locator("article.question form[hx-target='#card']")
    expect(form).to_be_visible()
    asked = shown_on(page)

    def busy(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        return route.fulfill(status=503, content_type="text/plain; charset=utf-8", body=BUSY)

    page.route("**/*", busy)
    answer_with_keys(page, asked)
    note = page.locator("[data-trouble]")
    expect(note).to_have_text(BUSY)
    expect(form).to_be_visible()
    page.unroute("**/*")
    page.route("**/quiz/**", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(note).to_contain_text(LOST)
    page.unroute("**/quiz/**")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_visible()
    expect(note).to_be_hidden()
