"""Facts that a learner does not want to be asked, until they take them up again."""

from __future__ import annotations

from datetime import datetime

from quizzes.accounts.models import User
from quizzes.facts.models import Statement
from quizzes.facts.models.queries import StatementQuerySet


def set_aside(learner: User, statement: Statement, now: datetime) -> None:
    """Ask a fact no more; what is remembered of it is kept. A second call does nothing."""
    learner.set_aside.get_or_create(statement=statement, defaults={"at": now})


def take_up(learner: User, statement: Statement) -> bool:
    """Ask a fact again when it is due; return whether it had been set aside."""
    deleted, _by_model = learner.set_aside.filter(statement=statement).delete()
    return bool(deleted)


def is_set_aside(learner: User | None, statement: Statement) -> bool:
    """Whether a learner has set a fact aside; a visitor has none."""
    return learner is not None and learner.set_aside.filter(statement=statement).exists()


def facts_set_aside(learner: User) -> StatementQuerySet:
    """Return what the learner has set aside, the latest first, ready to be put into words."""
    facts = Statement.objects.worded().filter(set_aside__learner=learner)
    return facts.order_by("-set_aside__at", "-set_aside__pk")
