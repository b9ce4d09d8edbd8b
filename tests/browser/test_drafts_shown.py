"""Coming back to a question of a test: its controls show the answer given so far."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import UNFIT
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt
from tests.factories import BY_FORMAT

from .conftest import LogIn
from .test_formats import PHONE, fill

pytestmark = pytest.mark.usefixtures("bank_at_rest", "transactional_db")


@pytest.mark.parametrize("scripts", [True, False])
def test_it_works(
    browser: Browser, live_server: LiveServer, log_in: LogIn, alice: User, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport=PHONE)
    page = context.new_page()
    log_in(page, alice)
    names = [it for it in FORMATS if it not in UNFIT]
    questions = [BY_FORMAT[name]() for name in names]
    mode = Attempt.Mode.TEST
    attempt = start_attempt(alice, questions, "A test", clock.now(), mode=mode, own=True)
    forms = {}
    for response in attempt.responses.select_related("question").order_by("position"):
        name = response.question.format
        forms[name] = form = FORMATS[name].form(response.shown, right=False)
        address = f"{live_server.url}/quiz/{attempt.pk}/{response.position}/"
        page.goto(address)
        for field, value in form.items():
            if scripts and name == "ordering":
                break  # the buttons stand for the numbers, which are as the events stand
            fill(page, field, value)
        if scripts and name == "ordering":
            page.get_by_role("button", name="Later").first.click()
            selects = page.locator(".ordering select").all()
            forms[name] = {str(it.get_attribute("name")): it.input_value() for it in selects}
        page.get_by_role("button", name="Keep the answer").click()
        following = "all/" if name == names[-1] else f"{response.position + 1}/"
        page.wait_for_url(f"**/{following}")
        page.goto(address)
        expect(page.get_by_role("button", name="Change the answer")).to_be_visible()
        for field, value in forms[name].items():
            assert shown(page, field) == value, name
    context.close()


def shown(page: Page, field: str) -> str:
    """The value of a control as it stands on the page."""
    radio = page.locator(f"input[type=radio][name={field}]:checked")
    if radio.count():
        return str(radio.get_attribute("value"))
    return page.locator(f"[name={field}]:not([type=radio])").first.input_value()
