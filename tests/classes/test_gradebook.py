"""The gradebook: marks, means, what is missing, and marks that a teacher sets."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook  # type: ignore[import-untyped]

from quizzes.accounts.models import User
from quizzes.bank.models import QuestionSet
from quizzes.classes.gradebook import gradebook
from quizzes.classes.models import Assignment, MarkChange, SchoolClass
from tests.classes.work import do
from tests.conftest import MovableClock
from tests.factories import AssignmentFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def zora(school_class: SchoolClass) -> User:
    pupil: User = EnrolmentFactory(
        school_class=school_class, learner__username="zora", learner__first_name="Zora"
    ).learner
    return pupil


@pytest.fixture
def later(assignment: Assignment, question_set: QuestionSet) -> Assignment:
    """Due a week after the first."""
    made: Assignment = AssignmentFactory(
        school_class=assignment.school_class,
        question_set=question_set,
        title="=Week two",
        due_at=assignment.due_at + timedelta(days=7),
    )
    return made


def url(name: str, *keys: int) -> str:
    return reverse(name, args=keys)


def set_mark(client: Client, work: Assignment, pupil: User, percent: str, comment: str) -> str:
    keys = work.school_class_id, pupil.pk, work.pk
    data = {f"{work.pk}-percent": percent, f"{work.pk}-comment": comment}
    response = client.post(url("mark_set", *keys), data, follow=True)
    return " ".join(response.text.split())


def figures(school_class: SchoolClass, clock: MovableClock) -> dict[str, list[int | None]]:
    book = gradebook(school_class, clock())
    return {
        row.learner.username: [*(cell.percent for cell in row.cells), row.mean, row.missing]
        for row in book.rows
    } | {"means": list(book.means)}


def test_it_works(
    as_tess: Client,
    alice: User,
    zora: User,
    assignment: Assignment,
    later: Assignment,
    moving_clock: MovableClock,
) -> None:
    do(assignment, alice, ["right", "wrong"], moving_clock())
    do(later, alice, ["right", "right"], moving_clock())
    do(later, zora, ["right"], moving_clock())
    found = figures(assignment.school_class, moving_clock)
    assert found == {
        "alice": [50, 100, 75, 0],
        "zora": [None, None, None, 0],
        "means": [50, 100],
    }
    moving_clock.move(days=8)
    assert figures(assignment.school_class, moving_clock)["zora"] == [None, None, None, 1]
    page = as_tess.get(url("marks", assignment.school_class_id)).text
    row = page.partition("Zora</a></th>")[2].partition("</tr>")[0]
    assert row == "<td>–</td><td>…</td><td><strong></strong></td><td>1</td>"


def test_a_mark_that_a_teacher_sets_and_takes_back(
    as_tess: Client,
    as_theo: Client,
    as_alice: Client,
    alice: User,
    assignment: Assignment,
    moving_clock: MovableClock,
) -> None:
    do(assignment, alice, ["right", "wrong"], moving_clock())
    text = set_mark(as_tess, assignment, alice, "80", "The map was hard to read.")
    assert "Set to 80 %. “The map was hard to read.” <span" in text
    assert figures(assignment.school_class, moving_clock)["alice"] == [80, 80, 0]
    assert ">80*<" in as_tess.get(url("marks", assignment.school_class_id)).text
    told = " ".join(as_alice.get(url("assignment", assignment.pk)).text.split())
    assert "Set to 80 %. “The map was hard to read.”" in told
    moving_clock.move(minutes=1)
    text = set_mark(as_theo, assignment, alice, "", "It was not.")
    assert text.index("The answers decide again.") < text.index("Set to 80 %.")
    assert figures(assignment.school_class, moving_clock)["alice"] == [50, 50, 0]
    assert list(MarkChange.objects.values_list("by__username", flat=True)) == ["theo", "tess"]


@pytest.mark.parametrize(
    ("percent", "comment"), [("101", "x"), ("-1", "x"), ("ten", "x"), ("80", ""), ("80", "x" * 301)]
)
def test_what_is_refused(
    as_tess: Client, alice: User, assignment: Assignment, percent: str, comment: str
) -> None:
    text = set_mark(as_tess, assignment, alice, percent, comment)
    assert 'class="errorlist"' in text
    assert "<details open>" in text
    assert not MarkChange.objects.exists()


def test_the_tables_for_other_programs(
    as_tess: Client, alice: User, zora: User, later: Assignment, moving_clock: MovableClock
) -> None:
    do(later, alice, ["right", "right"], moving_clock())
    moving_clock.move(days=8)
    response = as_tess.get(url("marks_csv", later.school_class_id))
    assert 'filename="class-7b-2026-03-09.csv"' in response["Content-Disposition"]
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Username,Week one,'=Week two,Mean,Missing"
    assert lines[1:] == ["alice,alice,,100.0,100,1", "Zora,zora,,,,1"]
    book = load_workbook(BytesIO(as_tess.get(url("marks_xlsx", later.school_class_id)).content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[1] == ["alice", "alice", None, 100, 100, 1]


@pytest.mark.parametrize("who", ["as_tom", "as_alice", "client"])
def test_others_find_nothing(
    request: pytest.FixtureRequest, who: str, alice: User, assignment: Assignment
) -> None:
    client: Client = request.getfixturevalue(who)
    keys = (assignment.school_class_id,)
    pages = [client.get(url(name, *keys)) for name in ("marks", "marks_csv", "marks_xlsx")]
    pages.append(client.get(url("class_pupil", *keys, alice.pk)))
    pages.append(client.post(url("mark_set", *keys, alice.pk, assignment.pk), {}))
    assert {page.status_code for page in pages} == ({302} if who == "client" else {404})


def test_no_mark_of_another_class_can_be_set(
    as_tom: Client, tom: User, alice: User, bob: User, assignment: Assignment
) -> None:
    own = AssignmentFactory(school_class__teachers=[tom])
    EnrolmentFactory(school_class=own.school_class, learner=bob)
    for keys in (
        (own.school_class_id, alice.pk, own.pk),
        (own.school_class_id, bob.pk, assignment.pk),
        (assignment.school_class_id, alice.pk, own.pk),
    ):
        assert as_tom.post(url("mark_set", *keys), {}).status_code == 404


def test_large_classes_take_as_many_queries(
    as_tess: Client,
    alice: User,
    zora: User,
    assignment: Assignment,
    question_set: QuestionSet,
    queries: Callable[[Client, str], int],
    moving_clock: MovableClock,
) -> None:
    school_class = assignment.school_class
    pages = [url("marks", school_class.pk), url("class_pupil", school_class.pk, alice.pk)]
    few = [queries(as_tess, page) for page in pages]
    for _n in range(5):
        EnrolmentFactory(school_class=school_class)
        given = AssignmentFactory(school_class=school_class, question_set=question_set)
        do(given, alice, ["right", "right"], moving_clock())
        set_mark(as_tess, given, alice, "70", "Well done.")
    assert [queries(as_tess, page) for page in pages] == few
    assert max(few) <= 10
