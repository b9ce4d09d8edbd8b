"""Wording that is missing, out of date, or reads badly."""

from typing import Any

import pytest

from quizzes.facts.findings.artefacts import artefacts, misprints
from quizzes.facts.models import Property
from tests.factories import (
    CitationFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
)

from .second_reading import found, told

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    StatementFactory(slug="fact", explanation="the the bridge..")
    assert told("misprint") == [
        "a doubled sign (“..”) in its explanation: the the bridge..",
        "a doubled word (“the the”) in its explanation: the the bridge..",
        "a small letter at the beginning in its explanation: the the bridge..",
    ]


def test_a_property_without_a_sentence() -> None:
    StatementFactory()
    assert found("no-sentence") == []
    Property.objects.update(sentence="")
    assert found("no-sentence") == ["happened"]


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({}, True),
        ({"importance": 3}, True),
        ({"importance": 1}, False),
        ({"own_stem": "When?"}, False),
        ({"own_subject_stem": "What?"}, False),
        ({"sensitivity": "context"}, False),
        ({"sensitivity": "restricted"}, False),
        ({"rank": "deprecated"}, False),
    ],
)
def test_what_cannot_be_asked(fields: dict[str, Any], is_found: bool) -> None:
    silent = DatePropertyFactory(slug="silent", ask_value="", ask_subject="")
    StatementFactory(slug="fact", property=silent, **fields)
    assert found("no-question") == (["fact"] if is_found else [])


@pytest.mark.parametrize("question", ["ask_value", "ask_subject"])
def test_one_question_is_enough(question: str) -> None:
    StatementFactory()
    assert found("no-question") == []
    Property.objects.update(**{question: ""})
    assert found("no-question") == []


def test_events_without_clauses() -> None:
    bare = EventFactory(slug="bare", clause="", question_clause="")
    StatementFactory(subject=bare)
    assert told("no-clause") == [
        "needs a clause, as in “the army captured the bridge”",
        "needs a question clause, as in “did the army capture the bridge”",
    ]


def test_clauses_that_nothing_uses_may_be_missing() -> None:
    prop = DatePropertyFactory(slug="ended", sentence="{subject} ended", ask_value="", marks="end")
    fact = StatementFactory(
        property=prop, subject=EventFactory(slug="bare", clause="", question_clause="")
    )
    assert found("no-clause") == []
    fact.own_stem = "{value.ask} {subject.question}?"
    fact.save()
    assert told("no-clause") == ["needs a question clause, as in “did the army capture the bridge”"]
    fact.sensitivity = "restricted"
    fact.save()
    assert found("no-clause") == []


def test_the_clauses_of_a_value() -> None:
    prop = EntityPropertyFactory(slug="saw", sentence="{subject} saw that {value.clause}")
    CommanderFactory(property=prop, value_entity=EventFactory(slug="bare", clause=""))
    assert found("no-clause") == ["bare"]


def test_gaps() -> None:
    StatementFactory(slug="where", own_sentence="It happened in {where}")
    StatementFactory(slug="by", own_stem="What did {by} say?")
    StatementFactory(slug="when", own_sentence="It happened {when}")
    StatementFactory(slug="value", own_sentence="It was {value.clause}")
    StatementFactory(
        own_sentence="{by} said {subject.clause} {value.phrase} {when} in {where}",
        where=EntityFactory(kind="place"),
        attributed_to=EntityFactory(),
        when="2018",
    )
    assert found("gap") == ["by", "value", "when", "where"]
    assert told("gap")[0] == "“What did {by} say?” has “{by}”, which the statement does not have"


def test_a_propertys_date_may_be_missing() -> None:
    DatePropertyFactory(sentence="{subject.clause} {value.phrase} {when}")
    StatementFactory()
    assert found("gap") == []


def test_wording_to_be_checked() -> None:
    StatementFactory(slug="fact", wording_outdated=True)
    assert found("outdated-wording") == ["fact"]


