"""Who teaches, and what teaching allows."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from quizzes.accounts.groups import grant
from quizzes.accounts.models import User

from .models import SchoolClass

TEACHERS = "Teachers"
PERMISSIONS = {
    "bank": ["add_questionset", "change_questionset"],
    "classes": ["add_schoolclass", "change_schoolclass", "add_assignment", "change_assignment"],
}


def is_teacher(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may have classes: a member of the group of teachers, mostly."""
    return user.has_perm("classes.add_schoolclass")


def may_teach(name: str) -> User | None:
    """Return the teacher of that user name, whatever its case; None if there is none."""
    user = User.objects.filter(username__iexact=name.strip(), is_active=True).first()
    return user if user and is_teacher(user) else None


def taught_by(user: User) -> QuerySet[SchoolClass]:
    """Return the classes ``user`` teaches; none once they are no longer a teacher."""
    return user.taught_classes.all() if is_teacher(user) else SchoolClass.objects.none()


def create_group(sender: AppConfig, **kwargs: Any) -> None:
    """Keep the group of teachers with its permissions; called after each migration."""
    grant(TEACHERS, PERMISSIONS, **kwargs)
