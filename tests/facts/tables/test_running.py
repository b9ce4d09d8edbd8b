"""An import while others are at work, clicked twice, closed, failing; and how it is sent."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.facts import effects
from quizzes.facts.models import Citation, Entity, Property, Statement
from quizzes.facts.pack import saving
from quizzes.facts.signals import Change, Progress, change_at_work, facts_changed, finished
from quizzes.facts.tables import importing, rows
from quizzes.facts.tables.holding import begin
from quizzes.facts.tables.importing import NotAsPreviewed, imported, trial
from quizzes.facts.tables.plan import planned
from quizzes.facts.tables.sheets import read_sheet
from quizzes.lib import clock
from tests.conftest import MovableClock
from tests.factories import EntityFactory
from tests.facts.desk import change_page, form_of, new_editor
from tests.facts.races import one_after_the_other

from .steps import (
    NEW,
    SPARE,
    confirm,
    counts,
    csv_of,
    everything,
    exported,
    form_on,
    found_out,
    listed,
    preview,
    problems,
    text_of,
    upload,
    url,
    watched,
)

pytestmark = pytest.mark.django_db


# Edits at the desk in the meantime.


def with_note(rows: list[list[str]], slug: str, note: str) -> list[list[str]]:
    at = rows[0].index("note")
    return [[*row[:at], note, *row[at + 1 :]] if row[0] == slug else row for row in rows]


@pytest.fixture
def meanwhile(editor: Client) -> list[list[str]]:
    """A table that was exported and edited, while the same fact was edited at the desk."""
    rows = with_note(exported(editor), "guard-strength", "From the table")
    rows = with_note(rows, "feast-began", "Seen")
    fact = Statement.objects.get(slug="guard-strength")
    fact.note, fact.importance = "From the desk", 3
    fact.save()
    return rows


def test_an_edit_since_the_export_is_a_conflict(editor: Client, meanwhile: list[list[str]]) -> None:
    page = preview(editor, csv_of(meanwhile))
    assert counts(page) == {"new": 0, "changed": 1, "conflicts": 1, "unchanged": 5}
    [item] = listed(page, "conflicts")
    told = [(it.field, it.old, it.new) for it in item.differences]
    assert told == [("importance", "3", "1"), ("note", "From the desk", "From the table")]
    assert "Edited here since the export" in text_of(page)
    undecided = confirm(editor, page)
    assert undecided.status_code == 422
    assert "Choose what is to become of these." in text_of(undecided)
    assert Statement.objects.get(slug="guard-strength").note == "From the desk"


@pytest.mark.parametrize(
    ("choice", "note", "told"),
    [
        ("keep", "From the desk", "1 left as edited here"),
        ("overwrite", "From the table", "1 replaced, though edited here"),
    ],
)
def test_what_becomes_of_it_is_chosen(
    editor: Client, meanwhile: list[list[str]], choice: str, note: str, told: str
) -> None:
    answer = confirm(editor, preview(editor, csv_of(meanwhile)), meanwhile=choice)
    assert told in text_of(answer)
    assert Statement.objects.get(slug="guard-strength").note == note
    assert Statement.objects.get(slug="feast-began").note == "Seen"


def test_without_its_edition_a_row_counts_as_a_plain_change(
    editor: Client, meanwhile: list[list[str]]
) -> None:
    page = preview(editor, csv_of([row[:-1] for row in meanwhile]))
    assert counts(page) == {"new": 0, "changed": 2, "conflicts": 0, "unchanged": 5}


def test_an_edit_after_the_preview_stops_the_import(editor: Client) -> None:
    page = preview(editor, csv_of([["slug", "note"], ["guard-strength", "Seen"]]))
    fact = Statement.objects.get(slug="guard-strength")
    fact.importance = 3
    fact.save()
    answer = confirm(editor, page)
    assert "Records were edited here since the preview" in text_of(answer)
    assert Statement.objects.get(slug="guard-strength").note == ""
    shown = url("preview", "statement", form_on(page)["token"])
    assert f'action="{shown}"' in answer.text_of_page
    # Looking at the page shows what was shown; only asking for it finds it out anew.
    assert form_on(editor.get(shown)) == form_on(page)
    assert "Records were edited here" in text_of(confirm(editor, editor.get(shown)))
    again = found_out(editor, editor.post(shown)["Location"])
    assert [(it.old, it.new) for it in listed(again, "changed")[0].differences] == [("", "Seen")]
    assert "imported" in text_of(confirm(editor, again))
    fact.refresh_from_db()
    assert (fact.note, fact.importance) == ("Seen", 3)


def test_an_edit_elsewhere_does_not_stop_it(editor: Client) -> None:
    page = preview(editor, csv_of([["slug", "note"], ["guard-strength", "Seen"]]))
    Statement.objects.filter(slug="feast-began").update(note="x")
    assert "imported" in text_of(confirm(editor, page))


def test_a_rule_that_is_broken_after_the_preview(editor: Client) -> None:
    page = preview(editor, csv_of([["slug", "where"], ["guard-commander", "lighthouse"]]))
    Property.objects.filter(slug="commanded-by").update(subject_kinds=["person"])
    before = everything()
    answer = confirm(editor, page)
    assert "The table breaks a rule now. Nothing was changed." in text_of(answer)
    assert "row 2, column subject: “Harbour Guard” is of the kind military unit" in text_of(answer)
    assert everything() == before


def test_a_slug_that_is_taken_after_the_preview(editor: Client) -> None:
    rows = [["slug", "kind", "label"], ["pier", "place", "Pier"]]
    page = preview(editor, csv_of(rows), model="entity")
    EntityFactory(slug="pier", label="Another pier")
    answer = confirm(editor, page, model="entity")
    assert "Records were edited here since the preview" in text_of(answer)
    assert Entity.objects.get(slug="pier").label == "Another pier"


# Double clicks, two windows, closed windows.


def test_a_second_click_does_nothing(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    confirm(editor, page)
    states = Statement.history.count()
    answer = editor.post(url("process_import"), form_on(page), follow=True)
    assert "The table is no longer at hand: it was imported, or lay here too long." in text_of(
        answer
    )
    assert Statement.history.count() == states


def test_a_table_that_is_being_imported_already(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    answer: Any = editor.post(url("process_import"), form_on(page))
    first = iter(answer.streaming_content)
    next(first), next(first)
    second = confirm(editor, page)
    rest = b"".join(first).decode()
    assert re.search("being imported already, since .*, in another window", text_of(second))
    assert "has been imported" in rest
    assert Statement.objects.filter(slug="guard-fund").count() == 1


def test_an_import_that_died_can_be_taken_over(editor: Client, moving_clock: MovableClock) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    # Its process ended before it could clear up.
    assert begin(User.objects.get(username="editor"), Statement, clock.now()) is None
    moving_clock.move(minutes=2)
    refused = confirm(editor, page)
    assert "being imported already, since 12:00, in another window" in text_of(refused)
    assert not Statement.objects.filter(slug="guard-fund").exists()
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', refused.text_of_page))
    assert sent["take_over"] == "1"
    assert {"token", "fingerprint", "meanwhile"} <= set(sent)
    answer: Any = editor.post(url("process_import"), sent)
    assert "has been imported" in b"".join(answer.streaming_content).decode()
    assert Statement.objects.filter(slug="guard-fund").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("changed", [False, True])
def test_one_that_was_taken_over_too_early_comes_first(editor: Client, changed: bool) -> None:
    rows = [["slug", "note"], ["guard-strength", "Seen"]] if changed else [NEW, SPARE]
    page = preview(editor, csv_of(rows))
    other = Client()
    other.force_login(User.objects.get(username="editor"))
    first, second = one_after_the_other(
        lambda: confirm(editor, page), lambda: confirm(other, page, take_over="1")
    )
    assert "has been imported" in text_of(first)
    assert re.search("Nothing was done twice|Nothing was changed", text_of(second))
    slug = "guard-strength" if changed else "guard-fund"
    assert Statement.objects.get(slug=slug).history.count() == 1 + changed


@pytest.mark.django_db(transaction=True)
def test_an_edit_at_the_desk_waits_for_the_import(editor: Client) -> None:
    page = preview(editor, csv_of([["slug", "note"], ["guard-strength", "Seen"]]))
    fact, other = Statement.objects.get(slug="guard-strength"), new_editor("other")
    form = form_of(other, change_page(fact)) | {"importance": 3}
    imported, saved = one_after_the_other(
        lambda: confirm(editor, page), lambda: other.post(change_page(fact), form)
    )
    assert "has been imported" in text_of(imported)
    assert saved.status_code == 409
    fact.refresh_from_db()
    assert (fact.note, fact.importance) == ("Seen", 1)


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_for_an_edit_at_the_desk(editor: Client) -> None:
    page = preview(editor, csv_of([["slug", "note"], ["guard-strength", "Seen"]]))
    fact, other = Statement.objects.get(slug="guard-strength"), new_editor("other")
    form = form_of(other, change_page(fact)) | {"importance": 3}
    saved, imported = one_after_the_other(
        lambda: other.post(change_page(fact), form), lambda: confirm(editor, page)
    )
    assert saved.status_code == 302
    assert "Records were edited here since the preview" in text_of(imported)
    fact.refresh_from_db()
    assert (fact.note, fact.importance) == ("", 3)


def test_looking_at_a_preview_tries_and_writes_nothing(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE, ["odd", *[""] * 7]]))
    shown = url("preview", "statement", page.context["shown"].token)
    with CaptureQueriesContext(connection) as captured:
        again = editor.get(shown)
    assert problems(again) == problems(page) != []
    told = [it["sql"] for it in captured]
    assert not [sql for sql in told if not sql.startswith("SELECT")]
    assert not [sql for sql in told if "facts_" in sql]


def test_a_preview_is_found_out_anew_by_its_editor_only(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    shown = url("preview", "statement", page.context["shown"].token)
    assert Client().post(shown).status_code == 302
    assert new_editor("other").post(shown)["Location"] == url("import")
    assert editor.post(url("preview", "statement", "x"))["Location"] == url("import")
    assert editor.post(shown)["Location"] == shown


def test_the_newest_table_takes_the_place_of_the_last(editor: Client) -> None:
    first = preview(editor, csv_of([NEW, SPARE]))
    preview(editor, csv_of([["slug", "note"], ["feast-began", "Seen"]]))
    assert confirm(editor, first).status_code == 302
    assert not Statement.objects.filter(slug="guard-fund").exists()


def test_another_editor_cannot_reach_it(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    other = new_editor("other")
    assert other.get(url("preview", "statement", form_on(page)["token"])).status_code == 302
    assert other.post(url("process_import"), form_on(page)).status_code == 302
    assert other.get(url("preview", "entity", form_on(page)["token"])).status_code == 302
    assert not Statement.objects.filter(slug="guard-fund").exists()


def test_it_is_not_kept_longer_than_needed(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    key = f"facts-table:{User.objects.get(username='editor').pk}:Statement"
    assert cache.get(key)
    confirm(editor, page)
    assert cache.get(key) is None
    page = preview(editor, csv_of([["slug", "note"], ["feast-began", "Seen"]]))
    cache.delete(key)  # an hour later
    assert confirm(editor, page).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5])
def test_a_window_closed_while_a_table_is_tried_leaves_nothing_behind(
    editor: Client, lines: int
) -> None:
    before, at = everything(), upload(editor, csv_of([NEW, SPARE]))["Location"]
    closed_after(editor.get(at), lines)
    assert not connection.in_atomic_block
    assert everything() == before
    assert effects.at_work() is None
    assert not change_at_work()
    # And it can be tried again, and imported.
    page = found_out(editor, at)
    assert counts(page)["new"] == 1
    assert everything() == before
    assert "has been imported" in text_of(confirm(editor, page))


@pytest.mark.django_db(transaction=True)
def test_one_closed_behind_the_end_of_the_trial_has_found_it_out(editor: Client) -> None:
    at = upload(editor, csv_of([NEW, SPARE]))["Location"]
    answer: Any = editor.get(at)
    content = iter(answer.streaming_content)
    while b"tables-outcome" not in next(content):
        pass
    answer.close()
    assert counts(editor.get(at))["new"] == 1


@pytest.mark.django_db(transaction=True)
def test_an_error_while_a_table_is_tried_is_told(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, at = everything(), upload(editor, csv_of([NEW, SPARE]))["Location"]
    monkeypatch.setattr(effects, "_followers", [fail])
    told = watched(editor.get(at))
    assert "Something went wrong here. Nothing was changed" in told
    assert "</html>" in told
    assert f'action="{at}"' in told
    assert everything() == before
    monkeypatch.undo()
    assert editor.post(at)["Location"] == at
    assert counts(found_out(editor, at))["new"] == 1


def test_a_table_that_another_one_replaces_while_it_is_tried(editor: Client) -> None:
    at = upload(editor, csv_of([NEW, SPARE]))["Location"]
    answer: Any = editor.get(at)
    first = iter(answer.streaming_content)
    next(first)
    newer = preview(editor, csv_of([["slug", "note"], ["feast-began", "Seen"]]))
    assert "</html>" in b"".join(first).decode()
    assert counts(editor.get(newer.request["PATH_INFO"]))["changed"] == 1
    assert editor.get(at)["Location"] == url("import")


def test_looking_at_the_import_by_its_address_changes_nothing(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    assert editor.get(url("process_import"), form_on(page)).status_code == 302
    assert not Statement.objects.filter(slug="guard-fund").exists()


def closed_after(answer: Any, lines: int) -> None:
    """Read some lines of a page that is being sent, and close it."""
    content = iter(answer.streaming_content)
    for _ in range(lines):
        next(content)
    answer.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_a_window_closed_before_the_end_leaves_everything_as_it_was(
    editor: Client, lines: int
) -> None:
    before = everything()
    page = preview(editor, csv_of([NEW, SPARE]))
    closed_after(editor.post(url("process_import"), form_on(page)), lines)
    assert not connection.in_atomic_block
    assert everything() == before
    # And it can be imported after all.
    assert "has been imported" in text_of(confirm(editor, page))


@pytest.mark.django_db(transaction=True)
def test_one_closed_behind_the_end_leaves_everything_done(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    answer: Any = editor.post(url("process_import"), form_on(page))
    content = iter(answer.streaming_content)
    seen = b""
    while b"tables-outcome" not in seen:
        seen = next(content)
    assert Statement.objects.filter(slug="guard-fund").exists()


def fail(*args: Any, **kwargs: Any) -> Iterator[Progress]:
    yield Progress("Something follows")
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_an_error_in_what_follows_undoes_all_and_says_so(editor: Client) -> None:
    before = everything()
    page = preview(editor, csv_of([NEW, SPARE]))
    facts_changed.connect(fail)
    try:
        answer = confirm(editor, page)
    finally:
        facts_changed.disconnect(fail)
    assert "Something follows" in text_of(answer)
    assert "Something went wrong here. Nothing was changed" in text_of(answer)
    assert everything() == before
    assert "has been imported" in text_of(confirm(editor, page))


# How it is sent.


def streamed(answer: Any) -> list[str]:
    """The parts of a page that is sent while something is done."""
    assert answer.streaming
    assert answer["Content-Encoding"] == "identity"
    parts = [part.decode() for part in answer.streaming_content]
    assert "tables-steps" in parts[0]
    assert "</html>" not in parts[0]
    assert "</html>" in parts[-1]
    return parts


def test_the_page_tells_how_far_it_has_come(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    answer: Any = editor.post(
        url("process_import"), form_on(page), headers={"accept-encoding": "gzip"}
    )
    parts = streamed(answer)
    steps = [re.sub(r"<[^>]+>", "", part).strip() for part in parts[1:-2]]
    assert steps == [
        "The rows are compared: 0 of 1",
        "The records are written",
        "The records are checked: 0 of 1",
    ]


def test_the_trial_tells_how_far_it_has_come_and_ends_with_the_preview(editor: Client) -> None:
    at = upload(editor, csv_of([NEW, SPARE]))["Location"]
    answer: Any = editor.get(at, headers={"accept-encoding": "gzip"})
    parts = streamed(answer)
    steps = [re.sub(r"<[^>]+>", "", part).strip() for part in parts[1:-3]]
    assert steps == [
        "The rows are compared: 0 of 1",
        "The records are written",
        "The records are checked: 0 of 1",
        "Questions are made of the facts: 0 of 2",
    ]

    def main(page: str) -> str:
        return re.sub(r'value="\w{64}"|\s+', " ", page.partition('id="content-main"')[2])

    # What it ends with is what is shown from then on, the form to import it included.
    shown = re.sub(r"csrfmiddlewaretoken[^>]+", "", editor.get(at).content.decode())
    watched_page = re.sub(r"csrfmiddlewaretoken[^>]+", "", "".join(parts))
    body = main(shown).partition("</main")[0].partition("<p>")[2]
    assert "The table has 1 row." in body
    assert body in main(watched_page)


def test_of_many_rows_it_tells_more(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "STEP", 2)
    monkeypatch.setattr(saving, "STEP", 2)
    table = [NEW, *([f"x{n}", *SPARE[1:3], str(n + 1), *SPARE[4:]] for n in range(5))]
    page = preview(editor, csv_of(table))
    told = [
        re.sub("<[^>]+>", "", it) for it in re.findall("<li>.*", confirm(editor, page).text_of_page)
    ]
    assert [it.strip() for it in told if "The" in it] == [
        "The rows are compared: 0 of 5",
        "The rows are read: 2 of 5",
        "The rows are read: 4 of 5",
        "The records are written",
        "Their names and citations are written",
        "Their history is kept",
        "The records are checked: 0 of 5",
        "The records are checked: 2 of 5",
        "The records are checked: 4 of 5",
    ]


def test_a_trial_that_nobody_follows_keeps_no_history(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "FEW", 0)
    monkeypatch.setattr(importing, "LARGEST_BASE", 0)
    with CaptureQueriesContext(connection) as captured:
        page = preview(editor, csv_of([NEW, SPARE]))
    assert not [it for it in captured if "INSERT" in it["sql"] and "historical" in it["sql"]]
    states = Statement.history.count(), Citation.history.count()
    confirm(editor, page)
    assert (Statement.history.count(), Citation.history.count()) == (states[0] + 1, states[1] + 1)


def test_mistakes_are_shown_where_the_trial_ends(editor: Client) -> None:
    at = upload(editor, csv_of([NEW, ["odd", *[""] * 7]]))["Location"]
    told = watched(editor.get(at))
    assert "Mend them there and upload the table again; nothing was changed." in told
    assert "process_import" not in told
    assert url("process_import") not in told


def test_no_page_needs_a_script_or_a_style_of_its_own(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE, ["feast-began", *[""] * 7]]))
    for shown in (
        editor.get(url("export")).content.decode(),
        editor.get(url("import")).content.decode(),
        page.content.decode(),
        watched(editor.get(upload(editor, csv_of([NEW, SPARE]))["Location"])),
        preview(editor, csv_of([NEW, SPARE])).content.decode(),
        confirm(editor, preview(editor, csv_of([NEW, SPARE]))).text_of_page,
    ):
        body = shown.partition("<main")[2].partition("</main")[0]
        assert body
        assert not re.search(r"<style|<script(?![^>]*src=)|\sstyle=|\son[a-z]+=|javascript:", body)


def test_what_is_in_a_cell_is_shown_as_text(editor: Client) -> None:
    rows = [["slug", "note"], ["guard-strength", "<script>alert(1)</script>"]]
    page = preview(editor, csv_of(rows), "<b>.csv")
    assert "<script>alert" not in page.content.decode()
    assert "<b>" not in page.content.decode()
    assert "<b>" not in confirm(editor, page).text_of_page
    told = watched(editor.get(upload(editor, csv_of(rows), "<b>.csv")["Location"]))
    assert "<script>alert" not in told
    assert "<b>" not in told


def test_what_follows_follows_once(editor: Client, announced: list[Change]) -> None:
    rows = [NEW, *([f"x{n}", *SPARE[1:3], str(n + 1), *SPARE[4:]] for n in range(5))]
    confirm(editor, preview(editor, csv_of(rows)))
    [change] = announced
    assert len(change.statements) == 5


def test_queries_do_not_grow_with_the_rows(editor: Client) -> None:
    def cost(count: int, first: int) -> tuple[int, int, int]:
        rows = [NEW]
        for n in range(first, first + count):
            rows.append([f"x{n}", *SPARE[1:3], str(n + 1), f"{1000 + n}", *SPARE[5:]])
        with CaptureQueriesContext(connection) as tried:
            answer = upload(editor, csv_of(rows))
            watched(editor.get(answer["Location"]))
        with CaptureQueriesContext(connection) as shown:
            page = editor.get(answer["Location"])
        with CaptureQueriesContext(connection) as done:
            assert "has been imported" in text_of(confirm(editor, page))
        return len(tried), len(shown), len(done)

    cost(1, 0)
    # Of so many rows at once the whole bank is gone through; what is written is written in parts.
    few, many = cost(25, 10), cost(60, 40)
    assert sum(many) - sum(few) < 10


# What is compared before anybody has to wait.


def begun(raw: bytes) -> Any:
    """The steps of an import of statements as it was previewed."""
    sheet = read_sheet("table.csv", raw)
    return imported(
        Statement,
        sheet,
        as_shown=finished(trial(Statement, sheet, 0)).fingerprint,
        overwrite=False,
        by=User.objects.get(username="editor"),
        reason="Import",
    )


def test_an_edit_after_the_comparison_is_seen(editor: Client) -> None:
    steps = begun(csv_of([["slug", "note"], ["guard-strength", "From the table"]]))
    assert next(steps).words == "The rows are compared"
    fact = Statement.objects.get(slug="guard-strength")
    fact.importance = 3
    fact.save()
    with pytest.raises(NotAsPreviewed):
        finished(steps)
    fact.refresh_from_db()
    assert (fact.note, fact.importance) == ("", 3)


def test_an_edit_of_something_else_does_no_harm(editor: Client) -> None:
    steps = begun(csv_of([["slug", "note"], ["guard-strength", "From the table"]]))
    next(steps)
    Statement.objects.get(slug="feast-began").save()
    assert [it.parsed.slug for it in finished(steps).changed] == ["guard-strength"]
    assert Statement.objects.get(slug="guard-strength").note == "From the table"


@pytest.mark.django_db(transaction=True)
def test_the_rows_are_compared_before_anybody_has_to_wait(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bool] = []

    def noted(*args: Any) -> Any:
        compared.append(connection.in_atomic_block)
        return planned(*args)

    page = preview(editor, csv_of([NEW, SPARE]))
    monkeypatch.setattr(importing, "planned", noted)
    assert "has been imported" in text_of(confirm(editor, page))
    assert compared == [False]


def test_what_was_edited_since_the_comparison_is_compared_again(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = preview(editor, csv_of([["slug", "note"], ["guard-strength", "Seen"]]))
    fact = Statement.objects.get(slug="guard-strength")

    def edited_meanwhile() -> None:
        fact.note = "Edited"
        fact.save()

    monkeypatch.setattr(importing, "take_turn", edited_meanwhile)
    # Undone with the import, which stops.
    assert "Records were edited here since the preview" in text_of(confirm(editor, page))
