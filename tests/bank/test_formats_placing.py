"""Placing on a timeline: a gap between known events."""

import pytest

from quizzes.bank.formats import FORMATS, AnswerMissing
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from tests.factories import PlacingFactory

from .packs import captures, published

FORMAT = FORMATS["placing"]
SHOWN = PlacingFactory.build().snapshot()
GAPS = [
    "Before “The harbour was opened”",
    "Between “The harbour was opened” and “The mill was burnt”",
    "Between “The mill was burnt” and “The school was closed”",
    "After “The school was closed”",
]


@pytest.fixture
def question() -> Question:
    made: Question = PlacingFactory.build()
    return made


def test_it_works(question: Question) -> None:
    for slot, gap in enumerate(GAPS):
        graded = FORMAT.grade(question.snapshot(), {"slot": str(slot)})
        assert graded.verdict is (Verdict.RIGHT if slot == 2 else Verdict.WRONG)
        assert graded.given == gap


def test_beyond_the_last_gap_there_is_none(question: Question) -> None:
    with pytest.raises(AnswerMissing, match="place on the timeline"):
        FORMAT.grade(question.snapshot(), {"slot": "4"})


def test_each_gap_is_shown_with_the_event_behind_it(question: Question) -> None:
    events = question.content["events"]
    shown = FORMAT.context(question.snapshot())
    assert shown["timeline"] == list(zip(GAPS, [*events, None], strict=True))


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_the_known_events_stand_in_order_and_the_gap_is_where_it_belongs() -> None:
    captures()
    questions = [q for q in published().values() if q.format == "placing"]
    assert questions
    for question in questions:
        own = question.statement.value_date_first
        beside = {
            row.subject.clause.capitalize(): row.value_date_first for row in question.leans_on.all()
        }
        days = [beside[event["text"].capitalize()] for event in question.content["events"]]
        assert days == sorted(days)
        assert question.content["slot"] == sum(day < own for day in days)
        asked = question.statement.subject.question_clause
        assert question.stem == f"At which point on this timeline {asked}?"


def kinds(given: str) -> list[str]:
    return [it["kind"] for it in FORMAT.picture(SHOWN, given, name="answer-1")["line"]]


def test_the_answer_is_shown_on_the_timeline() -> None:
    slots = GAPS
    assert kinds(slots[2]) == ["known", "known", "given", "known"]
    assert kinds(slots[0]) == ["wrong", "known", "known", "right", "known"]
    assert kinds(slots[3]) == ["known", "known", "right", "known", "wrong"]
    assert kinds("") == ["known", "known", "right", "known"]


def test_the_event_itself_stands_in_its_place() -> None:
    line = FORMAT.picture(SHOWN, "", name="answer-1")["line"]
    assert line[2] == {"kind": "right", "text": "The bridge was rebuilt", "when": "9 June 2018"}
    content = {name: SHOWN["content"][name] for name in ("events", "slot")}
    line = FORMAT.picture(SHOWN | {"content": content}, "", name="answer-1")["line"]
    assert line[2] == {"kind": "right", "text": "This event", "when": "9 June 2018"}
