"""While somebody else writes to SQLite nobody waits for long, and nothing that was sent is lost."""

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from derna_edu.waiting import waiting_at_most
from quizzes.accounts.models import User
from quizzes.facts.admin.states import changes_of
from quizzes.facts.models import Report, Statement, Topic
from quizzes.facts.signals import one_change
from quizzes.lib.busy import is_busy
from tests.factories import CommanderFactory, TopicFactory
from tests.facts.desk import change_page, form_of, new_editor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="others lock rows only"),
]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _short_wait(settings: Any) -> None:
    settings.SQLITE_WAIT = 0.2


@pytest.fixture
def fact(bank_at_rest: None) -> Statement:
    fact: Statement = CommanderFactory()
    return fact


class Importing:
    """Somebody whose import has the writer's place, with a connection of their own."""

    def __init__(self) -> None:
        self.own = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        self.own.execute("BEGIN IMMEDIATE")

    def end(self) -> None:
        if self.own.in_transaction:
            self.own.execute("ROLLBACK")


@pytest.fixture
def importing(fact: Statement, alice: User) -> Iterator[type[Importing]]:
    """Begin to import when the test says so; it ends with the test at the latest."""
    begun: list[Importing] = []

    class Begun(Importing):
        def __init__(self) -> None:
            super().__init__()
            begun.append(self)

    yield Begun
    for one in begun:
        one.end()
        one.own.close()


def wait() -> int:
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA busy_timeout")
        milliseconds: int = cursor.fetchone()[0]
    return milliseconds


def sent_again(page: str) -> dict[str, str]:
    """What the page's form would send, but for the token that is made anew."""
    main = page[max(0, page.find("<main")) :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_report_is_kept_in_the_page_and_sent_again(
    as_alice: Client, fact: Statement, importing: type[Importing]
) -> None:
    url = reverse("report_fact", args=[fact.slug])
    sent = {"text": 'Not “him” & not "her" <b>either</b>'}
    other = importing()
    refused = as_alice.post(url, sent)
    assert refused.status_code == 503
    assert refused["Retry-After"] == "30"
    assert refused["Cache-Control"] == "no-store"
    page = refused.content.decode()
    assert "Nothing was lost" in page
    assert f'action="{url}"' in page
    assert sent_again(page) == sent
    assert not Report.objects.exists()
    other.end()
    assert as_alice.post(url, sent_again(page)).status_code in (200, 302)
    assert Report.objects.count() == 1


def test_an_editors_form_is_kept_in_the_page(importing: type[Importing]) -> None:
    editor, topic = new_editor("edda"), TopicFactory()
    url = change_page(topic)
    form = {name: str(value) for name, value in form_of(editor, url).items()}
    form["title"] = "The harbour’s history"
    other = importing()
    refused = editor.post(url, form)
    assert refused.status_code == 503
    again = sent_again(refused.content.decode())
    assert again == form
    other.end()
    assert editor.post(url, again).status_code == 302
    assert Topic.objects.get(pk=topic.pk).title == "The harbour’s history"


def test_htmx_is_told_in_a_line(
    as_alice: Client, fact: Statement, importing: type[Importing]
) -> None:
    importing()
    url = reverse("report_fact", args=[fact.slug])
    refused = as_alice.post(url, {"text": "Wrong"}, headers=HTMX)
    assert refused.status_code == 503
    assert refused["Content-Type"].startswith("text/plain")
    assert "Nothing was lost" in refused.content.decode()
    assert "<" not in refused.content.decode()


def test_a_password_is_not_written_into_the_page(
    client: Client, importing: type[Importing]
) -> None:
    importing()
    client.raise_request_exception = False
    answer = client.post(
        reverse("account_signup"),
        {"username": "carol", "password1": "very-Secret-7", "password2": "very-Secret-7"},
    )
    assert answer.status_code == 503
    assert "very-Secret-7" not in answer.content.decode()
    assert "type the password once more" in answer.content.decode()


def test_reading_goes_on(client: Client, importing: type[Importing]) -> None:
    importing()
    for name in ("explore", "timeline", "sources"):
        assert client.get(reverse(name)).status_code == 200


def test_a_session_that_cannot_be_kept_is_no_error_page(
    client: Client, importing: type[Importing], settings: Any
) -> None:
    session = client.session
    session["begun"] = True
    session.save()
    client.raise_request_exception = False
    importing()
    settings.SESSION_SAVE_EVERY_REQUEST = True
    assert client.get(reverse("explore")).status_code == 503


def test_a_request_waits_briefly_and_a_command_does_not(
    client: Client, fact: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def note_wait() -> dict[str, Any]:
        seen.append(wait())
        return {}

    monkeypatch.setattr("quizzes.facts.explore.views.entrance.overview", note_wait)
    assert wait() == 120_000
    client.raise_request_exception = False
    client.get(reverse("explore"))
    assert seen == [200]
    assert wait() == 120_000


def test_a_connection_opened_meanwhile_waits_briefly_too(db: None) -> None:
    with waiting_at_most(0.1):
        connection.close()
        assert wait() == 100
    assert wait() == 120_000


def test_an_earlier_state_is_shown_while_somebody_imports(
    bank_follows: None, importing: type[Importing]
) -> None:
    with one_change():
        fact = CommanderFactory()
    assert fact.questions.exists()
    editor = new_editor("edda")
    fact.explanation = "She led it for two years."
    fact.save()
    moment = changes_of(fact)[0].moment
    page = reverse("admin:facts_statement_back", args=[fact.pk, moment])
    other = importing()
    shown = editor.get(page)
    assert shown.status_code == 200
    assert "cannot be shown just now" in shown.text
    other.end()
    asked = editor.post(page, sent_again(shown.text))
    assert asked.status_code == 409
    assert "Nothing was changed. Look first at what it does" in asked.text
    assert "Somebody else" not in asked.text
    assert editor.post(page, sent_again(asked.text)).status_code == 302
    fact.refresh_from_db()
    assert fact.explanation == ""


def test_only_a_taken_place_is_busy(importing: type[Importing]) -> None:
    importing()
    with (
        waiting_at_most(0.1),
        pytest.raises(OperationalError) as taken,
        transaction.atomic(),
    ):
        pytest.fail("it is taken")
    assert is_busy(taken.value)
    with pytest.raises(OperationalError) as other, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nothing_of_that_name")
    assert not is_busy(other.value)
    assert not is_busy(ValueError())
    assert not is_busy(None)
