"""The question itself: the property's wording, with the claim's speaker and source named."""

import re
from copy import copy

from django.utils.translation import gettext as _

from quizzes.bank.models import Question
from quizzes.facts.deadlines import phrase
from quizzes.facts.models import Entity, Source, Statement
from quizzes.facts.sentences import attribution, clause, fill, run_on, sentence
from quizzes.facts.wording import capitalised, placeholders

Direction = Question.Direction

# What a question begins with: behind a comma it has no capital.
_OPENING = re.compile(
    r"about|after|against|among|as|at|before|besides|by|did|does|during|for|from|how|in|into|is"
    r"|of|on|over|since|through|to|towards|under|until|was|were|wh(?:at|en|ere|ich|om?|ose|y)|with",
    re.IGNORECASE,
)
# “… a dead end.”? reads better without the full stop.
_STOP_IN_QUOTATION = re.compile(r"\.(”\?)$")


def stem_of(statement: Statement, direction: str, *, disputed: bool) -> str:
    """Return the stem for asking ``statement`` in ``direction``, or nothing if it has none.

    A claim keeps its speaker; a disputed fact is asked by one of its sources.
    """
    if direction == Direction.CLAIMANT:
        return _claimant_stem(statement)
    if direction == Direction.SOURCE:
        return _source_stem(statement, disputed=disputed)
    return _worded(statement, direction, by_source=disputed)


def sourced_stem_of(statement: Statement, direction: str, *, disputed: bool) -> str:
    """Return the stem with the source named, for asking what it says; see ``stem_of``."""
    if direction in (Direction.VALUE, Direction.SUBJECT):
        return _worded(statement, direction, by_source=True)
    return stem_of(statement, direction, disputed=disputed)


def _worded(statement: Statement, direction: str, *, by_source: bool) -> str:
    template = _template(statement, direction)
    if not template:
        return ""
    stem = _STOP_IN_QUOTATION.sub(r"\1", fill(template, statement))
    speaks = bool(placeholders(template) & {"by", "by.name"})
    speaks = speaks or _names(stem, statement.attributed_to)
    # Whoever asks which text says it, or who published it, cannot name it.
    by_source = by_source and not is_named(first_source(statement), _asked(statement, direction))
    if prefix := said_by(statement, speaks=speaks, by_source=by_source, words=stem):
        stem = f"{prefix}{uncapitalised(stem)}"
    return capitalised(stem)


def _asked(statement: Statement, direction: str) -> str:
    """The answer of a worded question."""
    if direction == Direction.SUBJECT:
        return statement.subject.label
    return statement.value_text_for_people


def _names(stem: str, speaker: Entity | None) -> bool:
    """Whether a stem names a speaker, so that nobody needs to be told once more who says it."""
    return speaker is not None and speaker.label.casefold() in stem.casefold()


def uncapitalised(stem: str) -> str:
    """Return a stem as it stands behind a comma; a name at its head keeps its capital."""
    if not _OPENING.fullmatch(re.split(r"\W", stem, maxsplit=1)[0]):
        return stem
    return f"{stem[0].lower()}{stem[1:]}"


def said_by(statement: Statement, *, speaks: bool, by_source: bool, words: str = "") -> str:
    """Return "according to …, " with a trailing space: who claims it, or which source says it.

    ``speaks``: the words behind it name the speaker themselves. ``by_source``: the source has to
    be named even where nobody is named who claims it, unless the ``words`` behind it, or else the
    fact's own sentence, name it already.
    """
    if statement.unattributed and not speaks:
        unnamed = _("according to people unnamed in %(source)s, ")
        return unnamed % {"source": source_of(statement)}
    claimed = "" if speaks else attribution(statement)
    # A claim names its subject as the source, and a speaker in the stem is a source already.
    if not by_source or statement.property.is_claim or speaks:
        return claimed
    if is_named(first_source(statement), words or clause(statement)):
        return claimed
    names = {"source": source_of(statement)}
    if statement.attributed_to and claimed:
        names["name"] = statement.attributed_to.named
        return _("according to %(name)s, as cited in %(source)s, ") % names
    return _("according to %(source)s, ") % names


