"""Holding a typed answer to be another spelling of the name."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quizzes.lib import clock
from quizzes.lib.htmx import wants_partial
from quizzes.study.models import Response
from quizzes.study.selection import PARTS
from quizzes.study.spellings import NotASpelling, propose


@require_POST
def propose_spelling(request: HttpRequest, token: str) -> HttpResponse:
    """Send a learner's own typed answer to the editors; the verdict stays."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("home"))
    answered = request.user.responses.filter(answered_at__isnull=False)
    response = get_object_or_404(answered.select_related(*PARTS), token=token)
    try:
        propose(response, clock.now())
        said: str = format_html(
            '{} <a href="{}#proposed">{}</a>',
            _("Thank you. The editors will look at your spelling."),
            reverse("progress_corrections"),
            _("See what becomes of it"),
        )
    except NotASpelling:
        said = _("That cannot be taken as another spelling of this name.")
    if wants_partial(request):
        return render(request, "study/spelling.html#said", {"said": said})
    messages.info(request, said)
    return redirect(_back_to(response))


def _back_to(response: Response) -> str:
    if response.attempt_id:
        return reverse("quiz_answer", args=[response.attempt_id, response.position])
    return reverse("review_answer", args=[response.token])
