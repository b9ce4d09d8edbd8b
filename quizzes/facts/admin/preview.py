"""What readers will see of a statement that is being written, and what to look at before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _

from quizzes.facts.deadlines import phrase
from quizzes.facts.dispute_notes import older_notes
from quizzes.facts.fields import EdtfEdge, EdtfField, QuantityEdge
from quizzes.facts.findings import misprinted_for_certain, read_texts
from quizzes.facts.form_fields import read_date
from quizzes.facts.loaded_words import loaded_words
from quizzes.facts.models import Alias, Entity, Property, Statement
from quizzes.facts.models.parts import MEANING, WORDING
from quizzes.facts.models.statements import VALUE_FIELDS
from quizzes.facts.sentences import attribution, fill, sentence
from quizzes.facts.speakers import has_speaker
from quizzes.facts.wording import capitalised, inside_quotes, placeholders
from quizzes.lib.edtf import EdtfDate, parse
from quizzes.lib.vague_dates import cover

from .disagreement import named_alone
from .entity_preview import lacking
from .in_words import described_date
from .statement_form import StatementForm


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning, perhaps with the address of the statement it speaks of."""

    text: str
    address: str = ""


@dataclass(slots=True)
class Preview:
    """What a page shows beside the form.

    ``value_field`` is the one field for the value that the property asks for; ``readings`` say
    how dates and numbers were read, by field; ``missing`` and ``problems`` are in words.
    """

    value_field: str = ""
    slug: str = ""
    sentence: str = ""
    topic: str = ""
    questions: list[str] = field(default_factory=list)
    note: str = ""
    readings: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def preview_of(form: StatementForm) -> Preview:
    """Return what a bound form would make; nothing is saved."""
    form.is_valid()
    statement: Statement = form.instance
    shown = Preview(
        value_field=value_field(statement),
        slug="" if statement.pk else form.cleaned_data.get("slug", ""),
        topic=str(statement.topic) if statement.topic_id else "",
        readings=_readings(form),
    )
    _sort_errors(form, shown)
    wrong = set(form.errors) & {*MEANING, "own_sentence", "own_stem", "own_subject_stem"}
    if not wrong and _is_whole(statement, shown.value_field):
        published = form.status_before == Statement.Status.PUBLISHED
        _say(statement, shown, is_new=not published or bool({*form.changed_data} & {*MEANING}))
        shown.warnings = [*_stale(form), *_typed_between(form), *shown.warnings]
    return shown


def _stale(form: StatementForm) -> list[Warned]:
    """The own wording that stays as it was although what the statement says is changed."""
    changed = {*form.changed_data}
    if form.instance.pk is None or not changed & {*MEANING}:
        return []
    message = _("This was written before your change: %(label)s “%(text)s”. Does it still hold?")
    old = {it: getattr(form.instance, it) for it in WORDING if it not in changed}
    return [
        Warned(message % {"label": str(form[name].label).casefold(), "text": text})
        for name, text in old.items()
        if text
    ]


def _typed_between(form: StatementForm) -> list[Warned]:
    """Of an event: a time that was typed as “between” and is told as all of that time."""
    statement: Statement = form.instance
    dates = {"when": statement.when_date, "value_date": statement.date_value}
    if statement.property.marks in (Property.Marks.START, Property.Marks.END):
        del dates["value_date"]  # warned of, however it was typed
    if statement.own_sentence or statement.subject.kind != Entity.Kind.EVENT:
        return []
    message = _(
        "“%(typed)s” is told as “%(told)s”, as if it took all that time. If it happened at a "
        "moment within it, write one date that covers it, such as %(cover)s."
    )
    shorter = _(
        "“%(typed)s” is told as “%(told)s”, as if it took all that time. If it happened at a "
        "moment within it, say so in a sentence of its own."
    )
    found = []
    for name, date in dates.items():
        typed = str(form.data.get(form.add_prefix(name), "")).strip()
        told = date.phrase() if date else ""
        if date and date.first and date.last and typed.casefold().startswith("between "):
            covering = cover(date.first, date.last)
            said = {"typed": typed, "told": told, "cover": covering}
            if told == phrase(statement, date):
                found.append(Warned((message if covering else shorter) % said))
    return found


def preview_of_saved(statement: Statement) -> Preview:
    """Return the preview of a statement as it is stored."""
    shown = Preview(value_field=value_field(statement), topic=str(statement.topic))
    for name, _field in _dates():
        if text := getattr(statement, name):
            shown.readings[name] = described_date(parse(text))
    _say(statement, shown, is_new=statement.status != Statement.Status.PUBLISHED)
    return shown


def value_field(statement: Statement) -> str:
    """Return the name of the field for the value that the statement's property asks for."""
    if not statement.property_id:
        return ""
    return VALUE_FIELDS[Property.Datatype(statement.property.datatype)]


def _dates() -> list[tuple[str, EdtfField]]:
    return [(it.name, it) for it in Statement._meta.fields if isinstance(it, EdtfField)]


