"""Whether each statement has the value, and speaks of the kinds, that its property takes."""

from collections.abc import Iterator

from quizzes.facts.checks import check_value

from .base import FactBase, Rule, Told


def wrong_kinds(base: FactBase) -> Iterator[Told]:
    """Statements that neither the desk nor a load of the pack would take as they are."""
    for fact in base.published:
        for message in check_value(fact).values():
            yield fact, f"{message} Correct the fact, or what it speaks of."


RULES = (Rule("wrong-kind", "Values and kinds that their property does not take", wrong_kinds),)
