"""What an editor gets wrong in a statement is said plainly, by field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from quizzes.facts.models import Entity, Property, Statement
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def messages(statement: Statement) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        statement.clean()
    found: dict[str, list[str]] = refused.value.message_dict
    return found


def dated(subject: Entity, marks: str, date: str, **fields: Any) -> Statement:
    """A published fact that ``subject`` began, ended or happened on ``date``."""
    made: Statement = StatementFactory(
        subject=subject, property=date_property(marks), value_date=date, **fields
    )
    return made


def date_property(marks: str) -> Property:
    made: Property = DatePropertyFactory(slug=f"marks-{marks or 'nothing'}", marks=marks)
    return made


def opened(subject: Entity, date: str) -> Statement:
    """A new statement about a day in the course of an event, not yet saved."""
    return Statement(subject=subject, property=date_property(""), value_date=date)


@pytest.fixture
def battle() -> Entity:
    """An event of 7 May to 1 June 2018."""
    battle: Entity = EventFactory(label="battle of the bridge")
    dated(battle, "start", "2018-05-07")
    dated(battle, "end", "2018-06-01")
    return battle


def part_of(event: Entity, whole: Entity, **fields: Any) -> Statement:
    made: Statement = StatementFactory(
        subject=event,
        property=EntityPropertyFactory(slug="part-of", marks="parent"),
        value_date="",
        value_entity=whole,
        **fields,
    )
    return made


def test_it_works(battle: Entity) -> None:
    for day in ("2018-05-07", "2018-05-20", "2018-06-01", "2018-05", "2018", "2018-05/2018-07"):
        opened(battle, day).clean()


def test_a_date_after_the_end(battle: Entity) -> None:
    assert messages(opened(battle, "2018-06-07")) == {
        "value_date": [
            "7 June 2018 lies after the end of the event “battle of the bridge” (1 June 2018)."
        ]
    }


def test_a_date_before_the_beginning(battle: Entity) -> None:
    assert messages(opened(battle, "2018-04")) == {
        "value_date": [
            "April 2018 lies before the beginning of the event “battle of the bridge” (7 May 2018)."
        ]
    }


def test_when_is_held_against_the_event_too(battle: Entity) -> None:
    text = EntityPropertyFactory(slug="note", datatype="text")
    late = Statement(subject=battle, property=text, value_text="quiet", when="2019")
    assert messages(late) == {
        "when": ["2019 lies after the end of the event “battle of the bridge” (1 June 2018)."]
    }


def test_an_event_known_by_its_span(battle: Entity) -> None:
    capture = EventFactory(label="capture")
    dated(capture, "span", "2018-05-20")
    opened(capture, "2018-05-20").clean()
    assert "after the end of the event “capture”" in str(messages(opened(capture, "2018-05-21")))


def test_an_event_with_one_end_known() -> None:
    battle = EventFactory()
    dated(battle, "start", "2018-05-07")
    opened(battle, "2030").clean()
    assert messages(opened(battle, "2018-05-06"))


def test_an_event_without_dates_holds_nothing_back() -> None:
    opened(EventFactory(), "1066").clean()


def test_an_open_date_is_held_by_the_end_it_has(battle: Entity) -> None:
    opened(battle, "2018-05-20/..").clean()
    opened(battle, "../2018-05-20").clean()
    assert messages(opened(battle, "2018-06-02/.."))
    assert messages(opened(battle, "../2018-05-06"))


def test_the_whole_event_holds_its_parts(battle: Entity) -> None:
    capture = EventFactory(label="capture")
    part_of(capture, battle)
    happened = Statement(subject=capture, property=date_property("span"), value_date="2018-07-01")
    assert messages(happened) == {
        "value_date": [
            "1 July 2018 lies after the end of the event “battle of the bridge” (1 June 2018)."
        ]
    }
    happened.value_date = "2018-05-30"
    happened.clean()


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"rank": "deprecated"}])
def test_what_does_not_stand_holds_nothing(battle: Entity, fields: dict[str, str]) -> None:
    capture = EventFactory()
    part_of(capture, battle, **fields)
    Statement(subject=capture, property=date_property("span"), value_date="2019").clean()
    other = EventFactory()
    dated(other, "end", "2018-06-01", **fields)
    opened(other, "2019").clean()


def test_disputed_dates_make_the_event_longer(battle: Entity) -> None:
    dated(battle, "end", "2018-06-09")
    opened(battle, "2018-06-08").clean()


def test_a_date_of_an_event_is_not_held_against_its_rival() -> None:
    capture = EventFactory()
    dated(capture, "span", "2018-06-04")
    Statement(subject=capture, property=date_property("span"), value_date="2018-06-09").clean()


def test_a_saved_fact_is_not_held_against_itself(battle: Entity) -> None:
    end = battle.statements.get(property__marks="end")
    end.value_date = "2018-09"
    end.clean()
    start = battle.statements.get(property__marks="start")
    start.value_date = "2018-03"
    start.clean()


def test_an_event_does_not_end_before_it_begins(battle: Entity) -> None:
    end = battle.statements.get(property__marks="end")
    end.value_date = "2018-05-06"
    assert "before the beginning" in str(messages(end))
    start = battle.statements.get(property__marks="start")
    start.value_date = "2018-06-02"
    assert "after the end" in str(messages(start))


def test_people_are_not_events(battle: Entity) -> None:
    opened(EntityFactory(), "1066").clean()


def test_a_wrong_kind_of_subject_or_value() -> None:
    prop = EntityPropertyFactory(
        label="commander", subject_kinds=["unit", "event"], value_kinds=["person"]
    )
    ash, harbour = EntityFactory(label="Ash"), EntityFactory(label="Harbour", kind="place")
    wrong = Statement(subject=ash, property=prop, value_entity=harbour)
    assert messages(wrong) == {
        "subject": ["“Ash” is of the kind person; “commander” takes: military unit, event."],
        "value_entity": ["“Harbour” is of the kind place; “commander” takes: person."],
    }


@pytest.mark.parametrize(
    ("datatype", "column"),
    [
        ("date", "value_date"),
        ("quantity", "value_quantity"),
        ("text", "value_text"),
        ("quotation", "value_text"),
        ("entity", "value_entity"),
    ],
)
def test_a_value_in_the_wrong_column(datatype: str, column: str) -> None:
    prop = EntityPropertyFactory(slug="p", label="known as", datatype=datatype)
    given = {
        "value_date": "2018",
        "value_quantity": "7",
        "value_text": "x",
        "value_entity": EntityFactory(),
    }
    subject = EntityFactory()
    Statement(subject=subject, property=prop, **{column: given[column]}).clean()
    for other in set(given) - {column}:
        wrong = Statement(subject=subject, property=prop, **{other: given[other]})
        assert messages(wrong) == {
            column: ["“known as” needs its value here."],
            other: [f"The value of “known as” is of the type {datatype}; leave this empty."],
        }


def test_an_unreadable_number() -> None:
    prop = EntityPropertyFactory(slug="p", datatype="quantity")
    wrong = Statement(subject=EntityFactory(), property=prop, value_quantity="1,100")
    assert messages(wrong)["value_quantity"][0].startswith("“1,100” is not a quantity. Write")


def test_a_number_is_kept_in_its_usual_form() -> None:
    prop = EntityPropertyFactory(slug="p", datatype="quantity")
    fact = Statement(subject=EntityFactory(), property=prop, value_quantity=" ~ 1100.0 ")
    fact.clean()
    assert fact.value_quantity == "~1100"


@pytest.mark.parametrize("field", ["own_sentence", "own_stem", "own_subject_stem"])
def test_wrong_placeholders(field: str) -> None:
    fact = StatementFactory.build(
        subject=EntityFactory(), property=date_property(""), **{field: "When did {it} fall?"}
    )
    assert messages(fact)[field][0].startswith("“{it}” is not a placeholder")


def test_nothing_is_said_of_a_form_half_filled_in() -> None:
    Statement().clean()
    Statement(subject=EntityFactory(), value_date="2018").clean()


def test_an_unreadable_date_is_left_to_its_field(battle: Entity) -> None:
    opened(battle, "soon").clean()


def test_a_new_end_of_an_event_must_not_leave_its_facts_outside() -> None:
    war = EventFactory(label="war", kind="conflict")
    battle = EventFactory(label="battle")
    end = StatementFactory(
        subject=war, property=DatePropertyFactory(slug="ended", marks="end"), value_date="2019"
    )
    StatementFactory(
        subject=battle,
        property=EntityPropertyFactory(slug="part", marks="parent"),
        value_date="",
        value_entity=war,
    )
    inside = StatementFactory(slug="inside", subject=battle, value_date="2018-06-07")
    end.value_date = "2018-05"
    with pytest.raises(ValidationError) as refused:
        end.clean()
    assert "“inside”" in str(refused.value)
    assert "7 June 2018 lies after the end of the event" in str(refused.value)
    inside.status = Statement.Status.RETIRED
    inside.save()
    end.clean()


@pytest.mark.parametrize("role", ["value_entity", "where"])
def test_an_event_that_is_its_value_or_place(role: str) -> None:
    battle = EventFactory(label="battle")
    dated(battle, "span", "2018-05")
    fact = CommanderFactory(when="2018-05-20", **{role: battle})
    fact.clean()
    fact.when = "2018-07"
    assert list(messages(fact)) == ["when"]
    assert "lies after the end of the event “battle”" in messages(fact)["when"][0]


def test_by_when_needs_an_end() -> None:
    by = DatePropertyFactory(slug="by", label="was ready by", sentence="{subject} was by {value}")
    fact = StatementFactory.build(subject=EventFactory(), property=by, value_date="2018-05-03/..")
    assert messages(fact)["value_date"] == [
        "“was ready by” tells by when, and this time has no end. Write its latest day, month or "
        "year."
    ]


# What is to be a part of something.


def late_campaign() -> Entity:
    """An event of 2019, after the battle of the bridge."""
    campaign: Entity = EventFactory(label="late campaign", kind="conflict")
    dated(campaign, "start", "2019-01-01")
    dated(campaign, "end", "2019-12-31")
    return campaign


def link(part: Entity, whole: Entity, **fields: Any) -> Statement:
    """A new statement that one event is a part of another, not yet saved."""
    prop = EntityPropertyFactory(slug="part-of", marks="parent")
    fields = {"status": Statement.Status.PUBLISHED} | fields
    return Statement(subject=part, property=prop, value_entity=whole, **fields)


def test_a_part_must_not_have_its_facts_outside_the_whole(battle: Entity) -> None:
    campaign = late_campaign()
    end = battle.statements.get(property__marks="end")
    Statement.objects.filter(pk=end.pk).update(slug="a-first")
    assert messages(link(battle, campaign)) == {
        "value_entity": [
            "This would leave another fact, “a-first”, outside: 1 June 2018 lies before the "
            "beginning of the event “late campaign” (1 January 2019)."
        ]
    }
    link(battle, EventFactory()).clean()
    link(battle, campaign, status=Statement.Status.DRAFT).clean()
    link(battle, campaign, rank=Statement.Rank.DEPRECATED).clean()


def test_a_part_within_the_whole(battle: Entity) -> None:
    campaign = EventFactory()
    dated(campaign, "span", "2018")
    link(battle, campaign).clean()


def test_what_is_told_with_a_part_comes_along() -> None:
    campaign, raid, ambush = late_campaign(), EventFactory(), EventFactory()
    part_of(ambush, raid)
    seen = CommanderFactory(slug="seen", when="2018-05-20", where=ambush)
    assert "“seen”" in messages(link(raid, campaign))["value_entity"][0]
    seen.delete()
    link(raid, campaign).clean()
    dated(ambush, "span", "2018-05-20", slug="far")
    assert "“far”" in messages(link(raid, campaign))["value_entity"][0]


def test_what_a_whole_is_a_part_of_holds_too(battle: Entity) -> None:
    middle = EventFactory()
    part_of(middle, late_campaign())
    assert "“late campaign”" in messages(link(battle, middle))["value_entity"][0]


def test_parts_in_a_circle_come_to_an_end(battle: Entity) -> None:
    one, other = EventFactory(), EventFactory()
    part_of(one, other)
    part_of(other, one)
    link(battle, one).clean()
    link(one, battle).clean()
