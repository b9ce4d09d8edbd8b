"""Searching: names in any spelling, facts by their words, and odd things typed."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quizzes.facts.explore import word_index
from quizzes.facts.explore.finding import MOST_ENTRIES, MOST_FACTS
from quizzes.facts.explore.names import Fit, fit, sounds_alike, wanted
from quizzes.facts.models import Alias, Entity, Statement
from quizzes.lib.names import same_arabic_name
from tests.factories import AliasFactory, EntityFactory, EntityPropertyFactory, StatementFactory

from .reading import labelled, queries_of, read, stated, text_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def haftar(db: None) -> Entity:
    entity: Entity = labelled("Khalifa Haftar")
    AliasFactory(entity=entity, text="Khalifa Hifter")
    AliasFactory(entity=entity, text="خليفة حفتر", kind=Alias.Kind.SCRIPT)
    return entity


def names_found(client: Client, query: str) -> list[str]:
    response = client.get(reverse("search"), {"q": query})
    assert response.status_code == 200
    return [entry.entity.label for entry in response.context["found"].entries]


def facts_found(client: Client, query: str) -> list[str]:
    response = client.get(reverse("search"), {"q": query})
    return [line.statement.slug for line in response.context["found"].facts]


def counted(number: str, **values: Any) -> Statement:
    """A fact that tells how many there were of something."""
    strength = EntityPropertyFactory(
        slug="strength", datatype="quantity", sentence="{subject} counted {value}", ask_value=""
    )
    return stated(
        EntityFactory(kind="unit"), strength, value_quantity=number, unit="people", **values
    )


def test_the_particles_of_names_have_many_spellings(client: Client, db: None) -> None:
    brigade = labelled("Abu Salim Martyrs Brigade", kind="unit")
    prop = EntityPropertyFactory(slug="did", datatype="text", sentence="{subject} {value}")
    fact = stated(brigade, prop, value_text="held the gate")
    labelled("Salim Abdali")
    for query in ("Abo Salim", "abou salim", "Abi Salim", "Abo Saleem"):
        assert names_found(client, query) == ["Abu Salim Martyrs Brigade"]
        assert fact.slug in facts_found(client, query)


def test_it_works(client: Client, haftar: Entity) -> None:
    shown = read(client, "search", q="Haftar")
    assert reverse("entity", args=[haftar.slug]) in shown
    assert "1 name, 1 fact" in text_of(shown)


@pytest.mark.parametrize(
    "query",
    [
        *("Haftar", "haftar", "HAFTAR", "Hifter", "Haftr", "Heftar", "Khalifa", "khalifa haftar"),
        *("General Haftar", "haftar khalifa", "Khal", "حفتر", "خليفة حفتر", "Khalifah Hafter"),
    ],
)
def test_any_spelling_finds_a_name(client: Client, haftar: Entity, query: str) -> None:
    labelled("Ateyah Al-Shaari")
    assert names_found(client, query) == ["Khalifa Haftar"]


@pytest.mark.parametrize("query", ["Mesmari", "el-Mismary", "Elmismari", "mismar"])
def test_an_article_and_other_vowels_do_not_matter(client: Client, db: None, query: str) -> None:
    labelled("Ahmed al-Mismari")
    assert names_found(client, query) == ["Ahmed al-Mismari"]


def test_the_alias_that_matched_is_shown(client: Client, haftar: Entity) -> None:
    assert "(Khalifa Hifter)" in text_of(read(client, "search", q="Hifter"))
    assert "Hifter" not in text_of(read(client, "search", q="Khalifa Haftar"))


def test_the_whole_name_comes_before_a_part_of_a_longer_one(client: Client, db: None) -> None:
    for label in ("Derna Protection Force", "Derna", "capture of Derna"):
        labelled(label)
    assert names_found(client, "derna") == ["Derna", "Derna Protection Force", "capture of Derna"]


def test_a_fact_is_found_by_the_words_of_its_sentence(client: Client, db: None) -> None:
    fact = StatementFactory(subject__clause="the army captured the lighthouse")
    StatementFactory(subject__clause="the army captured the harbour")
    assert facts_found(client, "lighthouse captured") == [fact.slug]
    assert facts_found(client, "captured the lighthouse in") == []


def test_a_fact_is_found_by_its_date_and_by_another_spelling(
    client: Client, haftar: Entity
) -> None:
    fact = haftar.statements.get()
    fact.value_date = "2018-05-07"
    fact.save()
    assert facts_found(client, "7 May 2018") == [fact.slug]
    assert facts_found(client, "Hifter May") == [fact.slug]
    assert facts_found(client, "Hifter June") == []


NUMBERS = [
    ("1200", ["1,200", "1200", "1.200", "1 200", "twelve hundred", "1,200 people"]),
    ("12", ["twelve", "12", "Twelve people"]),
    ("2000", ["two thousand", "2,000", "2000", "2k"]),
    ("~19270", ["19270", "19,270", "nineteen thousand two hundred and seventy"]),
    ("50|60", ["fifty", "60"]),
]


@pytest.mark.parametrize(
    ("stored", "query"), [(stored, query) for stored, typed in NUMBERS for query in typed]
)
def test_a_fact_is_found_by_its_number(client: Client, db: None, stored: str, query: str) -> None:
    fact = counted(stored)
    counted("777")
    assert facts_found(client, query) == [fact.slug]


@pytest.mark.parametrize("query", ["20", "twenty", "Twenty fell"])
def test_a_number_that_the_sentence_puts_in_words_is_found_too(
    client: Client, db: None, query: str
) -> None:
    fact = counted("20", own_sentence="twenty people fell")
    assert facts_found(client, query) == [fact.slug]


def test_the_number_itself_comes_before_longer_ones(client: Client, db: None) -> None:
    longer, fact = counted("125", importance=3), counted("12", importance=1)
    assert facts_found(client, "12") == [fact.slug, longer.slug]
    assert facts_found(client, "twelve") == [fact.slug]


DAYS = ["12th May 2018", "12/5/2018", "May 12", "2018-05-12", "12 May", "May 12, 2018", "12.5.2018"]


@pytest.mark.parametrize("query", DAYS)
def test_a_fact_is_found_by_its_day(client: Client, db: None, query: str) -> None:
    fact = StatementFactory(value_date="2018-05-12")
    StatementFactory(value_date="2018-05-11", subject__clause="the army captured 12 places")
    assert facts_found(client, query) == [fact.slug]


@pytest.mark.parametrize("query", DAYS)
def test_a_fact_is_found_by_a_day_it_holds_on_or_speaks_of(
    client: Client, db: None, query: str
) -> None:
    begun = StatementFactory(value_date="2018-05-12/2018-06-03", importance=3)
    told = StatementFactory(subject__clause="the news of 12 May 2018 spread", value_date="2018-06")
    assert facts_found(client, query) == [begun.slug, told.slug]


@pytest.mark.parametrize("query", ["20 thousand", "20k", "20,000", "twenty thousand"])
def test_a_scale_behind_figures_is_part_of_them(client: Client, db: None, query: str) -> None:
    """Not the 20 of one number and the thousand of another."""
    fact = StatementFactory(own_sentence="20,000 people came")
    StatementFactory(own_sentence="in 2015 a thousand people came")
    assert facts_found(client, query) == [fact.slug]


@pytest.mark.parametrize("query", ["ben qumu", "bin qumu", "ibn qumu", "Ben-Qumu"])
@pytest.mark.parametrize("name", ["Abu Sufian bin Qumu", "Sufian Ben Qumu", "Ibn Qumu"])
def test_particles_of_names_are_alike(client: Client, db: None, query: str, name: str) -> None:
    person = EntityFactory(label=name)
    fact = StatementFactory(subject=person)
    StatementFactory(subject__label="Osama bin Laden")
    html = read(client, "search", q=query)
    assert reverse("entity", args=[person.slug]) in html
    assert facts_found(client, query) == [fact.slug]


@pytest.mark.parametrize("query", ["May 2018", "2018-05", "5/2018", "may 2018 captured"])
def test_a_fact_is_found_by_its_month(client: Client, db: None, query: str) -> None:
    fact = StatementFactory(value_date="2018-05-12")
    StatementFactory(value_date="2018-06-12")
    assert facts_found(client, query) == [fact.slug]


def test_a_date_and_a_name_must_both_be_there(client: Client, haftar: Entity) -> None:
    fact = haftar.statements.get()
    fact.value_date = "2018-05-07"
    fact.save()
    StatementFactory(value_date="2018-05-07")
    assert facts_found(client, "Hifter 7/5/2018") == [fact.slug]
    assert facts_found(client, "Hifter 8/5/2018") == []


GADDAFI = ["Gaddafi", "Qaddafi", "Gadhafi", "Kadafi", "Khadafi", "al-Qadhafi", "Qadhdhafi"]


@pytest.mark.parametrize("query", [*GADDAFI, "القذافي"])
@pytest.mark.parametrize("name", GADDAFI)
def test_a_name_is_found_whatever_its_qaf_is_written_with(
    client: Client, db: None, name: str, query: str
) -> None:
    labelled(f"Muammar {name}")
    labelled("Khalifa Haftar")
    assert names_found(client, query) == [f"Muammar {name}"]


def test_grading_still_tells_such_names_apart() -> None:
    assert not same_arabic_name("galib", "kalib")
    assert sounds_alike("galib", "kalib")


@pytest.mark.parametrize("word", ["group", "great", "corporal", "bakery", "a" * 100])
def test_an_english_word_is_not_taken_for_a_name(client: Client, db: None, word: str) -> None:
    for label in ("Corp", "Kurd Council", "Crete", "Abu Bakr", "end of a walk"):
        labelled(label)
    assert names_found(client, word) == []


@pytest.mark.parametrize("query", ["Gaddafi", "Khadafi", "القذافي"])
def test_a_name_inside_a_sentence_alone_is_found_too(client: Client, db: None, query: str) -> None:
    fact = StatementFactory(subject__clause="the rule of Muammar Qaddafi ended")
    StatementFactory()
    assert facts_found(client, query) == [fact.slug]


def test_arabic_script_finds_latin_names_after_those_it_is_written_for(
    client: Client, haftar: Entity
) -> None:
    labelled("Omar Hafter")
    assert names_found(client, "حفتر") == ["Khalifa Haftar", "Omar Hafter"]
    labelled("Derna", kind="place")
    assert names_found(client, "درنة") == ["Derna"]


def test_when_nothing_is_found_it_says_what_to_try(client: Client, haftar: Entity) -> None:
    html = read(client, "search", q="no such thing")
    shown = text_of(html)
    assert "Nothing was found for “no such thing”." in shown
    assert "one word of it" in shown
    for page in ("timeline", "places"):
        assert reverse(page) in html
    assert "one word of it" not in text_of(read(client, "search", q="Haftar"))


def test_facts_follow_every_change(client: Client, db: None) -> None:
    fact = StatementFactory(subject__clause="the army captured the lighthouse")
    assert facts_found(client, "lighthouse") == [fact.slug]
    fact.subject.clause = "the army captured the tower"
    fact.subject.save()
    assert facts_found(client, "lighthouse") == []
    assert facts_found(client, "tower") == [fact.slug]
    fact.status = Statement.Status.RETIRED
    fact.save()
    assert facts_found(client, "tower") == []


def test_what_is_kept_of_the_words_never_shows_what_is_withdrawn(client: Client, db: None) -> None:
    fact = StatementFactory(subject__clause="the army captured the tower")
    assert facts_found(client, "tower") == [fact.slug]
    # Behind the back of the history.
    Statement.objects.filter(pk=fact.pk).update(status=Statement.Status.RETIRED)
    assert "captured the tower" not in read(client, "search", q="tower")


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_what_is_not_published_is_not_found(client: Client, db: None, status: str) -> None:
    hidden = EntityFactory(label="Hidden One")
    AliasFactory(entity=hidden, text="Secret Name")
    StatementFactory(subject=hidden, status=status)
    EntityFactory(label="Hidden Two")
    for query in ("Hidden", "Secret", "captured"):
        shown = text_of(read(client, "search", q=query))
        assert "Nothing was found" in shown
        assert "Hidden One" not in shown


def test_the_most_important_fact_comes_first(client: Client, db: None) -> None:
    detail, central, useful = (StatementFactory(importance=number) for number in (1, 3, 2))
    assert facts_found(client, "captured") == [central.slug, useful.slug, detail.slug]


def test_results_are_bounded_and_say_so(client: Client, db: None) -> None:
    for number in range(MOST_FACTS + 1):
        labelled(f"Brigade {number}", kind="unit")
    shown = text_of(read(client, "search", q="brigade"))
    assert f"{MOST_FACTS + 1} names, {MOST_FACTS + 1} facts" in shown
    assert f"The best {MOST_ENTRIES} are shown." in shown
    assert f"The best {MOST_FACTS} are shown." in shown


def test_painful_facts_stay_closed(client: Client, db: None) -> None:
    event = EntityFactory(kind="event", label="killing at the pier", clause="they killed him")
    StatementFactory(subject=event, sensitivity=Statement.Sensitivity.RESTRICTED)
    html = read(client, "search", q="kill")
    for text in ("They killed him on", "Killing at the pier"):
        before = html[: html.index(text)]
        assert before.count("<details") > before.count("</details>")
    assert "Content note" in html


@pytest.mark.parametrize("query", ["", " ", "\t", "\0"])
def test_nothing_typed_is_no_search(client: Client, db: None, query: str) -> None:
    shown = text_of(read(client, "search", q=query))
    assert "Type a name, a place, a word, a number or a date." in shown


@pytest.mark.parametrize(
    "query",
    [
        *(
            "…",
            "?!",
            "x" * 10_000,
            "derna " * 2_000,
            "\0",
            "der\0na",
            "[(*+?\\",
            ".*",
            "%_%",
            "'; DROP",
        ),
        *("<script>alert(1)</script>", "\ud83d\ude00", "٣٤", "al-", "the", "العربية", "\u202eabc"),
    ],
)
def test_odd_things_do_no_harm(client: Client, haftar: Entity, query: str) -> None:
    if "\ud83d" in query:
        query = query.encode("utf-16", "surrogatepass").decode("utf-16")
    shown = read(client, "search", q=query)
    assert "<script>alert" not in shown
    assert "\0" not in shown


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_can_be_compared_with_any_name(typed: str, name: str) -> None:
    want = wanted(typed)
    if want.words:
        assert fit(want, name) in (None, *Fit)


@given(st.text(max_size=60))
def test_a_name_finds_itself(name: str) -> None:
    want = wanted(name)
    if want.words and len(want.words) < 8 and name.isprintable():
        assert fit(want, name) is not None


def test_htmx_gets_the_results_alone(client: Client, haftar: Entity) -> None:
    response = client.get(reverse("search"), {"q": "Haftar"}, headers=HTMX)
    html = response.content.decode()
    assert html.strip().startswith('<div id="found"')
    assert "Khalifa Haftar" in html
    assert "HX-Request" in response["Vary"]


def test_it_only_reads(client: Client, db: None) -> None:
    assert client.post(reverse("search")).status_code == 405


def test_as_many_queries_for_few_and_many(as_alice: Client) -> None:
    counts = []
    for number in (1, 20):
        for place in range(number):
            AliasFactory(entity=labelled(f"Brigade {number}-{place}", kind="unit"))
        counts.append(queries_of(as_alice, "search", q="brigade"))
    assert counts[0] == counts[1]


def test_a_second_search_words_no_fact_again(
    client: Client, haftar: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts_found(client, "Haftar")
    monkeypatch.setattr(word_index, "sentence", lambda statement: pytest.fail("worded again"))
    assert len(facts_found(client, "Hifter")) == 1


def test_one_entry_is_kept_however_often_the_facts_change(
    client: Client, haftar: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = set[str]()
    monkeypatch.setattr(caches["process"], "set", lambda key, *_args: keys.add(key))
    for label in ("Omar", "Ali"):
        haftar.label = label
        haftar.save()
        assert len(facts_found(client, label)) == 1
    assert {key.split(":")[1] for key in keys} == {"words", "named"}
    assert len(keys) == 2


def test_only_what_is_found_is_counted(client: Client, db: None) -> None:
    counted("12")
    assert "0 names" not in text_of(read(client, "search", q="twelve"))


def test_an_edit_renews_only_the_words_of_its_fact(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = [StatementFactory(value_date=f"2018-05-0{n}") for n in range(1, 4)]
    made = list[int]()
    plain = word_index._words

    def counted_words(statement: Statement) -> word_index.Words:
        made.append(statement.pk)
        return plain(statement)

    monkeypatch.setattr(word_index, "_words", counted_words)
    assert len(word_index.word_index()) == 3
    assert made == [it.pk for it in facts]
    made.clear()
    facts[0].own_sentence = "A lamp was lit"
    facts[0].save()
    facts[2].status = Statement.Status.RETIRED
    facts[2].save()
    found = word_index.word_index()
    assert [it.pk for it in found] == [facts[0].pk, facts[1].pk]
    assert "lamp" in found[0].text
    assert made == [facts[0].pk]
    made.clear()
    word_index.word_index()
    assert made == []
    # All of them follow a name, and a history of which something is gone tells nothing.
    facts[1].subject.save()
    word_index.word_index()
    assert made == [facts[0].pk, facts[1].pk]
    made.clear()
    Statement.history.filter(id=facts[1].pk).delete()
    facts[0].save()
    word_index.word_index()
    assert made == [facts[0].pk, facts[1].pk]
