"""What differs between two states of a record, in words, with the words that changed marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import models
from django.utils.text import capfirst

from .in_words import InWords, label_of
from .states import Change, State, fields_of

# Texts that have less in common are shown as one for another.
LEAST_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that is the same on both sides, or ``changed``."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, or a part of the record, before and after; an empty side has no pieces.

    ``field`` is the name of the field, and empty for a part.
    """

    label: str
    field: str
    before: list[Piece]
    after: list[Piece]

    @property
    def old(self) -> str:
        """The text before."""
        return "".join(piece.text for piece in self.before)

    @property
    def new(self) -> str:
        """The text after."""
        return "".join(piece.text for piece in self.after)


def differences(
    model: type[models.Model], before: State, after: State, words: InWords
) -> list[Difference]:
    """Return what differs, field by field in the order of the model, then part by part."""
    found = [
        _difference(
            label_of(field),
            field.name,
            words.value(field, before.values[field.name]),
            words.value(field, after.values[field.name]),
        )
        for field in fields_of(model)
        if before.values[field.name] != after.values[field.name]
    ]
    return [it for it in [*found, *_of_parts(before, after, words)] if it.before or it.after]


def given_first(model: type[models.Model], state: State, words: InWords) -> list[Difference]:
    """Return what a new record was given, without what is empty or no."""
    given = [field for field in fields_of(model) if state.values[field.name] not in ("", False)]
    found = [
        _difference(label_of(it), it.name, "", words.value(it, state.values[it.name]))
        for it in given
    ]
    nothing = State(state.values)
    return [it for it in [*found, *_of_parts(nothing, state, words)] if it.after]


def of_change(model: type[models.Model], change: Change, words: InWords) -> list[Difference]:
    """Return what a change did; nothing where it is not known what was there before."""
    if change.before:
        return differences(model, change.before, change.after, words)
    return given_first(model, change.after, words) if change.added else []


def _of_parts(before: State, after: State, words: InWords) -> Iterator[Difference]:
    """Yield the parts that were added, changed or taken away.

    A part that was taken away and added again as it was has not changed.
    """
    if not words.part:
        return
    label = str(capfirst(words.part.model._meta.verbose_name))
    old = {pk: words.part_text(values) for pk, values in before.parts.items()}
    new = {pk: words.part_text(values) for pk, values in after.parts.items()}
    kept = set(old.values()) & set(new.values())
    for pk in sorted({*old, *new}):
        one, other = old.get(pk, ""), new.get(pk, "")
        if one != other and not {one, other} - {""} <= kept:
            yield _difference(label, "", one, other)


def _difference(label: str, field: str, old: str, new: str) -> Difference:
    return Difference(label, field, *marked(old, new))


def marked(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, with the words that differ marked."""
    ours, theirs = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (old, new))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return [Piece(it, True) for it in [old] if it], [Piece(it, True) for it in [new] if it]
    before: list[Piece] = []
    after: list[Piece] = []
    for what, i, j, k, m in matcher.get_opcodes():
        changed = what != "equal"
        before += [Piece("".join(ours[i:j]), changed)] if j > i else []
        after += [Piece("".join(theirs[k:m]), changed)] if m > k else []
    return before, after
