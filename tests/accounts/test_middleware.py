"""The middleware that activates the reader's time zone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from quizzes.accounts.middleware import TimeZoneMiddleware
from quizzes.accounts.models import User


def _zone_during(user: User | AnonymousUser) -> str:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    request = RequestFactory().get("/")
    request.user = user
    return TimeZoneMiddleware(view)(request).text


def test_it_works() -> None:
    assert _zone_during(User(time_zone="Africa/Tripoli")) == "Africa/Tripoli"


def test_it_is_over_after_the_request() -> None:
    _zone_during(User(time_zone="Africa/Tripoli"))
    assert timezone.get_current_timezone_name() == "UTC"


def test_visitors_have_the_installations() -> None:
    assert _zone_during(AnonymousUser()) == "UTC"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd"])
def test_unknown_zone_shuts_nobody_out(name: str) -> None:
    assert _zone_during(User(time_zone=name)) == "UTC"
