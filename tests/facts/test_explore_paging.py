"""Cutting long lists into pages: nothing is lost, nothing stands twice, and the index leads on."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quizzes.facts.explore.paging import ENOUGH_FOR_AN_INDEX, PER_PAGE, Section, page_of
from tests.factories import (
    CitationFactory,
    EntityFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
)

from .reading import queries_of, read, text_of


def sections(*sizes: int) -> list[Section[int]]:
    numbers = iter(range(10_000))
    return [
        Section(f"key-{place}", f"Heading {place}", [next(numbers) for _ in range(size)])
        for place, size in enumerate(sizes)
    ]


def test_it_works() -> None:
    page = page_of(sections(3, 12, 7), "2", per_page=10)
    assert (page.number, page.count, page.total) == (2, 2, 22)
    assert page.items == list(range(10, 22))
    assert [(cut.section.heading, cut.continued) for cut in page.cuts] == [
        ("Heading 1", True),
        ("Heading 2", False),
    ]
    assert [(place.section.key, place.page) for place in page.places] == [
        *(("key-0", 1), ("key-1", 1), ("key-2", 2))
    ]
    assert (page.previous, page.next) == (1, None)


@pytest.mark.parametrize("asked", ["", "x", "0", "-1", "1.5", "٢", "²", "9" * 100])
def test_a_page_that_is_not_there_is_the_first(asked: str) -> None:
    assert page_of(sections(30), asked, per_page=10).number == 1


def test_a_number_beyond_the_end_is_the_last_page() -> None:
    assert page_of(sections(30), "99", per_page=10).number == 3


def test_a_few_left_over_stay_with_the_page_before() -> None:
    assert page_of(sections(12), "", per_page=10).count == 1
    assert page_of(sections(13), "", per_page=10).count == 2


def test_nothing_is_one_empty_page() -> None:
    page = page_of(sections(0, 0), "3")
    assert (page.number, page.count, page.items, page.places) == (1, 1, [], [])


def test_the_numbers_to_choose_from_leave_gaps() -> None:
    assert page_of(sections(100), "5", per_page=10).numbers == [1, None, 4, 5, 6, None, 10]
    assert page_of(sections(100), "1", per_page=10).numbers == [1, 2, None, 10]


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(1, 12))
def test_every_item_stands_on_one_page_in_its_order(sizes: list[int], per_page: int) -> None:
    whole = sections(*sizes)
    count = page_of(whole, "1", per_page=per_page).count
    pages = [page_of(whole, str(number + 1), per_page=per_page) for number in range(count)]
    assert [item for page in pages for item in page.items] == list(range(sum(sizes)))
    assert all(page.items for page in pages) or not sum(sizes)
    for place in pages[0].places:
        cuts = pages[place.page - 1].cuts
        assert (place.section.key, False) in [(cut.section.key, cut.continued) for cut in cuts]


def many(number: int) -> str:
    """An entity with facts under two topics; the first of many days comes first."""
    person = EntityFactory()
    topics = [TopicFactory(position=1), TopicFactory(position=2)]
    for place in range(number):
        StatementFactory(subject=person, topic=topics[place % 2], value_date=f"{1000 + place}")
    return str(person.slug)


@pytest.mark.django_db
def test_a_long_page_of_an_entity_is_cut(client: Client) -> None:
    slug = many(PER_PAGE + 30)
    first, second = read(client, "entity", slug), read(client, "entity", slug, page="2")
    assert first.count('class="fact-link" href="/explore/fact/') == PER_PAGE
    assert second.count('class="fact-link" href="/explore/fact/') == 30
    assert "Page 1 of 2" in text_of(first)
    assert 'href="?page=2" rel="next"' in first
    assert 'href="?page=1" rel="prev"' in second
    assert "(continued)" in second
    assert "(continued)" not in first
    assert "Where this is written" in text_of(second)


@pytest.mark.django_db
def test_the_index_leads_to_the_page_of_each_section(client: Client) -> None:
    slug = many(2 * PER_PAGE + 60)
    html = read(client, "entity", slug)
    index = html[html.index('class="jumps contents"') :]
    index = index[: index.index("</nav>")]
    assert 'href="#about-' in index
    assert 'href="?page=2#about-' in index
    key = index[index.index("?page=2#") + 8 :].split('"')[0]
    assert f'id="{key}"' in read(client, "entity", slug, page="2")


@pytest.mark.django_db
def test_a_short_page_has_neither_index_nor_numbers(client: Client) -> None:
    html = read(client, "entity", many(ENOUGH_FOR_AN_INDEX - 1))
    assert "contents" not in html
    assert 'class="pages"' not in html


@pytest.mark.django_db
def test_a_long_page_of_a_source_is_cut(client: Client) -> None:
    source = SourceFactory()
    for place in range(PER_PAGE + 30):
        section = "Infobox" if place < 40 else "Battle"
        CitationFactory(source=source, locator=f"{section}, para. {place}")
    first, second = (read(client, "source", source.slug, page=page) for page in ("1", "2"))
    assert f"The {PER_PAGE + 30} facts it supports" in text_of(second)
    assert first.count('class="places"') == PER_PAGE
    assert second.count('class="places"') == 30
    assert "Battle (continued)" in text_of(second)
    assert 'href="?page=1#part-1"' in second


@pytest.mark.django_db
def test_as_many_queries_for_one_page_and_for_several(as_alice: Client) -> None:
    slugs = many(10), many(PER_PAGE + 30)
    read(as_alice, "entity", slugs[0])  # what is kept until the facts change is made here
    counts = [queries_of(as_alice, "entity", slug) for slug in slugs]
    assert counts[0] == counts[1]
    assert queries_of(as_alice, "entity", slugs[1], page="2") == counts[0]


@pytest.mark.django_db
def test_other_choices_stay_in_the_addresses(client: Client) -> None:
    slug = many(PER_PAGE + 30)
    html = client.get(reverse("entity", args=[slug]), {"page": "1", "x": '"><b>'}).content.decode()
    assert '"><b>' not in html
