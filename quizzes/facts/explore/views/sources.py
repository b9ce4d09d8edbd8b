"""Where the facts come from: all sources, and all that one of them supports."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.facts.explore.sourcing import sections
from quizzes.facts.fields import optional_date
from quizzes.facts.models import Source
from quizzes.facts.provenance import claims, witnesses


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources, how claims and disputes are marked, and who makes the claims."""
    context = {"witnesses": witnesses(), "claims": claims()}
    return render(request, "facts/sources.html", context)


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source and every published fact that it supports, in the order of its text."""
    found = get_object_or_404(Source, slug=slug)
    date = optional_date(found.published)
    shown = sections(found, request.user)
    context = {
        "source": found,
        "published": date.spoken() if date else "",
        "sections": shown,
        "facts": sum(len(section.facts) for section in shown),
        "copies": Source.objects.filter(origin=found.origin).exclude(pk=found.pk),
    }
    return render(request, "facts/source.html", context)
