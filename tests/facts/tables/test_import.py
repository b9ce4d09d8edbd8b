"""Tables back in: shown before anything changes, and then done wholly."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.facts.models import Alias, Citation, Entity, Source, Statement
from quizzes.facts.pack import dump_pack
from quizzes.facts.signals import Change
from tests.factories import SourceFactory
from tests.facts.conftest import PackFolder

from .steps import (
    NEW,
    SPARE,
    confirm,
    counts,
    csv_of,
    everything,
    exported,
    listed,
    preview,
    problems,
    text_of,
    xlsx_of,
)

pytestmark = pytest.mark.django_db


def test_it_works(editor: Client, announced: list[Change]) -> None:
    before = everything()
    page = preview(
        editor, csv_of([["slug", "importance", "note"], ["guard-strength", "3", "Seen"]])
    )
    assert counts(page) == {"new": 0, "changed": 1, "conflicts": 0, "unchanged": 0}
    [item] = listed(page, "changed")
    told = [(it.field, it.old, it.new) for it in item.differences]
    assert told == [("importance", "1", "3"), ("note", "", "Seen")]
    assert "According to Jane Ash, the Harbour Guard had about 120 keepers" in text_of(page)
    assert everything() == before
    assert announced == []
    answer = confirm(editor, page)
    assert "The table has been imported. 0 new 1 changed 0 unchanged" in text_of(answer)
    fact = Statement.objects.get(slug="guard-strength")
    assert (fact.importance, fact.note, fact.value_quantity) == (3, "Seen", "~120")
    assert [change.statements for change in announced] == [{fact.pk}]


def test_who_and_why_is_kept(editor: Client) -> None:
    rows = [NEW, SPARE]
    confirm(editor, preview(editor, csv_of(rows), "facts of May.csv"))
    state = Statement.history.get(slug="guard-fund")
    assert state.history_type == "+"
    assert state.history_user == User.objects.get(username="editor")
    assert state.history_change_reason == "Import of a table"
    citation = Citation.history.get(locator="para. 9")
    assert citation.history_date == state.history_date
    assert citation.history_user == state.history_user


def test_a_new_record(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, SPARE]))
    assert counts(page)["new"] == 1
    assert "The Harbour Guard had 300." in text_of(page)
    confirm(editor, page)
    fact: Any = Statement.objects.get(slug="guard-fund")
    assert (fact.status, fact.value_quantity, fact.value_low) == ("published", "300", 300)
    assert fact.pack_digest == ""
    assert [c.locator for c in fact.citations.all()] == ["para. 9"]


def test_a_new_fact_is_a_draft_unless_the_table_says_more(editor: Client) -> None:
    confirm(editor, preview(editor, csv_of([NEW[:6], SPARE[:6]])))
    assert Statement.objects.get(slug="guard-fund").status == "draft"


def test_a_new_entity_and_a_new_source(editor: Client) -> None:
    rows = [["slug", "kind", "label", "aliases"], ["pier", "place", "Pier", "Jetty; script: رصيف"]]
    confirm(editor, preview(editor, csv_of(rows), model="entity"), model="entity")
    pier = Entity.objects.get(slug="pier")
    assert [(a.text, a.kind) for a in pier.aliases.all()] == [
        ("Jetty", "spelling"),
        ("رصيف", "script"),
    ]
    assert pier.preposition == "in"
    rows = [
        ["slug", "title", "kind", "origin", "cite_as", "published"],
        ["log", "The log", "book", "log", "the log", "about May 1904"],
    ]
    confirm(editor, preview(editor, csv_of(rows), model="source"), model="source")
    log = Source.objects.get(slug="log")
    assert (log.published, str(log.published_first)) == ("1904-05~", "1904-05-01")


def test_columns_that_are_missing_keep_their_values(editor: Client) -> None:
    rows: Any = Statement.objects.filter(slug="guard-commander").values()
    before = dict(rows.get())
    confirm(editor, preview(editor, csv_of([["slug", "topic"], ["guard-commander", "feast"]])))
    after = dict(rows.all().get())
    assert after.pop("topic_id") != before.pop("topic_id")
    assert after == before
    assert Citation.objects.filter(statement__slug="guard-commander").count() == 2


def test_an_empty_cell_empties_a_field_or_keeps_what_cannot_be_empty(editor: Client) -> None:
    columns = ["slug", "when", "where", "attributed_to", "unit", "date_inferred"]
    usual = ["rank", "status", "importance", "sensitivity"]
    rows = [[*columns, *usual], ["guard-strength", *[""] * 9]]
    confirm(editor, preview(editor, csv_of(rows)))
    fact = Statement.objects.get(slug="guard-strength")
    assert (fact.when, fact.where, fact.attributed_to, fact.unit) == ("", None, None, "")
    assert fact.date_inferred is False
    assert (fact.importance, fact.sensitivity, fact.status) == (1, "context", "published")


def test_citations_and_aliases_are_replaced(editor: Client) -> None:
    rows = [["slug", "citations"], ["guard-commander", "gazette: para. 1; almanac: page 8 | Ash"]]
    confirm(editor, preview(editor, csv_of(rows)))
    cited = Citation.objects.filter(statement__slug="guard-commander")
    assert {(c.locator, c.quote) for c in cited} == {("para. 1", ""), ("page 8", "Ash")}
    rows = [["slug", "aliases"], ["guard", "acronym: HG"]]
    confirm(editor, preview(editor, csv_of(rows), model="entity"), model="entity")
    assert [a.text for a in Alias.objects.all()] == ["HG"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7 May 1904", "1904-05-07"),
        ("May 1904", "1904-05"),
        ("about June 1904", "1904-06~"),
        ("between 1903 and 1905", "1903/1905"),
        ("1904-05-07/..", "1904-05-07/.."),
        ("1904", "1904"),
    ],
)
def test_dates_are_typed_as_at_the_desk(editor: Client, typed: str, kept: str) -> None:
    rows = [["slug", "when"], ["guard-strength", typed]]
    confirm(editor, preview(editor, csv_of(rows)))
    assert Statement.objects.get(slug="guard-strength").when == kept


@pytest.mark.parametrize(("typed", "kept"), [("about 1,200", "~1200"), ("46", "46"), ("> 5", ">5")])
def test_numbers_are_typed_as_at_the_desk(editor: Client, typed: str, kept: str) -> None:
    confirm(editor, preview(editor, csv_of([["slug", "value"], ["guard-strength", typed]])))
    assert Statement.objects.get(slug="guard-strength").value_quantity == kept


def test_the_cells_of_a_workbook_are_understood(editor: Client) -> None:
    rows: list[list[Any]] = [
        ["slug", "value", "when", "importance", "date_inferred"],
        ["guard-strength", 140, date(1904, 5, 1), 3.0, False],
        ["lighting-date", date(1904, 3, 2), None, 2, True],
    ]
    raw = xlsx_of(rows, {"C2": "mmm-yy", "B3": "dd/mm/yyyy"})
    page = preview(editor, raw, "a.xlsx")
    assert not problems(page)
    confirm(editor, page)
    fact = Statement.objects.get(slug="guard-strength")
    assert (fact.value_quantity, fact.when, fact.importance) == ("140", "1904-05", 3)
    assert fact.date_inferred is False
    assert Statement.objects.get(slug="lighting-date").value_date == "1904-03-02"


def test_a_heading_may_be_written_as_people_write(editor: Client) -> None:
    rows = [["Slug", " Date inferred"], ["guard-strength", "TRUE"]]
    assert counts(preview(editor, csv_of(rows)))["unchanged"] == 1


# Rules of the desk that hold for tables too.


def test_a_fact_that_changes_under_its_own_wording_is_marked(editor: Client) -> None:
    rows = [["slug", "value"], ["lighting-date", "2 March 1904"]]
    page = preview(editor, csv_of(rows))
    [item] = listed(page, "changed")
    assert ("wording_outdated", "no", "yes") in [(d.field, d.old, d.new) for d in item.differences]
    confirm(editor, page)
    assert Statement.objects.get(slug="lighting-date").wording_outdated
    rows = [["slug", "value", "explanation"], ["lighting-date", "3 March 1904", "Lit at dawn."]]
    confirm(editor, preview(editor, csv_of(rows)))
    assert Statement.objects.get(slug="lighting-date").explanation == "Lit at dawn."
    page = preview(editor, csv_of([["slug", "note"], ["feast-began", "Seen"]]))
    assert [d.field for d in listed(page, "changed")[0].differences] == ["note"]


def test_a_link_is_taken_away_in_both_directions(editor: Client) -> None:
    rows = exported(editor, "entity")
    at = rows[0].index("different_from")
    rows = [[*row[:at], "", *row[at + 1 :]] if row[0] == "guard" else row for row in rows]
    page = preview(editor, csv_of(rows), model="entity")
    assert {item.slug for item in listed(page, "changed")} == {"guard", "night-guard"}
    confirm(editor, page, model="entity")
    assert not Entity.objects.filter(different_from__isnull=False).exists()


def test_a_link_is_made_in_both_directions(editor: Client) -> None:
    rows = [["slug", "different_from"], ["jane-ash", "feast"]]
    confirm(editor, preview(editor, csv_of(rows), model="entity"), model="entity")
    assert Entity.objects.get(slug="feast").different_from.get().slug == "jane-ash"


def test_the_other_end_of_a_link_is_shown_and_kept(editor: Client, announced: list[Change]) -> None:
    rows = [["slug", "different_from"], ["jane-ash", "feast"]]
    page = preview(editor, csv_of(rows), model="entity")
    shown = {
        item.slug: [(it.field, it.old, it.new) for it in item.differences]
        for item in listed(page, "changed")
    }
    assert shown == {
        "jane-ash": [("different_from", "", "feast")],
        "feast": [("different_from", "", "jane-ash")],
    }
    confirm(editor, page, model="entity")
    feast, ash = (Entity.objects.get(slug=slug) for slug in ("feast", "jane-ash"))
    newest = feast.history.order_by("-history_id")[0]
    assert newest.history_user == User.objects.get(username="editor")
    assert [link.to_entity_id for link in newest.different_from.all()] == [ash.pk]
    assert [change.entities for change in announced] == [{ash.pk, feast.pk}]


@pytest.mark.parametrize("choice", ["keep", "overwrite"])
def test_links_with_what_was_edited_meanwhile(editor: Client, choice: str) -> None:
    rows = exported(editor, "entity")
    at, ash = rows[0].index("different_from"), Entity.objects.get(slug="jane-ash")
    ash.note = "Seen"
    ash.save()
    rows = [[*row[:at], "feast", *row[at + 1 :]] if row[0] == ash.slug else row for row in rows]
    page = preview(
        editor, csv_of([rows[0], *(r for r in rows if r[0] == ash.slug)]), model="entity"
    )
    assert [item.slug for item in listed(page, "conflicts")] == ["jane-ash"]
    told = text_of(confirm(editor, page, "entity", meanwhile=choice))
    feast = Entity.objects.get(slug="feast")
    entries = feast.history.count()
    if choice == "keep":
        assert not feast.different_from.exists()
        assert entries == 1
        assert "the link with “jane-ash” was not written" in told
    else:
        assert feast.different_from.get() == ash
        assert entries == 2
        assert "was not written" not in told


def test_nobody_is_confused_with_themselves(editor: Client) -> None:
    rows = [["slug", "different_from"], ["jane-ash", "jane-ash"]]
    assert problems(preview(editor, csv_of(rows), model="entity")) == [
        "row 2, column different_from: nobody is confused with themselves; name others here"
    ]


def test_an_import_is_an_edit_to_the_pack(editor: Client, pack: PackFolder) -> None:
    confirm(editor, preview(editor, csv_of([["slug", "note"], ["guard-strength", "Seen"]])))
    [problem] = pack.problems()
    assert "“guard-strength” has been edited here and differs in: note" in str(problem)


def test_a_document_number_that_is_taken(editor: Client) -> None:
    SourceFactory(slug="bond", document="007")
    page = preview(editor, csv_of([["slug", "document"], ["almanac", "007"]]), model="source")
    assert problems(page) == [
        "row 2, column document: “007” is the number of another source, “bond”"
    ]


def test_only_whole_tables_are_imported(editor: Client) -> None:
    rows = [NEW, SPARE, ["feast-ended", "", "", "", "", "", "", ""]]
    before = everything()
    assert len(problems(preview(editor, csv_of(rows)))) == 5
    assert everything() == before


@pytest.mark.parametrize("cell", ["'-abc  ", "  '-abc", "'  -abc  ", " \t'-abc\n"])
def test_blanks_at_the_edges_are_not_kept(editor: Client, cell: str, pack: PackFolder) -> None:
    """What no pack keeps would come back as an edit when the facts are dumped and loaded."""
    confirm(editor, preview(editor, csv_of([["slug", "note"], ["guard-strength", cell]])))
    note = Statement.objects.get(slug="guard-strength").note
    assert note == note.strip()
    dump_pack(pack.path)
    assert not pack.load("overwrite").changed


def test_a_coordinate_with_an_exponent(editor: Client) -> None:
    rows = [["slug", "latitude", "longitude"], ["lighthouse", "1e999999999", "1e-999999999"]]
    assert problems(preview(editor, csv_of(rows), model="entity")) == [
        "row 2, column latitude: “1e999999999” is not a number from -90 to 90",
        "row 2, column longitude: “1e-999999999” is not a number from -180 to 180",
    ]


def test_rows_that_say_what_another_says_are_told(editor: Client) -> None:
    again = ["guard-fund-2", *SPARE[1:]]
    page = preview(editor, csv_of([NEW, SPARE, again]))
    assert counts(page)["new"] == 2
    assert [str(it) for it in page.context["preview"].repeats] == [
        "row 3: says the very same as row 2, “guard-fund”"
    ]
    assert "1 row says what another fact says already." in text_of(page)
    confirm(editor, page)
    page = preview(editor, csv_of([NEW, ["guard-fund-3", *SPARE[1:]]]))
    assert [it.message for it in page.context["preview"].repeats] == [
        "says the very same as the fact “guard-fund”, which is there already"
    ]


def test_what_differs_is_no_repeat(editor: Client) -> None:
    other = [
        ["guard-2", *SPARE[1:3], "301", *SPARE[4:]],
        ["guard-3", *SPARE[1:4], "2017", *SPARE[5:]],
    ]
    page = preview(editor, csv_of([NEW, SPARE, *other]))
    assert page.context["preview"].repeats == []
    # A fact that is changed from what another comes to say repeats nothing.
    confirm(editor, page)
    rows = [["slug", "value"], ["guard-fund", "302"], ["guard-2", "300"]]
    assert preview(editor, csv_of(rows)).context["preview"].repeats == []


def test_many_repeats_are_counted(editor: Client) -> None:
    page = preview(editor, csv_of([NEW, *([f"guard-{n}", *SPARE[1:]] for n in range(30))]))
    assert "29 rows say what other facts say already." in text_of(page)
    assert "and 9 more." in text_of(page)


def test_dates_and_numbers_are_shown_in_words(editor: Client) -> None:
    row = ["guard-fund", "guard", "strength", "~19270", "2018-06~", *SPARE[5:]]
    page = preview(editor, csv_of([NEW, row]))
    told = {it.field: it.new for it in listed(page, "new")[0].differences}
    assert (told["value"], told["when"]) == ("about 19,270", "about June 2018")
    confirm(editor, page)
    page = preview(editor, csv_of([["slug", "when"], ["guard-fund", "by 7 May 2018"]]))
    [changed] = listed(page, "changed")[0].differences
    assert (changed.old, changed.new) == ("about June 2018", "by 7 May 2018")


# What readers would see at once.


def test_it_says_what_goes_live_at_once(editor: Client) -> None:
    at = NEW.index("status")
    states = ["published", "draft", ""]
    rows = [[f"guard-{n}", *SPARE[1:at], states[n], *SPARE[at + 1 :]] for n in range(3)]
    page = preview(editor, csv_of([NEW, *rows]))
    assert "Of the new facts: published at once 1 , drafts 2 , retired 0 ." in text_of(page)
    first = [item.differences[0] for item in listed(page, "new")]
    assert [(it.field, it.new) for it in first] == [
        ("status", "published"),
        ("status", "draft"),
        ("status", "draft"),
    ]
    assert "Of the facts that are here already" not in text_of(page)


def test_it_says_what_comes_into_another_state(editor: Client) -> None:
    confirm(editor, preview(editor, csv_of([NEW, [*SPARE[:6], "draft", SPARE[7]]])))
    rows = [["slug", "status"], ["guard-fund", "published"], ["feast-began", "retired"]]
    page = preview(editor, csv_of(rows))
    said = "the table publishes 1 , makes drafts of 0 , and retires 1 ."
    assert f"Of the facts that are here already, {said}" in text_of(page)
    assert "Of the new facts" not in text_of(page)
    # Where no state changes there is nothing to say of them, nor of what has none.
    for rows, model in (
        ([["slug", "note"], ["feast-began", "Seen"]], "statement"),
        ([["slug", "kind", "label"], ["pier", "place", "Pier"]], "entity"),
    ):
        assert "retired" not in text_of(preview(editor, csv_of(rows), model=model))


def test_large_numbers_are_grouped(editor: Client) -> None:
    rows = [[f"pier-{n}", "place", f"Pier {n}"] for n in range(1000)]
    page = preview(editor, csv_of([["slug", "kind", "label"], *rows]), model="entity")
    assert "The table has 1,000 rows." in text_of(page)
