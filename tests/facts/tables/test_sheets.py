"""Uploaded files read into rows of text, whatever program wrote them; others refused."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.facts.tables import packages, sheets
from quizzes.facts.tables.formulae import as_it_was, harmless
from quizzes.facts.tables.sheets import SheetError, read_sheet

from .steps import csv_of, xlsx_of

TABLE = [["slug", "title"], ["a", "The harbour"], ["b", "The feast"]]
READ = [(2, ["a", "The harbour"]), (3, ["b", "The feast"])]


def refused(name: str, raw: bytes) -> str:
    with pytest.raises(SheetError) as error:
        read_sheet(name, raw)
    return str(error.value)


def cell(value: Any, number_format: str = "General") -> str:
    """What is read from a cell of a workbook."""
    raw = xlsx_of([["slug"], [value]], {"A2": number_format})
    rows = read_sheet("a.xlsx", raw).rows
    return rows[0][1][0] if rows else ""


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.csv", csv_of(TABLE)),
        ("a.CSV", csv_of(TABLE, ";")),
        ("a.csv", csv_of(TABLE, "\t")),
        ("a.csv", b"\xef\xbb\xbf" + csv_of(TABLE)),
        ("a.csv", b"sep=;\r\n" + csv_of(TABLE, ";")),
        ("a.csv", csv_of(TABLE).replace(b"\r\n", b"\n")),
        ("a.xlsx", xlsx_of(TABLE)),
    ],
)
def test_it_works(name: str, raw: bytes) -> None:
    sheet = read_sheet(name, raw)
    assert sheet.heading == ["slug", "title"]
    assert sheet.rows == READ


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    rows = [[], ["slug", "title"], [], ["a", "One"], ["", ""], ["b"]]
    for name, raw in (("a.csv", csv_of(rows)), ("a.xlsx", xlsx_of(rows))):
        assert read_sheet(name, raw).rows == [(4, ["a", "One"]), (6, ["b", ""])]


def test_a_cell_may_have_lines_and_quotation_marks() -> None:
    rows = [["slug", "note"], ["a", 'One\n"Two"; three'], ["b", "c"]]
    for name, raw in (("a.csv", csv_of(rows)), ("a.xlsx", xlsx_of(rows))):
        sheet = read_sheet(name, raw)
        assert sheet.rows == [(2, ["a", 'One\n"Two"; three']), (3, ["b", "c"])]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (datetime(2018, 5, 7), "yyyy-mm-dd", "2018-05-07"),  # noqa: DTZ001
        (date(2018, 5, 7), "DD/MM/YYYY", "2018-05-07"),
        (date(2018, 5, 1), "mmm-yy", "2018-05"),
        (date(2018, 1, 1), "yyyy", "2018"),
        (date(2018, 5, 7), '[$-409]d" day" mmmm', "2018-05-07"),
        (True, "General", "yes"),
        (False, "General", "no"),
        (2, "General", "2"),
        (2.0, "General", "2"),
        (0.1 + 0.2, "General", "0.3"),
        (32.76, "0.0", "32.76"),
        (150000, "#,##0", "150000"),
        (10**14, "0", "100000000000000"),
        (-22.5, "0.0", "-22.5"),
        (0, "0", "0"),
        (0.46, "0%", "46%"),
        (None, "General", ""),
    ],
)
def test_what_a_cell_of_a_workbook_says(value: Any, number_format: str, text: str) -> None:
    assert cell(value, number_format) == text


@pytest.mark.parametrize(
    "value",
    [datetime(2018, 5, 7, 12, 30), time(12, 30), timedelta(hours=30)],  # noqa: DTZ001
)
def test_a_time_of_day_is_no_date(value: Any) -> None:
    assert refused("a.xlsx", xlsx_of([["slug"], [value]])).startswith("Row 2 holds a time of day")


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.txt", b"slug", "Choose a file that ends in .xlsx or .csv."),
        ("a", b"slug", "Choose a file that ends in .xlsx or .csv."),
        ("a.csv", b"", "The table is empty. Its first row names the columns."),
        ("a.csv", b"\n,\n", "The table is empty."),
        ("a.xlsx", xlsx_of([]), "The table is empty."),
        ("a.csv", b" " * 10_000_001, "The file has 10,000,001 bytes; at most 10 MB are read."),
        (
            "a.csv",
            "slug\ncafé\n".encode("cp1252"),
            "This file is not UTF-8 (see line 2); it may be",
        ),
        ("a.csv", "slug\na\n".encode("utf-16"), "This file is UTF-16. Save it as “CSV UTF-8”"),
        ("a.csv", xlsx_of(TABLE), "This is an XLSX file by another name."),
        ("a.csv", b"slug\na\0b\n", "This is no CSV file: it holds signs that are no text."),
        ("a.csv", b'slug,title\na,"b" c\n', "Line 2: the quotation marks are out of order"),
        ("a.csv", b'slug,title\na,"b\n', "Line 2: the quotation marks are out of order"),
        ("a.csv", b"slug\na,b\n", "Row 2 has more cells than the heading has columns."),
        ("a.csv", b"," * 60 + b"a\n", "The table has more than 60 columns."),
        ("a.csv", b"slug\n" + b"x" * 32_768, "A cell holds more than 32,767 characters."),
        ("a.csv", b"slug\n" + b"a\n" * 20_001, "The table has more than 20,000 rows."),
        ("a.xlsx", b"slug\na\n", "This is no XLSX workbook."),
        ("a.xlsx", b"PK\x03\x04 and then", "This is no XLSX workbook."),
        (
            "a.xlsx",
            xlsx_of([["slug"], ["#REF!"]]),
            "Row 2 holds an error of the spreadsheet, #REF!",
        ),
    ],
)
def test_what_is_no_table(name: str, raw: bytes, message: str) -> None:
    assert refused(name, raw).startswith(message)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"slug\n" + b"\n" * 9_900_000, "The table goes on and on with empty rows."),
        (b"\n" * 9_900_000, "The table goes on and on with empty rows."),
        (b"slug\n" + b",\n" * 4_900_000, "The table has too many cells."),
        (b"slug\n" + b"," * 9_900_000, "The table has too many cells."),
    ],
    ids=["lines", "lines alone", "pairs", "commas"],
)
def test_a_csv_file_of_nothing_is_refused_before_it_is_built(raw: bytes, message: str) -> None:
    started = monotonic()
    assert refused("a.csv", raw).startswith(message)
    assert monotonic() - started < 5  # a fraction of a second, on a machine with nothing else to do


def packed(**parts: bytes) -> bytes:
    """A workbook with some of its parts replaced, or more of them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of(TABLE))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        replaced = {"xl/worksheets/sheet1.xml": parts.pop("sheet", None)}
        for name in old.namelist():
            new.writestr(name, replaced.get(name) or old.read(name))
        for name, content in parts.items():
            new.writestr(f"xl/{name}.xml", content)
    return out.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
