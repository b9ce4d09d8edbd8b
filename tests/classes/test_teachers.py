"""Who is a teacher, and the group that makes one."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command

from quizzes.accounts.models import User
from quizzes.classes.teachers import TEACHERS, create_group, is_teacher
from tests.factories import UserFactory

ALLOWED = {
    "bank.add_questionset",
    "bank.change_questionset",
    "classes.add_assignment",
    "classes.add_schoolclass",
    "classes.change_assignment",
    "classes.change_schoolclass",
}


def test_it_works(tess: User) -> None:
    assert is_teacher(tess)
    assert tess.get_all_permissions() == ALLOWED


def test_learners_and_visitors_are_none(alice: User) -> None:
    assert not is_teacher(alice)
    assert not is_teacher(AnonymousUser())


def test_superusers_are(db: None) -> None:
    assert is_teacher(UserFactory(is_superuser=True))


@pytest.mark.django_db
def test_group_comes_back_with_a_migration_and_keeps_what_it_has() -> None:
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    group = Group.objects.get(name=TEACHERS)
    assert group.permissions.count() == len(ALLOWED)
    more = group.permissions.model.objects.exclude(group=group)[0]
    group.permissions.add(more)
    create_group(apps.get_app_config("classes"), using="default", apps=apps)
    assert more in group.permissions.all()
    assert group.permissions.count() == len(ALLOWED) + 1
