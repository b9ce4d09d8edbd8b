"""What an editor has to mend in the fact base, as far as a machine can see.

Each module holds the rules of one family. A rule reads the whole base, which is fetched once,
and tells records and what would be right.
"""

from dataclasses import dataclass

from quizzes.facts.models import Statement

from . import attribution, citations, dates, disputes, kinds, names, use, wording, words
from .base import FactBase, Finding, Rule
from .citations import date_in_doubt
from .wording import misprinted_for_certain

RULES: tuple[Rule, ...] = tuple(
    rule
    for family in (citations, kinds, dates, disputes, attribution, words, wording, names, use)
    for rule in family.RULES
)
# What only an editor can judge: worth reading, nothing to mend for certain.
REMARKS: tuple[Rule, ...] = (*disputes.REMARKS, *attribution.REMARKS)
# What can be judged of a statement while it is being written, by itself.
OF_ITS_TEXTS = (
    wording.contradicted,
    wording.unfilled,
    wording.misprinted,
    wording.explained_by_itself,
    disputes.leaning,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the whole base: what is to be mended, and what is worth a look."""

    findings: list[Finding]
    remarks: list[Finding]


def read_facts() -> Reading:
    """Read the fact base by all rules, in a number of queries that does not grow."""
    base = FactBase()
    found = [[f for rule in rules for f in rule.findings(base)] for rules in (RULES, REMARKS)]
    return Reading(*found)


def read_texts(statement: Statement) -> list[str]:
    """Return what a reading would find in the texts of one statement, saved or not."""
    base = FactBase.of(statement)
    return [said for find in OF_ITS_TEXTS for row, said in find(base) if row is statement]


__all__ = [
    "REMARKS",
    "RULES",
    "FactBase",
    "Finding",
    "Reading",
    "Rule",
    "date_in_doubt",
    "misprinted_for_certain",
    "read_facts",
    "read_texts",
]
