"""All names of all entities, to tell a slip from somebody else's name."""

from collections.abc import Collection

from quizzes.facts.models import Alias, Entity, Property, Statement
from quizzes.lib.names import fold

from .grading import Name

# Kinds whose names are mostly Arabic names in Latin letters.
PERSONAL_KINDS = (Entity.Kind.PERSON, Entity.Kind.PLACE)


def names_of_others(accepted: list[str]) -> list[Name]:
    """Return every name of every entity but those that the ``accepted`` names stand for.

    These are the entities whose own name is accepted. One that merely has an accepted name as
    another name stays: who types that name may mean it. Of a place it is told which others lie
    around it.
    """
    labels = Entity.objects.values_list("pk", "label", "label", "kind").order_by()
    aliases = Alias.objects.values_list("entity_id", "text", "entity__label", "entity__kind")
    rows = list(labels.union(aliases.order_by(), all=True))
    own = {fold(name) for name in accepted}
    bearers = {pk for pk, text, label, _ in rows if fold(label) in own}
    # A name that was accepted when the question was shown may have become another name since.
    bearers = bearers or {pk for pk, text, _, _ in rows if fold(text) in own}
    is_place = any(kind == Entity.Kind.PLACE for pk, _, _, kind in rows if pk in bearers)
    around = _around(bearers) if is_place else set()
    return [
        Name(text=text, label=label, personal=kind in PERSONAL_KINDS, around=pk in around)
        for pk, text, label, kind in rows
        if pk not in bearers
    ]


def _around(places: Collection[int]) -> set[int]:
    """The places in which some lie: as is known, and those that lie in none, as a country does."""
    parts = Statement.objects.standing().filter(
        property__marks=Property.Marks.PARENT,
        subject__kind=Entity.Kind.PLACE,
        value_entity__kind=Entity.Kind.PLACE,
    )
    pairs = set(parts.values_list("subject_id", "value_entity_id"))
    around = {whole for _part, whole in pairs} - {part for part, _whole in pairs}
    more = set(places)
    while more:
        more = {whole for part, whole in pairs if part in more} - around
        around |= more
    return around - set(places)
