"""All names of all entities, to tell a slip from somebody else's name."""

from quizzes.facts.models import Alias, Entity
from quizzes.lib.names import fold

from .grading import Name

# Kinds whose names are mostly Arabic names in Latin letters.
PERSONAL_KINDS = (Entity.Kind.PERSON, Entity.Kind.PLACE)


def names_of_others(accepted: list[str]) -> list[Name]:
    """Return every name of every entity that bears none of the ``accepted`` names."""
    labels = Entity.objects.values_list("pk", "label", "label", "kind")
    aliases = Alias.objects.values_list("entity_id", "text", "entity__label", "entity__kind")
    rows = [*labels, *aliases]
    own = {fold(name) for name in accepted}
    bearers = {pk for pk, text, _, _ in rows if fold(text) in own}
    return [
        Name(text=text, label=label, personal=kind in PERSONAL_KINDS)
        for pk, text, label, kind in rows
        if pk not in bearers
    ]
