"""The history of a record at the desk, and the way back to an earlier state."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.admin.differences import marked
from quizzes.facts.admin.meanwhile import spoken_moment
from quizzes.facts.admin.states import changes_of
from quizzes.facts.models import Citation, Entity, PackRecord, Property, Statement
from quizzes.facts.reasons import human_reason
from quizzes.facts.signals import Change, one_change
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
    UserFactory,
)

from .desk import RECORDS, change_page, form_of, new_editor, rows_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def fact(editor: Client) -> Statement:
    """A fact that was made with one citation, in one change."""
    with one_change():
        made: Statement = CommanderFactory(
            slug="guard-commander",
            subject__label="Night Guard",
            value_entity__label="Jane Ash",
            explanation="She led it for two years.",
        )
    return made


def history(client: Client, row: PackRecord, **query: Any) -> Any:
    url = reverse(f"admin:facts_{row._meta.model_name}_history", args=[row.pk])
    return client.get(url, query)


def told(client: Client, row: PackRecord) -> list[list[tuple[str, str, str]]]:
    """The changes on the history page, the newest first: field, before and after."""
    changes = history(client, row).context["changes"]
    return [[(it.label, it.old, it.new) for it in change.what] for change in changes]


def back_page(row: PackRecord, change: int = 0) -> str:
    """The address for going back to a state; 0 is the oldest."""
    moment = changes_of(row)[change].moment
    return reverse(f"admin:facts_{row._meta.model_name}_back", args=[row.pk, moment])


def go_back(client: Client, row: PackRecord, change: int = 0, **fields: str) -> Any:
    url = back_page(row, change)
    page = client.get(url)
    assert page.status_code == 200
    return client.post(url, {"state": page.context["token"]} | fields, follow=True)


@pytest.mark.parametrize("record", RECORDS)
def test_it_works(editor: Client, fact: Statement, record: str) -> None:
    row = rows_of(fact)[record]
    field = {"source": "title", "topic": "title"}.get(record, "label")
    fields = {field: "Seen again"} if record != "statement" else {"explanation": "Seen again"}
    save(editor, change_page(row), change_reason="It was misspelled", **fields)
    page = history(editor, row)
    assert page.status_code == 200
    newest, oldest = page.context["changes"]
    assert (newest.who, newest.reason) == ("edda", "It was misspelled")
    assert [it.new for it in newest.what] == ["Seen again"]
    assert oldest.added
    text = page.content.decode()
    assert "by edda" in text
    assert spoken_moment(changes_of(row)[1]) in text
    assert "It was misspelled" in text


def test_a_change_is_told_in_peoples_words(editor: Client, fact: Statement) -> None:
    before = fact.topic
    other = EntityFactory(label="Omar Reed")
    citation = fact.citations.get()
    save(
        editor,
        change_page(fact),
        value_entity=other.pk,
        when="spring 2017",
        importance=3,
        date_inferred="on",
        explanation="She led it for three years.",
        **{"citations-0-locator": "paragraph 2"},
    )
    source = str(citation.source)
    assert told(editor, fact)[0] == [
        ("Value (name)", "Jane Ash", "Omar Reed"),
        ("When", "", "spring 2017"),
        ("Year inferred", "no", "yes"),
        ("Importance", "2: worth knowing", "3: central"),
        ("Explanation", "She led it for two years.", "She led it for three years."),
        ("Citation", f"{source}; paragraph 1", f"{source}; paragraph 2"),
    ]
    assert ("Topic", "", str(before)) in told(editor, fact)[1]


def test_the_words_that_changed_are_marked(editor: Client, fact: Statement) -> None:
    save(editor, change_page(fact), explanation="She led it for three years.")
    page = history(editor, fact).content.decode()
    assert "She led it for <del>two</del> years." in page
    assert "She led it for <ins>three</ins> years." in page


@pytest.mark.parametrize(
    ("old", "new", "gone", "added"),
    [
        ("", "A new text.", [], ["A new text."]),
        ("An old text.", "", ["An old text."], []),
        ("one two three four", "one two 3 four", ["three"], ["3"]),
        ("7 May 2018", "9 May 2018", ["7"], ["9"]),
        ("Alpha", "Something else entirely", ["Alpha"], ["Something else entirely"]),
        ("same", "same", [], []),
    ],
)
def test_marking_words(old: str, new: str, gone: list[str], added: list[str]) -> None:
    before, after = marked(old, new)
    assert "".join(it.text for it in before) == old
    assert "".join(it.text for it in after) == new
    assert [it.text for it in before if it.changed] == gone
    assert [it.text for it in after if it.changed] == added


def test_citations_and_aliases_belong_to_their_record(editor: Client, fact: Statement) -> None:
    second = CitationFactory(statement=fact, locator="paragraph 9")
    save(editor, change_page(fact), **{"citations-1-DELETE": "on"})
    assert told(editor, fact)[0] == [("Citation", f"{second.source}; paragraph 9", "")]
    assert told(editor, fact)[1] == [("Citation", "", f"{second.source}; paragraph 9")]
    given = {"aliases-TOTAL_FORMS": 1, "aliases-0-text": "NG", "aliases-0-kind": "acronym"}
    save(editor, change_page(fact.subject), **given)
    assert told(editor, fact.subject)[0] == [("Alias", "", "NG; acronym")]


def test_what_is_told_apart_is_in_the_history_of_both(editor: Client, fact: Statement) -> None:
    other = EntityFactory(label="Night Watch")
    save(editor, change_page(fact.subject), different_from=[other.pk])
    assert told(editor, fact.subject)[0] == [("Not to be confused with", "", "Night Watch")]
    assert told(editor, other)[0] == [("Not to be confused with", "", "Night Guard")]


def test_kinds_of_a_property_are_words(editor: Client, fact: Statement) -> None:
    save(editor, change_page(fact.property), subject_kinds=["unit", "group"])
    assert told(editor, fact.property)[0] == [("Kinds of subject", "", "military unit, group")]


def test_saving_without_a_change_leaves_no_trace(
    editor: Client, fact: Statement, announced: list[Change]
) -> None:
    announced.clear()
    for row in rows_of(fact).values():
        assert save(editor, change_page(row), change_reason="nothing").status_code == 302
        assert len(changes_of(row)) == 1
    assert announced == []


def test_what_is_older_than_the_history_is_said_to_be(editor: Client, fact: Statement) -> None:
    fact.history.all().delete()
    Citation.history.all().delete()
    assert "Nothing is known of its history" in history(editor, fact).content.decode()
    save(editor, change_page(fact), explanation="New.")
    page = history(editor, fact)
    assert "The first state that was kept" in page.content.decode()
    assert told(editor, fact) == [[]]


def test_going_back_keeps_citations_that_are_older_than_the_history(
    editor: Client, fact: Statement
) -> None:
    fact.history.all().delete()
    Citation.history.all().delete()
    save(editor, change_page(fact), explanation="New.")
    save(editor, change_page(fact), explanation="Newer.")
    go_back(editor, fact)
    fact.refresh_from_db()
    assert fact.explanation == "New."
    assert fact.citations.count() == 1


def test_the_way_back(editor: Client, fact: Statement, announced: list[Change]) -> None:
    citation = fact.citations.get()
    added = {
        "citations-TOTAL_FORMS": 2,
        "citations-1-source": SourceFactory().pk,
        "citations-1-locator": "page 4",
        "citations-0-locator": "page 1",
    }
    other = EntityFactory(label="Omar Reed")
    save(editor, change_page(fact), value_entity=other.pk, when="2018", **added)
    announced.clear()
    page = editor.get(back_page(fact))
    assert [(it.label, it.old, it.new) for it in page.context["what"]][:2] == [
        ("Value (name)", "Omar Reed", "Jane Ash"),
        ("When", "2018", ""),
    ]
    done = go_back(editor, fact)
    when = spoken_moment(changes_of(fact)[0])
    assert f"is as it was on {when}" in done.content.decode()
    fact.refresh_from_db()
    assert (str(fact.value_entity), fact.when) == ("Jane Ash", "")
    assert fact.when_first is None
    assert [(it.pk, it.locator) for it in fact.citations.all()] == [(citation.pk, "paragraph 1")]
    assert [change.statements for change in announced] == [{fact.pk}]
    newest = history(editor, fact).context["changes"][0]
    assert (newest.who, newest.reason) == ("edda", f"Back to the state of {when}")
    # And forth again.
    go_back(editor, fact, 1)
    fact.refresh_from_db()
    assert (str(fact.value_entity), fact.when) == ("Omar Reed", "2018")
    assert sorted(fact.citations.values_list("locator", flat=True)) == ["page 1", "page 4"]


def test_the_reason_for_going_back_is_kept_and_told_to_readers(
    editor: Client, fact: Statement
) -> None:
    save(editor, change_page(fact), value_entity=EntityFactory(label="Omar Reed").pk)
    assert 'name="change_reason"' in editor.get(back_page(fact)).content.decode()
    go_back(editor, fact, change_reason="  The report was withdrawn. ")
    assert history(editor, fact).context["changes"][0].reason == "The report was withdrawn."
    assert human_reason(fact.history.latest().history_change_reason) == "The report was withdrawn."


def test_an_entity_goes_back_with_its_aliases_and_mix_ups(editor: Client) -> None:
    other = EntityFactory(label="Night Watch")
    with one_change():
        entity = EntityFactory(label="Night Guard")
        AliasFactory(entity=entity, text="NG", kind="acronym")
    given = {"different_from": [other.pk], "aliases-0-text": "N. G.", "label": "Guard"}
    save(editor, change_page(entity), **given)
    go_back(editor, entity)
    entity.refresh_from_db()
    assert entity.label == "Night Guard"
    assert [(it.text, it.kind) for it in entity.aliases.all()] == [("NG", "acronym")]
    assert not entity.different_from.exists()
    go_back(editor, entity, 1)
    assert entity.different_from.get() == other


def test_going_back_on_a_mix_up_is_in_the_history_of_both(editor: Client) -> None:
    with one_change():
        other, entity = EntityFactory(label="Night Watch"), EntityFactory(label="Night Guard")
    save(editor, change_page(entity), different_from=[other.pk])
    form = form_of(editor, change_page(other))
    go_back(editor, entity)
    assert told(editor, other)[0] == [("Not to be confused with", "Night Guard", "")]
    # A form that was opened before does not put the link back unseen.
    assert editor.post(change_page(other), form | {"note": "Seen"}).status_code == 409
    assert not other.different_from.exists()


def test_a_property_a_source_and_a_topic_go_back(editor: Client, fact: Statement) -> None:
    rows = rows_of(fact)
    for record, field in (("source", "published"), ("topic", "title"), ("property", "sentence")):
        row = rows[record]
        before = getattr(row, field)
        new = {"published": "1 May 2019", "sentence": "{subject} had {value}"}.get(field, "Other")
        save(editor, change_page(row), **{field: new})
        row.refresh_from_db()
        assert getattr(row, field) != before
        go_back(editor, row)
        row.refresh_from_db()
        assert getattr(row, field) == before


def test_two_citations_may_swap_their_places(editor: Client, fact: Statement) -> None:
    first = fact.citations.get()
    second = CitationFactory(statement=fact, source=first.source, locator="paragraph 2")
    with one_change():
        for row, locator in ((second, "x"), (first, "paragraph 2"), (second, "paragraph 1")):
            row.locator = locator
            row.save()
    go_back(editor, fact, 1)
    assert {it.pk: it.locator for it in fact.citations.all()} == {
        first.pk: "paragraph 1",
        second.pk: "paragraph 2",
    }


def test_a_state_that_no_longer_fits_is_refused(editor: Client) -> None:
    battle = EventFactory(label="battle of the bridge")
    crossing = DatePropertyFactory(slug="crossing", marks="")
    with one_change():
        fact = StatementFactory(subject=battle, property=crossing, value_date="2018-06-07")
    save(editor, change_page(fact), value_date="31 May 2018")
    end = DatePropertyFactory(slug="ended", marks="end")
    StatementFactory(subject=battle, property=end, value_date="2018-06-01")
    url = back_page(fact)
    refused = editor.post(url, {"state": editor.get(url).context["token"]})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "This state no longer fits, so nothing was changed." in page
    assert "7 June 2018 lies after the end of the event" in page
    fact.refresh_from_db()
    assert fact.value_date == "2018-05-31"
    assert len(changes_of(fact)) == 2


def test_a_name_that_was_given_away_is_not_taken_back(editor: Client) -> None:
    with one_change():
        entity, other = EntityFactory(label="Night Guard"), EntityFactory(label="Watch")
        alias = AliasFactory(entity=entity, text="Lantern Men")
    with one_change():
        alias.delete()
    with one_change():
        AliasFactory(entity=other, text="lantern men")
    url = back_page(entity)
    refused = editor.post(url, {"state": editor.get(url).context["token"]})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "“Lantern Men” is a name of “Watch” already." in page
    assert not entity.aliases.exists()


def test_a_published_state_without_a_source_is_refused(editor: Client) -> None:
    fact = StatementFactory(cited=False)
    save(editor, change_page(fact), _save="draft")
    fact.refresh_from_db()
    assert fact.status == "draft"
    url = back_page(fact)
    refused = editor.post(url, {"state": editor.get(url).context["token"]})
    assert refused.status_code == 422
    assert "A published fact needs at least one source." in refused.content.decode()
    fact.refresh_from_db()
    assert fact.status == "draft"


def test_going_back_sees_what_others_did_meanwhile(editor: Client, fact: Statement) -> None:
    save(editor, change_page(fact), explanation="One.")
    url = back_page(fact)
    token = editor.get(url).context["token"]
    save(new_editor("berta"), change_page(fact), explanation="Two.")
    for stale in (token, "", "1.1.1", "x"):
        refused = editor.post(url, {"state": stale})
        assert refused.status_code == 409
        who = f"berta, {spoken_moment(changes_of(fact)[-1])} changed it"
        assert who in refused.content.decode()
    fact.refresh_from_db()
    assert fact.explanation == "Two."
    editor.post(url, {"state": refused.context["token"]})
    fact.refresh_from_db()
    assert fact.explanation == "She led it for two years."


def test_the_state_of_now_is_nowhere_to_go(editor: Client, fact: Statement) -> None:
    assert "nothing would change" in editor.get(back_page(fact)).content.decode()
    assert "Go back to this state" not in history(editor, fact).content.decode()


@pytest.mark.parametrize("moment", ["0", "1", "99999999999999999999999"])
def test_a_state_that_never_was_is_not_found(editor: Client, fact: Statement, moment: str) -> None:
    url = f"/admin/facts/statement/{fact.pk}/history/{moment}/"
    assert editor.get(url).status_code == 404
    assert editor.post(url).status_code == 404


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1", "%00"])
def test_the_history_of_nothing(editor: Client, fact: Statement, pk: str) -> None:
    for page in ("history/", "history/1/"):
        assert editor.get(f"/admin/facts/statement/{pk}/{page}").status_code == 302


def test_who_may_look_and_who_may_go_back(fact: Statement) -> None:
    for visitor, status in ((Client(), 302), (Client(), 403)):
        if status == 403:
            visitor.force_login(UserFactory(is_staff=True))
        assert history(visitor, fact).status_code == status
        assert visitor.post(back_page(fact)).status_code == status
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(_permissions("view_statement"))
    visitor = Client()
    visitor.force_login(reader)
    assert history(visitor, fact).status_code == 200
    assert visitor.get(change_page(fact)).status_code == 200
    assert visitor.get(back_page(fact)).status_code == 403
    assert visitor.post(back_page(fact)).status_code == 403


def _permissions(*names: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=names)


def test_the_form_says_who_changed_it_last(editor: Client, fact: Statement) -> None:
    when = spoken_moment(changes_of(fact)[-1])
    assert f"Last changed outside the desk, {when}." in _text(editor, fact)
    save(editor, change_page(fact), explanation="New.", change_reason="The source was corrected")
    when = spoken_moment(changes_of(fact)[-1])
    assert f"Last changed by edda, {when}: The source was corrected" in _text(editor, fact)


def _text(client: Client, fact: Statement) -> str:
    return str(client.get(change_page(fact)).content.decode())


def test_a_reason_is_at_most_200_characters_long(editor: Client, fact: Statement) -> None:
    refused = save(editor, change_page(fact), note="n", change_reason="x" * 201)
    assert "change_reason" in refused.context["adminform"].form.errors
    assert save(editor, change_page(fact), note="n", change_reason="x" * 200).status_code == 302


def test_names_in_a_history_are_escaped(editor: Client, fact: Statement) -> None:
    save(editor, change_page(fact), explanation="<script>alert(1)</script>", change_reason="<b>")
    page = history(editor, fact).content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_a_long_history_has_pages_and_no_more_queries(editor: Client, fact: Statement) -> None:
    counts = []
    for number in (2, 25):
        for _ in range(number):
            fact.note, fact.where = f"note {number}", EntityFactory()
            fact.save()
        history(editor, fact)
        with CaptureQueriesContext(connection) as captured:
            page = history(editor, fact)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in page.content.decode()
    assert len(history(editor, fact, p="2").context["changes"]) == 8
    assert history(editor, fact, p="x").status_code == 200


def test_the_pack_may_renew_citations_without_a_difference(editor: Client, fact: Statement) -> None:
    """The pack takes a citation away and adds it again; that is no change to tell."""
    citation = fact.citations.get()
    with one_change():
        citation.delete()
        CitationFactory(statement=fact, source=citation.source, locator=citation.locator)
        fact.note = "Read again."
        fact.save()
    assert told(editor, fact)[0] == [("Editor's note", "", "Read again.")]


def test_records_that_are_gone_are_named_as_such(editor: Client, fact: Statement) -> None:
    gone = EntityFactory(kind="place", label="Somewhere")
    fact.where = gone
    fact.save()
    fact.where = None
    fact.save()
    pk = gone.pk
    Entity.objects.filter(pk=pk).delete()
    assert told(editor, fact)[0] == [("Where", f"a deleted record ({pk})", "")]
    url = back_page(fact, 1)
    refused = editor.post(url, {"state": editor.get(url).context["token"]})
    assert refused.status_code == 422
    assert "Where:" in refused.content.decode()


def test_a_data_type_in_use_is_not_gone_back_to(editor: Client, fact: Statement) -> None:
    prop = DatePropertyFactory(slug="opened")
    prop.datatype = Property.Datatype.TEXT
    prop.save()
    StatementFactory(property=prop, value_date="", value_text="at dawn")
    url = back_page(prop)
    refused = editor.post(url, {"state": editor.get(url).context["token"]})
    assert refused.status_code == 422
    prop.refresh_from_db()
    assert prop.datatype == "text"


def test_a_statement_is_called_by_its_sentence(editor: Client) -> None:
    fact = CommanderFactory(subject__label="Night Guard", value_entity__label="Jane Ash")
    said = "The Night Guard was commanded by Jane Ash."
    for url in (change_page(fact), reverse("admin:facts_statement_history", args=[fact.pk])):
        page = editor.get(url).content.decode()
        title = page[page.index("<title>") : page.index("</title>")]
        crumbs = page[page.index('class="breadcrumbs"') :].partition("</div>")[0]
        assert said in title
        assert said in crumbs
        assert "Night Guard – commander" not in page
    Statement.objects.update(own_sentence="word " * 60)
    page = editor.get(change_page(fact)).content.decode()
    assert " …" in page[page.index("<title>") : page.index("</title>")]


def test_the_way_back_is_called_by_the_sentence_too(editor: Client) -> None:
    fact = CommanderFactory(subject__label="Night Guard", value_entity__label="Jane Ash")
    fact.note = "x"
    fact.save()
    moment = changes_of(fact)[0].moment
    page = editor.get(reverse("admin:facts_statement_back", args=[fact.pk, moment]))
    crumbs = page.content.decode().partition('class="breadcrumbs"')[2].partition("</div>")[0]
    assert "The Night Guard was commanded by Jane Ash." in crumbs
