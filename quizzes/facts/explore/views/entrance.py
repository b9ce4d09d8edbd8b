"""The way in to the reading pages, and the search box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quizzes.facts.explore.finding import MOST_ENTRIES, MOST_FACTS, find
from quizzes.facts.explore.names import LONGEST
from quizzes.facts.explore.overview import overview
from quizzes.lib.htmx import render_page


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """Show what there is to read, the phases of the conflict, and who is heard how often."""
    return render(request, "facts/explore.html", {"overview": overview(), "longest": LONGEST})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find entities by any spelling and facts by their words; htmx asks as somebody types."""
    context = {
        "found": find(request.GET.get("q", ""), request.user),
        "most_entries": MOST_ENTRIES,
        "most_facts": MOST_FACTS,
        "longest": LONGEST,
    }
    return render_page(request, "facts/search.html", context, partial="results")
