"""Assignments: giving them, doing them, and seeing how they went."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.bank import question_sets
from quizzes.classes.corrections import notices
from quizzes.classes.forms import AssignmentForm
from quizzes.classes.models import Assignment
from quizzes.classes.teachers import is_teacher, taught_by
from quizzes.classes.work import (
    NotDone,
    NothingToAsk,
    begin,
    give,
    practise,
    work_of,
    work_of_class,
)
from quizzes.lib import clock
from quizzes.study.feedback import verdict_word
from quizzes.study.tokens import free_pk, token_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_new(request: UserRequest) -> HttpResponse:
    """Give a question set to a class; ``?school_class=`` and ``?question_set=`` are preselected."""
    if not is_teacher(request.user):
        raise Http404
    chosen = {name: request.GET.get(name) for name in ("school_class", "question_set")}
    form = AssignmentForm(
        request.POST or None, teacher=request.user, now=clock.now(), initial=chosen
    )
    if form.is_valid():
        assignment = give(**form.cleaned_data)
        messages.success(request, _("The class can begin now."))
        return redirect("class", assignment.school_class_id)
    return _form_page(request, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_change(request: UserRequest, pk: int) -> HttpResponse:
    """Change the title or the due date."""
    assignment = get_object_or_404(_taught(request), pk=pk)
    form = AssignmentForm(
        request.POST or None, teacher=request.user, now=clock.now(), instance=assignment
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("The assignment is changed."))
        return redirect("assignment", pk)
    return _form_page(request, form)


@never_cache
@login_required
@require_safe
def assignment(request: UserRequest, pk: int) -> HttpResponse:
    """Show its teacher how every pupil is doing, a pupil what to do and how it went."""
    now = clock.now()
    taught = _taught(request).select_related("school_class", "question_set").filter(pk=pk).first()
    if taught:
        works = work_of_class(taught, now)
        context = {
            "assignment": taught,
            "works": works,
            "notices": notices(taught),
            "done": sum(work.done for work in works),
            "past": now > taught.due_at,
        }
        return render(request, "classes/assignment_taught.html", context)
    given = get_object_or_404(_given(request).select_related("school_class", "question_set"), pk=pk)
    questions = question_sets.asked(given.question_set)
    own = {
        "assignment": given,
        "work": work_of(given, request.user, now),
        "changes": given.mark_changes.filter(learner=request.user).select_related("by"),
        "questions": len(questions),
        "has_note": any(question.has_note for question in questions),
        "token": uuid4(),
    }
    return render(request, "classes/assignment_given.html", own)


@never_cache
@post_by_user
def assignment_start(request: UserRequest, pk: int) -> HttpResponse:
    """Begin the pupil's one attempt, or go on with it."""
    given = get_object_or_404(_given(request), pk=pk)
    try:
        attempt = begin(given, request.user, clock.now())
    except NothingToAsk as trouble:
        messages.error(request, str(trouble))
        return redirect("assignment", pk)
    return redirect("quiz_result" if attempt.finished_at else "quiz_attempt", attempt.pk)


@never_cache
@post_by_user
def assignment_practise(request: UserRequest, pk: int) -> HttpResponse:
    """Start practice of what a pupil has done; the form sent twice starts one."""
    given = get_object_or_404(_given(request).select_related("question_set"), pk=pk)
    token = token_of(request.POST)
    if token and request.user.attempts.filter(pk=token).exists():
        return redirect("quiz_attempt", token)
    try:
        attempt = practise(given, request.user, clock.now(), pk=free_pk(token))
    except (NotDone, NothingToAsk) as trouble:
        messages.error(request, str(trouble))
        return redirect("assignment", pk)
    return redirect("quiz_attempt", attempt.pk)


@never_cache
@login_required
@require_safe
def assignment_pupil(request: UserRequest, pk: int, learner_pk: int) -> HttpResponse:
    """Show a teacher every answer of one pupil of the class."""
    assignment = get_object_or_404(_taught(request).select_related("school_class"), pk=pk)
    learner = get_object_or_404(assignment.school_class.learners, pk=learner_pk)
    work = work_of(assignment, learner, clock.now())
    if work.attempt is None:
        raise Http404
    responses = work.attempt.responses.select_related("question", "regraded_for")
    responses = responses.order_by("position")
    answers = [
        (response, verdict_word(response) if response.answered_at else "") for response in responses
    ]
    context = {"assignment": assignment, "work": work, "answers": answers}
    return render(request, "classes/assignment_pupil.html", context)


def _taught(request: UserRequest) -> QuerySet[Assignment]:
    return Assignment.objects.filter(school_class__in=taught_by(request.user))


def _given(request: UserRequest) -> QuerySet[Assignment]:
    return Assignment.objects.filter(school_class__in=request.user.joined_classes.all())


def _form_page(request: UserRequest, form: AssignmentForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "classes/assignment_form.html", {"form": form}, status=status)
