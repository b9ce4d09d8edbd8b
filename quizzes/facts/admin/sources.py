"""Sources and topics at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.facts.fields import optional_date
from quizzes.facts.findings import date_in_doubt
from quizzes.facts.form_fields import read_date
from quizzes.facts.models import Source, Topic
from quizzes.facts.wording import capitalised

from .desk import DeskAdmin
from .forms import DeskForm
from .in_words import NOTE_FOR_READERS
from .reading_back import DatesReadBack
from .search import best_titles_first
from .tables import TableAdmin
from .taking_out import TakenOut
from .twins import Twin, twins_of_source


class SourceForm(DeskForm):
    """A source; what it is cited as and its origin follow from the rest if left empty."""

    slug_from = "title"

    class Meta:
        labels = {"note": NOTE_FOR_READERS}
        help_texts = {
            "title": _("As it stands above the document."),
            "published": _("As you would write it: 12 June 2018, May 2018 or 2018."),
            "cite_as": _(
                "How a sentence names it after “According to …”. Left empty: publisher and date."
            ),
            "origin": _(
                "Sources that copy one another count as one: give them the same word here. Left "
                "empty: a witness of its own."
            ),
            "document": _("The number of its file, if you keep one."),
            "note": _("Readers see it on the page of the source."),
            "slug": _("Names the source for ever. Left empty, it is made from the title."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("origin", "cite_as"):
            if name in self.fields:
                self.fields[name].required = False

    def look_alikes(self, cleaned: dict[str, Any]) -> list[Twin]:
        """Return the sources of the same publisher with much the same title."""
        title = cleaned.get("title") or ""
        return twins_of_source(title, cleaned.get("publisher") or "") if title else []

    def clean(self) -> dict[str, Any]:
        """Fill in what can be known from the rest."""
        cleaned = super().clean()
        if "origin" not in self.errors:
            slug = cleaned.get("slug") or self.instance.slug
            cleaned["origin"] = cleaned.get("origin") or slug
        self._check_date(cleaned)
        if "cite_as" not in self.errors and not cleaned.get("cite_as"):
            cleaned["cite_as"] = self._citation(cleaned)
        return cleaned

    def _check_date(self, cleaned: dict[str, Any]) -> None:
        """Refuse a date that no document has, and one that is not marked as inferred."""
        typed = cleaned.get("published")
        published = read_date(typed).date if typed else None
        if published and None in (published.first, published.last):
            message = _(
                "A document appears on one day. Write it as far as it is known: 3 May 2018, May "
                "2018 or 2018."
            )
            self.add_error("published", message)
        elif "published" not in self.errors:
            told = Source(
                kind=cleaned.get("kind") or "",
                published=published.text if published else "",
                published_inferred=cleaned.get("published_inferred") or False,
            )
            if said := date_in_doubt(told):
                self.add_error("published_inferred", f"{capitalised(said)}.")

    def _citation(self, cleaned: dict[str, Any]) -> str:
        told = Source(publisher=cleaned.get("publisher") or "")
        if cleaned.get("published"):
            told.published = Source._meta.get_field("published").clean(cleaned["published"], told)
        return (told.byline if told.publisher else "") or str(cleaned.get("title") or "")[:200]


@admin.register(Source)
class SourceAdmin(TakenOut, TableAdmin, DatesReadBack, DeskAdmin):
    form = SourceForm
    # Said again, because counting the facts drops the order of the model.
    ordering = ["document", "slug"]
    list_display = ["title", "publisher", "appeared", "kind", "origin", "document", "facts"]
    list_filter = ["kind", "origin"]
    search_fields = ["title", "publisher", "slug", "cite_as", "document"]
    remembered = ("kind",)
    fieldsets = [
        (None, {"fields": ["title", "publisher", "published", "published_inferred", "kind"]}),
        (
            _("How it is cited and counted"),
            {"classes": ["collapse"], "fields": ["cite_as", "origin", "document", "slug", "note"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        rows: QuerySet[Source] = super().get_queryset(request)
        return rows.annotate(facts=Count("citations__statement", distinct=True))

    def view_on_site(self, obj: Source) -> str:
        """Return the address where readers find it."""
        return reverse("source", args=[obj.slug])

    @admin.display(description=_("published"), ordering="published_first")
    def appeared(self, source: Source) -> str:
        date = optional_date(source.published)
        return date.spoken() if date else "–"

    @admin.display(description=_("facts"), ordering="facts")
    def facts(self, source: Any) -> int:
        count: int = source.facts
        return count


class TopicForm(DeskForm):
    """A topic."""

    slug_from = "title"

    class Meta:
        help_texts = {
            "position": _("Topics are listed by this number, the smallest first."),
            "slug": _("Names the topic for ever. Left empty, it is made from the title."),
        }


@admin.register(Topic)
class TopicAdmin(TakenOut, DeskAdmin):
    form = TopicForm
    list_display = ["title", "description", "position"]
    search_fields = ["title", "slug"]
    fields = ["title", "description", "position", "slug"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Put first what is called so, then what begins so."""
        rows, several = super().get_search_results(request, queryset, search_term)
        return best_titles_first(search_term, rows), several
