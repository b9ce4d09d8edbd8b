"""A question written by hand whose right answer is changed: a correction like any other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.admin.written import Wish, made_of, rewrite, write
from quizzes.bank.models import Correction, Question
from quizzes.bank.signals import keys_corrected
from quizzes.classes.corrections import notices, with_corrections
from quizzes.classes.models import Assignment
from quizzes.classes.regrading import to_judge
from quizzes.classes.teachers import TEACHERS
from quizzes.classes.work import begin
from quizzes.facts.models import Statement
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import advance, start_attempt
from quizzes.study.corrections import notes
from quizzes.study.models import Memory, Response
from tests.conftest import MovableClock
from tests.factories import (
    AssignmentFactory,
    EnrolmentFactory,
    QuestionSetFactory,
    SchoolClassFactory,
    UserFactory,
)
from tests.study.steps import memory_values

from .steps import form_of, page, text_of

pytestmark = pytest.mark.django_db

STEM = "What did soldiers raise over the harbour?"
LAST, DUE = date(2026, 2, 20), date(2026, 4, 9)


@pytest.fixture
def fact(choice: Question, moving_clock: MovableClock) -> Statement:
    return choice.statement


@pytest.fixture
def question(fact: Statement, moving_clock: MovableClock) -> Question:
    made, _new = write(draft(fact, "A flag"))
    moving_clock.move(hours=1)
    return made


def draft(fact: Statement, right: str, *further: str, stem: str = STEM) -> Any:
    return made_of(Wish(fact, "typed", stem, right, further)).draft


def corrected_to(
    question: Question, right: str, *further: str, stem: str = STEM, **kwargs: Any
) -> Correction | None:
    question.refresh_from_db()
    return rewrite(question, draft(question.statement, right, *further, stem=stem), **kwargs)


def answered(learner: User, question: Question, text: str = "A flag") -> Response:
    attempt = start_attempt(learner, [question], "Quiz", clock.now())
    return answer(attempt.responses.get(), {"answer": text}, clock.now())


def learned(learner: User, fact: Statement) -> Memory:
    made: Memory = Memory.objects.create(
        learner=learner, statement=fact, **memory_values(LAST, DUE)
    )
    return made


def edit(client: Client, question: Question, **fields: Any) -> Any:
    url = page("edit", question)
    form = {name: value for name, value in form_of(client, url).items() if value is not False}
    return client.post(url, form | fields, follow=True)


def test_it_works(
    editor: Client, question: Question, alice: User, bob: User, moving_clock: MovableClock
) -> None:
    answered(alice, question)
    Memory.objects.all().delete()
    hers, his = learned(alice, question.statement), learned(bob, question.statement)
    moving_clock.move(hours=1)
    checked = text_of(edit(editor, question, right="A banner", _check="1"))
    assert "The right answer was “A flag” and would be “A banner”" in checked
    assert "2 learners have a memory of it, which is kept." in checked
    assert not Correction.objects.exists()

    said = text_of(edit(editor, question, right="A banner", reason="Misread"))
    assert "The right answer was “A flag” and is “A banner” now." in said
    made = Correction.objects.get()
    assert (made.question, made.stem) == (question, STEM)
    assert (made.was, made.now, made.reason) == ("A flag", "A banner", "Misread")
    hers.refresh_from_db()
    his.refresh_from_db()
    assert (hers.correction, hers.stability) == (made, 2.0)
    assert hers.due <= clock.now().date()
    assert (his.correction, his.due) == (None, DUE)
    assert "A flag → A banner" in text_of(editor.get(page("change", question)))


def test_the_learner_is_told_once(
    question: Question, alice: User, as_alice: Client, moving_clock: MovableClock
) -> None:
    answered(alice, question)
    moving_clock.move(days=1)
    corrected_to(question, "A banner")
    told = []
    for _ in range(2):
        attempt = start_attempt(alice, [question], "Quiz", clock.now())
        url = reverse("quiz_answer", args=[attempt.pk, 1])
        as_alice.get(reverse("quiz_attempt", args=[attempt.pk]))
        told.append("We said" in as_alice.post(url, {"answer": "A banner"}).content.decode())
        moving_clock.move(days=1)
    assert told == [True, False]


@pytest.mark.parametrize(
    ("right", "further", "stem", "asks_else"),
    [
        ("A flag", [], "Which thing did soldiers raise over the harbour?", False),
        ("A banner", ["A flag"], STEM, False),
        ("a flag", [], STEM, False),
        ("The mayor", [], "Who saw soldiers raise a flag over the harbour?", True),
    ],
)
def test_what_is_no_correction(
    question: Question, alice: User, right: str, further: Sequence[str], stem: str, asks_else: bool
) -> None:
    answered(alice, question)
    assert corrected_to(question, right, *further, stem=stem, asks_else=asks_else) is None
    assert not Correction.objects.exists()


def test_a_question_that_was_never_asked_corrects_nothing(question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(status="retired")
    assert corrected_to(question, "A banner") is None


def test_what_was_told_of_the_fact_is_not_told_of_the_question(
    question: Question, alice: User, moving_clock: MovableClock
) -> None:
    answered(alice, question)
    moving_clock.move(hours=1)
    same = Correction.objects.create(
        statement=question.statement, at=clock.now(), stem="?", was="a flag", now="a banner"
    )
    keys_corrected.send(sender=Correction, corrections=[same])
    moving_clock.move(hours=1)
    Memory.objects.update(correction=None)
    corrected_to(question, "A banner")
    assert Memory.objects.get().correction is None
    # Unless the old answer was learned anew from the question, which had not followed yet.
    moving_clock.move(hours=1)
    corrected_to(question, "A flag")
    Memory.objects.update(correction=None)
    answered(alice, question)
    moving_clock.move(hours=1)
    corrected_to(question, "A banner")
    assert Memory.objects.get().correction is not None


def test_together_with_the_fact_each_is_told_what_concerns_them(
    question: Question, alice: User, bob: User, moving_clock: MovableClock
) -> None:
    answered(alice, question)
    learned(bob, question.statement)
    moving_clock.move(hours=1)
    of_fact = Correction.objects.create(
        statement=question.statement, at=clock.now(), stem="When?", was="3 March", now="5 March"
    )
    keys_corrected.send(sender=Correction, corrections=[of_fact])
    moving_clock.move(hours=1)
    corrected_to(question, "A banner")
    assert set(Memory.objects.values_list("correction", flat=True)) == {of_fact.pk}
    both = [
        (it.was, it.now) for it in notes(of_fact.statement_id, of_fact.pk, clock.now(), alice.pk)
    ]
    assert both == [("3 March", "5 March"), ("A flag", "A banner")]
    assert [it.was for it in notes(of_fact.statement_id, of_fact.pk, clock.now(), bob.pk)] == [
        "3 March"
    ]


def test_taken_back_before_it_was_told(
    question: Question, alice: User, moving_clock: MovableClock
) -> None:
    answered(alice, question)
    due = Memory.objects.get().due
    moving_clock.move(hours=1)
    corrected_to(question, "A banner")
    moving_clock.move(hours=1)
    corrected_to(question, "A flag")
    memory = Memory.objects.get()
    assert (memory.correction, memory.due) == (None, due)


def test_the_queries_do_not_grow_with_learners(
    question: Question, alice: User, moving_clock: MovableClock
) -> None:
    def cost(right: str) -> int:
        question.refresh_from_db()
        wanted = draft(question.statement, right)
        with CaptureQueriesContext(connection) as captured:
            rewrite(question, wanted)
        return len(captured)

    answered(alice, question)
    first = cost("A banner")
    for _ in range(5):
        answered(UserFactory(), question, "A banner")
    moving_clock.move(hours=1)
    assert cost("A pennant") <= first + 1


class TestClasses:
    @pytest.fixture
    def tess(self) -> User:
        teacher: User = UserFactory(username="tess")
        teacher.groups.add(Group.objects.get(name=TEACHERS))
        return teacher

    def given(self, tess: User, *questions: Question) -> Assignment:
        made: Assignment = AssignmentFactory(
            school_class=SchoolClassFactory(teachers=[tess]),
            question_set=QuestionSetFactory(owner=tess, questions=questions),
        )
        Assignment.objects.update(created_at=clock.now())
        made.refresh_from_db()
        return made

    def done(self, given: Assignment, pupil: User, *texts: str) -> None:
        EnrolmentFactory(school_class=given.school_class, learner=pupil)
        attempt = begin(given, pupil, clock.now())
        for response, text in zip(attempt.responses.order_by("position"), texts, strict=True):
            answer(response, {"answer": text}, clock.now())
        advance(attempt, clock.now())

    def test_teachers_are_told_and_can_regrade(
        self, question: Question, tess: User, alice: User, moving_clock: MovableClock
    ) -> None:
        other = Question.objects.get(key="capture-0:date:value")
        given, beside = self.given(tess, question), self.given(tess, other)
        self.done(given, alice, "A banner")
        self.done(beside, alice, "3 March 2018")
        moving_clock.move(hours=1)
        corrected_to(question, "A banner")
        (notice,) = notices(given)
        assert notice.waiting
        (judged,) = to_judge(given)
        assert (judged.old.verdict, judged.new.verdict) == ("wrong", "right")
        # A set with another question about the same fact has nothing to do with it.
        assert notices(beside) == []
        waiting = {it.pk: it.corrected for it in with_corrections(Assignment.objects.all())}
        assert waiting == {given.pk: True, beside.pk: False}
