"""What is wrong with a table: told by row and column, all of it at once."""

import re
from typing import Any

import pytest
from django.test import Client

from quizzes.facts.models import Entity, Statement
from quizzes.facts.tables import preview as tables_preview
from tests.facts.desk import change_page, form_of

from .steps import (
    NEW,
    SPARE,
    confirm,
    counts,
    csv_of,
    everything,
    preview,
    problems,
    text_of,
    upload,
    url,
)

pytestmark = pytest.mark.django_db


def found(client: Client, rows: list[list[Any]], model: str = "statement") -> list[str]:
    """The mistakes in a table; nothing may have been changed by looking for them."""
    before = everything()
    page = preview(client, csv_of(rows), model=model)
    assert everything() == before
    assert page.status_code == 200
    if problems(page):
        assert b'name="fingerprint"' not in page.content
    return problems(page)


# What is wrong is told by row and column.

COMMON = ["slug", "title"]


@pytest.mark.parametrize(
    ("columns", "row", "message"),
    [
        (["when"], ["31 February 1904"], "column when: “31 February 1904” is not a date; write"
         " 29 February 1904 or 1904-02-29"),
        (["when"], ["31 April 2018"], "column when: “31 April 2018” is not a date; write"
         " 30 April 2018 or 2018-04-30"),
        (["when"], ["2018-02-31"], "column when: “2018-02-31” is not a date; write 28 February"
         " 2018 or 2018-02-28"),
        (["when"], ["2018-13"], "column when: “2018-13”: months go from 01 to 12, seasons from 21"
         " (spring) to 24 (winter)."),
        (["when"], ["03/04/1904"], "column when: “03/04/1904” could mean 3 April 1904 or 4 March"
         " 1904. Write the month as a word."),
        (["when"], ["03-04-1904"], "column when: “03-04-1904” could mean 3 April 1904 or 4 March"
         " 1904. Write the month as a word."),
        (["when"], ["3 – 4 – 1904"], "column when: “3 – 4 – 1904” could mean 3 April 1904 or"
         " 4 March 1904. Write the month as a word."),
        (["when"], ["soon"], "column when: “soon” is not a date that can be read. Write it as"
         " 7 May 2018, May 2018, 2018, about June 2018, spring 2017, or between 2014 and 2016."),
        (["value"], ["many"], "column value: “many” is not a number that can be read. Write it"
         " as 46, about 19,270, more than 1,100, at least 4, up to 10, between 35 and 60, or 50 or"
         " 60."),
        (["value"], ["300 keepers"], "column value: Write the number alone here, and “keepers” in"
         " the field “unit”."),
        (["subject"], ["Jane Ash"], "column subject: “Jane Ash” is not a slug; use small letters,"
         " digits and single hyphens; did you mean “jane-ash”?"),
        (["where"], ["lighthuose"], "column where: no entity has the slug “lighthuose”; did you"
         " mean “lighthouse”?"),
        (["importance"], ["4"], "column importance: “4” is not a whole number from 1 to 3"),
        (["date_inferred"], ["perhaps"], "column date_inferred: “perhaps” is neither yes nor no"),
        (["citations"], ["gazette"], "column citations: “gazette” does not say where in the source;"
         " write it as “source: place”, such as “gazette: para. 2”"),
        (["citations"], ["herald: p. 1"], "column citations: no source has the slug “herald”"),
        (["citations"], ["gazette: p; gazette: p"], "column citations: “gazette, p” stands here"
         " twice"),
        (["citations"], [""], "column citations: a published fact needs at least one source; add"
         " it, or “status: draft”"),
        (["topic"], [""], "column topic: is missing"),
        (["unattributed"], ["yes"], ": Either name who claims it or tick that nobody is named."),
        (["subject"], ["jane-ash"], "column subject: “Jane Ash” is of the kind person; “strength”"
         " takes: military unit."),
        (["own_stem"], ["When [was"], "column own_stem: A “[” stands alone. Write {subject} or"
         " [was|were]."),
        (["unit"], ["u" * 41], "column unit: 41 characters; at most 40 are allowed"),
    ],
)  # fmt: skip
def test_a_mistake(editor: Client, columns: list[str], row: list[str], message: str) -> None:
    joint = "" if message.startswith(":") else ", "
    rows = [["slug", *columns], ["guard-strength", *row]]
    assert found(editor, rows) == [f"row 2{joint}{message}"]


