"""The live preview of a statement: what readers will see, and what to look at first."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.admin.preview import Preview
from quizzes.facts.models import Entity, Source, Statement
from quizzes.facts.signals import Change
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
    TopicFactory,
    UserFactory,
)

from .desk import ADD, change_page, form_of, new_editor, new_statement

pytestmark = pytest.mark.django_db

NEW = reverse("admin:facts_statement_sentence_new")


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


def seen(client: Client, url: str = NEW, **fields: Any) -> Preview:
    response = client.post(url, fields)
    assert response.status_code == 200
    shown: Preview = response.context["preview"]
    return shown


def of(fact: Statement) -> str:
    return reverse("admin:facts_statement_sentence", args=[fact.pk])


def strength(**fields: Any) -> dict[str, Any]:
    prop = EntityPropertyFactory(
        slug="strength",
        label="strength",
        datatype="quantity",
        single_subject=False,
        sentence="{subject} had {value}",
        ask_value="How many did {subject} have?",
        ask_subject="",
    )
    return new_statement(property=prop.pk, value_entity="", **fields)


def test_it_works(editor: Client, announced: list[Change]) -> None:
    unit = EntityFactory(kind="unit", label="Night Guard", takes_the=True, slug="night-guard")
    form = new_statement(
        subject=unit.pk,
        value_entity=EntityFactory(label="Jane Ash").pk,
        topic=TopicFactory(title="The harbour").pk,
        where=EntityFactory(kind="place", label="Port").pk,
        when="May 2018",
        attributed_to=EntityFactory(label="The Gazette").pk,
        slug="",
    )
    announced.clear()
    shown = seen(editor, **form)
    assert shown.sentence == (
        "According to The Gazette, the Night Guard was commanded by Jane Ash in Port in May 2018."
    )
    assert shown.questions == [
        "According to The Gazette, who commanded the Night Guard?",
        "According to The Gazette, what did Jane Ash command?",
    ]
    assert shown.topic == "The harbour"
    assert shown.readings == {"when": "May 2018, a month"}
    assert shown.slug == "night-guard-commander"
    assert shown.value_field == "value_entity"
    assert (shown.missing, shown.problems, shown.warnings) == ([], [], [])
    assert not Statement.objects.exists()
    assert announced == []


@pytest.mark.parametrize("count", ["9" * 5000, "1e9", "-1", "", "٣", "²", "\0", "2"])
def test_a_count_of_sources_that_nobody_typed(editor: Client, count: str) -> None:
    form = new_statement() | {"citations-TOTAL_FORMS": count}
    assert editor.post(NEW, form).status_code == 200
    fact = CommanderFactory()
    assert editor.post(of(fact), form).status_code == 200


def test_an_empty_form_is_no_mistake(editor: Client) -> None:
    chosen: dict[str, Any] = {"importance": 2, "sensitivity": "ordinary", "rank": "normal"}
    shown = seen(editor, **chosen)
    assert sorted(shown.missing) == ["Property", "Subject", "Topic"]
    assert (shown.sentence, shown.problems) == ("", [])
    page = editor.post(NEW, chosen).content.decode()
    assert "The sentence appears here as soon as" in page


def test_a_value_that_is_missing(editor: Client) -> None:
    shown = seen(editor, **new_statement(value_entity=""))
    assert (shown.missing, shown.problems, shown.sentence) == (["Value (name)"], [], "")


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("7 May 2018", "7 May 2018, a day"),
        ("2018-05-07", "7 May 2018, a day"),
        ("May 2018", "May 2018, a month"),
        ("about June 2018", "about June 2018, a month"),
        ("spring 2017", "spring 2017, a season of three months (March–May 2017)"),
        (
            "between 2014 and 2016",
            "2014–2016, a period: all of that time, not some moment within it",
        ),
        ("2018", "2018, a year"),
        ("the 2010s", "the 2010s, a decade"),
    ],
)
def test_dates_are_shown_back_with_their_precision(
    editor: Client, typed: str, reading: str
) -> None:
    form = new_statement(property=DatePropertyFactory().pk, value_entity="", value_date=typed)
    assert seen(editor, **form).readings == {"value_date": reading}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("7/5/2018", "could mean 7 May 2018 or 5 July 2018. Write the month as a word."),
        ("7 May", "has no year. Add it, as in 7 May 2018."),
        ("31 April 2018", "there is no such day."),
        ("soon", "is not a date that can be read."),
    ],
)
def test_a_date_that_cannot_be_read(editor: Client, typed: str, message: str) -> None:
    event = EventFactory()
    form = new_statement(
        subject=event.pk, property=DatePropertyFactory().pk, value_entity="", value_date=typed
    )
    shown = seen(editor, **form)
    assert [label for label, _said in shown.problems] == ["Value (date)"]
    assert message in shown.problems[0][1]
    assert shown.sentence == ""


@pytest.mark.parametrize(
    ("typed", "unit", "reading"),
    [
        ("about 19,270", "people", "about 19,270 people"),
        ("more than 1,100", "", "more than 1,100"),
        ("between 35 and 60", "km", "between 35 and 60 km"),
        ("50 or 60", "", "50 or 60"),
        ("70", "%", "70%"),
        ("three hundred", "families", "300 families"),
    ],
)
def test_numbers_are_shown_back_in_words(
    editor: Client, typed: str, unit: str, reading: str
) -> None:
    shown = seen(editor, **strength(value_quantity=typed, unit=unit))
    assert shown.readings == {"value_quantity": reading}
    assert reading in shown.sentence


def test_a_unit_typed_behind_its_number_is_not_lost(editor: Client) -> None:
    shown = seen(editor, **strength(value_quantity="about 300 people"))
    assert shown.problems == [
        ("Value (number)", "Write the number alone here, and “people” in the field “unit”.")
    ]


def test_a_mistake_hides_the_old_sentence(editor: Client) -> None:
    fact = StatementFactory()
    form = form_of(editor, change_page(fact))
    assert seen(editor, of(fact), **form).sentence
    assert not seen(editor, of(fact), **(form | {"value_date": "soon"})).sentence
    assert not seen(editor, of(fact), **(form | {"own_stem": "Who {it}?"})).sentence


def test_sources_that_differ(editor: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    form = form_of(editor, change_page(fact)) | {"value_date": "9 June 2018"}
    assert seen(editor, of(fact), **form).warnings == []
    del form["state"]
    warning = seen(editor, **form).warnings[0]
    assert warning.text.startswith("Sources differ. The Gazette, 12 June 2018: “")
    assert "on 7 May 2018.” Both will be shown as disputed" in warning.text
    assert warning.address == change_page(fact)
    assert seen(editor, **(form | {"rank": "deprecated"})).warnings == []


def test_numbers_that_differ(editor: Client) -> None:
    form = strength(value_quantity="1,000")
    StatementFactory(
        subject=Entity.objects.get(pk=form["subject"]),
        property_id=form["property"],
        value_date="",
        value_quantity="50..60",
    )
    assert "Sources differ" in seen(editor, **form).warnings[0].text
    assert "much like it" in seen(editor, **(form | {"value_quantity": "55"})).warnings[0].text


@pytest.mark.parametrize("status", ["draft", "published", "retired"])
def test_a_fact_that_is_there_already(editor: Client, status: str) -> None:
    fact = CommanderFactory(status=status)
    form = form_of(editor, change_page(fact))
    assert seen(editor, of(fact), **form).warnings == []
    del form["state"]
    shown = seen(editor, **form)
    assert len(shown.warnings) == 1
    assert f"There is a fact much like it already ({status})" in shown.warnings[0].text
    assert shown.warnings[0].address == change_page(fact)


def test_quoted_words_need_their_speaker(editor: Client) -> None:
    form = new_statement(own_sentence="{subject} fought the “terrorists” with {value}")
    [warned] = seen(editor, **form).warnings
    assert warned.text.startswith(
        "“terrorists” takes a side, and nobody is named whose word it is. Say who claims it"
    )
    assert not seen(editor, **form | {"attributed_to": EntityFactory().pk}).warnings
    own = {"own_sentence": "{subject} fought what it called “terrorists” with {value}"}
    assert not seen(editor, **form | own).warnings


def test_loaded_words_are_told(editor: Client) -> None:
    form = new_statement()
    CommanderFactory(dispute="When the terrorists left")
    wordings = {
        "explanation": "The terrorists left.",
        "own_sentence": "{subject} was liberated by {value}",
        "dispute_note": "Both say “terrorists” of each other.",
        "dispute": "When the terrorists left",
    }
    for name, text in wordings.items():
        found = [it.text for it in seen(editor, **(form | {name: text})).warnings]
        words = {"explanation": "terrorists", "own_sentence": "liberated", "dispute": "terrorists"}
        word = words.get(name)
        assert [f"“{word}” takes a side" in it for it in found] == ([True] if word else [])
    AliasFactory(text="Terrorists Watch", entity__kind="body")
    named = form | {"explanation": "Terrorists Watch says so."}
    assert seen(editor, **named).warnings == []


def test_its_texts_are_read_as_check_facts_reads_them(editor: Client) -> None:
    for name, text, told in (
        ("own_sentence", "{subject} numbered fifty or so", "Its own sentence does not say 40"),
        ("explanation", "The the gate fell.", "A doubled word (“The the”) in its explanation"),
        ("dispute_note", "Another source has 50.", "“Another source” in its dispute note"),
    ):
        form = strength(value_quantity="40") | {name: text}
        warned = [it.text for it in seen(editor, **form).warnings]
        assert [it.startswith(told) for it in warned[:1]] == [True], warned
        assert warned[0].endswith("."), warned
        assert not warned[0].endswith("..")


def test_what_keeps_it_from_being_published(editor: Client) -> None:
    form = strength(value_quantity="40", explanation="The the gate fell.")
    assert [it.text for it in seen(editor, **form).warnings] == [
        "A doubled word (“The the”) in its explanation: The the gate fell.",
        "Like this it can be saved as a draft, but not published.",
    ]


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"sensitivity": "restricted"}, "it is never asked"),
        ({"sensitivity": "context"}, "asked only by who says it"),
        ({"rank": "deprecated"}, "never asked"),
    ],
)
def test_what_is_not_asked_says_so(editor: Client, fields: dict[str, str], note: str) -> None:
    shown = seen(editor, **new_statement(**fields))
    assert shown.questions == []
    assert note in shown.note


def test_without_a_source_it_can_only_be_a_draft(editor: Client) -> None:
    missing = "No source yet"
    form = new_statement()
    assert missing not in editor.post(NEW, form).content.decode()
    for without in (
        {"citations-TOTAL_FORMS": "0"},
        {"citations-TOTAL_FORMS": "x"},
        {"citations-0-locator": ""},
        {"citations-0-DELETE": "on"},
    ):
        assert missing in editor.post(NEW, form | without).content.decode()


def test_other_values_are_put_away(editor: Client) -> None:
    """A page with JavaScript sends only the value that is asked for."""
    fact = StatementFactory(value_date="2018-05-07")
    form = form_of(editor, change_page(fact))
    for name in ("value_date", "value_quantity", "value_text", "unit"):
        del form[name]
    unit, prop = EntityFactory(kind="unit"), EntityPropertyFactory()
    new = {"subject": unit.pk, "property": prop.pk, "value_entity": EntityFactory().pk}
    shown = seen(editor, of(fact), **(form | new))
    assert shown.problems == []
    assert shown.sentence
    assert editor.post(change_page(fact), form | new).status_code == 302
    fact.refresh_from_db()
    assert (fact.value_date, fact.value_date_first) == ("", None)


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1"])
def test_the_preview_of_nothing(editor: Client, pk: str) -> None:
    assert editor.post(f"/admin/facts/statement/{pk}/preview/").status_code == 404


def test_only_a_form_can_be_sent(editor: Client) -> None:
    assert editor.get(NEW).status_code == 405
    assert editor.get(of(StatementFactory())).status_code == 405


def test_strangers_see_none() -> None:
    fact = StatementFactory()
    for url in (NEW, of(fact)):
        assert Client().post(url).status_code == 302
        other = Client()
        other.force_login(UserFactory(is_staff=True))
        assert other.post(url).status_code == 403


def test_it_needs_the_token_of_the_form(editor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    assert strict.post(NEW).status_code == 403


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 30, "²", "\x00", "a\x00b", "<b>", "%s"])
def test_odd_input_does_no_harm(editor: Client, typed: str) -> None:
    form = new_statement()
    for name in [*form, "value_date", "value_quantity", "when", "own_sentence", "unit"]:
        assert editor.post(NEW, form | {name: typed}).status_code == 200
    assert editor.post(NEW, dict.fromkeys(form, typed)).status_code == 200


def test_names_are_escaped(editor: Client) -> None:
    form = new_statement(subject=EntityFactory(kind="unit", label="<script>1").pk)
    assert "<script>" not in editor.post(NEW, form).content.decode()


def test_the_page_shows_the_preview_without_javascript(editor: Client) -> None:
    fact = CommanderFactory(when="2018-05")
    page = editor.get(change_page(fact)).content.decode()
    assert "was commanded by" in page
    assert "Read as May 2018, a month" in page
    refused = editor.post(ADD, new_statement(topic="")).content.decode()
    assert "Still missing: Topic." in refused


def test_it_takes_as_many_queries_for_few_and_many(editor: Client) -> None:
    event = EventFactory()
    form = new_statement(
        subject=event.pk, property=DatePropertyFactory().pk, value_entity="", value_date="2019"
    )
    counts = []
    for number in (2, 8):
        for _ in range(number):
            CitationFactory(statement=StatementFactory(subject=event, value_date="2018"))
        with CaptureQueriesContext(connection) as captured:
            assert len(seen(editor, **form).warnings) >= 2
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nothing_is_left_behind(editor: Client) -> None:
    fact = CommanderFactory()
    before = list(Statement.objects.values()), Source.objects.count()
    form = form_of(editor, change_page(fact)) | {"explanation": "New.", "_save": "retire"}
    seen(editor, of(fact), **form)
    assert (list(Statement.objects.values()), Source.objects.count()) == before
    assert fact.history.count() == 1


def test_a_kind_of_fact_that_is_always_told_with_a_note(editor: Client) -> None:
    other = CommanderFactory(sensitivity=Statement.Sensitivity.CONTEXT)
    fields = new_statement(property=other.property_id)
    told = [it.text for it in seen(editor, **fields).warnings]
    assert any("carry a content note" in text for text in told)
    noted = seen(editor, **(fields | {"sensitivity": "context"})).warnings
    assert not any("carry a content note" in it.text for it in noted)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("early May 2018", "May 2018, a month; “early” cannot be kept, and is left out"),
        ("mid-2016", "2016, a year; “mid” cannot be kept, and is left out"),
        ("the end of May 2018", "May 2018, a month; “end of” cannot be kept, and is left out"),
        ("before May 2018", "by April 2018, at some time up to then, or since some time before"),
        ("after 12 May 2018", "from 13 May 2018 on, a period without an end: all the time from"),
        ("by June 2018", "by June 2018, at some time up to then, or since some time before"),
        ("until June 2018", "until June 2018, a period without a beginning: all the time up to"),
        ("winter 2017/18", "winter 2017, a season of three months (December 2017 – February 2018)"),
        ("c. May 2018", "about May 2018, a month"),
    ],
)
def test_wordings_of_sources_are_shown_back_as_they_are_kept(
    editor: Client, typed: str, reading: str
) -> None:
    shown = seen(editor, **new_statement(when=typed))
    assert shown.readings["when"].startswith(reading)
    assert shown.sentence


def test_what_was_typed_is_kept_as_it_was_read(editor: Client) -> None:
    assert editor.post(ADD, new_statement(when="before May 2018")).status_code == 302
    fact = Statement.objects.get()
    assert (fact.when, str(fact.when_last)) == ("/2018-04", "2018-04-30")
    assert form_of(editor, change_page(fact))["when"] == "by April 2018"


def test_a_choice_between_dates_is_refused_with_what_to_write(editor: Client) -> None:
    shown = seen(editor, **new_statement(when="June or July 2018"))
    (label, message), *others = shown.problems
    assert (label, others) == ("When", [])
    assert "Write 2018, which covers both" in message


def test_figures_that_are_no_date_are_refused(editor: Client) -> None:
    for typed in ("2018-99", "2018 - 99", "2018–99"):
        assert seen(editor, **new_statement(when=typed)).problems


@pytest.mark.parametrize(
    ("marks", "typed", "warned"),
    [
        ("span", "since 2016", "has no beginning or no end"),
        ("span", "until 2016", "has no beginning or no end"),
        ("span", "by 2016", ""),
        ("span", "before 2016", ""),
        ("", "since 2016", "has no beginning or no end"),
        ("span", "from 2014 to 2016", ""),
        ("span", "between 4 and 7 June 2018", "such as June 2018"),
        ("span", "Between 2014 and 2021", "say so in a sentence of its own"),
        ("span", "2016", ""),
        ("start", "between 2014 and 2016", "says that it took all that time"),
        ("end", "since 2016", "says that it took all that time"),
        ("start", "2016", ""),
    ],
)
def test_a_period_for_a_moment_is_warned_of(
    editor: Client, marks: str, typed: str, warned: str
) -> None:
    form = new_statement(
        subject=EventFactory().pk,
        property=DatePropertyFactory(slug="a-date", marks=marks).pk,
        value_entity="",
        value_date=typed,
    )
    texts = [it.text for it in seen(editor, **form).warnings]
    assert len(texts) == bool(warned)
    assert all(warned in text for text in texts)


def test_what_holds_for_long_may_go_on(editor: Client) -> None:
    assert seen(editor, **new_statement(when="since 2016")).warnings == []
    happened = new_statement(subject=EventFactory().pk, when="since 2016")
    assert "no end" in seen(editor, **happened).warnings[0].text
