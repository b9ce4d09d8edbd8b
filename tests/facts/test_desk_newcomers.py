"""What keeps an editor who is new to the desk from bad sentences and dead ends."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from quizzes.facts.models import Entity, Property, Report, Source, Statement
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
    UserFactory,
)

from .desk import ADD, change_page, errors, form_of, new_editor, save

pytestmark = pytest.mark.django_db

ADD_ENTITY = reverse("admin:facts_entity_add")
PREVIEW = reverse("admin:facts_statement_sentence_new")
ENTITY_PREVIEW = reverse("admin:facts_entity_sentence_new")
READING = reverse("admin:facts_source_reading")
AUTOCOMPLETE = reverse("admin:autocomplete")


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def did() -> Property:
    made: Property = EntityPropertyFactory(
        slug="did",
        label="did",
        datatype="text",
        subject_kinds=["body", "unit"],
        sentence="{subject} {value}",
        ask_value="",
        ask_subject="",
    )
    return made


def told(client: Client, url: str, data: dict[str, Any]) -> str:
    """Return the preview of a form, on one line."""
    response = client.post(url, data)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def offered(client: Client, term: str, subject: Entity) -> list[dict[str, Any]]:
    where = {"app_label": "facts", "model_name": "statement", "field_name": "property"}
    answer = client.get(AUTOCOMPLETE, where | {"term": term, "subject": str(subject.pk)})
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


# Events


@pytest.mark.parametrize(
    ("kind", "label", "guessed"),
    [
        ("event", "capture of the radio station", True),
        ("group", "militia of the harbour", True),
        ("unit", "night guard", True),
        ("body", "council of elders", True),
        ("conflict", "battle of the harbour", True),
        ("event", "Operation Dawn", False),
        ("place", "old town", False),
        ("person", "abu someone", False),
        ("event", "“capture”", False),
    ],
)
def test_a_new_name_is_guessed_to_take_the(
    editor: Client, kind: str, label: str, guessed: bool
) -> None:
    assert save(editor, ADD_ENTITY, label=label, kind=kind).status_code == 302
    assert Entity.objects.get().takes_the is guessed


def test_who_saw_the_tick_has_the_last_word(editor: Client) -> None:
    new = {"label": "clashes in the west", "kind": "event", "tick_seen": "yes"}
    assert save(editor, ADD_ENTITY, **new).status_code == 302
    made = Entity.objects.get()
    assert made.takes_the is False
    assert save(editor, change_page(made), description="changed").status_code == 302
    made.refresh_from_db()
    assert made.takes_the is False


def test_a_guess_can_be_taken_back(editor: Client) -> None:
    save(editor, ADD_ENTITY, label="clashes in the west", kind="event")
    made = Entity.objects.get()
    form = form_of(editor, change_page(made))
    del form["takes_the"]
    assert editor.post(change_page(made), form).status_code == 302
    made.refresh_from_db()
    assert made.takes_the is False


def test_an_entity_shows_how_it_stands_in_sentences(editor: Client) -> None:
    new = {"label": "capture of the radio station", "kind": "event", "preposition": "in"}
    shown = told(editor, ENTITY_PREVIEW, new)
    assert "The capture of the radio station took place on 12 June 2018." in shown
    assert "has no clause" in shown
    assert "has no question clause" in shown
    clauses = {"clause": "they took it", "question_clause": "did they take it"}
    shown = told(editor, ENTITY_PREVIEW, new | clauses)
    assert "They took it on 12 June 2018." in shown
    assert "On what date did they take it?" in shown
    assert "has no" not in shown
    shown = told(editor, ENTITY_PREVIEW, new | clauses | {"tick_seen": "yes"})
    assert "stands without “the”" in shown


def test_other_kinds_are_shown_too(editor: Client) -> None:
    guards = {"label": "Guards", "kind": "unit", "takes_the": "on", "plural": "on"}
    assert "The Guards were …" in told(editor, ENTITY_PREVIEW, guards)
    place = {"label": "hill", "kind": "place", "takes_the": "on", "preposition": "near"}
    assert "It happened near the hill." in told(editor, ENTITY_PREVIEW, place)
    assert "desk-sentence" not in told(editor, ENTITY_PREVIEW, {"kind": "event"})
    assert Entity.objects.count() == 0


def test_the_preview_of_an_entity_that_is_stored(editor: Client) -> None:
    event = EventFactory(clause="")
    page = editor.get(change_page(event)).content.decode()
    assert "has no clause" in page
    assert "has no question clause" not in page
    url = reverse("admin:facts_entity_sentence", args=[event.pk])
    assert "has no clause" in told(editor, url, form_of(editor, change_page(event)))


def test_strangers_get_no_previews() -> None:
    for url in (ENTITY_PREVIEW, READING):
        assert Client().post(url).status_code == 302
        staff = Client()
        staff.force_login(UserFactory(is_staff=True))
        assert (staff.post(url) if url == ENTITY_PREVIEW else staff.get(url)).status_code == 403


def test_the_preview_of_an_entity_is_asked_for_properly(editor: Client) -> None:
    assert editor.get(ENTITY_PREVIEW).status_code == 405
    assert editor.post(reverse("admin:facts_entity_sentence", args=[999])).status_code == 404


def test_a_fact_about_an_event_without_clauses_is_warned_of(editor: Client) -> None:
    event = EventFactory(clause="", question_clause="")
    fact = {"subject": event.pk, "property": DatePropertyFactory().pk, "value_date": "June 2018"}
    shown = told(editor, PREVIEW, fact)
    assert "has no clause" in shown
    assert "has no question clause" in shown
    assert change_page(event) in shown
    own = {"own_sentence": "it fell {value.phrase}", "own_stem": "{value.ask} did it fall?"}
    assert "has no" not in told(editor, PREVIEW, fact | own)
    Entity.objects.update(clause="it fell", question_clause="did it fall")
    assert "has no" not in told(editor, PREVIEW, fact)


# Dates


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("summer 2018", "Read as summer 2018, a season of three months (June–August 2018)"),
        ("12 June 2018", "Read as 12 June 2018, a day"),
        ("early May 2018", "Read as May 2018, a month; “early” cannot be kept, and is left out"),
        ("20180612", "Read as 12 June 2018, a day"),
        ("12/6/2018", "could mean 12 June 2018 or 6 December 2018"),
        ("never", "is not a date that can be read"),
        ("", ""),
        ("   ", ""),
        ("7" * 500, "is not a date"),
    ],
)
def test_the_date_of_a_source_is_read_back(editor: Client, typed: str, said: str) -> None:
    answer = editor.get(READING, {"date": typed})
    shown = answer.content.decode().strip()
    assert said in shown
    assert bool(shown) is bool(said)
    assert ("desk-misread" in shown) is (said.startswith(("could", "is not")))


def test_what_was_typed_is_escaped(editor: Client) -> None:
    assert "<b>" not in editor.get(READING, {"date": "<b>x"}).content.decode()


def test_the_form_of_a_source_says_how_its_date_is_read(editor: Client) -> None:
    source = SourceFactory(published="2018-06")
    assert "Read as June 2018, a month" in editor.get(change_page(source)).content.decode()
    refused = save(editor, reverse("admin:facts_source_add"), title="", published="2018")
    assert "Read as 2018, a year" in refused.content.decode()
    refused = save(editor, reverse("admin:facts_source_add"), title="X", published="12/6/2018")
    assert "could mean" in errors(refused)["published"][0]
    assert Source.objects.count() == 1


# Properties


def test_what_has_no_property_can_be_said_in_own_words(editor: Client, did: Property) -> None:
    EntityPropertyFactory(subject_kinds=["unit"])
    (last,) = offered(editor, "founded", EntityFactory(kind="body"))
    assert last["text"] == "Nothing found for “founded”. In your own words:"
    assert [(row["text"], row["example"]) for row in last["children"]] == [("did", "… …")]


def test_own_words_come_last_and_once(editor: Client, did: Property) -> None:
    EntityPropertyFactory(subject_kinds=["unit"])
    unit = EntityFactory(kind="unit")
    first, last = offered(editor, "commander", unit)
    assert (first["text"], [it["text"] for it in last["children"]]) == ("commander", ["did"])
    assert [it["text"] for it in offered(editor, "did", unit)] == ["did", "commander"]
    assert {it["text"] for it in offered(editor, "", unit)} == {"did", "commander"}


def test_own_words_fit_the_kind(editor: Client, did: Property) -> None:
    assert offered(editor, "founded", EntityFactory(kind="place")) == []


def test_the_freest_come_first(editor: Client, did: Property) -> None:
    words = {"datatype": "text", "subject_kinds": ["body"]}
    EntityPropertyFactory(slug="a", label="a", sentence="{subject} called for {value}", **words)
    EntityPropertyFactory(slug="b", label="b", sentence="{subject} said {value}", **words)
    EntityPropertyFactory(
        slug="c", label="c", sentence="{subject} {value}", datatype="text", subject_kinds=[]
    )
    last = offered(editor, "founded", EntityFactory(kind="body"))[-1]
    assert [it["text"] for it in last["children"]] == ["did", "c", "b", "a"]


def test_what_needs_a_note_is_no_place_for_anything(editor: Client, did: Property) -> None:
    fact = {"property": did, "value_date": "", "value_text": "sheltered"}
    StatementFactory(sensitivity="context", **fact)
    body = EntityFactory(kind="body")
    assert offered(editor, "founded", body) == []
    StatementFactory(sensitivity="ordinary", **fact)
    assert offered(editor, "founded", body)[-1]["children"][0]["text"] == "did"


def test_a_typed_property_is_refused_with_the_free_ones(editor: Client, did: Property) -> None:
    refused = editor.post(ADD, {"property-typed": "founded", "_save": "draft"})
    assert "To say it in your own words: did (did)." in errors(refused)["property"][0]


# Own wording


@pytest.fixture
def worded() -> Statement:
    made: Statement = StatementFactory(
        value_date="2018-05-07",
        own_stem="Who came on 7 May?",
        explanation="On 7 May they came.",
    )
    return made


def changed(client: Client, fact: Statement, **fields: Any) -> str:
    url = reverse("admin:facts_statement_sentence", args=[fact.pk])
    return told(client, url, form_of(client, change_page(fact)) | fields)


def test_own_wording_that_stays_behind_is_told_before_saving(
    editor: Client, worded: Statement
) -> None:
    shown = changed(editor, worded, value_date="9 June 2018")
    assert (
        "This was written before your change: own question for the value “Who came on 7 May?”"
        in shown
    )
    assert "explanation “On 7 May they came.”" in shown
    shown = changed(editor, worded, value_date="9 June 2018", own_stem="Who came on 9 June?")
    assert "Who came" not in shown.partition("desk-warnings")[2].partition("</ul>")[0]
    assert "explanation “On 7 May they came.”" in shown


def test_where_nothing_stays_behind_nothing_is_said(editor: Client, worded: Statement) -> None:
    assert "written before" not in changed(editor, worded)
    assert "written before" not in changed(editor, worded, importance=3)
    assert "written before" not in changed(editor, worded, value_date="2018-05-07")


# What is said


def test_a_message_says_the_sentence(editor: Client) -> None:
    fact = CommanderFactory(subject__label="Night Guard", value_entity__label="Jane Ash")
    response = editor.post(change_page(fact), form_of(editor, change_page(fact)) | {"_save": ""})
    (said,) = [str(it) for it in get_messages(response.wsgi_request)]
    assert "The Night Guard was commanded by Jane Ash." in said
    assert said.endswith("was changed successfully. It is published.")
    assert "–" not in said


def test_a_new_fact_is_told_by_its_sentence(editor: Client) -> None:
    new = {
        "subject": EventFactory(clause="it fell").pk,
        "property": DatePropertyFactory().pk,
        "value_date": "June 2018",
        "topic": TopicFactory().pk,
        "_continue": "draft",
    }
    response = save(editor, ADD, **new)
    said = [str(it) for it in get_messages(response.wsgi_request)]
    assert len(said) == 1
    assert "It fell in June 2018." in said[0]
    assert said[0].endswith("was added successfully. It is a draft.")


def test_a_report_is_named_above_its_page(editor: Client) -> None:
    fact = CommanderFactory()
    report = Report.objects.create(statement=fact, text="The name is misspelt")
    page = editor.get(reverse("admin:facts_report_change", args=[report.pk])).content.decode()
    trail = page.partition('class="breadcrumbs"')[2].partition("</div>")[0]
    assert trail.strip().endswith("The name is misspelt")


def test_the_blocks_of_the_desk_are_named_apart(admin_client: Client) -> None:
    page = admin_client.get(reverse("admin:index")).content.decode()
    names = [it.partition("</a>")[0].split(">")[-1].strip() for it in page.split('"section"')[1:]]
    assert {"Facts", "Questions", "People who log in", "E-mail addresses"} <= {*names}
    assert len(names) == len({*names})


def test_the_small_window_says_what_was_added(editor: Client) -> None:
    answer = save(editor, ADD_ENTITY, label="Night <Guard>", kind="unit", _popup="1")
    page = answer.content.decode()
    assert "“Night &lt;Guard&gt;” was added." in page
    assert "Go back to the form" in page
    assert "popup_response.js" in page


def test_without_scripts_a_draft_shows_the_sentence(editor: Client) -> None:
    page = editor.get(ADD).content.decode()
    quiet = "".join(part.partition("</noscript>")[0] for part in page.split("<noscript>")[1:])
    assert 'name="_continue" value="draft"' in quiet
    assert "Save as draft and go on editing" in quiet
