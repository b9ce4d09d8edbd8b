"""Small fact bases for the tests of the question bank: a war in a place that never was."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Source, Statement
from quizzes.facts.signals import one_change
from tests.factories import (
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
)

PLACES = [
    "the harbour",
    "the northern gate",
    "the airfield",
    "a customs house",
    "the radio station",
    "the old mill",
    "two villages",
    "the fish market",
]
PEOPLE = ["Omar Salem", "Huda Faraj", "Nuri Zayed", "Layla Hamdan", "Idris Kamil", "Sami Tawfik"]
P = ParamSpec("P")
R = TypeVar("R")
UNITS = ["River Column", "Fifth Regiment", "Guard of the Hills", "Coast Patrol", "Sapper Corps"]


def at_once(make: Callable[P, R]) -> Callable[P, R]:
    """Make all facts in one change, so that the bank follows once and not after every record."""

    @wraps(make)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with one_change():
            return make(*args, **kwargs)

    return inside


def event(what: str) -> Entity:
    """An event: the army captured ``what``."""
    made: Entity = EventFactory(
        label=f"capture of {what}",
        clause=f"the army captured {what}",
        question_clause=f"did the army capture {what}",
    )
    return made


def capture(what: str, day: str, **fields: Any) -> Statement:
    """A published fact with a source: on ``day`` the army captured ``what``."""
    fields.setdefault("subject", None)
    fields["subject"] = fields["subject"] or event(what)
    made: Statement = StatementFactory(value_date=day, **fields)
    return made


@at_once
def captures(count: int = 5) -> list[Statement]:
    """As many captures, nine days apart from 3 March 2018 on."""
    days = ["2018-03-03", "2018-03-12", "2018-03-21", "2018-03-30", "2018-04-08", "2018-04-17"]
    return [
        capture(what, day, slug=f"capture-{n}")
        for n, (what, day) in enumerate(zip(PLACES, days[:count], strict=False))
    ]


@at_once
def commands(count: int = 5) -> list[Statement]:
    """Units and who commanded them; a unit has one commander and a commander one unit."""
    return [
        CommanderFactory(
            slug=f"command-{n}",
            subject=EntityFactory(kind="unit", label=unit, takes_the=True),
            value_entity=EntityFactory(label=person),
        )
        for n, (unit, person) in enumerate(zip(UNITS[:count], PEOPLE, strict=False))
    ]


def said_property() -> Property:
    return Property.objects.get_or_create(
        slug="said",
        defaults={
            "label": "said",
            "datatype": "quotation",
            "single_subject": True,
            "is_claim": True,
            "sentence": "{subject} said: {value}",
            "ask_subject": "Who said: {value}?",
        },
    )[0]


def losses_property() -> Property:
    return Property.objects.get_or_create(
        slug="lost",
        defaults={
            "label": "lost",
            "datatype": "quantity",
            "single_valued": True,
            "sentence": "{subject} lost {value}",
            "ask_value": "How many vehicles did {subject} lose?",
        },
    )[0]


def population_property() -> Property:
    return Property.objects.get_or_create(
        slug="population",
        defaults={
            "label": "population",
            "datatype": "quantity",
            "single_valued": True,
            "sentence": "{subject} has {value}",
            "ask_value": "How many inhabitants does {subject} have?",
        },
    )[0]


def quantity(value: str, prop: Property, unit: str, **fields: Any) -> Statement:
    fields.setdefault("subject", None)
    fields["subject"] = fields["subject"] or EntityFactory(kind="place", label="Port Nuri")
    made: Statement = StatementFactory(
        property=prop, value_date="", value_quantity=value, unit=unit, **fields
    )
    return made


def quotation(speaker: Entity, words: str, **fields: Any) -> Statement:
    made: Statement = StatementFactory(
        subject=speaker, property=said_property(), value_date="", value_text=words, **fields
    )
    return made


@at_once
def quotations() -> list[Statement]:
    words = ["The road is open", "We shall rebuild the bridge", "Nobody was asked", "It is quiet"]
    return [
        quotation(EntityFactory(label=person), text, slug=f"quotation-{n}")
        for n, (person, text) in enumerate(zip(PEOPLE, words, strict=False))
    ]


def newspaper(name: str) -> Source:
    made: Source = SourceFactory(title=name, cite_as=name)
    return made


def cite(statement: Statement, source: Source) -> None:
    CitationFactory(statement=statement, source=source)


@at_once
def disputed_capture(first: str = "2018-03-14", second: str = "2018-03-25") -> list[Statement]:
    """One capture that two newspapers date differently."""
    rows = []
    subject = event("the water tower")
    for slug, day, name in (
        ("tower-herald", first, "the Herald"),
        ("tower-mail", second, "the Mail"),
    ):
        row = capture("", day, subject=subject, slug=slug, cited=False)
        cite(row, newspaper(name))
        rows.append(row)
    return rows


def built() -> dict[str, Question]:
    """The bank after a full build, by key."""
    build_bank()
    return {question.key: question for question in Question.objects.all()}


def published() -> dict[str, Question]:
    """The published questions after a full build, by key."""
    return {key: question for key, question in built().items() if question.status == "published"}


def key_of(question: Question) -> str:
    """The text of a choice's right option."""
    (text,) = [option["text"] for option in question.options if option["correct"]]
    return str(text)


def wrong_of(question: Question) -> list[str]:
    """The texts of a choice's wrong options, in the order shown."""
    return [option["text"] for option in question.options if not option["correct"]]
