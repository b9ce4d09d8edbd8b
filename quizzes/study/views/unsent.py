"""An answer sent after the login had expired: it is in the form again after the next login.

That is for browsers without JavaScript; others keep it on the device and send it by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from quizzes.lib.htmx import wants_partial
from quizzes.study.handing_in import bounded
from quizzes.study.models import Response

# A skip asks for nothing to be kept, and a card is turned anew.
NOT_KEPT = {"skip", "reveal", "rating"}
UNSENT = "unsent"  # of the browser session: where the answer was to go, and what it was


def log_in_first(request: HttpRequest) -> HttpResponse:
    """Lead to the login and from there back, and keep the answer that ``request`` may hold."""
    answers = request.method == "POST" and NOT_KEPT.isdisjoint(request.POST)
    if answers and not wants_partial(request):
        request.session[UNSENT] = {
            "to": request.path,
            "version": request.POST.get("version", ""),
            "form": bounded(request.POST),
        }
    return redirect_to_login(request.path)


def unsent(request: HttpRequest, response: Response, answer_url: str) -> Mapping[str, str]:
    """Return what had been answered to an open question when the login had expired, if anything.

    It is told once, and to nobody but who sees that question; with any other it is forgotten.
    """
    kept = request.session.pop(UNSENT, None) if UNSENT in request.session else None
    asked = {"to": answer_url, "version": str(response.question_version)}
    if not kept or {name: kept.get(name) for name in asked} != asked:
        return {}
    messages.info(request, _("What you had answered is here again; send it once more."))
    form: dict[str, str] = kept["form"]
    return form
