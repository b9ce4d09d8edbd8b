"""Questions that editors write by hand, beside those the program makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.formats import FORMATS
from quizzes.bank.generation.building import build_bank
from quizzes.bank.generation.case import Way
from quizzes.bank.generation.corrections import corrected, note_rewritten
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.making import reason_not_to_ask
from quizzes.bank.generation.own_words import override
from quizzes.bank.generation.stems import explanation_of
from quizzes.bank.generation.surroundings import Surroundings
from quizzes.bank.generation.ways import way_of
from quizzes.bank.models import SHOWN, Correction, Question
from quizzes.facts.effects import Corrected, Effects, told
from quizzes.facts.fields import as_edtf
from quizzes.facts.models import Statement
from quizzes.facts.turns import take_turn
from quizzes.lib import clock
from quizzes.lib.edtf import parse
from quizzes.lib.quantities import QuantityError
from quizzes.lib.quantities import parse as parse_quantity
from quizzes.lib.typed_numbers import read_typed_number

from .own_words import Flaws, flaw_of_stem, flaws_by_facts, sentence_of
from .wrong_answers import flaws_of_wrong

Direction, Format, Kind = Question.Direction, Question.Format, Question.AnswerKind
OFFERED = (Format.CHOICE, Format.TYPED, Format.DATE, Format.NUMBER, Format.FLASHCARD)
LONGEST_KEY: int = Question._meta.get_field("key").max_length or 0
# Written instead of picked or rated, so as a rule harder.
HARD = (Format.TYPED, Format.DATE, Format.NUMBER)
# The key of one that has none yet.
OWN = "own"


@dataclass(frozen=True, slots=True)
class Wish:
    """A question as an editor wants it.

    Without a ``right`` answer the fact's value is right, with all its names. ``further`` are
    other answers that count as right; ``wrong`` are offered by a choice.
    """

    statement: Statement
    format: str
    stem: str
    right: str = ""
    further: Sequence[str] = ()
    wrong: Sequence[str] = ()


@dataclass(slots=True)
class Made:
    """What becomes of a wish: the draft, or what is wrong with it by the name of the field."""

    draft: Draft | None = None
    flaws: Flaws = field(default_factory=dict)


class _Refused(Exception):
    """The text says what is wrong, ``field`` where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def made_of(wish: Wish, pk: int | None = None) -> Made:
    """Return the draft of a question, held against all rules; ``pk`` is its own if it is stored."""
    fact = wish.statement.pk
    pool = Surroundings({fact})
    try:
        row = pool.statements.get(fact)
        if row is None:
            raise _Refused("statement", _("This fact is retired."))
        if said := reason_not_to_ask(row):
            raise _Refused("statement", _("This fact cannot be asked: %(why)s.") % {"why": said})
        way = way_of(row, Direction.VALUE, pool, disputed=row.is_disputed)  # type: ignore[attr-defined]
        draft = _draft(wish, row, way)
    except _Refused as refused:
        return Made(flaws={refused.field: [str(refused)]})
    draft.explanation = explanation_of(row, disputed=row.is_disputed)  # type: ignore[attr-defined]
    return Made(draft, _flaws(draft, wish, pk))


def default_answer(statement: Statement) -> str:
    """Return what is right where the editor writes no answer: the fact's value as it is offered."""
    pool = Surroundings({statement.pk})
    row = pool.statements.get(statement.pk)
    return way_of(row, Direction.VALUE, pool, disputed=False).key.text if row else ""


def write(draft: Draft) -> tuple[Question, bool]:
    """Store a new question; return it and whether it is new, for a double click makes one.

    It is asked if its fact is published, and else as soon as that is.
    """
    with transaction.atomic():
        take_turn()
        rows = Question.objects.filter(
            statement=draft.statement, origin=Question.Origin.WRITTEN, format=draft.format
        )
        if same := rows.filter(stem=draft.stem).first():
            return same, False
        question = Question(
            key=free_key(draft.statement, draft.format),
            statement=draft.statement,
            format=draft.format,
            direction=Direction.VALUE,
            origin=Question.Origin.WRITTEN,
            status=Question.Status.RETIRED,
        )
        _take(question, draft)
        question.save()
        build_bank([question.statement_id])
        question.refresh_from_db()
    return question, True


def rewrite(
    question: Question, draft: Draft, reason: str = "", *, asks_else: bool = False
) -> Correction | None:
    """Let a written question ask what ``draft`` does; its version rises if that is anything new.

    Returns the correction that is kept and announced where another answer is right now, unless the
    question ``asks_else`` than before.
    """
    with transaction.atomic():
        take_turn()
        before = question.snapshot()
        at, made = clock.now(), None
        if not asks_else:
            made = note_rewritten(question, before, draft, at, reason)
        _take(question, draft)
        question.version += before != question.snapshot()
        question.own_basis, question.own_outdated = "", False
        question.save()
        build_bank([question.statement_id])
        question.refresh_from_db()
    return made


def effects_of(question: Question, draft: Draft) -> Effects:
    """Return what it would mean to people that ``draft`` takes a written question's place.

    Nothing where the answer that was right still is.
    """
    found = Effects()
    if mended := corrected(question.snapshot(), draft):
        found.corrected.append(Corrected(mended.stem, mended.was, mended.now))
        found.facts.add(question.statement_id)
    return told(found)


