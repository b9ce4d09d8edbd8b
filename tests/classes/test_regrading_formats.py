"""Regrading what shows more than the fact: orders, places on a timeline, and pairs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.classes.corrections import notices
from quizzes.classes.models import Assignment, SchoolClass
from quizzes.classes.regrading import Judged, to_judge
from quizzes.classes.work import begin
from quizzes.facts.models import Statement
from quizzes.facts.signals import one_change
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import advance
from quizzes.study.models import Response
from tests.bank.packs import captures, commands
from tests.conftest import MovableClock
from tests.factories import AssignmentFactory, QuestionSetFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_follows")]

# What the first four captures are called.
HARBOUR, GATE, AIRFIELD, HOUSE = (
    f"The army captured {what}"
    for what in ("the harbour", "the northern gate", "the airfield", "a customs house")
)
CANNOT = "This answer cannot be judged by what is known now, so the better mark stays."
SEVERAL = "More than one answer is right now; yours counts by the one that is nearest."


def given_with(key: str, school_class: SchoolClass, tess: User, hand: MovableClock) -> Assignment:
    """An assignment of one question, made after its facts."""
    hand.move(hours=1)
    questions = [Question.objects.get(key=key)]
    made: Assignment = AssignmentFactory(
        school_class=school_class, question_set=QuestionSetFactory(owner=tess, questions=questions)
    )
    Assignment.objects.update(created_at=clock.now())
    made.refresh_from_db()
    return made


def done(given: Assignment, pupil: User, data: dict[str, str] | None = None) -> Response:
    """Let a pupil answer the question, rightly by the key of that day if no form is given."""
    attempt = begin(given, pupil, clock.now())
    response = attempt.responses.get()
    form = FORMATS[response.question.format].form(response.shown, right=True)
    answer(response, form if data is None else data, clock.now())
    advance(attempt, clock.now())
    return response


def correct(fact: Statement, hand: MovableClock, **fields: Any) -> None:
    hand.move(hours=1)
    fact.refresh_from_db()
    for name, value in fields.items():
        setattr(fact, name, value)
    with one_change("Misread"):
        fact.save()
    hand.move(hours=1)


def only(given: Assignment) -> Judged:
    (judged,) = to_judge(given)
    return judged


def in_order(response: Response, *texts: str) -> dict[str, str]:
    """The form that numbers the events in the order of ``texts``."""
    items = response.shown["content"]["items"]
    return {f"place-{n}": str(texts.index(it["text"]) + 1) for n, it in enumerate(items)}


def events_of(key: str) -> list[str]:
    """The events of a stored question in their order."""
    items = Question.objects.get(key=key).content["items"]
    return [it["text"] for it in sorted(items, key=lambda it: int(it["rank"]))]


class TestOrdering:
    KEY = "capture-0:ordering:value"

    @pytest.fixture
    def fact(self, moving_clock: MovableClock) -> Statement:
        return captures(4)[0]

    @pytest.fixture
    def given(
        self, fact: Statement, school_class: SchoolClass, tess: User, moving_clock: MovableClock
    ) -> Assignment:
        return given_with(self.KEY, school_class, tess, moving_clock)

    def test_the_order_given_is_held_against_the_order_now(
        self, given: Assignment, fact: Statement, alice: User, moving_clock: MovableClock
    ) -> None:
        assert done(given, alice).score == 1
        correct(fact, moving_clock, value_date="2018-03-17")
        assert events_of(self.KEY) == [GATE, HARBOUR, AIRFIELD, HOUSE]
        judged = only(given)
        assert (judged.old.verdict, judged.old.points) == ("right", 1.0)
        assert judged.new.verdict == "partial"
        assert judged.new.points == pytest.approx(4 / 6)
        assert judged.new.word == "Partly right, 0.67 of 1 point"
        assert judged.lines[0] == f"1. {HARBOUR}"

    def test_who_knew_better_has_the_mark(
        self, given: Assignment, fact: Statement, alice: User, moving_clock: MovableClock
    ) -> None:
        attempt = begin(given, alice, clock.now())
        response = attempt.responses.get()
        answer(response, in_order(response, GATE, HARBOUR, AIRFIELD, HOUSE), clock.now())
        advance(attempt, clock.now())
        correct(fact, moving_clock, value_date="2018-03-17")
        judged = only(given)
        assert judged.old.verdict == "partial"
        assert (judged.new.verdict, judged.new.points) == ("right", 1.0)

    def test_where_it_is_now_beside_another_both_orders_are_right(
        self, given: Assignment, fact: Statement, alice: User, moving_clock: MovableClock
    ) -> None:
        """The corrected question cannot be asked any more; the order given may still be right."""
        done(given, alice)
        correct(fact, moving_clock, value_date="2018-03-12")
        assert Question.objects.get(key=self.KEY).status == "refused"
        judged = only(given)
        assert (judged.new.verdict, judged.new.note) == ("right", SEVERAL)

    def test_an_event_that_nothing_dates_any_more(
        self,
        given: Assignment,
        fact: Statement,
        alice: User,
        as_tess: Client,
        moving_clock: MovableClock,
    ) -> None:
        response = done(given, alice)
        correct(fact, moving_clock, value_date="2018-03-17")
        correct(Statement.objects.get(slug="capture-2"), moving_clock, status="retired")
        judged = only(given)
        assert (judged.new.verdict, judged.new.note) == ("right", CANNOT)
        page = as_tess.get(reverse("assignment_regrade", args=[given.pk]))
        assert CANNOT in page.content.decode()
        shown = {"shown": page.context["shown"]}
        as_tess.post(reverse("assignment_regrade", args=[given.pk]), shown)
        response.refresh_from_db()
        assert response.score == 1

    def test_a_skip_stays_a_skip_and_an_order_that_holds_is_left_alone(
        self, given: Assignment, fact: Statement, alice: User, moving_clock: MovableClock
    ) -> None:
        done(given, alice, {"skip": "1"})
        correct(fact, moving_clock, value_date="2018-03-04")
        assert to_judge(given) == []
        correct(fact, moving_clock, value_date="2018-03-17")
        assert to_judge(given) == []

    def test_taken_back_it_has_the_first_mark_again(
        self,
        given: Assignment,
        fact: Statement,
        alice: User,
        as_tess: Client,
        moving_clock: MovableClock,
    ) -> None:
        response = done(given, alice)
        url = reverse("assignment_regrade", args=[given.pk])
        for day, score in (("2018-03-17", 4 / 6), ("2018-03-03", 1.0)):
            correct(fact, moving_clock, value_date=day)
            as_tess.post(url, {"shown": as_tess.get(url).context["shown"]})
            response.refresh_from_db()
            assert response.score == pytest.approx(score)

    def test_an_event_beside_it_is_corrected(
        self,
        given: Assignment,
        fact: Statement,
        alice: User,
        as_tess: Client,
        moving_clock: MovableClock,
    ) -> None:
        done(given, alice)
        class_page = reverse("class", args=[given.school_class_id])
        assert "a fact was corrected" not in as_tess.get(class_page).content.decode()
        correct(Statement.objects.get(slug="capture-2"), moving_clock, value_date="2018-03-08")
        assert events_of(self.KEY) == [HARBOUR, AIRFIELD, GATE, HOUSE]
        (notice,) = notices(given)
        assert (notice.touched, notice.waiting) == (1, True)
        assert "a fact was corrected" in as_tess.get(class_page).content.decode()
        judged = only(given)
        assert judged.new.points == pytest.approx(4 / 6)
        url = reverse("assignment_regrade", args=[given.pk])
        as_tess.post(url, {"shown": as_tess.get(url).context["shown"]})
        assert to_judge(given) == []
        assert "a fact was corrected" not in as_tess.get(class_page).content.decode()

    def test_a_choice_is_not_touched_by_the_facts_it_offers(
        self, fact: Statement, school_class: SchoolClass, tess: User, moving_clock: MovableClock
    ) -> None:
        given = given_with("capture-0:choice:value", school_class, tess, moving_clock)
        correct(Statement.objects.get(slug="capture-2"), moving_clock, value_date="2018-03-08")
        assert notices(given) == []


class TestPlacing:
    KEY = "capture-0:placing:value"

    @pytest.fixture
    def fact(self, moving_clock: MovableClock) -> Statement:
        return captures(4)[0]

    @pytest.mark.parametrize(("slot", "verdict"), [(0, "wrong"), (1, "right"), (2, "wrong")])
    def test_the_gap_is_held_against_the_date_now(
        self,
        fact: Statement,
        school_class: SchoolClass,
        tess: User,
        alice: User,
        moving_clock: MovableClock,
        slot: int,
        verdict: str,
    ) -> None:
        given = given_with(self.KEY, school_class, tess, moving_clock)
        done(given, alice, {"slot": str(slot)})
        correct(fact, moving_clock, value_date="2018-03-17")
        assert only(given).new.verdict == verdict

    def test_either_gap_is_right_on_the_day_of_an_event(
        self,
        fact: Statement,
        school_class: SchoolClass,
        tess: User,
        alice: User,
        moving_clock: MovableClock,
    ) -> None:
        given = given_with(self.KEY, school_class, tess, moving_clock)
        done(given, alice, {"slot": "1"})
        correct(fact, moving_clock, value_date="2018-03-12")
        judged = only(given)
        assert (judged.new.verdict, judged.new.note) == ("right", SEVERAL)


class TestMatching:
    @pytest.fixture
    def fact(self, moving_clock: MovableClock) -> Statement:
        return commands()[0]

    def swapped(self, response: Response, prompt: str, option: str) -> dict[str, str]:
        """The form of a right answer, but for one prompt."""
        content = response.shown["content"]
        form = FORMATS["matching"].form(response.shown, right=True)
        place = next(n for n, text in enumerate(content["prompts"]) if prompt in text)
        return form | {f"match-{place}": str(content["options"].index(option))}

    def test_the_own_pair_is_held_against_the_answer_now(
        self,
        fact: Statement,
        school_class: SchoolClass,
        tess: User,
        alice: User,
        moving_clock: MovableClock,
    ) -> None:
        given = given_with("command-0:matching:value", school_class, tess, moving_clock)
        response = done(given, alice)
        options = response.shown["content"]["options"]
        other = next(it for it in options if it != fact.value_entity.label)  # type: ignore[union-attr]
        person = Statement.objects.get(value_entity__label=other).value_entity
        correct(fact, moving_clock, value_entity=person)
        judged = only(given)
        assert (judged.old.points, judged.new.points) == (1.0, 0.75)
        assert "River Column – Omar Salem" in judged.lines
        assert judged.new.verdict == "partial"

    def test_nobody_could_give_the_answer_of_the_own_pair(
        self,
        fact: Statement,
        school_class: SchoolClass,
        tess: User,
        alice: User,
        moving_clock: MovableClock,
    ) -> None:
        given = given_with("command-0:matching:value", school_class, tess, moving_clock)
        response = done(given, alice)
        unit = fact.subject.label
        options = response.shown["content"]["options"]
        wrong = next(it for it in options if it != fact.value_entity.label)  # type: ignore[union-attr]
        Response.objects.update(
            given="\n".join(
                wrong if unit in prompt else options[key]
                for prompt, key in zip(
                    response.shown["content"]["prompts"],
                    response.shown["content"]["key"],
                    strict=True,
                )
            ),
            verdict="partial",
            score=0.75,
        )
        outside = Statement.objects.exclude(value_entity__label__in=options).get(
            property=fact.property
        )
        correct(fact, moving_clock, value_entity=outside.value_entity)
        judged = only(given)
        assert (judged.old.points, judged.new.points) == (0.75, 1.0)
        assert judged.new.note == SEVERAL

    def test_the_other_way_round_the_old_prompt_asks_of_nothing(
        self,
        fact: Statement,
        school_class: SchoolClass,
        tess: User,
        alice: User,
        moving_clock: MovableClock,
    ) -> None:
        """“What did Omar Salem command?”: nobody says any more that he commanded anything."""
        given = given_with("command-0:matching:subject", school_class, tess, moving_clock)
        done(given, alice)
        person = Statement.objects.get(slug="command-4").value_entity
        correct(fact, moving_clock, value_entity=person)
        judged = only(given)
        assert (judged.new.points, judged.new.note) == (1.0, SEVERAL)

    def test_the_pair_of_another_fact_is_corrected(
        self,
        fact: Statement,
        school_class: SchoolClass,
        tess: User,
        alice: User,
        moving_clock: MovableClock,
    ) -> None:
        given = given_with("command-0:matching:value", school_class, tess, moving_clock)
        response = done(given, alice)
        options = response.shown["content"]["options"]
        rows = Statement.objects.exclude(pk=fact.pk).select_related("value_entity", "property")
        beside = rows.filter(value_entity__label__in=options)[0]
        outside = rows.exclude(value_entity__label__in=options).get(property=fact.property)
        correct(beside, moving_clock, value_entity=outside.value_entity)
        judged = only(given)
        assert judged.correction.statement == beside
        assert judged.new.points == 1.0
