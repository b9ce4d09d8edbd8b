"""The program served as `make run` serves it, on a fresh database."""

import fcntl
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext

from tests.ports import free_port

MOST_BYTES = 60_000
MOST_REQUESTS = 8


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a freshly prepared program, of each worker its own; it is prepared once."""
    port = free_port()
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which all workers of a run share
    folder = folder / "served"
    folder.mkdir(exist_ok=True)
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "derna_edu.settings",
        "HTTPS": "false",
        "SECRET_KEY": "only-for-this-test",
        "PORT": str(port),
    }

    def manage(*args: str) -> str:
        command = [sys.executable, "manage.py", *args]
        return subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=env | {"DEBUG": "true"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            manage("collectstatic", "--noinput", "--verbosity", "0")
            said = manage("prepare", "--port", str(port))
            assert f"http://127.0.0.1:{port}/" in said
            (folder / "ready").touch()
    gunicorn = Path(sys.executable).with_name("gunicorn")
    server = subprocess.Popen(
        [gunicorn, "derna_edu.wsgi"], cwd=settings.BASE_DIR, env=env | {"DEBUG": "false"}
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/help/", timeout=5)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait(timeout=20)


@pytest.mark.parametrize(
    "path",
    ["/", "/sources/", "/quiz/", "/accounts/signup/", "/help/"]
    + ["/explore/timeline/", "/explore/places/"]
    + ["/explore/", "/explore/search/?q=derna", "/explore/people/", "/explore/events/"]
    + ["/explore/entity/lna/", "/explore/fact/shiha-captured-4-june/"]
    + ["/explore/disagreements/", "/sources/military-wiki-campaign/"],
)
def test_a_cold_page_is_light(served: str, browser: Browser, path: str) -> None:
    assert_light(browser.new_context(), served + path)


@pytest.mark.parametrize("path", ["", "history/", "map-and-timeline/", "corrections/"])
def test_so_is_a_learners_progress(served: str, browser: Browser, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/accounts/login/")
    page.get_by_label("Username").fill("learner")
    page.get_by_label("Password").fill("derna-demo")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(f"{served}/")
    known = context.storage_state()
    context.close()
    # Logged in, with nothing in its cache.
    assert_light(browser.new_context(storage_state=known), f"{served}/progress/{path}")


def assert_light(context: BrowserContext, address: str) -> None:
    """Load a page and see what was sent for it."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.close()
    # Signs that stand within the style sheet are loaded, too, but not sent.
    assert len([size for size in sizes if size]) <= MOST_REQUESTS
    assert sum(sizes) < MOST_BYTES


def test_the_demo_accounts_can_log_in(served: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    for username in ("learner", "learner2", "teacher", "editor", "admin"):
        page.goto(f"{served}/accounts/login/")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill("derna-demo")
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(f"{served}/")
        context.clear_cookies()
    context.close()


def test_headers_are_strict_and_pages_find_their_files(served: str) -> None:
    with urllib.request.urlopen(f"{served}/") as response:
        policy, html = response.headers["Content-Security-Policy"], response.read().decode()
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', html):
        with urllib.request.urlopen(served + address) as response:
            assert response.status == 200
            assert "immutable" in response.headers["Cache-Control"]
    for address in ("/favicon.ico", "/robots.txt"):
        assert urllib.request.urlopen(served + address).status == 200
