"""Groups and the permissions they need, kept by the rooms after each migration."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions


def grant(
    group_name: str,
    permissions: Mapping[str, Sequence[str]],
    *,
    using: str,
    apps: Apps = installed,
    **kwargs: Any,
) -> None:
    """Give the group named ``group_name`` permissions, by app label and code name.

    Makes the group where it is missing and takes nothing from it. To be called from
    post_migrate with what that was sent: the permissions are made here if Django has not come
    to them yet, as the order in which the rooms are told is not ours. Does nothing while only
    some apps exist.
    """
    try:
        groups = apps.get_model("auth", "Group")._default_manager.using(using)
        known = apps.get_model("auth", "Permission")._default_manager.using(using)
        for label in permissions:
            apps.get_app_config(label)
    except LookupError:
        return
    group = groups.get_or_create(name=group_name)[0]
    for label, codenames in permissions.items():
        create_permissions(installed.get_app_config(label), 0, using=using, apps=apps)
        wanted = known.filter(content_type__app_label=label, codename__in=codenames)
        group.permissions.add(*wanted)
