"""A class and its roll: how it begins, who is in it, and its code."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quizzes.accounts.models import User

from .models import Enrolment, SchoolClass, new_join_code
from .teachers import is_teacher


def begin_class(teacher: User, name: str) -> tuple[SchoolClass, bool]:
    """Return the teacher's class of that name and whether it is new; a double click makes one."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=teacher.pk)
        existing = teacher.taught_classes.filter(name=name, archived_at=None).first()
        if existing:
            return existing, False
        school_class = SchoolClass.objects.create(name=name)
        school_class.teachers.add(teacher)
        return school_class, True


def pupils(school_class: SchoolClass) -> list[User]:
    """Return who is in the class, by the names shown."""
    return [enrolment.learner for enrolment in enrolments(school_class)]


def enrolments(school_class: SchoolClass) -> list[Enrolment]:
    """Return who is in the class and how they came, by the names shown."""
    rows = school_class.enrolments.select_related("learner")
    return sorted(rows, key=lambda row: row.learner.display_name.casefold())


def renew_code(school_class: SchoolClass) -> None:
    """Give the class another code, which lets in; those who are in it stay."""
    school_class.join_code = new_join_code()
    school_class.open_to_join = True
    school_class.save(update_fields=["join_code", "open_to_join"])


def archive(school_class: SchoolClass, now: datetime | None) -> None:
    """Put the class away at ``now``, or take it up again with None; all in it is kept."""
    school_class.archived_at = now
    school_class.save(update_fields=["archived_at"])


def dismiss(school_class: SchoolClass, teacher: User) -> bool:
    """Let somebody teach the class no more; return whether it was so: its last teacher stays."""
    with transaction.atomic():
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        if not school_class.teachers.exclude(pk=teacher.pk).exists():
            return False
        school_class.teachers.remove(teacher)
        return True


def with_slips(school_class: SchoolClass) -> list[User]:
    """Return the pupils who have not set their own password yet, by the names shown."""
    return [
        row.learner
        for row in enrolments(school_class)
        if row.made_account and row.learner.first_password_seed
    ]


def renew_password(enrolment: Enrolment) -> bool:
    """Give a pupil the password of a new slip; return whether a teacher may.

    Only where a teacher of the class made the account, and it has not become one with more rights.
    """
    pupil = enrolment.learner
    if not enrolment.made_account or pupil.is_staff or is_teacher(pupil):
        return False
    pupil.give_first_password()
    pupil.save(update_fields=["password", "first_password_seed"])
    return True
