"""The pupils of a class: accounts made for them, their slips and passwords, and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.classes import rolls
from quizzes.classes.forms import PupilListForm
from quizzes.classes.models import SchoolClass
from quizzes.classes.pupil_lists import Added, ListRefused, add_pupils
from quizzes.classes.teachers import taught_by


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pupils_add(request: UserRequest, pk: int) -> HttpResponse:
    """Make accounts for a list of pupils, then show the slips with their passwords."""
    school_class = _taught(request, pk)
    form = PupilListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            added = add_pupils(school_class, form.cleaned_data["listed"])
        except ListRefused as refused:
            form.add_error("names", refused.problems)
        else:
            _tell(request, added)
            return redirect("slips" if added.made else "class", pk)
    status = 422 if form.is_bound else 200
    context = {"school_class": school_class, "form": form}
    return render(request, "classes/pupils_add.html", context, status=status)


@never_cache
@login_required
@require_safe
def slips(request: UserRequest, pk: int) -> HttpResponse:
    """Show what to print for the pupils who have not set their own password yet."""
    school_class = _taught(request, pk)
    context = {
        "school_class": school_class,
        "pupils": rolls.with_slips(school_class),
        "address": request.get_host(),
    }
    return render(request, "classes/slips.html", context)


@never_cache
@post_by_user
def pupil_password(request: UserRequest, pk: int, learner_pk: int) -> HttpResponse:
    """Give a pupil whose account was made for the class the password of a new slip."""
    enrolments = _taught(request, pk).enrolments.select_related("learner")
    enrolment = get_object_or_404(enrolments, learner=learner_pk)
    name = {"name": enrolment.learner.display_name}
    if not rolls.renew_password(enrolment):
        said = _("%(name)s made the account, so only they can set its password.")
        messages.error(request, said % name)
        return redirect("class", pk)
    messages.success(request, _("%(name)s has a new password. Here is the slip.") % name)
    return redirect("slips", pk)


@never_cache
@post_by_user
def pupil_remove(request: UserRequest, pk: int, learner_pk: int) -> HttpResponse:
    """Take a pupil out of the class; what they learned and answered stays theirs."""
    school_class = _taught(request, pk)
    if learner := school_class.learners.filter(pk=learner_pk).first():
        school_class.enrolments.filter(learner=learner).delete()
        said = _("%(name)s is no longer in the class.")
        messages.success(request, said % {"name": learner.display_name})
    return redirect("class", pk)


def _taught(request: UserRequest, pk: int) -> SchoolClass:
    school_class: SchoolClass = get_object_or_404(taught_by(request.user), pk=pk)
    return school_class


def _tell(request: HttpRequest, added: Added) -> None:
    if count := len(added.made):
        said = ngettext(
            "%(count)s pupil has an account now and is in the class.",
            "%(count)s pupils have an account now and are in the class.",
            count,
        )
        messages.success(request, said % {"count": count})
    if added.known:
        said = _("In the class already, and left as they are: %(names)s.")
        messages.info(request, said % {"names": ", ".join(added.known)})
