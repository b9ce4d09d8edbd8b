"""The request as views know it that only take those who are logged in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .models import User


class UserRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


def post_by_user(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Take nothing but a POST by somebody logged in; others come back to the page it was sent from.

    Where ``login_required`` leads after the login, the address of the POST, there is no page.
    """

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        messages.info(request, _("You had been logged out. Log in and do that once more."))
        return redirect_to_login(_sent_from(request))

    return checked


def _sent_from(request: HttpRequest) -> str:
    """The page of this site that holds the form, if the browser tells, else the home page."""
    sender = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        sender, {request.get_host()}, require_https=request.is_secure()
    ):
        return reverse("home")
    parts = urlsplit(sender)
    return parts.path + (f"?{parts.query}" if parts.query else "")
