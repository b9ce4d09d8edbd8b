"""What is asked, held against the facts and the rules of content: editors' own words above all.

Of the program's questions the words are looked at as they are made; their wrong options are certain
by the way they are found, which ``check_bank`` reads over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from quizzes.bank.models import Question
from quizzes.facts.loaded_words import is_the_sources_verb, loaded_words, may_be_loaded
from quizzes.facts.models import Alias, Entity, Property, Statement
from quizzes.lib.edtf import EdtfDate, EdtfError
from quizzes.lib.names import fold
from quizzes.lib.quantities import Quantity, QuantityError
from quizzes.lib.typed_dates import read_typed_date
from quizzes.lib.typed_numbers import read_typed_number

from .agreement import date_of, may_agree, quantity_of, same_time
from .drafts import Answer, Draft
from .likeness import alike
from .pool import Pool
from .rules import stands_in
from .searching import FURTHEST_DAYS

Direction, Kind = Question.Direction, Question.AnswerKind
# Numbers so many times as large, or as small, as the right one are not plausible.
FURTHEST_TIMES = 4
# What is wrong, in plain sentences: beside the stem, the right answer, or the wrong ones.
Flaw = tuple[str, str]
# Who bears a folded name.
Bearers = Mapping[str, Collection[Entity]]

_COUNTS = re.compile(r"\b(?:how (?:many|much)|(?:what|which) number)\b", re.IGNORECASE)
_DEAD = re.compile(
    r"\b(?:kill\w*|dead|death\w*|die[ds]?|casualt\w*|wounded|injur\w*|victims?|bodies|corpses)\b",
    re.IGNORECASE,
)


def bearers_of(texts: Iterable[str]) -> Bearers:
    """Return who bears one of some names, by the folded name; two queries."""
    lower = {text.lower() for text in texts}
    aliases = Alias.objects.annotate(lower=Lower("text")).filter(lower__in=lower)
    pks = set(aliases.order_by().values_list("entity", flat=True))
    labelled = Entity.objects.annotate(lower=Lower("label")).filter(lower__in=lower)
    pks |= set(labelled.order_by().values_list("pk", flat=True))
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in Entity.objects.filter(pk__in=pks).prefetch_related("aliases"):
        for name in _names(entity):
            found[fold(name)].append(entity)
    return found


def own_flaws(
    draft: Draft, pool: Pool, bearers: Bearers, *, stem_is_own: bool = True
) -> Iterator[Flaw]:
    """Say what is wrong with a draft in which an editor's words stand.

    ``pool`` holds its fact with the citations. What is the program's own is not looked at.
    """
    stems = [draft.stem] if stem_is_own else []
    rights = [draft.right_answer, *draft.answers] if draft.own_key else []
    wrong = [option["text"] for option in draft.options if not option["correct"]]
    yield from _of_content(draft, stems)
    fields = {"stem": stems, "right": list(dict.fromkeys(rights)), "wrong": wrong}
    yield from _loaded(draft.statement, fields)
    facts = _Facts(draft, pool, bearers)
    yield from (("wrong", said) for text in wrong if (said := facts.flaw_of_wrong(text)))


def right_after_all(draft: Draft, pool: Pool) -> str:
    """Return which of an editor's own wrong answers the facts call right by now, or nothing."""
    wrong = [option["text"] for option in draft.options if not option["correct"]]
    if not wrong:
        return ""
    facts = _Facts(draft, pool, bearers_of([draft.right_answer, *wrong]))
    return next((facts.said_right(text) for text in wrong if facts.is_right(text)), "")


def flaw_of_words(draft: Draft) -> str:
    """Return what is wrong with the words the program asks in, or nothing."""
    for _field, said in _of_content(draft, [draft.stem]):
        return said
    texts = [draft.stem, *(option["text"] for option in draft.options)]
    speaks = _has_speaker(draft.statement)
    doubtful = [
        text for text in texts if may_be_loaded(text) and loaded_words(text, has_speaker=speaks)
    ]
    for _field, said in _loaded(draft.statement, {"stem": doubtful}):
        return said
    return ""


