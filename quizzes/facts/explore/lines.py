"""Facts as they stand in a list: the sentence, what marks it, and how well the reader knows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.accounts.models import User
from quizzes.facts.knowledge import Knowledge, known_by
from quizzes.facts.models import Entity, Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import sentence

from .date_words import date_words

Reader = User | AnonymousUser

# What the material is about, said before it: in words for every fact of that sensitivity.
NOTES: dict[str, Promise] = {
    Statement.Sensitivity.CONTEXT: gettext_lazy(
        "Content note: casualties, hardship or accusations"
    ),
    Statement.Sensitivity.RESTRICTED: gettext_lazy(
        "Content note: killings, prisoners or grave accusations"
    ),
}


def note_of(sensitivities: Collection[str]) -> str:
    """Return the content note of the gravest of some sensitivities, or nothing."""
    return next((str(note) for it, note in reversed(NOTES.items()) if it in sensitivities), "")


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
        said = self.statement.disputed_mark or bool(self.statement.dispute)
        return getattr(self.statement, "is_disputed", said)

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
    def day(self) -> str:
        """When it was, as far as that is told: with a note this tells one fact from the next."""
        date = self.statement.when_date or self.statement.date_value
        return date_words(self.statement, date) if date else ""

    @property
    def about(self) -> str:
        """Where it was, or else whom it is about, in words that tell nothing painful.

        A name that ordinary facts speak of tells nothing; of others only the kind is told. Where
        its day tells one fact from the next, neither is.
        """
        where, subject = self.statement.where, self.statement.subject
        places = [it for it in (where, subject) if it and it.kind == Entity.Kind.PLACE]
        if places:
            return places[0].label
        if self.day:
            return ""
        is_harmless = getattr(self.statement, "has_ordinary_subject", False)
        told = subject.label if is_harmless else subject.get_kind_display()
        return _("about: %(subject)s") % {"subject": told}

    @property
    def restricted(self) -> bool:
        """Whether the text is kept behind its note."""
        return self.statement.sensitivity == Statement.Sensitivity.RESTRICTED


def listed(statements: StatementQuerySet) -> StatementQuerySet:
    """Return the published ones of ``statements`` with all that a line needs, in one query."""
    ordinary = Statement.objects.published().filter(
        subject=OuterRef("subject"), sensitivity=Statement.Sensitivity.ORDINARY
    )
    found = statements.published().worded().with_disputed()
    return found.annotate(has_ordinary_subject=Exists(ordinary))


def fact_lines(statements: Iterable[Statement], reader: Reader) -> list[FactLine]:
    """Return the lines of ``statements``, best loaded by ``listed``, in their order.

    One query more for a reader who is logged in.
    """
    rows = list(statements)
    known = known_by(reader, [row.pk for row in rows])
    return [FactLine(row, sentence(row), known.get(row.pk)) for row in rows]
