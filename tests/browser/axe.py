"""What axe finds on a page, in the light and in the dark."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# The rules that the colours decide: of all others a page keeps or breaks the same in both, and
# the first rows of a list stand for all.
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_FIRST_ROWS = {"exclude": [["li:nth-of-type(n+5)"], ["tr:nth-of-type(n+5)"]]}
_AT_REST = "Promise.all(document.getAnimations().map(it => it.finished))"


def faults(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Return each fault with its place; ``options`` are axe's, for the page in the light."""
    page.emulate_media(reduced_motion="reduce")
    found = _faults(page, options=options)
    page.emulate_media(color_scheme="dark")
    page.evaluate(_AT_REST)
    found += _faults(page, context=_FIRST_ROWS, options=_COLOURS)
    page.emulate_media(color_scheme="light")
    return found


def _faults(page: Page, **how: Any) -> list[str]:
    return [
        f"{page.url}: {fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in Axe().run(page, **how).response["violations"]
    ]
