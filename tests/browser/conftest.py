"""A real Chromium on a real server; the clock of the server is in the test's hand."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from quizzes.accounts.models import User
from quizzes.facts.pack import load_pack
from tests.snapshots import fill

# Playwright runs an event loop in the thread of the test, in which Django would refuse to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and let each build its data in the database for real."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    return browser_type_launch_args | {"executable_path": chromium, "args": CHROMIUM_FLAGS}


def _load_facts() -> None:
    load_pack(settings.FACT_PACK)


@pytest.fixture
def site(live_server: LiveServer, transactional_db: None) -> str:
    """The address of a server with the fact pack and its bank."""
    fill(_load_facts)
    return live_server.url


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of, such as breaches of the CSP; must stay empty."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


LogIn = Callable[[Page, User], None]


@pytest.fixture
def log_in(live_server: LiveServer) -> LogIn:
    """Log a user in as the form would (see test_served), without the time it takes."""

    def go(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/")

    return go


@pytest.fixture
def without_javascript(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts, as wide as a small phone."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()
