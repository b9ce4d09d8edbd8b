"""What holds on every page for the person at the screen: their time zone, their own password."""

from collections.abc import Callable
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
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


class OwnPasswordMiddleware:
    """Lead whoever came in with the password of a slip to where they set their own.

    All that is open to them besides is to log out. It needs no query beyond ``request.user``, and
    must stand below AuthenticationMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or not user.first_password_seed:
            return self.get_response(request)
        setting = reverse("account_set_password")
        if request.path in (setting, reverse("account_logout")):
            return self.get_response(request)
        after = request.get_full_path() if request.method == "GET" else reverse("home")
        return HttpResponseRedirect(f"{setting}?{urlencode({'next': after})}")
