"""Classes and assignments in the admin."""

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment, SchoolClass
from tests.factories import UserFactory


@pytest.fixture
def as_root(client: Client, db: None) -> Client:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def _form(school_class: SchoolClass, *teachers: User) -> dict[str, object]:
    return {
        "name": school_class.name,
        "join_code": school_class.join_code,
        "teachers": [teacher.pk for teacher in teachers],
        "enrolments-TOTAL_FORMS": 0,
        "enrolments-INITIAL_FORMS": 0,
    }


def test_it_works(as_root: Client, assignment: Assignment) -> None:
    assert "Class 7b" in as_root.get("/admin/classes/schoolclass/").text
    assert "Week one" in as_root.get("/admin/classes/assignment/").text
    for room in ("schoolclass", "assignment"):
        pk = assignment.pk if room == "assignment" else assignment.school_class_id
        assert as_root.get(f"/admin/classes/{room}/{pk}/change/").status_code == 200


def test_search_finds_by_teacher(as_root: Client, school_class: SchoolClass) -> None:
    assert "Class 7b" in as_root.get("/admin/classes/schoolclass/?q=theo").text
    assert "Class 7b" not in as_root.get("/admin/classes/schoolclass/?q=tom").text


def test_teachers_must_be_teachers(
    as_root: Client, school_class: SchoolClass, tess: User, tom: User, bob: User
) -> None:
    url = f"/admin/classes/schoolclass/{school_class.pk}/change/"
    page = as_root.post(url, _form(school_class, tess, bob))
    assert "Not in the group Teachers: bob." in page.text
    assert as_root.post(url, _form(school_class, tess, tom)).status_code == 302
    assert set(school_class.teachers.all()) == {tess, tom}
