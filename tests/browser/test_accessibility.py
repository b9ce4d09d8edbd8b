"""axe finds nothing on any page, light or dark."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment, SchoolClass
from quizzes.facts.models import Source, Statement
from quizzes.front import demo
from quizzes.lib import clock
from tests.factories import PASSWORD

from .conftest import LogIn

VISITOR = (
    "/",
    "/help/",
    "/sources/",
    "/quiz/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no-such-page/",
)


@pytest.fixture
def school(site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The site with the demo accounts; the pupils' history is kept short."""
    monkeypatch.setattr(demo, "PASSWORD", PASSWORD)
    monkeypatch.setattr(demo, "PER_DAY", 4)
    demo.make_demo(clock.now() - timedelta(hours=1))
    return site


def pages_of(username: str) -> list[str]:
    """Every page that a demo account can open."""
    group, work = SchoolClass.objects.get(), Assignment.objects.get()
    question_set = work.question_set_id
    pages = {
        "learner": ["/", "/review/", "/review/done/", "/progress/", "/quiz/", "/settings/"]
        + ["/classes/", f"/classes/{group.pk}/", f"/classes/assignments/{work.pk}/"]
        + ["/accounts/password/change/", "/accounts/email/", "/accounts/logout/"],
        "learner2": [f"/classes/assignments/{work.pk}/"]
        + [f"/quiz/{a.pk}/result/" for a in User.objects.get(username="learner2").attempts.all()],
        "teacher": ["/", "/classes/", f"/classes/{group.pk}/", f"/classes/assignments/{work.pk}/"]
        + [f"/classes/assignments/new/?school_class={group.pk}", "/sets/", "/sets/new/"]
        + [f"/sets/{question_set}/"],
        "editor": ["/admin/", "/admin/facts/statement/", "/admin/facts/entity/"]
        + [f"/admin/facts/statement/{Statement.objects.earliest('pk').pk}/change/"]
        + [f"/admin/facts/source/{Source.objects.earliest('pk').pk}/change/"],
    }
    return pages[username]


def violations(page: Page, url: str) -> list[str]:
    page.goto(url)
    found = Axe().run(page).response["violations"]
    return [f"{url}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("username", ["", "learner", "learner2", "teacher"])
def test_no_page_has_a_fault(
    school: str, browser: Browser, log_in: LogIn, username: str, scheme: str
) -> None:
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    if username:
        log_in(page, User.objects.get(username=username))
    pages = pages_of(username) if username else VISITOR
    faults = [fault for path in pages for fault in violations(page, school + path)]
    context.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_question_and_feedback_have_no_fault(school: str, browser: Browser, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(school)
    page.get_by_role("button", name="Try ten questions").click()
    faults = violations(page, page.url)
    page.get_by_role("button", name="Skip").click()
    page.locator(".verdict").wait_for()
    faults += [v["id"] for v in Axe().run(page).response["violations"]]
    context.close()
    assert faults == []


def test_the_desk_breaks_no_rule_of_the_csp(
    school: str, page: Page, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, User.objects.get(username="editor"))
    for path in pages_of("editor"):
        page.goto(school + path)
