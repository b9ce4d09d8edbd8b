"""Demo accounts with a class, a running assignment and some weeks of review history.

The histories are made by the program itself: simulated learners answer their reviews day by
day through the same functions as the pages, with the clock of the day in question.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question, QuestionSet, QuestionSetItem
from quizzes.classes.models import SchoolClass
from quizzes.classes.teachers import TEACHERS
from quizzes.classes.work import begin, give
from quizzes.facts.apps import EDITORS
from quizzes.facts.models import Topic
from quizzes.study.answering import answer
from quizzes.study.attempts import advance
from quizzes.study.drawing import Wanted, draw_questions
from quizzes.study.models import Response
from quizzes.study.selection import next_response
from quizzes.study.sessions import todays_session, waiting

PASSWORD = "derna-demo"
SET_LENGTH = 8
# How likely a simulated learner knows a fact never asked before, and one learned well.
KNOWN_BEFORE, KNOWN_AFTER = 0.45, 0.88
SECONDS_AN_ANSWER = 14
# Most pupils study two or three days a week.
DAYS_OFF = 0.62
PER_DAY = 60


@dataclass(frozen=True, slots=True)
class Persona:
    """A demo account: its user name, the name shown, and what it is for."""

    username: str
    name: str
    role: str
    weeks: int = 0


PERSONAS = (
    Persona("learner", "Amal", "a learner with four weeks of reviews", weeks=4),
    Persona("learner2", "Yusuf", "a learner in the same class", weeks=1),
    Persona("teacher", "Nadia", "a teacher with a class"),
    Persona("editor", "Karim", "an editor of the facts (at /admin/)"),
    Persona("admin", "Admin", "an administrator (at /admin/)"),
)


def make_demo(now: datetime) -> bool:
    """Make the demo accounts as of ``now``; return False, changing nothing, if they are here."""
    if User.objects.filter(username__in=[persona.username for persona in PERSONAS]).exists():
        return False
    with transaction.atomic():
        people = {persona.username: _person(persona) for persona in PERSONAS}
        people["teacher"].groups.add(Group.objects.get(name=TEACHERS))
        people["editor"].groups.add(Group.objects.get(name=EDITORS))
        for persona in PERSONAS:
            if persona.weeks:
                _study(people[persona.username], persona.weeks * 7, now)
        _class(people, now)
    return True


def _person(persona: Persona) -> User:
    is_admin = persona.username == "admin"
    return User.objects.create_user(
        persona.username,
        password=PASSWORD,
        first_name=persona.name,
        is_staff=is_admin or persona.username == "editor",
        is_superuser=is_admin,
    )


def _study(learner: User, days: int, now: datetime) -> None:
    """Let a learner do most of the reviews of the last ``days`` days, but not today's."""
    chance = random.Random(learner.username)
    for ago in range(days, 0, -1):
        # The last two days always, or today would bring a heap.
        if ago <= 2 or chance.random() >= DAYS_OFF:
            evening = (now - learner.day_begins - timedelta(days=ago)).replace(
                hour=17, minute=chance.randrange(60)
            )
            _review(learner, evening, chance)


def _review(learner: User, moment: datetime, chance: random.Random) -> None:
    session = todays_session(learner, moment)
    for _ in range(PER_DAY):
        response = next_response(session, waiting(session), moment)
        if response is None:
            return
        memory = learner.memories.filter(statement=response.statement_id).first()
        knows = chance.random() < (KNOWN_AFTER if memory else KNOWN_BEFORE)
        moment += timedelta(seconds=chance.randrange(6, 2 * SECONDS_AN_ANSWER))
        answer(response, _form(response, knows), moment)


def _form(response: Response, knows: bool) -> dict[str, str]:
    """Return the form a learner would send, who knows the answer or does not."""
    return FORMATS[response.question.format].form(response.shown, right=knows)


def _class(people: dict[str, User], now: datetime) -> None:
    teacher = people["teacher"]
    school_class = SchoolClass.objects.create(name="History, year 10")
    school_class.teachers.add(teacher)
    for username in ("learner", "learner2"):
        school_class.admit(people[username])
    question_set = QuestionSet.objects.create(owner=teacher, title="The battle in eight questions")
    QuestionSetItem.objects.bulk_create(
        QuestionSetItem(question_set=question_set, question=question, position=position)
        for position, question in enumerate(_questions(), start=1)
    )
    due = (now + timedelta(days=5)).replace(hour=16, minute=0, second=0, microsecond=0)
    assignment = give(school_class, question_set, title=question_set.title, due_at=due)
    attempt = begin(assignment, people["learner2"], now)
    chance = random.Random("assignment")
    moment = now
    for response in attempt.responses.select_related("question", "statement", "learner"):
        moment += timedelta(seconds=SECONDS_AN_ANSWER)
        answer(response, _form(response, chance.random() < 0.7), moment)
    advance(attempt, moment)


def _questions() -> list[Question]:
    """Questions on the battle, or on whatever the pack is about, without a content note."""
    topics = Topic.objects.filter(slug="battle").values_list("pk", flat=True)
    drawn = draw_questions(Wanted(list(topics)), length=3 * SET_LENGTH, seed=1)
    return [question for question in drawn if not question.has_note][:SET_LENGTH]
