"""The timeline and the map in a browser: filters without a reload, and the keyboard."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from quizzes.facts.models import Entity, Statement
from tests.factories import EventFactory, StatementFactory

GATE, BRIDGE = "The gate fell on 7 May 2018", "The bridge fell on 9 May 2018"


@pytest.fixture
def facts(transactional_db: None) -> list[Statement]:
    """Two events in two places of the region."""
    return [
        StatementFactory(
            subject=EventFactory(clause=f"the {name} fell", label=f"fall of the {name}"),
            value_date=day,
            topic__title=name.capitalize(),
            topic__slug=name,
            where=Entity.objects.create(
                kind="place", slug=f"{name}-town", label=name.capitalize(), **where
            ),
        )
        for name, day, where in (
            ("gate", "2018-05-07", {"latitude": 32.7, "longitude": 22.6}),
            ("bridge", "2018-05-09", {"latitude": 32.1, "longitude": 20.1}),
        )
    ]


def test_a_choice_changes_the_list_in_place(
    facts: list[Statement], live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    page.goto(f"{live_server}/explore/timeline/")
    expect(page.get_by_role("link", name=BRIDGE)).to_be_visible()
    page.get_by_text("Choose what to see").click()
    page.evaluate("window.stayed = true")
    page.get_by_label("Topic").select_option("Gate")
    expect(page.get_by_role("link", name=BRIDGE)).to_be_hidden()
    expect(page.get_by_role("link", name=GATE)).to_be_visible()
    expect(page.locator("#found")).to_contain_text("1 dated fact · Gate")
    assert page.evaluate("window.stayed")
    assert "topic=gate" in page.url
    page.reload()
    expect(page.get_by_role("link", name=BRIDGE)).to_be_hidden()
    page.get_by_role("link", name="show everything").click()
    expect(page.get_by_role("link", name=BRIDGE)).to_be_visible()


def test_the_filters_work_without_javascript(
    facts: list[Statement], live_server: LiveServer, without_javascript: Page
) -> None:
    page = without_javascript
    page.goto(f"{live_server}/explore/timeline/")
    page.get_by_text("Choose what to see").click()
    page.get_by_label("Topic").select_option("Gate")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name=GATE)).to_be_visible()
    expect(page.get_by_role("link", name=BRIDGE)).to_be_hidden()


def test_the_marks_of_the_map_are_reached_and_opened_by_the_keyboard(
    facts: list[Statement], live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    page.goto(f"{live_server}/explore/places/")
    marks = page.locator(".map a")
    expect(marks).to_have_count(2)
    marks.first.focus()
    reach = marks.first.locator(".map-reach")
    page.keyboard.press("Tab")
    expect(marks.nth(1)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(marks.first).to_be_focused()
    assert reach.evaluate("circle => getComputedStyle(circle).stroke") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server}/explore/entity/*/")


@pytest.mark.parametrize("path", ["timeline", "places"])
def test_a_small_phone_need_not_scroll_sideways(
    facts: list[Statement], live_server: LiveServer, without_javascript: Page, path: str
) -> None:
    without_javascript.goto(f"{live_server}/explore/{path}/")
    width = without_javascript.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
