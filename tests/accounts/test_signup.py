"""Sign-up: a username is enough, and a class can do it together."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User, default_time_zone

pytestmark = pytest.mark.django_db


def sign_up(client: Client, username: str = "alice", **fields: str) -> Any:
    data = {"username": username, "password1": "river-stone-7", "password2": "river-stone-7"}
    return client.post(reverse("account_signup"), data | fields)


def test_it_works(client: Client) -> None:
    response = sign_up(client, time_zone="Africa/Tripoli")
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    alice = User.objects.get()
    assert alice.username == "alice"
    assert alice.time_zone == "Africa/Tripoli"
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_it_needs_no_email(client: Client) -> None:
    sign_up(client, email="")
    assert User.objects.get().email == ""
    assert not EmailAddress.objects.exists()


def test_it_keeps_an_email(client: Client) -> None:
    sign_up(client, email="alice@example.org")
    assert User.objects.get().email == "alice@example.org"
    assert EmailAddress.objects.get().email == "alice@example.org"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "x" * 200])
def test_it_ignores_an_odd_time_zone(client: Client, name: str) -> None:
    assert sign_up(client, time_zone=name).status_code == 302
    assert User.objects.get().time_zone == default_time_zone()


def test_it_says_what_the_email_is_for(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "A username is enough" in page
    assert 'autocomplete="new-password"' in page
    assert '<input type="hidden" name="time_zone"' in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"password2": "river-stone-8"}, "password2"),
        ({"password1": "12345", "password2": "12345"}, "password1"),
        ({"email": "nobody"}, "email"),
        ({"username": "ALICE"}, "username"),
    ],
)
def test_it_rejects(client: Client, fields: dict[str, str], field: str) -> None:
    User.objects.create_user("alice")
    response = sign_up(client, **({"username": "bob"} | fields))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == 1


def test_a_class_signs_up_within_a_minute() -> None:
    answers = [sign_up(Client(), f"pupil{number}").status_code for number in range(40)]
    assert answers == [302] * 40
    assert User.objects.count() == 40


def test_a_flood_is_stopped_politely() -> None:
    for number in range(60):
        sign_up(Client(), f"pupil{number}")
    response = sign_up(Client(), "pupil60")
    assert response.status_code == 429
    assert "Wait a minute" in response.content.decode()
