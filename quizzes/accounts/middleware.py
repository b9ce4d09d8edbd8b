"""Dates and times as the person at the screen reads and writes them."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class TimeZoneMiddleware:
    """Activate the time zone of the logged-in user for the request.

    It needs no query beyond ``request.user``, and nobody's session is read for a visitor
    without a session cookie. Visitors get the installation's time zone. It must stand below
    AuthenticationMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone_of(request)):
            return self.get_response(request)


def _zone_of(request: HttpRequest) -> ZoneInfo | None:
    return request.user.zone if request.user.is_authenticated else None
