"""Tables as editors make them, and the steps of an import, for the tests of both."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement

Row = Sequence[Any]

MODELS: tuple[Any, ...] = (Source, Entity, Property, Statement, Alias, Citation)

# A new fact on the harbour.
NEW = ["slug", "subject", "property", "value", "when", "topic", "status", "citations"]
SPARE = ["guard-fund", "guard", "strength", "300", "", "harbour", "published", "gazette: para. 9"]


def csv_of(rows: Sequence[Row], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def xlsx_of(rows: Sequence[Row], formats: dict[str, str] | None = None) -> bytes:
    """A workbook; ``formats`` are number formats by address, such as ``B2``."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for address, number_format in (formats or {}).items():
        sheet[address].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of_csv(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(raw: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def url(name: str, model: str = "statement", *args: str) -> str:
    return reverse(f"admin:facts_{model}_{name}", args=args)


def upload(client: Client, raw: bytes, name: str = "table.csv", model: str = "statement") -> Any:
    """Upload a table, and return the answer: a redirection to the preview, or the form again."""
    return client.post(url("import", model), {"table": SimpleUploadedFile(name, raw)})


def preview(client: Client, raw: bytes, name: str = "table.csv", model: str = "statement") -> Any:
    """Upload a table, and return the page that shows what it would do, once it was found out."""
    answer = upload(client, raw, name, model)
    assert answer.status_code == 302, answer.context["form"].errors
    return found_out(client, answer["Location"])


def found_out(client: Client, address: str) -> Any:
    """Watch to the end how it is found out what a table would do, and return what is shown."""
    assert "</html>" in watched(client.get(address))
    return client.get(address)


def watched(answer: Any) -> str:
    """Read a page that is sent piece by piece to its end."""
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()


def form_on(page: Any) -> dict[str, str]:
    """What a browser sends when the import is confirmed; the choice at conflicts not made."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def confirm(client: Client, page: Any, model: str = "statement", **choice: str) -> Any:
    """Confirm an import, and read its page to the end."""
    answer: Any = client.post(url("process_import", model), form_on(page) | choice)
    if answer.streaming:
        answer.text_of_page = b"".join(answer.streaming_content).decode()
    return answer


def counts(page: Any) -> dict[str, int]:
    """How many records the preview says are new, changed, conflicting and unchanged."""
    told: dict[str, int] = page.context["preview"].counts
    return told


def listed(page: Any, name: str) -> list[Any]:
    """The records that the preview lists as new, changed or in conflict."""
    groups = page.context["preview"].groups
    return [item for group in groups if group.name == name for item in group.listed]


def problems(page: Any) -> list[str]:
    """The mistakes that the preview names."""
    return [str(problem) for problem in page.context["preview"].problems]


def everything() -> str:
    """All that an import can change, its history included."""
    rows = [list(model._default_manager.order_by("pk").values()) for model in MODELS]
    rows.append([list(model.history.order_by("pk").values()) for model in MODELS])
    return json.dumps(rows, default=str)


def text_of(page: Any) -> str:
    """The words of a page."""
    source = getattr(page, "text_of_page", "") or page.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", source))


def exported(client: Client, model: str = "statement") -> list[list[str]]:
    """The rows of a CSV export, the heading first."""
    answer = client.post(url("export", model), {"resource": "0", "format": "1"})
    return rows_of_csv(answer.content)
