"""Logging in and out, and what wrong passwords do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "river-stone-7"


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", password=PASSWORD)


def log_in(client: Client, username: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_it_works(client: Client, alice: User) -> None:
    response = log_in(client, "alice")
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_it_takes_a_capital_letter_from_a_phone(client: Client, alice: User) -> None:
    assert log_in(client, "Alice").status_code == 302


def test_it_goes_on_to_the_page_asked_for(client: Client, alice: User) -> None:
    url = reverse("account_login") + "?next=" + reverse("settings")
    page = client.get(url).content.decode()
    assert 'autocomplete="current-password"' in page
    data = {"login": "alice", "password": PASSWORD, "next": reverse("settings")}
    assert client.post(url, data)["Location"] == reverse("settings")


def test_it_does_not_lead_to_another_site(client: Client, alice: User) -> None:
    data = {"login": "alice", "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(reverse("account_login"), data)["Location"] == reverse("home")


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_it_rejects_a_wrong_password(client: Client, alice: User, username: str) -> None:
    response = log_in(client, username, "wrong")
    assert response.status_code == 200
    # The same words whether the account exists or not.
    assert response.context["form"].non_field_errors() == [
        "The username and/or password you specified are not correct."
    ]
    assert "_auth_user_id" not in client.session


def test_a_class_logs_in_within_a_minute() -> None:
    for number in range(40):
        User.objects.create_user(f"pupil{number}", password=PASSWORD)
    answers = [log_in(Client(), f"pupil{number}").status_code for number in range(40)]
    assert answers == [302] * 40


def test_six_wrong_passwords_lock_that_account_only(alice: User) -> None:
    User.objects.create_user("bob", password=PASSWORD)
    for _ in range(6):
        log_in(Client(), "alice", "wrong")
    assert log_in(Client(), "alice").status_code == 200
    assert log_in(Client(), "bob").status_code == 302


def test_it_logs_out_by_post_only(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_admin_has_no_door_of_its_own(client: Client, alice: User) -> None:
    response = client.get(reverse("admin:login"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    client.force_login(alice)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_the_account_pages_look_like_the_rest(client: Client, alice: User) -> None:
    for name in ("account_login", "account_signup", "account_reset_password"):
        page = client.get(reverse(name)).content.decode()
        assert 'class="brand"' in page, name
    client.force_login(alice)
    for name in ("account_change_password", "account_email", "account_logout"):
        page = client.get(reverse(name)).content.decode()
        assert 'class="brand"' in page, name


def test_a_page_can_ask_who_is_logged_in_now(client: Client, alice: User) -> None:
    nobody = client.get(reverse("who"))
    assert (nobody.json()["learner"], len(nobody.json()["token"])) == ("", 64)
    assert "no-store" in nobody["Cache-Control"]
    client.force_login(alice)
    assert client.get(reverse("who")).json()["learner"] == alice.device_key
    other = User.objects.create_user("bob", password=PASSWORD)
    assert len({alice.device_key, other.device_key, ""}) == 3
    assert f'data-learner="{alice.device_key}"' in client.get(reverse("home")).content.decode()
