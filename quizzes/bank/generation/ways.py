"""The ways of asking a statement: for its value, its subject, who claims it, where it is said."""

from __future__ import annotations

from zlib import crc32

from django.utils.translation import gettext_noop

from quizzes.bank.lexicon import PERSONAL_KINDS
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Source, Statement
from quizzes.facts.sentences import clause
from quizzes.facts.wording import capitalised, placeholders

from .case import Way
from .drafts import Answer
from .pool import Pool
from .stems import is_named, stem_of

Direction, Kind = Question.Direction, Question.AnswerKind
# Of so many claims whose source is alone of its kind one is asked for it: else that kind would be
# right so often that naming it were enough.
ONE_IN = 5

# Why a question would have more than one right answer.
SAID_OF_ANOTHER = gettext_noop("the same is said of another subject")
MORE_VALUES = gettext_noop("the subject has more than one such value")
ALONE_OF_ITS_KIND = gettext_noop("its source is the only one of its kind")
MORE_IN_SOURCE = gettext_noop("its source gives more than one value")


def way_of(statement: Statement, direction: str, pool: Pool, *, disputed: bool) -> Way:
    """Return one way of asking; its stem is empty where nobody has worded the question."""
    key = key_of(statement, direction)
    return Way(
        direction=direction,
        stem=stem_of(statement, direction, disputed=disputed),
        key=key,
        accepted=_accepted(statement, direction, key),
        kind=_kind(statement, direction, key),
        problem=ambiguity(statement, direction, pool, disputed=disputed),
    )


def ambiguity(
    statement: Statement, direction: str, pool: Pool, *, disputed: bool, trusting: bool = True
) -> str:
    """Return why a question would have more than one right answer, or nothing.

    An editor's own question is trusted to say what it needs, unless ``trusting`` is False.
    """
    if direction == Direction.SUBJECT:
        own = trusting and statement.own_subject_stem
        return SAID_OF_ANOTHER if not own and any(pool.same_value(statement)) else ""
    if direction == Direction.SOURCE and not disputed:
        return ALONE_OF_ITS_KIND if _is_alone_of_its_kind(statement, pool) else ""
    if direction != Direction.VALUE:
        return ""
    if trusting and statement.own_stem:
        return ""
    told = pool.sayings_with(statement)
    if not disputed and any(told.rivals_now(statement)):
        return MORE_VALUES
    # A sentence always says when; a question only if it is so worded.
    timed = _says_when(statement) if trusting else bool(statement.when)
    if not timed and any(told.rivals_then(statement)):
        return MORE_VALUES
    own_sources = {citation.source_id for citation in statement.citations.all()}
    now = told.rivals_now(statement) if disputed else ()
    if any(own_sources & {c.source_id for c in row.citations.all()} for row in now):
        return MORE_IN_SOURCE
    return ""


def only_witness(statement: Statement) -> Source | None:
    """Return the first source of a statement if all share an origin, so that they are one."""
    sources = [citation.source for citation in statement.citations.all()]
    return sources[0] if len({source.origin for source in sources}) == 1 else None


def directions_of(statement: Statement, pool: Pool, *, disputed: bool) -> list[str]:
    """Return the directions in which a statement has a question of its own."""
    claim = [Direction.CLAIMANT] if stem_of(statement, Direction.CLAIMANT, disputed=False) else []
    prop = statement.property
    subject = [Direction.SUBJECT] if statement.own_subject_stem or prop.ask_subject else []
    source = [Direction.SOURCE] if _asks_source(statement, pool, disputed=disputed) else []
    if statement.sensitivity == Statement.Sensitivity.CONTEXT:
        return [*claim, *(subject if prop.is_claim else []), *source]
    value = [Direction.VALUE] if statement.own_stem or prop.ask_value else []
    return [*value, *subject, *claim, *source]


def _asks_source(statement: Statement, pool: Pool, *, disputed: bool) -> bool:
    """Whether it matters which source says this: another says otherwise, or somebody claims it."""
    if disputed or statement.dispute:
        single = statement.property.single_valued
        return disputed and single and _is_told_otherwise(statement, pool)
    source = only_witness(statement)
    claimed = statement.attributed_to_id or statement.unattributed or statement.property.is_claim
    if not (source and claimed and _is_worded(statement)):
        return False
    if statement.subject.kind == Entity.Kind.DOCUMENT:
        return False
    return not is_named(source, clause(statement))


def _is_worded(statement: Statement) -> bool:
    """Whether anybody has worded any question of it."""
    row, prop = statement, statement.property
    return bool(row.own_stem or row.own_subject_stem or prop.ask_value or prop.ask_subject)


def _is_alone_of_its_kind(statement: Statement, pool: Pool) -> bool:
    """Whether no other witness is of the source's kind, so that the kind tells the answer.

    That is no flaw while it is seldom so: of some claims it is let pass.
    """
    source = only_witness(statement)
    if source is None or crc32(statement.slug.encode()) % ONE_IN == 0:
        return False
    return not any(it.origin != source.origin and it.kind == source.kind for it in pool.sources)


def _is_told_otherwise(statement: Statement, pool: Pool) -> bool:
    """Whether another witness says otherwise, so that it matters which source says this."""
    source = only_witness(statement)
    if source is None:
        return False
    told = pool.sayings_with(statement)
    return any(told.rivals_of_other_origin(statement, source.origin))


def key_of(statement: Statement, direction: str) -> Answer:
    """Return the answer to a statement that is asked in a direction."""
    if direction == Direction.SUBJECT:
        return Answer.of_entity(statement.subject)
    if direction == Direction.CLAIMANT and statement.attributed_to:
        return Answer.of_entity(statement.attributed_to)
    if direction == Direction.SOURCE and (source := only_witness(statement)):
        return Answer(capitalised(source.cite_as))
    return Answer.of_value(statement)


def _kind(statement: Statement, direction: str, key: Answer) -> str:
    if direction == Direction.VALUE:
        if statement.property.datatype == Property.Datatype.DATE:
            return Kind.DATE
        if statement.property.datatype == Property.Datatype.QUANTITY:
            return Kind.NUMBER
    entity = key.entity
    if entity is None or entity.kind in (Entity.Kind.EVENT, Entity.Kind.DOCUMENT):
        return Kind.TEXT
    return Kind.PERSONAL if entity.kind in PERSONAL_KINDS else Kind.NAME


def _accepted(statement: Statement, direction: str, key: Answer) -> list[str]:
    """All answers that count as right, the one to show first.

    A disputed fact is asked by one of its sources, so what the others say is not right here.
    """
    if direction != Direction.VALUE or statement.value_entity:
        return _names(key)
    return [statement.value_date or statement.value_quantity or statement.value_text]


def _names(answer: Answer) -> list[str]:
    if answer.entity is None:
        return [answer.text]
    return [answer.text, *(alias.text for alias in answer.entity.aliases.all())]


def _says_when(statement: Statement) -> bool:
    """Whether the property's question for the value names its time."""
    return "when" in placeholders(statement.property.ask_value)
