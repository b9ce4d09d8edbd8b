"""What is told after an answer: its parts, and what happened before and after the fact."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.generation.stems import source_of
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import start_attempt
from quizzes.study.feedback import answered, around, feedback
from quizzes.study.models import Response
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EventFactory,
    FlashcardFactory,
    MapQuestionFactory,
    MatchingFactory,
    OrderingFactory,
    PlacingFactory,
    QuestionFactory,
    StatementFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact() -> Statement:
    """A fact of 7 May 2018."""
    made: Statement = StatementFactory(value_date="2018-05-07")
    return made


def event(fact: Statement, day: str, what: str = "the mill was burnt", **fields: Any) -> Statement:
    """Another event of the fact's topic."""
    fields.setdefault("topic", fact.topic)
    subject = fields.pop("subject", None) or EventFactory(clause=what)
    made: Statement = StatementFactory(value_date=day, subject=subject, **fields)
    return made


def told(fact: Statement) -> list[tuple[bool, str]]:
    return [(it.earlier, it.statement.value_date) for it in around(fact)]


class TestAround:
    def test_it_works(self, fact: Statement) -> None:
        event(fact, "2018-03-01")
        event(fact, "2018-04-30", what="the harbour was opened")
        event(fact, "2018-05-09/2018-06-01")
        event(fact, "2018-07")
        assert told(fact) == [(True, "2018-04-30"), (False, "2018-05-09/2018-06-01")]
        assert around(fact)[0].text == "The harbour was opened"

    def test_only_one_side_may_have_an_event(self, fact: Statement) -> None:
        event(fact, "2018-04-30")
        assert told(fact) == [(True, "2018-04-30")]

    def test_what_may_have_been_at_the_same_time_is_neither(self, fact: Statement) -> None:
        event(fact, "2018-05-07")
        event(fact, "2018-05")
        event(fact, "2018")
        event(fact, "2018-05-01/2018-05-07")
        assert told(fact) == []

    def test_a_fact_that_only_holds_at_a_time_has_neighbours_too(self, fact: Statement) -> None:
        unit = CommanderFactory(topic=fact.topic, when="2018-06")
        assert told(unit) == [(True, "2018-05-07")]

    def test_a_fact_without_a_date_has_none(self, fact: Statement) -> None:
        assert around(CommanderFactory(topic=fact.topic)) == []

    @pytest.mark.parametrize("open_date", ["../2018", "2018-05-07/.."])
    def test_nor_has_one_without_a_beginning_or_an_end(
        self, fact: Statement, open_date: str
    ) -> None:
        assert around(event(fact, open_date)) == []

    @pytest.mark.parametrize("sensitivity", ["context", "restricted"])
    def test_nor_has_one_that_bears_a_note(
        self, fact: Statement, sensitivity: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        event(fact, "2018-04-30")
        fact.sensitivity = sensitivity
        with django_assert_num_queries(0):
            assert around(fact) == []

    @pytest.mark.parametrize(
        "fields",
        [
            {"sensitivity": "context"},
            {"sensitivity": "restricted"},
            {"status": "draft"},
            {"status": "retired"},
            {"rank": "deprecated"},
            {"disputed_mark": True},
            {"unattributed": True},
        ],
    )
    def test_what_is_told_is_plain(self, fact: Statement, fields: dict[str, Any]) -> None:
        event(fact, "2018-04-30", **fields)
        assert told(fact) == []

    def test_claims_are_not_told_in_passing(self, fact: Statement) -> None:
        event(fact, "2018-04-30", attributed_to=EntityFactory())
        claim = DatePropertyFactory(slug="said", is_claim=True)
        event(fact, "2018-04-29", property=claim)
        assert told(fact) == []

    def test_disputed_dates_are_not_told_in_passing(self, fact: Statement) -> None:
        one = event(fact, "2018-04-30")
        event(fact, "2018-04-20", subject=one.subject)
        assert told(fact) == []

    def test_other_topics_and_its_own_event_are_left_alone(self, fact: Statement) -> None:
        event(fact, "2018-04-30", topic=TopicFactory())
        end = DatePropertyFactory(slug="another", label="another", single_valued=False)
        event(fact, "2018-04-29", subject=fact.subject, property=end)
        assert told(fact) == []

    def test_only_what_happened_is_told(self, fact: Statement) -> None:
        began = DatePropertyFactory(slug="began", marks="start")
        event(fact, "2018-04-30", property=began)
        event(fact, "2018-04-29", subject=EntityFactory(kind="event"))
        assert told(fact) == []

    def test_it_takes_one_query_however_many_there_are(
        self, fact: Statement, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for count in (1, 20):
            for day in range(count):
                event(fact, f"2018-04-{day + 1:02}")
                event(fact, f"2018-06-{day + 1:02}")
            with django_assert_num_queries(1):
                around(fact)

    def test_it_is_shown_with_an_inferred_year_marked(
        self, as_alice: Client, alice: User, fact: Statement
    ) -> None:
        before = event(fact, "2018-04-30", date_inferred=True)
        html = page_of(as_alice, alice, QuestionFactory(statement=fact), {"choice": "1"})
        assert "Before and after" in html
        assert "30 April 2018 (year inferred)" in html
        assert f'href="{reverse("fact", args=[before.slug])}"' in html

    def test_it_is_not_there_before_the_answer(
        self, as_alice: Client, alice: User, fact: Statement
    ) -> None:
        event(fact, "2018-04-30")
        attempt = start_attempt(alice, [QuestionFactory(statement=fact)], "Quiz", clock.now())
        html = as_alice.get(reverse("quiz_attempt", args=[attempt.pk])).content.decode()
        assert "Before and after" not in html
        assert "30 April 2018" not in html


class TestOthers:
    @pytest.mark.parametrize("factory", [OrderingFactory, MatchingFactory, PlacingFactory])
    def test_the_other_facts_of_an_answer_are_told_with_their_sources(
        self, as_alice: Client, alice: User, fact: Statement, factory: Any
    ) -> None:
        event(fact, "2018-04-30", "the gate was shut")
        other = event(fact, "2018-05-12")
        question = factory(statement=fact)
        question.leans_on.set([other])
        response = given_to(alice, question, right=True)
        told = [(it.text, it.source) for it in feedback(response).others]
        assert told == [("The mill was burnt on 12 May 2018.", source_of(other))]
        html = page_of(
            as_alice, alice, question, FORMATS[question.format].form(response.shown, right=True)
        )
        assert f'href="{reverse("fact", args=[other.slug])}"' in html
        assert "Before and after" not in html

    def test_of_an_older_version_and_of_wrong_options_none_is_told(
        self, alice: User, fact: Statement
    ) -> None:
        other = event(fact, "2018-05-12")
        question = OrderingFactory(statement=fact)
        question.leans_on.set([other])
        response = given_to(alice, question, right=True)
        Question.objects.filter(pk=question.pk).update(version=2)
        response = Response.objects.get(pk=response.pk)
        assert feedback(response).others == []
        choice = QuestionFactory(statement=fact)
        choice.leans_on.set([other])
        assert feedback(given_to(alice, choice, right=True)).others == []

    def test_what_was_withdrawn_is_not_told(self, alice: User, fact: Statement) -> None:
        question = OrderingFactory(statement=fact)
        question.leans_on.set([event(fact, "2018-05-12", status="retired")])
        assert feedback(given_to(alice, question, right=True)).others == []


def page_of(client: Client, learner: User, question: Question, data: dict[str, str]) -> str:
    """Answer a question in a quiz and return the page that follows."""
    attempt = start_attempt(learner, [question], "Quiz", clock.now())
    html: str = client.post(reverse("quiz_answer", args=[attempt.pk, 1]), data).content.decode()
    return html


def given_to(learner: User, question: Question, *, right: bool, **changes: str) -> Response:
    """Return a response in a quiz, answered; ``changes`` are made to the form."""
    attempt = start_attempt(learner, [question], "Quiz", clock.now())
    response = attempt.responses.select_related("question", "statement").get()
    form = FORMATS[question.format].form(response.shown, right=right)
    return answer(
        response, form | {k.replace("_", "-"): v for k, v in changes.items()}, clock.now()
    )


class TestAnswered:
    def test_it_works(self, alice: User) -> None:
        told = answered(given_to(alice, QuestionFactory(), right=False))
        assert (told.given, told.right, told.parts) == ("1 May 2018", ["7 May 2018"], [])
        assert not told.repeats

    def test_a_right_answer_to_the_letter_is_said_once(self, alice: User) -> None:
        assert answered(given_to(alice, QuestionFactory(), right=True)).repeats

    def test_a_skip_gave_nothing(self, alice: User) -> None:
        told = answered(given_to(alice, MatchingFactory(), right=False, skip="1"))
        assert (told.given, told.parts, told.score) == ("", [], "")
        assert len(told.right) == 4

    def test_pairs_are_told_one_by_one_with_what_is_right(self, alice: User) -> None:
        response = given_to(alice, MatchingFactory(), right=True)
        assert answered(response).parts == []
        response.given = "\n".join(response.given.split("\n")[:2] + ["Omar Salem"] * 2)
        response.score = 0.5
        told = answered(response)
        assert len(told.parts) == 4
        assert told.right == [], "the parts tell it"
        assert told.score.endswith("pairs; this earns 0.5 of 1 point")

    def test_the_order_is_told_with_its_dates(self, alice: User) -> None:
        told = answered(given_to(alice, OrderingFactory(), right=False))
        assert [part.right for part in told.parts] == [False] * 4
        assert told.score == "0 of 6 pairs in the right order"
        assert told.right[0] == "1. The harbour was opened (April 2018)"

    def test_a_place_on_the_timeline_is_shown_instead_of_told(self, alice: User) -> None:
        told = answered(given_to(alice, PlacingFactory(), right=False))
        assert told.picture_tells
        assert told.given.startswith("After"), "a teacher reads it in words"
        assert len(told.right) == 1
        assert [it["kind"] for it in told.picture["line"]].count("wrong") == 1

    def test_a_place_is_shown_on_the_map_and_told(self, alice: User) -> None:
        told = answered(given_to(alice, MapQuestionFactory(), right=False))
        assert told.right == ["Derna"]
        assert told.picture["picked"] == told.given == "Benghazi"

    def test_points_are_not_spoken_of_in_a_review(self, alice: User) -> None:
        response = given_to(alice, MatchingFactory(), right=True)
        response.given = "\n".join(["Omar Salem"] * 4)
        response.score, response.attempt_id = 0.25, None
        assert answered(response).score == "1 of 4 pairs"

    def test_a_rating_is_no_answer_to_show(self, as_alice: Client, alice: User) -> None:
        html = page_of(as_alice, alice, FlashcardFactory(), {"rating": "2"})
        assert "Your answer:" not in html
        assert "Right answer: <strong>7 May 2018</strong>" in html

    def test_texts_are_escaped(self, as_alice: Client, alice: User) -> None:
        question = MatchingFactory(right_answer="<b>x\n<i>y")
        question.content["options"][0] = "<script>"
        question.save()
        html = page_of(as_alice, alice, question, {f"match-{n}": "0" for n in range(4)})
        assert "<script>" not in html.split("<main")[1]
        assert "&lt;script&gt;" in html
