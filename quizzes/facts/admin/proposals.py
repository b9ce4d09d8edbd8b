"""Taking names that learners proposed into the fact base, or leaving them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quizzes.facts.explore.names import name_fit
from quizzes.facts.models import Alias, AliasProposal, Entity
from quizzes.facts.owners import owners_of_names
from quizzes.facts.signals import one_change
from quizzes.lib.names import fold

from .twins import much_alike

Status = AliasProposal.Status

# A word shorter than this is like half of all words; these stand in too many names.
FEWEST_LETTERS = 3
SMALL_WORDS = ("of", "and", "for", "in")
TELLING_NOTHING = (*SMALL_WORDS, "abu", "abo", "abi", "bin", "ibn")


def accept(
    proposals: QuerySet[AliasProposal], *, text: str = "", kind: str = "", sure: bool = False
) -> int:
    """Make the proposed names aliases, all or none, as one change; return how many are new.

    ``text`` and ``kind`` correct what was proposed; what learners typed stands in no source, so
    that it is added by the editors unless they say otherwise. Raises ValidationError, naming the
    proposal, where a name belongs to somebody else or is not fit to be one, and, unless an editor
    is ``sure``, where it is more like the name of somebody else.
    """
    with one_change(_("A name that learners proposed")):
        rows = list(proposals.select_for_update(of=("self",)).select_related("entity"))
        named = [(row, (text or row.text).strip()) for row in rows]
        if problems := [*refusals(named), *([] if sure else doubts(named))]:
            raise ValidationError(problems)
        owners, new = owners_of_names(), 0
        for row, name in named:
            known = owners.setdefault(fold(name), {})
            if row.entity_id not in known:
                known[row.entity_id] = row.entity.label
                Alias(entity=row.entity, text=name, kind=kind or Alias.Kind.ADDED).save()
                new += 1
            row.status = Status.ACCEPTED
            row.save(update_fields=["status"])
    return new


def refusals(named: Iterable[tuple[AliasProposal, str]]) -> list[str]:
    """Return why names may not be accepted for the entities they were proposed for.

    To be called inside a transaction; until it ends nobody else can save these entities.
    """
    named = list(named)
    ids = {row.entity_id for row, _name in named}
    list(Entity.objects.select_for_update().filter(pk__in=ids).values("pk"))
    owners, found = owners_of_names(), []
    for row, name in named:
        known = owners.setdefault(fold(name), {})
        others = [label for pk, label in known.items() if pk != row.entity_id]
        if others:
            found.append(_taken(name, others[0]))
        elif row.entity_id not in known:
            known[row.entity_id] = row.entity.label
            found += _flaws(Alias(entity=row.entity, text=name))
    return found


def doubts(named: Iterable[tuple[AliasProposal, str]]) -> list[str]:
    """Return of which names an editor should say once more whose they are.

    Those that are refused, because they are somebody else's already, are left out.
    """
    owners, found = owners_of_names(), []
    for row, name in named:
        said = {"name": name, "entity": row.entity.label}
        if any(pk != row.entity_id for pk in owners.get(fold(name), ())):
            continue
        if other := more_like(name, row.entity_id, owners):
            message = _(
                "“%(name)s” was proposed for “%(entity)s”, and is more like the name of "
                "“%(other)s”. Open the proposal to accept it all the same."
            )
            found.append(message % (said | {"other": other}))
        elif shares_little(name, row.entity_id, owners):
            message = _(
                "“%(name)s” was proposed for “%(entity)s”, and shares little with any of its "
                "names. Open the proposal to accept it all the same."
            )
            found.append(message % said)
    return found


def more_like(name: str, entity: int, owners: Mapping[str, Mapping[int, str]]) -> str:
    """Return the label of whom a ``name`` is rather the name of than of ``entity``, if of any."""
    alike = [known for folded, known in owners.items() if much_alike(name, folded)]
    if any(entity in known for known in alike):
        return ""
    return next((label for known in alike for label in known.values()), "")


def shares_little(name: str, entity: int, owners: Mapping[str, Mapping[int, str]]) -> bool:
    """Whether no word of a ``name`` is like one in the names of ``entity``, nor their initials."""
    folded = fold(name)
    words = [it for it in folded.split() if len(it) >= FEWEST_LETTERS and it not in TELLING_NOTHING]
    for known in (it for it, of in owners.items() if entity in of):
        if much_alike(name, known) or any(name_fit(it, known) is not None for it in words):
            return False
        if folded in _initials(known) or known in _initials(folded):
            return False
    return True


def _initials(folded: str) -> tuple[str, ...]:
    """The first letters of the words of a name, with or without its small words."""
    words = folded.split()
    sets = (words, [it for it in words if it not in SMALL_WORDS])
    return tuple("".join(it[0] for it in kept) for kept in sets if len(kept) > 1)


def decline(proposals: QuerySet[AliasProposal]) -> int:
    """Leave the proposed names out; return how many were open. Accepted ones stay names."""
    return proposals.filter(status=Status.OPEN).update(status=Status.DECLINED)


def reopen(proposals: QuerySet[AliasProposal]) -> int:
    """Put declined names to the editors again; return how many."""
    return proposals.filter(status=Status.DECLINED).update(status=Status.OPEN)


def _flaws(alias: Alias) -> list[str]:
    if not fold(alias.text):
        return [_("“%(name)s” has no letters or figures.") % {"name": alias.text}]
    try:
        alias.full_clean()
    except ValidationError as error:
        return [f"“{alias.text}”: {message}" for message in error.messages]
    return []


def _taken(name: str, other: str) -> str:
    return _(
        "“%(name)s” is already a name of “%(other)s”. A name that two share would make answers "
        "ambiguous."
    ) % {"name": name, "other": other}
