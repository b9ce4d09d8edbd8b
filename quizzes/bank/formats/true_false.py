"""True or false: a first look at a fact, in reviews and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

from django.utils.translation import gettext as _

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case, Way
from quizzes.bank.generation.distractors import candidates_for
from quizzes.bank.generation.drafts import Answer, Draft, seeded
from quizzes.bank.generation.rules import stands_in
from quizzes.bank.generation.stems import said_by
from quizzes.bank.generation.ways import MORE_IN_SOURCE, ambiguity
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.sentences import clause, run_on
from quizzes.facts.wording import capitalised

from .base import AnswerMissing, Form, Format, Graded, Shown

Direction = Question.Direction


class TrueFalse(Format):
    """The learner says whether it is so; the form holds ``so``, which is yes or no.

    The content holds ``so`` as True or False. What is asked is what the source says, so that what
    no statement says is certainly not so.
    """

    name = "true-false"
    template = "bank/formats/true_false.html"
    evidence = "hint"
    others_in = "words"

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One where the value can be left as it is, or changed for one that is certainly wrong."""
        if case.statement.sensitivity != "ordinary" or not _can_be_changed(case.statement):
            return
        row = case.statement
        way = case.wording(Direction.VALUE)
        # An editor who words no question for the value leaves it unasked here, too; and where
        # a source says two things, it would be true by one and untrue by the other.
        doubt = ambiguity(row, way.direction, case.pool, disputed=case.disputed, trusting=False)
        if not way.stem or doubt == MORE_IN_SOURCE:
            return
        draft = case.draft(self.name, way, problem="", answers=[], answer_kind="text")
        told = clause(row).casefold()
        if way.key.folded not in told or stands_in(way.key.text, row.subject.label):
            return
        wrong = _wrong_value(case, way, draft, told)
        if wrong is None:
            draft.problem = _("no value is certainly wrong and plausible")
            draft.hopeful = True
            yield draft
            return
        # Also where it is so, what could be said instead decides whether it is asked: otherwise
        # more would be so than not.
        draft.leans_on = {wrong.row} if wrong.row else set()
        so = seeded(draft.key).random() < 1 / 2
        said = row if so else _changed(row, wrong)
        if not so:
            draft.options = [{"text": wrong.text, "correct": False}]
            draft.entities |= {wrong.entity.pk} if wrong.entity else set()
        draft.stem = _stem(said, row)
        draft.content = {"so": so}
        draft.right_answer = _("Yes") if so else _("No: %(value)s") % {"value": way.key.text}
        # Half of it is a guess.
        draft.difficulty = bands.easier(bands.of_choice(way.key, [wrong]))
        yield draft

    def flaw(self, draft: Draft) -> str:
        """A sentence of two parts, of which only one is asked; see Format.flaw."""
        return _("more than one thing is said") if ";" in draft.stem else ""

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade a yes or no; see Format.grade."""
        words = {"yes": _("Yes"), "no": _("No")}
        said = data.get("so", "")
        if said not in words:
            raise AnswerMissing(_("Say whether it is so first."))
        right = (said == "yes") == shown["content"]["so"]
        return Graded(Verdict.RIGHT if right else Verdict.WRONG, given=words[said])

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Say what is so, or the contrary."""
        return {"so": "yes" if shown["content"]["so"] == right else "no"}


def _wrong_value(case: Case, way: Way, draft: Draft, told: str) -> Answer | None:
    """A value that the source certainly does not give, and that its sentence does not name."""
    before = case.before(draft)
    found = candidates_for(
        case.pool, case.statement, way.direction, way.key, before, by_source=True
    )
    # Nor is it the source that the stem names, which would be named twice.
    source = said_by(case.statement, speaks=False, by_source=True).casefold()
    fit = (it for it in found if it.folded not in source)
    return next((other for other in fit if not stands_in(other.text, told)), None)


# Who stands with whom is no matter for a guess: it would put people beside what they fought.
ACTORS = (Entity.Kind.PERSON, Entity.Kind.GROUP, Entity.Kind.UNIT, Entity.Kind.BODY)


def _can_be_changed(statement: Statement) -> bool:
    """Whether another value makes a good sentence of the same facts: a name, a date, a number.

    Of several values another might be true as well, so that “No, but” would be no answer.
    """
    prop, value = statement.property, statement.value_entity
    texts = (Property.Datatype.TEXT, Property.Datatype.QUOTATION)
    if not prop.single_valued or prop.datatype in texts:
        return False
    return not (value and value.kind in ACTORS and statement.subject.kind in ACTORS)


def _changed(statement: Statement, value: Answer) -> Statement:
    """The statement with another value, for its sentence; it is not to be saved."""
    twin = copy(statement)
    if value.entity:
        twin.value_entity = value.entity
    elif value.date:
        twin.value_date = value.date.text
    elif value.quantity:
        twin.value_quantity = value.quantity.text
    return twin


def _stem(said: Statement, statement: Statement) -> str:
    """Whether it is true, by the source, unless the sentence itself says who claims it."""
    claimed = statement.attributed_to or statement.unattributed or statement.property.is_claim
    prefix = "" if claimed else said_by(statement, speaks=False, by_source=True)
    claim = run_on(clause(said)).rstrip(".")
    # “Is it true that, according to …, the …?”
    pause = "," if claim.casefold().startswith(_("according to ")) else ""
    words = {"prefix": prefix, "pause": pause, "claim": claim}
    return capitalised(_("%(prefix)sis it true that%(pause)s %(claim)s?") % words)
