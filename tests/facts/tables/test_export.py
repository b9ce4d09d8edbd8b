"""Records out to a spreadsheet: what was searched for, harmless, and the same when it returns."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.facts.models import Alias, Entity, PackRecord, Source, Statement
from quizzes.facts.pack.records import MODELS, prefetched, record_of
from quizzes.facts.signals import finished
from quizzes.facts.tables import formats, formulae
from quizzes.facts.tables.plan import planned
from quizzes.facts.tables.resources import resource_for
from quizzes.facts.tables.sheets import Sheet, read_sheet
from tests.conftest import MovableClock
from tests.factories import CitationFactory, EntityFactory, SourceFactory, UserFactory
from tests.facts.conftest import PackFolder

from .steps import confirm, counts, preview, rows_of_csv, rows_of_xlsx, url

pytestmark = pytest.mark.django_db

XLSX, CSV = "0", "1"
MODEL = {"statement": "statements", "entity": "entities", "source": "sources"}


def export(client: Client, format: str = CSV, model: str = "statement", query: str = "") -> Any:
    return client.post(url("export", model) + query, {"resource": "0", "format": format})


def everything() -> dict[str, list[Any]]:
    return {kind: [record_of(kind, row) for row in prefetched(kind)] for kind in MODELS}


def test_it_works(pack: PackFolder, editor: Client, moving_clock: MovableClock) -> None:
    pack.load()
    page = editor.get(url("export"))
    assert page.status_code == 200
    assert "7 records go out: all there are." in page.content.decode()
    answer = export(editor)
    assert answer["Content-Disposition"] == 'attachment; filename="statements-2026-03-01.csv"'
    heading, *rows = rows_of_csv(answer.content)
    assert heading[:4] == ["slug", "subject", "property", "value"]
    assert heading[-2:] == ["citations", "edition"]
    told = {row[0]: dict(zip(heading, row, strict=True)) for row in rows}
    strength = told["guard-strength"]
    assert strength.pop("edition")
    assert {name: text for name, text in strength.items() if text} == {
        "slug": "guard-strength",
        "subject": "guard",
        "property": "strength",
        "value": "~120",
        "unit": "keepers",
        "when": "1904",
        "date_inferred": "yes",
        "where": "lighthouse",
        "attributed_to": "jane-ash",
        "unattributed": "no",
        "rank": "normal",
        "status": "published",
        "topic": "harbour",
        "importance": "1",
        "sensitivity": "context",
        "disputed_mark": "no",
        "wording_outdated": "no",
        "citations": "gazette: para. 2 | some 120 keepers",
    }


def test_a_workbook_has_text_for_text_and_numbers_for_numbers(
    pack: PackFolder, editor: Client
) -> None:
    pack.load()
    answer = export(editor, XLSX)
    assert answer["Content-Disposition"].endswith('.xlsx"')
    heading, *rows = rows_of_xlsx(answer.content)
    told = {row[0]: dict(zip(heading, row, strict=True)) for row in rows}
    assert told["guard-strength"]["importance"] == 1
    assert told["guard-commander"]["importance"] == 2
    assert told["feast-began"]["value"] == "1904-03-01"
    assert told["guard-strength"]["when"] == "1904"


@pytest.mark.parametrize("format", [XLSX, CSV])
@pytest.mark.parametrize("model", sorted(MODEL))
def test_out_and_in_again_changes_nothing(
    pack: PackFolder, editor: Client, model: str, format: str
) -> None:
    pack.load()
    before = everything()
    raw = export(editor, format, model).content
    page = preview(editor, raw, "a.xlsx" if format == XLSX else "a.csv", model)
    rows = len(before[MODEL[model]])
    assert counts(page) == {"new": 0, "changed": 0, "conflicts": 0, "unchanged": rows}
    assert "there is nothing to import" in page.content.decode()
    assert everything() == before


NASTY = st.text("=+-@\t\r\n'\";,\\|: aé\u200fد1", min_size=1, max_size=8)


@pytest.fixture
def _harbour(pack: PackFolder) -> None:
    pack.load()


@pytest.mark.usefixtures("_harbour")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NASTY, NASTY, NASTY, st.sampled_from([formats.XLSX, formats.CSV]))
def test_any_text_comes_back(one: str, two: str, three: str, format: Any) -> None:
    """Whatever texts the database holds, how ever they came there."""
    with transaction.atomic():
        Statement.objects.filter(slug="guard-strength").update(note=one, unit=two)
        Statement.objects.filter(slug="ash-on-the-lamp").update(value_text=three)
        Alias.objects.filter(text="HG").update(text=one)
        Source.objects.filter(slug="almanac").update(note=two, title=three)
        for model in (Statement, Entity, Source):
            plan = finished(planned(model, went_out_and_in(model, format())))
            assert not plan.problems
            assert not plan.items
        transaction.set_rollback(True)


def went_out_and_in(model: type[PackRecord], format: Any) -> Sheet:
    data = resource_for(model)().export(model._default_manager.all())
    raw = format.export_data(data)
    return read_sheet(
        f"a.{format.get_extension()}", raw if isinstance(raw, bytes) else raw.encode()
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(pack: PackFolder, editor: Client, sign: str) -> None:
    pack.load()
    text = f"{sign}HYPERLINK(A1)"
    Statement.objects.filter(slug="guard-strength").update(note=text)
    heading, *rows = rows_of_csv(export(editor).content)
    notes = [row[heading.index("note")] for row in rows if row[0] == "guard-strength"]
    assert notes == [f"'{text}"]
    heading, *rows = rows_of_xlsx(export(editor, XLSX).content)
    notes = [row[heading.index("note")] for row in rows if row[0] == "guard-strength"]
    assert notes[0].startswith("'")
    # Nor is one to openpyxl, which would tell a formula from a text.
    assert b"<f>" not in export(editor, XLSX).content


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; =1+1; b", "a; '=1+1; b"),
        ('a;"=1+1"', 'a;"\'=1+1"'),
        ("a\n@SUM(A1)", "a\n'@SUM(A1)"),
        ("one, -two; +3; -4.5", "one, '-two; +3; -4.5"),
        ("well-known = known", "well-known = known"),
        ("‘a’; '=b", "‘a’; ''=b"),
    ],
)
def test_nor_is_what_a_program_may_take_for_the_beginning_of_a_cell(text: str, cell: str) -> None:
    """Where semicolons part the cells of CSV, they part these too, quotation marks or not."""
    assert formulae.harmless(text) == cell
    assert formulae.as_it_was(cell) == text


def test_signs_that_no_workbook_takes_are_replaced(editor: Client) -> None:
    SourceFactory(slug="a", note="one\x0btwo")
    heading, *rows = rows_of_xlsx(export(editor, XLSX, "source").content)
    assert "one\ufffdtwo" in [row[heading.index("note")] for row in rows]
    assert counts(preview(editor, export(editor, XLSX, "source").content, "a.xlsx", "source")) == {
        "new": 0,
        "changed": 0,
        "conflicts": 0,
        "unchanged": 3,
    }


def test_what_was_searched_for_goes_out(pack: PackFolder, editor: Client) -> None:
    pack.load()
    query = "?status__exact=draft"
    assert (
        "1 record goes out: what you searched" in editor.get(url("export") + query).content.decode()
    )
    [_heading, row] = rows_of_csv(export(editor, CSV, "statement", query).content)
    assert row[0] == "ash-on-the-lamp"
    [_heading, row] = rows_of_csv(export(editor, CSV, "source", "?q=almanac").content)
    assert row[0] == "almanac"
    page = editor.get(url("changelist") + query).content.decode()
    assert f'href="{url("export")}{query}"' in page


@pytest.mark.parametrize("action", ["to_workbook", "to_csv"])
def test_what_was_ticked_goes_out(pack: PackFolder, editor: Client, action: str) -> None:
    pack.load()
    ticked = Entity.objects.filter(slug__in=["guard", "feast"])
    data = {"action": action, "_selected_action": [row.pk for row in ticked]}
    raw = editor.post(url("changelist", "entity"), data).content
    rows = rows_of_csv(raw) if action == "to_csv" else rows_of_xlsx(raw)
    assert {row[0] for row in rows[1:]} == {"guard", "feast"}


def test_the_desks_own_actions_are_still_there(pack: PackFolder, editor: Client) -> None:
    pack.load()
    page = editor.get(url("changelist")).content.decode()
    for action in ("publish", "retire", "to_workbook", "to_csv"):
        assert f'value="{action}"' in page
    assert url("import") in page
    popup = editor.get(url("changelist") + "?_popup=1").content.decode()
    assert 'value="to_csv"' not in popup


def test_queries_do_not_grow_with_the_records(pack: PackFolder, editor: Client) -> None:
    pack.load()

    def cost(model: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            export(editor, CSV, model)
        return len(queries)

    few = {model: cost(model) for model in MODEL}
    for _ in range(12):
        CitationFactory()
        EntityFactory().aliases.create(text="Another")
    assert {model: cost(model) for model in MODEL} == few


def test_an_unknown_format_is_refused(pack: PackFolder, editor: Client) -> None:
    answer = export(editor, "7")
    assert answer.status_code == 200
    assert "Content-Disposition" not in answer


def test_only_editors_may(pack: PackFolder, client: Client) -> None:
    pack.load()
    for model in MODEL:
        assert client.get(url("export", model)).status_code == 302
        assert client.get(url("import", model)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(url("export")).status_code == 302
    client.force_login(UserFactory(is_staff=True))
    for model in MODEL:
        assert client.get(url("export", model)).status_code == 403
        assert export(client, CSV, model).status_code == 403
        assert client.get(url("import", model)).status_code == 403
        assert client.get(url("preview", model, "x")).status_code == 403
        assert client.post(url("process_import", model)).status_code == 403


def test_confirming_an_export_unchanged_does_nothing(pack: PackFolder, editor: Client) -> None:
    pack.load()
    before, states = everything(), Statement.history.count()
    page = preview(editor, export(editor).content)
    assert not hasattr(confirm(editor, page), "text_of_page")
    assert (everything(), Statement.history.count()) == (before, states)
