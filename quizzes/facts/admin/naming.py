"""Records by the names that people type out, where no list helps them to choose."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from quizzes.facts.explore.names import fit, wanted
from quizzes.facts.models import Alias, Entity, Property
from quizzes.lib.names import fold

from .property_search import free_properties, properties_answering

MOST_PROPOSED = 4


class Typed(str):
    """What was typed for a record, where it is not the name of exactly one."""


def resolved(model: type[models.Model], typed: str) -> str | Typed:
    """Return the id of the one record with a slug or name, as a form sends it, or the text."""
    found = _called(model, typed)
    return str(found[0]) if len(found) == 1 else Typed(typed)


def refusal(model: type[models.Model], typed: str) -> ValidationError:
    """Return why a text is not the name of one record, and which are near it."""
    several = _called(model, typed)
    near = several or _near(model, typed)
    rows: Any = model._base_manager.in_bulk(near[:MOST_PROPOSED])
    listed = ", ".join(f"{rows[pk]} ({rows[pk].slug})" for pk in near[:MOST_PROPOSED] if pk in rows)
    if several:
        message = _("“%(typed)s” is the name of several. Write the slug of one: %(listed)s.")
    elif listed:
        message = _("There is no %(kind)s called “%(typed)s”. Near it: %(listed)s.")
    else:
        message = _("There is no %(kind)s called “%(typed)s”, and none with a name near it.")
    kind = model._meta.verbose_name
    said = message % {"typed": typed, "kind": kind, "listed": listed}
    if model is Property and not several:
        free = ", ".join(f"{it} ({it.slug})" for it in free_properties()[:MOST_PROPOSED])
        said += f" {_('To say it in your own words: %s.') % free}" if free else ""
    return ValidationError(said)


def names_of_all(model: type[models.Model]) -> list[tuple[int, str]]:
    """Return every name of every record of a model by id, in two queries at most."""
    names = {it.name for it in model._meta.fields}
    column = "label" if "label" in names else "title"
    rows = list(model._base_manager.order_by(column, "slug").values_list("pk", column))
    if model is Entity:
        rows += Alias.objects.order_by("text").values_list("entity_id", "text")
    return rows


def _called(model: type[models.Model], typed: str) -> list[int]:
    """The ids of the records with this slug, or else with this name."""
    slugs: dict[str, int] = dict(model._base_manager.values_list("slug", "pk"))
    plain = typed.strip().casefold()
    if plain in slugs:
        return [slugs[plain]]
    folded = wanted(typed).folded
    alike = (pk for pk, name in names_of_all(model) if folded and fold(name) == folded)
    return list(dict.fromkeys(alike))


def _near(model: type[models.Model], typed: str) -> list[int]:
    want = wanted(typed)
    if not want.words:
        return []
    if model is Property:
        return [row.pk for row in properties_answering(typed, Property.objects.all())]
    fits = ((fit(want, name), pk) for pk, name in names_of_all(model))
    ordered = sorted((found, pk) for found, pk in fits if found is not None)
    return list(dict.fromkeys(pk for _found, pk in ordered))
