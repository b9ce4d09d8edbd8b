"""The settings page."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "river-stone-7"


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", password=PASSWORD, time_zone="Asia/Almaty")


@pytest.fixture
def client(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def save(client: Client, **fields: str) -> Any:
    data = {"first_name": "", "time_zone": "Africa/Tripoli", "day_starts": "4", "email": ""}
    return client.post(reverse("settings"), data | fields)


def test_it_works(client: Client, alice: User) -> None:
    response = save(client, first_name="Alice A.")
    assert response.status_code == 302
    alice.refresh_from_db()
    assert (alice.first_name, alice.time_zone) == ("Alice A.", "Africa/Tripoli")
    page = client.get(response["Location"]).content.decode()
    assert "Your settings are saved." in page
    assert "Alice A." in page


def test_a_password_cannot_be_guessed_here(client: Client) -> None:
    tries = [save(client, email="a@b.example", current_password="guess") for _ in range(8)]
    assert tries[0].status_code == 422
    assert tries[-1].status_code == 429


def test_it_requires_login() -> None:
    response = Client().get(reverse("settings"))
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={reverse('settings')}"


def test_it_offers_the_time_zone_in_use(client: Client) -> None:
    page = client.get(reverse("settings")).content.decode()
    assert '<option value="Asia/Almaty" selected>Almaty</option>' in page


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "posixrules"])
def test_it_rejects_a_bad_time_zone(client: Client, alice: User, name: str) -> None:
    response = save(client, first_name="Mallory", time_zone=name)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["time_zone"]
    alice.refresh_from_db()
    assert (alice.first_name, alice.time_zone) == ("", "Asia/Almaty")
    # The refused name is in the form, not in the page's header.
    assert response.context["user"].first_name == ""


def test_it_changes_the_email_with_the_password(client: Client, alice: User) -> None:
    alice.email = "old@example.org"
    alice.save()
    EmailAddress.objects.create(user=alice, email="old@example.org", primary=True, verified=True)
    response = save(client, email="New@example.org", current_password=PASSWORD)
    assert response.status_code == 302
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    # The old address no longer resets the password.
    assert [row.email for row in EmailAddress.objects.all()] == ["new@example.org"]


def test_it_removes_the_email(client: Client, alice: User) -> None:
    alice.email = "old@example.org"
    alice.save()
    EmailAddress.objects.create(user=alice, email="old@example.org", primary=True)
    save(client, email="", current_password=PASSWORD)
    alice.refresh_from_db()
    assert alice.email == ""
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("password", ["", "wrong"])
def test_it_rejects_a_new_email_without_the_password(
    client: Client, alice: User, password: str
) -> None:
    response = save(client, email="mallory@example.org", current_password=password)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["current_password"]
    alice.refresh_from_db()
    assert alice.email == ""


def test_it_rejects_the_email_of_another(client: Client) -> None:
    User.objects.create_user("bob", email="bob@example.org")
    response = save(client, email="Bob@example.org", current_password=PASSWORD)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]


def test_it_cannot_make_anyone_staff(client: Client, alice: User) -> None:
    save(client, is_staff="on", username="root")
    alice.refresh_from_db()
    assert (alice.is_staff, alice.username) == (False, "alice")
