"""What other editors saved while somebody was filling in a form.

Nothing is overwritten unseen: what the others changed and this editor did not touch is taken
over, what both changed is marked, and all that was typed stays in the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.facts.models import PackRecord

from .differences import Difference, differences
from .guards import as_count, is_id
from .in_words import InWords
from .states import Change, State, Values, changes_of, fields_of, state_now, token_now


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """The state that a form was made from, if it is known, that of now, and what lies between.

    ``token`` names the state of now.
    """

    base: State | None
    now: State
    changes: Sequence[Change]
    token: str


def meanwhile(row: PackRecord, token: str) -> Meanwhile | None:
    """Return what was saved since the form that carries ``token`` was made; None for nothing."""
    present = token_now(row)
    if token == present:
        return None
    changes, now = changes_of(row), state_now(row)
    place = next((i for i, it in enumerate(changes) if it.token == token), None)
    base = None if place is None else changes[place].after
    if base == now:
        return None
    return Meanwhile(base, now, changes[-1:] if place is None else changes[place + 1 :], present)


def who_and_when(change: Change) -> str:
    """Return who made a change, and when, for a message: "Edda, 3 October 2026, 14:02"."""
    return f"{maker_of(change) or _('somebody outside the desk')}, {spoken_moment(change)}"


def maker_of(change: Change) -> str:
    """Return the name of who made a change; nothing where nobody at the desk did."""
    user = User.objects.filter(pk=change.user).first() if change.user else None
    return user.display_name if user else ""


def spoken_moment(change: Change) -> str:
    """Return the moment of a change on the editor's clock: "3 October 2026, 14:02"."""
    return date_format(timezone.localtime(change.at), "j F Y, H:i")


def put_together(form: forms.ModelForm, since: Meanwhile) -> None:
    """Mark in a bound form what others changed, and take over what this editor did not touch."""
    renew_state(form, since.token)
    found = _changed(type(form.instance), since)
    taken = [it for it in found if _take_over(form, it.field, since)]
    form.add_error(None, [_headline(since), *_notes(found, taken)])
    for name, words in _clashes(form, found, taken, since):
        message = _("Meanwhile changed to “%(words)s”; saving puts what stands here in its place.")
        form.add_error(name, message % {"words": words or "–"})


def renew_state(form: forms.BaseForm, token: str) -> None:
    """Let a bound form be shown again as one that was made from the state of now."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("state")] = token
    form.data = data


def rebased(data: QueryDict, prefix: str, part: type[models.Model], since: Meanwhile) -> QueryDict:
    """Return what was sent for the parts of a record, fitted to those that exist now.

    Parts that others added are added, those they took away are gone, or new again if this
    editor had changed them; else what was typed stays.
    """
    names = [it.name for it in fields_of(part)]
    rows = _rows(data, prefix, names)
    sent = {int(row["id"]): row for row in rows if is_id(row["id"])}
    base = since.base.parts if since.base else {}
    kept, again = [], []
    for pk, values in since.now.parts.items():
        untouched = pk not in sent or (pk in base and _same(sent[pk], base[pk], names))
        kept.append(_row(pk, values, names) if untouched else sent[pk])
    for pk, row in sent.items():
        if pk in since.now.parts or row["DELETE"]:
            continue
        if not _same(row, base.get(pk, {}), names):
            again.append(row | {"id": "", "DELETE": ""})
    new = [row for row in rows if not row["id"]]
    return _written(data, prefix, kept, [*again, *new])


def _changed(model: type[models.Model], since: Meanwhile) -> list[Difference]:
    """What the others changed; nothing if it is not known what the form was made from."""
    if since.base is None:
        return []
    words = InWords(model, [since.base, since.now])
    return differences(model, since.base, since.now, words)


def _headline(since: Meanwhile) -> str:
    who = "; ".join(who_and_when(change) for change in since.changes) or _("somebody else")
    return _(
        "Nothing was saved. While you were writing, this was changed by %(who)s. "
        "What you typed is below. Look at it again; saving it now is your choice."
    ) % {"who": who}


def _notes(found: list[Difference], taken: list[Difference]) -> list[str]:
    """Say what the others changed that is not marked at a field of its own."""
    said = []
    for it in found:
        words = {"label": it.label, "old": it.old or "–", "new": it.new or "–"}
        if it in taken:
            note = _("%(label)s: changed from “%(old)s” to “%(new)s”, and taken over here")
        elif it.field:
            note = _("%(label)s: changed from “%(old)s” to “%(new)s”")
        elif not it.old:
            note = _("%(label)s added: “%(new)s”")
        elif not it.new:
            note = _("%(label)s taken away: “%(old)s”")
        else:
            note = _("%(label)s changed from “%(old)s” to “%(new)s”")
        said.append(note % words)
    return said


def _clashes(
    form: forms.ModelForm, found: list[Difference], taken: list[Difference], since: Meanwhile
) -> list[tuple[str, str]]:
    """The fields of the form that would put something else in the place of what stands now."""
    words = InWords(type(form.instance), [since.now])
    known = {it.field for it in found} if since.base else set(since.now.values)
    names = known - {it.field for it in taken}
    return [
        (it.name, words.value(it, since.now.values[it.name]))
        for it in fields_of(type(form.instance))
        if it.name in names and it.name in form.fields and _differs(form, it.name, since.now)
    ]


def _take_over(form: forms.ModelForm, name: str, since: Meanwhile) -> bool:
    """Put the value of now into a field that was sent as it was first shown."""
    if name not in form.fields or since.base is None or _differs(form, name, since.base):
        return False
    value, key = since.now.values[name], form.add_prefix(name)
    field = form.fields[name]
    form.errors.pop(name, None)
    if isinstance(value, (frozenset, list)):
        form.data.setlist(key, [str(it) for it in value])  # type: ignore[attr-defined]
    elif isinstance(field, forms.BooleanField):
        form.data[key] = "on" if value else ""  # type: ignore[index]
    else:
        form.data[key] = "" if value is None else str(field.prepare_value(value))  # type: ignore[index]
    return True


def _differs(form: forms.ModelForm, name: str, state: State) -> bool:
    value = state.values[name]
    initial = list(value) if isinstance(value, frozenset) else value
    return form.fields[name].has_changed(initial, form[name].data)


def _rows(data: QueryDict, prefix: str, names: list[str]) -> list[dict[str, Any]]:
    numbers = range(min(as_count(data.get(f"{prefix}-TOTAL_FORMS", "")), 1000))
    keys = [*names, "id", "DELETE"]
    return [{key: data.get(f"{prefix}-{n}-{key}", "") for key in keys} for n in numbers]


def _row(pk: int, values: Values, names: list[str]) -> dict[str, Any]:
    said = {name: "" if values[name] is None else values[name] for name in names}
    return said | {"id": pk, "DELETE": ""}


def _same(row: dict[str, Any], values: Values, names: list[str]) -> bool:
    """Whether a row was sent as it was first shown."""
    alike = (str(row[name]) == str(values.get(name) or "") for name in names)
    return not row["DELETE"] and all(alike)


def _written(
    data: QueryDict, prefix: str, kept: list[dict[str, Any]], new: list[dict[str, Any]]
) -> QueryDict:
    written = data.copy()
    written[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    written[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))
    for number, row in enumerate([*kept, *new]):
        for key, value in row.items():
            written[f"{prefix}-{number}-{key}"] = str(value)
    return written
