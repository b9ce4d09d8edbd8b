"""Where sources differ, on one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quizzes.facts.explore.disagreements import disputes
from quizzes.facts.models import Topic
from quizzes.lib.htmx import render_page


@require_safe
def disagreements(request: HttpRequest) -> HttpResponse:
    """Show a ``?page=`` of the accounts that exclude one another; ``?topic=`` takes one topic."""
    slug = request.GET.get("topic")
    topics = list(Topic.objects.all())
    topic = next((it for it in topics if it.slug == slug), None)
    if slug and topic is None:
        raise Http404
    context = {
        "disputes": disputes(topic, request.user, request.GET.get("page", "")),
        "topic": topic,
        "topics": topics,
    }
    return render_page(request, "facts/disagreements.html", context, partial="list")
