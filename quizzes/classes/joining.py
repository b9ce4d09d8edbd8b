"""How a learner gets into a class: with its code, which must not be guessed."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from quizzes.accounts.models import User

from .models import SchoolClass

WRONG_CODES_AN_HOUR = 20


class JoinRefused(Exception):
    """The learner is not let in; the text tells them why."""


def join(learner: User, typed: str, now: datetime) -> tuple[SchoolClass, bool]:
    """Enrol ``learner`` in the class whose code they typed; return it and whether it is new.

    Case, spaces and hyphens do not matter. Raises JoinRefused.
    """
    school_class = class_of(learner, typed, now)
    if school_class.archived_at or not school_class.open_to_join:
        raise JoinRefused(
            _("%(name)s takes in nobody at the moment. Ask your teacher.") % {"name": school_class}
        )
    if school_class.teachers.filter(pk=learner.pk).exists():
        raise JoinRefused(
            _("You teach %(name)s, so you cannot join it as a pupil.") % {"name": school_class}
        )
    return school_class, school_class.admit(learner)


def class_of(learner: User, typed: str, now: datetime) -> SchoolClass:
    """Return the class of a code. Raises JoinRefused, also after too many wrong ones."""
    if _wrong_codes(learner, now) >= WRONG_CODES_AN_HOUR:
        raise JoinRefused(
            _("There were too many wrong codes. Ask your teacher for the code and try in an hour.")
        )
    found = SchoolClass.objects.filter(join_code=normalised(typed)).first()
    if found is None:
        _count_wrong_code(learner, now)
        raise JoinRefused(
            _("No class has this code. Look at it again: it has eight letters and digits.")
        )
    return found


def normalised(typed: str) -> str:
    """Return a code as it is stored: capitals and digits, no spaces or hyphens."""
    return "".join(character for character in typed.upper() if character.isalnum())


def _key(learner: User, now: datetime) -> str:
    # The hour is part of the key because counting up would renew an entry's life in the cache.
    return f"wrong-codes:{learner.pk}:{now:%Y-%m-%dT%H}"


def _wrong_codes(learner: User, now: datetime) -> int:
    count: int = cache.get(_key(learner, now), 0)
    return count


def _count_wrong_code(learner: User, now: datetime) -> None:
    cache.set(_key(learner, now), _wrong_codes(learner, now) + 1, timeout=60 * 60)
