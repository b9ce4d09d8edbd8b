"""Pupils whose accounts their teacher makes: the list, the slips, a new password."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.classes.models import SchoolClass
from quizzes.classes.pupil_lists import add_pupils, read_list
from quizzes.classes.teachers import TEACHERS

pytestmark = pytest.mark.django_db


def url(name: str, school_class: SchoolClass, *more: int) -> str:
    return reverse(name, args=[school_class.pk, *more])


@pytest.fixture
def amina(school_class: SchoolClass) -> User:
    return add_pupils(school_class, read_list("Amina Ali")).made[0]


def test_it_works(as_tess: Client, school_class: SchoolClass) -> None:
    names = {"names": "Amina Ali\nOmar Salem, omar7b"}
    done = as_tess.post(url("pupils_add", school_class), names, follow=True)
    assert done.redirect_chain == [(url("slips", school_class), 302)]
    assert "2 pupils have an account now" in done.text
    for user in User.objects.filter(username__in=["amina.ali", "omar7b"]):
        assert user.first_password in done.text
        pupil = Client()
        data = {"login": user.username, "password": user.first_password}
        assert pupil.post(reverse("account_login"), data).status_code == 302
    page = as_tess.get(url("class", school_class)).text
    assert "Print 2 login slips" in page
    again = as_tess.post(url("pupils_add", school_class), names, follow=True)
    assert "In the class already, and left as they are: Amina Ali, Omar Salem." in again.text


def test_a_slip_is_gone_once_its_pupil_has_a_password(
    as_tess: Client, school_class: SchoolClass, amina: User
) -> None:
    slip = amina.first_password
    assert slip in as_tess.get(url("slips", school_class)).text
    amina.set_password("a camel in the rain")
    amina.save()
    text = as_tess.get(url("slips", school_class)).text
    assert slip not in text
    assert "All pupils have chosen their own password." in text
    again = as_tess.post(url("pupil_password", school_class, amina.pk), follow=True)
    amina.refresh_from_db()
    assert amina.first_password in again.text
    assert amina.first_password != slip
    assert not amina.check_password("a camel in the rain")


def test_a_file(as_tess: Client, school_class: SchoolClass) -> None:
    table = SimpleUploadedFile("7b.csv", "Name;Login\nأمينة;amina\n".encode("utf-8-sig"))
    as_tess.post(url("pupils_add", school_class), {"table": table})
    assert User.objects.get(username="amina").first_name == "أمينة"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Jalāl".encode("cp1257"), "The file is no text in UTF-8."),
        (b"x" * 100_001, "The file is too large for a list of names."),
        (b"Omar,o,o", "Line 1: there are more than two columns"),
        (b"Omar,alice", "Line 1: the username “alice” is taken."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    as_tess: Client, school_class: SchoolClass, content: bytes, said: str
) -> None:
    before = User.objects.count()
    data = {"names": "", "table": SimpleUploadedFile("7b.csv", content)}
    page = as_tess.post(url("pupils_add", school_class), data)
    assert page.status_code == 422
    assert said in page.text
    assert User.objects.count() == before
    page = as_tess.post(url("pupils_add", school_class), {"names": "Omar\nLayla,a b"})
    assert "Omar\nLayla,a b</textarea>" in page.text


def test_nobody_elses_password_can_be_set(
    as_tess: Client, alice: User, school_class: SchoolClass, amina: User
) -> None:
    before = alice.password
    page = as_tess.post(url("pupil_password", school_class, alice.pk), follow=True)
    assert "alice made the account" in page.text
    alice.refresh_from_db()
    assert (alice.password, alice.first_password) == (before, "")
    # Nor that of somebody who has more rights by now.
    amina.set_password("a camel in the rain")
    amina.save()
    amina.groups.add(Group.objects.get(name=TEACHERS))
    as_tess.post(url("pupil_password", school_class, amina.pk))
    amina.refresh_from_db()
    assert amina.check_password("a camel in the rain")


@pytest.mark.parametrize("who", ["as_tom", "as_alice", "client"])
def test_others_find_nothing(
    request: pytest.FixtureRequest, who: str, school_class: SchoolClass, amina: User
) -> None:
    client: Client = request.getfixturevalue(who)
    before = amina.first_password
    pages = [client.get(url(name, school_class)) for name in ("slips", "pupils_add")]
    pages.append(client.post(url("pupils_add", school_class), {"names": "Omar"}))
    pages.append(client.post(url("pupil_password", school_class, amina.pk)))
    assert {page.status_code for page in pages} == ({302} if who == "client" else {404})
    amina.refresh_from_db()
    assert amina.first_password == before
    assert not User.objects.filter(username="omar").exists()


def test_a_list_of_many_takes_as_many_queries(
    as_tess: Client, school_class: SchoolClass, queries: Callable[[Client, str], int]
) -> None:
    pages = [url("slips", school_class), url("class", school_class)]
    add_pupils(school_class, read_list("Omar"))
    few = [queries(as_tess, page) for page in pages]
    add_pupils(school_class, read_list("\n".join(f"pupil {n}" for n in range(40))))
    assert [queries(as_tess, page) for page in pages] == few
