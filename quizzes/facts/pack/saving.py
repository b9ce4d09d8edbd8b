"""Writing many records at once, and holding them against the rules of the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.facts.checks import check_dates, check_itself
from quizzes.facts.chronology import ChronologyAtHand
from quizzes.facts.kinds import NAMED_BY, left_wrong, misfits
from quizzes.facts.models import Alias, Citation, Entity, PackRecord, Property, Source, Statement
from quizzes.facts.models.statements import VALUE_FIELDS
from quizzes.facts.owners import shared_names
from quizzes.facts.signals import Progress, Steps

from . import bulk
from .parsing import Parsed
from .problems import PackError, Problem
from .records import FIELDS, MODELS

# A record understood, and the row it is to be written to: a new one, or one that is stored.
Pair = tuple[Parsed, Any]
# Rows that records may refer to, by kind and slug.
Rows = Mapping[str, Mapping[str, Any]]

# How many rows are checked between two words of progress.
STEP = 500


def save_records(pairs: Sequence[Pair], known: Rows, by: User | None = None) -> Steps[None]:
    """Write records with their parts and keep their history, as one of the changes of ``by``.

    ``known`` are the stored rows of the kinds that the records refer to. To be called inside a
    transaction and a change. Raises PackError where a record breaks a rule; the transaction must
    be rolled back then.
    """
    problems = yield from try_records(pairs, known, by)
    if problems:
        raise PackError(problems)


def try_records(
    pairs: Sequence[Pair],
    known: Rows,
    by: User | None = None,
    *,
    sound: bool = True,
    history: bool = True,
) -> Steps[list[Problem]]:
    """Do what ``save_records`` does, and return the rules that are broken.

    ``sound`` says that the records are all there is to be written: only then can their dates be
    held against one another. Where all is undone before anybody asks for it, no ``history`` need
    be kept: that is a third of the work.
    """
    yield Progress(_("The records are written"))
    rows = {kind: dict(known.get(kind, {})) for kind in MODELS}
    problems: list[Problem] = []
    for kind in MODELS:
        of_kind = [pair for pair in pairs if pair[0].kind == kind]
        for item, row in of_kind:
            _fill(item, row, rows)
            if isinstance(row, Statement):
                problems += _by_field(item, check_itself(row))
        if of_kind and (refused := (yield from _write_kind(kind, of_kind, rows, by, history))):
            return [*problems, *refused]
    checks = yield from _checked(pairs, dates=sound and not problems)
    return [*problems, *checks]


def _write_kind(
    kind: str,
    pairs: Sequence[Pair],
    rows: dict[str, dict[str, Any]],
    by: User | None,
    history: bool,
) -> Steps[list[Problem]]:
    model = MODELS[kind]
    new = [row for _, row in pairs if row._state.adding]
    changed = [row for _, row in pairs if not row._state.adding]
    parts = {row.slug: _parts_of(row) for row in changed}
    refused = _refused(changed, partial(bulk.update, model))
    refused += _refused(new, partial(bulk.create, model))
    if refused:
        return _broken_rules(pairs, refused)
    rows[kind] |= {row.slug: row for row in (*new, *changed)}
    if len(pairs) > STEP:
        yield Progress(_("Their names and citations are written"))
    _write_parts(pairs, parts, rows, by, history)
    if kind == "entities":
        _write_doubles(pairs, rows[kind])
    if not history:
        return []
    if len(pairs) > STEP:
        yield Progress(_("Their history is kept"))
    bulk.keep_history(model, new, "+", by)
    bulk.keep_history(model, changed, "~", by)
    return []


def _refused(rows: Sequence[Any], write: Callable[[Sequence[Any]], None]) -> list[Any]:
    """Write ``rows`` at once, and return those that the database refuses."""
    try:
        with transaction.atomic():  # the others can then be written nevertheless
            write(rows)
    except IntegrityError:
        if len(rows) == 1:
            return [*rows]
        half = len(rows) // 2
        return [*_refused(rows[:half], write), *_refused(rows[half:], write)]
    return []


def _broken_rules(pairs: Sequence[Pair], refused: Sequence[Any]) -> list[Problem]:
    """Return the rules that the ``refused`` rows break."""
    slugs = {row.slug for row in refused}
    found = (_rules_broken_by(item, row) for item, row in pairs if row.slug in slugs)
    return [problem for problems in found for problem in problems]


def _rules_broken_by(item: Parsed, row: Any) -> list[Problem]:
    if isinstance(row, Source) and (other := _same_document(row)):
        message = f"“{row.document}” is the number of another source, “{other.slug}”"
        return [item.problem("document", message)]
    # A record's own check names a field; a statement's looks at other records, which may
    # not be there.
    own = [] if isinstance(row, Statement) else [row.clean]
    for check in (*own, row.validate_constraints):
        try:
            check()
        except ValidationError as error:
            return _problems(item, error.message_dict)
    return [item.problem("", _("the database refuses this record"))]


def _same_document(row: Source) -> Source | None:
    numbered = Source.objects.exclude(document="").exclude(pk=row.pk)
    return numbered.filter(document=row.document).first()


def _fill(item: Parsed, row: Any, rows: Rows) -> None:
    for spec in FIELDS[item.kind]:
        if spec.parts or spec.many and spec.refers_to or spec.name == "value":
            continue
        value = item.record.get(spec.name, spec.default)
        if spec.refers_to:
            value = rows[spec.refers_to][value] if value else None
        setattr(row, spec.name, value)
    if isinstance(row, Statement):
        _fill_value(row, item.record["value"], rows["entities"])


def _fill_value(row: Statement, value: str, entities: Mapping[str, Any]) -> None:
    row.value_entity, row.value_date, row.value_quantity, row.value_text = None, "", "", ""
    column = VALUE_FIELDS[Property.Datatype(row.property.datatype)]
    setattr(row, column, entities[value] if column == "value_entity" else value)


def _parts_of(row: PackRecord) -> Sequence[Any]:
    """The stored aliases of an entity, or citations of a statement."""
    if isinstance(row, Entity):
        return list(row.aliases.all())
    return list(row.citations.all()) if isinstance(row, Statement) else []


def _write_parts(
    pairs: Sequence[Pair],
    stored: Mapping[str, Sequence[Any]],
    rows: Rows,
    by: User | None,
    history: bool,
) -> None:
    """Make the parts of each record those that are wanted; what stays the same stays as it is."""
    extra: list[Any] = []
    missing: list[Any] = []
    for item, row in pairs:
        lacking = {_told_by(part): part for part in _wanted_parts(item, row, rows)}
        for part in stored.get(row.slug, ()):
            if lacking.pop(_told_by(part), None) is None:
                extra.append(part)
        missing += lacking.values()
    for model in (Alias, Citation):
        gone = [part for part in extra if isinstance(part, model)]
        if history:
            bulk.keep_history(model, gone, "-", by)
        bulk.delete(model, gone)
        new = [part for part in missing if isinstance(part, model)]
        bulk.create(model, new)
        if history:
            bulk.keep_history(model, new, "+", by)


def _wanted_parts(item: Parsed, row: Any, rows: Rows) -> list[Any]:
    aliases = [
        Alias(entity=row, text=part["text"], kind=part.get("kind", Alias.Kind.SPELLING))
        for part in item.record.get("aliases", [])
    ]
    citations = [
        Citation(
            statement=row,
            source=rows["sources"][part["source"]],
            locator=part["locator"],
            quote=part.get("quote", ""),
        )
        for part in item.record.get("citations", [])
    ]
    return [*aliases, *citations]


def _told_by(part: Alias | Citation) -> tuple[object, ...]:
    """What a part says, by which it is known again."""
    if isinstance(part, Alias):
        return part.text, part.kind
    return part.source_id, part.locator, part.quote


def _write_doubles(pairs: Sequence[Pair], entities: Mapping[str, Entity]) -> None:
    """Link entities that might be confused, in both directions."""
    through: Any = Entity.different_from.through
    links = {
        (link.from_entity_id, link.to_entity_id): link for link in through._default_manager.all()
    }
    stored: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in links:
        stored[one].add(other)
    missing: set[tuple[int, int]] = set()
    extra: set[tuple[int, int]] = set()
    for item, row in pairs:
        wanted = {entities[slug].pk for slug in item.record.get("different_from", [])}
        for other in wanted - stored[row.pk]:
            missing |= {(row.pk, other), (other, row.pk)}
        for other in stored[row.pk] - wanted:
            extra |= {(row.pk, other), (other, row.pk)}
    gone = [links[pair].pk for pair in extra if pair in links]
    through._default_manager.filter(pk__in=gone).delete()
    through._default_manager.bulk_create(
        through(from_entity_id=one, to_entity_id=other)
        for one, other in sorted(missing - links.keys())
    )


def _checked(pairs: Sequence[Pair], *, dates: bool) -> Steps[list[Problem]]:
    """Hold the written records against rules that look at other records."""
    problems: list[Problem] = []
    told = ChronologyAtHand() if dates else None
    for done, (item, row) in enumerate(pairs):
        if done % STEP == 0:
            yield Progress(_("The records are checked"), done, len(pairs))
        if isinstance(row, Statement):
            problems += _by_field(item, check_dates(row, told) if told else {})
            continue
        try:
            # Kinds are held against all statements at once; see below.
            row.clean_itself() if isinstance(row, Entity | Property) else row.clean()
        except ValidationError as error:
            problems += _problems(item, error.message_dict)
    return [*problems, *_names_of_two(pairs), *_left_wrong(pairs)]


def _left_wrong(pairs: Sequence[Pair]) -> list[Problem]:
    """The written entities and properties whose kinds are wrong for statements that were there.

    Statements that are written too are told of themselves.
    """
    found = {(type(row), row.pk): item for item, row in pairs}
    if not any(model in (Entity, Property) for model, _pk in found):
        return []
    problems = []
    for fact, role, message in misfits():
        item, field = found.get((Entity, getattr(fact, f"{role}_id"))), "kind"
        if item is None and role in NAMED_BY:
            item, field = found.get((Property, fact.property_id)), NAMED_BY[role]
        if item and (Statement, fact.pk) not in found:
            problems.append(item.problem(field, left_wrong(fact, message)))
    return problems


def _names_of_two(pairs: Sequence[Pair]) -> list[Problem]:
    """The names of written entities that others have, and from whom they are not told apart."""
    entities = {row.pk: item for item, row in pairs if isinstance(row, Entity)}
    found = shared_names(entities) if entities else {}
    return [
        entities[pk].problem("label" if it.is_label else "aliases", it.message)
        for pk, names in found.items()
        for it in names
    ]


def _by_field(item: Parsed, messages: Mapping[str, str]) -> list[Problem]:
    return _problems(item, {name: [message] for name, message in messages.items()})


def _problems(item: Parsed, messages: Mapping[str, Iterable[str]]) -> list[Problem]:
    problems: list[Problem] = []
    for name, told in messages.items():
        place = "value" if name.startswith("value_") else "" if name == NON_FIELD_ERRORS else name
        problems += [item.problem(place, message) for message in told]
    return problems
