"""Whose a quiz is: a learner's own, or one begun in this browser without an account."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.study.attempts import visible_attempts
from quizzes.study.models import Attempt

VISITORS_ATTEMPTS = "attempts"  # ids, in the browser session
REMEMBERED = 20


def visible(request: HttpRequest) -> QuerySet[Attempt]:
    """Return the quizzes that whoever sends ``request`` may go on with."""
    return visible_attempts(request.user, request.session.get(VISITORS_ATTEMPTS, []))


def learner_of(request: HttpRequest) -> User | None:
    """Return who is logged in; None for a visitor."""
    return request.user if request.user.is_authenticated else None


def remember(request: HttpRequest, attempt: Attempt) -> None:
    """Note in a visitor's session that ``attempt`` is theirs; a learner's needs no note."""
    if attempt.learner_id:
        return
    ids = request.session.get(VISITORS_ATTEMPTS, [])
    others = [pk for pk in ids if pk != str(attempt.pk)]
    request.session[VISITORS_ATTEMPTS] = [*others, str(attempt.pk)][-REMEMBERED:]


def not_found(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer who asks for a quiz that is not theirs: nothing there, or first the login.

    Whoever is not logged in may have been, and goes on with the quiz then; so it is said of any
    quiz, whether there is one of that id or not.
    """
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(reverse("quiz_attempt", args=[pk]))
