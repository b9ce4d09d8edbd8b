"""What teachers do with a question set: begin it, add to it, draw for it, reorder it, copy it.

Every change locks the set's row, so that two tabs cannot undo each other's work, and asks the
registered locks whether the set may still be changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.facts.models import Topic

from .models import Question, QuestionQuerySet, QuestionSet, QuestionSetItem

LARGEST_SET = 100

# A room above may forbid changes: it adds a function that returns the reason, or "".
Lock = Callable[[QuestionSet], str]
LOCKS: list[Lock] = []


class SetLocked(Exception):
    """The set may not be changed; the text tells the teacher why."""


class SetFull(Exception):
    """The set cannot hold that many questions; the text tells the teacher so."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question in a set, and what its teacher should know of it.

    ``same_fact``: another question of the set asks the same fact. ``asked``: it is still
    published, so that pupils will see it.
    """

    question: Question
    same_fact: bool
    asked: bool


def why_locked(question_set: QuestionSet) -> str:
    """Return why the set may not be changed now, or an empty string."""
    return next((reason for lock in LOCKS if (reason := lock(question_set))), "")


def begin(owner: User, title: str) -> tuple[QuestionSet, bool]:
    """Return the owner's set of that title and whether it is new, so that a double click is one."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        existing = owner.question_sets.filter(title=title).first()
        return (existing, False) if existing else (owner.question_sets.create(title=title), True)


def copy(question_set: QuestionSet, owner: User) -> QuestionSet:
    """Return a new set of ``owner`` with the same questions in the same order."""
    longest = QuestionSet._meta.get_field("title").max_length or 0
    title = (_("Copy of %(title)s") % {"title": question_set.title})[:longest]
    twin, new = begin(owner, title)
    if new:
        _append(twin, [item.question_id for item in question_set.items.order_by("position", "pk")])
    return twin


def offered(
    topic: Topic | None = None, format: str = "", band: int | None = None
) -> QuestionQuerySet:
    """Return the questions a teacher can choose from, by topic, the most important first.

    ``band`` is a difficulty, as learners' answers or else the rules have it.
    """
    questions = Question.objects.for_quizzes().select_related("statement__topic")
    if topic:
        questions = questions.filter(statement__topic=topic)
    if format:
        questions = questions.filter(format=format)
    if band:
        questions = questions.of_band(band)
    return questions.order_by(
        "statement__topic__position",
        "statement__topic__slug",
        "-statement__importance",
        "statement__slug",
        "key",
    )


def chosen(question_set: QuestionSet) -> list[Chosen]:
    """Return the set's questions in their order."""
    items = question_set.items.select_related("question__statement__topic")
    questions = [item.question for item in items.order_by("position", "pk")]
    facts = Counter(question.statement_id for question in questions)
    askable = set(
        Question.objects.for_quizzes().filter(sets=question_set).values_list("pk", flat=True)
    )
    return [
        Chosen(question, same_fact=facts[question.statement_id] > 1, asked=question.pk in askable)
        for question in questions
    ]


def asked(question_set: QuestionSet) -> list[Question]:
    """Return the questions that whoever is given the set will be asked, in their order."""
    return [place.question for place in chosen(question_set) if place.asked]


def add(question_set: QuestionSet, ids: list[int]) -> int:
    """Put the questions with these ids at the end of the set; return how many are new in it.

    Ids of questions that cannot be chosen are passed over. Raises SetLocked or SetFull.
    """
    with _open(question_set):
        held = set(question_set.items.values_list("question_id", flat=True))
        wanted = offered().filter(pk__in=ids).values_list("pk", flat=True)
        return _append(question_set, [pk for pk in wanted if pk not in held], held=len(held))


def add_at_random(
    question_set: QuestionSet, questions: QuestionQuerySet, *, count: int, seed: str, had: int
) -> int | None:
    """Add up to ``count`` of ``questions``, one per fact and of facts not yet in the set.

    The same ``seed`` draws the same questions. ``had`` is how many questions the teacher saw in
    the set: if it has another number by now, as after a double click, nothing is added and the
    answer is None. Otherwise return how many were added. Raises SetLocked or SetFull.
    """
    with _open(question_set):
        if question_set.items.count() != had:
            return None
        facts = set(question_set.items.values_list("question__statement_id", flat=True))
        drawn: list[int] = []
        for pk, fact in _shuffled(questions, seed):
            if len(drawn) < count and fact not in facts:
                facts.add(fact)
                drawn.append(pk)
        return _append(question_set, drawn, held=had)


def remove(question_set: QuestionSet, question_id: int) -> int | None:
    """Take a question out, if it is in, and return the id of the one now in its place.

    None if the set is empty. Raises SetLocked.
    """
    with _open(question_set):
        ids = _ids(question_set)
        place = ids.index(question_id) if question_id in ids else 0
        question_set.items.filter(question_id=question_id).delete()
        left = [pk for pk in ids if pk != question_id]
        return left[min(place, len(left) - 1)] if left else None


def move(question_set: QuestionSet, question_id: int, *, up: bool) -> None:
    """Let a question change places with its neighbour, if it has one. Raises SetLocked."""
    with _open(question_set):
        ids = _ids(question_set)
        if question_id not in ids:
            return
        place = ids.index(question_id)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(ids):
            return
        ids[place], ids[other] = ids[other], ids[place]
        items = list(question_set.items.all())
        for item in items:
            item.position = ids.index(item.question_id)
        QuestionSetItem.objects.bulk_update(items, ["position"])


@contextmanager
def _open(question_set: QuestionSet) -> Iterator[None]:
    with transaction.atomic():
        # Others who want to change the set wait for the end of this transaction.
        QuestionSet.objects.select_for_update().get(pk=question_set.pk)
        if reason := why_locked(question_set):
            raise SetLocked(reason)
        yield


def _ids(question_set: QuestionSet) -> list[int]:
    return list(question_set.items.order_by("position", "pk").values_list("question_id", flat=True))


def _shuffled(questions: QuestionQuerySet, seed: str) -> list[tuple[int, int]]:
    pairs = list(questions.order_by("pk").values_list("pk", "statement_id"))
    Random(seed).shuffle(pairs)
    return pairs


def _append(question_set: QuestionSet, ids: list[int], held: int = 0) -> int:
    if held + len(ids) > LARGEST_SET:
        raise SetFull(
            _("A set holds at most %(most)s questions; this would make %(many)s.")
            % {"most": LARGEST_SET, "many": held + len(ids)}
        )
    last = question_set.items.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    QuestionSetItem.objects.bulk_create(
        QuestionSetItem(question_set=question_set, question_id=pk, position=position)
        for position, pk in enumerate(ids, start=first)
    )
    return len(ids)
