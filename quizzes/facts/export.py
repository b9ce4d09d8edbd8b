"""Published facts as plain rows for other programs."""

from collections.abc import Iterator
from typing import Any

from .models import Statement
from .sentences import sentence


def fact_rows() -> Iterator[dict[str, Any]]:
    """Yield one row for each published statement, in order of slug; see docs/facts.md."""
    statements = Statement.objects.published().with_disputed().for_reading().order_by("slug")
    for statement in statements:
        yield {
            "id": statement.slug,
            "text": sentence(statement),
            "subject": statement.subject.label,
            "property": statement.property.slug,
            "value": statement.value_text_for_people,
            "when": statement.when or statement.value_date,
            "where": statement.where.label if statement.where else "",
            "attributed_to": statement.attributed_to.label if statement.attributed_to else "",
            "documents": sorted(
                {c.source.document for c in statement.citations.all() if c.source.document}
            ),
            "disputed": statement.is_disputed,  # type: ignore[attr-defined]
            "sensitivity": statement.sensitivity,
            "topic": statement.topic.slug,
            "importance": statement.importance,
            "date_inferred": statement.date_inferred,
            "unattributed": statement.unattributed,
            "rank": statement.rank,
            "dispute_note": statement.dispute_note,
            "citations": [
                {
                    "source": citation.source.slug,
                    "document": citation.source.document,
                    "origin": citation.source.origin,
                    "locator": citation.locator,
                    "quote": citation.quote,
                }
                for citation in statement.citations.all()
            ],
        }
