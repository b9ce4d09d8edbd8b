"""How a learner wants to review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quizzes.accounts.requests import UserRequest
from quizzes.lib import clock
from quizzes.study.costs import minutes_a_day
from quizzes.study.preferences import preferences
from quizzes.study.replanning import replan
from quizzes.study.settings_form import StudySettingsForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def study_settings(request: UserRequest) -> HttpResponse:
    """Show and change one's own settings for reviews."""
    bound = request.POST if request.method == "POST" else None
    minutes = minutes_a_day(request.user, clock.now())
    form = StudySettingsForm(bound, instance=preferences(request.user), minutes=minutes)
    if form.is_valid():
        form.save()
        replan(request.user, clock.now())
        messages.success(request, _("Your settings are saved. They hold from your next review."))
        return redirect("study_settings")
    status = 422 if form.is_bound else 200
    return render(request, "study/settings.html", {"form": form}, status=status)
