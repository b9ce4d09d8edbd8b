"""The pages on which teachers make question sets. Each answers 404 to anybody else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts.models import User
from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.lib import clock
from quizzes.lib.htmx import render_page, wants_partial

from . import question_sets as sets
from .forms import PAGE, FilterForm, SetTitleForm
from .models import QuestionSet

AT_RANDOM = 10


def own_sets(user: User) -> QuerySet[QuestionSet]:
    """Return the sets ``user`` may see and change; raise Http404 if they make no sets."""
    if not user.has_perm("bank.add_questionset"):
        raise Http404
    return user.question_sets.all()


@never_cache
@login_required
@require_safe
def question_sets(request: UserRequest) -> HttpResponse:
    """List the teacher's sets, the newest first."""
    own = own_sets(request.user).annotate(size=Count("items"))
    return render(request, "bank/question_sets.html", {"question_sets": own})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_set_new(request: UserRequest) -> HttpResponse:
    """Begin a set with its title, then go on to choose its questions."""
    own_sets(request.user)
    form = SetTitleForm(request.POST or None)
    if form.is_valid():
        question_set, new = sets.begin(request.user, form.cleaned_data["title"])
        if not new:
            messages.info(request, _("You already had a set with this title. Here it is."))
        return redirect("question_set", question_set.pk)
    status = 422 if form.is_bound else 200
    return render(request, "bank/question_set_new.html", {"form": form}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_set(request: UserRequest, pk: int) -> HttpResponse:
    """Show a set and the questions to choose from.

    A POST changes nothing: it shows the page with other filters or more questions and keeps
    the ticks.
    """
    question_set = get_object_or_404(own_sets(request.user), pk=pk)
    return _editor(request, question_set, ticked=_posted_ids(request))


@never_cache
@post_by_user
def question_set_add(request: UserRequest, pk: int) -> HttpResponse:
    """Put the ticked questions into the set."""
    question_set = get_object_or_404(own_sets(request.user), pk=pk)
    ids = _posted_ids(request)
    if not ids:
        notice = _("Nothing is ticked yet. Tick the questions to add, then try again.")
        return _editor(request, question_set, notice=notice, status=422)
    try:
        added = sets.add(question_set, ids)
    except (sets.SetLocked, sets.SetFull) as refusal:
        return _editor(request, question_set, ticked=ids, notice=str(refusal), status=422)
    return _done(request, question_set, notice=_added(added), anchor="picker")


@never_cache
@post_by_user
def question_set_draw(request: UserRequest, pk: int) -> HttpResponse:
    """Add some questions at random from those that fit the filter."""
    question_set = get_object_or_404(own_sets(request.user), pk=pk)
    ticked = _posted_ids(request)
    had = request.POST.get("had", "")
    try:
        added = sets.add_at_random(
            question_set,
            FilterForm(request.GET).questions(),
            count=AT_RANDOM,
            seed=clock.now().isoformat(),
            had=int(had) if _is_id(had) else -1,
        )
    except (sets.SetLocked, sets.SetFull) as refusal:
        return _editor(request, question_set, ticked=ticked, notice=str(refusal), status=422)
    if added is None:
        notice = _("The set had changed in the meantime, so nothing was drawn. Look at it again.")
        return _editor(request, question_set, ticked=ticked, notice=notice, status=422)
    return _done(request, question_set, ticked=ticked, notice=_added(added), anchor="picker")


@never_cache
@post_by_user
def question_set_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a question out of the set; done twice it is done once."""
    question_set = get_object_or_404(own_sets(request.user), pk=pk)
    try:
        neighbour = sets.remove(question_set, _posted_id(request))
    except sets.SetLocked as refusal:
        return _editor(request, question_set, notice=str(refusal), status=422)
    return _done(request, question_set, focus=neighbour, anchor="chosen")


@never_cache
@post_by_user
def question_set_move(request: UserRequest, pk: int) -> HttpResponse:
    """Move a question one place up, or down."""
    question_set = get_object_or_404(own_sets(request.user), pk=pk)
    question = _posted_id(request)
    try:
        sets.move(question_set, question, up=request.POST.get("to") == "up")
    except sets.SetLocked as refusal:
        return _editor(request, question_set, notice=str(refusal), status=422)
    return _done(request, question_set, focus=question, anchor=f"question-{question}")


@never_cache
@post_by_user
def question_set_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Make a set with the same questions, which may be changed although this one is in use."""
    question_set = get_object_or_404(own_sets(request.user), pk=pk)
    return redirect("question_set", sets.copy(question_set, request.user).pk)


def _editor(
    request: UserRequest,
    question_set: QuestionSet,
    *,
    ticked: Collection[int] = (),
    notice: str = "",
    focus: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the set with what is to be chosen for it.

    ``notice`` is said beside the buttons that add; ``focus`` is the id of the question in the
    set that gets the focus.
    """
    filters = FilterForm(request.GET)
    chosen = sets.chosen(question_set)
    questions, shown = filters.questions(), filters.how_many()
    context: dict[str, Any] = {
        "question_set": question_set,
        "chosen": chosen,
        "locked": sets.why_locked(question_set),
        "held": {place.question.pk for place in chosen},
        "filters": filters,
        "offered": questions[:shown],
        "total": questions.count(),
        "shown": shown,
        "query": filters.query(shown),
        "more_query": filters.query(shown + PAGE),
        "ticked": ticked,
        "notice": notice,
        "focus": focus,
        "at": request.POST.get("at", "start"),
        "at_random": AT_RANDOM,
    }
    template = "bank/question_set_edit.html"
    return render_page(request, template, context, partial="editor", status=status)


def _done(
    request: UserRequest,
    question_set: QuestionSet,
    *,
    anchor: str,
    ticked: Collection[int] = (),
    notice: str = "",
    focus: int | None = None,
) -> HttpResponse:
    """After a change show the set in place, or go back to its page where there is no htmx."""
    if wants_partial(request):
        return _editor(request, question_set, ticked=ticked, notice=notice, focus=focus)
    if notice:
        messages.success(request, notice)
    query = request.GET.urlencode()
    page = reverse("question_set", args=[question_set.pk])
    return redirect(f"{page}{'?' if query else ''}{query}#{anchor}")


def _added(count: int) -> str:
    if not count:
        return _("Nothing new was found to add: the set has these questions or facts already.")
    return ngettext("%(count)s question added.", "%(count)s questions added.", count) % {
        "count": count
    }


def _posted_ids(request: HttpRequest) -> list[int]:
    return [int(text) for text in request.POST.getlist("question") if _is_id(text)]


def _posted_id(request: HttpRequest) -> int:
    """Return the one question meant; 0, which no question has, if there is none."""
    return next(iter(_posted_ids(request)), 0)


def _is_id(text: str) -> bool:
    # No more digits than the databases' whole numbers hold.
    return text.isascii() and text.isdigit() and len(text) <= 18
