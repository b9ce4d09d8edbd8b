"""Publishing, taking back and retiring many facts at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.facts.models import Entity, Statement
from quizzes.facts.signals import Change
from tests.factories import (
    CitationFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EventFactory,
    QuestionFactory,
    StatementFactory,
    UserFactory,
)

from .desk import LIST, act, confirmation, new_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


def ask(client: Client, action: str, *rows: Statement, **fields: Any) -> Any:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(LIST, chosen | fields)


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("publish", "draft", "published"),
        ("publish", "retired", "published"),
        ("to_draft", "published", "draft"),
        ("retire", "published", "retired"),
        ("retire", "draft", "retired"),
    ],
)
def test_it_works(
    editor: Client, announced: list[Change], action: str, before: str, after: str
) -> None:
    rows = [CommanderFactory(status=before) for _ in range(2)]
    announced.clear()
    done = act(editor, action, *rows, reason="Read again")
    assert "2 facts changed." in done.content.decode()
    assert set(Statement.objects.values_list("status", flat=True)) == {after}
    assert [change.statements for change in announced] == [{row.pk for row in rows}]
    for row in rows:
        last = row.history.latest()
        assert (last.status, last.history_change_reason) == (after, "Read again")
        assert last.history_user.username == "edda"
    assert len({row.history.latest().history_date for row in rows}) == 1
    assert LogEntry.objects.count() == 2


def test_it_asks_first(editor: Client, announced: list[Change]) -> None:
    one, other = CommanderFactory(), CommanderFactory(status="retired")
    QuestionFactory(statement=one)
    announced.clear()
    page = ask(editor, "retire", one, other)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Retire 2 facts?" in text
    assert "1 question." in text
    assert "1 of them stays as it is." in text
    assert "was commanded by" in text
    assert "Retire 1 fact?" in ask(editor, "retire", one).content.decode()
    one.refresh_from_db()
    assert (one.status, announced) == ("published", [])


def test_what_hangs_on_it_is_told_apart(editor: Client) -> None:
    fact = CommanderFactory()
    QuestionFactory(statement=fact)
    for _number in range(2):
        QuestionFactory().leans_on.add(fact)
    page = editor.post(LIST, {"action": "retire", "_selected_action": [fact.pk]}).content.decode()
    text = " ".join(page.split())
    assert "1 question, 2 questions about other facts beside which it is shown" in text


def test_all_or_nothing(editor: Client, announced: list[Change]) -> None:
    good = CommanderFactory(status="draft")
    uncited = CommanderFactory(status="draft", cited=False)
    battle = EventFactory(label="battle of the bridge")
    end = DatePropertyFactory(slug="ended", marks="end")
    StatementFactory(subject=battle, property=end, value_date="2018-06-01")
    crossing = DatePropertyFactory(slug="crossing", marks="")
    late = StatementFactory(
        subject=battle, property=crossing, value_date="2018-06-07", status="draft"
    )
    announced.clear()
    refused = act(editor, "publish", good, uncited, late)
    assert refused.status_code == 422
    problems = {pk: said for pk, _sentence, said in refused.context["problems"]}
    assert problems[uncited.pk] == ["It has no source."]
    assert "lies after the end of the event" in problems[late.pk][0]
    assert good.pk not in problems
    assert f"/admin/facts/statement/{late.pk}/change/" in refused.content.decode()
    assert set(Statement.objects.filter(pk__in=problems).values_list("status", flat=True)) == {
        "draft"
    }
    assert announced == []
    assert good.history.count() == 1
    assert not LogEntry.objects.exists()


def test_facts_that_fit_only_together_are_published_together(editor: Client) -> None:
    """Neither the date of an event nor what happened in it is judged by a state in between."""
    battle = EventFactory()
    end = DatePropertyFactory(slug="ended", marks="end")
    crossing = DatePropertyFactory(slug="crossing", marks="")
    StatementFactory(subject=battle, property=end, value_date="2018-06-01")
    longer = StatementFactory(subject=battle, property=end, value_date="2018-07", status="draft")
    late = StatementFactory(
        subject=battle, property=crossing, value_date="2018-06-20", status="draft"
    )
    assert act(editor, "publish", late).status_code == 422
    assert "2 facts changed." in act(editor, "publish", late, longer).content.decode()


def test_what_is_so_already_is_left_alone(editor: Client) -> None:
    row, draft = CommanderFactory(), CommanderFactory(status="draft")
    assert "0 facts changed." in act(editor, "publish", row).content.decode()
    assert row.history.count() == 1
    assert not LogEntry.objects.exists()
    assert "1 fact changed." in act(editor, "publish", row, draft).content.decode()
    assert row.history.count() == 1
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(draft.pk)]


def test_all_that_a_filter_shows(editor: Client) -> None:
    CommanderFactory.create_batch(3, status="draft")
    kept = CommanderFactory()
    url = f"{LIST}?status__exact=draft"
    first = Statement.objects.filter(status="draft").earliest("pk")
    asked = editor.post(
        url, {"action": "retire", "_selected_action": [first.pk], "select_across": "1"}
    )
    assert asked.context["count"] == 3
    sure = {"chosen": asked.context["chosen"], "_selected_action": asked.context["first"]}
    editor.post(url, {"action": "retire"} | sure)
    assert Statement.objects.filter(status="retired").count() == 3
    kept.refresh_from_db()
    assert kept.status == "published"


def test_a_reason_that_is_too_long_is_refused(editor: Client) -> None:
    row = CommanderFactory()
    refused = act(editor, "retire", row, reason="x" * 201)
    assert refused.status_code == 422
    row.refresh_from_db()
    assert row.status == "published"


@pytest.mark.parametrize("odd", ["", "x", "0", "-1", "9" * 30, "²", "1;2", "\x00", ",,,"])
def test_forged_ids_change_nothing(editor: Client, odd: str) -> None:
    row = CommanderFactory()
    sent = {"action": "retire", "_selected_action": [row.pk], "chosen": odd}
    done = editor.post(LIST, sent, follow=True)
    assert done.status_code == 200
    assert "None of these facts exists any more." in done.content.decode()
    assert editor.post(LIST, sent | {"_selected_action": [odd, "x"]}).status_code in (200, 302)
    del sent["chosen"]
    assert editor.post(LIST, sent | {"_selected_action": [odd]}).status_code in (200, 302)
    row.refresh_from_db()
    assert row.status == "published"


@pytest.mark.parametrize("action", ["delete_selected", "nonsense", ""])
def test_there_are_no_other_actions(editor: Client, action: str) -> None:
    row = CommanderFactory()
    assert ask(editor, action, row).status_code in (200, 302)
    assert Statement.objects.filter(pk=row.pk).exists()


def test_a_double_click_changes_them_once(editor: Client) -> None:
    row = CommanderFactory()
    act(editor, "retire", row)
    act(editor, "retire", row)
    assert row.history.count() == 2


CHANGES: dict[str, Callable[[Statement], Any]] = {
    "a value": lambda row: Statement.objects.filter(pk=row.pk).update(value_text="", unit="men"),
    "its standing": lambda row: Statement.objects.filter(pk=row.pk).update(status="retired"),
    "a note": lambda row: Statement.objects.filter(pk=row.pk).update(dispute_note="Not so."),
    "a source": lambda row: CitationFactory(statement=row),
    "a source taken away": lambda row: row.citations.all().delete(),
    "a name in it": lambda row: Entity.objects.filter(pk=row.subject_id).update(label="Horde"),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_what_was_not_shown_is_not_published(
    editor: Client, announced: list[Change], changed: Callable[[Statement], Any]
) -> None:
    row, other = CommanderFactory(status="draft"), CommanderFactory(status="draft")
    sent = confirmation(editor, "publish", row, other)
    changed(row)
    announced.clear()
    refused = editor.post(LIST, sent | {"reason": "Read again"})
    assert refused.status_code == 409
    assert [pk for pk, _sentence, _status in refused.context["meanwhile"]] == [row.pk]
    text = refused.content.decode()
    assert "Nothing was changed. Since they were shown to you" in text
    assert "Read again" in text
    assert not Statement.objects.filter(status="published").exists()
    assert (announced, LogEntry.objects.count()) == ([], 0)
    if row.citations.exists():
        again = {"chosen": refused.context["chosen"], "_selected_action": row.pk}
        assert editor.post(LIST, {"action": "publish"} | again).status_code == 302
        assert Statement.objects.filter(status="published").count() == 2


def test_nothing_is_done_to_what_was_not_shown_at_all(editor: Client) -> None:
    row = CommanderFactory()
    sent = {"action": "retire", "_selected_action": row.pk, "chosen": str(row.pk)}
    assert editor.post(LIST, sent).status_code == 409
    row.refresh_from_db()
    assert row.status == "published"


def test_saying_yes_twice_does_nothing_twice(editor: Client) -> None:
    row = CommanderFactory(status="draft")
    sent = confirmation(editor, "publish", row)
    assert editor.post(LIST, sent).status_code == 302
    assert "0 facts changed." in editor.post(LIST, sent, follow=True).content.decode()
    assert row.history.count() == 2


def test_who_may_not() -> None:
    row = CommanderFactory()
    sent = {"action": "retire", "_selected_action": [row.pk], "chosen": str(row.pk)}
    assert Client().post(LIST, sent).status_code == 302
    other = Client()
    other.force_login(UserFactory(is_staff=True))
    assert other.post(LIST, sent).status_code == 403
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(_view())
    other.force_login(reader)
    other.post(LIST, sent)
    row.refresh_from_db()
    assert row.status == "published"


def _view() -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="view_statement")


def test_asking_takes_as_many_queries_for_few_and_many(editor: Client) -> None:
    counts = []
    rows: list[Statement] = []
    for number in (4, 12):
        rows += [
            CommanderFactory(where=EntityFactory(), attributed_to=EntityFactory())
            for _ in range(number)
        ]
        ask(editor, "retire", *rows)
        with CaptureQueriesContext(connection) as captured:
            assert ask(editor, "retire", *rows).context["count"] == len(rows)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("action", "before"), [("publish", "draft"), ("retire", "published"), ("to_draft", "retired")]
)
def test_doing_takes_as_many_queries_for_few_and_many(
    editor: Client, action: str, before: str
) -> None:
    counts = []
    for number in (5, 50):
        # Facts on events, so that there are dates to be held against one another.
        ended = DatePropertyFactory(marks="end")
        rows = [
            StatementFactory(subject=EventFactory(), property=ended, value_date="2018-06-01")
            for _ in range(number)
        ]
        Statement.objects.filter(pk__in=[row.pk for row in rows]).update(status=before)
        sure = {"action": action, "_selected_action": rows[0].pk}
        sure["chosen"] = ask(editor, action, *rows).context["chosen"]
        with CaptureQueriesContext(connection) as captured:
            assert editor.post(LIST, sure).status_code == 302
        assert all(row.history.count() == 2 for row in rows)
        counts.append(len(captured))
    # SQLite takes 999 values in one statement, so that the history of 50 goes in two.
    assert counts[1] - counts[0] <= 1
    assert counts[1] < 25
