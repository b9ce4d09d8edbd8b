"""Where it happened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quizzes.facts.explore.pictures import legend
from quizzes.facts.explore.places import KNOWN, nested, places_map
from quizzes.facts.explore.places import places as all_places


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show the map of the region and all places that the facts speak of."""
    found = all_places(request.user)
    personal = request.user.is_authenticated
    context = {
        "places": nested(found),
        "map": places_map(found),
        "legend": legend((it.kind for it in found if it.on_map), KNOWN) if personal else [],
    }
    return render(request, "facts/places.html", context)
