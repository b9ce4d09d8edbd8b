"""The editors' desk: who may enter, what it finds, what it refuses, and what it tells others."""

import html
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.forms import NumberInput, Textarea, TextInput
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.models import Entity, Statement
from quizzes.facts.signals import Change, facts_changed
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
    UserFactory,
)

from .desk import (
    ADD,
    LIST,
    RECORDS,
    act,
    change_page,
    errors,
    form_of,
    new_editor,
    new_statement,
    rows_of,
    save,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    """The browser of somebody in the Editors group."""
    return new_editor("edda")


@pytest.fixture
def fact() -> Statement:
    """A published fact that the Night Guard was commanded by Jane Ash."""
    made: Statement = CommanderFactory(
        slug="guard-commander", subject__label="Night Guard", value_entity__label="Jane Ash"
    )
    return made


def listed(client: Client, **query: Any) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return sorted(row.slug for row in response.context["cl"].result_list)


@pytest.mark.parametrize("record", RECORDS)
def test_it_works(editor: Client, fact: Statement, record: str) -> None:
    AliasFactory(entity=fact.subject)
    listing = editor.get(reverse(f"admin:facts_{record}_changelist"))
    assert listing.status_code == 200
    row = listing.context["cl"].result_list[0]
    assert editor.get(reverse(f"admin:facts_{record}_add")).status_code == 200
    url = change_page(row)
    assert editor.get(url).status_code == 200
    assert save(editor, url).status_code == 302


@pytest.mark.parametrize("record", RECORDS)
def test_learners_and_strangers_stay_outside(
    client: Client, as_alice: Client, record: str, alice: User
) -> None:
    alice.groups.add(Group.objects.get(name="Editors"))  # and yet no member of staff
    for visitor in (Client(), as_alice):
        for page in ("changelist", "add"):
            response = visitor.get(reverse(f"admin:facts_{record}_{page}"))
            assert response.status_code == 302
            assert "login" in response["Location"]


def test_staff_who_are_no_editors_may_not(fact: Statement) -> None:
    client = Client()
    client.force_login(UserFactory(is_staff=True))
    for url in (LIST, ADD, change_page(fact)):
        assert client.get(url).status_code == 403


def test_an_editor_finds_a_fact_by_any_spelling(editor: Client, fact: Statement) -> None:
    StatementFactory()
    AliasFactory(entity=fact.subject, text="Nachtwache")
    AliasFactory(entity=fact.value_entity, text="Ashe")
    for spelling in ("nachtwache", "ashe", "Night", "guard-comm", "Jane", "commander"):
        assert listed(editor, q=spelling) == ["guard-commander"]
    assert listed(editor, q="nobody") == []


def test_an_entity_is_found_by_any_spelling(editor: Client, fact: Statement) -> None:
    AliasFactory(entity=fact.subject, text="Nachtwache")
    query = {"app_label": "facts", "model_name": "statement", "field_name": "subject"}
    found = editor.get(reverse("admin:autocomplete"), query | {"term": "nachtw"}).json()
    assert [row["text"] for row in found["results"]] == ["Night Guard"]


def test_filters(editor: Client, fact: Statement) -> None:
    draft = StatementFactory(slug="draft", status="draft", sensitivity="context", cited=False)
    one = StatementFactory(slug="one", value_date="2018-06")
    StatementFactory(slug="other", value_date="2018-07", subject=one.subject)
    assert listed(editor, topic__id__exact=fact.topic.pk) == ["guard-commander"]
    source = fact.citations.get().source
    CitationFactory(statement=fact, source=source, locator="again")
    assert listed(editor, source=source.pk) == ["guard-commander"]
    assert listed(editor, work="no-source") == ["draft"]
    assert listed(editor, status__exact="draft") == [draft.slug]
    assert listed(editor, work="disputed") == ["one", "other"]
    assert listed(editor, sensitivity__exact="context") == ["draft"]
    assert listed(editor, rank__exact="deprecated") == []


@pytest.mark.parametrize("name", ["source", "work", "topic__id__exact", "q", "p", "o", "all"])
@pytest.mark.parametrize("value", ["²", "-1", "x", "9" * 30, "", "%00", "’"])
def test_odd_addresses_do_no_harm(editor: Client, fact: Statement, name: str, value: str) -> None:
    assert editor.get(LIST, {name: value}).status_code in (200, 302)


def test_an_editor_adds_a_fact_with_its_source(editor: Client, announced: list[Change]) -> None:
    form = new_statement()
    announced.clear()
    assert editor.post(ADD, form).status_code == 302
    made = Statement.objects.get(slug="new-fact")
    assert made.status == "published"
    assert made.citations.get().locator == "para. 1"
    assert [change.statements for change in announced] == [{made.pk}]


def test_an_editor_changes_a_fact(editor: Client, fact: Statement, announced: list[Change]) -> None:
    citation = fact.citations.get()
    announced.clear()
    response = save(
        editor, change_page(fact), when="May 2018", **{"citations-0-locator": "para. 2"}
    )
    assert response.status_code == 302
    fact.refresh_from_db()
    citation.refresh_from_db()
    assert (fact.when, citation.locator) == ("2018-05", "para. 2")
    assert [change.statements for change in announced] == [{fact.pk}]


def test_looking_and_failing_announce_nothing(
    editor: Client, fact: Statement, announced: list[Change]
) -> None:
    announced.clear()
    errors(save(editor, change_page(fact), when="soon"))
    assert announced == []


def test_what_follows_a_save_is_saved_with_it_or_not_at_all(
    editor: Client, fact: Statement
) -> None:
    def refuse(**kwargs: Any) -> None:
        raise ZeroDivisionError

    form = form_of(editor, change_page(fact)) | {"note": "new"}
    facts_changed.connect(refuse)
    try:
        with pytest.raises(ZeroDivisionError):
            editor.post(change_page(fact), form)
        with pytest.raises(ZeroDivisionError):
            act(editor, "retire", fact)
    finally:
        facts_changed.disconnect(refuse)
    fact.refresh_from_db()
    assert (fact.note, fact.status) == ("", "published")


@pytest.mark.parametrize("record", RECORDS)
def test_nothing_is_deleted(editor: Client, fact: Statement, record: str) -> None:
    model = apps.get_model("facts", record)
    row = model._default_manager.first()
    assert row
    url = reverse(f"admin:facts_{record}_delete", args=[row.pk])
    assert editor.post(url, {"post": "yes"}).status_code == 403
    page = editor.get(reverse(f"admin:facts_{record}_changelist")).content.decode()
    assert "delete_selected" not in page
    assert model._default_manager.filter(pk=row.pk).exists()


def test_a_citation_may_be_taken_away_while_one_is_left(editor: Client, fact: Statement) -> None:
    CitationFactory(statement=fact, locator="para. 9")
    save(editor, change_page(fact), **{"citations-0-DELETE": "on"})
    assert fact.citations.count() == 1
    refused = save(editor, change_page(fact), **{"citations-0-DELETE": "on"})
    assert errors(refused) == {
        "citations": [
            "A published fact needs at least one source: choose it, and say where in it. "
            "Or save the fact as a draft."
        ]
    }
    assert fact.citations.count() == 1


def test_without_a_source_it_stays_a_draft(editor: Client) -> None:
    form = new_statement(**{"citations-TOTAL_FORMS": 0})
    assert "citations" in errors(editor.post(ADD, form))
    assert not Statement.objects.exists()
    assert editor.post(ADD, form | {"_save": "draft"}).status_code == 302


def test_a_date_outside_the_event(editor: Client) -> None:
    battle = EventFactory(label="battle of the bridge")
    end = DatePropertyFactory(slug="ended", marks="end")
    StatementFactory(subject=battle, property=end, value_date="2018-06-01")
    form = new_statement(
        subject=battle.pk,
        property=DatePropertyFactory(slug="crossing", marks="").pk,
        value_entity="",
        value_date="7 June 2018",
    )
    assert errors(editor.post(ADD, form)) == {
        "value_date": [
            "7 June 2018 lies after the end of the event “battle of the bridge” (1 June 2018)."
        ]
    }
    assert editor.post(ADD, form | {"value_date": "31 May 2018"}).status_code == 302
    assert Statement.objects.get(slug="new-fact").value_date == "2018-05-31"


@pytest.mark.parametrize("field", ["value_date", "when"])
@pytest.mark.parametrize(
    "typed",
    [
        "soon",
        "03/04/2018",
        "2018-02-30",
        "2019/2018",
        "0000",
        "2018-99",
        "/",
        "..",
        "-",
        "%s %(a)s",
    ],
)
def test_an_unreadable_date_on_a_new_or_a_known_fact(
    editor: Client, field: str, typed: str
) -> None:
    dated = StatementFactory(value_date="2018-05-07")
    known = save(editor, change_page(dated), **{field: typed})
    assert list(errors(known)) == [field]
    assert typed in known.context["adminform"].form[field].value()
    form = new_statement(property=dated.property.pk, value_entity="", value_date="2018")
    assert list(errors(editor.post(ADD, form | {field: typed}))) == [field]
    dated.refresh_from_db()
    assert (dated.value_date, dated.when) == ("2018-05-07", "")


def test_an_unreadable_number_on_a_known_fact(editor: Client) -> None:
    prop = EntityPropertyFactory(slug="strength", datatype="quantity", sentence="{subject} {value}")
    fact = StatementFactory(property=prop, value_date="", value_quantity="46")
    for typed in ("many", "7 May", "300 people", "60..46", "-1", "9" * 40):
        assert list(errors(save(editor, change_page(fact), value_quantity=typed))) == [
            "value_quantity"
        ]


ODD = [
    *("x" * 600, "{", "}", "{subject", "[a|b", "|", "%s", "%(x)s", "\\", "<b>", "'\"", "-1", "1e9"),
    *("9" * 50, "²", "٣", "درنة", "\u200f", "a\x00b", "😀", "a\r\nb", " ", "", "NaN", "2018/.."),
]


def typed_into(client: Client, url: str) -> list[str]:
    """The names of the fields into which an editor types."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.forms
    typed = (TextInput, Textarea, NumberInput)
    return [
        bound.html_name
        for form in forms
        for bound in form
        if isinstance(bound.field.widget, typed) and not bound.is_hidden
    ]


@pytest.mark.parametrize("record", RECORDS)
def test_odd_input_in_any_field_is_saved_or_refused(
    editor: Client, fact: Statement, record: str
) -> None:
    AliasFactory(entity=fact.subject)
    url = change_page(rows_of(fact)[record])
    names = typed_into(editor, url)
    form = form_of(editor, url)
    for number, typed in enumerate(ODD):
        for fields in ([*names], *([name] for name in names[number % 24 :: 24])):
            response = editor.post(url, form | dict.fromkeys(fields, typed))
            assert response.status_code in (200, 302), (fields, typed)
            if response.status_code == 302:
                form = form_of(editor, url)
    assert editor.get(url).status_code == 200
    assert editor.get(LIST).status_code == 200


def test_odd_input_on_a_new_fact_is_saved_or_refused(editor: Client) -> None:
    form, names = new_statement(), typed_into(editor, ADD)
    for number, typed in enumerate(ODD):
        for name in names[number % 24 :: 24]:
            response = editor.post(ADD, form | {"slug": f"n{number}-{name}", name: typed})
            assert response.status_code in (200, 302), (name, typed)
    assert editor.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value_text": "x"}, "value_text"),
        ({"value_entity": ""}, "value_entity"),
        ({"importance": "4"}, "importance"),
        ({"topic": ""}, "topic"),
        ({"subject": "77777"}, "subject"),
        ({"property": ""}, "property"),
        ({"own_stem": "Who led {it}?"}, "own_stem"),
        ({"slug": "New Fact"}, "slug"),
        ({"slug": "New_Fact"}, "slug"),
        ({"slug": "new--fact"}, "slug"),
        ({"slug": "-new"}, "slug"),
    ],
)
def test_what_is_refused(editor: Client, fields: dict[str, str], message: str) -> None:
    assert list(errors(editor.post(ADD, new_statement(**fields)))) == [message]
    assert not Statement.objects.exists()


def test_a_slug_says_what_would_be_right(editor: Client) -> None:
    refused = errors(editor.post(ADD, new_statement(slug="New_Fact")))
    assert refused["slug"] == ["Use small letters, digits and single hyphens."]


def test_a_fact_about_itself_or_claimed_twice(editor: Client) -> None:
    ash = EntityFactory()
    wrong = new_statement(subject=ash.pk, value_entity=ash.pk)
    assert errors(editor.post(ADD, wrong)) == {"__all__": ["Subject and value must differ."]}
    wrong = new_statement(attributed_to=ash.pk, unattributed="on")
    assert errors(editor.post(ADD, wrong)) == {
        "__all__": ["Either name who claims it or tick that nobody is named."]
    }


def test_the_same_place_cited_twice(editor: Client, fact: Statement) -> None:
    citation = fact.citations.get()
    twice = {
        "citations-TOTAL_FORMS": 2,
        "citations-1-source": citation.source.pk,
        "citations-1-locator": citation.locator,
    }
    errors(save(editor, change_page(fact), **twice))
    assert fact.citations.count() == 1


def test_a_name_that_another_entity_has(editor: Client) -> None:
    other = AliasFactory(text="Night-Watch").entity
    entity = EntityFactory()
    shared = {"aliases-TOTAL_FORMS": 1, "aliases-0-text": "night watch", "aliases-0-kind": "name"}
    told = save(editor, change_page(entity), **shared)
    assert f"is a name of “{other.label}” already" in html.unescape(told.content.decode())
    assert not entity.aliases.exists()
    entity.different_from.add(other)
    assert save(editor, change_page(entity), **shared).status_code == 302
    assert entity.aliases.get().text == "night watch"


def test_the_same_alias_twice(editor: Client) -> None:
    entity = AliasFactory(text="HG").entity
    twice = {"aliases-TOTAL_FORMS": 2, "aliases-1-text": "HG", "aliases-1-kind": "acronym"}
    errors(save(editor, change_page(entity), **twice))
    assert entity.aliases.count() == 1


def test_half_a_place(editor: Client) -> None:
    place = EntityFactory(kind="place")
    assert errors(save(editor, change_page(place), latitude="32.1")) == {
        "longitude": ["Give both latitude and longitude, or neither."]
    }
    assert "__all__" in errors(save(editor, change_page(place), latitude="91", longitude="0"))


@pytest.mark.parametrize("record", RECORDS)
def test_a_slug_is_permanent(editor: Client, fact: Statement, record: str) -> None:
    row = rows_of(fact)[record]
    before = row.slug
    assert "slug" not in form_of(editor, change_page(row))
    assert save(editor, change_page(row), slug="another").status_code == 302
    row.refresh_from_db()
    assert row.slug == before


def test_a_property_in_use_keeps_its_data_type(editor: Client, fact: Statement) -> None:
    assert errors(save(editor, change_page(fact.property), datatype="text")) == {
        "datatype": ["1 statement has a value of another type. Make a new property instead."]
    }


def test_a_property_with_a_wrong_placeholder(editor: Client, fact: Statement) -> None:
    wrong = save(editor, change_page(fact.property), sentence="{subjekt} led {value}")
    assert errors(wrong)["sentence"][0].startswith("“{subjekt}” is not a placeholder. Known are:")


def test_publish_and_retire(editor: Client, announced: list[Change]) -> None:
    one, other = StatementFactory(status="draft"), StatementFactory(status="retired")
    announced.clear()
    assert "2 facts changed." in act(editor, "publish", one, other).content.decode()
    assert [change.statements for change in announced] == [{one.pk, other.pk}]
    assert set(Statement.objects.published()) == {one, other}
    assert "1 fact changed." in act(editor, "retire", one).content.decode()
    assert set(Statement.objects.published()) == {other}


def test_nothing_is_published_without_a_source(editor: Client) -> None:
    one, other = StatementFactory(status="draft"), StatementFactory(status="draft", cited=False)
    shown = act(editor, "publish", one, other).content.decode()
    assert "Nothing was changed. These facts are not ready:" in shown
    assert "It has no source." in shown
    assert not Statement.objects.published().exists()


def test_publishing_what_was_searched_for(editor: Client) -> None:
    fact = CommanderFactory(status="draft", value_entity__label="Ash")
    AliasFactory.create_batch(3, entity=fact.value_entity)
    shown = act(editor, "publish", fact, url=f"{LIST}?q=ash")
    assert "1 fact changed." in shown.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"value_entity": "other"},
        {"when": "2018"},
        {"where": "other"},
        {"attributed_to": "other"},
        {"unattributed": "on"},
    ],
)
def test_own_wording_is_flagged_when_the_fact_changes_under_it(
    editor: Client, fact: Statement, change: dict[str, Any]
) -> None:
    Statement.objects.update(own_stem="Who led the Night Guard?")
    other = EntityFactory(kind="place" if "where" in change else "person")
    given = {name: other.pk if value == "other" else value for name, value in change.items()}
    response = editor.post(
        change_page(fact), form_of(editor, change_page(fact)) | given, follow=True
    )
    assert (
        "The fact changed; check its own sentence, questions and explanation."
        in response.content.decode()
    )
    fact.refresh_from_db()
    assert fact.wording_outdated
    assert listed(editor, wording_outdated__exact=1) == [fact.slug]


def test_own_wording_is_not_flagged_otherwise(editor: Client, fact: Statement) -> None:
    url = change_page(fact)
    save(editor, url, value_entity=EntityFactory().pk)  # no wording of its own
    save(editor, url, own_stem="Who led {subject}?")
    save(editor, url, note="seen", importance=3)
    save(editor, url, value_entity=EntityFactory().pk, own_stem="Who led the {subject.name}?")
    fact.refresh_from_db()
    assert fact.own_stem == "Who led the {subject.name}?"
    assert not fact.wording_outdated
    Statement.objects.update(wording_outdated=True)
    form = form_of(editor, url)
    del form["wording_outdated"]
    editor.post(url, form)
    fact.refresh_from_db()
    assert not fact.wording_outdated


def test_the_page_shows_what_readers_see(editor: Client, fact: Statement) -> None:
    page = editor.get(change_page(fact)).content.decode()
    assert "The Night Guard was commanded by Jane Ash." in page
    assert "The Night Guard was commanded by Jane Ash." in editor.get(LIST).content.decode()
    assert "The sentence appears here as soon as" in editor.get(ADD).content.decode()


def test_names_are_escaped(editor: Client, fact: Statement) -> None:
    Entity.objects.update(label="<script>alert(1)</script>")
    for url in (LIST, change_page(fact)):
        assert "<script>alert" not in editor.get(url).content.decode()


@pytest.mark.parametrize("record", RECORDS)
def test_lists_take_as_many_queries_for_few_and_many(editor: Client, record: str) -> None:
    url = reverse(f"admin:facts_{record}_changelist")
    counts = []
    for number in (2, 12):
        for _ in range(number):
            CommanderFactory(
                where=EntityFactory(), attributed_to=EntityFactory(), property__slug=f"p{_}"
            )
        editor.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_list_of_sources_shows_dates_in_words(editor: Client) -> None:
    SourceFactory(published="2018-06-12")
    SourceFactory(published="")
    page = editor.get(reverse("admin:facts_source_changelist")).content.decode()
    assert "12 June 2018" in page
    assert "2018-06-12" not in page


def test_a_label_that_is_another_entitys_name(editor: Client) -> None:
    other = AliasFactory(text="Night-Watch").entity
    entity = EntityFactory(label="Guard")
    told = save(editor, change_page(entity), label="night watch")
    assert list(errors(told)) == ["label"]
    assert f"“night watch” is a name of “{other.label}” already" in errors(told)["label"][0]
    assert save(editor, change_page(entity), label="Guards").status_code == 302
    both = {"label": "night watch", "different_from": [other.pk]}
    assert save(editor, change_page(entity), **both).status_code == 302


def test_those_of_one_name_stay_told_apart(editor: Client) -> None:
    entity, other = EntityFactory(label="Guard"), EntityFactory(label="The Guard")
    AliasFactory(entity=entity, text="G. of the Harbour")
    entity.different_from.add(other)
    told = save(editor, change_page(entity), different_from=[])
    assert list(errors(told)) == ["label"]
    assert entity.different_from.get() == other


@pytest.mark.parametrize("name", ["\u200b", "!!!", "A\u202eB"])
def test_a_name_that_nobody_can_read(editor: Client, name: str) -> None:
    entity = EntityFactory()
    assert list(errors(save(editor, change_page(entity), label=name))) == ["label"]
    alias = {"aliases-TOTAL_FORMS": 1, "aliases-0-text": name, "aliases-0-kind": "name"}
    assert save(editor, change_page(entity), **alias).status_code == 200
    assert not entity.aliases.exists()
