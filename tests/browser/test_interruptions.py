"""Interruptions lose nothing: no connection, no login, a closed tab, the back button, two tabs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt, Memory, Response
from tests.conftest import MovableClock
from tests.factories import PASSWORD

from .axe import faults
from .conftest import LogIn
from .keys import answer_with_keys, order_of
from .test_quiz import shown_on
from .test_testing import begin

OFFLINE = "No connection. Your answer is kept and will be sent when it is back."
BUSY = "The site cannot take your answer just now. It is kept and will be sent by itself."
SENT = "The answer you gave before has been sent."
FORM = "article.question form[data-answer]"

pytestmark = pytest.mark.usefixtures("moving_clock")


@pytest.fixture
def review(site: str, page: Page, alice: User, log_in: LogIn, moving_clock: MovableClock) -> Page:
    """Alice at the first question of her review."""
    log_in(page, alice)
    page.goto(f"{site}/review/")
    return page


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[BrowserContext]:
    """Another browser."""
    context = browser.new_context()
    yield context
    context.close()


def note(page: Page) -> Locator:
    """What the page says of answers that are kept: below the question, or at its head."""
    return page.locator("[data-kept-note]:not(:empty)")


def asked(page: Page) -> Response:
    """The question of a review that the page shows."""
    action = page.locator(FORM).get_attribute("action") or ""
    return Response.objects.get(token=action.split("/")[-2])


def kept_on(page: Page) -> str:
    """All that the site keeps on the device."""
    kept: str = page.evaluate("JSON.stringify(localStorage)")
    return kept


def cut_off(page: Page) -> None:
    """Take the connection from this tab alone, which is not told when it is back elsewhere."""
    page.route("**/*", lambda route: route.abort())


def opened_again(page: Page) -> Page:
    """A new tab, with a connection, after the last one was closed."""
    context = page.context
    page.close()
    return context.new_page()


def give_up_login(context: BrowserContext) -> None:
    context.clear_cookies(name="sessionid")


def log_in_elsewhere(page: Page, site: str, user: User) -> None:
    """By the form in another tab, which makes the tokens of all open pages too old."""
    other = page.context.new_page()
    other.goto(f"{site}/accounts/login/")
    log_in_again(other, user)
    other.wait_for_url(f"{site}/")


def log_in_again(page: Page, user: User) -> None:
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()


def assert_counted_once(page: Page, alice: User) -> None:
    expect(page.locator(".verdict [data-focus]")).to_be_focused()
    expect(note(page)).to_have_count(0)
    assert alice.responses.filter(answered_at__isnull=False).count() == 1
    assert alice.memories.get().reps == 1
    assert "choice" not in kept_on(page)


def test_an_answer_without_a_connection_is_sent_when_it_is_back(review: Page, alice: User) -> None:
    review.context.set_offline(True)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    expect(note(review)).to_have_attribute("role", "status")
    expect(review.locator("[data-trouble]")).to_be_hidden()
    expect(review.locator(FORM)).to_be_visible()
    assert not alice.memories.exists()
    review.context.set_offline(False)
    assert_counted_once(review, alice)


def test_it_is_tried_again_when_nothing_tells_that_the_connection_is_back(
    review: Page, alice: User
) -> None:
    review.route("**/review/*/", lambda route: route.abort())
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    review.unroute("**/review/*/")
    assert_counted_once(review, alice)


def test_an_answer_whose_acknowledgement_is_lost_counts_once(review: Page, alice: User) -> None:
    def taken_but_not_told(route: Route) -> None:
        route.fetch()
        route.abort()

    review.route("**/review/*/", taken_but_not_told)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    assert alice.memories.get().reps == 1
    review.unroute("**/review/*/")
    assert_counted_once(review, alice)
    expect(review.get_by_text("You have answered this before")).to_have_count(0)


def test_it_is_sent_after_the_tab_was_closed(site: str, review: Page, alice: User) -> None:
    cut_off(review)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    page = opened_again(review)
    page.goto(site)
    expect(note(page)).to_contain_text(SENT)
    assert alice.memories.get().reps == 1
    page.get_by_role("link", name="Look at it").click()
    assert_counted_once(page, alice)


def test_it_is_sent_after_the_page_was_loaded_again(site: str, review: Page, alice: User) -> None:
    cut_off(review)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    page = opened_again(review)
    page.goto(f"{site}/review/")
    assert_counted_once(page, alice)


def test_an_answer_that_waits_can_be_changed(review: Page, alice: User) -> None:
    review.context.set_offline(True)
    review.keyboard.press("1")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    review.keyboard.press("2")
    expect(note(review)).to_contain_text("You are changing your answer.")
    chosen = review.locator(".options input:checked + span").inner_text()
    review.context.set_offline(False)
    review.wait_for_timeout(300)
    assert not alice.memories.exists()
    review.keyboard.press("Enter")
    assert_counted_once(review, alice)
    assert alice.responses.get(answered_at__isnull=False).given == chosen


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_cannot_take_it(review: Page, alice: User, status: int) -> None:
    review.route("**/review/*/", lambda route: route.fulfill(status=status, body="<h1>Oh</h1>"))
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(BUSY)
    review.unroute("**/review/*/")
    assert_counted_once(review, alice)


def test_a_network_that_answers_in_its_stead(review: Page, alice: User) -> None:
    review.route("**/review/*/", lambda route: route.fulfill(body="<h1>Pay for the Wi-Fi</h1>"))
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    expect(review.get_by_text("Pay for the Wi-Fi")).to_have_count(0)
    review.unroute("**/review/*/")
    assert_counted_once(review, alice)


def test_it_waits_while_the_site_cannot_take_it_behind_another_page(
    site: str, review: Page, alice: User
) -> None:
    cut_off(review)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    page = opened_again(review)
    page.route("**/review/*/", lambda route: route.fulfill(status=503))
    page.goto(site)
    expect(note(page)).to_have_text(BUSY)
    page.unroute("**/review/*/")
    expect(note(page)).to_contain_text(SENT)
    assert alice.memories.get().reps == 1


def test_the_next_pupil_neither_sees_nor_sends_it(
    site: str, review: Page, alice: User, bob: User, log_in: LogIn
) -> None:
    token = str(asked(review).token)
    cut_off(review)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    page = opened_again(review)
    give_up_login(page.context)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    log_in(page, bob)
    page.goto(f"{site}/review/")
    expect(page.locator(FORM)).to_be_visible()
    page.wait_for_timeout(300)
    expect(note(page)).to_have_count(0)
    assert not any(token in address for address in sent)
    assert not Memory.objects.exists()
    assert page.locator("input:checked").count() == 0
    # Alice, back again, still has it.
    give_up_login(page.context)
    log_in(page, alice)
    expect(note(page)).to_contain_text(SENT)
    assert alice.memories.get().reps == 1
    assert not bob.memories.exists()


def test_nothing_stays_for_long(site: str, review: Page) -> None:
    review.keyboard.press("2")
    assert "choice" in kept_on(review)
    review.evaluate(
        """() => Object.keys(localStorage).forEach((key) => {
            const kept = JSON.parse(localStorage.getItem(key));
            Object.values(kept).forEach((answer) => { answer.at -= 8 * 24 * 3600 * 1000; });
            localStorage.setItem(key, JSON.stringify(kept));
        })"""
    )
    review.goto(f"{site}/help/")
    assert "choice" not in kept_on(review)


def test_nothing_stays_after_logging_out(site: str, review: Page) -> None:
    review.keyboard.press("2")
    assert "choice" in kept_on(review)
    review.locator("details.menu summary").click()
    review.get_by_role("button", name="Log out").click()
    expect(review.get_by_role("link", name="Sign up", exact=True)).to_be_visible()
    assert "choice" not in kept_on(review)


def test_the_login_expires(site: str, review: Page, alice: User) -> None:
    first = asked(review)
    give_up_login(review.context)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    review.wait_for_url("**/accounts/login/**")
    expect(note(review)).to_contain_text("Your answer is kept: log in, and it is sent.")
    log_in_again(review, alice)
    assert_counted_once(review, alice)
    first.refresh_from_db()
    assert first.answered_at is not None


def test_the_cookies_are_gone(review: Page, alice: User) -> None:
    review.context.clear_cookies()
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    link = note(review).get_by_role("link", name="Log in")
    expect(link).to_be_visible()
    link.click()
    log_in_again(review, alice)
    assert_counted_once(review, alice)


def test_what_was_typed_is_there_after_logging_in_again(
    site: str, review: Page, alice: User, log_in: LogIn
) -> None:
    review.keyboard.press("2")
    chosen = review.locator(".options input:checked + span").inner_text()
    give_up_login(review.context)
    review.goto(f"{site}/review/")
    log_in_again(review, alice)
    expect(review.locator(".options input:checked + span")).to_have_text(chosen)
    assert not alice.memories.exists()


def test_a_login_in_another_tab_makes_the_token_too_old(
    site: str, review: Page, alice: User, log_in: LogIn
) -> None:
    give_up_login(review.context)
    other = review.context.new_page()
    log_in(other, alice)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    assert_counted_once(review, alice)


def test_somebody_else_has_logged_in_in_another_tab(
    site: str, review: Page, alice: User, bob: User
) -> None:
    give_up_login(review.context)
    log_in_elsewhere(review, site, bob)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_contain_text("Somebody else is logged in here now.")
    assert not Memory.objects.exists()


def test_an_answer_taken_back_in_another_tab(site: str, review: Page, alice: User) -> None:
    other = review.context.new_page()
    other.goto(review.url)
    other.keyboard.press("1")
    other.keyboard.press("Enter")
    other.get_by_role("button", name="Take this answer back").click()
    expect(other.get_by_text("Your answer is taken back.")).to_be_visible()
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(review.get_by_text("You have taken that answer back.")).to_be_visible()
    expect(review.locator(FORM)).to_be_visible()
    assert not alice.memories.exists()


def test_two_tabs_answer_differently(site: str, review: Page, alice: User) -> None:
    other = review.context.new_page()
    other.goto(review.url)
    other.keyboard.press("1")
    other.keyboard.press("Enter")
    expect(other.locator(".verdict")).to_be_visible()
    given = alice.responses.get(answered_at__isnull=False).given
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(review.get_by_text("your first answer counts")).to_be_visible()
    assert_counted_once(review, alice)
    assert alice.responses.get(answered_at__isnull=False).given == given


def test_two_tabs_wait_for_the_connection(site: str, review: Page, alice: User) -> None:
    other = review.context.new_page()
    other.goto(review.url)
    review.context.set_offline(True)
    for page in (review, other):
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        expect(note(page)).to_have_text(OFFLINE)
    review.context.set_offline(False)
    for page in (review, other):
        expect(page.locator(".verdict")).to_be_visible()
    assert alice.memories.get().reps == 1


def test_a_question_that_changed_while_its_answer_waited(review: Page, alice: User) -> None:
    first = asked(review)
    review.context.set_offline(True)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    Question.objects.filter(pk=first.question_id).update(
        version=first.question_version + 1, stem="What is asked now?"
    )
    review.context.set_offline(False)
    expect(review.get_by_text("The editors have just changed that question.")).to_be_visible()
    expect(review.get_by_role("heading", name="What is asked now?")).to_be_visible()
    assert review.locator("input:checked").count() == 0
    assert not alice.memories.exists()


def test_a_question_withdrawn_while_its_answer_waited(site: str, review: Page, alice: User) -> None:
    first = asked(review)
    cut_off(review)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_have_text(OFFLINE)
    page = opened_again(review)
    Question.objects.filter(pk=first.question_id).update(status="retired")
    page.goto(f"{site}/review/")
    expect(page.get_by_text("The editors have withdrawn that question.")).to_be_visible()
    assert not alice.memories.exists()


def test_the_back_button_shows_the_present_state(site: str, review: Page, alice: User) -> None:
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(review.locator(".verdict")).to_be_visible()
    review.keyboard.press("Enter")
    expect(review.locator(FORM)).to_be_visible()
    second = asked(review)
    review.go_back()
    expect(review.locator(".verdict")).to_be_visible()
    review.go_back()
    expect(review.locator(FORM)).to_be_visible()
    assert asked(review) == second
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(review.locator(".verdict")).to_be_visible()
    assert alice.responses.filter(answered_at__isnull=False).count() == 2


def test_back_from_another_page(site: str, review: Page, alice: User) -> None:
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(review.locator(".verdict")).to_be_visible()
    review.keyboard.press("Enter")
    expect(review.locator(FORM)).to_be_visible()
    review.keyboard.press("1")
    review.goto(f"{site}/help/")
    review.go_back()
    expect(review.locator(FORM)).to_be_visible()
    assert asked(review).answered_at is None
    # What was chosen and not yet sent is there.
    expect(review.locator(".options input:checked")).to_have_count(1)


def test_back_and_forward_within_a_review(review: Page) -> None:
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(review.locator(".verdict")).to_be_visible()
    review.keyboard.press("Enter")
    expect(review.locator(FORM)).to_be_visible()
    second = asked(review)
    review.keyboard.press("1")
    review.go_back()
    expect(review.locator(".verdict")).to_be_visible()
    review.go_forward()
    expect(review.locator(FORM)).to_be_visible()
    assert asked(review) == second
    expect(review.locator(".options input:checked")).to_have_count(1)


def test_a_page_from_the_browsers_own_cache_is_loaded_anew(review: Page, alice: User) -> None:
    other = review.context.new_page()
    other.goto(review.url)
    first = asked(review)
    other.keyboard.press("2")
    other.keyboard.press("Enter")
    expect(other.locator(".verdict")).to_be_visible()
    review.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(review.locator(f"{FORM}:not([action*='{first.token}'])")).to_be_visible()


def test_a_double_click_without_a_connection(review: Page, alice: User) -> None:
    review.context.set_offline(True)
    review.locator(".options label").nth(1).click()
    review.get_by_role("button", name="Answer").dblclick()
    expect(note(review)).to_have_text(OFFLINE)
    review.context.set_offline(False)
    assert_counted_once(review, alice)


def test_a_card_is_turned_and_rated_when_the_connection_is_back(
    site: str, page: Page, alice: User, log_in: LogIn
) -> None:
    log_in(page, alice)
    cards = Question.objects.published().filter(format="flashcard").order_by("pk")[:2]
    attempt = start_attempt(alice, list(cards), "Cards", clock.now())
    page.goto(f"{site}/quiz/{attempt.pk}/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Turn the card").click()
    expect(note(page)).to_have_text("No connection. The card is turned when it is back.")
    page.context.set_offline(False)
    good = page.get_by_role("button", name="Good")
    expect(good).to_be_visible()
    cut_off(page)
    good.click()
    expect(note(page)).to_have_text(OFFLINE)
    # The page that is opened again shows the card as it was before it was turned.
    page = opened_again(page)
    page.goto(f"{site}/quiz/{attempt.pk}/")
    assert_counted_once(page, alice)
    assert attempt.responses.get(position=1).given == "Good"


def test_events_stay_in_the_order_they_were_put_in(
    site: str, page: Page, alice: User, log_in: LogIn
) -> None:
    log_in(page, alice)
    question = Question.objects.published().filter(format="ordering").order_by("pk")[:1]
    attempt = start_attempt(alice, list(question), "Order", clock.now())
    page.goto(f"{site}/quiz/{attempt.pk}/")
    before = order_of(page)
    page.get_by_role("button", name="Later").first.click()
    after = order_of(page)
    assert after != before
    page.reload()
    expect(page.locator(".ordering.can-move")).to_be_visible()
    assert order_of(page) == after


def test_what_was_typed_is_there_again(site: str, page: Page, alice: User, log_in: LogIn) -> None:
    log_in(page, alice)
    question = Question.objects.published().filter(format="typed").order_by("pk")[:1]
    attempt = start_attempt(alice, list(question), "Typing", clock.now())
    page.goto(f"{site}/quiz/{attempt.pk}/")
    page.get_by_label("Your answer").fill("half an ans")
    page = opened_again(page)
    page.goto(f"{site}/quiz/{attempt.pk}/")
    expect(page.get_by_label("Your answer")).to_have_value("half an ans")
    expect(note(page)).to_have_count(0)
    assert attempt.responses.get().answered_at is None


def test_a_quiz_of_a_visitor(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("button", name="Try ten questions").click()
    expect(page.locator(FORM)).to_be_visible()
    page.context.set_offline(True)
    answer_with_keys(page, shown_on(page))
    expect(note(page)).to_have_text(OFFLINE)
    page.context.set_offline(False)
    expect(page.locator(".verdict")).to_be_visible()
    assert Response.objects.filter(answered_at__isnull=False).count() == 1


def test_a_visitor_logs_in_in_another_tab(site: str, page: Page, alice: User) -> None:
    page.goto(site)
    page.get_by_role("button", name="Try ten questions").click()
    expect(page.locator(FORM)).to_be_visible()
    log_in_elsewhere(page, site, alice)
    answer_with_keys(page, shown_on(page))
    expect(page.locator(".verdict")).to_be_visible()
    assert Response.objects.filter(answered_at__isnull=False).count() == 1
    assert not Memory.objects.exists()


def test_a_test_whose_answer_waits_beside_its_overview(site: str, page: Page) -> None:
    attempt = begin(page, site)
    cut_off(page)
    answer_with_keys(page, shown_on(page))
    expect(note(page)).to_have_text(OFFLINE)
    page = opened_again(page)
    page.goto(f"{site}/quiz/{attempt.pk}/all/")
    expect(note(page)).to_contain_text(SENT)
    expect(page.get_by_text("4 questions have no answer yet.")).to_be_visible()


def test_an_answer_in_a_test_that_waits_does_not_displace_a_later_one(
    site: str, page: Page, alice: User, log_in: LogIn, elsewhere: BrowserContext
) -> None:
    log_in(page, alice)
    begin(page, site)
    page.context.set_offline(True)
    answer_with_keys(page, shown_on(page), right=False)
    expect(note(page)).to_have_text(OFFLINE)
    phone = elsewhere.new_page()
    log_in(phone, alice)
    phone.goto(f"{site}/quiz/{Attempt.objects.get().pk}/1/")
    answer_with_keys(phone, shown_on(phone))
    expect(phone.get_by_text("question 2 of 5")).to_be_visible()
    later = Response.objects.get(position=1).draft
    page.context.set_offline(False)
    expect(page.get_by_text("the later answer stands")).to_be_visible()
    expect(page.get_by_text("question 1 of 5, 1 answered")).to_be_visible()
    assert Response.objects.get(position=1).draft == later


def test_the_login_expires_within_a_test(site: str, page: Page, alice: User, log_in: LogIn) -> None:
    log_in(page, alice)
    begin(page, site)
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("question 2 of 5")).to_be_visible()
    give_up_login(page.context)
    page.get_by_role("button", name="Skip").click()
    page.wait_for_url("**/accounts/login/**")
    log_in_again(page, alice)
    expect(page.get_by_text("question 3 of 5, 1 answered")).to_be_visible()
    draft = Response.objects.get(position=2).draft
    assert draft
    assert draft["skip"] == "1"


def test_the_login_expires_without_javascript(
    site: str, without_javascript: Page, alice: User, log_in: LogIn
) -> None:
    page = without_javascript
    log_in(page, alice)
    page.goto(f"{site}/review/")
    first = asked(page)
    page.locator(".options label").first.click()
    give_up_login(page.context)
    page.get_by_role("button", name="Answer").click()
    page.wait_for_url("**/accounts/login/**")
    log_in_again(page, alice)
    page.wait_for_url(f"{site}/review/")
    assert asked(page) == first
    expect(page.get_by_text("What you had answered is here again")).to_be_visible()
    expect(page.locator(".options input").first).to_be_checked()
    assert not alice.memories.exists()


def test_axe_finds_nothing_in_the_note(review: Page) -> None:
    review.set_viewport_size({"width": 360, "height": 740})
    review.emulate_media(reduced_motion="reduce")
    review.context.set_offline(True)
    review.keyboard.press("2")
    review.keyboard.press("Enter")
    expect(note(review)).to_be_in_viewport()
    assert faults(review) == []
    assert review.evaluate("document.documentElement.scrollWidth") == 360
