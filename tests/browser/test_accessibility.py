"""axe finds nothing on any page, light or dark."""

from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment, SchoolClass
from quizzes.facts.admin.states import changes_of
from quizzes.facts.models import AliasProposal, Entity, Property, Report, Source, Statement
from quizzes.facts.pack import load_pack
from quizzes.front import demo
from quizzes.lib import clock
from tests.factories import PASSWORD
from tests.snapshots import fill

from .axe import faults
from .conftest import LogIn

VISITOR = (
    "/",
    "/help/",
    "/sources/",
    "/explore/timeline/",
    "/explore/timeline/?phase=no-such",
    "/explore/places/",
    "/explore/",
    "/explore/search/?q=Hifter",
    "/explore/people/",
    "/explore/groups/",
    "/explore/events/",
    "/explore/entity/derna/",
    "/explore/fact/shiha-captured-4-june/",
    "/explore/disagreements/",
    "/sources/wiki-battle/",
    "/quiz/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no-such-page/",
)


@pytest.fixture
def school(live_server: LiveServer, transactional_db: None) -> str:
    """The address of a server with the fact pack, its bank and the demo accounts."""
    fill(_school)
    return live_server.url


def _school() -> None:
    """The pupils' history is kept short."""
    load_pack(settings.FACT_PACK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "PASSWORD", PASSWORD)
        patch.setattr(demo, "PER_DAY", 4)
        demo.make_demo(clock.now() - timedelta(hours=1))


def pages_of(username: str) -> list[str]:
    """Every page that a demo account can open."""
    group, work = SchoolClass.objects.get(), Assignment.objects.get()
    question_set = work.question_set_id
    pages = {
        "learner": ["/", "/review/", "/review/done/", "/progress/", "/quiz/", "/settings/"]
        + [f"/progress/{name}/" for name in ("history", "map-and-timeline", "corrections")]
        + ["/classes/", f"/classes/{group.pk}/", f"/classes/assignments/{work.pk}/"]
        + ["/accounts/password/change/", "/accounts/email/", "/accounts/logout/"]
        + ["/explore/timeline/", "/explore/places/", "/explore/search/?q=Hifter"]
        + ["/explore/entity/lna/", "/explore/fact/shiha-captured-4-june/"],
        "learner2": [f"/classes/assignments/{work.pk}/"]
        + [f"/quiz/{a.pk}/result/" for a in User.objects.get(username="learner2").attempts.all()],
        "teacher": ["/", "/classes/", f"/classes/{group.pk}/", f"/classes/assignments/{work.pk}/"]
        + [f"/classes/{group.pk}/{name}/" for name in ("manage", "pupils/add", "slips", "marks")]
        + [f"/classes/{group.pk}/pupils/{group.learners.earliest('pk').pk}/"]
        + [f"/classes/assignments/new/?school_class={group.pk}", "/sets/", "/sets/new/"]
        + [f"/sets/{question_set}/"],
        "editor": desk_pages(),
    }
    return pages[username]


def desk_pages() -> list[str]:
    """Every page of the desk that an editor can open, with a queue of what learners sent."""
    fact, entity = Statement.objects.earliest("pk"), Entity.objects.earliest("pk")
    report, _new = Report.objects.get_or_create(statement=fact, text="The article says 8 May.")
    proposal, _new = AliasProposal.objects.get_or_create(entity=entity, text="Darnah")
    for explanation in ("It took a week.", "It took two weeks and a day."):
        fact.explanation = explanation
        fact.save()
    moment = changes_of(fact)[0].moment
    rows = (fact, entity, Source.objects.earliest("pk"), Property.objects.earliest("pk"))
    lists = ("statement", "entity", "source", "topic", "property", "report", "aliasproposal")
    addable = ("statement", "entity", "source", "topic", "property")
    return [
        *("/admin/", "/admin/facts/", "/admin/bank/question/"),
        *(f"/admin/facts/{name}/" for name in lists),
        *(f"/admin/facts/{name}/add/" for name in addable),
        *(f"/admin/facts/{it._meta.model_name}/{it.pk}/change/" for it in rows),
        *(f"/admin/facts/{it._meta.model_name}/{it.pk}/history/" for it in rows),
        f"/admin/facts/statement/{fact.pk}/history/{moment}/",
        "/admin/facts/statement/?q=derna",
        "/admin/facts/statement/?work=disputed",
        f"/admin/facts/report/{report.pk}/change/",
        f"/admin/facts/aliasproposal/{proposal.pk}/change/",
    ]


