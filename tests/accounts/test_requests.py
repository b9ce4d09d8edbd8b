"""A form sent after the login had expired leads back, by the login, to the page it stood on."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

pytestmark = pytest.mark.django_db

POSTED = "/sets/3/copy/"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/sets/3/", "/sets/3/"),
        ("http://testserver/sets/?page=2", "/sets/%3Fpage%3D2"),
        ("http://elsewhere.example/sets/3/", "/"),
        ("javascript:alert(1)", "/"),
        ("//elsewhere.example/sets/3/", "/"),
        ("", "/"),
    ],
)
def test_it_works(client: Client, referer: str, back: str) -> None:
    led = client.post(POSTED, headers={"referer": referer})
    assert led["Location"] == f"/accounts/login/?next={back}"
    said = [str(message) for message in get_messages(led.wsgi_request)]
    assert said == ["You had been logged out. Log in and do that once more."]


def test_it_is_not_opened_as_a_page(as_alice: Client) -> None:
    assert as_alice.get(POSTED).status_code == 405
    assert as_alice.post(POSTED).status_code == 404
