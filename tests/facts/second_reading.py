"""What a reading of the whole fact base finds by one rule."""

from quizzes.facts.findings import read_facts


def found(rule: str) -> list[str]:
    """The slugs of the records that break a rule, in order, as often as they do."""
    return [finding.slug for finding in read_facts().findings if finding.rule == rule]


def told(rule: str) -> list[str]:
    """The messages of a rule, in order of the records' slugs."""
    return [finding.message for finding in read_facts().findings if finding.rule == rule]
