"""A class and its roll: how it begins, who is in it, and its code."""

from __future__ import annotations

from django.db import transaction

from quizzes.accounts.models import User

from .models import SchoolClass, new_join_code


def begin_class(teacher: User, name: str) -> tuple[SchoolClass, bool]:
    """Return the teacher's class of that name and whether it is new; a double click makes one."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=teacher.pk)
        existing = teacher.taught_classes.filter(name=name).first()
        if existing:
            return existing, False
        school_class = SchoolClass.objects.create(name=name)
        school_class.teachers.add(teacher)
        return school_class, True


def pupils(school_class: SchoolClass) -> list[User]:
    """Return who is in the class, by the names shown."""
    return sorted(school_class.learners.all(), key=lambda user: user.display_name.casefold())


def renew_code(school_class: SchoolClass) -> None:
    """Give the class another code; those who are in it stay."""
    school_class.join_code = new_join_code()
    school_class.save(update_fields=["join_code"])
