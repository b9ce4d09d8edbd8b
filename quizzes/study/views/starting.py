"""Starting a quiz: by the form, or of what was wrong lately; and what waits to be gone on with."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt, unfinished
from quizzes.study.drawing import draw_questions
from quizzes.study.forms import QuizForm
from quizzes.study.models import Attempt
from quizzes.study.practice import MOST_AT_ONCE, practise_wrong_lately, wrong_lately
from quizzes.study.tokens import free_pk, token_of

from .whose import learner_of, remember, visible


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest) -> HttpResponse:
    """Choose what to be asked, and start; ``?topic=`` is ticked."""
    if request.method != "POST":
        asked_for = request.GET.getlist("topic")
        return _page(request, QuizForm(initial={"topics": asked_for, "token": uuid4()}))
    form = QuizForm(request.POST)
    found = 0
    if form.is_valid():
        if begun := _begun(request, form.cleaned_data["token"]):
            return redirect("quiz_attempt", begun.pk)
        learner = learner_of(request)
        seed, length = secrets.randbits(32), form.cleaned_data["length"]
        questions = draw_questions(form.wanted, length, seed, learner)
        found = len(questions)
        if found == length or (found and form.cleaned_data["fewer"]):
            attempt = start_attempt(
                learner,
                questions,
                form.title,
                clock.now(),
                pk=free_pk(form.cleaned_data["token"]),
                mode=form.cleaned_data["mode"] or Attempt.Mode.PRACTICE,
                counts=not form.cleaned_data["only_practice"],
                own=True,
            )
            remember(request, attempt)
            return redirect("quiz_attempt", attempt.pk)
        form.refuse(found, seed, learner)
    return _page(request, form, found=found, status=422)


@never_cache
@post_by_user
def quiz_lately(request: UserRequest) -> HttpResponse:
    """Start practice of what was wrong lately."""
    token = token_of(request.POST)
    begun = _begun(request, token)
    attempt = begun or practise_wrong_lately(request.user, clock.now(), pk=free_pk(token))
    if attempt is None:
        messages.info(request, _("Nothing was wrong lately."))
        return redirect("quiz")
    return redirect("quiz_attempt", attempt.pk)


def _begun(request: HttpRequest, token: UUID | None) -> Attempt | None:
    """The quiz that the same form has begun before, as by a double click."""
    return visible(request).filter(pk=token).first() if token else None


def _page(
    request: HttpRequest, form: QuizForm, *, found: int = 0, status: int = 200
) -> HttpResponse:
    learner = learner_of(request)
    context = {
        "form": form,
        "found": found,
        "unfinished": unfinished(visible(request)),
        "lately": len(wrong_lately(learner, clock.now())) if learner else 0,
        "lately_asked": MOST_AT_ONCE,
        "token": uuid4(),
    }
    return render(request, "study/quiz.html", context, status=status)
