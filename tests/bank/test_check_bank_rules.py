"""The rules of ``check_bank`` one by one: coverage, parts by format, citing, guessers."""

from typing import Any

import pytest

from quizzes.bank.findings import Bank, read_bank
from quizzes.bank.findings.coverage import kinds_to_read
from quizzes.bank.findings.guessers import places, results
from quizzes.bank.findings.riddles import riddles
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from tests.factories import (
    CitationFactory,
    ClozeFactory,
    DateQuestionFactory,
    EntityFactory,
    EntityPropertyFactory,
    FlashcardFactory,
    MapQuestionFactory,
    MatchingFactory,
    NumberQuestionFactory,
    OrderingFactory,
    PlacingFactory,
    QuestionFactory,
    SourceFactory,
    StatementFactory,
    TrueFalseFactory,
    TypedQuestionFactory,
)

from .packs import commands, published, wrong_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]


def told(rule: str) -> list[str]:
    return [finding.message for finding in read_bank() if finding.rule == rule]


def test_it_works() -> None:
    fact = StatementFactory(importance=2)
    QuestionFactory(statement=fact)
    DateQuestionFactory(statement=fact, stem="On what date did it happen?")
    assert told("coverage") == []


# Coverage.


def test_what_matters_is_recognised_and_recalled() -> None:
    fact = StatementFactory(importance=3)
    QuestionFactory(statement=fact)
    FlashcardFactory(statement=fact)
    assert told("coverage") == ["of importance 3 has nothing to recall"]
    (finding,) = [finding for finding in read_bank() if finding.rule == "coverage"]
    assert finding.key == fact.slug


def test_recall_alone_is_not_enough_for_what_matters() -> None:
    DateQuestionFactory(statement=StatementFactory(importance=2))
    assert told("coverage") == ["of importance 2 has nothing to recognise"]


@pytest.mark.parametrize("factory", [FlashcardFactory, TrueFalseFactory])
def test_a_minor_fact_needs_a_question_that_is_judged(factory: Any) -> None:
    fact = StatementFactory(importance=1)
    factory(statement=fact)
    assert told("coverage") == ["has no question that the program judges"]
    QuestionFactory(statement=fact)
    assert told("coverage") == []


def test_a_blocked_question_covers_nothing() -> None:
    QuestionFactory(statement__importance=1, status=Question.Status.BLOCKED)
    assert told("coverage") == ["has no question that the program judges"]


@pytest.mark.parametrize(
    "given",
    [
        {"sensitivity": Statement.Sensitivity.CONTEXT},
        {"sensitivity": Statement.Sensitivity.RESTRICTED},
        {"rank": Statement.Rank.DEPRECATED},
        {"status": Statement.Status.DRAFT},
        {"property__asked": False},
        {"cited": False},
    ],
)
def test_of_some_facts_nothing_has_to_be_asked(given: dict[str, Any]) -> None:
    StatementFactory(**given)
    assert told("coverage") == []


def test_what_matters_is_of_a_kind_that_is_asked() -> None:
    StatementFactory(property__asked=False, importance=1)
    assert told("exempted") == []
    fact = StatementFactory(importance=2)
    assert fact.property.asked is False
    assert told("exempted") == ["of importance 2 is of a kind that is only read (happened)"]


def test_each_ordinary_fact_is_to_be_asked_or_of_a_kind_that_is_only_read() -> None:
    asked = StatementFactory()
    kind = EntityPropertyFactory(asked=False)
    read = StatementFactory(property=kind, value_date="", value_entity=EntityFactory())
    bank = Bank()
    assert (bank.facts_to_ask, bank.facts_to_read) == ([asked], [read])
    assert kinds_to_read(bank) == {"commander": 1}


def test_behind_an_answer_more_is_told_than_the_answer() -> None:
    fact = StatementFactory()
    QuestionFactory(statement=fact), FlashcardFactory(statement=fact)
    assert told("untaught") == ["its questions are explained by nothing but the answer"]
    for field in ("dispute_note", "explanation"):
        QuestionFactory(**{f"statement__{field}": "The Gazette has it otherwise."})
    assert len(told("untaught")) == 1
    fact.questions.update(origin=Question.Origin.WRITTEN)
    assert told("untaught") == []


def test_nothing_is_explained_twice() -> None:
    said = "the army had taken the harbour before the siege began in May"
    QuestionFactory(explanation=f"In the Gazette {said}. It was March.")
    assert told("repeating") == []
    QuestionFactory(explanation=f"In the Gazette {said}. The Mail says that {said}, too.")
    (message,) = told("repeating")
    assert message == f"is explained with “{said} …” twice"


def test_grave_facts_are_asked_by_who_says_so() -> None:
    claim = StatementFactory(
        sensitivity=Statement.Sensitivity.CONTEXT,
        property__slug="reported",
        property__is_claim=True,
    )
    by_speaker = QuestionFactory(statement=claim, direction=Question.Direction.SUBJECT)
    by_value = TypedQuestionFactory(statement=claim, direction=Question.Direction.VALUE)
    by_source = FlashcardFactory(statement=claim, direction=Question.Direction.SOURCE)
    keys = {finding.key for finding in read_bank() if finding.rule == "unasked"}
    assert by_value.key in keys
    assert not keys & {by_speaker.key, by_source.key}


