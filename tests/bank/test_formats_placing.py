"""Placing on a timeline: a gap between known events."""

from collections.abc import Iterable

import pytest

from quizzes.bank.formats import FORMATS, AnswerMissing
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from tests.factories import PlacingFactory

from .packs import built, captures, disputed_capture, published

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


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_where_sources_differ_the_one_is_named() -> None:
    captures(), disputed_capture("2018-03-18", "2018-03-19")
    questions = [q for q in published().values() if q.format == "placing"]
    own = [q for q in questions if q.statement.slug == "tower-herald"]
    assert [q.stem.partition(",")[0] for q in own] == ["According to the Herald"]
    told = [
        event["when"]
        for question in questions
        for event in question.content["events"]
        if "water tower" in event["text"]
    ]
    assert told
    assert all(", according to the " in when for when in told)


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_a_source_that_the_facts_sentence_names_is_named_all_the_same() -> None:
    captures()
    one, two = disputed_capture()
    for row in (one, two):
        row.own_sentence = "the Herald says that {subject.clause} {value.phrase}"
        row.save()
    stem = published()["tower-herald:placing:value"].stem
    assert stem.startswith("According to the Herald, at which point on this timeline")


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
@pytest.mark.parametrize("format", ["placing", "ordering"])
def test_two_events_under_one_dispute_do_not_stand_together(format: str) -> None:
    captures(6)
    Statement.objects.filter(slug__in=["capture-2", "capture-3"]).update(dispute="When was it?")
    rows = {row.slug: row.pk for row in Statement.objects.all()}
    both = {rows["capture-2"], rows["capture-3"]}
    questions = [q for q in published().values() if q.format == format]
    assert questions
    for question in questions:
        beside = {row.pk for row in question.leans_on.all()} | {question.statement_id}
        assert not both <= beside


def reword(slug: str, clause: str, question: str = "") -> None:
    entity = Statement.objects.get(slug=slug).subject
    entity.clause = clause
    entity.question_clause = question or entity.question_clause
    entity.save()


def shown_with(questions: Iterable[Question]) -> set[str]:
    return {
        event["text"]
        for question in questions
        for name in ("events", "items")
        for event in question.content.get(name, ())
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
@pytest.mark.parametrize("format", ["placing", "ordering"])
@pytest.mark.parametrize(
    "words",
    [
        "the army captured the airfield once more",
        "the convoy came after the northern gate had been taken",
        "the army declared the end of the operations",
        "the army captured the whole of the town",
        "the River Column was dissolved",
        "the last fighters surrendered",
        "the first ship left the harbour",
    ],
)
def test_no_event_is_set_among_others_whose_words_tell_its_place(format: str, words: str) -> None:
    captures(6)
    reword("capture-2", words)
    questions = [q for q in built().values() if q.format == format]
    shown = [q for q in questions if q.status == "published"]
    assert len(shown) == 5
    assert words.capitalize() not in {text.capitalize() for text in shown_with(shown)}
    (own,) = [q for q in questions if q.statement.slug == "capture-2"]
    assert own.problem == "its words tell its place among others"
