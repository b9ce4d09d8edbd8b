"""What a class is called, who teaches it, who may join it, and putting it away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.classes import rolls
from quizzes.classes.forms import ClassForm, TeacherForm
from quizzes.classes.models import SchoolClass
from quizzes.classes.teachers import taught_by
from quizzes.lib import clock


@never_cache
@login_required
@require_safe
def class_manage(request: UserRequest, pk: int) -> HttpResponse:
    """Show a teacher of the class how it is set up."""
    return _manage(request, _taught(request, pk))


@never_cache
@post_by_user
def class_rename(request: UserRequest, pk: int) -> HttpResponse:
    """Give the class another name."""
    school_class = _taught(request, pk)
    # A copy of its own: a refused name must not stand in the page's heading.
    form = ClassForm(request.POST, instance=SchoolClass.objects.get(pk=pk))
    if not form.is_valid():
        return _manage(request, school_class, name_form=form, status=422)
    form.save()
    messages.success(request, _("The class has its new name."))
    return redirect("class_manage", pk)


@never_cache
@post_by_user
def class_archive(request: UserRequest, pk: int) -> HttpResponse:
    """Put the class away, or with ``again`` take it up again."""
    school_class = _taught(request, pk)
    if "again" in request.POST:
        rolls.archive(school_class, None)
        messages.success(request, _("The class is among your classes again."))
        return redirect("class", pk)
    rolls.archive(school_class, clock.now())
    said = _("%(name)s is archived. You find it at the end of this page.")
    messages.success(request, said % {"name": school_class})
    return redirect("classes")


@never_cache
@post_by_user
def class_code(request: UserRequest, pk: int) -> HttpResponse:
    """Give the class a new code; the old one lets nobody in any more."""
    rolls.renew_code(_taught(request, pk))
    messages.success(request, _("The class has a new code. The old one no longer works."))
    return redirect("class", pk)


@never_cache
@post_by_user
def class_close(request: UserRequest, pk: int) -> HttpResponse:
    """Let nobody in by the code, or with ``open`` let them in again by the same one."""
    school_class = _taught(request, pk)
    school_class.open_to_join = "open" in request.POST
    school_class.save(update_fields=["open_to_join"])
    if school_class.open_to_join:
        messages.success(request, _("The code lets pupils in again."))
    else:
        messages.success(request, _("The code lets nobody in any more."))
    return redirect("class", pk)


@never_cache
@post_by_user
def teacher_add(request: UserRequest, pk: int) -> HttpResponse:
    """Let another teacher teach the class, too."""
    school_class = _taught(request, pk)
    form = TeacherForm(request.POST, school_class=school_class)
    if not form.is_valid():
        return _manage(request, school_class, teacher_form=form, status=422)
    teacher = form.cleaned_data["username"]
    school_class.teachers.add(teacher)
    said = _("%(name)s teaches the class, too.")
    messages.success(request, said % {"name": teacher.display_name})
    return redirect("class_manage", pk)


@never_cache
@post_by_user
def teacher_remove(request: UserRequest, pk: int, teacher_pk: int) -> HttpResponse:
    """Let somebody teach the class no more, oneself included; the last one stays."""
    school_class = _taught(request, pk)
    teacher = school_class.teachers.filter(pk=teacher_pk).first()
    if teacher and not rolls.dismiss(school_class, teacher):
        messages.error(request, _("A class needs a teacher. Add another one first."))
    elif teacher:
        said = _("%(name)s no longer teaches the class.")
        messages.success(request, said % {"name": teacher.display_name})
    stays = school_class.teachers.filter(pk=request.user.pk).exists()
    return redirect("class_manage", pk) if stays else redirect("classes")


def _taught(request: UserRequest, pk: int) -> SchoolClass:
    school_class: SchoolClass = get_object_or_404(taught_by(request.user), pk=pk)
    return school_class


def _manage(
    request: UserRequest,
    school_class: SchoolClass,
    *,
    name_form: ClassForm | None = None,
    teacher_form: TeacherForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "school_class": school_class,
        "teachers": school_class.teachers.order_by("username"),
        "name_form": name_form or ClassForm(instance=school_class),
        "teacher_form": teacher_form or TeacherForm(school_class=school_class),
    }
    return render(request, "classes/class_manage.html", context, status=status)
