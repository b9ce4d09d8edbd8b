"""Telling the editors of a problem with a question that was just answered."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quizzes.bank.reporting import QuestionReportForm, TooManyReports, report
from quizzes.lib import clock
from quizzes.lib.htmx import wants_partial
from quizzes.study.models import Response
from quizzes.study.seen import seen_in

from .whose import visible


@never_cache
@require_POST
def report_question(request: HttpRequest, token: UUID) -> HttpResponse:
    """Take the report of a problem from somebody who is logged in and has seen the answer."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("home"))
    own = Q(learner=request.user) | Q(attempt__in=visible(request))
    answered = Response.objects.filter(own, answered_at__isnull=False)
    response = get_object_or_404(answered.select_related("question"), token=token)
    form = QuestionReportForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], seen_in(response)
        try:
            report(response.question, request.user, text, seen, clock.now())
        except TooManyReports:
            form.add_error(
                None, _("You have sent many reports today. Please send this one tomorrow.")
            )
        else:
            return _thanked(request, response)
    return _refused(request, response, form)


def _thanked(request: HttpRequest, response: Response) -> HttpResponse:
    said = _("Thank you. The editors will look at it.")
    if wants_partial(request):
        return render(request, "study/report_question.html#said", {"said": said})
    messages.success(request, said)
    return redirect(_back_to(response))


def _refused(request: HttpRequest, response: Response, form: QuestionReportForm) -> HttpResponse:
    page = "study/report_question.html" if wants_partial(request) else "study/report_page.html"
    context = {"response": response, "report_form": form, "back": _back_to(response)}
    return render(request, page, context, status=422)


def _back_to(response: Response) -> str:
    """Where the feedback to the answer is."""
    if response.attempt_id:
        return reverse("quiz_answer", args=[response.attempt_id, response.position])
    return reverse("review_answer", args=[response.token])