LAUGHS = b'<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;&l;&l;">]>'


def test_a_workbook_that_would_fill_the_memory() -> None:
    bomb = packed(filler=b" " * 130_000_000)
    assert len(bomb) < 1_000_000
    assert refused("a.xlsx", bomb).startswith("This workbook is too large when unpacked.")
    many = packed(**{f"part{n}": b"" for n in range(1_001)})
    assert refused("a.xlsx", many).startswith("This workbook is too large when unpacked.")


def test_a_workbook_with_entities_that_explode() -> None:
    assert "what no table needs" in refused("a.xlsx", packed(sheet=LAUGHS + HEAD + TAIL))
    late = b"<!--" + b"x" * 999_990 + b"-->" + LAUGHS + HEAD + TAIL
    assert "what no table needs" in refused("a.xlsx", packed(sheet=late))
    wide = "<!DOCTYPE a>".encode("utf-16") + HEAD + TAIL
    assert "what no table needs" in refused("a.xlsx", packed(sheet=wide))


def test_a_workbook_with_a_cell_far_away() -> None:
    far = HEAD + b'<row r="900000"><c r="XFD900000"><v>1</v></c></row>' + TAIL
    assert (
        refused("a.xlsx", packed(sheet=far))
        == "The table goes on and on with empty rows. Delete them."
    )
    wide = HEAD + b'<row r="1"><c r="XFD1"><v>1</v></c></row>' + TAIL
    assert refused("a.xlsx", packed(sheet=wide)).startswith("The table")


def one_cell(content: bytes) -> bytes:
    return packed(
        sheet=HEAD + b'<row r="1"><c r="A1" t="inlineStr">' + content + b"</c></row>" + TAIL
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(lambda: b"<a/>" * 25_000_000, "too large", id="as large as can be"),
        pytest.param(lambda: b"<a/>" * 5_000_000, "too many cells and formats", id="tags"),
        pytest.param(
            lambda: b"<is>" + b"<r><t>a</t></r>" * 2_000_000 + b"</is>",
            "too many cells and formats",
            id="pieces of one text",
        ),
        pytest.param(
            lambda: b"<is " + b"".join(b'a%d="" ' % n for n in range(2_000_000)) + b"/>",
            "what no table needs",
            id="a tag of countless attributes",
        ),
        pytest.param(
            lambda: b"".join(b"<is %s/>" % (b'a%d="" ' % n * 500) for n in range(9_000)),
            "too many cells and formats",
            id="countless attributes",
        ),
        pytest.param(
            lambda: b"<is a='" + b">" * 20_000 + b"'/>", "what no table needs", id="a long tag"
        ),
        pytest.param(
            lambda: b"<is>" + b"x" * 5_000_000 + b"</is>", "no table needs", id="a long text"
        ),
        pytest.param(
            lambda: b"<is " + b"\n" * 5_000_000, "what no table needs", id="a tag without end"
        ),
        pytest.param(lambda: b"<!-- " + LAUGHS + b" -->", "what no table needs", id="a comment"),
        pytest.param(lambda: b"<![CDATA[a]]>", "what no table needs", id="a text that is not read"),
        pytest.param(lambda: b'<is a="<b">', "cannot be read", id="a tag within a tag"),
    ],
)
def test_a_workbook_that_would_take_minutes(content: Callable[[], bytes], message: str) -> None:
    """The content is made here, or every worker would hold it all from the start."""
    raw = one_cell(content())
    assert len(raw) < sheets.LARGEST_FILE
    began = monotonic()
    assert message in refused("a.xlsx", raw)
    assert monotonic() - began < 10


