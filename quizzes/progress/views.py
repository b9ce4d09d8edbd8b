"""The page that shows learners what they know."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.lib import clock
from quizzes.progress import figures
from quizzes.progress.pictures import forecast_chart


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Show the learner's own figures; nobody else's can be asked for."""
    assert request.user.is_authenticated
    known = figures.progress(request.user, clock.now())
    context = {"progress": known, "chart": forecast_chart(known.forecast)}
    return render(request, "progress/progress.html", context)
