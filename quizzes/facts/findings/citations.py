"""Whether every fact has its sources, and whether they can know what they are cited for."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from quizzes.facts.fields import optional_date
from quizzes.facts.models import PackRecord, Property, Source, Statement
from quizzes.lib import clock

from .base import FactBase, Rule, Told

LONGEST_QUOTE = 200


def uncited(base: FactBase) -> Iterator[Told]:
    """Published statements without a citation."""
    for fact in base.published:
        if not fact.citations.all():
            yield fact, "no source is cited: cite one with the place in it, or make it a draft"


def cited_twice(base: FactBase) -> Iterator[Told]:
    """Statements that cite one place of a source twice, perhaps in other signs."""
    for fact in base.published:
        places = Counter((c.source.slug, _folded(c.locator)) for c in fact.citations.all())
        for (source, _place), times in places.items():
            if times > 1:
                yield fact, f"cites the same place of “{source}” {times} times: once is enough"


def long_quotations(base: FactBase) -> Iterator[Told]:
    """Quotations in citations that are longer than a few words."""
    for fact in base.published:
        for citation in fact.citations.all():
            if len(citation.quote) > LONGEST_QUOTE:
                yield (
                    fact,
                    f"the quotation from “{citation.source.slug}” has {len(citation.quote)} "
                    f"characters: {LONGEST_QUOTE} at most",
                )


def known_too_early(base: FactBase) -> Iterator[Told]:
    """Facts dated after all the sources they are cited from had been published."""
    for fact in base.published:
        sources = [citation.source for citation in fact.citations.all()]
        latest = _latest(sources)
        first = _first_day(fact)
        if latest and first and first > latest:
            yield (
                fact,
                f"dated {first.isoformat()} or later, but its sources were published by "
                f"{latest.isoformat()}: correct the date or cite a later source",
            )


def yet_to_come(base: FactBase) -> Iterator[Told]:
    """Facts dated after today; a date of a source would show it only where all have a sure one."""
    today = clock.now().date()
    for fact in base.published:
        first = max(filter(None, (fact.when_first, _first_unplanned(fact))), default=None)
        if first and first > today:
            yield (
                fact,
                f"dated {first.isoformat()} or later, which is yet to come: correct the date, or "
                "say whose plan it is",
            )


def undated_sources(base: FactBase) -> Iterator[Told]:
    """Sources whose date cannot have been read in them but is not marked as inferred."""
    for source in base.sources:
        if said := date_in_doubt(source):
            yield source, said


def date_in_doubt(source: Source) -> str:
    """Return what is odd about a source's date and its mark as inferred; nothing if all is well."""
    published = optional_date(source.published)
    if published is None:
        if source.published_inferred:
            return _("its date is marked as inferred but there is none: give it or unmark")
        return ""
    if source.published_inferred:
        return ""
    date = {"date": published.spoken()}
    if published.approximate or published.uncertain:
        return _("“%(date)s” is not sure: mark the date as inferred") % date
    if source.kind == Source.Kind.NEWS and published.precision != "day":
        message = _(
            "a news report has a day, not “%(date)s”: give it, or mark the date as inferred"
        )
        return message % date
    return ""


def nothing_inferred(base: FactBase) -> Iterator[Told]:
    """Statements whose date is marked as inferred and that have none."""
    for fact in base.published:
        if fact.date_inferred and not (fact.when or fact.value_date):
            yield fact, "its year is marked as inferred but it has no date: give it or unmark"


def empty_words(base: FactBase) -> Iterator[Told]:
    """Places in a source, and notes, that hold signs and no words."""
    for fact in base.published:
        for citation in fact.citations.all():
            for what, text in (("place in", citation.locator), ("quotation from", citation.quote)):
                if _says_nothing(text):
                    yield fact, f"the {what} “{citation.source.slug}” is “{text}”: say more"
        for what, text in (
            ("explanation", fact.explanation),
            ("sentence on how sources differ", fact.dispute_note),
            ("editor's note", fact.note),
        ):
            if _says_nothing(text):
                yield fact, f"its {what} is “{text}”: say more, or leave it empty"
    noted: list[tuple[PackRecord, str, str]]
    noted = [(it, "editor's note", it.note) for it in base.entities]
    noted += [(it, "note for readers", it.note) for it in base.sources]
    for record, what, text in noted:
        if _says_nothing(text):
            yield record, f"its {what} is “{text}”: say more, or leave it empty"


def _says_nothing(text: str) -> bool:
    return bool(text) and not _folded(text)


def _folded(locator: str) -> str:
    return "".join(sign for sign in locator.casefold() if sign.isalnum())


def _latest(sources: list[Source]) -> date | None:
    """The last day on which one of the sources appeared; None unless all are surely dated."""
    days = [None if source.published_inferred else source.published_last for source in sources]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


def _first_day(fact: Statement) -> date | None:
    """The first day on which what the fact tells can have been so.

    A day that is somebody's plan may lie ahead of the source; it is told as their claim.
    """
    if fact.when_first:
        return fact.when_first
    dates = (Property.Marks.START, Property.Marks.END, Property.Marks.SPAN)
    return _first_unplanned(fact) if fact.property.marks in dates else None


def _first_unplanned(fact: Statement) -> date | None:
    """The first day of a value that is a date and that nobody merely announced."""
    is_plan = fact.attributed_to_id or fact.unattributed
    return None if is_plan else fact.value_date_first


RULES = (
    Rule("no-citation", "Statements without a citation", uncited),
    Rule("cited-twice", "The same place of a source cited twice", cited_twice),
    Rule("empty-words", "Places and notes without words", empty_words),
    Rule("long-quotation", "Quotations that are too long", long_quotations),
    Rule("known-too-early", "Facts dated after their sources", known_too_early),
    Rule("yet-to-come", "Facts dated after today", yet_to_come),
    Rule("source-date", "Dates of sources not marked as inferred", undated_sources),
    Rule("nothing-inferred", "Inferred dates that are missing", nothing_inferred),
)
