"""Whether accounts that differ are marked as disputed, and whether an editor says how."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from quizzes.facts.dispute_notes import older_notes
from quizzes.facts.models import Property, Source, Statement
from quizzes.facts.timespans import TimeSpan

from .base import FactBase, Rule, Told, is_disputed, listed, stands
from .measures import comparable

Key = Callable[[Statement], Hashable]
Pair = tuple[Statement, Statement]

_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_OF = re.compile(r"^ (?:of|in|by|from) ")
# What holds only beside what it was written for; and what does until a source is named.
_POINTING = re.compile(
    r"\bthis\b|\bthese\b|\b(?:the )?(?:same|other|another|former|latter|one|two|both|some)"
    r" (?:articles?|reports?|documents?|pages?|sources?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\bthe (?:article|report|document|page|source|text|infobox|headline|heading|caption|paragraph"
    r"|sentence)\b",
    re.IGNORECASE,
)

# The data types whose values the database compares itself; see StatementQuerySet.rivals.
COMPARED = (Property.Datatype.ENTITY, Property.Datatype.DATE, Property.Datatype.QUANTITY)


def unexplained(base: FactBase) -> Iterator[Told]:
    """Disputed statements where no editor says how the accounts relate."""
    for fact in base.published:
        if is_disputed(fact) and not fact.dispute_note:
            yield fact, "is disputed: say in its dispute note how the sources differ"


def explained_before(base: FactBase) -> Iterator[Told]:
    """Notes on a dispute that were written before one of the accounts was given."""
    newer = older_notes()
    for fact in base.standing if newer else ():
        if rivals := newer.get(fact.pk):
            yield (
                fact,
                f"has a dispute note that is older than the value of {listed(rivals)}: read it "
                "again; if it still holds, give the newer facts the same note",
            )


def explained_for_nothing(base: FactBase) -> Iterator[Told]:
    """Statements with a note on a dispute that is none."""
    shared = {one.pk for one, _other in _shared_values(base)}
    for fact in base.standing:
        if fact.dispute_note and not is_disputed(fact) and fact.pk not in shared:
            yield fact, "has a dispute note but is not disputed: mark it as disputed, or drop it"


def leaning(base: FactBase) -> Iterator[Told]:
    """Notes on a dispute that lean on where they stand, and are shown elsewhere too."""
    names = [name for source in base.sources for name in _names(source)]
    for fact in base.published:
        for words in _leaning(fact.dispute_note, names):
            message = _(
                "“%(words)s” in its dispute note is clear on its own page at most, and the note is "
                "shown beside other accounts too: name what is meant, such as “the Gazette’s "
                "article”"
            )
            yield fact, message % {"words": words}


def _names(source: Source) -> list[str]:
    """What a note can call a source, without its article."""
    names = (source.cite_as, source.publisher, source.title)
    return [_ARTICLE.sub("", name).casefold() for name in names if name]


def _leaning(note: str, names: list[str]) -> Iterator[str]:
    """The words that point at something without naming it."""
    for match in _POINTING.finditer(note):
        yield match[0]
    for match in _BARE.finditer(note):
        before, behind = note[: match.start()].casefold(), note[match.end() :].casefold()
        owner = _ARTICLE.sub("", _OF.sub("", behind)) if _OF.match(behind) else ""
        if not any(name in before or owner.startswith(name) for name in names):
            yield match[0]


def named_alone(base: FactBase) -> Iterator[Told]:
    """Disagreements that are named by one account only, as after a slip in the name."""
    named = _groups((fact for fact in base.published if fact.dispute), lambda it: it.dispute)
    names = {group[0].dispute for group in named}
    for group in named:
        fact = group[0]
        if len(group) == 1 and stands(fact):
            near = get_close_matches(fact.dispute, names - {fact.dispute}, n=1)
            instead = f"is it “{near[0]}”?" if near else "give the others the same name, or drop it"
            yield fact, f"no other account belongs to the disagreement “{fact.dispute}”: {instead}"


def two_values(base: FactBase) -> Iterator[Told]:
    """Values beside another where there can be one, which only an editor can compare."""
    single = [fact for fact in base.standing if fact.property.single_valued]
    for one, other in _pairs(single, _subject_and_property, _differ):
        if one.value_quantity:
            yield (
                one,
                f"counts in “{one.unit}” what {listed([other])} counts in “{other.unit}”, so "
                "that they are not compared: give both in one unit",
            )
        else:
            yield (
                one,
                f"“{one.property}” has one value, and {listed([other])} gives another: "
                "correct one, date them, or mark both as disputed",
            )


def two_subjects(base: FactBase) -> Iterator[Told]:
    """Subjects of a value beside another where there can be one, and no mark."""
    for one, other in _shared_values(base):
        if not (one.disputed_mark and other.disputed_mark):
            yield (
                one,
                f"“{one.property}” has one subject for each value, and {listed([other])} gives "
                "another: correct one, date them, or mark both as disputed",
            )


def _differ(one: Statement, other: Statement) -> bool:
    """Whether two values differ in a way that the database does not see."""
    if one.disputed_mark and other.disputed_mark:
        return False
    if one.value_quantity:
        return comparable(one.unit, other.unit)
    return one.property.datatype not in COMPARED and _text(one) != _text(other)


def _shared_values(base: FactBase) -> Iterator[Pair]:
    single = [fact for fact in base.standing if fact.property.single_subject]
    return _pairs(single, _value_and_property, lambda a, b: a.subject_id != b.subject_id)


def _pairs(
    facts: Iterable[Statement], key: Key, clash: Callable[[Statement, Statement], bool]
) -> Iterator[Pair]:
    """Yield each fact with the first of its group that it clashes with at some time.

    One is enough for an editor, and a hundred alike do not make thousands of pairs.
    """
    for group in _groups(facts, key):
        for one in group:
            for other in group:
                if clash(one, other) and _when(one).meets(_when(other)):
                    yield one, other
                    break


def _when(fact: Statement) -> TimeSpan:
    return TimeSpan(fact.when_first, fact.when_last)


def _groups(facts: Iterable[Statement], key: Key) -> Iterable[list[Statement]]:
    found: defaultdict[Hashable, list[Statement]] = defaultdict(list)
    for fact in facts:
        found[key(fact)].append(fact)
    return found.values()


def _subject_and_property(fact: Statement) -> Hashable:
    return fact.subject_id, fact.property_id


def _value_and_property(fact: Statement) -> Hashable:
    value = (fact.value_entity_id, fact.value_date, fact.value_quantity, fact.unit, _text(fact))
    return fact.property_id, *value


def _text(fact: Statement) -> str:
    return "".join(sign for sign in fact.value_text.casefold() if sign.isalnum())


RULES = (
    Rule("no-dispute-note", "Disputed, and nobody says how the sources differ", unexplained),
    Rule("idle-dispute-note", "Explained as disputed, and not disputed", explained_for_nothing),
    Rule("leaning-note", "Notes on a dispute that do not name what they speak of", leaning),
    Rule("named-alone", "Disagreements with one account", named_alone),
    Rule("two-values", "Two undisputed values where there can be one", two_values),
    Rule("two-subjects", "Two undisputed subjects where there can be one", two_subjects),
)
REMARKS = (
    Rule("older-note", "Notes on a dispute that are older than an account", explained_before),
)
