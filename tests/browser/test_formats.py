"""Every format of question on a phone: by keyboard alone, by touch, and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Response
from tests.factories import BY_FORMAT

from .axe import faults
from .conftest import LogIn
from .keys import answer_with_keys, order_of

pytestmark = pytest.mark.usefixtures("bank_at_rest", "transactional_db")
each_format = pytest.mark.parametrize("name", FORMATS)

PHONE: ViewportSize = {"width": 360, "height": 740}
# What must be touched with a thumb: at least so high and wide, in pixels.
THUMB = 44
FORM = "article.question form[hx-target='#card']"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    # A missing answer is told with 422, which the browser takes for an error.
    assert [it for it in complaints if "422" not in it] == []


def opened(page: Page, live_server: LiveServer, log_in: LogIn, alice: User, name: str) -> Response:
    """Open a quiz of one question of a format and return what is shown."""
    log_in(page, alice)
    attempt = start_attempt(alice, [BY_FORMAT[name]()], "Quiz", clock.now())
    page.goto(f"{live_server.url}/quiz/{attempt.pk}/")
    expect(page.locator(FORM)).to_be_visible()
    return attempt.responses.get()


def verdict_is_right(page: Page, response: Response) -> None:
    expect(page.locator(".verdict [data-focus]")).to_be_visible()
    response.refresh_from_db()
    assert (response.verdict, response.score) == ("right", 1)


@each_format
def test_by_keyboard_alone(
    phone: Page, live_server: LiveServer, log_in: LogIn, alice: User, name: str
) -> None:
    response = opened(phone, live_server, log_in, alice, name)
    answer_with_keys(phone, response)
    verdict_is_right(phone, response)
    expect(phone.locator(".verdict [data-focus]")).to_be_focused()


def test_what_is_to_be_written_can_be_written_at_once(
    page: Page, live_server: LiveServer, log_in: LogIn, alice: User
) -> None:
    opened(page, live_server, log_in, alice, "typed")
    page.keyboard.type("Ash")
    expect(page.locator("#answer")).to_have_value("Ash")


@each_format
def test_without_javascript(
    without_javascript: Page, live_server: LiveServer, log_in: LogIn, alice: User, name: str
) -> None:
    page = without_javascript
    response = opened(page, live_server, log_in, alice, name)
    if name == "flashcard":
        page.get_by_role("button", name="Turn the card").click()
        page.get_by_role("button", name="Good").click()
    else:
        for field, value in FORMATS[name].form(response.shown, right=True).items():
            fill(page, field, value)
        page.get_by_role("button", name="Answer").click()
    verdict_is_right(page, response)
    assert no_wider_than_the_screen(page)


def fill(page: Page, field: str, value: str) -> None:
    radio = page.locator(f"input[type=radio][name={field}][value='{value}']")
    if radio.count():
        radio.check()
    elif page.locator(f"select[name={field}]").count():
        page.locator(f"select[name={field}]").select_option(value)
    else:
        page.locator(f"[name={field}]").fill(value)


@each_format
def test_it_has_no_fault_and_fits_a_phone(
    page: Page, live_server: LiveServer, log_in: LogIn, alice: User, name: str
) -> None:
    page.set_viewport_size(PHONE)
    response = opened(page, live_server, log_in, alice, name)
    for summary in page.locator(f"{FORM} summary").all():
        summary.click()
    found = faults(page)
    fits = [no_wider_than_the_screen(page)]
    small = too_small(page)
    answer_with_keys(page, response)
    expect(page.locator(".verdict")).to_be_visible()
    found += faults(page)
    fits.append(no_wider_than_the_screen(page))
    assert (found, fits, small) == ([], [True, True], [])


def no_wider_than_the_screen(page: Page) -> bool:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width <= PHONE["width"]


def too_small(page: Page) -> list[str]:
    """What is touched to answer, but is too small for a thumb."""
    touched = (
        ".options label, .options button, .map-field foreignObject, .map-field label, select, "
        "input[type=text], .moves button, .grip, .actions button, summary"
    )
    found = []
    for element in page.locator(FORM).locator(touched).all():
        box = element.bounding_box()
        if box and (box["height"] < THUMB or box["width"] < THUMB):
            found.append(f"{element.evaluate('it => it.outerHTML')[:80]}: {box}")
    return found


def test_events_are_dragged(
    page: Page, live_server: LiveServer, log_in: LogIn, alice: User, complaints: list[str]
) -> None:
    response = opened(page, live_server, log_in, alice, "ordering")
    before = order_of(page)
    grip, last = page.locator(".grip").first, page.locator(".ordering li").last
    start, end = grip.bounding_box(), last.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 10, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, end["y"] + end["height"] - 5, steps=12)
    page.mouse.up()
    assert order_of(page) == [*before[1:], before[0]]
    expect(page.locator(".ordering [role=status]")).to_have_text(f"{before[0]}: now 4 of 4")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".verdict")).to_be_visible()
    response.refresh_from_db()
    assert response.given.split("\n") == [
        f"{n}. {it}" for n, it in enumerate(order_of_all(before), 1)
    ]


def order_of_all(before: list[str]) -> list[str]:
    return [*before[1:], before[0]]


def test_a_move_is_announced_and_the_ends_are_ends(
    page: Page, live_server: LiveServer, log_in: LogIn, alice: User
) -> None:
    opened(page, live_server, log_in, alice, "ordering")
    first = order_of(page)[0]
    earlier = page.get_by_role("button", name=f"Earlier: {first}")
    later = page.get_by_role("button", name=f"Later: {first}")
    expect(earlier).to_have_attribute("aria-disabled", "true")
    later.focus()
    page.keyboard.press("Space")
    expect(page.locator(".ordering [role=status]")).to_have_text(f"{first}: now 2 of 4")
    expect(later).to_be_focused()
    expect(earlier).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert order_of(page)[3] == first
    expect(later).to_have_attribute("aria-disabled", "true")
    values = page.locator(".ordering select").evaluate_all("all => all.map(it => it.value)")
    assert values == ["1", "2", "3", "4"]


def test_the_map_and_its_list_stay_in_step(
    phone: Page, live_server: LiveServer, log_in: LogIn, alice: User
) -> None:
    response = opened(phone, live_server, log_in, alice, "map")
    phone.locator(".map-field foreignObject").nth(1).tap()
    expect(phone.get_by_role("radio", name="Bayda")).to_be_checked()
    phone.locator(".map-field summary").tap()
    phone.locator(".map-field details label").nth(2).tap()
    expect(phone.get_by_role("radio", name="Derna")).to_be_checked()
    expect(phone.get_by_role("radio", name="Bayda")).not_to_be_checked()
    phone.get_by_role("button", name="Answer").tap()
    verdict_is_right(phone, response)


def test_the_marks_are_walked_with_the_arrow_keys(
    page: Page, live_server: LiveServer, log_in: LogIn, alice: User
) -> None:
    opened(page, live_server, log_in, alice, "map")
    page.locator("#point-0").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Bayda")).to_be_focused()
    expect(page.get_by_role("radio", name="Bayda")).to_be_checked()


def test_what_was_chosen_is_kept_when_something_is_missing(
    without_javascript: Page, live_server: LiveServer, log_in: LogIn, alice: User
) -> None:
    page = without_javascript
    response = opened(page, live_server, log_in, alice, "ordering")
    for number, place in enumerate(["2", "2", "3", "4"]):
        fill(page, f"place-{number}", place)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Give each event a number of its own, the earliest 1."
    )
    values = [select.input_value() for select in page.locator(".ordering select").all()]
    assert values == ["2", "2", "3", "4"]
    response.refresh_from_db()
    assert response.answered_at is None


def test_a_skip_needs_no_answer(
    phone: Page, live_server: LiveServer, log_in: LogIn, alice: User
) -> None:
    response = opened(phone, live_server, log_in, alice, "matching")
    phone.get_by_role("button", name="Skip").tap()
    expect(phone.locator(".verdict.is-skipped")).to_be_visible()
    response.refresh_from_db()
    assert response.verdict == "skipped"


def test_the_arrow_of_a_report_stands_beside_its_words(
    phone: Page, live_server: LiveServer, log_in: LogIn, alice: User
) -> None:
    opened(phone, live_server, log_in, alice, "choice")
    phone.get_by_role("button", name="Skip").tap()
    summary = phone.locator(".report summary")
    expect(summary).to_be_visible()
    assert summary.evaluate("it => it.scrollHeight <= it.clientHeight"), "the arrow hangs below"
