"""Where sources differ, on one page."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quizzes.facts.explore.disagreements import DISPUTED, disputes
from quizzes.facts.models import Statement, Topic
from quizzes.facts.provenance import claims
from quizzes.lib.htmx import render_page


@require_safe
def disagreements(request: HttpRequest) -> HttpResponse:
    """Show a ``?page=`` of the accounts that exclude one another; ``?topic=`` takes one topic."""
    slug = request.GET.get("topic")
    topics, topic = list(_disputed_topics()), None
    if slug:
        topic = next((it for it in _read_topics() if it.slug == slug), None)
        if topic is None:
            raise Http404
    shown = disputes(topic, request.user, request.GET.get("page", ""))
    context = {
        "disputes": shown,
        "claims": claims({fact.pk for group in shown.page.everything for fact in group}),
        "topic": topic,
        "topics": topics,
    }
    return render_page(request, "facts/disagreements.html", context, partial="list")


def _disputed_topics() -> QuerySet[Topic]:
    """The topics with something on which sources differ, for readers to choose from."""
    disputed = Statement.objects.published().with_disputed().filter(DISPUTED)
    return Topic.objects.filter(pk__in=disputed.values("topic"))


def _read_topics() -> QuerySet[Topic]:
    """The topics that readers may know of: an address may be older than a dispute's end."""
    return Topic.objects.filter(pk__in=Statement.objects.published().values("topic"))
