"""The forms of the desk: what they fill in themselves, remember, and show again in words."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from quizzes.facts.admin.forms import free_slug
from quizzes.facts.form_fields import TypedDateField, TypedQuantityField, as_quantity
from quizzes.facts.models import Entity, Property, Source, Statement, Topic
from quizzes.facts.sentences import sentence
from quizzes.lib.edtf import parse
from quizzes.lib.quantities import parse as parse_quantity
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
    UserFactory,
)

from .desk import ADD, act, change_page, errors, form_of, new_editor, new_statement, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


def add_page(record: str) -> str:
    return reverse(f"admin:facts_{record}_add")


NEXT = f"{ADD}?again=1"
NO_ALIASES = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}


def test_it_works(editor: Client) -> None:
    """The least that must be typed for a source, an entity and a statement."""
    source = {"title": "Harbour opens", "publisher": "The Gazette", "published": "12 June 2018"}
    assert save(editor, add_page("source"), **source).status_code == 302
    made = Source.objects.get()
    assert (made.slug, made.origin) == ("harbour-opens", "harbour-opens")
    assert (made.cite_as, made.kind) == ("The Gazette, 12 June 2018", "news")
    assert save(editor, add_page("entity"), label="Night Guard", kind="unit").status_code == 302
    unit = Entity.objects.get()
    assert (unit.slug, unit.preposition) == ("night-guard", "in")
    fact = {
        "subject": unit.pk,
        "property": EntityPropertyFactory().pk,
        "value_entity": EntityFactory().pk,
        "topic": TopicFactory().pk,
        "citations-0-source": made.pk,
        "citations-0-locator": "para. 3",
        "_save": "publish",
    }
    assert save(editor, ADD, **fact).status_code == 302
    statement = Statement.objects.get()
    assert (statement.slug, statement.status) == ("night-guard-commander", "published")
    assert (statement.importance, statement.sensitivity, statement.rank) == (
        2,
        "ordinary",
        "normal",
    )


def test_topics_and_properties_name_themselves(editor: Client) -> None:
    save(editor, add_page("topic"), title="The harbour: after 2014", position=3)
    assert Topic.objects.get().slug == "the-harbour-after-2014"
    wording = {"label": "was led by", "datatype": "entity", "sentence": "{value} led {subject}"}
    save(editor, add_page("property"), **wording)
    assert Property.objects.get().slug == "was-led-by"


def test_a_slug_is_free(editor: Client) -> None:
    one = EntityFactory(kind="unit", slug="night-guard")
    for expected in ("night-guard-commander", "night-guard-commander-2", "night-guard-commander-3"):
        form = new_statement(slug="", subject=one.pk, value_entity=EntityFactory().pk)
        assert editor.post(ADD, form).status_code == 302
        assert Statement.objects.latest("pk").slug == expected


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Abd al-Hamid al-Werfalli", "abd-al-hamid-al-werfalli"),
        ("Al-Qubbah’s  _ port", "al-qubbahs-port"),
        ("درنة", "entity"),
        ("", "entity"),
        ("---", "entity"),
        ("É-Ä", "e-a"),
        (f"{'long ' * 40}", "-".join(["long"] * 16)),
    ],
)
def test_slugs_of_all_kinds_of_names(text: str, slug: str) -> None:
    assert free_slug(Entity, text) == slug


@pytest.mark.parametrize("record", ["topic", "property"])
def test_what_has_the_same_name_is_refused_at_first(editor: Client, record: str) -> None:
    """A double click makes no second record, and two of one name are a choice."""
    name = "title" if record in ("source", "topic") else "label"
    others = {"kind": "other" if record == "source" else "body", "position": 1}
    others |= {"datatype": "text", "sentence": "{subject} {value}"}
    url = add_page(record)
    form = form_of(editor, url) | {name: "Night Guard"} | others
    assert editor.post(url, form).status_code == 302
    refused = editor.post(url, form | {name: "night-guard"})
    assert "There is “Night Guard” already." in errors(refused)[name][0]
    assert editor.post(url, form | {"slug": "another-guard"}).status_code == 302


def test_names_without_latin_letters_are_numbered(editor: Client) -> None:
    for name, slug in (("درنة", "entity"), ("طبرق", "entity-2")):
        save(editor, add_page("entity"), label=name, kind="place")
        assert Entity.objects.latest("pk").slug == slug


def test_a_double_click_makes_one_fact(editor: Client) -> None:
    form = new_statement(slug="", when="May 2018", where=EntityFactory(kind="place").pk)
    assert editor.post(ADD, form).status_code == 302
    refused = errors(editor.post(ADD, form | {"when": "2018-05"}))
    fact = Statement.objects.get()
    address = reverse("admin:facts_statement_change", args=[fact.pk])
    told = f'“<a href="{address}">{sentence(fact)}</a>” Add your source there.'
    assert refused["__all__"][0] == f"This very fact is there already: {told}"
    shown = editor.post(ADD, form | {"when": "2018-05"}).content.decode()
    assert f'<a href="{address}">' in shown
    assert Statement.objects.count() == 1
    assert editor.post(ADD, form | {"when": "June 2018"}).status_code == 302


def test_readers_are_a_click_away(editor: Client) -> None:
    fact = CommanderFactory()
    assert f"/explore/fact/{fact.slug}/" in editor.get(change_page(fact)).content.decode()
    source = fact.citations.get().source
    assert f"/sources/{source.slug}/" in editor.get(change_page(source)).content.decode()
    Statement.objects.update(status="draft")
    assert "/explore/fact/" not in editor.get(change_page(fact)).content.decode()


def test_a_slug_may_be_chosen_and_must_be_free(editor: Client) -> None:
    CommanderFactory(slug="taken")
    refused = errors(editor.post(ADD, new_statement(slug="taken")))
    assert refused == {"slug": ["Statement with this Slug already exists."]}
    assert editor.post(ADD, new_statement(slug="free")).status_code == 302


def test_a_new_fact_is_a_draft_unless_it_is_published(editor: Client) -> None:
    form = new_statement()
    del form["_save"]
    assert editor.post(ADD, form).status_code == 302
    assert Statement.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("before", "button", "value", "after"),
    [
        ("draft", "_save", "draft", "draft"),
        ("draft", "_save", "publish", "published"),
        ("draft", "_addanother", "publish", "published"),
        ("published", "_save", "", "published"),
        ("published", "_continue", "draft", "draft"),
        ("published", "_continue", "retire", "retired"),
        ("published", "_save", "Save", "published"),
        ("retired", "_save", "", "retired"),
        ("retired", "_save", "publish", "published"),
        ("retired", "_save", "nonsense", "retired"),
    ],
)
def test_the_buttons(editor: Client, before: str, button: str, value: str, after: str) -> None:
    fact = CommanderFactory(status=before)
    page = editor.get(change_page(fact)).content.decode()
    if value not in ("nonsense", "Save"):
        attributes = f'name="{button}" value="{value}"' if value else f'name="{button}"'
        assert attributes in page
    assert save(editor, change_page(fact), **{button: value}).status_code == 302
    fact.refresh_from_db()
    assert fact.status == after


def test_a_status_in_the_form_means_nothing(editor: Client) -> None:
    fact = CommanderFactory(status="draft")
    save(editor, change_page(fact), status="published")
    fact.refresh_from_db()
    assert fact.status == "draft"


def test_the_buttons_of_a_refused_form_are_those_of_what_is_stored(editor: Client) -> None:
    fact = CommanderFactory(status="draft", cited=False)
    refused = save(editor, change_page(fact), _save="publish")
    assert 'value="publish"' in refused.content.decode()
    assert "<strong>Draft.</strong>" in refused.content.decode()


def test_the_next_fact_begins_like_the_last(editor: Client) -> None:
    topic, source = TopicFactory(), SourceFactory()
    form = new_statement(topic=topic.pk, importance=3, sensitivity="context")
    saved = editor.post(ADD, form | {"citations-0-source": source.pk, "_addanother": "draft"})
    assert saved["Location"] == NEXT
    assert form_of(editor, ADD)["topic"] == "", "a fact of its own begins afresh"
    shown = form_of(editor, NEXT)
    assert (shown["topic"], shown["importance"], shown["sensitivity"]) == (topic.pk, 2, "context")
    assert shown["citations-0-source"] == source.pk
    other = new_editor("berta")
    assert form_of(other, ADD)["importance"] == 2
    # A source that is seen in the form is never dropped in silence.
    left_alone = new_statement(_save="draft", **{"citations-0-source": source.pk})
    left_alone |= {"slug": "second", "citations-0-locator": ""}
    assert editor.post(ADD, left_alone).status_code == 200
    assert not Statement.objects.filter(slug="second").exists()
    taken_out = left_alone | {"citations-0-source": ""}
    assert editor.post(ADD, taken_out).status_code == 302
    assert not Statement.objects.get(slug="second").citations.exists()


def test_an_edit_is_no_beginning_of_the_next_fact(editor: Client) -> None:
    fact = CommanderFactory(sensitivity="context", importance=3)
    editor.post(ADD, new_statement(_addanother="draft"))
    save(editor, change_page(fact), note="Seen")
    shown = form_of(editor, NEXT)
    assert (shown["topic"], shown["importance"], shown["sensitivity"]) == ("", 2, "ordinary")
    assert shown["citations-0-source"] == ""


def test_what_is_remembered_may_be_gone(editor: Client) -> None:
    session = editor.session
    session["desk"] = {"statement": {"topic": 999, "source": 999, "importance": 7}}
    session.save()
    assert editor.get(NEXT).status_code == 200


@pytest.mark.parametrize(("record", "kind"), [("source", "report"), ("entity", "place")])
def test_the_kind_is_remembered(editor: Client, record: str, kind: str) -> None:
    name = "title" if record == "source" else "label"
    save(editor, add_page(record), **{name: "One", "kind": kind})
    assert form_of(editor, add_page(record))["kind"] == kind


def test_the_address_says_more_than_memory(editor: Client) -> None:
    save(editor, add_page("entity"), label="One", kind="place")
    assert form_of(editor, f"{add_page('entity')}?kind=person")["kind"] == "person"


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"published": "by 3 May 2018"}, "published", "A document appears on one day."),
        ({"published": "since 2015"}, "published", "A document appears on one day."),
        ({"published": "early 2015"}, "published_inferred", "A news report has a day, not “2015”"),
        ({"published": "about May 2018"}, "published_inferred", "“About May 2018” is not sure"),
        ({"published_inferred": "on"}, "published_inferred", "but there is none"),
    ],
)
def test_a_source_has_a_date_of_its_own(
    editor: Client, fields: dict[str, str], field: str, said: str
) -> None:
    form = {"title": "One", "kind": "news", "publisher": "The Gazette"} | fields
    (message,) = errors(editor.post(add_page("source"), form))[field]
    assert said in message


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "3 May 2018"},
        {"published": "early 2015", "published_inferred": "on"},
        {"published": "May–June 2018", "kind": "report"},
        {"published": ""},
    ],
)
def test_dates_of_sources(editor: Client, fields: dict[str, str]) -> None:
    form = {"title": "One", "kind": "news", "publisher": "The Gazette"} | fields
    assert editor.post(add_page("source"), form).status_code == 302


def test_a_date_has_no_second_date(editor: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07", property__label="began")
    refused = save(editor, change_page(fact), when="9 May 2018")
    assert errors(refused) == {
        "when": [
            "“began” has its date as its value: write the date under “Value (date)”, and leave "
            "this empty."
        ]
    }
    own = "{subject} happened on 7 May, says who wrote on 9 May 2018"
    assert save(editor, change_page(fact), when="9 May 2018", own_sentence=own).status_code == 302


def test_dates_and_numbers_are_shown_in_words(editor: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07", when="2014/2016")
    form = form_of(editor, change_page(fact))
    assert (form["value_date"], form["when"]) == ("7 May 2018", "2014–2016")
    assert save(editor, change_page(fact), note="n").status_code == 302
    fact.refresh_from_db()
    assert (fact.value_date, fact.when) == ("2018-05-07", "2014/2016")
    prop = EntityPropertyFactory(slug="strength", datatype="quantity", sentence="{subject} {value}")
    number = StatementFactory(property=prop, value_date="", value_quantity="~19270")
    assert form_of(editor, change_page(number))["value_quantity"] == "about 19,270"
    save(editor, change_page(number), value_quantity="between 35 and 60")
    number.refresh_from_db()
    assert (number.value_quantity, number.value_low, number.value_high) == ("35..60", 35, 60)


@pytest.mark.parametrize(
    "text",
    [
        *("2018-05-07", "2018-05", "2018", "2018-05-07/2019-02-12", "2018-06~", "2018?", "2018-21"),
        *("201X", "../2019", "2019/..", "2014/2016", "2018-05-07/2018-05-31", "2018-05/2018-06"),
        *("2018~/2019", "2018%", "20XX", "2018-05-07~", "2018-24", "2018-05-07/.."),
    ],
)
def test_every_date_survives_being_shown(text: str) -> None:
    field = TypedDateField(required=False)
    assert field.has_changed(text, field.prepare_value(text)) is False
    assert field.has_changed(text, "1999") is True
    assert parse(text)


@pytest.mark.parametrize(
    "text", ["46", "~19270", ">=4", ">1100", "<=10", "<10", "35..60", "50|60", "2.5", "1000000"]
)
def test_every_number_survives_being_shown(text: str) -> None:
    field = TypedQuantityField(required=False)
    assert field.clean(field.prepare_value(text)) == text
    assert field.has_changed(text, field.prepare_value(text)) is False
    assert field.has_changed(text, "7") is True
    assert as_quantity(parse_quantity(text).spoken()) == text


def test_a_property_of_another_type_is_not_hindered_by_old_values(editor: Client) -> None:
    """Without JavaScript all fields are sent, and the old value must be taken out."""
    fact = StatementFactory(value_date="2018-05-07")
    prop = EntityPropertyFactory(slug="motto", datatype="text", single_subject=False)
    changed = {"property": prop.pk, "value_text": "Ever awake"}
    refused = errors(save(editor, change_page(fact), **changed))
    assert list(refused) == ["value_date"]
    assert save(editor, change_page(fact), **changed, value_date="").status_code == 302


def test_a_mistake_is_said_once(editor: Client) -> None:
    dated = new_statement(property=DatePropertyFactory().pk, value_entity="", value_date="soon")
    assert len(errors(editor.post(ADD, dated))["value_date"]) == 1


@pytest.mark.parametrize(
    ("field", "text", "flaw"),
    [
        ("own_sentence", "{subject} was led by by {value}", "A doubled word (“by by”)"),
        ("own_sentence", "{subject} was led,, by {value}", "A doubled sign (“,,”)"),
        ("explanation", "It was led () for long.", "Empty brackets (“()”)"),
        ("explanation", "It was led by None.", "A missing value (“None”)"),
    ],
)
def test_a_misprint_is_not_published(editor: Client, field: str, text: str, flaw: str) -> None:
    form = new_statement() | {field: text}
    (refused,) = errors(editor.post(ADD, form))["__all__"]
    assert refused.startswith(flaw)
    assert "save it as a draft" in refused
    assert editor.post(ADD, form | {"_save": "draft"}).status_code == 302
    fact = Statement.objects.get()
    assert fact.status == "draft"
    assert flaw in act(editor, "publish", fact).content.decode()
    fact.refresh_from_db()
    assert fact.status == "draft"


def test_quoted_words_may_be_misprinted(editor: Client) -> None:
    form = new_statement(explanation="The paper had “by by the army”.")
    assert editor.post(ADD, form).status_code == 302


def test_help_is_in_plain_words(editor: Client) -> None:
    StatementFactory()
    for record in ("statement", "entity", "source", "topic"):
        form = editor.get(add_page(record)).context["adminform"].form
        helped = " ".join(str(field.help_text) for field in form.fields.values())
        for jargon in ("EDTF", "datatype", "JSON", "regex", "null", "FK", "~", ">="):
            assert jargon not in helped


def test_whose_the_notes_are_is_said(editor: Client) -> None:
    def note(record: str) -> Any:
        return editor.get(add_page(record)).context["adminform"].form["note"]

    assert (note("source").label, note("source").help_text) == (
        "Note for readers",
        "Readers see it on the page of the source.",
    )
    for record in ("entity", "statement"):
        assert note(record).label == "Editor's note"
        assert "For the editors." in note(record).help_text


def test_who_may_only_look_sees_no_form() -> None:
    fact = CommanderFactory()
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_statement"))
    client = Client()
    client.force_login(user)
    page: Any = client.get(change_page(fact))
    assert page.status_code == 200
    assert 'type="submit" name="_save"' not in page.content.decode()
    assert "Reason for the change" not in page.content.decode()
    assert client.post(change_page(fact), {"note": "x"}).status_code == 403
    assert client.get(ADD).status_code == 403
