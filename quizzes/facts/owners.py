"""Who has which name. A name belongs to one, or to those that are told apart.

An answer in a name that two share, and that are not told apart, would be ambiguous.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from quizzes.facts.models import Alias, Entity
from quizzes.lib.names import fold


class Shared(NamedTuple):
    """A name of one entity that another has too; ``is_label`` tells what it is of the first."""

    text: str
    other: str
    is_label: bool

    @property
    def message(self) -> str:
        """What would be right."""
        return _(
            "“%(text)s” is a name of “%(other)s” already. Take it out, or first say of the two "
            "that they are not to be confused."
        ) % {"text": self.text, "other": self.other}


def owners_of_names() -> dict[str, dict[int, str]]:
    """Return who has which name: by folded name, labels by entity id. Two queries."""
    labels = dict(Entity.objects.order_by().values_list("pk", "label"))
    aliases: Iterable[tuple[int, str]] = Alias.objects.order_by().values_list("entity_id", "text")
    owners: dict[str, dict[int, str]] = {}
    for pk, name in [*labels.items(), *aliases]:
        owners.setdefault(fold(name), {})[pk] = labels[pk]
    return owners


def names_taken(texts: Iterable[str], told_apart: Collection[int | None]) -> dict[str, Shared]:
    """Return which of the ``texts`` are names already, but of those ``told_apart``, by text.

    Two queries, or none where there is nothing to look for.
    """
    wanted = [text for text in texts if fold(text)]
    owners = owners_of_names() if wanted else {}
    found: dict[str, Shared] = {}
    for text in wanted:
        others = [label for pk, label in owners.get(fold(text), {}).items() if pk not in told_apart]
        if others:
            found[text] = Shared(text, others[0], is_label=False)
    return found


def shared_names(entities: Collection[int]) -> dict[int, list[Shared]]:
    """Return the names that ``entities``, by id, share with others as they are stored.

    Those that share none are left out. Three queries, however many entities there are.
    """
    told: list[tuple[int, str, bool]] = [
        *((pk, text, True) for pk, text in Entity.objects.values_list("pk", "label")),
        *((pk, text, False) for pk, text in Alias.objects.values_list("entity_id", "text")),
    ]
    labels = {pk: text for pk, text, is_label in told if is_label}
    owners = defaultdict[str, dict[int, None]](dict)
    for pk, text, _is_label in told:
        owners[fold(text)][pk] = None
    apart = _told_apart()
    wanted, found = set(entities), defaultdict[int, list[Shared]](list)
    for pk, text, is_label in told:
        others = owners[fold(text)] if pk in wanted and fold(text) else ()
        other = next((it for it in others if it != pk and (pk, it) not in apart), None)
        if other is not None:
            found[pk].append(Shared(text, labels[other], is_label))
    return dict(found)


def _told_apart() -> set[tuple[int, int]]:
    through: Any = Entity.different_from.through
    return set(through._default_manager.values_list("from_entity_id", "to_entity_id"))
