"""Facts as they stand in a list: the sentence, what marks it, and how well the reader knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.facts.knowledge import Knowledge, known_by
from quizzes.facts.models import Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import sentence

Reader = User | AnonymousUser

# What the material is about, said before it: in words for every fact of that sensitivity.
NOTES: dict[str, Promise] = {
    Statement.Sensitivity.CONTEXT: _("Content note: casualties, hardship or accusations"),
    Statement.Sensitivity.RESTRICTED: _("Content note: killings, prisoners or grave accusations"),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact in a list, for ``facts/fact_line.html``.

    ``note`` comes before what is painful; what is ``restricted`` stays closed until it is asked
    for. ``knowledge`` is the reader's, where the program has asked them.
    """

    statement: Statement
    text: str
    knowledge: Knowledge | None = None

    @property
    def disputed(self) -> bool:
        """Whether the sources differ; as far as the statement was loaded ``with_disputed``."""
        return getattr(self.statement, "is_disputed", self.statement.disputed_mark)

    @property
    def claim(self) -> bool:
        """Whether somebody merely says so."""
        fact = self.statement
        return bool(fact.attributed_to_id or fact.unattributed or fact.property.is_claim)

    @property
    def set_aside(self) -> bool:
        """Whether the editors keep it for the record only, as an artefact or a mistake."""
        return self.statement.rank == Statement.Rank.DEPRECATED

    @property
    def note(self) -> Promise | str:
        """The content note, or nothing."""
        return NOTES.get(self.statement.sensitivity, "")

    @property
    def restricted(self) -> bool:
        """Whether the text is kept behind its note."""
        return self.statement.sensitivity == Statement.Sensitivity.RESTRICTED


def listed(statements: StatementQuerySet) -> StatementQuerySet:
    """Return the published ones of ``statements`` with all that a line needs, in one query."""
    return statements.published().worded().with_disputed()


def fact_lines(statements: Iterable[Statement], reader: Reader) -> list[FactLine]:
    """Return the lines of ``statements``, best loaded by ``listed``, in their order.

    One query more for a reader who is logged in.
    """
    rows = list(statements)
    known = known_by(reader, [row.pk for row in rows])
    return [FactLine(row, sentence(row), known.get(row.pk)) for row in rows]
