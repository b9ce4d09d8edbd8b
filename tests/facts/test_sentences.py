"""Statements in words."""

from typing import Any

import pytest

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.sentences import attribution, clause, fill, run_on, sentence

GUARD = Entity(slug="guard", kind="unit", label="Harbour Guard", takes_the=True, plural=True)
ASH = Entity(slug="ash", kind="person", label="Jane Ash")
OFFICE = Entity(slug="office", kind="body", label="harbour office", takes_the=True)
LIGHTHOUSE = Entity(
    slug="l", kind="place", label="old lighthouse", takes_the=True, preposition="at"
)
LIGHTING = Entity(
    slug="lighting",
    kind="event",
    label="first lighting",
    takes_the=True,
    clause="the lamp was lit",
    question_clause="was the lamp lit",
)
LED = Property(slug="led", datatype="entity", sentence="{subject} [was|were] led by {value}")
HAPPENED = Property(slug="happened", datatype="date", sentence="{subject.clause} {value.phrase}")
STRENGTH = Property(slug="strength", datatype="quantity", sentence="{subject} had {value}")
SAID = Property(
    slug="said", datatype="quotation", sentence="{subject} said: {value}", is_claim=True
)
ANNOUNCED = Property(
    slug="announced", datatype="text", sentence="{subject} announced that {value}", is_claim=True
)


def statement(**fields: Any) -> Statement:
    return Statement(**({"subject": GUARD, "property": LED, "value_entity": ASH} | fields))


def test_an_own_sentence_may_begin_with_a_capital() -> None:
    fact = statement(own_sentence="The guard, it is said, followed {value}")
    assert sentence(fact) == "The guard, it is said, followed Jane Ash."
    assert clause(fact) == "the guard, it is said, followed Jane Ash"
    assert clause(statement(own_sentence="Theresa led them")) == "Theresa led them"


def said(words: str, **fields: Any) -> str:
    return sentence(Statement(subject=ASH, property=SAID, value_text=words, **fields))


def strength(quantity: str, unit: str = "keepers", **fields: Any) -> str:
    made = Statement(subject=GUARD, property=STRENGTH, value_quantity=quantity, unit=unit, **fields)
    return sentence(made)


def test_it_works() -> None:
    assert sentence(statement()) == "The Harbour Guard were led by Jane Ash."


def test_agreement_with_a_single_subject() -> None:
    one = Entity(kind="unit", label="Night Guard", takes_the=True)
    assert sentence(statement(subject=one)) == "The Night Guard was led by Jane Ash."


def test_agreement_with_the_value() -> None:
    wording = Property(datatype="entity", sentence="{value} [is|are:value] led by {subject}")
    made = statement(subject=ASH, property=wording, value_entity=GUARD)
    assert sentence(made) == "The Harbour Guard are led by Jane Ash."


def test_an_event_is_told_by_its_clause() -> None:
    made = Statement(subject=LIGHTING, property=HAPPENED, value_date="1904-03-01")
    assert sentence(made) == "The lamp was lit on 1 March 1904."


def test_an_event_without_a_clause_is_told_by_its_name() -> None:
    bare = Entity(kind="event", label="first lighting", takes_the=True)
    made = Statement(subject=bare, property=HAPPENED, value_date="1904")
    assert sentence(made) == "The first lighting took place in 1904."


@pytest.mark.parametrize(
    ("when", "phrase"),
    [
        ("1904-03-01", "on 1 March 1904"),
        ("1904-03", "in March 1904"),
        ("1904~", "in about 1904"),
        ("1904-03-01/1904-03-04", "from 1 to 4 March 1904"),
        ("1904/..", "from 1904 on"),
    ],
)
def test_the_date_is_appended(when: str, phrase: str) -> None:
    assert sentence(statement(when=when)) == f"The Harbour Guard were led by Jane Ash {phrase}."


def test_a_date_that_the_wording_places_is_not_appended() -> None:
    wording = Property(datatype="entity", sentence="{when} {subject} [was|were] led by {value}")
    made = statement(property=wording, when="1904")
    assert sentence(made) == "In 1904 the Harbour Guard were led by Jane Ash."


def test_before_a_claim_the_date_comes_first() -> None:
    assert said("It burns", when="1904-03-01") == "On 1 March 1904, Jane Ash said: “It burns”."


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("1904-03-04/1904-03-07", "At some time between 4 and 7 March 1904"),
        ("1904-03/1905", "At some time between March 1904 and 1905"),
        ("1904-03-04/..", "From 4 March 1904 on"),
    ],
)
def test_nobody_speaks_for_days(when: str, told: str) -> None:
    assert said("It burns", when=when) == f"{told}, Jane Ash said: “It burns”."


def test_place_then_date() -> None:
    made = statement(where=LIGHTHOUSE, when="1904")
    expected = "The Harbour Guard were led by Jane Ash at the old lighthouse in 1904."
    assert sentence(made) == expected


def test_a_place_that_the_wording_places_is_not_appended() -> None:
    wording = Property(datatype="entity", sentence="at {where} {value} led {subject}")
    made = statement(property=wording, where=LIGHTHOUSE)
    assert sentence(made) == "At the old lighthouse Jane Ash led the Harbour Guard."


def test_who_claims_it_comes_first() -> None:
    made = statement(attributed_to=OFFICE)
    assert sentence(made) == (
        "According to the harbour office, the Harbour Guard were led by Jane Ash."
    )