def _readings(form: StatementForm) -> dict[str, str]:
    """How the dates and the number that were typed have been read."""
    found = {}
    for name, _field in _dates():
        if form.cleaned_data.get(name):
            read = read_date(form[name].data)
            found[name] = described_date(read.date, read.left_out)
    if form.cleaned_data.get("value_quantity"):
        found["value_quantity"] = form.instance.value_text_for_people
    return found


def _sort_errors(form: StatementForm, shown: Preview) -> None:
    """Tell what is still missing from what is wrong; an empty form has no mistakes yet."""
    # That there is no value yet is told as a value that is missing.
    of_fields = {name: it for name, it in form.errors.as_data().items() if name in form.fields}
    for name, errors in (of_fields or form.errors.as_data()).items():
        label = str(form.fields[name].label or name) if name in form.fields else ""
        if name in form.fields and form[name].data in (None, ""):
            shown.missing.append(label)
        else:
            said = chain.from_iterable(error.messages for error in errors)
            shown.problems += [(label, message) for message in said]


def _is_whole(statement: Statement, value: str) -> bool:
    return bool(statement.subject_id and value and getattr(statement, value))


def _say(statement: Statement, shown: Preview, *, is_new: bool) -> None:
    """Fill in the sentence, the questions and the warnings of a whole statement.

    ``is_new`` tells that readers have not seen it, or not with this value.
    """
    _set_edges(statement)
    shown.sentence = sentence(statement)
    shown.questions = _questions(statement)
    shown.note = _note(statement)
    shown.warnings = [
        *_awkward(statement),
        *_not_a_moment(statement),
        *_too_mild(statement),
        *_loaded(statement, shown),
        *_read_again(statement),
        *map(Warned, filter(None, [named_alone(statement)])),
        *_rivals(statement, is_new=is_new),
        *_alike(statement),
    ]


def _set_edges(statement: Statement) -> None:
    """Work out the columns that are else filled when a statement is saved."""
    for column in statement._meta.fields:
        if isinstance(column, (EdtfEdge, QuantityEdge)):
            column.pre_save(statement, False)


def _questions(statement: Statement) -> list[str]:
    """The plain questions; the bank may still name a source in them, or leave one out."""
    asked_never = statement.rank == Statement.Rank.DEPRECATED
    if asked_never or statement.sensitivity != Statement.Sensitivity.ORDINARY:
        return []
    prop = statement.property
    stems = (
        statement.own_stem or prop.ask_value,
        statement.own_subject_stem or prop.ask_subject,
    )
    claimed = attribution(statement)
    asked = [capitalised(fill(stem, statement)) for stem in stems if stem]
    return [capitalised(f"{claimed}{it[0].lower()}{it[1:]}") if claimed else it for it in asked]


def _note(statement: Statement) -> str:
    if statement.rank == Statement.Rank.DEPRECATED:
        return _("Deprecated: kept for the record, never asked.")
    if statement.sensitivity == Statement.Sensitivity.RESTRICTED:
        return _("Restricted: readers see it behind a note; it is never asked.")
    if statement.sensitivity == Statement.Sensitivity.CONTEXT:
        return _("Context: it carries a note and is asked only by who says it.")
    return ""


def _awkward(statement: Statement) -> list[Warned]:
    """What the subject lacks for the sentence and the questions to read well."""
    prop, subject = statement.property, statement.subject
    used = placeholders(statement.own_sentence or prop.sentence)
    for stem in (statement.own_stem or prop.ask_value, statement.own_subject_stem):
        used |= placeholders(stem)
    forms = [it for it in ("clause", "question") if f"subject.{it}" in used]
    address = reverse("admin:facts_entity_change", args=[subject.pk])
    return [Warned(text, address) for text in lacking(subject, *forms)]


def _not_a_moment(statement: Statement) -> list[Warned]:
    """Periods where a moment is meant: a beginning, an end, or what happened once."""
    prop, value = statement.property, statement.date_value
    begins_or_ends = prop.marks in (Property.Marks.START, Property.Marks.END)
    if value and value.precision == "interval" and begins_or_ends:
        message = _(
            "A beginning or an end is a moment, and “%(date)s” says that it took all that time. If "
            "it came at some time within it, write one date that covers it, such as a year."
        )
        return [Warned(message % {"date": value.spoken()})]
    when = statement.when_date if statement.subject.kind == Entity.Kind.EVENT else None
    unending = next((it for it in (value, when) if it and _is_unending(it)), None)
    if unending is None:
        return []
    message = _(
        "“%(date)s” has no beginning or no end, as if it went on all that time. For what happened "
        "at a moment write one date that covers it, such as a year, or “by May 2018” where only "
        "the latest time is known."
    )
    return [Warned(message % {"date": unending.spoken()})]


def _is_unending(date: EdtfDate) -> bool:
    """Whether a date has no beginning or no end; of a deadline the beginning is only not known."""
    return None in (date.first, date.last) and not date.text.startswith("/")


