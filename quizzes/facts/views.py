"""The pages on which anybody can look up where the facts come from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .provenance import claims, witnesses


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources, how claims and disputes are marked, and who makes the claims."""
    context = {"witnesses": witnesses(), "claims": claims()}
    return render(request, "facts/sources.html", context)
