"""Two editors on one record: neither overwrites the other unseen."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from quizzes.facts.models import Statement
from quizzes.facts.signals import one_change
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    SourceFactory,
)

from .desk import ADD, RECORDS, act, change_page, form_of, new_editor, new_statement, rows_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def edda() -> Client:
    return new_editor("edda")


@pytest.fixture
def berta() -> Client:
    return new_editor("berta")


@pytest.fixture
def fact() -> Statement:
    with one_change():
        made: Statement = CommanderFactory(
            slug="guard-commander",
            subject__label="Night Guard",
            value_entity__label="Jane Ash",
            explanation="She led it.",
        )
    return made


def test_what_was_typed_is_open_and_the_heading_as_stored(
    edda: Client, berta: Client, fact: Statement
) -> None:
    url = change_page(fact)
    form = form_of(edda, url) | {"explanation": "She led it well.", "_save": ""}
    save(berta, url, explanation="She led it long.")
    shown = edda.post(url, form | {"value_entity": EntityFactory(label="Omar Reed").pk})
    parts = {str(name): part for name, part in shown.context["adminform"].fieldsets}
    assert "collapse" not in parts["Wording"]["classes"]
    assert "collapse" in parts["Name and note"]["classes"]
    assert shown.context["called"] == "The Night Guard was commanded by Jane Ash."


def said(response: Any) -> list[str]:
    """What the top of the form says."""
    return [str(it) for it in response.context["adminform"].form.non_field_errors()]


def marked(response: Any) -> dict[str, list[str]]:
    """What is said at the fields of the form."""
    found = response.context["adminform"].form.errors
    return {name: list(errors) for name, errors in found.items() if name != "__all__"}


def again(client: Client, url: str, response: Any, **fields: Any) -> Any:
    """Send the form of a response as the browser shows it."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not False and value != "":
                sent[field.html_name] = "" if value is None else value
    return client.post(url, sent | fields)


@pytest.mark.parametrize("record", RECORDS)
def test_it_works(edda: Client, berta: Client, fact: Statement, record: str) -> None:
    row = rows_of(fact)[record]
    field = {"source": "title", "topic": "title", "statement": "explanation"}.get(record, "label")
    url = change_page(row)
    form = form_of(edda, url)
    assert save(berta, url, **{field: "Hers"}, change_reason="I know better").status_code == 302
    refused = edda.post(url, form | {field: "Mine"})
    assert refused.status_code == 409
    assert "berta" in said(refused)[0]
    assert said(refused)[0].startswith("Nothing was saved.")
    assert marked(refused)[field][0].startswith("Meanwhile changed to “Hers”;")
    assert refused.context["adminform"].form[field].value() == "Mine"
    row.refresh_from_db()
    assert getattr(row, field) == "Hers"
    assert again(edda, url, refused).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "Mine"


def test_what_only_the_other_changed_is_taken_over(
    edda: Client, berta: Client, fact: Statement
) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    reed = EntityFactory(label="Omar Reed")
    save(berta, url, value_entity=reed.pk, when="7 May 2018", date_inferred="on", importance=3)
    refused = edda.post(url, form | {"explanation": "Mine."})
    assert marked(refused) == {}
    assert said(refused)[1:] == [
        "Value (name): changed from “Jane Ash” to “Omar Reed”, and taken over here",
        "When: changed from “–” to “7 May 2018”, and taken over here",
        "Year inferred: changed from “no” to “yes”, and taken over here",
        "Importance: changed from “2: worth knowing” to “3: central”, and taken over here",
        "Own wording to be checked: changed from “no” to “yes”, and taken over here",
    ]
    assert again(edda, url, refused).status_code == 302
    fact.refresh_from_db()
    assert (fact.value_entity, fact.when, fact.importance) == (reed, "2018-05-07", 3)
    assert (fact.date_inferred, fact.explanation) == (True, "Mine.")


def test_both_changed_one_field_to_the_same(edda: Client, berta: Client, fact: Statement) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    save(berta, url, when="7 May 2018")
    refused = edda.post(url, form | {"when": "2018-05-07", "note": "n"})
    assert refused.status_code == 409
    assert marked(refused) == {}


def test_a_date_in_other_words_is_no_change_of_mine(
    edda: Client, berta: Client, fact: Statement
) -> None:
    fact.when = "2018-05-07"
    fact.save()
    url = change_page(fact)
    form = form_of(edda, url)
    save(berta, url, when="2019")
    refused = edda.post(url, form | {"when": "May 7, 2018", "note": "n"})
    assert refused.context["adminform"].form["when"].value() == "2019"


