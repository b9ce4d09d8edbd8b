"""The password of a slip: good for one login, after which its owner sets their own."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.first_passwords import first_password, is_first_password, new_seed
from quizzes.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
OWN = "a camel in the rain"


@pytest.fixture
def amina() -> User:
    user: User = UserFactory(username="amina")
    user.give_first_password()
    user.save()
    return user


def log_in(client: Client, password: str) -> bool:
    client.post(reverse("account_login"), {"login": "amina", "password": password})
    return "_auth_user_id" in client.session


def test_it_works(client: Client, amina: User) -> None:
    slip = amina.first_password
    assert re.fullmatch(r"[A-HJ-KM-NP-Z2-9]{5}-[A-HJ-KM-NP-Z2-9]{5}", slip)
    assert log_in(client, slip)
    page = client.get("/review/", follow=True)
    setting = f"{reverse('account_set_password')}?next=%2Freview%2F"
    assert page.redirect_chain == [(setting, 302)]
    assert "Choose one of your own" in page.text
    done = client.post(setting, {"password1": OWN, "password2": OWN, "next": "/review/"})
    assert (done.status_code, done["Location"]) == (302, "/review/")
    assert client.get("/review/").status_code in (200, 302)
    amina.refresh_from_db()
    assert (amina.first_password, amina.check_password(OWN)) == ("", True)
    assert not log_in(Client(), slip)
    assert log_in(Client(), OWN)


@pytest.mark.parametrize("write", [str.lower, lambda it: it.replace("-", " "), lambda it: f" {it}"])
def test_it_may_be_written_as_it_is_read(amina: User, write: object) -> None:
    assert callable(write)
    assert amina.check_password(write(amina.first_password))


def test_wrong_ones_are_refused(client: Client, amina: User) -> None:
    for wrong in ("", "-", "AAAAA-AAAAA", amina.first_password[:-1], amina.password):
        assert not amina.check_password(wrong)
    assert not log_in(client, "AAAAA-AAAAA")


def test_nothing_is_open_before_but_logging_out(client: Client, amina: User) -> None:
    client.force_login(amina)
    for page in ("/", "/progress/", "/explore/", reverse("account_change_password")):
        assert client.get(page)["Location"].startswith(reverse("account_set_password"))
    assert client.post("/quiz/")["Location"].endswith("?next=%2F")
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get("/explore/").status_code == 200


def test_a_new_one_ends_what_is_open(client: Client, amina: User) -> None:
    amina.set_password(OWN)
    amina.save()
    client.force_login(amina)
    assert client.get("/progress/").status_code == 200
    amina.give_first_password()
    amina.save()
    assert client.get("/progress/")["Location"].startswith(reverse("account_login"))
    assert not amina.check_password(OWN)


def test_each_account_and_each_seed_has_its_own() -> None:
    seeds = [new_seed() for _ in range(50)]
    assert len({first_password(seed, owner) for seed in seeds for owner in (1, 2)}) == 100
    assert not is_first_password(first_password(seeds[0], 1), seeds[0], 2)
    assert not is_first_password("", "", 1)
