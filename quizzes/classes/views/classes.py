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
from quizzes.classes.joining import JoinRefused, class_of, join
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
@login_required
@require_safe
def class_link(request: UserRequest, code: str) -> HttpResponse:
    """Ask whoever opened the link of a class whether they want to join it."""
    try:
        school_class = class_of(request.user, code, clock.now())
    except JoinRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("classes")
    if request.user.joined_classes.filter(pk=school_class.pk).exists():
        return redirect("class", school_class.pk)
    return render(request, "classes/class_link.html", {"school_class": school_class, "code": code})


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
        for school_class in request.user.joined_classes.filter(archived_at=None)
    ]
    teaches = is_teacher(request.user)
    taught = taught_by(request.user)
    context = {
        "joined": joined,
        "join_form": join_form or JoinForm(),
        "teaches": teaches,
        "to_look_at": work_to_look_at(request.user) if teaches else [],
        "taught": taught.filter(archived_at=None).annotate(pupils=Count("enrolments")),
        "archived": [
            *taught.exclude(archived_at=None),
            *request.user.joined_classes.exclude(archived_at=None),
        ],
        "class_form": class_form or ClassForm(),
    }
    return render(request, "classes/classes.html", context, status=status)


def _taught_class(request: UserRequest, school_class: SchoolClass) -> HttpResponse:
    context = {
        "school_class": school_class,
        "address": request.get_host() + reverse("classes"),
        "link": request.build_absolute_uri(reverse("class_link", args=[school_class.join_code])),
        "enrolments": rolls.enrolments(school_class),
        "slips": len(rolls.with_slips(school_class)),
        "assignments": with_corrections(with_done(school_class.assignments.all())),
        "now": clock.now(),
    }
    return render(request, "classes/class_taught.html", context)
