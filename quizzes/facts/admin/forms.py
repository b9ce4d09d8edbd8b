"""The form behind every page of the desk: guarded, with a reason, and naming records itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .meanwhile import Meanwhile, put_together
from .states import token_now
from .twins import Twin

LONGEST_SLUG = 80


class Aside(forms.CharField):
    """Goes with a form without being a change of the record."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class AsideTick(forms.BooleanField):
    """A tick that goes with a form likewise."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class DeskForm(forms.ModelForm):
    """A record at the desk.

    ``state`` names the state the form was made from; ``instance.meanwhile`` tells what others
    have saved since. A slug that is left empty is made from the field ``slug_from``. ``another``
    is the tick that lets a new record be added beside its ``twins``.
    """

    slug_from = ""
    twins: Sequence[Twin] = ()

    another = AsideTick(label=_("This is another one. Add it as well."), required=False)

    state = Aside(required=False, widget=forms.HiddenInput)
    change_reason = Aside(
        label=_("Reason for the change"),
        required=False,
        max_length=200,
        widget=AdminTextInputWidget,
        help_text=_("Kept with the history. Nothing needs to be written here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["state"], self.fields["change_reason"]
        else:
            del self.fields["another"]
            if not self.is_bound:
                self.initial["state"] = token_now(self.instance)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].widget.attrs["data-made-from"] = self.slug_from

    def slug_source(self, cleaned: dict[str, Any]) -> str:
        """Return the text from which a slug is made; nothing while it is not known."""
        return str(cleaned.get(self.slug_from) or "")

    def look_alikes(self, cleaned: dict[str, Any]) -> Sequence[Twin]:
        """Return records that are perhaps the new one; to be overridden where names matter."""
        return ()

    def proposed_slug(self, cleaned: dict[str, Any]) -> str:
        """Return a slug that no record has, or nothing while there is nothing to make it from.

        A record of the same name is refused: as often as not it is the same one. Where look-alikes
        are shown, the tick below them says that it is another.
        """
        source = self.slug_source(cleaned)
        if source and (self.twins or cleaned.get("another")):
            return free_slug(self._meta.model, source)
        rows = self._meta.model._base_manager.filter(slug=plain_slug(source)) if source else None
        if rows is not None and (twin := rows.first()):
            message = _("There is “%(twin)s” already. If this is another, choose its slug.")
            self.add_error(self.slug_from, message % {"twin": twin})
        return free_slug(self._meta.model, source) if source else ""

    def clean(self) -> dict[str, Any]:
        """Name a new record; on a record that others have changed, refuse and show what."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "another" in self.fields:
            self.twins = self.look_alikes(cleaned)
            if self.twins and not cleaned.get("another"):
                self.add_error("another", _("Is it one of those that are there already?"))
        if "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug"):
            cleaned["slug"] = self.proposed_slug(cleaned)
        if since := self.since:
            put_together(self, since)
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """Do not blame a field that cannot be read for being empty as well."""
        found = getattr(error, "error_dict", None)
        if field is None and found:
            blamed = {*self.errors} - {NON_FIELD_ERRORS}
            error = ValidationError({it: said for it, said in found.items() if it not in blamed})
        super().add_error(field, error)

    @property
    def since(self) -> Meanwhile | None:
        """What others have saved since this form was made."""
        return getattr(self.instance, "meanwhile", None)


def plain_slug(text: str) -> str:
    """Return a slug made from ``text``; nothing if it has no letters to make one from."""
    plain = re.sub(r"-+", "-", slugify(text).replace("_", "-"))
    if len(plain) > LONGEST_SLUG:
        plain = plain[: LONGEST_SLUG + 1].rpartition("-")[0]
    return plain.strip("-")


def free_slug(model: type[models.Model], text: str) -> str:
    """Return a slug made from ``text`` that no row of the model has."""
    wanted = plain_slug(text) or str(model._meta.model_name)
    rows = model._base_manager.filter(slug__startswith=wanted)
    taken = set(rows.values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(it for it in (wanted, *numbered) if it not in taken)
