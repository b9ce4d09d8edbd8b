"""What the tests of the reading pages share: opening a page, and a learner who knows things."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts import knowledge, practice
from quizzes.facts.models import Statement
from tests.factories import EntityFactory, EntityPropertyFactory, StatementFactory


def read(client: Client, name: str, *args: str, **query: str) -> str:
    """Open the page ``name``, which must be there, and return its HTML."""
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def text_of(html: str) -> str:
    """The words of the page's main part with single spaces, without mark-up."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def queries_of(client: Client, name: str, *args: str, **query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(client, name, *args, **query)
    return len(captured)


def claim_property() -> Any:
    """A property whose subject is who says it."""
    return EntityPropertyFactory(
        slug="announced",
        label="announced that",
        datatype="text",
        is_claim=True,
        single_valued=False,
        single_subject=False,
        sentence="{subject} announced that {value}",
        ask_value="",
        ask_subject="Who announced that {value}?",
    )


def part_of(subject: Any, whole: Any, **values: Any) -> Statement:
    """State that ``subject`` is a part of ``whole``."""
    prop = EntityPropertyFactory(
        slug="part-of", label="is part of", marks="parent", sentence="{subject} is part of {value}"
    )
    return stated(subject, prop, value_entity=whole, **values)


def stated(subject: Any, prop: Any, **values: Any) -> Statement:
    """State something other than a date."""
    statement: Statement = StatementFactory(
        subject=subject, property=prop, **{"value_date": "", **values}
    )
    return statement


def labelled(label: str, **values: Any) -> Any:
    """An entity with one published fact, a date, told of it."""
    entity = EntityFactory(label=label, **values)
    StatementFactory(subject=entity)
    return entity


@contextmanager
def knowing(provider: knowledge.Provider) -> Iterator[None]:
    """Let ``provider`` alone tell what readers know."""
    before = list(knowledge._providers)
    knowledge._providers[:] = [provider]
    try:
        yield
    finally:
        knowledge._providers[:] = before


@contextmanager
def judging(judge: practice.Judge) -> Iterator[None]:
    """Let ``judge`` alone tell what is not asked, and why."""
    before = list(practice._judges)
    practice._judges[:] = [judge]
    try:
        yield
    finally:
        practice._judges[:] = before
