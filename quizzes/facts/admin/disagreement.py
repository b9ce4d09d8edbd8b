"""Naming a disagreement at the desk: the names that there are, and a name that only one has."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.facts.models import Statement

MOST_PROPOSED = 3


class DisagreementInput(AdminTextInputWidget):
    """A field that offers the names of disagreements there are, without any script."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-known"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}">', ((it,) for it in known_names()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


def known_names() -> list[str]:
    """Return the names of all disagreements of published facts."""
    rows = Statement.objects.published().exclude(dispute="").order_by("dispute")
    return list(rows.values_list("dispute", flat=True).distinct())


def named_alone(statement: Statement) -> str:
    """Return what is odd about a disagreement that no other published fact belongs to.

    Nothing where another does, or where none is named. Two queries at most.
    """
    if not statement.dispute or statement.rank == Statement.Rank.DEPRECATED:
        return ""
    others = Statement.objects.published().exclude(pk=statement.pk)
    if others.filter(dispute=statement.dispute).exists():
        return ""
    said = _(
        "No other published fact has the disagreement “%(dispute)s”, so that readers would see "
        "this one differ from nothing. Give the others the same name, or leave it empty."
    ) % {"dispute": statement.dispute}
    near = _near(statement)
    return (
        f"{said} {_('Perhaps it is: %s') % '; '.join(f'“{it}”' for it in near)}" if near else said
    )


def _near(statement: Statement) -> list[str]:
    """The names that are much like the one given, and those of facts on the same subject."""
    others = Statement.objects.published().exclude(pk=statement.pk).exclude(dispute="")
    rows = others.order_by("dispute").values_list("dispute", "subject")
    names = dict.fromkeys(dispute for dispute, _subject in rows)
    alike = get_close_matches(statement.dispute, names, n=MOST_PROPOSED)
    of_subject = [dispute for dispute, subject in rows if subject == statement.subject_id]
    return [*dict.fromkeys([*alike, *of_subject])][:MOST_PROPOSED]