def test_an_explanation_that_is_the_sentence() -> None:
    fact = StatementFactory(slug="fact", value_date="2018-05-07", own_sentence="It fell in May")
    fact.explanation = "“It fell in May!”"
    fact.save()
    assert found("idle-explanation") == ["fact"]
    fact.explanation = "It fell in May 2018."
    fact.save()
    assert found("idle-explanation") == []


def test_two_statements_that_say_the_same() -> None:
    for slug in ("one", "two"):
        StatementFactory(slug=slug, own_sentence="It fell in May")
    StatementFactory(own_sentence="It fell in June")
    StatementFactory(own_sentence="it fell in “May”", rank="deprecated")
    assert found("told-twice") == ["two"]
    assert told("told-twice") == ["says the same as “one”: merge them, or let one tell more"]


@pytest.mark.parametrize("field", ["clause", "question_clause", "description", "label"])
def test_misprints_of_an_entity(field: str) -> None:
    StatementFactory(subject=EventFactory(slug="event", **{field: "The army took took ()."}))
    assert "event" in found("misprint")


def test_misprints_of_what_stands_beside_a_fact() -> None:
    place = EntityFactory(slug="place", kind="place", preposition="at at")
    fact = StatementFactory(slug="fact", subject=place, cited=False)
    source = SourceFactory(slug="source", note="It has has the the text.")
    CitationFactory(statement=fact, source=source, locator="para. 2 of of it")
    assert found("misprint") == ["fact", "place", "source"]


@pytest.mark.parametrize("text", ["a\u202eb", "It fell\u200b.", "The paper wrote “a\u202eb”."])
def test_signs_that_nobody_sees_are_a_misprint(text: str) -> None:
    assert "signs that nobody sees" in list(artefacts(text))
    assert "signs that nobody sees" in list(misprints(text))


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ("", "explanation"),
        ("", "dispute_note"),
        ("subject__", "description"),
        ("topic__", "description"),
    ],
)
def test_whole_sentences_begin_and_end_as_such(record: str, field: str) -> None:
    marked = {"disputed_mark": True} if field == "dispute_note" else {}
    StatementFactory(**{f"{record}{field}": "nobody knows"}, **marked)
    assert [message.partition(" in its ")[0] for message in told("misprint")] == [
        "a small letter at the beginning",
        "no full stop at the end",
    ]