def is_by_speaker(draft: Draft) -> bool:
    """Whether a question asks who says it, or where it is said, and not what."""
    if draft.direction in (Direction.CLAIMANT, Direction.SOURCE):
        return True
    row = draft.statement
    if draft.direction == Direction.SUBJECT:
        return row.property.is_claim
    right = fold(draft.right_answer)
    return any(fold(name) == right for name in _speakers(row))


def _of_content(draft: Draft, stems: Iterable[str]) -> Iterator[Flaw]:
    """What may be asked of a grave fact, and what may be asked of none."""
    is_grave = draft.statement.sensitivity == Statement.Sensitivity.CONTEXT
    if is_grave and not is_by_speaker(draft):
        yield "right", _("This fact is only asked by who says it: write that as the right answer.")
    for stem in stems:
        if _COUNTS.search(stem) and (is_grave or _DEAD.search(stem)):
            yield "stem", _("How many died or suffered is not asked. Ask who says so.")


def _speakers(row: Statement) -> Iterator[str]:
    """By what names one may answer who says it, or where it is said."""
    for entity in (row.attributed_to, row.subject if row.property.is_claim else None):
        if entity:
            yield from _names(entity)
    for citation in row.citations.all():
        source = citation.source
        yield from filter(None, (source.cite_as, source.title, source.publisher))


def _loaded(row: Statement, fields: Mapping[str, Iterable[str]]) -> Iterator[Flaw]:
    """Words that take a side, outside proper names and a speaker's quotation."""
    texts = [(field, text) for field, texts in fields.items() for text in texts]
    if not any(loaded_words(text, has_speaker=False) for _field, text in texts):
        return
    names = _proper_names()
    quotes = [citation.quote for citation in row.citations.all()]
    for field, text in texts:
        for word in loaded_words(text, names, has_speaker=_has_speaker(row)):
            if not is_the_sources_verb(word.word, quotes):
                said = _(
                    "“%(word)s” takes a side. Write %(instead)s, or quote it with its speaker."
                )
                yield field, said % {"word": word.word, "instead": word.instead}


def _proper_names() -> list[str]:
    proper = Entity.objects.exclude(kind__in=[Entity.Kind.EVENT, Entity.Kind.CONFLICT])
    labels = proper.values_list("label", flat=True)
    return [*labels, *Alias.objects.filter(entity__in=proper).values_list("text", flat=True)]


def _has_speaker(row: Statement) -> bool:
    said = row.attributed_to_id or row.unattributed or row.property.is_claim
    return bool(said) or row.property.datatype == Property.Datatype.QUOTATION


