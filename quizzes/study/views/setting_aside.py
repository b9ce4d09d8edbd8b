"""Facts set aside: no longer asked in reviews, until they are taken up again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.facts.models import Statement
from quizzes.facts.sentences import sentence
from quizzes.lib import clock
from quizzes.study.setting_aside import facts_set_aside, set_aside, take_up


@never_cache
@post_by_user
def set_fact_aside(request: UserRequest, token: UUID) -> HttpResponse:
    """Set the fact aside that a question of the learner's review is about."""
    responses = request.user.responses.filter(session__isnull=False).select_related("statement")
    response = get_object_or_404(responses, token=token)
    set_aside(request.user, response.statement, clock.now())
    said = format_html(
        '{} <a href="{}">{}</a>',
        _("You will not be asked this fact again."),
        reverse("set_aside"),
        _("Facts set aside"),
    )
    messages.success(request, said)
    return redirect("review")


@never_cache
@login_required
@require_safe
def set_aside_facts(request: UserRequest) -> HttpResponse:
    """Show what the learner has set aside."""
    facts = [(it, sentence(it)) for it in facts_set_aside(request.user)]
    return render(request, "study/set_aside.html", {"facts": facts})


@never_cache
@post_by_user
def take_fact_up(request: UserRequest, slug: str) -> HttpResponse:
    """Ask a fact again; one that is not set aside, as after a double click, stays as it is."""
    if take_up(request.user, get_object_or_404(Statement, slug=slug)):
        messages.success(request, _("The fact is asked again when it is due."))
    return redirect("set_aside")
