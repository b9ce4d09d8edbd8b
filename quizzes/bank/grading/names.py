"""Grading a typed name (rules 1 to 7)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from quizzes.lib.names import fold

from .likeness import (
    Likeness,
    Part,
    Spelling,
    distance,
    is_half,
    is_initialism,
    is_numbered,
    is_turned,
    likeness,
    part_of,
    slip_distance,
    spelling,
    surname_slip,
)
from .verdicts import Grade, Verdict, refuse

_RIGHT = Grade(Verdict.RIGHT)
_WRONG = Grade(Verdict.WRONG)
_GOOD = (Verdict.RIGHT, Verdict.ALMOST)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
# What stands between two names; an “and” may stand in one.
_APART = re.compile(r"[/,;&+()|]|\s[–—-]+\s")
_LIST = re.compile(rf"\s+(?:or|and)\s+|{_APART.pattern}", re.IGNORECASE)
# An abbreviation at the end, or the beginning, of what is written.
_SHORT = re.compile(r"\b[A-Z]{2,}$|^[A-Z]{2,}\b")
# “Lyon, France”, “Lyon (eastern France)”, “Lyon in France”.
_SITUATED = re.compile(
    r"(.+)(?:\s*[,(]\s*(?:in\s+)?|\s+in\s+)"
    r"(?:(?:(?:north|south)?-?(?:east|west)|north|south)(?:ern)?\s+|central\s+)?(.+?)[\s)]*",
    re.IGNORECASE,
)


class Name(NamedTuple):
    """A spelling of another entity's name, the name it is shown by, and whether rule 5 applies.

    ``around``: it is a place in which the right one lies.
    """

    text: str
    label: str
    personal: bool
    around: bool = False


@dataclass(frozen=True)
class _Rival:
    label: str
    key: Spelling
    around: bool


@dataclass(frozen=True)
class _Bank:
    """The spellings that are right, the one that is shown first, and those of everybody else."""

    keys: tuple[Spelling, ...]
    rivals: tuple[_Rival, ...]

    def named(self, typed: str, at_least: Likeness) -> list[_Rival]:
        """The others whose whole name the text is."""
        return [rival for rival in self.rivals if likeness(typed, rival.key) >= at_least]

    def is_name(self, typed: str) -> bool:
        """Whether the text, as it is written, is a whole name, the right one or another's."""
        keys = (*self.keys, *(rival.key for rival in self.rivals))
        return any(likeness(typed, key) is Likeness.SAME for key in keys)

    def with_surname(self, typed: str) -> list[_Rival]:
        """The others whose surname, perhaps with more of the name, the text is."""
        return [rival for rival in self.rivals if part_of(typed, rival.key) is Part.SURNAME]

    def stands_for(self, test: Callable[[str, Spelling], bool], typed: str) -> Grade | None:
        """Grade a text that stands for a name by some test; None where it does for none."""
        if not any(test(typed, key) for key in self.keys):
            return None
        shared = any(test(typed, rival.key) for rival in self.rivals)
        return Grade(Verdict.PARTIAL, _full_name_of_many()) if shared else _RIGHT


def grade_name(
    typed: str, accepted: Sequence[str], others: Iterable[Name], *, personal: bool
) -> Grade:
    """Grade a typed name. Never raises.

    ``accepted`` are the right spellings, first the one learners are shown; ``others`` the names of
    the bank's other entities. ``personal`` says that the accepted name is a person's or an Arabic
    place name in Latin letters, so that other vowels count as the same name and surnames as names.
    """
    if refusal := refuse(typed):
        return refusal
    bank = _Bank(
        keys=tuple(spelling(text, personal) for text in accepted if fold(text)),
        rivals=tuple(
            _Rival(name.label, spelling(name.text, name.personal), name.around) for name in others
        ),
    )
    bare = _without_place(typed, bank)
    return _grade_list(bare, bank) or _grade_one(bare, bank)


def _without_place(typed: str, bank: _Bank) -> str:
    """Leave out in which country or city the place lies that is named first: it is one answer."""
    around = [rival.key for rival in bank.rivals if rival.around]
    while around and (match := _SITUATED.fullmatch(typed)):
        place, region = match.groups()
        if bank.is_name(typed) or not any(likeness(region, it) >= Likeness.SOUND for it in around):
            break
        typed = place.rstrip(" ,(")
    return typed


def _grade_one(typed: str, bank: _Bank) -> Grade:
    """Grade a text as one name: as written, a part of a name, by sound, turned, short, as a slip.

    Each step is left for the next only where it has nothing to say.
    """
    return (
        _grade_exact(typed, bank)
        or _grade_part(typed, bank)
        or _grade_sound(typed, bank)
        or _grade_turned(typed, bank)
        or bank.stands_for(is_numbered, typed)
        or bank.stands_for(is_initialism, typed)
        or _grade_slip(typed, bank)
        or _grade_half(typed, bank)
        or _grade_stranger(typed, bank)
    )


def _grade_exact(typed: str, bank: _Bank) -> Grade | None:
    if not any(likeness(typed, key) is Likeness.SAME for key in bank.keys):
        return None
    # The name that is shown cannot be bettered, even where an alias of another is the same.
    if likeness(typed, bank.keys[0]) is not Likeness.SAME and bank.named(typed, Likeness.SAME):
        return Grade(Verdict.PARTIAL, _full_name_of_many())
    return _RIGHT


