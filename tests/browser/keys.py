"""Answering a question of any format without a pointer."""

from playwright.sync_api import Page, expect

from quizzes.bank.formats import FORMATS
from quizzes.study.models import Response


def answer_with_keys(page: Page, response: Response, *, right: bool = True) -> None:
    """Give a right answer to the question shown, or a wrong one, with keys alone."""
    format = response.question.format
    form = FORMATS[format].form(response.shown, right=right)
    keys = page.keyboard
    if format in ("choice", "placing", "map"):
        (value,) = form.values()
        keys.press(str(int(value) + 1))
    elif format == "true-false":
        keys.press({"yes": "1", "no": "2"}[form["so"]])
    elif format == "flashcard":
        page.get_by_role("button", name="Turn the card").focus()
        keys.press("Enter")
        expect(page.get_by_role("button", name="Good")).to_be_visible()
        keys.press(form["rating"])
        return
    elif format == "matching":
        for field, value in form.items():
            menu = page.locator(f"[name={field}]")
            menu.focus()
            keys.type(menu.locator(f"option[value='{value}']").inner_text())
            expect(menu).to_have_value(value)
        page.get_by_role("button", name="Answer").focus()
    elif format == "ordering":
        _order(page, response, form)
        page.get_by_role("button", name="Answer").focus()
    else:
        page.get_by_label("Your answer").focus()
        keys.type(form["answer"])
    keys.press("Enter")


def order_of(page: Page) -> list[str]:
    """Return the events to be put in order, as they stand."""
    return page.locator(".ordering li label").all_inner_texts()


def _order(page: Page, response: Response, form: dict[str, str]) -> None:
    """Bring the events in order, one after the other, with the button “Earlier”."""
    numbered = enumerate(response.shown["content"]["items"])
    wanted = {int(form[f"place-{n}"]): item["text"] for n, item in numbered}
    for place, text in sorted(wanted.items()):
        button = page.get_by_role("button", name=f"Earlier: {text}", exact=True)
        button.focus()
        while order_of(page).index(text) > place - 1:
            page.keyboard.press("Enter")
            expect(button).to_be_focused()
    assert order_of(page) == [text for _place, text in sorted(wanted.items())]
