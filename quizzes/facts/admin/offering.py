"""What the lists at the desk offer while somebody types, with a word on each, or on why nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _


class Offered(admin.ModelAdmin):
    """Records that can be chosen from a list that says more of them than their name."""

    def examples(self, rows: list[Any]) -> dict[int, str]:
        """Return what is said below each of the offered rows, by id."""
        return {}

    def nothing_found(self, request: HttpRequest, term: str) -> str:
        """Return why nothing is offered; nothing if there is no more to say than that."""
        return ""

    def offered_last(self, request: HttpRequest, found: QuerySet[Any]) -> tuple[str, list[Any]]:
        """Return what is offered behind all that was ``found``, under a heading of its own."""
        return "", []


class DeskList(AutocompleteJsonView):
    """The admin's answer to what is typed into a list, with examples and reasons added."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        self.term, self.model_admin, self.source_field, to_field = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        self.object_list = self.get_queryset()
        context = self.get_context_data()
        rows = list(context["object_list"])
        desk = self.model_admin if isinstance(self.model_admin, Offered) else None
        more = context["page_obj"].has_next()
        heading: str = ""
        last: list[Any] = []
        if desk and not more:
            heading, last = desk.offered_last(request, self.object_list)
        said = desk.examples([*rows, *last]) if desk else {}

        def results(of: list[Any]) -> list[dict[str, Any]]:
            return [self.serialize_result(row, to_field) | _example(row, said) for row in of]

        answer: dict[str, Any] = {"results": results(rows), "pagination": {"more": more}}
        why = desk.nothing_found(request, self.term) if desk and not rows else ""
        if last:
            if not rows:
                none = _("Nothing found for “%(term)s”.") % {"term": self.term.strip()}
                heading = f"{why or none} {heading}:"
            answer["results"].append({"text": heading, "children": results(last)})
        elif why:
            answer["nothing"] = why
        return JsonResponse(answer)


def _example(row: Any, said: dict[int, str]) -> dict[str, str]:
    return {"example": said[row.pk]} if row.pk in said else {}


def offer(request: HttpRequest) -> HttpResponse:
    """Answer what was typed into any list of the admin."""
    answer: Any = DeskList.as_view(admin_site=admin.site)(request)
    return answer  # type: ignore[no-any-return]
