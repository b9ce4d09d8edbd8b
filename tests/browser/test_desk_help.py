"""What helps a new editor at the desk, in the browser, and adding a fact without JavaScript."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import FilePayload, Page, expect

from quizzes.accounts.models import User
from quizzes.facts.apps import EDITORS
from quizzes.facts.models import Entity, Statement
from tests.factories import UserFactory

from .conftest import LogIn


@pytest.fixture
def ed(transactional_db: None) -> User:
    made: User = UserFactory(username="ed", is_staff=True)
    made.groups.add(Group.objects.get(name=EDITORS))
    return made


def type_into(page: Page, field: str, typed: str) -> None:
    """Type into a list without choosing."""
    page.locator(f"{field} .select2-selection").first.click()
    page.locator(".select2-container--open .select2-search__field").press_sequentially(typed)


def test_a_fact_is_added_without_javascript(
    site: str, without_javascript: Page, ed: User, log_in: LogIn
) -> None:
    page = without_javascript
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    page.locator("[name=subject-typed]").fill("Khalifa Haftr")
    page.locator("[name=property-typed]").fill("commanded")
    page.locator("[name=value_entity-typed]").fill("libyan national army")
    page.locator("[name=topic-typed]").fill("The battle, 2018–2019")
    page.locator("[name=citations-0-source-typed]").fill("wiki-battle")
    page.locator("[name=citations-0-locator]").fill("para. 3")
    page.get_by_label("When:", exact=True).fill("in early 2017")
    page.get_by_role("button", name="Publish", exact=True).click()
    message = page.locator(".field-subject .errorlist")
    expect(message).to_contain_text("There is no entity called “Khalifa Haftr”.")
    expect(message).to_contain_text("Khalifa Haftar (")
    page.locator("[name=subject-typed]").fill("khalifa haftar")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    fact = Statement.objects.latest("pk")
    assert (fact.subject.label, fact.property.label) == ("Khalifa Haftar", "commanded")
    assert (fact.when, fact.status) == ("2017", "published")
    assert fact.citations.get().source.slug == "wiki-battle"


def test_properties_stand_with_an_example_and_a_reason(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    type_into(page, ".field-property", "commanded")
    option = page.get_by_role("option", name="commanded", exact=True)
    expect(option.locator(".desk-example")).to_contain_text("commanded")
    page.keyboard.press("Escape")
    type_into(page, ".field-subject", "Ahmed al-Mismari")
    page.get_by_role("option", name="Ahmed al-Mismari", exact=True).click()
    type_into(page, ".field-property", "population")
    offered = page.locator(".select2-results__option[role=group]")
    expect(offered).to_contain_text("No property called “population” fits the kind “person”")
    offered.get_by_role("option", name="did", exact=True).click()
    expect(page.get_by_label("Value (words)")).to_be_visible()


def test_a_new_event_is_guessed_and_warned_of(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/entity/add/")
    tick, clause = page.get_by_label("Takes “the”"), page.get_by_label("Clause:", exact=True)
    page.get_by_label("Kind").first.select_option("person")
    expect(clause).to_be_hidden()
    page.get_by_label("Name:").first.fill("capture of the radio station")
    expect(tick).not_to_be_checked()
    page.get_by_label("Kind").first.select_option("event")
    expect(tick).to_be_checked()
    preview = page.locator("#desk-preview")
    expect(preview).to_contain_text("The capture of the radio station took place on")
    expect(preview).to_contain_text("has no clause")
    clause.fill("the army captured the radio station")
    expect(preview).to_contain_text("The army captured the radio station on 12 June 2018.")
    tick.uncheck()
    page.get_by_label("Name:").first.fill("capture of the radio mast")
    expect(preview).to_contain_text("stands without “the”")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert Entity.objects.get(label="capture of the radio mast").takes_the is False


def test_the_date_of_a_source_is_read_back_while_it_is_typed(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/source/add/")
    page.get_by_label("Published").fill("summer 2018")
    row = page.locator(".field-published")
    expect(row).to_contain_text("Read as summer 2018, a season of three months")
    page.get_by_label("Published").fill("12/6/2018")
    expect(row).to_contain_text("could mean 12 June 2018 or 6 December 2018")


def test_after_a_mistake_the_page_begins_where_it_is_told(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/statement/add/")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".errornote")).to_be_focused()


def test_one_that_is_there_already_is_used_from_the_popup(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    before = Entity.objects.count()
    page.goto(f"{site}/admin/facts/statement/add/")
    with page.expect_popup() as popup:
        page.locator(".field-subject .add-related").click()
    popup.value.get_by_label("Name:").first.fill("Khalifa Haftr")
    popup.value.get_by_label("Kind").first.select_option("person")
    popup.value.get_by_role("button", name="Save", exact=True).click()
    expect(popup.value.get_by_role("alert")).to_be_focused()
    with popup.value.expect_event("close"):
        popup.value.get_by_role("button", name="Use this one").first.click()
    expect(page.locator(".field-subject .select2-selection")).to_contain_text("Khalifa Haftar")
    assert Entity.objects.count() == before


def test_a_second_one_is_added_when_it_is_ticked(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/entity/add/")
    page.get_by_label("Name:").first.fill("Khalifa Haftr")
    page.get_by_label("Kind").first.select_option("person")
    page.get_by_label("Description").fill("Somebody else")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Description")).to_have_value("Somebody else")
    page.get_by_label("This is another one. Add it as well.").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert Entity.objects.get(label="Khalifa Haftr").description == "Somebody else"


def test_a_table_that_is_being_read_is_told_of(
    site: str, page: Page, ed: User, log_in: LogIn, complaints: list[str]
) -> None:
    log_in(page, ed)
    page.goto(f"{site}/admin/facts/entity/import/")
    table: FilePayload = {
        "name": "t.csv",
        "mimeType": "text/csv",
        "buffer": b"slug,label,kind\nnew,New,person\n",
    }
    page.set_input_files("input[type=file]", table)
    status = page.get_by_role("status")
    expect(status).to_be_empty()
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_role("button", name="Show what would change").click()
    expect(status).to_contain_text("is being read")
    assert not complaints
