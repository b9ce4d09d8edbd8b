"""How the questions of an assignment did."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.accounts.requests import UserRequest
from quizzes.classes.analysis import items_of
from quizzes.classes.item_analysis import FEWEST
from quizzes.classes.models import Assignment
from quizzes.classes.teachers import taught_by


@never_cache
@login_required
@require_safe
def assignment_analysis(request: UserRequest, pk: int) -> HttpResponse:
    """Show a teacher which questions were hard, and which of them tell who knows."""
    taught = Assignment.objects.filter(school_class__in=taught_by(request.user))
    assignment = get_object_or_404(taught.select_related("school_class"), pk=pk)
    whole, items = items_of(assignment)
    context = {"assignment": assignment, "whole": whole, "items": items, "fewest": FEWEST}
    return render(request, "classes/analysis.html", context)