def _template(statement: Statement, direction: str) -> str:
    if direction == Direction.VALUE:
        return statement.own_stem or statement.property.ask_value
    return statement.own_subject_stem or statement.property.ask_subject


def _claimant_stem(statement: Statement) -> str:
    if not statement.attributed_to:
        return ""
    claim = clause(statement, claimed=False).rstrip(".")
    if statement.attributed_to.label in claim:
        return ""
    # No quotation marks: the words are ours, not the speaker's.
    return _("In %(source)s, whose claim is it that %(claim)s?") % {
        "source": source_of(statement),
        "claim": claim,
    }


def _source_stem(statement: Statement, *, disputed: bool) -> str:
    """Which source says it; a sentence that names the source gives way to the property's."""
    row = statement
    if row.own_sentence and is_named(first_source(row), clause(row)):
        row = copy(row)
        row.own_sentence = ""
    words = {"claim": run_on(_without_time(row, disputed)).rstrip(".")}
    if row.unattributed:
        return _("Which source says, without naming those who claim it, that %(claim)s?") % words
    if row.property.is_claim:
        # “Which source says that she said …?” would say it twice.
        return _("In which source do we read that %(claim)s?") % words
    return _("Which source says that %(claim)s?") % words


def _without_time(statement: Statement, disputed: bool) -> str:
    """What somebody claims, without the day on which, so that the day does not tell the source."""
    text = clause(statement, claimed=not statement.unattributed)
    if disputed or not statement.when_date:
        return text
    when = phrase(statement, statement.when_date)
    return text.removeprefix(f"{when}, ").replace(f" {when}", "", 1)


def source_of(statement: Statement) -> str:
    """Return how a sentence names the first source of a statement."""
    source = first_source(statement)
    return source.cite_as if source else ""


def first_source(statement: Statement) -> Source | None:
    """Return the first source of a statement, by which it is asked where sources differ."""
    citations = list(statement.citations.all())
    return citations[0].source if citations else None


def is_named(source: Source | None, words: str) -> bool:
    """Return whether words name a source already: as it is cited, or by its publisher."""
    if source is None:
        return False
    bare = words.casefold()
    names = (source.cite_as, source.publisher, f"“{source.title}”")
    return any(name and name.casefold() in bare for name in names)


def explanation_of(statement: Statement, *, disputed: bool) -> str:
    """Return what is said after the answer: the fact in full and its setting.

    How the sources differ is told in a paragraph of its own.
    """
    fact = _sourced(statement, disputed)
    parts = [fact, statement.explanation]
    if statement.date_inferred and (year := _year_in(fact, statement)):
        inferred = _("The year %(year)s is inferred; the passage itself does not name it.")
        parts.append(inferred % {"year": year})
    told = " ".join(part for part in parts if part)
    return "\n\n".join(part for part in (told, statement.dispute_note) if part)


def _year_in(fact: str, statement: Statement) -> str:
    """The year of a statement's date, if the sentence on the fact shows it."""
    date = statement.date_value or statement.when_date
    years = (str(day.year) for day in (date.first, date.last) if day) if date else ()
    return next((year for year in years if year in fact), "")


def _sourced(statement: Statement, disputed: bool) -> str:
    """The fact in a sentence; a disputed one as the word of its source."""
    text = sentence(statement)
    named = is_named(first_source(statement), text)
    claimed = (
        named or statement.attributed_to or statement.unattributed or statement.property.is_claim
    )
    if claimed or not disputed:
        return text
    return _("%(fact)s, according to %(source)s.") % {
        "fact": text.removesuffix("."),
        "source": source_of(statement),
    }