def free_key(statement: Statement, format: str) -> str:
    """Return a key for a written question that none has, of at most ``LONGEST_KEY`` signs."""
    taken = set(Question.objects.filter(statement=statement).values_list("key", flat=True))
    number = 1
    while True:
        end = f":{format}:own-{number}"
        key = f"{statement.slug[: LONGEST_KEY - len(end)]}{end}"
        if key not in taken and not Question.objects.filter(key=key).exists():
            return key
        number += 1


def _take(question: Question, draft: Draft) -> None:
    for name in (*SHOWN, "difficulty"):
        setattr(question, name, getattr(draft, name))


def _draft(wish: Wish, row: Statement, way: Way) -> Draft:
    kind, answers, right = _answer(wish, row, way)
    draft = Draft(
        statement=row,
        format=wish.format,
        direction=Direction.VALUE,
        stem=wish.stem,
        answers=answers,
        answer_kind=kind,
        right_answer=right,
        difficulty=3 if wish.format in HARD else 2,
    )
    if wish.format == Format.CHOICE and wish.wrong:
        override(draft, Question(own_wrong=list(wish.wrong)))
    return draft


def _answer(wish: Wish, row: Statement, way: Way) -> tuple[str, list[str], str]:
    """The kind of a question's answer, all that is accepted, and how the right one is shown."""
    _guard_context(wish, row)
    by_format = {Format.DATE: Kind.DATE, Format.NUMBER: Kind.NUMBER, Format.TYPED: Kind.NAME}
    kind = by_format.get(Format(wish.format), Kind(way.kind))
    readers = {Kind.DATE: _dates, Kind.NUMBER: _numbers}
    if kind in readers and (found := readers[kind](wish, row)):
        return found
    if wish.right:
        names = way.kind if way.kind in (Kind.NAME, Kind.PERSONAL) else Kind.NAME
        return names, [wish.right, *wish.further], wish.right
    if wish.format == Format.TYPED and way.kind in (Kind.DATE, Kind.NUMBER):
        raise _Refused("format", _("The fact’s value is a date or a number: ask for that."))
    return way.kind, [*way.accepted, *wish.further], way.key.text


def _guard_context(wish: Wish, row: Statement) -> None:
    """What touches on violence or hardship is asked by who says it, never as a number of dead."""
    if row.sensitivity != Statement.Sensitivity.CONTEXT:
        return
    if wish.format in (Format.DATE, Format.NUMBER) or not wish.right:
        raise _Refused(
            "right",
            _("This fact is only asked by who says it: write that as the right answer."),
        )


def _dates(wish: Wish, row: Statement) -> tuple[str, list[str], str] | None:
    """As above for a date; None where an answer to choose or to think of is none."""
    if not wish.right and not row.value_date:
        raise _Refused("right", _("The fact’s value is no date: write the right answer."))
    try:
        right = as_edtf(wish.right) if wish.right else row.value_date
    except ValidationError as error:
        if wish.format == Format.DATE:
            raise _Refused("right", error.messages[0]) from error
        return None
    return Kind.DATE, [right, *_read_all(wish.further, as_edtf)], parse(right).spoken()


def _numbers(wish: Wish, row: Statement) -> tuple[str, list[str], str] | None:
    if not wish.right and not row.value_quantity:
        raise _Refused("right", _("The fact’s value is no number: write the right answer."))
    try:
        right = _as_quantity(wish.right) if wish.right else row.value_quantity
    except ValidationError as error:
        if wish.format == Format.NUMBER:
            raise _Refused("right", error.messages[0]) from error
        return None
    spoken = parse_quantity(right).spoken()
    counted = f"{spoken}{row.unit}" if row.unit == "%" else f"{spoken} {row.unit}".strip()
    return Kind.NUMBER, [right, *_read_all(wish.further, _as_quantity)], counted


def _as_quantity(typed: str) -> str:
    """The quantity that was typed, with or without what it counts, as it is stored."""
    try:
        read = read_typed_number(typed)
        if read is not None:
            return parse_quantity(read.text).text
    except QuantityError:  # more digits than are kept
        pass
    raise ValidationError(_("“%(typed)s” cannot be read as a number.") % {"typed": typed})


def _read_all(texts: Sequence[str], read: Callable[[str], str]) -> list[str]:
    """What else is accepted, read as the answer is."""
    try:
        return [read(text) for text in texts]
    except ValidationError as error:
        raise _Refused("further", error.messages[0]) from error


def _flaws(draft: Draft, wish: Wish, pk: int | None) -> Flaws:
    """What is wrong with a draft, by the field of the form that it was written into."""
    flaws: Flaws = {}
    if said := flaw_of_stem(draft, pk):
        flaws["stem"] = [said]
    if draft.format == Format.CHOICE:
        if draft.right_answer[:1].islower():
            flaws["right"] = [_("Begin it with a capital letter, as it stands among the answers.")]
        if found := flaws_of_wrong(draft, wish.wrong):
            flaws["wrong"] = found
    elif said := FORMATS[draft.format].flaw(draft):
        flaws.setdefault("stem", []).append(sentence_of(said))
    for name, said in flaws_by_facts(replace(draft, own_key=OWN)):
        flaws.setdefault(name, []).append(said)
    return flaws