def test_misprints_of_a_sentence_are_seen_as_the_reader_sees_them() -> None:
    DatePropertyFactory(sentence="the {subject} fell {value.phrase}")
    StatementFactory(slug="fact", subject=EventFactory(label="battle"), value_date="2018-05-07")
    assert told("misprint") == [
        "a doubled word (“The the”) in its sentence: The the battle fell on 7 May 2018."
    ]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("The the bridge.", "a doubled word (“The the”)"),
        ("He was in in the city.", "a doubled word (“in in”)"),
        ("It met a the army.", "two articles (“a the”)"),
        ("It met the an army.", "two articles (“the an”)"),
        ("It fell , then rose.", "a space before a sign (“ ,”)"),
        ("It fell () then.", "empty brackets (“()”)"),
        ("It fell..", "a doubled sign (“..”)"),
        ("It fell?.", "a doubled sign (“?.”)"),
        ("It fell,, then.", "a doubled sign (“,,”)"),
        ("It fell, . Then.", "a doubled sign (“, .”)"),
        ("It fell in {where}.", "a placeholder that is not filled (“{”)"),
        ("It [was|were] so.", "a placeholder that is not filled (“[”)"),
        ("It fell in None.", "a missing value (“None”)"),
        ("It  fell.", "a doubled space (“  ”)"),
        ("He said: “It fell.”.", "a doubled full stop"),
        ("it fell.", "a small letter at the beginning"),
        ("“it fell.”", "a small letter at the beginning"),
        ("al-Saiqa left.", "a small letter at the beginning"),
        ("It fell", "no full stop at the end"),
        ("It met a army.", "“a army”"),
        ("A army came.", "“A army”"),
        ("It met an force.", "“an force”"),
        ("It met a Al-Saiqa unit.", "“a Al”"),
        ("It met a ISIL unit.", "“a ISIL”"),
        ("It met an DPF unit.", "“an DPF”"),
        ("It met a 8-man unit.", "“a 8”"),
        ("It met a 11-man unit.", "“a 11”"),
        ("It met an 12-man unit.", "“an 12”"),
        ("It met a hour later.", "“a hour”"),
        ("It met an unit.", "“an unit”"),
        ("It met an European.", "“an European”"),
        ("It met an one-man unit.", "“an one”"),
    ],
)
def test_flaws(text: str, flaw: str) -> None:
    assert flaw in list(artefacts(text, prose=True))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The army had had it … that that was so.",
        "He waited... and left ... for good.",
        "It met a unit, a European, a one-man force, a US ship, a UN body, a university, a user.",
        "It met an hour later an honest heir, an LNA man, an MP, an NGO, a NATO ally, an EU body.",
        "An 8-man, an 11-man, an 18-man, an 80-man, an 11,000-strong, a 110-man, a 12-man force.",
        "It met an unarmed man, an umbrella, an uprising, an army, an 1800-man force.",
        "He said: “a army of the the  ()..”",
        "None of them left.",
        "“It fell.”",
        "8 men left.",
        "It fell (“at last”).",
        "Did it fall?",
        "Plan A is a plan; Category A the other.",
        "الجيش الوطني.",
    ],
)
def test_no_flaws(text: str) -> None:
    assert list(artefacts(text, prose=True)) == []


def test_a_name_need_not_be_a_sentence() -> None:
    assert list(artefacts("capture of the bridge")) == []


@pytest.mark.parametrize(
    ("value", "own", "is_found"),
    [
        ("2015-06", "The bridge was taken on 1 January 1999.", True),
        ("2015-06", "The bridge was taken in June 2015.", False),
        ("2015-06", "The bridge was taken on 3 June 2015.", False),
        ("2015-06-03", "The bridge was taken in June 2015.", True),
        ("2015-06-03", "The bridge was taken {value.phrase}.", False),
        ("2018-05-07/2019-02-12", "It lasted from 7 May 2018 to 12 February 2019.", False),
        ("2018-05-07/2019-02-12", "It lasted from 7 May 2018 on.", True),
        ("2018~", "It was about 2018.", False),
    ],
)
def test_an_own_sentence_tells_the_date_that_is_the_value(
    value: str, own: str, is_found: bool
) -> None:
    StatementFactory(slug="fact", value_date=value, own_sentence=own)
    assert found("other-figure") == (["fact"] if is_found else [])


@pytest.mark.parametrize(
    ("value", "own", "is_found"),
    [
        ("12", "A dozen or twelve fell.", False),
        ("1200", "It had 1,200 people.", False),
        ("1200", "It had 1,300 people.", True),
        ("35..60", "It had 35 to 60 people.", False),
        ("35..60", "It had 35 people.", True),
    ],
)
def test_an_own_sentence_tells_the_number_that_is_the_value(
    value: str, own: str, is_found: bool
) -> None:
    prop = EntityPropertyFactory(slug="p", datatype="quantity")
    fields = {"value_date": "", "value_quantity": value, "own_sentence": own}
    StatementFactory(slug="fact", property=prop, **fields)
    assert found("other-figure") == (["fact"] if is_found else [])


def test_which_figure_is_missing_is_said() -> None:
    StatementFactory(value_date="2015-06", own_sentence="It was taken on 1 January 1999.")
    assert told("other-figure") == [
        "its own sentence does not say 2015-06, which is its value: correct one of them"
    ]