def test_who_claims_it_is_named_once() -> None:
    made = statement(attributed_to=OFFICE, own_sentence="{by} says that {value} led {subject}")
    assert sentence(made) == "The harbour office says that Jane Ash led the Harbour Guard."


def test_a_claim_of_nobody_named_is_marked() -> None:
    made = statement(unattributed=True)
    assert sentence(made) == (
        "According to people the source does not name, the Harbour Guard were led by Jane Ash."
    )


def test_attribution_of_a_plain_fact_is_empty() -> None:
    assert attribution(statement()) == ""


def test_attribution_comes_before_the_date_of_a_claim() -> None:
    shown = said("It burns", when="1904", attributed_to=OFFICE)
    assert shown == "According to the harbour office, in 1904, Jane Ash said: “It burns”."


def test_an_own_sentence_says_when_and_where_itself() -> None:
    made = statement(own_sentence="it was {value} who led {subject}", when="1904", where=LIGHTHOUSE)
    assert sentence(made) == "It was Jane Ash who led the Harbour Guard."


def test_an_own_sentence_keeps_its_attribution() -> None:
    made = statement(own_sentence="it was {value}", unattributed=True)
    assert sentence(made) == "According to people the source does not name, it was Jane Ash."


@pytest.mark.parametrize("words", ["It burns", "It burns.", "Does it burn?", "It burns!"])
def test_quotation_marks_and_one_full_stop(words: str) -> None:
    shown = said(words)
    assert shown.startswith(f"Jane Ash said: “{words}”")
    assert shown.count(".") + shown.count("?") + shown.count("!") == 1
    assert shown.endswith((".", "”"))


@pytest.mark.parametrize(
    "ending", ["it burns.", "it burns", "does it burn?", "‘it burns.’", '"it burns."']
)
def test_one_full_stop_behind_any_text(ending: str) -> None:
    shown = sentence(Statement(subject=ASH, property=ANNOUNCED, value_text=ending))
    assert shown.startswith("Jane Ash announced that ")
    assert len([sign for sign in shown if sign in ".?"]) == 1


@pytest.mark.parametrize(
    ("quantity", "unit", "shown"),
    [
        ("46", "keepers", "46 keepers"),
        ("~19270", "keepers", "about 19,270 keepers"),
        (">=4", "boats", "at least 4 boats"),
        (">1100", "boats", "more than 1,100 boats"),
        ("35..60", "keepers", "between 35 and 60 keepers"),
        ("50|60", "keepers", "50 or 60 keepers"),
        ("75", "%", "75%"),
        ("75", "", "75"),
    ],
)
def test_quantities(quantity: str, unit: str, shown: str) -> None:
    assert strength(quantity, unit) == f"The Harbour Guard had {shown}."


def test_the_first_letter_is_a_capital_behind_a_quotation_mark_too() -> None:
    paper = Entity(kind="document", label="“the lamp is lit”")
    wording = Property(datatype="text", sentence="{subject} tells {value}")
    shown = sentence(Statement(subject=paper, property=wording, value_text="of the lamp"))
    assert shown == "“The lamp is lit” tells of the lamp."


def test_a_stem_is_filled_with_names_and_dates() -> None:
    made = Statement(subject=LIGHTING, property=HAPPENED, value_date="1904-03-01", when="1904")
    assert fill("{value.ask} {subject.question}?", made) == "on what date was the lamp lit?"
    assert fill("{subject.name}: {value} ({when})", made) == (
        "first lighting: 1 March 1904 (in 1904)"
    )


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2018-05-03", "by 3 May 2018"),
        ("/2018-05-03", "by 3 May 2018"),
        ("../2018-05", "by May 2018"),
        ("2018-06-04/2018-06-07", "by 7 June 2018"),
    ],
)
def test_a_deadline_is_told_by_its_end(date: str, told: str) -> None:
    by = Property(datatype="date", sentence="{subject} [was|were] ready by {value}")
    assert sentence(statement(property=by, value_entity=None, value_date=date)) == (
        f"The Harbour Guard were ready {told}."
    )


@pytest.mark.parametrize(
    ("date", "asked"),
    [
        ("1904-03-01", "on what date"),
        ("1904-03", "in which month and year"),
        ("1904-21", "in which season and year"),
        ("1904", "in which year"),
        ("190X", "in which decade"),
        ("19XX", "in which century"),
        ("1904/1905", "from when to when"),
    ],
)
def test_how_a_date_is_asked_for(date: str, asked: str) -> None:
    made = Statement(subject=LIGHTING, property=HAPPENED, value_date=date)
    assert fill("{value.ask}", made) == asked


def test_what_happened_by_a_day_is_asked_for_so() -> None:
    span = Property(datatype="date", sentence="{subject} [was|were] lit {value}", marks="span")
    made = Statement(subject=LIGHTING, property=span, value_date="/1904-03")
    assert fill("{value.ask}", made) == "by when"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on 7 May 2018, the army came", "on 7 May 2018 the army came"),
        ("in May 2018, the army came", "in May 2018 the army came"),
        ("by 2018, the army had come", "by 2018 the army had come"),
        # A place behind it stands between two commas.
        ("on 7 May 2018, in Port, the army came", "on 7 May 2018, in Port, the army came"),
        ("the army came on 7 May 2018, and stayed", "the army came on 7 May 2018, and stayed"),
        ("in the end, the army came", "in the end, the army came"),
    ],
)
def test_behind_other_words_there_is_no_pause_after_the_date(text: str, told: str) -> None:
    assert run_on(text) == told
