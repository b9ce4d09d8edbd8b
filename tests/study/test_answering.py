"""Answering, apart from its page: what each verdict proves and what is written down."""

from datetime import UTC, date, datetime

import pytest

from quizzes.accounts.models import User
from quizzes.bank.formats import AnswerMissing, Graded
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.scheduling import Evidence, Rating
from quizzes.study.answering import answer, due_after, evidence
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Memory, Response
from tests.factories import FlashcardFactory, QuestionFactory, TypedQuestionFactory

from .steps import RIGHT, SKIP, WRONG, memory_values

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()


def asked(learner: User | None, question: Question) -> Response:
    return start_attempt(learner, [question], "Quiz", NOW).responses.get()


def in_review(learner: User, question: Question, queue: list[int]) -> Response:
    session, _ = learner.review_sessions.get_or_create(day=TODAY, defaults={"queue": queue})
    return Response.objects.create(
        learner=learner,
        session=session,
        question=question,
        statement=question.statement,
        question_version=1,
        shown=question.snapshot(),
    )


def test_it_works(alice: User) -> None:
    question = TypedQuestionFactory()
    response = answer(asked(alice, question), {"answer": "7 May 2018"}, NOW)
    memory = alice.memories.get()
    assert memory.statement == question.statement
    assert (memory.reps, memory.lapses, memory.last_day) == (1, 0, TODAY)
    response.refresh_from_db()
    assert response.answered_at == NOW
    assert response.study_day == TODAY
    assert (response.verdict, response.given) == ("right", "7 May 2018")
    assert (response.rating, response.counted, response.retrievability) == (3, True, None)
    assert response.stability == memory.stability
    assert response.difficulty == memory.difficulty
    assert response.due == memory.due


def test_a_later_answer_moves_the_memory_and_logs_the_chance_of_recall(alice: User) -> None:
    question = TypedQuestionFactory()
    values = memory_values(date(2026, 2, 20), TODAY, stability=9.0)
    Memory.objects.create(learner=alice, statement=question.statement, **values)
    response = answer(asked(alice, question), {"answer": "7 May 2018"}, NOW)
    assert response.retrievability == pytest.approx(0.9, abs=0.001)
    memory = alice.memories.get()
    assert (memory.reps, memory.stage) == (2, "recall")
    assert memory.stability > 9


def test_a_wrong_answer_is_a_lapse(alice: User) -> None:
    question = QuestionFactory()
    values = memory_values(date(2026, 2, 20), TODAY, stage="recall")
    Memory.objects.create(learner=alice, statement=question.statement, **values)
    response = answer(asked(alice, question), WRONG, NOW)
    memory = alice.memories.get()
    assert (memory.lapses, memory.stage, memory.due) == (1, "recognition", date(2026, 3, 2))
    assert response.rating == Rating.AGAIN


def test_a_right_choice_proves_less_than_a_right_typed_answer(alice: User) -> None:
    answer(asked(alice, QuestionFactory()), RIGHT, NOW)
    answer(asked(alice, TypedQuestionFactory()), {"answer": "7 May 2018"}, NOW)
    by_choice, by_typing = alice.memories.order_by("pk")
    assert by_choice.stability < by_typing.stability


def test_a_visitor_leaves_no_memory(db: None) -> None:
    response = answer(asked(None, QuestionFactory()), RIGHT, NOW)
    response.refresh_from_db()
    assert response.verdict == "right"
    assert (response.study_day, response.counted, response.due) == (None, False, None)
    assert not Memory.objects.exists()


def test_no_answer_changes_nothing(alice: User) -> None:
    response = asked(alice, QuestionFactory())
    with pytest.raises(AnswerMissing):
        answer(response, {}, NOW)
    response.refresh_from_db()
    assert response.answered_at is None


def test_the_same_token_read_twice_counts_once(alice: User) -> None:
    question = QuestionFactory()
    response = asked(alice, question)
    stale = Response.objects.get(pk=response.pk)
    answer(response, WRONG, NOW)
    late = answer(stale, RIGHT, NOW)
    assert late.verdict == "wrong"
    assert (late.given, late.counted) == ("1 May 2018", True)
    assert alice.memories.get().reps == 1


def test_a_late_answer_does_not_move_the_queue(alice: User) -> None:
    question = QuestionFactory()
    response = in_review(alice, question, [question.statement_id])
    stale = Response.objects.select_related("session").get(pk=response.pk)
    answer(response, WRONG, NOW)
    answer(stale, RIGHT, NOW)
    assert alice.review_sessions.get().queue == [question.statement_id]


@pytest.mark.parametrize(
    ("data", "queue"), [(RIGHT, [9, 8]), (SKIP, [9, 8]), (WRONG, [9, 8, "fact"])]
)
def test_the_queue_moves_on(alice: User, data: dict[str, str], queue: list[int | str]) -> None:
    question = QuestionFactory()
    fact = question.statement_id
    answer(in_review(alice, question, [fact, 9, 8]), data, NOW)
    assert alice.review_sessions.get().queue == [fact if x == "fact" else x for x in queue]


def test_a_wrong_fact_comes_back_after_four_others(alice: User) -> None:
    question = QuestionFactory()
    fact = question.statement_id
    answer(in_review(alice, question, [fact, 91, 92, 93, 94, 95]), WRONG, NOW)
    assert alice.review_sessions.get().queue == [91, 92, 93, 94, fact, 95]


def test_one_memory_whatever_the_format(alice: User) -> None:
    choice = QuestionFactory()
    typed = TypedQuestionFactory(statement=choice.statement)
    answer(asked(alice, choice), RIGHT, NOW)
    answer(asked(alice, typed), {"answer": "7 May 2018"}, datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert alice.memories.get().reps == 2


def test_what_is_too_long_to_keep_is_cut(alice: User) -> None:
    options = [{"text": "x" * 1100, "correct": True}, {"text": "y", "correct": False}]
    response = answer(asked(alice, QuestionFactory(options=options)), {"choice": "0"}, NOW)
    response.refresh_from_db()
    assert len(response.given) == 1000


@pytest.mark.parametrize("verdict", [Verdict.PARTIAL, Verdict.SKIPPED])
def test_partial_and_skipped_are_no_evidence(alice: User, verdict: Verdict) -> None:
    response = asked(alice, TypedQuestionFactory())
    assert evidence(response, Graded(verdict, given="May")) is None


@pytest.mark.parametrize(
    ("factory", "graded", "proof"),
    [
        (QuestionFactory, Graded(Verdict.RIGHT, ""), Evidence.choice(True, 3)),
        (QuestionFactory, Graded(Verdict.WRONG, ""), Evidence.choice(False, 3)),
        (TypedQuestionFactory, Graded(Verdict.ALMOST, ""), Evidence.recall(True)),
        (TypedQuestionFactory, Graded(Verdict.WRONG, ""), Evidence.recall(False)),
        (
            FlashcardFactory,
            Graded(Verdict.RIGHT, "", rating=2),
            Evidence.self_rated(Rating.HARD),
        ),
    ],
)
def test_each_format_proves_its_own(
    alice: User, factory: type[QuestionFactory], graded: Graded, proof: Evidence
) -> None:
    assert evidence(asked(alice, factory()), graded) == proof


def test_what_each_rating_leads_to(alice: User) -> None:
    dues = due_after(alice, FlashcardFactory().statement, TODAY)
    assert list(dues) == list(Rating)
    assert sorted(dues.values()) == list(dues.values())
    assert dues[Rating.EASY] == date(2026, 3, 9)
    assert not alice.memories.exists()