def _too_mild(statement: Statement) -> list[Warned]:
    """A fact held to be ordinary, of a kind that is always told with a note, such as losses."""
    if statement.sensitivity != Statement.Sensitivity.ORDINARY:
        return []
    others = Statement.objects.published().filter(property=statement.property_id)
    kinds = set(others.exclude(pk=statement.pk).values_list("sensitivity", flat=True))
    if not kinds or Statement.Sensitivity.ORDINARY in kinds:
        return []
    message = _(
        "All other facts of this kind carry a content note. Is this one ordinary? If it tells of "
        "victims, choose context or restricted, and name who claims it."
    )
    return [Warned(message)]


def _loaded(statement: Statement, shown: Preview) -> list[Warned]:
    """Words that take a side, in what readers see and the editor can mend."""
    own = (getattr(statement, name) for name in (*WORDING, "dispute"))
    texts = [shown.sentence, *own]
    if not any(loaded_words(text, has_speaker=False) for text in texts):
        return []
    proper = Entity.objects.exclude(kind__in=[Entity.Kind.EVENT, Entity.Kind.CONFLICT])
    names = [
        *proper.values_list("label", flat=True),
        *Alias.objects.filter(entity__in=proper).values_list("text", flat=True),
    ]
    found = dict.fromkeys(word for text in texts for word in loaded_words(text, names))
    message = _("“%(word)s” takes a side. Write %(instead)s, or put it in quotation marks.")
    told = {it: message % {"word": it.word, "instead": it.instead} for it in found}
    known = has_speaker(statement)
    quoted = [it for text in texts for it in loaded_words(text, names, has_speaker=known)]
    message = _(
        "“%(word)s” takes a side, and nobody is named whose word it is. Say who claims it, or "
        "write %(instead)s."
    )
    for it in quoted:
        told.setdefault(it, message % {"word": it.word, "instead": it.instead})
    return [Warned(text) for text in told.values()]


def _read_again(statement: Statement) -> list[Warned]:
    """What ``check_facts`` would find in the texts."""
    blocking = misprinted_for_certain(statement)
    others = [it for it in read_texts(statement) if it not in blocking]
    if blocking:
        others.insert(0, _("Like this it can be saved as a draft, but not published."))
    told = map(capitalised, [*blocking, *others])
    return [Warned(it if it.endswith((".", "?", "!")) else f"{it}.") for it in told]


def _rivals(statement: Statement, *, is_new: bool) -> list[Warned]:
    """Statements that cannot be true together with this one, and what was said of them before."""
    if statement.rank == Statement.Rank.DEPRECATED:
        return []
    message = _(
        "Sources differ. %(sources)s: “%(other)s” Both will be shown as disputed; a sentence on "
        "how they differ helps readers."
    )
    rivals = list(Statement.objects.all().rivals(statement).for_reading())
    told = [
        Warned(
            message % {"sources": _sources(it), "other": inside_quotes(sentence(it))}, _address(it)
        )
        for it in rivals
    ]
    noted = rivals if is_new else written_before(statement, rivals)
    notes = {it.dispute_note: it for it in reversed(noted) if it.dispute_note}
    notes.pop(statement.dispute_note, None)
    return told + [Warned(older_note(it), note_address(it)) for it in notes.values()]


def written_before(statement: Statement, rivals: Sequence[Statement]) -> list[Statement]:
    """Return the rivals with a note on the dispute that is older than the statement's value."""
    if not any(it.dispute_note for it in rivals):
        return []
    newer = older_notes(rivals)
    return [it for it in rivals if any(row.pk == statement.pk for row in newer.get(it.pk, ()))]


def older_note(rival: Statement) -> str:
    """Return what is to be done about a rival's note that was written before this value."""
    return _(
        "There is a sentence on how the sources differ, written before this value was given: "
        "“%(note)s” Read it again. If it still holds, give this fact the same sentence."
    ) % {"note": inside_quotes(rival.dispute_note)}


def note_address(rival: Statement) -> str:
    """Return where the note of a statement is mended."""
    return f"{_address(rival)}#id_dispute_note"


def _alike(statement: Statement) -> list[Warned]:
    """Statements that say the same, or nearly so, already."""
    same = Statement.objects.filter(
        subject=statement.subject_id, property=statement.property_id
    ).exclude(pk=statement.pk)
    found = [it for it in same.worded() if _says_the_same(it, statement)]
    message = _("There is a fact much like it already (%(status)s): “%(other)s”")
    return [
        Warned(
            message % {"status": it.get_status_display(), "other": inside_quotes(sentence(it))},
            _address(it),
        )
        for it in found
    ]


def _says_the_same(one: Statement, other: Statement) -> bool:
    if one.value_entity_id or one.value_text:
        return (one.value_entity_id, one.value_text.casefold()) == (
            other.value_entity_id,
            other.value_text.casefold(),
        )
    if one.date_value and other.date_value:
        return one.date_value.overlaps(other.date_value)
    if one.quantity and other.quantity:
        return one.unit == other.unit and not one.quantity.excludes(other.quantity)
    return False


def _sources(statement: Statement) -> str:
    cited = dict.fromkeys(it.source.cite_as for it in statement.citations.all())
    return "; ".join(cited) or _("Another fact")


def _address(statement: Statement) -> str:
    return reverse("admin:facts_statement_change", args=[statement.pk])