# The parts of a question, format by format.

PAIRS = {"key": [3, 0, 2, 1], "own": 2}
UNITS = [f"Who commanded the {unit}?" for unit in ("Guard", "Patrol", "Column", "Corps")]
DAYS = [f"{day} May 2018" for day in range(3, 7)]
PEOPLE = ["Huda Faraj", "Idris Kamil", "Layla Hamdan", "Omar Salem"]
EVENTS = [{"text": text, "when": "May 2018"} for text in ("It rained", "It snowed", "It froze")]
POINTS = [
    {"text": text, "longitude": 20, "latitude": 32, "correct": correct}
    for text, correct in (("Port Nuri", True), ("Al Qasr", True), ("Tell", False))
]


@pytest.mark.parametrize(
    ("factory", "given", "message"),
    [
        (
            MatchingFactory,
            {"content": PAIRS | {"prompts": UNITS, "options": ["Huda Faraj", *PEOPLE[:3]]}},
            "offers one answer twice",
        ),
        (
            MatchingFactory,
            {"content": PAIRS | {"prompts": [UNITS[0], *UNITS[:3]], "options": PEOPLE}},
            "asks one line twice",
        ),
        (
            MatchingFactory,
            {"content": PAIRS | {"prompts": UNITS, "options": PEOPLE, "key": [0, 0, 1, 2]}},
            "does not use each answer once",
        ),
        (
            MatchingFactory,
            {"content": PAIRS | {"prompts": ["Which unit won?", *UNITS[1:]], "options": PEOPLE}},
            "its lines ask in different ways, which tells their answers apart",
        ),
        (
            MatchingFactory,
            {"content": PAIRS | {"prompts": [UNITS[0], "Patrol", *UNITS[2:]], "options": PEOPLE}},
            "its lines ask in different ways, which tells their answers apart",
        ),
        (
            MatchingFactory,
            {"content": PAIRS | {"prompts": UNITS, "options": [*DAYS[:3], "3 May 2019"]}},
            "a date stands alone in its year, which tells what belongs to it",
        ),
        (
            MatchingFactory,
            {"content": PAIRS | {"prompts": ["Who is Omar Salem?", *UNITS[1:]], "options": PEOPLE}},
            "the line “Who is Omar Salem?” holds its answer",
        ),
        (
            OrderingFactory,
            {"content": {"items": [{"text": "It rained", "rank": n} for n in (1, 0)], "own": 0}},
            "its events are stored out of order",
        ),
        (PlacingFactory, {"content": {"events": EVENTS, "slot": 4}}, "its answer is no gap of the"),
        (
            PlacingFactory,
            {
                "content": {"events": EVENTS, "slot": 1},
                "stem": "Where on this timeline does it belong that it froze?",
            },
            "an event of the timeline stands in its stem",
        ),
        (MapQuestionFactory, {"content": {"points": POINTS}}, "has not exactly one right place"),
        (ClozeFactory, {"stem": "The ____ was based in ____ in 2016."}, "has not exactly one gap"),
        (ClozeFactory, {"stem": "____ is big."}, "says too little around its gap"),
        (
            TrueFalseFactory,
            {"stem": "Is it true that the army was not there on 9 May 2018?"},
            "denies what is to be judged",
        ),
        (TypedQuestionFactory, {"answers": []}, "accepts no answer"),
        (DateQuestionFactory, {"answers": ["soon"]}, "accepts what is no date or number"),
        (NumberQuestionFactory, {"answers": ["many"]}, "accepts what is no date or number"),
    ],
)
def test_parts_that_do_not_go_together(factory: Any, given: dict[str, Any], message: str) -> None:
    factory(**given)
    assert any(found.startswith(message) for found in told("parts")), told("parts")


def test_sound_parts() -> None:
    for factory in (MatchingFactory, OrderingFactory, PlacingFactory, MapQuestionFactory):
        factory()
    for factory in (ClozeFactory, TrueFalseFactory, NumberQuestionFactory, DateQuestionFactory):
        factory()
    assert told("parts") == []


def test_events_beside_the_own_one_need_no_content_note() -> None:
    grave = EntityFactory(kind="event", clause="it froze")
    StatementFactory(subject=grave, sensitivity=Statement.Sensitivity.CONTEXT)
    PlacingFactory(content={"events": EVENTS, "slot": 1})
    assert told("grave") == ["offers “It froze”, which needs a content note"]


# How sources are cited.


def fact_of(publisher: str, cite_as: str, **given: Any) -> Statement:
    fact: Statement = StatementFactory(cited=False, **given)
    source = SourceFactory(publisher=publisher, cite_as=cite_as, slug=publisher.lower())
    CitationFactory(statement=fact, source=source)
    return fact


