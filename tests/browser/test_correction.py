"""A corrected date, followed from the desk to a learner's note and a teacher's marks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.classes.models import Assignment
from quizzes.classes.teachers import TEACHERS
from quizzes.classes.work import begin
from quizzes.facts.apps import EDITORS
from quizzes.facts.models import Statement
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import advance
from quizzes.study.models import Memory
from tests.factories import (
    AssignmentFactory,
    EnrolmentFactory,
    QuestionSetFactory,
    SchoolClassFactory,
    UserFactory,
)

from .conftest import LogIn

SLUG = "western-entrance-date"


@pytest.fixture
def other_browsers(browser: Browser) -> Iterator[list[Page]]:
    """Those of the learner, on a small phone, and of the teacher."""
    contexts = [
        browser.new_context(viewport={"width": 360, "height": 740}),
        browser.new_context(),
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def member(name: str, group: str, **values: bool) -> User:
    made: User = UserFactory(username=name, **values)
    made.groups.add(Group.objects.get(name=group))
    return made


def given_and_done(teacher: User, pupil: User) -> Assignment:
    """The pupil has answered the date rightly, as it was then."""
    school_class = SchoolClassFactory(name="Class 7b", teachers=[teacher])
    EnrolmentFactory(school_class=school_class, learner=pupil)
    question = Question.objects.get(key=f"{SLUG}:date:value")
    assignment: Assignment = AssignmentFactory(
        title="Week one",
        school_class=school_class,
        question_set=QuestionSetFactory(owner=teacher, questions=[question]),
        due_at=timezone.now() + timedelta(days=7),
    )
    attempt = begin(assignment, pupil, clock.now())
    answer(attempt.responses.get(), {"answer": question.right_answer}, clock.now())
    advance(attempt, clock.now())
    return assignment


def remembered(learner: User, statement: Statement) -> Memory:
    """The learner learned it long ago, and it is due in a year."""
    day = timezone.now().date()
    memory, _made = Memory.objects.update_or_create(
        learner=learner,
        statement=statement,
        defaults={
            "stability": 90.0,
            "difficulty": 5.0,
            "stage": "recall",
            "last_day": day - timedelta(days=30),
            "due": day + timedelta(days=365),
            "reps": 3,
        },
    )
    return memory


def nothing_scrolls_sideways(page: Page) -> bool:
    wide = "[...document.querySelectorAll('main, main *')].filter(it => it.scrollWidth > 360)"
    return not page.evaluate(f"{wide}.length")


def test_from_the_desk_to_the_note_and_the_marks(
    site: str,
    page: Page,
    other_browsers: list[Page],
    alice: User,
    log_in: LogIn,
    complaints: list[str],
) -> None:
    fact = Statement.objects.get(slug=SLUG)
    old = Question.objects.get(key=f"{SLUG}:date:value").right_answer
    new = "31 May 2018"
    teacher = member("tess", TEACHERS)
    assignment = given_and_done(teacher, alice)
    learner: User = UserFactory(username="lena")
    memory = remembered(learner, fact)

    log_in(page, member("ed", EDITORS, is_staff=True))
    page.goto(f"{site}/admin/facts/statement/{fact.pk}/change/")
    page.get_by_label("Value (date)").fill(new)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Before this is saved")).to_be_visible()
    expect(page.get_by_role("heading", name="This is a correction")).to_be_visible()
    expect(page.get_by_text("2 learners have a memory of it")).to_be_visible()
    expect(
        page.get_by_text("1 open assignment contains it: “Week one” (Class 7b).")
    ).to_be_visible()
    expect(page.locator("del", has_text=old).first).to_be_visible()
    expect(page.locator("ins", has_text=new).first).to_be_visible()

    page.get_by_role("button", name="Back to the form").click()
    expect(page.get_by_label("Value (date)")).to_have_value(new)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Reason for the change").fill("The report was misread")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    phone, classroom = other_browsers
    log_in(phone, learner)
    phone.goto(f"{site}/review/")
    expect(phone.get_by_text("have corrected this fact since you learned it")).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text(new)
    if phone.get_by_role("button", name="Turn the card").count():
        phone.get_by_role("button", name="Turn the card").click()
        phone.get_by_role("button", name="Again").click()
    else:
        phone.get_by_role("button", name="Skip").click()
    note = phone.get_by_role("complementary", name="Correction")
    expect(note).to_contain_text(f"We said {old}", use_inner_text=True)
    expect(note).to_contain_text(new)
    expect(note).to_contain_text("The report was misread")
    expect(phone.get_by_role("list", name="Sources").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    memory.refresh_from_db()
    assert (memory.stability, memory.correction) == (90.0, None)
    assert memory.due <= date.today()  # noqa: DTZ011 the browser's day

    log_in(classroom, teacher)
    classroom.goto(f"{site}/classes/{assignment.school_class_id}/")
    expect(classroom.get_by_text("a fact was corrected")).to_be_visible()
    classroom.get_by_role("link", name="Week one").click()
    expect(classroom.get_by_role("heading", name="Corrected since this was given")).to_be_visible()
    classroom.get_by_role("link", name="Compare old and new marks").click()
    expect(classroom.get_by_text("1 mark would change.")).to_be_visible()
    classroom.set_viewport_size({"width": 360, "height": 740})
    assert nothing_scrolls_sideways(classroom)
    expect(classroom.get_by_role("cell", name="New mark")).to_be_visible()
    classroom.get_by_role("button", name="Regrade").click()
    expect(classroom.get_by_text("1 mark has changed.")).to_be_visible()
    classroom.get_by_role("link", name="alice").click()
    expect(classroom.get_by_text("Before, the answer counted as: right.")).to_be_visible()