def faults_at(page: Page, url: str) -> list[str]:
    page.goto(url)
    return faults(page)


@pytest.mark.parametrize("username", ["", "learner", "learner2", "teacher"])
def test_no_page_has_a_fault(school: str, page: Page, log_in: LogIn, username: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    if username:
        log_in(page, User.objects.get(username=username))
    pages = pages_of(username) if username else VISITOR
    assert [fault for path in pages for fault in faults_at(page, school + path)] == []


def test_question_and_feedback_have_no_fault(school: str, page: Page) -> None:
    page.goto(school)
    page.get_by_role("button", name="Try ten questions").click()
    found = faults(page)
    page.get_by_role("button", name="Skip").click()
    page.locator(".verdict").wait_for()
    assert found + faults(page) == []


@pytest.fixture
def desk(school: str, page: Page, log_in: LogIn) -> Page:
    """The editor's browser, as wide as a small laptop."""
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, User.objects.get(username="editor"))
    return page


def test_no_page_of_the_desk_has_a_fault_or_breaks_a_rule_of_the_csp(
    school: str, desk: Page, complaints: list[str]
) -> None:
    found = []
    for path in pages_of("editor"):
        desk.goto(school + path)
        found += [*complaints, *faults(desk)]
        # The browser also complains of the styles that axe brings along.
        complaints.clear()
    assert found == []


def test_open_lists_and_added_rows_of_the_desk_have_no_fault(school: str, desk: Page) -> None:
    desk.goto(f"{school}/admin/facts/statement/add/")
    desk.get_by_text("Add another Source").click()
    added = desk.locator("#citations-1")
    added.get_by_role("textbox", name="Where in it").wait_for()
    added.get_by_role("combobox", name="Source").wait_for()
    added.get_by_role("combobox", name="Source").click()
    desk.get_by_role("searchbox", name="Source").wait_for()
    desk.locator(".select2-results__option--highlighted").wait_for()
    # Select2 hangs its list on the body, outside every region of the page.
    options = {"rules": {"region": {"enabled": False}}}
    assert faults(desk, options) == []


def test_the_preview_and_what_is_asked_before_a_change_have_no_fault(
    school: str, desk: Page
) -> None:
    fact = Statement.objects.get(slug="zero-hour-date")
    desk.goto(f"{school}/admin/facts/statement/{fact.pk}/change/")
    desk.get_by_label("Value (date)").fill("7/5/2018")
    desk.get_by_text("could mean 7 May 2018 or 5 July 2018").wait_for()
    found = faults(desk)
    fact.explanation = "Said by somebody else."
    fact.save()
    desk.get_by_label("Value (date)").fill("7 May 2018")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_role("alert").get_by_text("Nothing was saved.").wait_for()
    found += faults(desk)
    desk.goto(f"{school}/admin/facts/statement/")
    desk.locator("#action-toggle").check()
    desk.locator("select[name=action]").select_option("retire")
    desk.get_by_role("button", name="Go").click()
    desk.get_by_role("heading", name="Retire 50 facts?").wait_for()
    found += faults(desk)
    assert found == []


@pytest.mark.parametrize("path", ["facts/statement", "facts/source", "bank/question"])
def test_the_desk_shows_every_column_of_a_list(school: str, desk: Page, path: str) -> None:
    desk.goto(f"{school}/admin/{path}/")
    hidden = "list => list.scrollWidth - list.clientWidth"
    assert desk.locator("#changelist .results").evaluate(hidden) == 0
