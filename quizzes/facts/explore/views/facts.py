"""The page of a fact, and the form on it that tells the editors of a problem."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quizzes.facts.explore.dossier import dossier, readable
from quizzes.facts.explore.reporting import (
    ReportForm,
    TooManyReports,
    keep_unsent,
    report,
    take_unsent,
)
from quizzes.facts.explore.withdrawn import withdrawn
from quizzes.facts.models import Statement
from quizzes.lib import clock


@require_safe
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a fact with its sources and its history, or that it was withdrawn."""
    statement = readable(slug, request.user)
    if statement is None:
        raise Http404
    if statement.status == Statement.Status.RETIRED:
        # Nothing was withdrawn where nothing was ever read; only who may see drafts gets here.
        context = {"withdrawn": withdrawn(statement, request.user)}
        return render(request, "facts/fact_withdrawn.html", context)
    return _page(request, statement, _report_form(request, slug))


@require_POST
def report_fact(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the report of a problem with a published fact from somebody who is logged in."""
    if not request.user.is_authenticated:
        keep_unsent(request.session, slug, request.POST.get("text", ""))
        return redirect_to_login(_report_address(slug))
    facts = Statement.objects.published().with_disputed().for_reading()
    statement = get_object_or_404(facts, slug=slug)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            report(statement, request.user, form.cleaned_data["text"], clock.now())
        except TooManyReports:
            form.add_error(
                None, _("You have sent many reports today. Please send this one tomorrow.")
            )
        else:
            messages.success(request, _("Thank you. The editors will look at it."))
            return redirect("fact", slug)
    return _page(request, statement, form, status=422)


def _report_form(request: HttpRequest, slug: str) -> ReportForm:
    """The form, with what had been written in it when the login had expired, if anything."""
    if not (request.user.is_authenticated and "report" in request.GET):
        return ReportForm()
    text = take_unsent(request.session, slug)
    if text:
        messages.info(request, _("What you had written is here again; it has not been sent yet."))
    return ReportForm(initial={"text": text} if text else None)


def _page(
    request: HttpRequest, statement: Statement, form: ReportForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "dossier": dossier(statement, request.user),
        "statement": statement,
        "form": form,
        "reporting": "report" in request.GET,
        "report_address": _report_address(statement.slug),
    }
    response = render(request, "facts/fact.html", context, status=status)
    return _kept_from_caches(response) if statement.status == Statement.Status.DRAFT else response


def _kept_from_caches(response: HttpResponse) -> HttpResponse:
    """Let nothing keep a page that is shown to editors alone."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def _report_address(slug: str) -> str:
    """Where the page of a fact opens with the form to report a problem."""
    return f"{reverse('fact', args=[slug])}?report=1#report"
