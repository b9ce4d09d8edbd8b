"""The people in the admin."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User

# One door only: the admin's own login form would not count wrong passwords.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Django's page for users, with the study day."""

    fieldsets = (
        *(DjangoUserAdmin.fieldsets or ()),
        (_("Study"), {"fields": ("time_zone", "day_starts")}),
    )
    list_display = ("username", "display_name", "email", "is_staff", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
