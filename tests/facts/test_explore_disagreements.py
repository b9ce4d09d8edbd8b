"""All disagreements side by side."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.facts.explore.disagreements import PER_PAGE
from quizzes.facts.models import Statement
from quizzes.facts.sentences import sentence
from tests.factories import (
    CitationFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
)

from .reading import claim_property, queries_of, read, stated, text_of

pytestmark = pytest.mark.django_db


def dispute(**values: object) -> list[Statement]:
    """Two dates of one event."""
    first: Statement = StatementFactory(value_date="2018-05-07", **values)
    second = {"subject": first.subject, "topic": first.topic} | values
    return [first, StatementFactory(**second, value_date="2018-05-09")]


def page(client: Client, **query: str) -> str:
    return text_of(read(client, "disagreements", **query))


def test_it_works(client: Client) -> None:
    event = EventFactory(question_clause="did the tower fall")
    first, second = dispute(subject=event, dispute_note="Two papers, two days.")
    html = read(client, "disagreements")
    shown = text_of(html)
    assert f"1 disagreement, 2 facts {first.topic.title} On what date did the tower fall?" in shown
    assert shown.index("7 May 2018") < shown.index("9 May 2018")
    assert shown.count("Two papers, two days.") == 1
    assert reverse("fact", args=[first.slug]) in html
    assert reverse("source", args=[first.citations.get().source.slug]) in html


def test_where_all_agree_it_says_so(client: Client) -> None:
    StatementFactory()
    assert "The sources agree, as far as the facts go." in page(client)


def test_claimants_and_shared_origins_are_named(client: Client) -> None:
    fact = dispute(attributed_to=EntityFactory(label="Ali"))[0]
    CitationFactory(statement=fact, source=SourceFactory(origin=fact.citations.get().source.origin))
    shown = page(client)
    assert "according to Ali" in shown
    assert shown.count("One origin: one witness.") == 1


def test_what_the_editors_mark_without_a_question_is_left_open(client: Client) -> None:
    lies = EntityPropertyFactory(
        slug="lies",
        datatype="text",
        sentence="{subject} lies {value}",
        ask_value="",
        single_valued=False,
    )
    tower = EntityFactory(label="tower", kind="place", takes_the=True)
    for value in ("in the east", "in the south"):
        stated(tower, lies, value_text=value, disputed_mark=True, dispute_note=value.upper())
    shown = page(client)
    assert "1 disagreement, 2 facts" in shown
    assert "The tower lies …" in shown
    assert shown.index("IN THE EAST") < shown.index("in the south") < shown.index("IN THE SOUTH")


def test_claims_about_different_things_stay_apart(client: Client) -> None:
    ali, omar = EntityFactory(label="Ali"), EntityFactory(label="Omar")
    for who, what, note in ((ali, "he died", "Died?"), (omar, "he lives", "Died?")):
        stated(who, claim_property(), value_text=what, disputed_mark=True, dispute_note=note)
    stated(ali, claim_property(), value_text="it rained", disputed_mark=True)
    shown = page(client)
    assert "2 disagreements" in shown
    assert "Ali and Omar Ali announced that he died." in shown


def test_two_groups_that_a_third_account_joins_become_one(client: Client) -> None:
    first, other = dispute(dispute_note="One")
    for fact in (first, other):
        fact.disputed_mark = True
        fact.save()
    elsewhere = StatementFactory(disputed_mark=True, dispute_note="Two")
    StatementFactory(subject=first.subject, value_date="2018-06", dispute_note="Two")
    shown = page(client)
    assert "1 disagreement, 4 facts" in shown
    assert elsewhere.value_text_for_people in shown


def test_one_topic_alone(client: Client) -> None:
    siege, battle = TopicFactory(title="Siege"), TopicFactory(title="Battle")
    dispute(topic=siege, subject__question_clause="did the siege begin")
    dispute(topic=battle, subject__question_clause="did the battle begin")
    shown = page(client, topic=siege.slug)
    assert "did the siege begin" in shown
    assert "did the battle begin" not in shown
    assert "did the battle begin" in page(client, topic="")


@pytest.mark.parametrize("topic", ["no-such-topic", "\0", "x" * 10_000])
def test_an_unknown_topic_is_not_found(client: Client, topic: str) -> None:
    assert client.get(reverse("disagreements"), {"topic": topic}).status_code == 404


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_what_is_not_published_disagrees_with_nothing(client: Client, status: str) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    StatementFactory(subject=fact.subject, value_date="2018-05-09", status=status)
    StatementFactory(disputed_mark=True, status=status)
    assert "0 disagreements" in page(client)


def test_painful_ones_stand_behind_their_note(client: Client) -> None:
    event = EventFactory(question_clause="did they kill him")
    dispute(subject=event, sensitivity=Statement.Sensitivity.RESTRICTED)
    html = read(client, "disagreements")
    before = html[: html.index("did they kill him")]
    assert before.count("<details") == before.count("</details>") + 1
    assert "Content note: killing" in before


def test_context_has_its_note_before_it(client: Client) -> None:
    event = EventFactory(question_clause="did ten fall")
    dispute(subject=event, sensitivity=Statement.Sensitivity.CONTEXT)
    shown = page(client)
    assert shown.index("Content note: casualties") < shown.index("did ten fall")


def test_htmx_gets_the_list_alone(client: Client) -> None:
    dispute()
    html = client.get(reverse("disagreements"), headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<div id="disagreements"')


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("disagreements")).status_code == 405


def test_as_many_queries_for_few_and_many(as_alice: Client) -> None:
    counts = []
    for number in (1, 10):
        for _ in range(number):
            dispute(attributed_to=EntityFactory())
        counts.append(queries_of(as_alice, "disagreements"))
    assert counts[0] == counts[1]


def test_what_is_unclear_in_itself_comes_last(client: Client) -> None:
    alone = StatementFactory(disputed_mark=True, dispute_note="It may mean either.")
    dispute(topic=alone.topic)
    text = page(client)
    assert text.index("9 May 2018") < text.index("Unclear in its source")
    assert text.index("Unclear in its source") < text.index("It may mean either.")


def test_accounts_of_several_things_are_read_in_full(client: Client) -> None:
    marked = {"disputed_mark": True, "dispute_note": "Both cannot be."}
    one, two = StatementFactory(**marked), StatementFactory(**marked)
    text = page(client)
    assert sentence(one) in text
    assert sentence(two) in text


def test_they_stand_under_their_topics_and_the_single_ones_last(client: Client) -> None:
    battle, siege = TopicFactory(title="Battle", position=2), TopicFactory(title="Siege")
    StatementFactory(topic=siege, disputed_mark=True, dispute_note="Unclear.")
    dispute(topic=battle)
    dispute(topic=siege)
    html = read(client, "disagreements")
    shown = text_of(html)
    assert "3 disagreements, 5 facts" in shown
    headings = ['<h2 id="topic-' + siege.slug, '<h2 id="topic-' + battle.slug, '<h2 id="unclear">']
    places = [html.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "One account each. The editors say what is unclear in it." in shown


def test_many_stand_on_several_pages(client: Client) -> None:
    topic = TopicFactory()
    for _ in range(PER_PAGE + 5):
        dispute(topic=topic)
    first, second = page(client), page(client, page="2", topic=topic.slug)
    assert f"{PER_PAGE + 5} disagreements, {2 * PER_PAGE + 10} facts" in first
    assert first.count("On what date did") == PER_PAGE
    assert second.count("On what date did") == 5
    assert "Page 2 of 2" in second
    html = read(client, "disagreements", topic=topic.slug)
    assert f'href="?topic={topic.slug}&amp;page=2"' in html


def test_the_heading_names_what_it_is_about_rather_than_a_headline(client: Client) -> None:
    marked = {"disputed_mark": True, "dispute_note": "How many?"}
    StatementFactory(subject__kind="place", subject__label="Derna", **marked)
    StatementFactory(subject__kind="document", subject__label="100K in the city", **marked)
    html = read(client, "disagreements")
    assert "<h3>Derna</h3>" in html


def test_a_name_gathers_what_only_an_editor_sees_together(client: Client) -> None:
    question = "When did the tower fall?"
    one = StatementFactory(dispute=question, dispute_note="Ask the Gazette.")
    other = StatementFactory(dispute=question, dispute_note="Ask the Gazette.")
    html = read(client, "disagreements")
    shown = text_of(html)
    assert "1 disagreement, 2 facts" in shown
    assert f"<h3>{question}</h3>" in html
    assert shown.count("Ask the Gazette.") == 1
    for fact in (one, other):
        assert sentence(fact) in shown
        assert reverse("source", args=[fact.citations.get().source.slug]) in html
    assert f"<h3>{question}</h3>" in read(client, "fact", one.slug)
    assert sentence(other) in text_of(read(client, "fact", one.slug))


def test_two_names_part_what_is_said_of_one_thing(client: Client) -> None:
    first, second = dispute()
    Statement.objects.filter(pk=first.pk).update(dispute="One?")
    Statement.objects.filter(pk=second.pk).update(dispute="Other?")
    assert "2 disagreements, 2 facts" in page(client)
    assert "Told by one account only" in page(client)


def test_an_account_without_a_name_joins_the_only_one_there_is(client: Client) -> None:
    first, second = dispute()
    Statement.objects.filter(pk=first.pk).update(dispute="When?")
    assert "1 disagreement, 2 facts" in page(client)
    assert "When?" in text_of(read(client, "fact", second.slug))


@pytest.mark.parametrize(
    ("names", "heading"),
    [
        (["Ali", "Omar"], "Ali and Omar"),
        (["Ali", "Omar", "Zaid"], "Ali, Omar and Zaid"),
        (["Ali", "Omar", "Zaid", "Yusuf"], "Ali, Omar and others"),
    ],
)
def test_without_a_name_at_most_three_are_told(
    client: Client, names: list[str], heading: str
) -> None:
    for name in names:
        StatementFactory(
            subject=EntityFactory(label=name), disputed_mark=True, dispute_note="Who was it?"
        )
    assert f"<h3>{heading}</h3>" in read(client, "disagreements")


def test_a_note_of_one_account_stands_under_it(client: Client) -> None:
    first, second = dispute(dispute_note="The Gazette wavers.")
    third = StatementFactory(
        subject=first.subject, value_date="2018-05-11", dispute_note="The Herald is alone."
    )
    for shown in (page(client), text_of(read(client, "fact", first.slug))):
        assert shown.count("The Gazette wavers.") == shown.count("The Herald is alone.") == 1
        assert shown.index("11 May 2018") < shown.index("The Herald is alone.")
        assert shown.index("The Herald is alone.") < shown.index("The Gazette wavers.")
    html = read(client, "fact", second.slug)
    card = html[html.index(reverse("fact", args=[third.slug])) :]
    assert "The Herald is alone." in card[: card.index("</li>\n  \n</ul>")]


def test_what_is_unclear_is_told_once_and_in_full(client: Client) -> None:
    fact = StatementFactory(disputed_mark=True, dispute_note="It may mean either.")
    html = read(client, "disagreements")
    assert f'<h3><a href="{reverse("fact", args=[fact.slug])}">{sentence(fact)}</a></h3>' in html
    assert html.count(sentence(fact)) == 1
    shown = text_of(read(client, "fact", fact.slug))
    assert "Unclear in its source" in shown
    assert "The sources differ" not in shown
    assert shown.count("It may mean either.") == 1


def test_any_number_may_share_a_note(client: Client) -> None:
    first = dispute(dispute_note="Nobody counted.", dispute="When it fell")[0]
    like_it = {"subject": first.subject, "property": first.property, "topic": first.topic}
    Statement.objects.bulk_create(
        Statement(
            slug=f"one-of-many-{n}",
            status="published",
            value_date="2018-05-07",
            dispute_note="Nobody counted.",
            dispute="When it fell",
            **like_it,
        )
        for n in range(400)
    )
    assert "Nobody counted." in text_of(read(client, "fact", first.slug))


def test_only_topics_with_disagreements_are_offered(client: Client) -> None:
    siege, calm, draft = (TopicFactory(title=title) for title in ("Siege", "Calm", "Secret"))
    dispute(topic=siege)
    StatementFactory(topic=calm)
    dispute(topic=draft, status="draft")
    html = read(client, "disagreements")
    assert "Siege</option>" in html
    assert "Calm" not in html
    assert "Secret" not in html
    assert "0 disagreements" in page(client, topic=calm.slug)
    assert client.get(reverse("disagreements"), {"topic": draft.slug}).status_code == 404
