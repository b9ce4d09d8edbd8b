"""The timeline: what stands on it and where, its filters, and what it must not show."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.facts import knowledge
from quizzes.facts.explore import timeline_form
from quizzes.facts.explore.phases import outwards
from quizzes.facts.explore.pictures import MOST_MARKS
from quizzes.facts.explore.timeline import PER_PAGE, month_of
from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib.edtf import parse
from tests.factories import (
    CitationFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
)

URL = "/explore/timeline/"

pytestmark = pytest.mark.django_db


def began() -> Property:
    return DatePropertyFactory(
        slug="began", label="began", marks="start", sentence="{subject} began {value.phrase}"
    )


def ended() -> Property:
    return DatePropertyFactory(
        slug="ended", label="ended", marks="end", sentence="{subject} ended {value.phrase}"
    )


def told() -> Property:
    return EntityPropertyFactory(
        slug="told",
        label="told",
        datatype="text",
        single_valued=False,
        single_subject=False,
        sentence="{subject} told of {value}",
    )


def part(inner: Entity, outer: Entity, **kwargs: Any) -> Statement:
    prop = EntityPropertyFactory(
        slug="part-of",
        label="part of",
        marks="parent",
        single_valued=False,
        single_subject=False,
        sentence="{subject} [was|were] a part of {value}",
    )
    return StatementFactory(
        subject=inner, property=prop, value_date="", value_entity=outer, **kwargs
    )


def conflict(name: str, first: str, last: str) -> Entity:
    entity = EntityFactory(kind="conflict", slug=name, label=f"{name} of the town", takes_the=True)
    StatementFactory(subject=entity, property=began(), value_date=first)
    StatementFactory(subject=entity, property=ended(), value_date=last)
    return entity


def event(clause: str, day: str, **kwargs: Any) -> Statement:
    subject = EventFactory(clause=clause, label=f"event that {clause}")
    return StatementFactory(subject=subject, value_date=day, **kwargs)


def claim(text: str, **kwargs: Any) -> Statement:
    return StatementFactory(property=told(), value_date="", value_text=text, **kwargs)


def html(client: Client, query: str = "", **headers: Any) -> str:
    response = client.get(URL + query, headers=headers or None)
    assert response.status_code == 200
    return response.content.decode()


def headings(page: str, level: str) -> list[str]:
    return [part.split(">", 1)[1].split("<")[0].strip() for part in page.split(f"<{level}")[1:]]


def ordered(page: str, *words: str) -> bool:
    places = [page.find(word) for word in words]
    return -1 not in places and places == sorted(places)


class TestPage:
    def test_it_works(self, client: Client) -> None:
        siege = conflict("siege", "2016-08", "2018-06-28")
        part(event("the gate fell", "2018-05-07").subject, siege)
        page = html(client)
        assert "Siege of the town" in headings(page, "h2")
        assert headings(page, "h3") == ["August 2016", "May 2018", "June 2018"]
        assert "The gate fell on 7 May 2018." in page
        assert "3 dated facts" in page
        assert "August 2016 – 28 June 2018." in page

    def test_without_facts_it_says_so(self, client: Client) -> None:
        page = html(client)
        assert "No dated facts have been published yet." in page
        assert "<svg" not in page

    def test_only_reading_is_allowed(self, client: Client) -> None:
        assert client.post(URL).status_code == 405

    @pytest.mark.parametrize(
        "kwargs", [{"status": "draft"}, {"status": "retired"}, {"rank": "deprecated"}]
    )
    def test_what_does_not_stand_is_not_shown(self, client: Client, kwargs: dict[str, str]) -> None:
        event("the gate fell", "2018-05-07", **kwargs)
        page = html(client)
        assert "the gate fell" not in page.lower()
        assert "No dated facts" in page

    def test_a_fact_without_a_date_is_not_shown(self, client: Client) -> None:
        claim("a thing without a date")
        assert "a thing without a date" not in html(client)

    def test_each_fact_leads_to_its_page(self, client: Client) -> None:
        fact = event("the gate fell", "2018-05-07")
        assert f'href="/explore/fact/{fact.slug}/"' in html(client)

    def test_restricted_facts_stay_behind_their_note(self, client: Client) -> None:
        event("captives were harmed", "2018-05-07", sensitivity="restricted")
        page = html(client)
        withheld = page.split('<details class="withheld">')[1].split("</details>")[0]
        assert "Captives were harmed" in withheld
        assert page.count("Captives were harmed") == 1

    def test_context_facts_carry_their_note(self, client: Client) -> None:
        event("a bomb went off", "2018-05-07", sensitivity="context")
        assert ordered(html(client), "Content note", "A bomb went off")

    @pytest.mark.parametrize("logged_in", [False, True])
    def test_queries_do_not_grow(
        self,
        client: Client,
        alice: User,
        logged_in: bool,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        if logged_in:
            client.force_login(alice)
        self._more_facts(1)
        client.get(URL)  # what is kept until the facts change is made here
        with CaptureQueriesContext(connection) as few:
            client.get(URL)
        number = len(few)
        self._more_facts(12)
        client.get(URL)
        with django_assert_num_queries(number):
            client.get(URL)
        assert number < 25

    def _more_facts(self, number: int) -> None:
        for _ in range(number):
            phase = EntityFactory(kind="conflict")
            StatementFactory(subject=phase, property=began(), value_date="2018-01-01")
            place = EntityFactory(kind="place")
            fact = StatementFactory(where=place, attributed_to=EntityFactory())
            part(fact.subject, phase)
            StatementFactory(subject=fact.subject)
            claim("it", subject=fact.subject, when="2018-05")


class TestPhases:
    def test_the_innermost_phase_holds_an_event(self, client: Client) -> None:
        siege = conflict("siege", "2016-08-01", "2019-02-12")
        battle = conflict("battle", "2018-05-07", "2019-02-12")
        part(battle, siege)
        gate = event("the gate fell", "2018-05-10")
        part(gate.subject, siege)
        part(gate.subject, battle)
        page = html(client)
        assert ordered(page, 'id="phase-siege"', 'id="phase-battle"', "The gate fell")
        assert "A part of the siege of the town." in page

    def test_a_part_of_an_event_stands_in_its_phase(self, client: Client) -> None:
        siege = conflict("siege", "2016-08-01", "2017-02-12")
        conflict("battle", "2018-05-07", "2019-02-12")
        gate = event("the gate fell", "2016-09-10")
        part(gate.subject, siege)
        hinge = event("the hinge broke", "2018-06-01")
        part(hinge.subject, gate.subject)
        page = html(client)
        assert ordered(page, 'id="phase-siege"', "The hinge broke", 'id="phase-battle"')

    def test_an_event_that_no_source_places_stands_in_the_phase_of_its_day(
        self, client: Client
    ) -> None:
        conflict("siege", "2016-08-01", "2019-02-12")
        conflict("battle", "2018-05-07", "2018-06-28")
        event("the gate fell", "2018-05-10")
        event("the bridge fell", "2018-09-10")
        page = html(client)
        assert ordered(page, "The bridge fell", 'id="phase-battle"', "The gate fell")

    @pytest.mark.parametrize(
        ("day", "phase"),
        [
            ("2017-03", "siege"),  # most of its days; the rest come before it
            ("2017-11", "battle"),  # the first of them
            ("2017-06", "siege"),  # all of them
            ("../2017-11", "battle"),
            ("2017-11/..", "battle"),
            ("2017", "siege"),
            ("2017-12", "none"),
        ],
    )
    def test_a_coarse_date_stands_where_all_its_days_lie_or_its_first_or_most(
        self, client: Client, day: str, phase: str
    ) -> None:
        conflict("siege", "2017-03-05", "2017-11-20")
        conflict("battle", "2017-10-20", "2017-11-20")
        event("the gate fell", day)
        page = html(client)
        heads = [it for it in ("siege", "battle", "none") if f'id="phase-{it}"' in page]
        where = [page.index(f'id="phase-{it}"') for it in heads]
        assert phase in heads
        after = heads.index(phase) + 1
        assert where[after - 1] < page.index("he gate fell")
        assert after == len(heads) or page.index("he gate fell") < where[after]

    def test_what_belongs_to_no_phase_comes_last(self, client: Client) -> None:
        conflict("siege", "2016-08-01", "2017-02-12")
        event("the town was founded", "1493")
        page = html(client)
        assert ordered(page, 'id="phase-siege"', 'id="phase-none"', "The town was founded")
        assert ">earlier<" in page

    def test_a_phase_with_two_ends_names_both(self, client: Client) -> None:
        siege = conflict("siege", "2016-08-01", "2018-06-28")
        StatementFactory(subject=siege, property=ended(), value_date="2019-02-12")
        assert "1 August 2016 – 28 June 2018 or 12 February 2019." in html(client)

    def test_conflicts_said_to_be_parts_of_each_other_do_no_harm(self, client: Client) -> None:
        siege = conflict("siege", "2016-08-01", "2019-02-12")
        battle = conflict("battle", "2018-05-07", "2019-02-12")
        part(battle, siege)
        part(siege, battle)
        page = html(client)
        assert 'id="phase-siege"' in page
        assert 'id="phase-battle"' in page
        assert "Nothing to show" not in html(client, "?phase=siege")

    @given(st.dictionaries(st.integers(1, 8), st.lists(st.integers(1, 8), max_size=4), max_size=8))
    def test_the_way_outwards_ends(self, parents: dict[int, list[int]]) -> None:
        found = outwards(1, parents)
        assert found[0] == 1
        assert len(found) == len(set(found))
        for pk in found:
            assert set(parents.get(pk, ())) <= set(found)


class TestDates:
    @pytest.mark.parametrize(
        ("day", "month", "words"),
        [
            ("2018-05-07", "May 2018", ["7 May 2018"]),
            ("2018-05", "May 2018", ["May 2018", "day not given"]),
            ("2018-05~", "May 2018", ["about May 2018", "day not given"]),
            ("2018", "2018, month not given", ["2018", "month not given"]),
            ("2018-22", "2018, month not given", ["summer 2018", "month not given"]),
            ("2018-05-07/2019-02-12", "May 2018", ["7 May 2018 – 12 February 2019"]),
            ("2017/2019-02-12", "2017, month not given", ["2017 – 12 February 2019"]),
            ("../2019-02", "February 2019", ["by February 2019"]),
            ("2018-05-07/..", "May 2018", ["from 7 May 2018 on"]),
            ("201X", "the 2010s", ["the 2010s"]),
        ],
    )
    def test_a_date_is_as_exact_as_its_source(
        self, client: Client, day: str, month: str, words: list[str]
    ) -> None:
        event("the gate fell", day)
        page = html(client)
        assert headings(page, "h3") == [month]
        shown = page.split('<span class="when">')[1].split("</span><div>")[0]
        assert ordered(shown, *words)

    def test_an_inferred_year_is_marked(self, client: Client) -> None:
        event("the gate fell", "2018-05-07", date_inferred=True)
        assert "year inferred" in html(client)

    def test_disputed_dates_stand_at_both_places_and_name_each_other(self, client: Client) -> None:
        first = event("the gate fell", "2018-05-07")
        StatementFactory(subject=first.subject, value_date="2018-06")
        page = html(client)
        assert headings(page, "h3") == ["May 2018", "June 2018"]
        assert ordered(page, "also dated June 2018", "also dated 7 May 2018")
        assert page.count("sources differ</span>") == 2

    def test_dates_that_agree_are_not_said_to_differ(self, client: Client) -> None:
        first = event("the gate fell", "2018-05-07")
        StatementFactory(subject=first.subject, value_date="2018-05")
        assert "also dated" not in html(client)

    def test_a_rival_that_does_not_stand_is_not_named(self, client: Client) -> None:
        first = event("the gate fell", "2018-05-07")
        StatementFactory(subject=first.subject, value_date="2018-06", status="draft")
        assert "also dated" not in html(client)

    def test_facts_stand_in_the_order_of_time(self, client: Client) -> None:
        event("the third thing came", "2018-05-20")
        event("the first thing came", "2018-05-07")
        event("the second thing came", "2018-05-08")
        assert ordered(html(client), "The first", "The second", "The third")

    def test_a_fact_about_an_event_stands_below_it(self, client: Client) -> None:
        gate = event("the gate fell", "2018-05-07")
        claim("many stones", subject=gate.subject, when="2018-06-20")
        claim("other things", when="2018-06-21")
        page = html(client)
        assert headings(page, "h3") == ["May 2018", "June 2018"]
        assert ordered(page, "The gate fell", "many stones", "June 2018</h3>", "other things")

    @given(st.dates(date(1000, 1, 1), date(9999, 12, 31)), st.sampled_from(["day", "month"]))
    def test_every_day_finds_its_month(self, day: date, precision: str) -> None:
        text = day.isoformat() if precision == "day" else day.isoformat()[:7]
        assert month_of(parse(text))[:2] == (day.year, day.month)


class TestFilters:
    def test_by_phase_with_its_parts(self, client: Client) -> None:
        siege = conflict("siege", "2016-08-01", "2019-02-12")
        battle = conflict("battle", "2018-05-07", "2019-02-12")
        part(battle, siege)
        conflict("campaign", "2014-10-05", "2016-04-21")
        event("the gate fell", "2018-05-10")
        event("the bridge fell", "2015-05-10")
        page = html(client, "?phase=siege")
        assert "The gate fell" in page
        assert "The bridge fell" not in page
        assert 'id="phase-campaign"' not in page
        inner = html(client, "?phase=battle")
        assert "The gate fell" in inner
        assert 'id="phase-siege"' not in inner

    def test_of_very_many_the_most_spoken_of_are_offered(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timeline_form, "MOST_OFFERED", 2)
        leads = EntityPropertyFactory(sentence="{subject} was led by {value}")
        for n, slug in enumerate(["one", "two", "three"], start=1):
            who = EntityFactory(kind="person", slug=slug, label=slug)
            for year in range(n):
                StatementFactory(
                    property=leads, value_entity=who, value_date="", when=f"{2001 + year}"
                )
        page = html(client)
        assert 'value="one"' not in page
        assert 'value="two"' in page
        assert 'value="three"' in page
        assert re.search(r"Of \d+ only the 2 that most facts speak of.", page)
        # Whoever comes with an address that chooses another finds it.
        page = html(client, "?who=one")
        assert '<option value="one" selected>' in page
        assert "1 dated fact" in page

    def test_by_topic(self, client: Client) -> None:
        gate = event("the gate fell", "2018-05-10")
        event("the bridge fell", "2018-05-11")
        page = html(client, f"?topic={gate.topic.slug}")
        assert "The gate fell" in page
        assert "The bridge fell" not in page

    def test_by_source(self, client: Client) -> None:
        gate = event("the gate fell", "2018-05-10")
        CitationFactory(statement=gate, source=gate.citations.get().source, locator="elsewhere")
        event("the bridge fell", "2018-05-11")
        page = html(client, f"?source={gate.citations.all()[0].source.slug}")
        assert page.count("The gate fell") == 1
        assert "The bridge fell" not in page

    def test_by_place_with_what_lies_in_it(self, client: Client) -> None:
        town, quarter = (EntityFactory(kind="place", slug=slug) for slug in ("town", "quarter"))
        part(quarter, town)
        event("the gate fell", "2018-05-10", where=quarter)
        event("the bridge fell", "2018-05-11", where=EntityFactory(kind="place"))
        for slug in ("town", "quarter"):
            page = html(client, f"?place={slug}")
            assert "The gate fell" in page
            assert "The bridge fell" not in page

    def test_by_who_also_through_another_fact_about_the_event(self, client: Client) -> None:
        general = EntityFactory(slug="general")
        gate = event("the gate fell", "2018-05-10")
        StatementFactory(
            subject=gate.subject,
            property=EntityPropertyFactory(),
            value_date="",
            value_entity=general,
        )
        claim("a promise", subject=general, when="2018-05-12")
        event("the bridge fell", "2018-05-11")
        page = html(client, "?who=general")
        assert ordered(page, "The gate fell", "a promise")
        assert "The bridge fell" not in page

    def test_by_dispute(self, client: Client) -> None:
        gate = event("the gate fell", "2018-05-07")
        StatementFactory(subject=gate.subject, value_date="2018-06")
        event("the bridge fell", "2018-05-11")
        page = html(client, "?disputed=on")
        assert "The gate fell" in page
        assert "The bridge fell" not in page

    def test_filters_go_together(self, client: Client) -> None:
        gate = event("the gate fell", "2018-05-07")
        other = event("the bridge fell", "2018-05-11")
        source = other.citations.get().source
        page = html(client, f"?topic={gate.topic.slug}&source={source.slug}")
        assert "No dated fact fits these choices." in page

    @pytest.mark.parametrize("name", ["phase", "topic", "place", "who", "source"])
    @pytest.mark.parametrize("value", ["no-such", "%00", "a" * 3000, "%22%3E%3Cscript%3E"])
    def test_an_unknown_choice_finds_nothing_gently(
        self, client: Client, name: str, value: str
    ) -> None:
        event("the gate fell", "2018-05-07")
        page = html(client, f"?{name}={value}")
        assert "No dated fact fits these choices." in page
        assert f'href="{URL}"' in page
        assert "The gate fell" not in page
        assert '"><script>' not in page

    def test_a_choice_stays_chosen(self, client: Client) -> None:
        gate = event("the gate fell", "2018-05-07")
        page = html(client, f"?topic={gate.topic.slug}&disputed=on")
        assert f'<option value="{gate.topic.slug}" selected>' in page
        chosen = page.split('role="status">')[-1].split("</p>")[0]
        assert ordered(chosen, gate.topic.title, "Only where sources differ", f'href="{URL}"')

    def test_nothing_chosen_is_not_spoken_of(self, client: Client) -> None:
        event("the gate fell", "2018-05-07")
        assert "show everything" not in html(client, "?phase=&topic=&who=")

    def test_a_choice_is_named_as_it_is_offered(self, client: Client) -> None:
        siege = conflict("siege", "2016-08-01", "2019-02-12")
        part(conflict("battle", "2018-05-07", "2019-02-12"), siege)
        event("the gate fell", "2018-05-10", attributed_to=EntityFactory(slug="x", label="Xenia"))
        page = html(client, "?phase=battle&who=x")
        chosen = " ".join(page.split('role="status">')[-1].split("</p>")[0].split())
        assert chosen.startswith("1 dated fact · Battle of the town · Xenia ·")

    def test_htmx_gets_the_list_alone(self, client: Client) -> None:
        event("the gate fell", "2018-05-07")
        page = html(client, "", **{"HX-Request": "true"})
        assert "The gate fell" in page
        assert 'hx-swap-oob="innerHTML">' in page
        assert "<html" not in page
        assert "<form" not in page


class TestKnowledge:
    @pytest.fixture
    def known(self, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
        """What the reader knows: levels by statement, to be filled by the test."""
        levels: dict[int, str] = {}

        def provider(user: User, statements: Collection[int]) -> Mapping[int, knowledge.Knowledge]:
            return {
                pk: knowledge.Knowledge(levels[pk], levels[pk], 0.9)
                for pk in statements
                if pk in levels
            }

        monkeypatch.setattr(knowledge, "_providers", [provider])
        return levels

    def test_marks_show_what_the_reader_knows(
        self, as_alice: Client, known: dict[int, str]
    ) -> None:
        known[event("the gate fell", "2018-05-07").pk] = "strong"
        known[event("the wall fell", "2018-05-07").pk] = "fading"
        event("the bridge fell", "2018-05-11")
        page = html(as_alice)
        for kind in ("strong", "fading", "new"):
            assert f'<path class="mark is-{kind}"' in page.split("</svg>")[0]
        assert "How well you know each fact" in page
        assert 'strong <span class="meta">1</span>' in page
        assert 'learning <span class="meta">0</span>' in page

    def test_every_fact_has_its_mark(self, as_alice: Client, known: dict[int, str]) -> None:
        gate = event("the gate fell", "2018-05-07")
        known[claim("many stones", subject=gate.subject, when="2018-06-20").pk] = "fair"
        page = html(as_alice)
        assert 'not asked yet <span class="meta">1</span>' in page
        assert 'fair <span class="meta">1</span>' in page
        assert "2 facts." in page

    def test_a_visitor_sees_plain_marks(self, client: Client, known: dict[int, str]) -> None:
        known[event("the gate fell", "2018-05-07").pk] = "strong"
        page = html(client)
        assert 'class="mark is-plain"' in page
        assert "is-strong" not in page
        assert "How well you know" not in page
        assert "what I do not know" not in page

    def test_only_what_is_not_known_yet(self, as_alice: Client, known: dict[int, str]) -> None:
        for level in ("strong", "fair", "fading", "learning"):
            known[event(f"the {level} thing came", "2018-05-07").pk] = level
        event("the new thing came", "2018-05-07")
        page = html(as_alice, "?unknown=on")
        for level in ("fading", "learning", "new"):
            assert f"The {level} thing" in page
        for level in ("strong", "fair"):
            assert f"The {level} thing" not in page

    def test_a_visitor_cannot_ask_for_it(self, client: Client) -> None:
        event("the gate fell", "2018-05-07")
        assert "The gate fell" in html(client, "?unknown=on")


class TestPages:
    def test_it_works(self, client: Client) -> None:
        siege = conflict("siege", "2016-08", "2018-06-28")
        for number in range(PER_PAGE + 60):
            part(event(f"gate {number:03} fell", "2018-05-07").subject, siege)
        first, second = html(client), html(client, "?page=2")
        assert f"{PER_PAGE + 62} dated facts" in first
        assert "Gate 100 fell" in first
        assert "Gate 259 fell" not in first
        assert "Gate 259 fell" in second
        assert "Gate 100 fell" not in second
        assert "(continued)" in second
        assert ordered(first, 'aria-label="Pages"', '?page=2"')

    def test_the_picture_holds_all_pages_and_counts_what_is_much(self, client: Client) -> None:
        for number in range(MOST_MARKS + 1):
            event(f"gate {number} fell", "2018-05-07")
        picture = html(client).split("</svg>")[0].split("<svg")[-1]
        assert f"{MOST_MARKS + 1} facts. Each mark stands for up to 2." in picture
        marks = picture.split('class="mark is-plain" d="')[1].split('"')[0]
        assert marks.count("M") == -(-(MOST_MARKS + 1) // 2)

    def test_what_is_about_an_event_on_another_page_stands_by_itself(self, client: Client) -> None:
        gate = event("the gate fell", "2018-05-07").subject
        for number in range(PER_PAGE + 60):
            claim(f"stone {number:03}", subject=gate, when="2018-05-08")
        second = html(client, "?page=2")
        assert "The gate fell" not in second.split("<h3>")[1].split("stone")[0]
        assert "stone 259" in second

    @pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
    def test_a_page_that_is_not_there_does_no_harm(self, client: Client, page: str) -> None:
        event("the gate fell", "2018-05-07")
        assert "The gate fell" in html(client, f"?page={page}")


class TestNamedOnly:
    """Events that name somebody or a place in no more than their words."""

    def test_filters_find_and_offer_them(self, client: Client) -> None:
        EntityFactory(kind="place", slug="shiha", label="Shiha")
        EntityFactory(slug="guards", label="Harbour Guards", kind="group")
        event("the Harbour Guards captured the Shiha district", "2018-06-04")
        event("the bridge fell", "2018-05-11")
        for query in ("?place=shiha", "?who=guards"):
            page = html(client, query)
            assert "captured the Shiha district" in page
            assert "The bridge fell" not in page


class TestChoiceOfPhases:
    def test_a_part_stands_below_its_whole_however_early(self, client: Client) -> None:
        part(conflict("battle", "2014-05-07", "2014-06-12"), conflict("war", "2015", "2019"))
        options = html(client).split("</select>")[0]
        assert ordered(options, ">War of the town", ">– Battle of the town")