class _Facts:
    """What the facts say of the answers to a question."""

    def __init__(self, draft: Draft, pool: Pool, bearers: Bearers) -> None:
        self.draft, self.pool, self.bearers = draft, pool, bearers
        self.row = draft.statement
        value = fold(Answer.of_value(self.row).text)
        # An answer of the editor's own may be anything that the fact tells of.
        self.asks_value = draft.direction == Direction.VALUE and fold(draft.right_answer) == value
        self.right = self._borne(draft.right_answer) or self._key()

    def flaw_of_wrong(self, text: str) -> str:
        """What is wrong with a wrong answer, or nothing."""
        named = {"text": text}
        if self.is_right(text):
            return self.said_right(text)
        borne = self._borne(text)
        if any(self._are_related(one, other) for one in borne for other in self.right):
            return _("“%(text)s” belongs to the right answer, so it may be right, too.") % named
        if borne and self.right and not any(alike(a, b) for a in borne for b in self.right):
            return _("“%(text)s” is another kind of thing than the right answer.") % named
        if self.draft.answer_kind == Kind.DATE:
            return self._flaw_of_date(text)
        return self._flaw_of_number(text) if self.draft.answer_kind == Kind.NUMBER else ""

    def said_right(self, text: str) -> str:
        """What is said of a wrong answer that may be right."""
        return _("“%(text)s” may be right: a fact of the base says so.") % {"text": text}

    def _borne(self, text: str) -> Collection[Entity]:
        return self.bearers.get(fold(text), ())

    def _key(self) -> list[Entity]:
        """Whom or what the fact itself gives as the answer."""
        direction, row = self.draft.direction, self.row
        by_direction = {
            Direction.VALUE: row.value_entity if self.asks_value else None,
            Direction.SUBJECT: row.subject,
            Direction.CLAIMANT: row.attributed_to,
        }
        entity = by_direction.get(Direction(direction))
        return [entity] if entity else []

    def _are_related(self, one: Entity, other: Entity) -> bool:
        return one.pk != other.pk and one.pk in self.pool.kin(other.pk)

    def is_right(self, text: str) -> bool:
        """Whether any statement, of whatever rank, calls an answer right."""
        names = {text, *(name for entity in self._borne(text) for name in _names(entity))}
        direction, pool, row = self.draft.direction, self.pool, self.row
        same = pool.same_subject(row)
        if direction == Direction.CLAIMANT:
            sayers = [it.attributed_to for it in same if may_agree(it, row)]
            return any(_is_named(entity, names) for entity in sayers if entity)
        if direction == Direction.SOURCE:
            saying = chain.from_iterable(it.citations.all() for it in same if may_agree(it, row))
            return any(fold(citation.source.cite_as) == fold(text) for citation in saying)
        if self.asks_value:
            return any(_is_value(it, text, names) for it in same)
        others = [it for it in same if same_time(it, row)]
        told = [it.value_text_for_people for it in others if direction == Direction.VALUE]
        told += [form for it in pool.same_value(row) for form in _forms(it.subject)]
        return any(stands_in(name, form) for name in names for form in told)

    def _flaw_of_date(self, text: str) -> str:
        wrong, right = read_date(text), read_date(self.draft.right_answer)
        if wrong is None or right is None or not (wrong.first and right.first):
            return ""
        if wrong.precision != right.precision:
            return _("“%(text)s” is more or less exact than the right answer.") % {"text": text}
        if abs((wrong.first - right.first).days) > FURTHEST_DAYS:
            return _("“%(text)s” is too far from the right answer to be taken for it.") % {
                "text": text
            }
        return ""

    def _flaw_of_number(self, text: str) -> str:
        wrong, right = _number(text), _number(self.draft.right_answer)
        if wrong is None or right is None:
            return ""
        small, large = sorted([max(wrong.numbers), max(right.numbers)])
        if large > FURTHEST_TIMES * small:
            return _("“%(text)s” is too far from the right answer to be taken for it.") % {
                "text": text
            }
        return ""


def _is_value(row: Statement, text: str, names: Collection[str]) -> bool:
    """Whether a text is the value of a statement."""
    if row.value_entity:
        return _is_named(row.value_entity, names)
    if row.value_date:
        date = read_date(text)
        return date is not None and date.overlaps(date_of(row.value_date))
    if row.value_quantity:
        number = _number(text)
        return number is not None and not number.excludes(quantity_of(row.value_quantity))
    return fold(row.value_text) == fold(text)


def _is_named(entity: Entity, names: Collection[str]) -> bool:
    folded = {fold(name) for name in names}
    return any(fold(form) in folded for form in _forms(entity))


def _names(entity: Entity) -> list[str]:
    return [entity.label, *(alias.text for alias in entity.aliases.all())]


def _forms(entity: Entity) -> list[str]:
    """All by which an entity is told of: its names, and an event's clause."""
    return [*_names(entity), *filter(None, [entity.clause])]


def read_date(text: str) -> EdtfDate | None:
    """Return the date that a text is, in whatever way it is written."""
    try:
        read = read_typed_date(text)
    except EdtfError:
        return None
    return read[0] if read else None


def _number(text: str) -> Quantity | None:
    try:
        return read_typed_number(text)
    except QuantityError:
        return None
