"""What happened when."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quizzes.facts.explore.phases import load_frame
from quizzes.facts.explore.pictures import KNOWLEDGE, legend, mark_worth, timeline_picture
from quizzes.facts.explore.timeline_form import TimelineForm
from quizzes.facts.provenance import claims
from quizzes.lib.htmx import render_page


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show the dated facts by phase and month, as far as the filters choose them."""
    personal = request.user.is_authenticated
    form = TimelineForm(request.GET, frame=load_frame(), reader=request.user)
    shown = form.timeline(request.GET.get("page", ""))
    kinds = [mark.kind for mark in shown.marks(personal=personal)]
    context = {
        "form": form,
        "timeline": shown,
        "claims": claims({spot.fact.pk for spot in shown.spots}),
        "picture": timeline_picture(shown, personal=personal),
        "mark_worth": mark_worth(shown),
        "legend": legend(kinds, KNOWLEDGE) if personal else [],
    }
    return render_page(request, "facts/timeline.html", context, partial="answer")
