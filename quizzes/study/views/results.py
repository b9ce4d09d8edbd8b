"""The result of a quiz, what may follow it, and dropping an unfinished one."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.lib import clock
from quizzes.study.attempts import drop, tally
from quizzes.study.feedback import verdict_word
from quizzes.study.models import Attempt
from quizzes.study.revisiting import bring_into_review, missed, once_more, reviewable
from quizzes.study.selection import PARTS
from quizzes.study.sessions import today
from quizzes.study.summary import with_sources
from quizzes.study.tokens import free_pk, token_of

from .whose import learner_of, not_found, of_quiz, remember, visible


@never_cache
@require_safe
@of_quiz
def quiz_result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Show the score of a finished quiz, and every question with its answers and sources."""
    if attempt.finished_at is None:
        return redirect("quiz_attempt", attempt.pk)
    parts = (*PARTS, "regraded_for")
    responses = list(attempt.responses.select_related(*parts).order_by("position"))
    with_sources(responses)
    learner = learner_of(request)
    still = missed(responses, learner)
    # What counted is reviewed; who has only practised, and a visitor, practises it.
    reviewed = reviewable(learner, still, today(learner, clock.now())) if learner and still else ()
    context = {
        "attempt": attempt,
        "score": tally(responses),
        "answers": [(response, verdict_word(response)) for response in responses],
        "to_review": len(reviewed) if attempt.counts else 0,
        "to_practise": len(still) if not (learner and attempt.counts) else 0,
        "right_since": len(missed(responses, None)) - len(still),
        "token": uuid4(),
    }
    return render(request, "study/quiz_result.html", context)


@never_cache
@post_by_user
def quiz_review(request: UserRequest, pk: UUID) -> HttpResponse:
    """Put what was wrong in a finished quiz at the head of today's review."""
    attempt = get_object_or_404(visible(request), pk=pk, finished_at__isnull=False)
    responses = attempt.responses.order_by("position")
    count = bring_into_review(request.user, missed(responses, request.user), clock.now())
    if not count:
        messages.info(
            request, _("There is nothing to review: you have had it right since, or set it aside.")
        )
        return redirect("quiz_result", pk)
    said = ngettext(
        "%(count)s fact from the quiz comes first.",
        "%(count)s facts from the quiz come first.",
        count,
    )
    messages.info(request, said % {"count": count})
    return redirect("review")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_quiz
def quiz_again(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Start practice of the questions of a finished quiz, with ``wrong`` of those alone."""
    if request.method != "POST" or attempt.finished_at is None:
        return redirect("quiz_attempt", attempt.pk)
    token = token_of(request.POST)
    if token and visible(request).filter(pk=token).exists():
        return redirect("quiz_attempt", token)
    wrong, learner = "wrong" in request.POST, learner_of(request)
    again = once_more(attempt, learner, clock.now(), wrong=wrong, pk=free_pk(token))
    if again is None:
        messages.info(
            request, _("None of these questions is asked any more, or you have set them aside.")
        )
        return redirect("quiz_result", attempt.pk)
    remember(request, again)
    return redirect("quiz_attempt", again.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether to drop an unfinished quiz that is not class work, and drop it."""
    attempt = visible(request).filter(pk=pk).first()
    if attempt is None:
        if request.user.is_authenticated and request.method == "POST":
            return redirect("quiz")  # dropped already, as by a double click, or never there
        return not_found(request, pk)
    attempt = get_object_or_404(visible(request), pk=pk, own=True)
    if attempt.finished_at:
        return redirect("quiz_result", pk)
    if request.method != "POST":
        return render(request, "study/quiz_drop.html", {"attempt": attempt})
    if drop(attempt, clock.now()):
        messages.success(request, _("The quiz is dropped. What you had answered is kept."))
    else:
        messages.success(request, _("The quiz is dropped."))
    return redirect("quiz")
