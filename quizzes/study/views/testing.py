"""A test: its questions in any order, all of them at a glance, and handing it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.bank.formats import FORMATS, AnswerMissing
from quizzes.lib import clock
from quizzes.lib.htmx import render_page, wants_partial
from quizzes.study.attempts import advance
from quizzes.study.handing_in import (
    OpenQuestions,
    QuestionsChanged,
    hand_in,
    is_overtaken,
    keep_draft,
    mark,
    questions_of,
    renewed,
)
from quizzes.study.models import Attempt, Response
from quizzes.study.selection import is_current, is_withdrawn, refresh

from .unsent import unsent
from .whose import of_quiz


def next_of_test(attempt: Attempt) -> HttpResponse:
    """Lead to the first question of a test without an answer, or to the page with all of them."""
    responses = questions_of(attempt)
    if not responses:
        # All have been withdrawn meanwhile, so there is nothing to hand in.
        advance(attempt, clock.now())
        return redirect("quiz_result", attempt.pk)
    return redirect(_next_url(attempt, responses, after=0))


def question_of_test(request: HttpRequest, response: Response, now: datetime) -> HttpResponse:
    """Show a question of a test with the answer given so far, or keep a new one and go on.

    The response is locked. Nothing of what is right leaves the server here.
    """
    attempt = response.attempt
    assert attempt is not None
    if is_withdrawn(response):
        messages.info(request, _("The editors have withdrawn that question."))
        return redirect("quiz_attempt", attempt.pk)
    if request.method != "POST":
        _bring_up_to_date(request, response, now)
        return _question(request, attempt, response, questions_of(attempt))
    if not is_current(response) or request.POST.get("version") != str(response.question_version):
        messages.info(request, _("The editors have just changed that question."))
        return redirect("quiz_answer", attempt.pk, response.position)
    if is_overtaken(response, request.POST):
        said = _("You have answered that question again since; the later answer stands.")
        messages.info(request, said)
        return redirect("quiz_answer", attempt.pk, response.position)
    try:
        keep_draft(response, request.POST, now)
    except AnswerMissing as missing:
        said = str(missing)
        return _question(request, attempt, response, questions_of(attempt), problem=said)
    return _go_on(request, attempt, response.position, now)


@never_cache
@require_safe
@of_quiz
def quiz_overview(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Show all questions of a test, which are answered, and the button to hand it in."""
    if not attempt.awaits_handing_in:
        return redirect("quiz_attempt", attempt.pk)
    return _overview(request, attempt)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_quiz
def quiz_hand_in(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Judge a test and show its result; if questions are open, only when that is confirmed."""
    if not attempt.awaits_handing_in or request.method != "POST":
        return redirect("quiz_attempt" if attempt.finished_at else "quiz_overview", attempt.pk)
    try:
        hand_in(attempt, clock.now(), sure="sure" in request.POST)
    except OpenQuestions:
        return _overview(request, attempt, asking=True)
    except QuestionsChanged:
        return redirect("quiz_overview", attempt.pk)
    return redirect("quiz_result", attempt.pk)


def _bring_up_to_date(request: HttpRequest, response: Response, now: datetime) -> None:
    if renewed([response], now):
        messages.info(request, _said_of([response]))
    refresh(response, now)


def _go_on(request: HttpRequest, attempt: Attempt, position: int, now: datetime) -> HttpResponse:
    """Show the next question without an answer, if there is one; else all questions."""
    responses = questions_of(attempt)
    url = _next_url(attempt, responses, after=position)
    following = next((it for it in _from(responses, position) if it.draft is None), None)
    if following is None or not wants_partial(request):
        return redirect(url)
    _bring_up_to_date(request, following, now)
    page = _question(request, attempt, following, responses)
    page["HX-Push-Url"] = url
    return page


def _from(responses: Sequence[Response], position: int) -> list[Response]:
    """The questions behind a place, then those before it."""
    behind = [it for it in responses if it.position > position]
    return [*behind, *(it for it in responses if it.position < position)]


def _next_url(attempt: Attempt, responses: Sequence[Response], *, after: int) -> str:
    for response in _from(responses, after):
        if response.draft is None:
            return reverse("quiz_answer", args=[attempt.pk, response.position])
    return reverse("quiz_overview", args=[attempt.pk])


def _question(
    request: HttpRequest,
    attempt: Attempt,
    response: Response,
    responses: Sequence[Response],
    *,
    problem: str = "",
) -> HttpResponse:
    """Render a question of a test among the others; ``given`` is what was answered so far."""
    format = FORMATS[response.question.format]
    here_url = reverse("quiz_answer", args=[attempt.pk, response.position])
    draft = unsent(request, response, here_url) or response.draft or {}
    places = [it.position for it in responses]
    here = places.index(response.position)
    context = {
        "attempt": attempt,
        "response": response,
        "shown": response.shown,
        "draft": draft,
        "over": mark(response),
        "skipped": "skip" in draft,
        "number": here + 1,
        "total": len(places),
        "done": sum(it.draft is not None for it in responses),
        "before": places[here - 1] if here else None,
        "behind": places[here + 1] if here + 1 < len(places) else None,
        "format_template": format.template,
        "writes": format.writes,
        "is_partial": wants_partial(request),
        "problem": problem,
        **format.context(response.shown, request.POST or draft),
    }
    status = 422 if problem else 200
    return render_page(request, "study/test_question.html", context, partial="card", status=status)


def _overview(request: HttpRequest, attempt: Attempt, *, asking: bool = False) -> HttpResponse:
    """Render all questions of a test; ``asking`` whether to hand it in with questions open."""
    responses = questions_of(attempt)
    lost = renewed(responses, clock.now())
    if not responses:
        return next_of_test(attempt)
    context = {
        "attempt": attempt,
        "responses": responses,
        "changed": _said_of(lost) if lost else "",
        "open": sum(it.draft is None for it in responses),
        "asking": asking,
    }
    return render(request, "study/test_overview.html", context, status=409 if asking else 200)


def _said_of(lost: Sequence[Response]) -> str:
    return ngettext(
        "The editors have changed a question that you had answered. Please answer it again.",
        "The editors have changed %(count)s questions that you had answered. "
        "Please answer them again.",
        len(lost),
    ) % {"count": len(lost)}