def test_a_source_is_named_once() -> None:
    fact = fact_of("Courier", "the Courier of 3 May")
    QuestionFactory(statement=fact, stem="According to the Courier of 3 May, what did it say?")
    assert told("source-twice") == []
    stem = "According to the Courier of 3 May, when did the Courier appear?"
    TypedQuestionFactory(statement=fact, stem=stem)
    assert told("source-twice") == ["names Courier twice"]


def test_a_publisher_is_not_named_where_it_is_asked_for() -> None:
    fact = fact_of("Courier", "the Courier of 3 May")
    source = fact.citations.get().source
    stem = "According to the Courier of 3 May, who published it?"
    QuestionFactory(
        statement=fact,
        stem=stem,
        answer_kind="name",
        options=[{"text": t, "correct": t == "Courier"} for t in ("Courier", "Herald", "Mail")],
        right_answer="Courier",
        answers=["the paper"],
    )
    title = f"“{source.title}”"
    TypedQuestionFactory(statement=fact, stem=stem, right_answer=title, answers=[title])
    assert told("source-told") == ["names the Courier of 3 May, whose text is asked for"] * 2


def test_one_source_cited_in_two_ways_tells_no_answers_apart() -> None:
    fact = fact_of("Courier", "the Courier of 3 May")
    other = StatementFactory(cited=False)
    CitationFactory(statement=other, source=fact.citations.get().source)
    cited = "According to the Courier of 3 May, on what date did it rain?"
    QuestionFactory(statement=fact, stem=cited)
    QuestionFactory(statement=other, stem="On what date did it rain?", right_answer="9 May 2018")
    assert len(told("alike")) == 2


def test_two_sources_may_tell_answers_apart() -> None:
    for name, answer in (("Courier", "7 May 2018"), ("Herald", "9 May 2018")):
        stem = f"According to the {name}, on what date did it rain?"
        QuestionFactory(statement=fact_of(name, f"the {name}"), stem=stem, right_answer=answer)
    assert told("alike") == []


# Stems, answers and guessers over all formats.


def test_two_orders_are_two_questions() -> None:
    OrderingFactory()
    items = [{"text": text, "rank": n} for n, text in enumerate(("A", "B", "C", "D"))]
    OrderingFactory(content={"items": items, "own": 0}, right_answer="1. A")
    assert told("shared-stem") == []
    OrderingFactory(content={"items": items[::-1], "own": 0}, right_answer="1. D")
    assert len(told("shared-stem")) == 2


def test_each_format_that_can_be_guessed_is_guessed() -> None:
    for factory in (QuestionFactory, MatchingFactory, PlacingFactory):
        factory()
    for factory in (MapQuestionFactory, OrderingFactory, TrueFalseFactory):
        factory()
    found = riddles(Bank())
    assert [len(these) for these in found.values()] == [1] * 7
    assert {result.kind for result in results(Bank())} == set(found)
    assert found["matching"][0].answers[found["matching"][0].right] == "Layla Hamdan"
    assert found["order"][0].answers[found["order"][0].right] == "The harbour was opened"


@pytest.mark.parametrize(
    ("factory", "message"),
    [
        (TrueFalseFactory, "true or false: picking always no is right 12 times of 12"),
        (PlacingFactory, "timeline: picking the middle is right 12 times of 12"),
        (MapQuestionFactory, "map: picking the middle is right 12 times of 12"),
    ],
)
def test_a_guesser_who_beats_chance_is_found_in_any_format(factory: Any, message: str) -> None:
    for _n in range(12):
        factory()
    assert any(found.startswith(message) for found in told("guessable")), told("guessable")


def test_a_place_in_which_the_answer_never_stands_is_found() -> None:
    for n in range(30):
        at = 2 * (n % 2)
        texts = (f"Person {n}", f"Someone {n}", f"Nobody {n}")
        options = [{"text": text, "correct": place == at} for place, text in enumerate(texts)]
        QuestionFactory(options=options, answer_kind="name", right_answer=texts[at])
    assert places(Bank())["choice"] == [15, 0, 15]
    assert "choice: the answer stands in place 2 0 times of 30" in told("uneven")


def test_what_is_only_read_is_found_if_it_is_asked() -> None:
    made = QuestionFactory()
    Property.objects.update(asked=False)
    assert told("unasked") == [f"asks what is only to be read ({made.statement.property.label})"]


def test_a_wrong_option_that_the_facts_call_right_is_found() -> None:
    rows = commands()
    question = published()["command-0:choice:value"]
    assert "against" not in {finding.rule for finding in read_bank()}
    wrong = wrong_of(question)[0]
    person = Entity.objects.get(label=wrong)
    Statement.objects.bulk_create(
        [
            Statement(
                slug="also",
                subject=rows[0].subject,
                property=rows[0].property,
                value_entity=person,
                topic=rows[0].topic,
            )
        ]
    )
    (found,) = [finding for finding in read_bank() if finding.rule == "against"]
    assert found.key == question.key
    assert found.message == f"“{wrong}” may be right: a fact of the base says so."
