"""A class renamed, taught by several, closed, archived."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment, SchoolClass

pytestmark = pytest.mark.django_db


def url(name: str, school_class: SchoolClass, *more: int) -> str:
    return reverse(name, args=[school_class.pk, *more])


def test_it_is_renamed(as_tess: Client, school_class: SchoolClass) -> None:
    page = as_tess.post(url("class_rename", school_class), {"name": "Class 8b"}, follow=True)
    assert "The class has its new name." in page.text
    school_class.refresh_from_db()
    assert school_class.name == "Class 8b"
    page = as_tess.post(url("class_rename", school_class), {"name": " "})
    assert page.status_code == 422
    assert "Class 8b" in page.text


def test_another_teacher_comes_and_goes(
    as_tess: Client, as_tom: Client, tom: User, school_class: SchoolClass
) -> None:
    assert as_tom.get(url("class", school_class)).status_code == 404
    page = as_tess.post(url("teacher_add", school_class), {"username": " TOM "}, follow=True)
    assert "tom teaches the class, too." in page.text
    assert as_tom.get(url("class", school_class)).status_code == 200
    as_tess.post(url("teacher_remove", school_class, tom.pk))
    assert as_tom.get(url("class", school_class)).status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [("bob", "No teacher has this username."), ("nobody", "No teacher"), ("", "Type a username")],
)
def test_who_is_no_teacher_is_refused(
    as_tess: Client, bob: User, school_class: SchoolClass, name: str, said: str
) -> None:
    page = as_tess.post(url("teacher_add", school_class), {"username": name})
    assert page.status_code == 422
    assert said in page.text
    assert school_class.teachers.count() == 2


def test_the_last_teacher_stays(
    as_tess: Client, tess: User, theo: User, as_theo: Client, school_class: SchoolClass
) -> None:
    left = as_tess.post(url("teacher_remove", school_class, tess.pk))
    assert left["Location"] == reverse("classes")
    page = as_theo.post(url("teacher_remove", school_class, theo.pk), follow=True)
    assert "A class needs a teacher." in page.text
    assert list(school_class.teachers.all()) == [theo]


def test_a_closed_code_lets_nobody_in(
    as_tess: Client, as_bob: Client, school_class: SchoolClass
) -> None:
    def join() -> str:
        code = {"code": school_class.join_code}
        return as_bob.post(reverse("class_join"), code, follow=True).text

    as_tess.post(url("class_close", school_class))
    assert "Class 7b takes in nobody at the moment." in join()
    as_tess.post(url("class_close", school_class), {"open": "1"})
    assert "You are in Class 7b now." in join()


def test_a_new_code_opens_the_class(as_tess: Client, school_class: SchoolClass) -> None:
    as_tess.post(url("class_close", school_class))
    as_tess.post(url("class_code", school_class))
    school_class.refresh_from_db()
    assert school_class.open_to_join


def test_a_link_asks_before_it_joins(as_bob: Client, bob: User, school_class: SchoolClass) -> None:
    link = reverse("class_link", args=[school_class.join_code])
    page = as_bob.get(link)
    assert "Join Class 7b?" in page.text
    assert not bob.joined_classes.exists()
    as_bob.post(reverse("class_join"), {"code": school_class.join_code})
    assert as_bob.get(link)["Location"] == url("class", school_class)
    wrong = as_bob.get(reverse("class_link", args=["NOSUCHCO"]), follow=True)
    assert "No class has this code." in wrong.text
    assert Client().get(link)["Location"].startswith(reverse("account_login"))


def test_an_archived_class_is_out_of_the_way_and_comes_back(
    as_tess: Client, as_alice: Client, as_bob: Client, assignment: Assignment
) -> None:
    school_class = assignment.school_class
    as_tess.post(url("class_archive", school_class))
    for client in (as_tess, as_alice):
        assert "Week one" not in client.get("/").text
        page = client.get(reverse("classes")).text
        assert "Class 7b" in page.partition("Archived classes")[2]
        assert "Class 7b" not in page.partition("Archived classes")[0].partition("<h1>")[2]
    as_bob.post(reverse("class_join"), {"code": school_class.join_code})
    assert school_class.learners.count() == 1
    assert "Class 7b" not in as_tess.get(reverse("assignment_new")).text
    assert "Week one" in as_tess.get(url("class", school_class)).text
    as_tess.post(url("class_archive", school_class), {"again": "1"})
    assert "Week one" in as_alice.get("/").text


@pytest.mark.parametrize("who", ["as_tom", "as_alice", "client"])
def test_others_find_nothing(
    request: pytest.FixtureRequest, who: str, school_class: SchoolClass, theo: User
) -> None:
    client: Client = request.getfixturevalue(who)
    names = ("class_rename", "class_archive", "class_code", "class_close", "teacher_add")
    pages = [client.post(url(name, school_class), {"name": "Mine"}) for name in names]
    pages.append(client.post(url("teacher_remove", school_class, theo.pk)))
    pages.append(client.get(url("class_manage", school_class)))
    assert {page.status_code for page in pages} == ({302} if who == "client" else {404})
    fresh = SchoolClass.objects.get(pk=school_class.pk)
    assert (fresh.name, fresh.join_code) == ("Class 7b", school_class.join_code)
    assert (fresh.archived_at, fresh.open_to_join, fresh.teachers.count()) == (None, True, 2)