def test_a_date_outside_its_event(editor: Client) -> None:
    assert found(editor, [["slug", "value"], ["lighting-date", "1905"]]) == [
        "row 2, column value: 1905 lies after the end of the event “feast of lamps” (4 March 1904)."
    ]


def test_an_alias_of_an_unknown_kind(editor: Client) -> None:
    rows = [["slug", "aliases"], ["guard", "initials: HG"], ["feast", "a: b: c"]]
    first, second = found(editor, rows, "entity")
    assert first.startswith(
        "row 2, column aliases: “initials” is not known; write one of: spelling"
    )
    assert second.startswith("row 3, column aliases: “a: b: c” is not a name; write it as")


def test_every_mistake_is_found_at_once(editor: Client) -> None:
    rows = [
        [*NEW, "importance"],
        ["one", "gard", "strength", "x", "31 May 1904", "harbor", "published", "herald: p. 1", "9"],
        [*SPARE, "2"],
        ["guard-fund", "guard", "might", "1", "soon", "", "", "gazette", ""],
        ["two", "jane-ash", "strength", "3", "", "harbour", "draft", "", ""],
    ]
    assert [re.sub(r":.*", "", problem) for problem in found(editor, rows)] == [
        *("row 2, column citations", "row 2, column importance", "row 2, column subject"),
        *("row 2, column topic", "row 2, column value"),
        *("row 4, column citations", "row 4, column property", "row 4, column slug"),
        *("row 4, column topic", "row 4, column when"),
        "row 5, column subject",
    ]


def test_a_slug_twice(editor: Client) -> None:
    rows = [
        ["slug", "note"],
        ["guard-strength", "a"],
        ["feast-began", "b"],
        ["guard-strength", "c"],
    ]
    assert found(editor, rows) == ["row 4, column slug: “guard-strength” stands already in row 2"]


def test_columns_that_are_not_known(editor: Client) -> None:
    [first, second] = found(editor, [["slug", "topix", "note", "note"], ["guard-strength"]])
    assert first == "row 1, column note: this column stands here twice"
    assert second.startswith("row 1, column topix: not a column of statements; known are: slug, su")
    [first, second] = found(editor, [["", "topic"], ["x", "y"]])
    assert first.startswith("row 1, column 1: not a column of statements")
    assert second == "row 1, column slug: is missing; it tells which statement a row is about"


def test_a_slug_mistyped_in_a_table_of_few_columns(editor: Client) -> None:
    [problem] = found(editor, [["slug", "topic"], ["guard-strenght", "feast"]])
    assert problem == (
        "row 2, column slug: no statement has the slug “guard-strenght”; did you mean"
        " “guard-strength”? A new one needs these columns too: property, subject, value"
    )


def test_mistakes_are_listed_to_a_limit_and_counted_wholly(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_preview, "PROBLEMS_LISTED", 2)
    rows = [["slug", "importance"], *([f"x{n}", "1"] for n in range(5))]
    page = preview(editor, csv_of(rows))
    assert "There are 5 mistakes in the table." in text_of(page)
    assert "and 3 more." in text_of(page)
    assert page.content.count(b"no statement has the slug") == 2


def test_rows_are_listed_to_a_limit_and_counted_wholly(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_preview, "LISTED", 2)
    rows = [NEW, *([f"x{n}", *SPARE[1:3], str(n + 1), *SPARE[4:]] for n in range(5))]
    page = preview(editor, csv_of(rows))
    assert counts(page)["new"] == 5
    assert "and 3 more." in text_of(page)
    assert page.content.count(b'class="tables-item"') == 2


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.pdf", b"slug", "Choose a file that ends in .xlsx or .csv."),
        ("a.csv", "slug\ncafé".encode("latin-1"), "This file is not UTF-8 (see line 2)"),
        ("a.xlsx", b"PK", "This is no XLSX workbook."),
        ("a.csv", b"", "The submitted file is empty."),
        ("a.csv", b"a" * 10_000_001, "The file is larger than 10 MB."),
    ],
)
def test_a_file_that_cannot_be_read(editor: Client, name: str, raw: bytes, message: str) -> None:
    answer = upload(editor, raw, name)
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert "Nothing is changed yet" in text_of(answer)


def test_no_file(editor: Client) -> None:
    assert editor.post(url("import")).status_code == 422