def test_a_mistake_of_mine_is_shown_with_it(edda: Client, berta: Client, fact: Statement) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    save(berta, url, note="Hers")
    refused = edda.post(url, form | {"when": "soon"})
    assert refused.status_code == 409
    assert "is not a date that can be read" in marked(refused)["when"][0]
    assert refused.context["adminform"].form["note"].value() == "Hers"
    assert again(edda, url, refused, when="2018").status_code == 302
    fact.refresh_from_db()
    assert (fact.when, fact.note) == ("2018", "Hers")


def test_many_to_many_and_ticked_lists(edda: Client, berta: Client, fact: Statement) -> None:
    twin, other = EntityFactory(label="Night Watch"), EntityFactory(label="Day Guard")
    url = change_page(fact.subject)
    form = form_of(edda, url)
    save(berta, url, different_from=[twin.pk])
    refused = edda.post(url, form | {"description": "Mine"})
    assert refused.context["adminform"].form["different_from"].value() == [str(twin.pk)]
    again(edda, url, refused)
    assert list(fact.subject.different_from.all()) == [twin]
    form = form_of(edda, url)
    save(berta, url, different_from=[])
    refused = edda.post(url, form | {"different_from": [twin.pk, other.pk]})
    assert "different_from" in marked(refused)
    url = change_page(fact.property)
    form = form_of(edda, url)
    save(berta, url, subject_kinds=["unit"])
    refused = edda.post(url, form | {"label": "led by"})
    assert refused.context["adminform"].form["subject_kinds"].value() == ["unit"]


def test_saving_what_changed_nothing_disturbs_nobody(
    edda: Client, berta: Client, fact: Statement
) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    save(berta, url)
    fact.save()  # as it is
    assert edda.post(url, form | {"note": "n"}).status_code == 302


@pytest.mark.parametrize("token", ["", "x", "0.0", "1", "9999999.1", "²", "\x00", "x" * 5000])
def test_a_form_of_an_unknown_state_overwrites_nothing_either(
    edda: Client, fact: Statement, token: str
) -> None:
    url = change_page(fact)
    refused = edda.post(url, form_of(edda, url) | {"state": token, "explanation": "Mine."})
    assert refused.status_code == 409
    assert "explanation" in marked(refused)
    assert again(edda, url, refused).status_code == 302
    fact.refresh_from_db()
    assert fact.explanation == "Mine."


def test_a_citation_that_another_added_is_kept(
    edda: Client, berta: Client, fact: Statement
) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    book = SourceFactory(title="The book")
    more = {
        "citations-TOTAL_FORMS": 2,
        "citations-1-source": book.pk,
        "citations-1-locator": "p. 4",
    }
    save(berta, url, **more)
    refused = edda.post(url, form | {"note": "n"})
    assert said(refused)[1:] == [f"Citation added: “{book}; p. 4”"]
    assert again(edda, url, refused).status_code == 302
    assert sorted(fact.citations.values_list("locator", flat=True)) == ["p. 4", "paragraph 1"]


def test_a_citation_that_another_took_away(edda: Client, berta: Client, fact: Statement) -> None:
    second = CitationFactory(statement=fact, locator="p. 9")
    place = [it.pk for it in fact.citations.all()].index(second.pk)
    url = change_page(fact)
    form = form_of(edda, url)
    save(berta, url, **{f"citations-{place}-DELETE": "on"})
    # One who has not touched it lets it go; one who has changed it finds it as a new one.
    refused = edda.post(url, form | {"note": "n"})
    assert refused.status_code == 409
    assert again(edda, url, refused).status_code == 302
    assert fact.citations.count() == 1
    with one_change():
        second = CitationFactory(statement=fact, locator="p. 9")
    form = form_of(edda, url)
    place = [it.pk for it in fact.citations.all()].index(second.pk)
    save(berta, url, **{f"citations-{place}-DELETE": "on"})
    refused = edda.post(url, form | {f"citations-{place}-locator": "p. 10"})
    assert refused.status_code == 409
    assert again(edda, url, refused).status_code == 302
    assert sorted(fact.citations.values_list("locator", flat=True)) == ["p. 10", "paragraph 1"]


