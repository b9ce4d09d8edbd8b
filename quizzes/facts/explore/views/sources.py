"""Where the facts come from: all sources, and all that one of them supports."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.facts.explore.sourcing import cited_facts
from quizzes.facts.fields import optional_date
from quizzes.facts.provenance import claims, read_sources, witnesses


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources, how claims and disputes are marked, and who makes the claims."""
    context = {"witnesses": witnesses(), "claims": claims(), "nav_item": "explore"}
    return render(request, "facts/sources.html", context)


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source and a ``?page=`` of the facts it supports, in the order of its text."""
    found = get_object_or_404(read_sources(), slug=slug)
    date = optional_date(found.published)
    page, excerpts = cited_facts(found, request.user, request.GET.get("page", ""))
    context = {
        "nav_item": "explore",
        "source": found,
        "published": date.spoken() if date else "",
        "page": page,
        "claims": claims(set(page.everything)),
        "excerpts": excerpts,
        "copies": read_sources().filter(origin=found.origin).exclude(pk=found.pk),
    }
    return render(request, "facts/source.html", context)
