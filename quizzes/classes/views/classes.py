"""Classes: those one learns in, those one teaches, and who is in them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.classes import rolls
from quizzes.classes.corrections import with_corrections, work_to_look_at
from quizzes.classes.forms import ClassForm, JoinForm
from quizzes.classes.joining import JoinRefused, join
from quizzes.classes.models import SchoolClass
from quizzes.classes.teachers import is_teacher, taught_by
from quizzes.classes.work import with_done, work_of_learner
from quizzes.lib import clock


@never_cache
@login_required
@require_safe
def classes(request: UserRequest) -> HttpResponse:
    """Show a learner their classes with open work, and a teacher those they teach."""
    return _classes(request)


@never_cache
@post_by_user
def class_join(request: UserRequest) -> HttpResponse:
    """Join the class whose code is typed."""
    form = JoinForm(request.POST)
    if form.is_valid():
        try:
            school_class, new = join(request.user, form.cleaned_data["code"], clock.now())
        except JoinRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            said = _("You are in %(name)s now.") if new else _("You were in %(name)s already.")
            messages.success(request, said % {"name": school_class})
            return redirect("class", school_class.pk)
    return _classes(request, join_form=form, status=422)


@never_cache
@post_by_user
def class_new(request: UserRequest) -> HttpResponse:
    """Begin a class to teach."""
    if not is_teacher(request.user):
        raise PermissionDenied
    form = ClassForm(request.POST)
    if not form.is_valid():
        return _classes(request, class_form=form, status=422)
    school_class, new = rolls.begin_class(request.user, form.cleaned_data["name"])
    if not new:
        messages.info(request, _("You already teach a class of this name. Here it is."))
    return redirect("class", school_class.pk)


@never_cache
@login_required
@require_safe
def class_page(request: UserRequest, pk: int) -> HttpResponse:
    """Show its teacher the class with its pupils and work, a pupil their own work in it."""
    taught = taught_by(request.user).filter(pk=pk).first()
    if taught:
        return _taught_class(request, taught)
    school_class = get_object_or_404(request.user.joined_classes, pk=pk)
    works = [
        work
        for work in work_of_learner(request.user, clock.now())
        if work.assignment.school_class_id == school_class.pk
    ]
    context = {"school_class": school_class, "works": works}
    return render(request, "classes/class_joined.html", context)


@never_cache
@post_by_user
def class_code(request: UserRequest, pk: int) -> HttpResponse:
    """Give the class a new code; the old one lets nobody in any more."""
    school_class = get_object_or_404(taught_by(request.user), pk=pk)
    rolls.renew_code(school_class)
    messages.success(request, _("The class has a new code. The old one no longer works."))
    return redirect("class", school_class.pk)


@never_cache
@post_by_user
def pupil_remove(request: UserRequest, pk: int, learner_pk: int) -> HttpResponse:
    """Take a pupil out of the class; what they learned and answered stays theirs."""
    school_class = get_object_or_404(taught_by(request.user), pk=pk)
    if learner := school_class.learners.filter(pk=learner_pk).first():
        school_class.enrolments.filter(learner=learner).delete()
        said = _("%(name)s is no longer in the class.")
        messages.success(request, said % {"name": learner.display_name})
    return redirect("class", school_class.pk)


def _classes(
    request: UserRequest,
    *,
    join_form: JoinForm | None = None,
    class_form: ClassForm | None = None,
    status: int = 200,
) -> HttpResponse:
    works = [work for work in work_of_learner(request.user, clock.now()) if work.open]
    joined = [
        (school_class, [work for work in works if work.assignment.school_class == school_class])
        for school_class in request.user.joined_classes.all()
    ]
    teaches = is_teacher(request.user)
    context = {
        "joined": joined,
        "join_form": join_form or JoinForm(),
        "teaches": teaches,
        "to_look_at": work_to_look_at(request.user) if teaches else [],
        "taught": taught_by(request.user).annotate(pupils=Count("enrolments")),
        "class_form": class_form or ClassForm(),
    }
    return render(request, "classes/classes.html", context, status=status)


def _taught_class(request: UserRequest, school_class: SchoolClass) -> HttpResponse:
    context = {
        "school_class": school_class,
        "address": request.get_host() + reverse("classes"),
        "pupils": rolls.pupils(school_class),
        "assignments": with_corrections(with_done(school_class.assignments.all())),
        "now": clock.now(),
    }
    return render(request, "classes/class_taught.html", context)