def test_a_part_by_another_name_is_looked_through_too() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed(sheet=HEAD + b"<a/>" * 5_000_000 + TAIL))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name).replace(b"worksheets/sheet1.xml", b"media/sheet1.png")
            new.writestr(name.replace("worksheets/sheet1.xml", "media/sheet1.png"), content)
    assert "too many cells and formats" in refused("a.xlsx", out.getvalue())


def test_what_is_no_xml_is_left_alone() -> None:
    picture = b"\x89PNG\r\n\x1a\n\0\0<!<<<" * 100
    assert read_sheet("a.xlsx", packed(picture=picture)).rows == READ


def test_pieces_are_read_across_their_borders(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_sheet("a.xlsx", xlsx_of([["slug"], *([f"a “>” {n} &"] for n in range(500))]))
    for size in (1, 7, 100):
        monkeypatch.setattr(packages, "_CHUNK", size)
        assert read_sheet("a.xlsx", xlsx_of(TABLE)).rows == READ
    assert len(whole.rows) == 500


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"9" * 400])
def test_a_number_that_is_none(number: bytes) -> None:
    sheet = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>%s</v></c></row>'
    said = refused("a.xlsx", packed(sheet=HEAD + sheet % number + TAIL))
    assert said == "Row 2 holds a number that is too large."


def test_a_damaged_workbook() -> None:
    assert "cannot be read" in refused("a.xlsx", packed(sheet=b"<worksheet><row>"))
    assert "cannot be read" in refused("a.xlsx", packed(sheet=HEAD + b'<row r="x"/>' + TAIL))
    noise, whole = random.Random(3), bytearray(xlsx_of(TABLE))
    for _ in range(30):
        broken = bytearray(whole)
        for place in noise.sample(range(len(broken)), 20):
            broken[place] = noise.randrange(256)
        try:
            read_sheet("a.xlsx", bytes(broken))
        except SheetError as error:
            assert str(error)


def test_the_limits_are_those_that_are_told() -> None:
    assert (sheets.LARGEST_FILE, sheets.MOST_ROWS) == (10_000_000, 20_000)


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xlsx"]))
def test_random_files(raw: bytes, name: str) -> None:
    try:
        sheet = read_sheet(name, raw)
    except SheetError as error:
        assert str(error)
    else:
        assert all(len(row) == len(sheet.heading) for _, row in sheet.rows)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_formula_is_made_harmless_and_comes_back(sign: str) -> None:
    text = f"{sign}cmd|'/c calc'!A1"
    assert harmless(text) == f"'{text}"
    assert as_it_was(harmless(text)) == text


@given(st.text("'=+-@\t\r a1.5;,\n\"", max_size=8))
def test_what_is_harmless_stays_and_all_comes_back(text: str) -> None:
    assert as_it_was(harmless(text)) == text
    safe = harmless(text)
    assert safe.replace("'", "") == text.replace("'", "")
    assert safe[:1] not in set("=@\t\r")


@pytest.mark.parametrize("text", ["-22.5", "+5", "'Abd", "''x", "a=b", "~120", ""])
def test_numbers_and_names_are_no_formulae(text: str) -> None:
    assert harmless(text) == text
    assert as_it_was(text) == text


def test_a_row_of_countless_cells_is_refused_before_it_is_built() -> None:
    cells = b'<row r="2">' + b'<c r="A2"/>' * 1_100_000 + b"</row>"
    assert "more than 1,000,000 cells" in refused("a.xlsx", packed(sheet=HEAD + cells + TAIL))


def test_a_formula_of_which_nobody_knows_the_result() -> None:
    raw = xlsx_of([["slug", "note"], ["a", "x"], ["b", "=A1"]])
    with pytest.raises(SheetError, match="Row 3 holds a formula without its result"):
        read_sheet("t.xlsx", raw)
    with pytest.raises(SheetError, match="Row 1 holds a formula"):
        read_sheet("t.xlsx", xlsx_of([["=A2", "note"], ["a", "x"]]))
