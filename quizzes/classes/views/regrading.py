"""The marks of an assignment by the keys as they are now, beside those it has."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quizzes.accounts.requests import UserRequest
from quizzes.classes.corrections import notices
from quizzes.classes.models import Assignment
from quizzes.classes.regrading import NotAsShown, by_pupil, fingerprint, regrade, to_judge
from quizzes.classes.teachers import taught_by
from quizzes.lib import clock


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_regrade(request: UserRequest, pk: int) -> HttpResponse:
    """Show old and new marks side by side, and give the new ones when that is confirmed."""
    taught = Assignment.objects.filter(school_class__in=taught_by(request.user))
    assignment = get_object_or_404(taught.select_related("school_class", "question_set"), pk=pk)
    if request.method != "POST":
        return _page(request, assignment)
    try:
        done = regrade(assignment, request.user, request.POST.get("shown", ""), clock.now())
    except NotAsShown:
        messages.warning(
            request, _("Nothing was changed. Something else has happened; look at the marks again.")
        )
        return _page(request, assignment, status=409)
    if done is None:
        messages.info(request, _("There is nothing to regrade any more."))
    else:
        said = ngettext(
            "%(count)s mark has changed.", "%(count)s marks have changed.", done.changed
        )
        messages.success(request, said % {"count": done.changed})
    return redirect("assignment", pk)


def _page(request: UserRequest, assignment: Assignment, status: int = 200) -> HttpResponse:
    judged = to_judge(assignment)
    context = {
        "assignment": assignment,
        "notices": [notice for notice in notices(assignment) if notice.waiting],
        "judged": judged,
        "pupils": by_pupil(judged),
        "changing": sum(it.differs for it in judged),
        "shown": fingerprint(judged),
    }
    return render(request, "classes/regrade.html", context, status=status)
