"""Whether a quotation has its speaker."""

from typing import Any

import pytest

from tests.factories import EntityFactory, EntityPropertyFactory, StatementFactory

from .second_reading import found, told

pytestmark = pytest.mark.django_db


def quoted(slug: str, *, is_claim: bool = False, kind: str = "event", **fields: Any) -> None:
    prop = EntityPropertyFactory(
        slug=f"quoted-{is_claim}", datatype="quotation", is_claim=is_claim, single_valued=False
    )
    StatementFactory(
        slug=slug,
        property=prop,
        subject=EntityFactory(kind=kind),
        value_date="",
        value_text=slug,
        **fields,
    )


def test_it_works() -> None:
    quoted("nobody")
    assert found("no-speaker") == ["nobody"]
    assert told("no-speaker") == [
        "quotes somebody: name the speaker as its claimant, or mark that none is"
    ]


def test_who_may_speak() -> None:
    quoted("subject", is_claim=True, kind="person")
    quoted("document", kind="document")
    quoted("claimant", attributed_to=EntityFactory())
    quoted("unnamed", unattributed=True)
    assert found("no-speaker") == []
