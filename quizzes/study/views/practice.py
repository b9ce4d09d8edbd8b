"""Practising one fact, from the page on which it is read."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quizzes.facts.models import Statement
from quizzes.lib import clock
from quizzes.study.practice import practise as practised
from quizzes.study.setting_aside import is_set_aside

from .whose import learner_of, remember, visible


@require_POST
def practise(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a short quiz about a published fact; one that is not asked leads back to its page."""
    statement = get_object_or_404(Statement.objects.published(), slug=slug)
    with transaction.atomic():
        attempt = practised(learner_of(request), statement, visible(request), clock.now())
    if attempt is None:
        messages.info(request, _("This fact is not asked."))
        return redirect("fact", slug)
    if is_set_aside(learner_of(request), statement):
        messages.info(
            request, _("You have set this fact aside. You are asked it now because you chose to.")
        )
    remember(request, attempt)
    return redirect("quiz_attempt", attempt.pk)
