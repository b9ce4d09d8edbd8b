"""What all pages of the desk share."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.facts.pack.fields import SLUG
from quizzes.facts.signals import one_change

from .effects import EffectsPage
from .forms import DeskForm
from .guards import GuardedActions, is_id
from .history import HistoryPages
from .meanwhile import Meanwhile, meanwhile, rebased
from .states import PARTS, changes_of
from .widgets import Chooser

pack_slug = RegexValidator(rf"\A{SLUG}\Z", _("Use small letters, digits and single hyphens."))


class DeskAdmin(Chooser, GuardedActions, EffectsPage, HistoryPages):
    """Saves a record with its inlines as one change, so that the bank follows once.

    Nothing is deleted at the desk that anything leans on: learners' memories hang on facts. Facts
    are retired. What another editor has saved since a form was opened is never overwritten unseen,
    and an edit that changes published questions is shown with its effects before it is saved.
    """

    form = DeskForm
    list_per_page = 50
    change_form_template = "admin/facts/change_form.html"
    # What is remembered from one new record to the next while the editor is logged in.
    remembered: tuple[str, ...] = ()

    class Media:
        js = ["desk.js", "desk-forms.js"]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """A slug is permanent once it is saved."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "slug") if obj else fixed

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Ask for the reason at the end of what is being changed."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": ["change_reason"], "classes": ["desk-reason"]}))
        return fieldsets

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A slug must be one that a fact pack can hold."""
        if isinstance(db_field, models.SlugField):
            kwargs["validators"] = [pack_slug]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with what the last record had, unless the address says otherwise."""
        return self.memory(request) | super().get_changeform_initial_data(request)

    def memory(self, request: HttpRequest) -> dict[str, Any]:
        """Return what is remembered of the last record that this editor added or changed."""
        kept = request.session.get("desk", {}).get(self.opts.model_name, {})
        return {name: value for name, value in kept.items() if value is not None}

    def remember(self, request: HttpRequest, values: dict[str, Any]) -> None:
        """Keep ``values`` for the next new record."""
        desk = request.session.get("desk", {})
        name = str(self.opts.model_name)
        request.session["desk"] = desk | {name: desk.get(name, {}) | values}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        if (twin := self.chosen_twin(request)) is not None:
            return self.use(request, twin)
        form_page = super().changeform_view

        def save() -> HttpResponse:
            with one_change():
                return form_page(request, *args, **kwargs)

        return self.shown_first(request, save)

    def chosen_twin(self, request: HttpRequest) -> Any:
        """Return the record that was there already and is to be used instead of a new one."""
        chosen = request.POST.get("_use", "")
        row = self.get_queryset(request).filter(pk=chosen).first() if is_id(chosen) else None
        return row if row and self.has_view_or_change_permission(request, row) else None

    def use(self, request: HttpRequest, row: Any) -> HttpResponse:
        """Hand a record to the form that asked for a new one, or else open it."""
        if IS_POPUP_VAR not in request.POST:
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[row.pk]))
        answer = json.dumps({"value": str(row.pk), "obj": str(row)})
        context = {"popup_response_data": answer, "chosen": row}
        return TemplateResponse(request, "admin/popup_response.html", context)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Name the record to who runs no scripts, for whom the small window does not close."""
        response = super().response_add(request, obj, post_url_continue)
        if IS_POPUP_VAR in request.POST and isinstance(response, TemplateResponse):
            response.context_data = {**(response.context_data or {}), "added": obj}
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Before a record is changed, keep others from it, and see what they have changed."""
        guarded = request.method == "POST" and transaction.get_connection().in_atomic_block
        if guarded:
            self.lock(object_id)
        row = super().get_object(request, object_id, from_field)
        if row is not None and guarded:
            row.meanwhile = meanwhile(row, request.POST.get("state", ""))
        return row

    def lock(self, object_id: str) -> None:
        """Let nobody else change the record until this transaction ends."""
        try:
            pk = self.opts.pk.to_python(object_id)
        except ValidationError:
            return
        self.model._base_manager.select_for_update().filter(pk=pk).first()

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Fit the rows of an inline to what others have saved of them."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        since: Meanwhile | None = getattr(obj, "meanwhile", None)
        part = PARTS.get(self.model)
        if since and part and inline.model is part.model and "data" in kwargs:
            kwargs["data"] = rebased(kwargs["data"], prefix, inline.model, since)
        return kwargs

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the reason given; a form that changed nothing leaves no trace."""
        with one_change(form.cleaned_data.get("change_reason", "")):
            if not change or form.has_changed():
                super().save_model(request, obj, form, change)
        self.remember(request, {name: form.cleaned_data[name] for name in self.remembered})

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say who changed the record last; answer 409 where others have changed it meanwhile."""
        row = context["original"]
        since = getattr(row, "meanwhile", None)
        form = context["adminform"].form
        if row:
            # What is typed and not saved is not what the record is called.
            stored = self.get_queryset(request).filter(pk=row.pk).first() if form.is_bound else row
            context["called"] = context["subtitle"] = self.called(stored or row)
        if form.is_bound:
            _open_changed(context["adminform"])
        if form.errors.keys() == {"another"} and len(context["errors"]) == 1:
            context["errors"] = None  # said in the box of those that are there already
        if row and (changes := changes_of(row)):
            context["last_change"] = self.last_change(changes[-1])
        if since:
            # In a box of their own: what others did is no mistake of this editor.
            context["meanwhile"] = form.non_field_errors()
            context["errors"] = None
        response = super().render_change_form(request, context, *args, **kwargs)
        if since:
            response.status_code = 409
        return response


def _open_changed(page: Any) -> None:
    """Let no part of a form that comes back be closed over what was typed into it."""
    changed = {*page.form.changed_data}
    page.fieldsets = [
        (name, {**part, "classes": [it for it in part.get("classes", ()) if it != "collapse"]})
        if changed & {*flatten(part["fields"])}
        else (name, part)
        for name, part in page.fieldsets
    ]
