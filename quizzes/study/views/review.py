"""The day's review: the next question, the answer, and the end."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts.models import User
from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.lib import clock
from quizzes.study.answering import asked_as, was_told
from quizzes.study.models import Response, ReviewSession
from quizzes.study.overruling import CannotOverrule, overrule
from quizzes.study.selection import next_response
from quizzes.study.sessions import (
    due_later,
    learn_more,
    new_facts,
    still_to_ask,
    today,
    todays_session,
    waiting,
)
from quizzes.study.summary import summary
from quizzes.study.undoing import CannotUndo, is_taken_back, undo
from quizzes.study.why import why

from .asking import Place, is_repeated, may_answer, render_answer, render_question, take_answer
from .unsent import log_in_first


@never_cache
@login_required
@require_safe
def review(request: UserRequest) -> HttpResponse:
    """Show the next question of today's review."""
    now = clock.now()
    session = todays_session(request.user, now)
    left = waiting(session)
    response = next_response(session, left, now)
    if response is None:
        return redirect("review_done")
    place = _place(session, response, len(left))
    return render_question(request, response, place, why=why(response, session.day))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_answer(request: HttpRequest, token: UUID) -> HttpResponse:
    """Take the answer to a question of a review, once, and say how it did."""
    if not request.user.is_authenticated:
        return log_in_first(request)
    now = clock.now()
    with transaction.atomic():
        response = _locked(request.user, token, now)
        if response is None:
            messages.info(request, _("You have taken that answer back. The review goes on here."))
            return redirect("review")
        if not may_answer(request, response):
            return redirect("review")
        repeated = is_repeated(request, response)
        problem = take_answer(request, response, now)
    session = response.session
    assert session is not None
    place = _place(session, response, len(session.queue))
    return render_answer(request, response, place, now, problem=problem, repeated=repeated)


@never_cache
@post_by_user
def review_overrule(request: UserRequest, token: UUID) -> HttpResponse:
    """Let the learner's own written answer count as right."""
    now = clock.now()
    with transaction.atomic():
        response = _locked(request.user, token, now)
        if response is None:
            return redirect("review_answer", token)
        try:
            overrule(response, now)
        except CannotOverrule:
            messages.info(request, _("The verdict on that answer cannot be changed any more."))
    return redirect("review_answer", token)


@never_cache
@post_by_user
def review_undo(request: UserRequest, token: UUID) -> HttpResponse:
    """Take the last answer back, and ask its question again; a second click does nothing."""
    now = clock.now()
    try:
        with transaction.atomic():
            response = _locked(request.user, token, now)
            if response is None:
                return redirect("review")
            undo(response, today(request.user, now))
    except CannotUndo as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("Your answer is taken back. Nothing of it is remembered."))
        if was_told(response):
            messages.info(request, _("You have seen what is right: giving it now counts little."))
    return redirect("review")


@never_cache
@login_required
@require_safe
def review_done(request: UserRequest) -> HttpResponse:
    """Show how today's review went, or that there is nothing to do."""
    session = todays_session(request.user, clock.now())
    context = {
        "session": session,
        "summary": summary(session),
        "left": len(still_to_ask(session)),
        "due_later": due_later(session).count(),
        "new": new_facts(request.user).exists(),
    }
    return render(request, "study/review_done.html", context)


@never_cache
@post_by_user
def review_more(request: UserRequest) -> HttpResponse:
    """Add facts to today's review: those due that did not fit, then new ones."""
    learn_more(request.user, clock.now())
    return redirect("review")


def _locked(learner: User, token: UUID, now: datetime) -> Response | None:
    """The learner's question of that token; None if the token is of an answer taken back.

    Raises Http404 for any other.
    """
    response = asked_as(learner, token, now)
    if response is None and not is_taken_back(learner, token):
        raise Http404
    return response


def _place(session: ReviewSession, response: Response, left: int) -> Place:
    return Place(
        title=_("Review"),
        answer_url=reverse("review_answer", args=[response.token]),
        next_url=reverse("review"),
        done=session.planned - left,
        total=session.planned,
    )
