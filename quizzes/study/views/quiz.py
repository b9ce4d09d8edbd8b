"""Going through a quiz: one question after another, those of a test in any order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.lib import clock
from quizzes.study.answering import seen_on
from quizzes.study.attempts import Progress, advance, counts_of, first_open, with_counts
from quizzes.study.models import Attempt, Response
from quizzes.study.selection import PARTS
from quizzes.study.sessions import today

from .asking import Place, is_repeated, may_answer, render_answer, render_question, take_answer
from .testing import next_of_test, question_of_test
from .unsent import log_in_first
from .whose import not_found, of_quiz, visible


@never_cache
@require_safe
@of_quiz
def quiz_attempt(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Show the first question of a quiz that is not answered yet; at the end of a test, all."""
    if attempt.awaits_handing_in:
        return next_of_test(attempt)
    now = clock.now()
    response = first_open(attempt, now)
    progress = advance(attempt, now)
    if response is None:
        return redirect("quiz_result", attempt.pk)
    return render_question(request, response, _place(attempt, response, progress))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_answer(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Take the answer to one question of a quiz, once, and say how it did; in a test, keep it."""
    now = clock.now()
    with transaction.atomic():
        response = _locked(request, pk, position, now)
        if response is None and not request.user.is_authenticated:
            return log_in_first(request)  # as ``not_found`` would, but back to this question
        if response is None:
            ended = visible(request).filter(pk=pk, finished_at__isnull=False)
            if request.method != "POST" or not ended.exists():
                return not_found(request, pk)
            # The quiz was dropped meanwhile, or ended without what had been withdrawn.
            messages.info(request, _("That question is not asked any more."))
            return redirect("quiz_attempt", pk)
        attempt = response.attempt
        assert attempt is not None
        if attempt.awaits_handing_in:
            return question_of_test(request, response, now)
        if not may_answer(request, response):
            return redirect("quiz_attempt", pk)
        repeated = is_repeated(request, response)
        was_open = response.answered_at is None
        problem = take_answer(request, response, now)
        progress = advance(attempt, now, counts_of(response, was_open=was_open))
    place = _place(attempt, response, progress)
    return render_answer(request, response, place, now, problem=problem, repeated=repeated)


def _locked(request: HttpRequest, pk: UUID, position: int, now: datetime) -> Response | None:
    responses = with_counts(Response.objects.filter(attempt__in=visible(request), attempt=pk))
    if request.user.is_authenticated:
        responses = responses.annotate(seen=seen_on(today(request.user, now)))
    responses = responses.select_related("attempt", "learner__study_settings", *PARTS)
    return responses.select_for_update(of=("self",)).filter(position=position).first()


def _place(attempt: Attempt, response: Response, progress: Progress) -> Place:
    return Place(
        title=attempt.title,
        answer_url=reverse("quiz_answer", args=[attempt.pk, response.position]),
        next_url=reverse("quiz_attempt", args=[attempt.pk]),
        done=progress.answered,
        total=progress.total,
        note="" if attempt.counts else _("Practice: it does not change when a fact comes back."),
    )
