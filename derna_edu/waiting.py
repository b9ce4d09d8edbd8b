"""How long a request waits for the one writer's place of SQLite, and what is said when it is taken.

Commands and imports may wait for minutes; whoever waits for a page holds one of the few threads
that serve everybody. So a request gives up after ``SQLITE_WAIT`` seconds, and is told to try again
with all that was sent. Other databases wait as they do: their writers hold only rows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as not_understood
from django.views.defaults import server_error as something_went_wrong

from quizzes.lib.busy import is_busy
from quizzes.lib.htmx import wants_partial

RETRY_AFTER = 30  # seconds; an import of some thousand facts takes about as long

_wait: ContextVar[float | None] = ContextVar("wait", default=None)


class BriefWaitMiddleware:
    """Let a request wait briefly for the writer's place, and answer 503 when it is not free.

    It must stand above whatever writes: sessions, messages, views. What is sent piece by piece
    after the answer has begun, as the page of an import is, waits as long as a command.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with waiting_at_most(settings.SQLITE_WAIT):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that could not write."""
        return busy(request) if is_busy(error) else None


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Let this thread's SQLite connections, those still to be opened too, wait so long at most."""
    token = _wait.set(seconds)
    _set_waits()
    try:
        yield
    finally:
        _wait.reset(token)
        _set_waits()


def busy(request: HttpRequest) -> HttpResponse:
    """Return the page that asks to try again, with what was sent; for htmx a line to be shown."""
    if wants_partial(request):
        told = _("The site is busy for a moment. Nothing was lost: try again in half a minute.")
        response = HttpResponse(told, content_type="text/plain; charset=utf-8", status=503)
    else:
        response = render(request, "503.html", _again(request), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an error outside a view: the same page if the writer's place was taken."""
    return busy(request) if is_busy(sys.exc_info()[1]) else something_went_wrong(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a bad request: a session that cannot be saved makes one of whatever was sent."""
    return busy(request) if is_busy(exception) else not_understood(request, exception)


def _again(request: HttpRequest) -> dict[str, Any]:
    """What the page needs to send a form again; a password is never written into a page."""
    is_secret = getattr(request, "sensitive_post_parameters", None)
    can_send = request.method == "POST" and not is_secret and not request.FILES
    sent = request.POST.lists() if can_send else ()
    return {
        "was_sent": request.method == "POST",
        "can_send": can_send,
        "sent": [
            (name, value)
            for name, values in sent
            if name != "csrfmiddlewaretoken"
            for value in values
        ],
    }


@receiver(connection_created)
def _opened(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if _wait.get() is not None:
        _set_wait(connection)


def _set_waits() -> None:
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            _set_wait(connection)


def _set_wait(connection: BaseDatabaseWrapper) -> None:
    """Give an open connection the wait of this thread, or the one it was made with."""
    if connection.vendor != "sqlite":
        return
    wait = _wait.get()
    if wait is None:
        wait = connection.settings_dict["OPTIONS"].get("timeout", 5)
    # Past Django, for it is no query of the page.
    connection.connection.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
