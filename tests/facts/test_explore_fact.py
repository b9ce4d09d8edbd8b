"""The page of a fact: the sentence, its sources, who says so, and how it was corrected."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.knowledge import Knowledge
from quizzes.facts.models import Statement
from quizzes.facts.signals import one_change
from tests.factories import (
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
)

from .reading import claim_property, judging, knowing, queries_of, read, stated, text_of

pytestmark = pytest.mark.django_db


def page(client: Client, fact: Statement) -> str:
    return text_of(read(client, "fact", fact.slug))


def telling(
    slug: str, datatype: str, value: str, *, is_claim: bool = False, **values: object
) -> Statement:
    """State of Ali what a sentence tells in the words of its value."""
    prop = EntityPropertyFactory(
        slug=slug,
        datatype=datatype,
        is_claim=is_claim,
        sentence="{subject} said {value}" if is_claim else "{subject} {value}",
    )
    return stated(EntityFactory(label="Ali"), prop, value_text=value, **values)


def change(fact: Statement, day: int, reason: str = "", **values: object) -> None:
    """Save the fact with other values, as an editor does on a ``day`` of March 2126."""
    for name, value in values.items():
        setattr(fact, name, value)
    with one_change(reason):
        fact.save()
    kept = fact.history.latest("history_id")
    kept.history_date = datetime(2126, 3, day, 12, tzinfo=UTC)
    kept.save()


def test_it_works(client: Client) -> None:
    fact = StatementFactory(
        subject=EventFactory(clause="the tower fell"),
        value_date="2018-05-07",
        explanation="It had stood for long.",
        topic__title="The siege",
    )
    html = read(client, "fact", fact.slug)
    shown = text_of(html)
    assert '<h1 class="fact-sentence">The tower fell on 7 May 2018.</h1>' in html
    assert "It had stood for long." in shown
    assert "Date 7 May 2018 (known to the day)" in shown
    assert "Topic The siege" in shown
    assert reverse("entity", args=[fact.subject.slug]) in html
    assert "Corrections" not in shown
    assert "sources differ" not in shown.lower()


def test_an_unknown_fact_is_not_found(client: Client) -> None:
    assert client.get(reverse("fact", args=["no-such-fact"])).status_code == 404


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2018-05", "May 2018 (known to the month)"),
        ("2018", "2018 (known to the year)"),
        ("2018-06~", "about June 2018 (known to the month, approximate)"),
        ("2018?", "(known to the year, uncertain)"),
        ("2018-05-07/2018-05-31", "7–31 May 2018 (a period)"),
    ],
)
def test_a_date_stands_with_its_precision(client: Client, value: str, words: str) -> None:
    assert words in page(client, StatementFactory(value_date=value))


@pytest.mark.parametrize(
    ("said", "when", "words"),
    [
        ("had stalled by May", "../2015-05", "by May 2015 (the day is not known)"),
        ("was complete by late July 2015", "../2015-07", "by July 2015"),
        ("was over by the end of May 2015", "../2015-05", "by May 2015"),
        ("was feared shortly before 12 June 2018", "../2018-06-12", "before 12 June 2018"),
        ("was ill, as was reported on 12 June 2018", "../2018-06-12", "reported on 12 June 2018"),
        ("was reported in May 2018", "../2018-05", "reported in May 2018"),
        ("stood by the walls", "../2015-05", "until May 2015 (a period)"),
        ("held out until May 2015", "../2015-05", "until May 2015 (a period)"),
        ("had a gate by 2014", "../2015", "until 2015 (a period)"),
        ("had a gate", "/2015", "by 2015 (the day is not known)"),
    ],
)
def test_a_deadline_is_told_as_the_sentence_tells_it(
    client: Client, said: str, when: str, words: str
) -> None:
    for own in ("", f"{{subject}} {said}"):
        value = "was there" if own else said
        shown = page(client, telling("detail", "text", value, own_sentence=own, when=when))
        assert f"When {words}" in shown


def test_what_somebody_said_by_a_day_did_not_go_on_until_then(client: Client) -> None:
    fact = telling("said", "quotation", "we hold by May 2018", when="../2018-06-12", is_claim=True)
    shown = page(client, fact)
    assert "When by 12 June 2018 (the day is not known)" in shown
    assert "By 12 June 2018, Ali said" in shown


def test_what_somebody_said_in_a_period_was_said_within_it(client: Client) -> None:
    period = "2018-06-04/2018-06-07"
    shown = page(client, telling("said", "quotation", "we hold", when=period, is_claim=True))
    assert "When between 4 and 7 June 2018 (the day is not known)" in shown
    assert "At some time between 4 and 7 June 2018, Ali said" in shown
    own = "On 4 and 7 June 2018, {subject} said so"
    fact = telling("said", "text", "that", own_sentence=own, when=period, is_claim=True)
    shown = page(client, fact)
    assert "When 4–7 June 2018" in shown


@pytest.mark.parametrize("word", ["by", "before"])
def test_a_value_behind_by_or_before_is_a_deadline(client: Client, word: str) -> None:
    own = f"{word} {{value}}, {{subject}} had ended"
    fact = StatementFactory(value_date="2015-05", own_sentence=own)
    assert f"Date {word} May 2015 (the day is not known)" in page(client, fact)


def test_an_event_without_a_first_day_took_place_by_the_last(client: Client) -> None:
    shown = page(client, StatementFactory(value_date="../2017-08"))
    assert "Date by August 2017 (the day is not known)" in shown
    assert re.search(r"captured place \d+ by August 2017\.", shown)


def test_an_inferred_year_is_marked(client: Client) -> None:
    fact = StatementFactory(date_inferred=True)
    assert "Year inferred; the source does not give it here" in page(client, fact)


def test_when_and_where_it_holds(client: Client) -> None:
    place = EntityFactory(kind="place", label="Derna")
    fact = CommanderFactory(when="2018", where=place)
    shown = page(client, fact)
    assert "When 2018" in shown
    assert "Where Derna" in shown


def test_a_claim_names_its_speaker(client: Client) -> None:
    fact = StatementFactory(attributed_to=EntityFactory(label="army", takes_the=True))
    shown = page(client, fact)
    assert "This is what the army said; the source reports it as a claim." in shown
    assert "Claimed by Army" in shown


def test_an_unattributed_claim_says_so(client: Client) -> None:
    assert "Unattributed: the source does not name who" in page(
        client, StatementFactory(unattributed=True)
    )


def test_what_somebody_said_is_their_word(client: Client) -> None:
    fact = stated(EntityFactory(label="Ali"), claim_property(), value_text="all is well")
    assert "This is the word of Ali, not a finding." in page(client, fact)


def test_what_is_kept_for_the_record_says_so(client: Client) -> None:
    fact = StatementFactory(rank=Statement.Rank.DEPRECATED)
    assert "Kept for the record" in page(client, fact)


def test_every_source_stands_with_publisher_date_place_and_quotation(client: Client) -> None:
    fact = StatementFactory(cited=False)
    source = SourceFactory(title="The Fall", publisher="Gazette", published="2018-06-12")
    CitationFactory(statement=fact, source=source, locator="page 3", quote="it fell")
    unknown = SourceFactory(title="A Leaflet", publisher="", published="")
    CitationFactory(statement=fact, source=unknown, locator="page 1")
    shown = page(client, fact)
    assert "The Fall , Gazette, 12 June 2018; page 3: it fell" in shown
    assert "A Leaflet , publisher and date not named; page 1" in shown
    assert "one witness" not in shown


def test_sources_of_one_origin_are_one_witness(client: Client) -> None:
    fact = StatementFactory(cited=False)
    for _ in range(3):
        CitationFactory(statement=fact, source=SourceFactory(origin="wikipedia"))
    assert "3 documents, one origin: one witness" in page(client, fact)


def test_one_source_cited_twice_is_one_document(client: Client) -> None:
    fact = StatementFactory()
    CitationFactory(statement=fact, source=fact.citations.get().source, locator="page 2")
    assert "one witness" not in page(client, fact)


def test_all_accounts_of_a_disputed_fact_stand_side_by_side(client: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07", dispute_note="The papers differ.")
    other = StatementFactory(
        subject=fact.subject, value_date="2018-05-09", attributed_to=EntityFactory(label="Ali")
    )
    hidden = StatementFactory(subject=fact.subject, value_date="2018-05-30", status="draft")
    html = read(client, "fact", fact.slug)
    shown = text_of(html)
    assert "The sources differ On what date did the army capture" in shown
    assert "7 May 2018 (this fact)" in shown
    assert "9 May 2018 according to Ali" in shown
    assert "The papers differ." in shown
    assert reverse("fact", args=[other.slug]) in html
    assert reverse("fact", args=[hidden.slug]) not in html


def test_a_painful_account_stays_closed_beside_an_ordinary_one(client: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    StatementFactory(subject=fact.subject, value_date="2018-05-09", sensitivity="restricted")
    html = read(client, "fact", fact.slug)
    assert "The sources differ" in html
    before = html[: html.index("9 May 2018")]
    assert before.count("<details") == before.count("</details>") + 1
    assert "Content note: killing" in before


def test_importance_and_the_editors_own_note_are_not_shown(client: Client) -> None:
    fact = StatementFactory(note="Ask Karim about this.", importance=3)
    shown = page(client, fact)
    assert "Karim" not in shown
    assert "mportan" not in shown
    assert "central" not in shown


def test_a_context_fact_has_its_note_before_it(client: Client) -> None:
    fact = StatementFactory(
        subject=EventFactory(clause="ten fell"), sensitivity=Statement.Sensitivity.CONTEXT
    )
    shown = page(client, fact)
    assert shown.index("Content note: casualties") < shown.index("Ten fell")


def test_a_restricted_fact_stays_closed_even_in_the_title(client: Client) -> None:
    fact = StatementFactory(
        subject=EventFactory(clause="they killed him", label="killing of him"),
        sensitivity=Statement.Sensitivity.RESTRICTED,
        explanation="He was a captive.",
    )
    CitationFactory(statement=fact, quote="killed at dawn")
    html = read(client, "fact", fact.slug)
    start, end = html.index('<details class="withheld'), html.index("</details>", html.index("<h1"))
    for words in ("hey killed him", "illing of him", "He was a captive", "killed at dawn"):
        assert words in html[start:end]
        assert words not in html[:start] + html[end:]
    assert "<details open" not in html


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_drafts_are_not_found_but_by_editors(as_alice: Client, alice: User, status: str) -> None:
    fact = StatementFactory(status=status, subject__clause="a secret came out")
    url = reverse("fact", args=[fact.slug])
    assert as_alice.get(url).status_code == 404
    assert Client().get(url).status_code == 404
    alice.user_permissions.add(Permission.objects.get(codename="view_statement"))
    assert as_alice.get(url).status_code == 200


def test_an_editor_is_told_that_it_is_a_draft(as_alice: Client, alice: User) -> None:
    alice.user_permissions.add(Permission.objects.get(codename="view_statement"))
    shown = page(as_alice, StatementFactory(status="draft"))
    assert "This is a draft." in shown
    draft = Statement.objects.get(status="draft")
    kept = as_alice.get(reverse("fact", args=[draft.slug])).headers["Cache-Control"]
    assert {it.strip() for it in kept.split(",")} >= {"private", "no-store"}
    assert "Report a problem" not in shown


def test_a_withdrawn_fact_says_when_and_why_and_what_it_said(client: Client) -> None:
    fact = StatementFactory(subject__clause="the tower fell", value_date="2018-05-07")
    change(fact, 3, "The source was misread.", status=Statement.Status.RETIRED)
    change(fact, 8, "Spelling.", value_date="2018-06-08", explanation="Still withdrawn.")
    html = read(client, "fact", fact.slug)
    shown = text_of(html)
    assert "Since 3 March 2126 it is no longer stated here" in shown
    assert "Reason: The source was misread." in shown
    assert "It said: The tower fell on 7 May 2018." in shown
    assert "Nothing stands in its place." in shown
    for hidden in ("Still withdrawn", "8 June 2018", "Spelling"):
        assert hidden not in html


def test_what_is_stated_instead_of_a_withdrawn_fact_is_shown(client: Client) -> None:
    fact = StatementFactory(subject__clause="the tower fell", value_date="2018-05-07")
    now = StatementFactory(subject=fact.subject, value_date="2018-05-09")
    StatementFactory(subject=fact.subject, value_date="2018-05-11", status="draft")
    StatementFactory(subject=fact.subject, value_date="2018-05-13", rank="deprecated")
    change(fact, 3, status=Statement.Status.RETIRED)
    html = read(client, "fact", fact.slug)
    shown = text_of(html)
    assert "What is stated now The tower fell on 9 May 2018." in shown
    assert "The editors gave no reason." in shown
    assert "Nothing stands in its place" not in shown
    assert "11 May" not in shown
    assert "13 May" not in shown
    assert reverse("fact", args=[now.slug]) in html
    assert reverse("entity", args=[fact.subject.slug]) in html


def test_what_may_be_told_many_times_replaces_nothing(client: Client) -> None:
    ali = EntityFactory(label="Ali")
    fact, _other = (
        stated(ali, claim_property(), value_text=text) for text in ("it is so", "it rains")
    )
    change(fact, 3, status=Statement.Status.RETIRED)
    assert "it rains" not in page(client, fact)


def test_a_painful_withdrawn_fact_stays_closed(client: Client) -> None:
    fact = StatementFactory(
        subject=EventFactory(clause="they killed him", label="killing of him"),
        sensitivity=Statement.Sensitivity.RESTRICTED,
    )
    StatementFactory(subject=fact.subject, property__slug="other", sensitivity="restricted")
    change(fact, 3, status=Statement.Status.RETIRED)
    html = read(client, "fact", fact.slug)
    before = html[: html.index("They killed him")]
    assert before.count("<details") == before.count("</details>") + 1
    assert "killing of him" not in html


def test_a_withdrawn_fact_that_named_somebody_who_is_gone_does_not_say_it(client: Client) -> None:
    fact = CommanderFactory(value_entity__label="Ali")
    ali = fact.value_entity
    change(fact, 2, value_entity=EntityFactory(label="Omar"), status=Statement.Status.RETIRED)
    ali.delete()
    assert "It said" not in page(client, fact)


def test_a_fact_withdrawn_before_the_history_began_has_no_date(client: Client) -> None:
    fact = StatementFactory(status=Statement.Status.RETIRED)
    fact.history.all().delete()
    shown = page(client, fact)
    assert "It is no longer stated here, and no longer asked." in shown
    assert "It said" not in shown


def test_only_what_is_asked_has_practise_over_it(client: Client, alice: User) -> None:
    asked, painful = StatementFactory(), StatementFactory(sensitivity="restricted")
    judge = lambda fact: "" if fact.pk == asked.pk else "Too painful for a quiz."  # noqa: E731
    with judging(judge):
        shown, closed = read(client, "fact", asked.slug), read(client, "fact", painful.slug)
    assert shown.count("Practise this") == 1
    assert '<h2 id="practise">Practise</h2>' in shown  # nothing is known of a visitor
    client.force_login(alice)
    with judging(judge):
        assert "How well you know it" in read(client, "fact", asked.slug)
    assert "Practise this" not in closed
    assert "Read, not asked" in closed
    assert "Too painful for a quiz." in closed


def test_a_correction_shows_both_sentences_the_day_and_the_reason(client: Client) -> None:
    fact = StatementFactory(subject__clause="the tower fell", value_date="2018-05-07")
    change(fact, 2, "A slip.", value_date="2018-05-09")
    html = read(client, "fact", fact.slug)
    shown = text_of(html)
    assert "<del>The tower fell on 7 May 2018.</del>" in html
    assert "<ins>The tower fell on 9 May 2018.</ins>" in html
    assert "2 March 2126 The fact was corrected." in shown
    assert "Reason: A slip." in shown


def test_the_newest_correction_comes_first_and_a_new_wording_is_called_so(client: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    change(fact, 2, value_date="2018-05-09")
    change(fact, 3, own_sentence="it was taken {value.phrase}")
    change(fact, 4, date_inferred=True)
    shown = page(client, fact)
    places = [
        shown.index(words)
        for words in (
            "4 March 2126 The fact was corrected. The year is now marked as inferred.",
            "3 March 2126 It was worded anew.",
            "2 March 2126 The fact was corrected.",
        )
    ]
    assert places == sorted(places)


def test_drafts_between_and_what_readers_do_not_see_are_no_corrections(client: Client) -> None:
    fact = StatementFactory(status="draft", value_date="2018-05-01")
    change(fact, 1, value_date="2018-05-02")
    change(fact, 2, status="published")
    change(fact, 3, note="hm", importance=3)
    change(fact, 4, status="draft", value_date="2018-05-03")
    change(fact, 5, value_date="2018-05-04")
    change(fact, 6, status="published")
    html = read(client, "fact", fact.slug)
    assert html.count("<del>") == 1
    assert "2 May 2018" in html
    for hidden in ("1 May 2018", "3 May 2018"):
        assert hidden not in html


def test_old_entities_are_named_in_old_sentences(client: Client) -> None:
    fact = CommanderFactory(value_entity__label="Ali")
    ali = fact.value_entity
    change(fact, 2, value_entity=EntityFactory(label="Omar"))
    assert "commanded by Ali." in page(client, fact)
    ali.delete()
    assert "commanded by somebody now deleted." in page(client, fact)


def test_what_the_reader_knows_and_when_it_comes_next(as_alice: Client) -> None:
    fact = StatementFactory()
    known = Knowledge("fair", "fair", 0.874, due=date(2026, 3, 9))
    with knowing(lambda user, ids: {fact.pk: known} if fact.pk in ids else {}):
        shown = page(as_alice, fact)
        assert "You would recall it now with a chance of about 87 per cent." in shown
        assert "It comes next on 9 March 2026." in shown
        assert "You would recall" not in page(Client(), fact)


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("fact", args=[StatementFactory().slug])).status_code == 405


def test_as_many_queries_for_few_and_many(as_alice: Client) -> None:
    fact = StatementFactory(value_date="2018-01-01")
    counts, day = [], 0
    for number in (2, 8):
        for _ in range(number):
            CitationFactory(statement=fact)
            StatementFactory(subject=fact.subject, attributed_to=EntityFactory())
            day += 1
            change(fact, day, value_date=f"2018-01-{day:02}", where=EntityFactory())
        counts.append(queries_of(as_alice, "fact", fact.slug))
    assert counts[0] == counts[1]
