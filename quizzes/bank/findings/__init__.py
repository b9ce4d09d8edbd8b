"""What is wrong with the bank, as far as a machine can see; the rules are CONTENT's own.

Each module holds the rules of one family. A rule reads the whole bank, which is fetched once.
"""

from . import citing, coverage, guessers, own, shapes, single, together
from .base import Bank, Finding, Rule

RULES: tuple[Rule, ...] = (
    *coverage.RULES,
    *single.RULES,
    *shapes.RULES,
    *citing.RULES,
    *own.RULES,
    *together.RULES,
    *guessers.RULES,
)


def read_bank(bank: Bank | None = None) -> list[Finding]:
    """Read the published questions by all rules, in a number of queries that does not grow."""
    bank = bank or Bank()
    return [finding for rule in RULES for finding in rule.findings(bank)]


__all__ = ["RULES", "Bank", "Finding", "Rule", "read_bank"]
