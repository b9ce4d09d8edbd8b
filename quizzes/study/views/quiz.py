"""Quizzes: start one, go through it, see the result."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.lib import clock
from quizzes.study.answering import seen_on
from quizzes.study.attempts import (
    Progress,
    advance,
    counts_of,
    draw_questions,
    first_open,
    start_attempt,
    tally,
    visible_attempts,
    with_counts,
)
from quizzes.study.feedback import verdict_word
from quizzes.study.forms import QuizForm
from quizzes.study.models import Attempt, Response
from quizzes.study.selection import PARTS
from quizzes.study.sessions import today
from quizzes.study.summary import with_sources

from .asking import Place, is_repeated, may_answer, render_answer, render_question, take_answer

VISITORS_ATTEMPTS = "attempts"  # ids, in the browser session
REMEMBERED = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest) -> HttpResponse:
    """Choose a topic and a length, and start."""
    bound = request.POST if request.method == "POST" else None
    form = QuizForm(bound, initial={"topic": request.GET.get("topic")})
    if form.is_valid():
        topic = form.cleaned_data["topic"]
        questions = draw_questions(topic, form.cleaned_data["length"], secrets.randbits(32))
        if questions:
            title = topic.title if topic else _("All topics")
            learner = request.user if request.user.is_authenticated else None
            attempt = start_attempt(learner, questions, title, clock.now())
            if learner is None:
                remember(request, attempt)
            return redirect("quiz_attempt", attempt.pk)
        form.add_error(None, _("There are no questions to ask yet."))
    status = 422 if form.is_bound else 200
    return render(request, "study/quiz.html", {"form": form}, status=status)


@never_cache
@require_safe
def quiz_attempt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the first question of a quiz that is not answered yet."""
    attempt = _attempt_or_404(request, pk)
    now = clock.now()
    response = first_open(attempt, now)
    progress = advance(attempt, now)
    if response is None:
        return redirect("quiz_result", attempt.pk)
    return render_question(request, response, _place(attempt, response, progress))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_answer(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Take the answer to one question of a quiz, once, and say how it did."""
    now = clock.now()
    with transaction.atomic():
        response = _locked(request, pk, position, now)
        if not may_answer(request, response):
            return redirect("quiz_attempt", pk)
        repeated = is_repeated(request, response)
        was_open = response.answered_at is None
        problem = take_answer(request, response, now)
        attempt = response.attempt
        assert attempt is not None
        progress = advance(attempt, now, counts_of(response, was_open=was_open))
    place = _place(attempt, response, progress)
    return render_answer(request, response, place, now, problem=problem, repeated=repeated)


@never_cache
@require_safe
def quiz_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the score of a finished quiz, and every question with its answers and sources."""
    attempt = _attempt_or_404(request, pk)
    if attempt.finished_at is None:
        return redirect("quiz_attempt", attempt.pk)
    parts = (*PARTS, "regraded_for")
    responses = list(attempt.responses.select_related(*parts).order_by("position"))
    with_sources(responses)
    context = {
        "attempt": attempt,
        "score": tally(responses),
        "answers": [(response, verdict_word(response)) for response in responses],
    }
    return render(request, "study/quiz_result.html", context)


def visible(request: HttpRequest) -> QuerySet[Attempt]:
    """Return the quizzes that whoever sends ``request`` may go on with."""
    return visible_attempts(request.user, request.session.get(VISITORS_ATTEMPTS, []))


def _attempt_or_404(request: HttpRequest, pk: UUID) -> Attempt:
    return get_object_or_404(visible(request), pk=pk)


def _locked(request: HttpRequest, pk: UUID, position: int, now: datetime) -> Response:
    responses = with_counts(Response.objects.filter(attempt__in=visible(request), attempt=pk))
    if request.user.is_authenticated:
        responses = responses.annotate(seen=seen_on(today(request.user, now)))
    return get_object_or_404(
        responses.select_related("attempt", "learner", *PARTS).select_for_update(of=("self",)),
        position=position,
    )


def remember(request: HttpRequest, attempt: Attempt) -> None:
    """Note in a visitor's session that ``attempt`` is theirs."""
    ids = request.session.get(VISITORS_ATTEMPTS, [])
    others = [pk for pk in ids if pk != str(attempt.pk)]
    request.session[VISITORS_ATTEMPTS] = [*others, str(attempt.pk)][-REMEMBERED:]


def _place(attempt: Attempt, response: Response, progress: Progress) -> Place:
    return Place(
        title=attempt.title,
        answer_url=reverse("quiz_answer", args=[attempt.pk, response.position]),
        next_url=reverse("quiz_attempt", args=[attempt.pk]),
        done=progress.answered,
        total=progress.total,
    )
