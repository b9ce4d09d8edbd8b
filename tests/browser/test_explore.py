"""Reading about a fact in a browser: searching, opening what is painful, practising, reporting."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.accounts.models import User
from quizzes.facts.models import Entity, Report, Statement
from quizzes.facts.signals import one_change
from quizzes.study.models import Response
from tests.factories import (
    AliasFactory,
    CitationFactory,
    EntityFactory,
    EventFactory,
    StatementFactory,
)
from tests.snapshots import fill

from .conftest import LogIn


@pytest.fixture
def facts(live_server: LiveServer, transactional_db: None) -> str:
    """The address of a server with a few facts."""
    fill(_tell_of_the_tower)
    return live_server.url


def _tell_of_the_tower() -> None:
    """Two facts that differ, one that is painful, and others."""
    with one_change():
        haftar: Entity = EntityFactory(label="Khalifa Haftar")
        AliasFactory(entity=haftar, text="Khalifa Hifter")
        tower = EventFactory(
            label="fall of the tower", clause="the tower fell", question_clause="did the tower fall"
        )
        for day in ("2018-05-07", "2018-05-09"):
            StatementFactory(
                slug=f"tower-{day}",
                subject=tower,
                value_date=day,
                attributed_to=haftar,
                importance=3,
            )
        painful = EventFactory(label="killing at the pier", clause="they killed him at the pier")
        StatementFactory(
            slug="pier", subject=painful, attributed_to=haftar, sensitivity="restricted"
        )
        # Other dates and claimants, so that there are wrong options to offer.
        for number in range(6):
            StatementFactory(attributed_to=EntityFactory(label=f"Claimant {number}"))


def test_names_are_found_while_typing(facts: str, page: Page, complaints: list[str]) -> None:
    page.goto(f"{facts}/explore/search/")
    name = page.locator("#found").get_by_role("link", name="Khalifa Haftar", exact=True)
    page.get_by_role("searchbox").press_sequentially("Hifte")
    expect(name).to_be_visible()
    expect(page).to_have_url(f"{facts}/explore/search/?q=Hifte")
    expect(page.get_by_role("searchbox")).to_be_focused()
    name.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Khalifa Haftar")
    page.go_back()
    expect(name).to_be_visible()


def test_the_newest_search_is_shown(facts: str, page: Page, complaints: list[str]) -> None:
    page.goto(f"{facts}/explore/search/?q=tower")
    page.get_by_role("searchbox").fill("zzzz")
    expect(page.get_by_text("Nothing was found for “zzzz”")).to_be_visible()
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_text("Type a name, a place")).to_be_visible()


def test_all_works_without_javascript(facts: str, without_javascript: Page) -> None:
    page = without_javascript
    page.goto(f"{facts}/explore/")
    page.get_by_role("searchbox").fill("tower fell")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="the tower fell on 7 May 2018").click()
    expect(page.locator(".disputed > li")).to_have_count(2)
    page.locator(".disputed").get_by_role("link", name="9 May 2018").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("9 May 2018")
    page.goto(f"{facts}/explore/disagreements/")
    page.get_by_label("Topic").select_option(index=1)
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("topic=topic-"))


def test_what_is_painful_is_opened_by_keyboard(
    facts: str, page: Page, complaints: list[str]
) -> None:
    page.goto(f"{facts}/explore/fact/pier/")
    told = page.get_by_text("they killed him at the pier").first
    expect(told).to_be_hidden()
    assert "killed" not in page.title()
    page.locator(".withheld > summary").focus()
    page.keyboard.press("Enter")
    expect(told).to_be_visible()


def test_what_is_painful_is_printed(facts: str, page: Page) -> None:
    page.goto(f"{facts}/explore/fact/pier/")
    page.emulate_media(media="print")
    expect(page.get_by_text("they killed him at the pier").first).to_be_visible()
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.get_by_text("Report a problem")).to_be_hidden()


def test_a_fact_is_practised_and_read_again(
    facts: str, page: Page, alice: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, alice)
    page.goto(f"{facts}/explore/fact/tower-2018-05-07/")
    page.get_by_role("button", name="Practise this").click()
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("link", name="Read about this fact").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("the tower fell on 7 May 2018")
    assert Response.objects.filter(learner=alice, verdict="skipped").count() == 1


def test_a_problem_is_reported(
    facts: str, page: Page, alice: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, alice)
    page.goto(f"{facts}/explore/fact/tower-2018-05-07/")
    page.get_by_text("Report a problem").click()
    page.get_by_label("What is wrong?").fill("It fell on a Tuesday.")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_text("Thank you. The editors will look at it.")).to_be_visible()
    assert Report.objects.get().text == "It fell on a Tuesday."


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_the_screen(facts: str, browser: Browser, width: int) -> None:
    fact = Statement.objects.get(slug="tower-2018-05-07")
    long = "Averylongwordwithoutanyplacetobreak" * 2
    source = CitationFactory(statement=fact, source__title=long).source
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    for path in (
        *("/explore/", "/explore/search/?q=haftar", "/explore/people/", "/explore/events/"),
        *("/explore/disagreements/", f"/explore/fact/{fact.slug}/", "/explore/fact/pier/"),
        *(
            f"/explore/entity/{fact.subject.slug}/",
            f"/sources/{source.slug}/",
        ),
    ):
        page.goto(facts + path)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0, path
    context.close()
