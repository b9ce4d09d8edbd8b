"""Classes and assignments as those who run the site see them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User

from .models import Assignment, Enrolment, SchoolClass
from .teachers import is_teacher


class SchoolClassForm(forms.ModelForm):
    """A class, whose teachers must be allowed to teach: they could not see it otherwise."""

    class Meta:
        model = SchoolClass
        fields = ["name", "join_code", "teachers"]

    def clean_teachers(self) -> QuerySet[User]:
        """Refuse users who are not teachers, by name."""
        teachers: QuerySet[User] = self.cleaned_data["teachers"]
        others = [user.username for user in teachers if not is_teacher(user)]
        if others:
            raise forms.ValidationError(
                _("Not in the group Teachers: %(names)s."), params={"names": ", ".join(others)}
            )
        return teachers


class EnrolmentInline(admin.TabularInline):
    """The pupils of a class."""

    model = Enrolment
    autocomplete_fields = ["learner"]
    readonly_fields = ["joined_at"]
    extra = 0


@admin.register(SchoolClass)
class SchoolClassAdmin(admin.ModelAdmin):
    """Classes with their teachers and pupils."""

    form = SchoolClassForm
    list_display = ["name", "join_code", "pupils", "created_at"]
    search_fields = ["name", "join_code", "teachers__username"]
    autocomplete_fields = ["teachers"]
    inlines = [EnrolmentInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the pupils in the list's own query."""
        classes: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = classes.annotate(pupil_count=Count("enrolments"))
        return counted

    @admin.display(description=_("pupils"), ordering="pupil_count")
    def pupils(self, school_class: Any) -> int:
        """How many are in the class."""
        count: int = school_class.pupil_count
        return count


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    """What was given to which class."""

    list_display = ["title", "school_class", "question_set", "due_at"]
    list_select_related = ["school_class", "question_set"]
    list_filter = ["due_at"]
    search_fields = ["title", "school_class__name"]
    autocomplete_fields = ["school_class"]
    raw_id_fields = ["question_set"]
