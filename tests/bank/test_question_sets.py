"""Beginning, filling, drawing for, reordering and copying a question set."""

from collections.abc import Iterator

import pytest

from quizzes.accounts.models import User
from quizzes.bank import question_sets as sets
from quizzes.bank.models import Question, QuestionSet
from tests.factories import (
    FlashcardFactory,
    QuestionFactory,
    QuestionSetFactory,
    StatementFactory,
    TopicFactory,
    TypedQuestionFactory,
)

pytestmark = pytest.mark.usefixtures("bank_at_rest")


@pytest.fixture
def question_set(alice: User) -> QuestionSet:
    question_set: QuestionSet = QuestionSetFactory(
        owner=alice, title="The siege", questions=QuestionFactory.create_batch(3)
    )
    return question_set


@pytest.fixture
def lock() -> Iterator[None]:
    def because(question_set: QuestionSet) -> str:
        return "Not now." if question_set.title == "The siege" else ""

    sets.LOCKS.append(because)
    yield
    sets.LOCKS.remove(because)


def ids(question_set: QuestionSet) -> list[int]:
    return [place.question.pk for place in sets.chosen(question_set)]


def _draw(question_set: QuestionSet, count: int, seed: str = "a", had: int = 3) -> int | None:
    return sets.add_at_random(question_set, sets.offered(), count=count, seed=seed, had=had)


class TestAdd:
    def test_it_works(self, question_set: QuestionSet) -> None:
        before = ids(question_set)
        more = [QuestionFactory().pk, QuestionFactory().pk]
        assert sets.add(question_set, more) == 2
        assert ids(question_set) == [*before, *sorted(more)]

    def test_what_is_in_it_is_not_added_again(self, question_set: QuestionSet) -> None:
        new = QuestionFactory().pk
        assert sets.add(question_set, [*ids(question_set), new, new]) == 1
        assert sets.add(question_set, [new]) == 0
        assert question_set.items.count() == 4

    def test_what_cannot_be_chosen_is_passed_over(self, question_set: QuestionSet) -> None:
        wrong = [
            FlashcardFactory().pk,
            QuestionFactory(status=Question.Status.RETIRED).pk,
            QuestionFactory(status=Question.Status.REFUSED).pk,
            10**9,
        ]
        assert sets.add(question_set, wrong) == 0

    def test_it_holds_so_many(
        self, question_set: QuestionSet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sets, "LARGEST_SET", 4)
        two = [QuestionFactory().pk, QuestionFactory().pk]
        with pytest.raises(sets.SetFull, match="at most 4 questions; this would make 5"):
            sets.add(question_set, two)
        assert sets.add(question_set, two[:1]) == 1

    def test_after_a_removal_it_still_goes_to_the_end(self, question_set: QuestionSet) -> None:
        first, second, third = ids(question_set)
        sets.remove(question_set, first)
        sets.add(question_set, [first])
        assert ids(question_set) == [second, third, first]


class TestDraw:
    def test_it_works(self, question_set: QuestionSet) -> None:
        QuestionFactory.create_batch(12)
        assert _draw(question_set, 10) == 10
        assert len(set(ids(question_set))) == 13

    def test_one_per_fact_and_none_whose_fact_is_in(self, question_set: QuestionSet) -> None:
        held = question_set.questions.all()[0].statement
        TypedQuestionFactory(statement=held)
        fact = StatementFactory()
        QuestionFactory(statement=fact)
        TypedQuestionFactory(statement=fact)
        assert _draw(question_set, 10) == 1
        facts = [place.question.statement_id for place in sets.chosen(question_set)]
        assert len(set(facts)) == len(facts)

    def test_the_seed_decides(self, alice: User) -> None:
        QuestionFactory.create_batch(30)
        drawn = []
        for seed in ("a", "a", "b"):
            question_set = QuestionSetFactory(owner=alice)
            _draw(question_set, 5, seed=seed, had=0)
            drawn.append(ids(question_set))
        assert drawn[0] == drawn[1]
        assert drawn[0] != drawn[2]

    def test_only_from_the_filter(self, question_set: QuestionSet) -> None:
        topic = TopicFactory()
        wanted = TypedQuestionFactory(statement__topic=topic)
        QuestionFactory(statement__topic=topic)
        TypedQuestionFactory()
        questions = sets.offered(topic, "typed")
        assert sets.add_at_random(question_set, questions, count=10, seed="a", had=3) == 1
        assert ids(question_set)[-1] == wanted.pk

    def test_done_twice_it_is_done_once(self, question_set: QuestionSet) -> None:
        QuestionFactory.create_batch(20)
        assert _draw(question_set, 5, had=3) == 5
        assert _draw(question_set, 5, had=3) is None
        assert question_set.items.count() == 8


