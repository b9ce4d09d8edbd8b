"""Steps at the editors' desk, for the tests of its pages."""

from typing import Any

from django.contrib.auth.models import Group
from django.forms import ModelMultipleChoiceField, MultipleChoiceField
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.models import Statement
from tests.factories import (
    EntityFactory,
    EntityPropertyFactory,
    SourceFactory,
    TopicFactory,
    UserFactory,
)

MANY = (MultipleChoiceField, ModelMultipleChoiceField)
RECORDS = ["source", "topic", "entity", "property", "statement"]
LIST = reverse("admin:facts_statement_changelist")
ADD = reverse("admin:facts_statement_add")


def new_editor(name: str) -> Client:
    """Return the browser of somebody in the Editors group."""
    user: User = UserFactory(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


def rows_of(fact: Statement) -> dict[str, Any]:
    """Return a record of every kind: a fact and what it consists of."""
    return {
        "source": fact.citations.get().source,
        "topic": fact.topic,
        "entity": fact.subject,
        "property": fact.property,
        "statement": fact,
    }


def change_page(row: Any) -> str:
    return reverse(f"admin:facts_{row._meta.model_name}_change", args=[row.pk])


def form_of(client: Client, url: str) -> dict[str, Any]:
    """Return what a browser would send if the form at ``url`` were saved as it stands."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            nothing: Any = [] if isinstance(bound.field, MANY) else ""
            data[bound.html_name] = nothing if value is None else value
    return {name: value for name, value in data.items() if value is not False}


def save(client: Client, url: str, **fields: Any) -> Any:
    return client.post(url, form_of(client, url) | fields)


def errors(response: Any) -> dict[str, list[str]]:
    """The messages below the fields of a form that was refused."""
    assert response.status_code == 200
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for number, form_errors in enumerate(inline.formset.errors):
            found |= {f"citation {number} {name}": e for name, e in form_errors.items()}
        if inline.formset.non_form_errors():
            found["citations"] = inline.formset.non_form_errors()
    assert found
    return found


def new_statement(**fields: Any) -> dict[str, Any]:
    """A form for a new fact, complete with a source."""
    commander = EntityPropertyFactory()
    return {
        "slug": "new-fact",
        "_save": "publish",
        "topic": TopicFactory().pk,
        "subject": EntityFactory(kind="unit").pk,
        "property": commander.pk,
        "value_entity": EntityFactory().pk,
        "importance": 2,
        "sensitivity": "ordinary",
        "rank": "normal",
        "citations-TOTAL_FORMS": 1,
        "citations-INITIAL_FORMS": 0,
        "citations-0-source": SourceFactory().pk,
        "citations-0-locator": "para. 1",
    } | fields


def confirmation(client: Client, action: str, *rows: Statement) -> dict[str, Any]:
    """What a browser would send to say yes to what is shown now of an action on many."""
    ids = [row.pk for row in rows]
    shown = client.post(LIST, {"action": action, "_selected_action": ids}).context
    return {"action": action, "_selected_action": shown["first"], "chosen": shown["chosen"]}


def act(client: Client, action: str, *rows: Statement, url: str = LIST, **fields: Any) -> Any:
    """Choose an action for rows of a list, say yes to what is asked, and follow to the end."""
    ids = [row.pk for row in rows]
    asked = client.post(url, {"action": action, "_selected_action": ids})
    assert asked.status_code == 200
    sure = {"chosen": asked.context["chosen"], "_selected_action": asked.context["first"]}
    return client.post(url, {"action": action} | sure | fields, follow=True)