def _grade_part(typed: str, bank: _Bank) -> Grade | None:
    """Rule 7: a surname is enough if it is unique, a given name is not."""
    part = max((part_of(typed, key) for key in bank.keys), default=Part.NONE)
    if part is Part.NONE:
        return None
    if any(likeness(typed, key) >= Likeness.SOUND for key in bank.keys):
        return None
    if part is Part.GIVEN:
        if rivals := bank.named(typed, Likeness.SAME):
            return _belongs_to(rivals)
        return Grade(Verdict.PARTIAL, _full_name())
    if bank.named(typed, Likeness.SOUND) or bank.with_surname(typed):
        return Grade(Verdict.PARTIAL, _full_name_of_many())
    return _right_as_spelt(typed, bank)


def _grade_sound(typed: str, bank: _Bank) -> Grade | None:
    """Rules 3 and 5: the name of another is wrong, another spelling of the right one right."""
    if rivals := bank.named(typed, Likeness.SAME):
        return _belongs_to(rivals)
    rivals = bank.named(typed, Likeness.SOUND)
    if not any(likeness(typed, key) is Likeness.SOUND for key in bank.keys):
        return _belongs_to(rivals) if rivals else None
    if rivals:
        note = _("That is as near to %(label)s: check the spelling.")
        return Grade(Verdict.PARTIAL, note % {"label": rivals[0].label})
    return _right_as_spelt(typed, bank)


def _grade_turned(typed: str, bank: _Bank) -> Grade | None:
    """Grade a person's name whose words stand in another order."""
    grade = bank.stands_for(is_turned, typed)
    return _right_as_spelt(typed, bank) if grade == _RIGHT else grade


def _right_as_spelt(typed: str, bank: _Bank) -> Grade:
    """Return what another spelling earns; how the name is spelt is shown where it differs."""
    words = set(spelling(typed, True).tokens)
    if any(words <= set(key.tokens) or _is_initial(words, key) for key in bank.keys):
        return _RIGHT
    note = _("It is usually spelt “%(name)s”.") % {"name": bank.keys[0].text}
    return Grade(Verdict.RIGHT, note)


def _is_initial(words: set[str], key: Spelling) -> bool:
    """Whether the words are those of a name, but for initials."""
    return all(len(word) == 1 or word in key.tokens for word in words)


def _grade_half(typed: str, bank: _Bank) -> Grade | None:
    """Half of a name that is no person's is asked again, too, unless it is a name itself."""
    halved = any(is_half(typed, key) for key in bank.keys)
    return Grade(Verdict.PARTIAL, _full_name()) if halved else None


def _full_name() -> str:
    return _("That is a part of the name: give the full name.")


def _full_name_of_many() -> str:
    return _("More than one bears that name: give the full name.")


def _grade_slip(typed: str, bank: _Bank) -> Grade | None:
    """Rule 6: a slip is almost right unless another name is as near."""
    found = [
        (edits, shown, is_surname)
        for key in bank.keys
        for edits, shown, is_surname in (
            (slip_distance(typed, key), key.text, False),
            (surname_slip(typed, key), key.surname, True),
        )
        if edits is not None
    ]
    if not found:
        return None
    edits, shown, is_surname = min(found)
    rivals = [
        rival for rival in bank.rivals if distance(typed, rival.key, surname=is_surname) <= edits
    ]
    if rivals:
        note = _("That is as near to %(label)s: check the spelling.")
        return Grade(Verdict.PARTIAL, note % {"label": rivals[0].label})
    return Grade(Verdict.ALMOST, _("Almost: it is spelt “%(name)s”.") % {"name": shown})


def _grade_stranger(typed: str, bank: _Bank) -> Grade:
    rivals = bank.with_surname(typed) or bank.named(typed, Likeness.SLIP)
    return _belongs_to(rivals) if rivals else _WRONG


def _belongs_to(rivals: list[_Rival]) -> Grade:
    labels = {rival.label for rival in rivals}
    if len(labels) > 1:
        return Grade(Verdict.WRONG, _("That is the name of others."))
    return Grade(
        Verdict.WRONG,
        _("That is another name in these facts: %(label)s.") % {"label": labels.pop()},
    )


def _grade_list(typed: str, bank: _Bank) -> Grade | None:
    """Rule 4: two names are no answer, unless they are two spellings of the right one.

    "Harbour Guard (HG)" is one answer, "HG or NG" is none; "Ash, Jane" is a name
    turned round.
    """
    if bank.is_name(typed):
        return None
    one_only = Grade(Verdict.WRONG, _("Give one answer only."))
    if _OR.search(typed):
        return one_only if len(_parts(_LIST, typed)) > 1 else None
    if grade := _grade_with_short_name(typed, bank):
        return grade
    parts = _parts(_LIST, typed)
    if len(parts) < 2:
        return None
    if len(parts) == 2 and "," in typed:
        turned = _grade_one(f"{parts[1]} {parts[0]}", bank)
        if turned.verdict is not Verdict.WRONG:
            return turned
    grades = [_grade_one(part, bank) for part in parts]
    if all(grade.verdict is Verdict.RIGHT for grade in grades):
        return _RIGHT
    return one_only if all(grade != _WRONG for grade in grades) else None


def _grade_with_short_name(typed: str, bank: _Bank) -> Grade | None:
    """Grade a name with another one of its own beside it, as "(HG)" or "HG" behind the whole.

    None where that is not what it is; a slip in one of them is one.
    """
    apart = [_parts(_APART, typed)]
    for short in _SHORT.finditer(typed):
        apart.append([short[0], f"{typed[: short.start()]} {typed[short.end() :]}"])
    for parts in apart:
        grades = [_grade_one(part.strip(), bank) for part in parts]
        if len(parts) > 1 and all(grade.verdict in _GOOD for grade in grades):
            return max(grades, key=lambda grade: grade.verdict is Verdict.ALMOST)
    return None


def _parts(pattern: re.Pattern[str], typed: str) -> list[str]:
    return [part for part in pattern.split(typed) if part.strip()]
