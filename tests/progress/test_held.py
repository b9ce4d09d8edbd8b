"""What is held, what of it was recalled unaided, and what is left of it on a day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Correction
from quizzes.progress.held import UNAIDED, expected, held_by
from quizzes.scheduling import retrievability
from tests.factories import ClozeFactory, FlashcardFactory, QuestionFactory, TypedQuestionFactory

from .makers import TODAY, answer, remember


def test_it_works(alice: User) -> None:
    memory = remember(alice)
    [held] = held_by(alice)
    assert held.chance(TODAY) == retrievability(memory.state, TODAY)
    assert expected([held], TODAY).percent == 90


def test_nobody_elses(alice: User, bob: User) -> None:
    question = TypedQuestionFactory()
    remember(bob, question)
    answer(bob, TODAY, "right", question)
    assert held_by(alice) == []
    remember(alice, question)
    assert [it.unaided for it in held_by(alice)] == [False]


def test_less_is_left_later(alice: User) -> None:
    remember(alice)
    held = held_by(alice)
    left = [expected(held, TODAY + timedelta(days=days)).recalled for days in (0, 30, 300)]
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == 3


@pytest.mark.parametrize("factory", [TypedQuestionFactory, ClozeFactory])
def test_a_right_answer_without_options_is_recall_unaided(
    alice: User, factory: type[QuestionFactory]
) -> None:
    question = factory()
    remember(alice, question, stage="recognition")  # it has lapsed since
    answer(alice, TODAY, "right", question)
    held = held_by(alice)
    assert [it.unaided for it in held] == [True]
    assert expected(held, TODAY).recognised == 0


@pytest.mark.parametrize("factory", [QuestionFactory, FlashcardFactory])
def test_a_choice_and_a_card_are_not(alice: User, factory: type[QuestionFactory]) -> None:
    question = factory()
    remember(alice, question, stage="recall")  # to be recalled next, but never yet
    answer(alice, TODAY, "right", question)
    held = held_by(alice)
    assert [it.unaided for it in held] == [False]
    assert expected(held, TODAY).recognised == pytest.approx(0.9, abs=0.01)


def test_nor_are_wrong_answers_and_practice(alice: User) -> None:
    question = TypedQuestionFactory()
    remember(alice, question)
    answer(alice, TODAY, "wrong", question)
    answer(alice, TODAY, "right", question, counted=False)
    assert [it.unaided for it in held_by(alice)] == [False]


def test_what_was_learned_wrong_is_not_known(alice: User) -> None:
    memory = remember(alice)
    memory.correction = Correction.objects.create(
        statement=memory.statement, stem="When?", was="6 May", now="7 May"
    )
    memory.save()
    held = held_by(alice)
    assert expected(held, TODAY).recalled == 0
    assert expected(held, TODAY).facts == 1


def test_the_formats_without_options() -> None:
    assert sorted(UNAIDED) == ["cloze", "date", "number", "ordering", "typed"]


@pytest.mark.usefixtures("moving_clock")
class TestTheChosenDay:
    def page(self, client: Client, on: str, status: int = 200) -> str:
        response = client.get(reverse("progress"), {"on": on})
        assert response.status_code == status
        return response.content.decode()

    def test_it_is_answered(self, as_alice: Client, alice: User) -> None:
        for _ in range(3):
            remember(alice)
        assert "Thursday 1 October 2026" in self.page(as_alice, "2026-10-01")
        assert 'value="2026-10-01"' in self.page(as_alice, "2026-10-01")

    @pytest.mark.parametrize("on", ["", "2026-03-31"])
    def test_a_month_ahead_unless_one_is_chosen(
        self, as_alice: Client, alice: User, on: str
    ) -> None:
        remember(alice)
        assert "Tuesday 31 March 2026" in self.page(as_alice, on)

    def test_today_and_two_years_ahead_are_days_to_choose(
        self, as_alice: Client, alice: User
    ) -> None:
        remember(alice)
        assert "Sunday 1 March 2026" in self.page(as_alice, "2026-03-01")
        assert "Tuesday 29 February 2028" in self.page(as_alice, "2028-02-29")

    @pytest.mark.parametrize(
        ("on", "said"),
        [
            ("soon", "This is not a date. Write it like 2026-12-24."),
            ("2026-02-30", "This is not a date."),
            ("2026-02-28", "That day is over. Choose today or a later one."),
            ("0001-01-01", "That day is over."),
            ("2028-03-01", "Choose a day up to 29 February 2028."),
            ("9999-12-31", "Choose a day up to 29 February 2028."),
            ("<script>", "This is not a date."),
        ],
    )
    def test_others_are_refused(self, as_alice: Client, alice: User, on: str, said: str) -> None:
        remember(alice)
        shown = self.page(as_alice, on, status=422)
        assert said in shown
        assert "if you did no review until then" not in shown
        assert "<script>" not in shown.split("<main", 1)[1]
        assert 'aria-describedby="id_on_error"' in shown
        assert "You have learned 1 fact." in shown
