"""Lists of whom the facts speak of, and a page for each of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quizzes.facts.explore.catalogue import CATALOGUES, groups_of, list_of
from quizzes.facts.explore.places import place_map
from quizzes.facts.explore.portrait import portrait
from quizzes.facts.models import Entity


@require_safe
def entities(request: HttpRequest, kind: str) -> HttpResponse:
    """List the entities of a kind that published facts speak of."""
    catalogue = CATALOGUES.get(kind)
    if catalogue is None:
        raise Http404
    context = {"catalogue": catalogue, "groups": groups_of(catalogue, request.user)}
    return render(request, "facts/entities.html", context)


@require_safe
def entity(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a ``?page=`` of what the facts say of an entity; without a fact it has none."""
    found = get_object_or_404(
        Entity.objects.prefetch_related("aliases", "different_from"), slug=slug
    )
    shown = portrait(found, request.user, request.GET.get("page", ""))
    if shown is None:
        raise Http404
    context = {"portrait": shown, "entity": found, "catalogue": list_of(found)}
    if found.kind == Entity.Kind.PLACE:
        context["place_map"] = place_map(found, shown.mentions)
    return render(request, "facts/entity.html", context)