def test_both_changed_the_citations(edda: Client, berta: Client, fact: Statement) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    save(berta, url, **{"citations-0-locator": "p. 1"})
    book = SourceFactory()
    mine = {
        "citations-TOTAL_FORMS": 2,
        "citations-1-source": book.pk,
        "citations-1-locator": "p. 7",
    }
    refused = edda.post(url, form | mine)
    assert again(edda, url, refused).status_code == 302
    assert sorted(fact.citations.values_list("locator", flat=True)) == ["p. 1", "p. 7"]
    form = form_of(edda, url)
    first = fact.citations.get(locator="p. 1")
    place = [it.pk for it in fact.citations.all()].index(first.pk)
    save(berta, url, **{f"citations-{place}-locator": "p. 2"})
    refused = edda.post(url, form | {f"citations-{place}-DELETE": "on"})
    assert refused.status_code == 409
    assert again(edda, url, refused).status_code == 302
    assert fact.citations.get().locator == "p. 7"


def test_aliases_are_guarded_too(edda: Client, berta: Client, fact: Statement) -> None:
    entity = fact.subject
    AliasFactory(entity=entity, text="NG")
    url = change_page(entity)
    form = form_of(edda, url)
    hers = {"aliases-TOTAL_FORMS": 2, "aliases-1-text": "Nachtwache", "aliases-1-kind": "name"}
    save(berta, url, **hers)
    mine = {"aliases-TOTAL_FORMS": 2, "aliases-1-text": "Garde", "aliases-1-kind": "name"}
    refused = edda.post(url, form | mine)
    assert refused.status_code == 409
    assert again(edda, url, refused).status_code == 302
    assert sorted(entity.aliases.values_list("text", flat=True)) == ["Garde", "NG", "Nachtwache"]


@pytest.mark.parametrize("total", ["", "x", "-1", "²", "150"])
def test_odd_rows_do_no_harm(edda: Client, berta: Client, fact: Statement, total: str) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    save(berta, url, note="Hers")
    odd = {"citations-TOTAL_FORMS": total, "citations-0-id": "x", "citations-1-id": "9" * 40}
    assert edda.post(url, form | odd).status_code == 409
    assert edda.post(url, form_of(edda, url) | odd).status_code == 200


def test_a_bulk_action_meanwhile_is_told(edda: Client, berta: Client, fact: Statement) -> None:
    url = change_page(fact)
    form = form_of(edda, url)
    act(berta, "retire", fact)
    refused = edda.post(url, form | {"note": "n"})
    assert refused.status_code == 409
    assert said(refused)[1:] == ["Status: changed from “published” to “retired”"]
    assert again(edda, url, refused).status_code == 302
    fact.refresh_from_db()
    assert (fact.status, fact.note) == ("retired", "n")


def test_a_double_click_on_save_changes_it_once(edda: Client, fact: Statement) -> None:
    url = change_page(fact)
    form = form_of(edda, url) | {"explanation": "Mine."}
    assert edda.post(url, form).status_code == 302
    second = edda.post(url, form)
    assert second.status_code == 409
    assert marked(second) == {}
    assert fact.history.count() == 2


def test_a_new_record_has_no_state(edda: Client) -> None:
    assert "state" not in edda.get(ADD).context["adminform"].form.fields
    assert edda.post(ADD, new_statement(state="9.9")).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told(transactional_db: None) -> None:
    """Both send the form they opened at once; whoever comes second sees what the first did."""
    with one_change():
        fact = CommanderFactory()
    url = change_page(fact)
    clients = [new_editor("edda"), new_editor("berta")]
    forms = [form_of(it, url) | {"explanation": f"By {n}."} for n, it in enumerate(clients)]
    ready = threading.Barrier(2)
    statuses: list[int] = []

    def send(client: Client, form: dict[str, Any]) -> None:
        ready.wait()
        try:
            statuses.append(client.post(url, form).status_code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=send, args=pair) for pair in zip(clients, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 409]
    assert fact.history.count() == 2


def test_the_row_is_locked_before_it_is_read(edda: Client, fact: Statement) -> None:
    from django.test.utils import CaptureQueriesContext

    url = change_page(fact)
    form = form_of(edda, url) | {"note": "n"}
    with CaptureQueriesContext(connection) as captured:
        edda.post(url, form)
    reads = [
        query["sql"]
        for query in captured
        if 'FROM "facts_statement" ' in query["sql"] and '"facts_statement"."id" = ' in query["sql"]
    ]
    assert "is_disputed" not in reads[0]  # the plain row, for the lock
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in reads[0]


def test_looking_at_the_list_locks_nothing(edda: Client, fact: Statement) -> None:
    with transaction.atomic():
        assert edda.get(reverse("admin:facts_statement_changelist")).status_code == 200
