"""The page of an entity: its names, whom it is not, and what is said of it, by it and in it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.models import Alias, Entity, Statement
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
)

from .reading import claim_property, labelled, part_of, queries_of, read, stated, text_of

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    person = labelled("Khalifa Haftar", description="A field marshal.")
    fact = person.statements.get()
    shown = read(client, "entity", person.slug)
    assert "<h1>Khalifa Haftar</h1>" in shown
    assert "A field marshal." in shown
    assert reverse("fact", args=[fact.slug]) in shown


def test_an_unknown_entity_is_not_found(client: Client) -> None:
    assert client.get(reverse("entity", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_without_a_published_fact_there_is_no_page(client: Client, status: str) -> None:
    person = EntityFactory()
    assert client.get(reverse("entity", args=[person.slug])).status_code == 404
    for role in ("subject", "where", "attributed_to"):
        StatementFactory(**{role: person}, status=status)
    CommanderFactory(value_entity=person, status=status)
    assert client.get(reverse("entity", args=[person.slug])).status_code == 404


def test_an_editor_sees_the_page_of_an_entity_without_facts(as_alice: Client, alice: User) -> None:
    person = EntityFactory(label="New One")
    assert as_alice.get(reverse("entity", args=[person.slug])).status_code == 404
    alice.user_permissions.add(Permission.objects.get(codename="view_entity"))
    assert "only editors see this page" in read(as_alice, "entity", person.slug)


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_unpublished_facts_stay_away(client: Client, status: str) -> None:
    person = labelled("Somebody")
    stated(person, claim_property(), value_text="a secret", status=status)
    assert "a secret" not in read(client, "entity", person.slug)


def test_other_names_stand_by_kind(client: Client) -> None:
    person = labelled("Khalifa Haftar")
    for kind, text in (
        (Alias.Kind.SPELLING, "Khalifa Hifter"),
        (Alias.Kind.ACRONYM, "KH"),
        (Alias.Kind.SCRIPT, "حفتر"),
        (Alias.Kind.SPELLING, "Haftar, Khalifa"),
        (Alias.Kind.ADDED, "Hifter"),
    ):
        AliasFactory(entity=person, kind=kind, text=text)
    shown = read(client, "entity", person.slug)
    text = text_of(shown)
    assert "spelling Haftar, Khalifa; Khalifa Hifter acronym KH" in text
    assert "name or spelling added by the editors Hifter" in text
    assert "<bdi>حفتر</bdi>" in shown
    assert "other script, added by the editors" in text


def test_whom_it_is_not_to_be_confused_with(client: Client) -> None:
    adnan = labelled("Adnan Al-Shaari")
    ateyah = labelled("Ateyah Al-Shaari", description="Led the Protection Force.")
    hidden = EntityFactory(label="Hidden Al-Shaari")
    adnan.different_from.add(ateyah, hidden)
    shown = text_of(read(client, "entity", adnan.slug))
    assert "Not to be confused with Ateyah Al-Shaari Led the Protection Force." in shown
    assert "Hidden" not in shown


def test_a_lookalike_without_description_is_told_by_its_facts(client: Client) -> None:
    adnan, ateyah = labelled("Adnan Al-Shaari"), EntityFactory(label="Ateyah Al-Shaari")
    adnan.different_from.add(ateyah)
    force = EntityFactory(label="Force", kind="unit")
    CommanderFactory(subject=ateyah, value_entity=force)
    CommanderFactory(
        subject=ateyah, value_entity=adnan, sensitivity=Statement.Sensitivity.RESTRICTED
    )
    shown = text_of(read(client, "entity", adnan.slug))
    card = shown[shown.index("Not to be") : shown.index("What the sources say")]
    assert "Ateyah Al-Shaari was commanded by Force." in card
    assert "commanded by Adnan" not in card


def test_facts_stand_by_what_they_are_to_it(client: Client) -> None:
    army = EntityFactory(label="army", kind="group", takes_the=True)
    stated(army, claim_property(), value_text="the city was taken")
    StatementFactory(subject=EventFactory(clause="fifty fell"), attributed_to=army)
    StatementFactory(subject=army)
    CommanderFactory(subject__label="First Brigade", value_entity=army)
    shown = text_of(read(client, "entity", army.slug))
    order = ["What the sources say", "The army took place", "Also named in", "The First Brigade"]
    order += ["What the army said", "These are claims"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    claims = shown[places[-1] :]
    assert "The army announced that the city was taken." in claims
    assert "According to the army, fifty fell" in claims


def test_what_happened_in_a_place(client: Client) -> None:
    place = EntityFactory(label="Derna", kind="place")
    StatementFactory(subject=EventFactory(clause="it rained"), where=place)
    shown = text_of(read(client, "entity", place.slug))
    assert "What happened here It rained on " in shown


def test_parts_stand_in_time(client: Client) -> None:
    battle = EntityFactory(label="battle", kind="conflict")
    late, early, undated = (EventFactory(label=label) for label in ("late", "early", "undated"))
    for event in (late, early, undated):
        part_of(event, battle)
    StatementFactory(subject=late, value_date="2018-06-01")
    StatementFactory(subject=early, value_date="2018-05-01")
    shown = text_of(read(client, "entity", battle.slug))
    assert "What belongs to it Early 1 May 2018 Late 1 June 2018 Undated" in shown
    assert "The late is part of battle" in text_of(read(client, "entity", late.slug))


def test_many_facts_stand_under_their_topics_in_time(client: Client) -> None:
    person = EntityFactory()
    second, first = TopicFactory(title="Second", position=2), TopicFactory(position=1)
    for day in range(9, 1, -1):
        StatementFactory(subject=person, topic=second, value_date=f"2018-05-0{day}")
    StatementFactory(subject=person, topic=first, value_date="2019")
    shown = text_of(read(client, "entity", person.slug))
    assert shown.index(first.title) < shown.index("2019") < shown.index("Second")
    assert shown.index("2 May 2018") < shown.index("9 May 2018")


def test_few_facts_need_no_headings(client: Client) -> None:
    fact = StatementFactory(topic__title="Some topic")
    assert "Some topic" not in read(client, "entity", fact.subject.slug)


def test_the_content_note_comes_first(client: Client) -> None:
    person = labelled("Somebody")
    assert "Content note" not in read(client, "entity", person.slug)
    StatementFactory(subject=person, sensitivity=Statement.Sensitivity.CONTEXT)
    shown = text_of(read(client, "entity", person.slug))
    assert shown.index("Content note: casualties") < shown.index("Somebody")
    StatementFactory(subject=person, sensitivity=Statement.Sensitivity.RESTRICTED)
    shown = text_of(read(client, "entity", person.slug))
    assert shown.index("Content note: killing") < shown.index("Somebody")


def test_the_sources_stand_with_what_they_support(client: Client) -> None:
    person, strong, weak = EntityFactory(), SourceFactory(title="Strong"), SourceFactory()
    facts = StatementFactory.create_batch(2, subject=person, cited=False)
    for fact in facts:
        CitationFactory(statement=fact, source=strong)
    CitationFactory(statement=facts[0], source=strong, locator="paragraph 2")
    CitationFactory(statement=facts[0], source=weak)
    CitationFactory(source=SourceFactory(title="Elsewhere"))
    shown = text_of(read(client, "entity", person.slug))
    assert "Where this is written Strong The Gazette, 12 June 2018 2 facts" in shown
    assert "Elsewhere" not in shown


def test_marks_stand_beside_a_fact(client: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07", attributed_to=EntityFactory())
    StatementFactory(subject=fact.subject, value_date="2018-05-09", rank="normal")
    StatementFactory(subject=fact.subject, value_date="2018-05-11", rank="deprecated")
    shown = text_of(read(client, "entity", fact.subject.slug))
    assert "on 7 May 2018. claim sources differ" in shown
    assert "on 9 May 2018. sources differ" in shown
    assert "on 11 May 2018. kept for the record" in shown


def test_names_are_escaped(client: Client) -> None:
    person = labelled("<script>alert(1)</script>")
    assert "<script>alert" not in read(client, "entity", person.slug)


def test_it_only_reads(client: Client) -> None:
    person = labelled("Somebody")
    assert client.post(reverse("entity", args=[person.slug])).status_code == 405


def test_as_many_queries_for_few_and_many(as_alice: Client) -> None:
    army = labelled("army", kind="group")
    counts = []
    for number in (1, 8):
        for _ in range(number):
            StatementFactory(subject=army)
            stated(army, claim_property(), value_text="something")
            StatementFactory(where=army)
            CommanderFactory(value_entity=army)
            part_of(EventFactory(), army)
            AliasFactory(entity=army)
            other = EntityFactory()
            CommanderFactory(subject=other)
            army.different_from.add(other)
        counts.append(queries_of(as_alice, "entity", army.slug))
    assert counts[0] == counts[1]


def test_a_place_has_its_map(client: Client) -> None:
    place = EntityFactory(kind=Entity.Kind.PLACE, latitude="32.76", longitude="22.64")
    StatementFactory(where=place)
    assert "place-map" in client.get(reverse("entity", args=[place.slug])).content.decode()
    nowhere = EntityFactory(kind=Entity.Kind.PLACE)
    StatementFactory(where=nowhere)
    assert "place-map" not in client.get(reverse("entity", args=[nowhere.slug])).content.decode()


def test_a_withheld_fact_names_its_subject_where_the_name_is_harmless(client: Client) -> None:
    """Else only what kind of thing it is about: the name of a killing would tell it."""
    painful = Statement.Sensitivity.RESTRICTED
    where = EntityFactory(label="Elsewhere")
    for label, number in (("battle of the bay", 2), ("killing at the bay", 1)):
        event = EntityFactory(label=label, kind=Entity.Kind.EVENT)
        stated(event, claim_property(), value_text="x", attributed_to=where, sensitivity=painful)
        if number > 1:
            StatementFactory(subject=event)
    html = read(client, "entity", where.slug)
    assert "about: battle of the bay</summary>" in html
    assert "about: event</summary>" in html
    assert "about: killing" not in html
