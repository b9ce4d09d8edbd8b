"""Keeping from the database what it would fail on, and from the forms what would take long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict

from quizzes.facts.pack.fields import MOST_PARTS

LARGEST_ID = 2**63 - 1


def is_id(value: Any) -> bool:
    """Whether a text can be the id of a row, so that a database may be asked for it."""
    text = str(value)
    return len(text) < 20 and text.isascii() and text.isdigit() and int(text) <= LARGEST_ID


def parts_told(data: QueryDict, prefix: str) -> range:
    """Return the numbers of the parts that a form says it has; no more than it could have."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return range(min(int(total), MOST_PARTS) if is_id(total) else 0)


def keep_text(request: HttpRequest) -> None:
    """Leave out of what an address asks for the sign that PostgreSQL takes in no text."""
    if not any("\0" in value for _name, values in request.GET.lists() for value in values):
        return
    get = request.GET.copy()
    for name, values in request.GET.lists():
        get.setlist(name, [value.replace("\0", "") for value in values])
    request.GET = get  # type: ignore[assignment]


@contextmanager
def refusing_numbers() -> Iterator[None]:
    """Take a number that no column holds for a filter that means nothing."""
    try:
        yield
    except (OverflowError, DataError) as error:
        raise IncorrectLookupParameters from error


class GuardedActions(admin.ModelAdmin):
    """Actions on the rows of a list, of whose forged ids nothing comes; search, filters and forms
    that forged words do not break.
    """

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Leave out of the filters too the sign that PostgreSQL takes in no text."""
        keep_text(request)
        with refusing_numbers():
            return super().get_changelist_instance(request)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse a form that says it has more parts than anybody typed: each would be built."""
        for name, value in request.POST.items():
            if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")) and _is_beyond(str(value)):
                raise BadRequest(f"A form has at most {MOST_PARTS} parts.")
        return super().changeform_view(request, *args, **kwargs)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Leave out the sign that PostgreSQL takes in no text."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        """Leave out what cannot be an id among the rows that were ticked."""
        sent = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_id, sent)):
            post = request.POST.copy()
            post.setlist(ACTION_CHECKBOX_NAME, [it for it in sent if is_id(it)] or ["0"])
            request.POST = post  # type: ignore[assignment]
        return super().response_action(request, queryset, *args)


def _is_beyond(number: str) -> bool:
    """Whether a form would count more parts than are allowed; what is no number is its affair."""
    digits = number.strip().lstrip("+0_")
    return len(digits) > 9 or (digits.isdecimal() and int(digits) > MOST_PARTS)
