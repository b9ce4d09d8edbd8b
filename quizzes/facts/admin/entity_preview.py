"""How a person, place or event will stand in sentences, beside its form, and what they lack."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.sentences import fill
from quizzes.facts.wording import capitalised

Kind = Entity.Kind

# What has a name of common words as often as a proper one: "capture of the harbour".
COMMONLY_NAMED = (Kind.EVENT, Kind.GROUP, Kind.UNIT, Kind.BODY, Kind.CONFLICT)
# A day for an example; any would do.
SOME_DAY = "2018-06-12"


@dataclass(slots=True)
class EntityPreview:
    """What the page shows beside the form: a sentence, perhaps a question, and warnings."""

    sentence: str = ""
    question: str = ""
    warnings: list[str] = field(default_factory=list)


def takes_the(kind: str, label: str) -> bool:
    """Return whether a name is likely to take “the”: one of common words, not a proper one."""
    return kind in COMMONLY_NAMED and label.strip()[:1].islower()


def entity_preview(entity: Entity) -> EntityPreview:
    """Return how an entity will stand in sentences; nothing while its name or kind is missing."""
    if not entity.label or not entity.kind:
        return EntityPreview()
    is_event = entity.kind == Kind.EVENT
    wording = "{subject.clause} {value.phrase}" if is_event else _("{subject} [was|were] …")
    if entity.kind == Kind.PLACE:
        wording = _("It happened {where}").replace("{where}", f"{entity.preposition} {{subject}}")
    example = Statement(subject=entity, property=Property(), value_date=SOME_DAY)
    said = capitalised(fill(wording, example))
    asked = capitalised(fill("{value.ask} {subject.question}?", example)) if is_event else ""
    return EntityPreview(
        sentence=said if said.endswith("…") else f"{said}.",
        question=asked,
        warnings=lacking(entity, "clause", "question"),
    )


def lacking(entity: Entity, *forms: str) -> list[str]:
    """Return what an entity lacks for the ``forms`` of it, "clause" or "question", to read well."""
    said = []
    if entity.kind == Kind.EVENT and "clause" in forms and not entity.clause:
        message = _(
            "“%(event)s” has no clause, so that readers see “%(event)s took place”. Write what "
            "happened, such as “the army captured the harbour”."
        )
        said.append(message % {"event": capitalised(entity.named)})
    if entity.kind == Kind.EVENT and "question" in forms and not entity.question_clause:
        message = _(
            "“%(event)s” has no question clause, so that learners are asked “did %(named)s take "
            "place”. Write it as a question, such as “did the army capture the harbour”."
        )
        said.append(message % {"event": capitalised(entity.named), "named": entity.named})
    if takes_the(entity.kind, entity.label) and not (entity.takes_the or entity.plural):
        message = _("“%(name)s” stands without “the”. Is that right? If not, tick “takes the”.")
        said.append(message % {"name": entity.label})
    return said


class EntityPreviewed(admin.ModelAdmin):
    """Shows how an entity will stand in sentences while it is being written."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("preview/", view, name="facts_entity_sentence_new"),
            path("<path:object_id>/preview/", view, name="facts_entity_sentence"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """Return what the form that was sent would make; nothing is saved."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = None if object_id is None else self.get_object(request, unquote(object_id))
        if object_id is not None and row is None:
            raise Http404
        may = self.has_change_permission(request, row) if row else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        preview = self._preview_of(request, request.POST, row)
        return render(request, "admin/facts/entity/preview.html", {"preview": preview})

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the preview of what is stored, or of what was sent and not saved."""
        row, form = context["original"], context["adminform"].form
        name = "admin:facts_entity_sentence"
        context["preview_address"] = reverse(name, args=[row.pk]) if row else reverse(f"{name}_new")
        if form.is_bound:
            stored = self.get_queryset(request).get(pk=row.pk) if row else None
            context["preview"] = self._preview_of(request, form.data, stored)
        elif row:
            context["preview"] = entity_preview(row)
        if not row and "tick_seen" in form.fields:
            # A form that comes back has been answered; only an untouched one is guessed for.
            kinds = "" if form.is_bound else " ".join(COMMONLY_NAMED)
            form.fields["takes_the"].widget.attrs["data-guessed-for"] = kinds
        return super().render_change_form(request, context, *args, **kwargs)

    def _preview_of(self, request: HttpRequest, data: Any, row: Entity | None) -> EntityPreview:
        fields = [*flatten_fieldsets(self.fieldsets or ()), *(["change_reason"] if row else [])]
        form_class: Any = self.get_form(request, row, change=bool(row), fields=fields)
        form = form_class(data, instance=row)
        form.is_valid()
        preview = entity_preview(form.instance)
        if not data.get("another"):
            message = _("There is “%(name)s” already (%(about)s). Is it this one?")
            preview.warnings += [
                message % {"name": it.row.label, "about": it.about} for it in form.twins
            ]
        return preview