def test_an_unknown_column_hides_no_other_mistake(editor: Client) -> None:
    rows = [
        ["slug", "colour", "when"],
        ["guard-strength", "red", "soon"],
        ["guard-strength", "", "2018-13"],
    ]
    said = found(editor, rows)
    assert any("row 1, column colour: not a column of statements" in it for it in said)
    assert any("row 2, column when: “soon” is not a date" in it for it in said)
    assert any("row 3, column when: “2018-13”" in it for it in said)


def test_a_column_that_stands_twice_hides_none_either(editor: Client) -> None:
    said = found(editor, [["slug", "when", "when"], ["guard-strength", "2018", "soon"]])
    assert any("column when: this column stands here twice" in it for it in said)
    assert any("row 2, column when: “soon”" in it for it in said)


def test_without_slugs_no_more_can_be_said(editor: Client) -> None:
    said = found(editor, [["colour", "when"], ["red", "soon"]])
    assert len(said) == 2
    assert not any("row 2" in it for it in said)


def test_a_name_that_another_entity_has(editor: Client) -> None:
    rows = [["slug", "label", "aliases"], ["jane-ash", "Jane Ash", "night guards; Night  guard"]]
    said = found(editor, rows, model="entity")
    assert len(said) == 1
    assert "row 2, column aliases: “Night  guard” is a name of “Night Guard” already" in said[0]
    rows = [["slug", "label"], ["jane-ash", "Harbor Guard"]]
    assert "column label: “Harbor Guard” is a name of “Harbour Guard”" in str(
        found(editor, rows, model="entity")
    )


def test_a_name_may_go_from_one_to_another(editor: Client) -> None:
    rows = [
        ["slug", "aliases"],
        ["jane-ash", "Harbor Guard"],
        ["guard", "acronym: HG"],
    ]
    assert found(editor, rows, model="entity") == []


def test_after_some_hundred_mistakes_the_reading_stops(editor: Client) -> None:
    rows = [["slug", "where"], *(["guard-strength", f"nowhere-{n}"] for n in range(1_000))]
    page = preview(editor, csv_of(rows))
    told = problems(page)
    assert len(told) == 301
    assert told[-1].startswith("row 302: reading stopped here, with 700 more to read")
    odd = [["slug", "when"], *(["guard-strength", f"soon {n}"] for n in range(1_000))]
    assert "row 302: reading stopped here" in problems(preview(editor, csv_of(odd)))[-1]


def test_what_is_right_before_the_stop_is_not_tried(editor: Client) -> None:
    twin = ["slug", "kind", "label", "different_from"]
    rows = [twin, ["first", "unit", "First", "last"]]
    rows += [[f"odd-{n}", "odd", "Odd", ""] for n in range(400)]
    rows += [["last", "unit", "Last", ""]]
    assert len(problems(preview(editor, csv_of(rows), model="entity"))) == 301


@pytest.mark.parametrize("count", [150, 151])
def test_no_more_names_than_the_desk_can_save(editor: Client, count: int) -> None:
    rows = [["slug", "aliases"], ["jane-ash", "; ".join(f"Jane {n}" for n in range(count))]]
    told = found(editor, rows, model="entity")
    if count > 150:
        assert told == ["row 2, column aliases: 151 entries; at most 150 are allowed"]
        return
    assert told == []
    confirm(editor, preview(editor, csv_of(rows), model="entity"), model="entity")
    entity = Entity.objects.get(slug="jane-ash")
    assert entity.aliases.count() == 150
    form = form_of(editor, change_page(entity))
    assert form["aliases-TOTAL_FORMS"] == 150
    assert editor.post(change_page(entity), form | {"note": "Seen"}).status_code == 302


def test_no_more_sources_than_the_desk_can_save(editor: Client) -> None:
    cited = "; ".join(f"gazette: page {n}" for n in range(150))
    rows = [["slug", "citations"], ["guard-strength", cited]]
    assert found(editor, rows) == []
    confirm(editor, preview(editor, csv_of(rows)))
    fact = Statement.objects.get(slug="guard-strength")
    assert fact.citations.count() == 150
    form = form_of(editor, change_page(fact))
    assert editor.post(change_page(fact), form | {"note": "Seen"}).status_code == 302


def test_a_label_that_nobody_can_read(editor: Client) -> None:
    told = found(editor, [["slug", "label"], ["jane-ash", "A\u202eB"]], model="entity")
    assert told == ["row 2, column label: This holds signs that nobody sees. Type it anew."]
