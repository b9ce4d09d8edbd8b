"""Facts in any number for measuring: a made-up war with people, units, places and events."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

Row = dict[str, str]

_SYLLABLES = [f"{one}{other}" for one in "bdfghjklmnrstwyz" for other in "ai"]
_PROPERTIES = [
    {
        "slug": "many-happened",
        "label": "happened",
        "datatype": "date",
        "single_valued": "yes",
        "marks": "span",
        "sentence": "{subject.clause} {value.phrase}",
        "ask_value": "{value.ask} {subject.question}?",
        "ask_subject": "What happened {value.phrase}?",
    },
    {
        "slug": "many-commanded-by",
        "label": "commanded by",
        "datatype": "entity",
        "single_valued": "yes",
        "single_subject": "yes",
        "sentence": "{subject} [was|were] commanded by {value}",
        "ask_value": "Who commanded {subject}?",
        "ask_subject": "What did {value} command?",
    },
    {
        "slug": "many-stationed-in",
        "label": "stationed in",
        "datatype": "entity",
        "single_valued": "yes",
        "sentence": "{subject} [was|were] stationed in {value}",
        "ask_value": "Where [was|were] {subject} stationed?",
    },
    {
        "slug": "many-strength",
        "label": "strength",
        "datatype": "quantity",
        "single_valued": "yes",
        "sentence": "{subject} had {value}",
        "ask_value": "How many soldiers did {subject} have?",
    },
    {
        "slug": "many-said",
        "label": "said",
        "datatype": "quotation",
        "single_subject": "yes",
        "is_claim": "yes",
        "sentence": "{subject} said: {value}",
        "ask_subject": "Who said: {value}?",
    },
]


def surroundings(count: int) -> dict[str, list[Row]]:
    """Return what ``count`` statements speak of: records by kind, their fields as text."""
    draw = random.Random(count)
    entities: list[Row] = []
    for n in range(count // 8):
        name = _name(draw)
        entities.append({"slug": f"many-person-{n}", "kind": "person", "label": name})
    for n in range(count // 5):
        label = f"{_name(draw).split()[0]} {draw.choice(['Brigade', 'Column', 'Guard'])} {n}"
        unit = {"slug": f"many-unit-{n}", "kind": "unit", "label": label, "takes_the": "yes"}
        entities.append(unit)
    for n in range(count // 20):
        # With a number that no unit has, which would tell who was stationed there.
        label = f"{_name(draw).split()[0]} {count + n}"
        entities.append({"slug": f"many-place-{n}", "kind": "place", "label": label})
    for n in range(count - 3 * (count // 5) - count // 8):
        what = f"{_name(draw).split()[1]} hill {n}"
        entities.append(
            {
                "slug": f"many-event-{n}",
                "kind": "event",
                "label": f"capture of {what}",
                "takes_the": "yes",
                "clause": f"the army captured {what}",
                "question_clause": f"did the army capture {what}",
            }
        )
    return {
        "sources": [
            {
                "slug": f"many-source-{n}",
                "title": f"Report {n}",
                "kind": "report",
                "origin": f"many-source-{n}",
                "cite_as": f"report {n} of the commission",
            }
            for n in range(10)
        ],
        "topics": [{"slug": "many-topic", "title": "Many facts"}],
        "entities": entities,
        "properties": [dict(row) for row in _PROPERTIES],
    }


def statements(count: int) -> list[Row]:
    """Return ``count`` statements, their fields as text; citations as a table writes them."""
    draw = random.Random(count)
    rows = []
    for n, (subject, prop, value, more) in enumerate(_said(count, draw)):
        rows.append(
            {
                "slug": f"many-{n}",
                "subject": subject,
                "property": prop,
                "value": value,
                "topic": "many-topic",
                "importance": str(1 + n % 3),
                "citations": f"many-source-{n % 10}: para. {n}; many-source-{(n + 3) % 10}: p. 2",
                **more,
            }
        )
    return rows


def _said(count: int, draw: random.Random) -> Iterator[tuple[str, str, str, Mapping[str, str]]]:
    people, units, places = count // 8, count // 5, count // 20
    # As many to a year, however many there are, or all would lie nearer in time among more.
    years = 30 * max(1, count // 1000)
    for n in range(units):
        when = {"when": f"{1000 + n % years}"}
        yield f"many-unit-{n}", "many-commanded-by", f"many-person-{n % people}", when
        yield f"many-unit-{n}", "many-stationed-in", f"many-place-{n % places}", when
        yield f"many-unit-{n}", "many-strength", str(draw.randint(20, 900)), {"unit": "soldiers"}
    for n in range(people):
        words = " ".join(_name(draw).casefold() for _ in range(4))
        yield f"many-person-{n}", "many-said", f"We hold {words}.", {}
    for n in range(count - 3 * units - people):
        day = date(1000, 1, 1) + timedelta(days=draw.randint(0, 10 * count))
        yield f"many-event-{n}", "many-happened", day.isoformat(), {}


def _name(draw: random.Random) -> str:
    words = ("".join(draw.choices(_SYLLABLES, k=draw.randint(2, 3))) for _ in range(2))
    return " ".join(word.capitalize() for word in words)