class TestRemove:
    def test_it_names_the_one_now_in_its_place(self, question_set: QuestionSet) -> None:
        first, second, third = ids(question_set)
        assert sets.remove(question_set, second) == third
        assert sets.remove(question_set, third) == first
        assert sets.remove(question_set, first) is None

    def test_twice_is_once(self, question_set: QuestionSet) -> None:
        first, *rest = ids(question_set)
        sets.remove(question_set, first)
        sets.remove(question_set, first)
        assert ids(question_set) == rest


class TestMove:
    def test_up_and_down(self, question_set: QuestionSet) -> None:
        first, second, third = ids(question_set)
        sets.move(question_set, third, up=True)
        assert ids(question_set) == [first, third, second]
        sets.move(question_set, first, up=False)
        assert ids(question_set) == [third, first, second]

    def test_at_the_edge_nothing_moves(self, question_set: QuestionSet) -> None:
        before = ids(question_set)
        sets.move(question_set, before[0], up=True)
        sets.move(question_set, before[-1], up=False)
        sets.move(question_set, 10**9, up=True)
        assert ids(question_set) == before

    def test_places_that_are_equal_are_mended(self, question_set: QuestionSet) -> None:
        first, second, third = ids(question_set)
        question_set.items.update(position=0)
        sets.move(question_set, second, up=True)
        assert ids(question_set) == [second, first, third]


class TestLocked:
    def test_nothing_changes(self, question_set: QuestionSet, lock: None) -> None:
        before = ids(question_set)
        new = QuestionFactory().pk
        with pytest.raises(sets.SetLocked, match="Not now"):
            sets.add(question_set, [new])
        with pytest.raises(sets.SetLocked, match="Not now"):
            _draw(question_set, 1)
        with pytest.raises(sets.SetLocked, match="Not now"):
            sets.remove(question_set, before[0])
        with pytest.raises(sets.SetLocked, match="Not now"):
            sets.move(question_set, before[0], up=False)
        assert ids(question_set) == before

    def test_a_copy_is_free(self, question_set: QuestionSet, alice: User, lock: None) -> None:
        sets.move(sets.copy(question_set, alice), ids(question_set)[0], up=False)


class TestCopy:
    def test_it_works(self, question_set: QuestionSet, alice: User) -> None:
        sets.move(question_set, ids(question_set)[0], up=False)
        twin = sets.copy(question_set, alice)
        assert twin.title == "Copy of The siege"
        assert ids(twin) == ids(question_set)

    def test_twice_is_once(self, question_set: QuestionSet, alice: User) -> None:
        assert sets.copy(question_set, alice) == sets.copy(question_set, alice)
        assert alice.question_sets.count() == 2

    def test_long_title_is_cut(self, alice: User) -> None:
        twin = sets.copy(QuestionSetFactory(owner=alice, title="x" * 100), alice)
        assert len(twin.title) == 100


class TestChosen:
    def test_same_fact_and_withdrawn_are_flagged(self, alice: User) -> None:
        one = QuestionFactory()
        two = TypedQuestionFactory(statement=one.statement)
        gone = QuestionFactory(status=Question.Status.RETIRED)
        question_set = QuestionSetFactory(owner=alice, questions=[one, two, gone])
        chosen = sets.chosen(question_set)
        assert [place.same_fact for place in chosen] == [True, True, False]
        assert [place.asked for place in chosen] == [True, True, False]
        assert sets.asked(question_set) == [one, two]


def test_offered_by_topic_then_importance(db: None) -> None:
    later, earlier = TopicFactory(position=2), TopicFactory(position=1)
    detail = QuestionFactory(statement__topic=earlier, statement__importance=1)
    central = QuestionFactory(statement__topic=earlier, statement__importance=3)
    other = QuestionFactory(statement__topic=later)
    FlashcardFactory(statement__topic=earlier)
    assert list(sets.offered()) == [central, detail, other]


def test_begun_twice_is_begun_once(alice: User, bob: User) -> None:
    first, new = sets.begin(alice, "Week one")
    assert new
    assert sets.begin(alice, "Week one") == (first, False)
    assert sets.begin(bob, "Week one")[1]
