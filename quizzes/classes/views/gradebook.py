"""The marks of a class: the gradebook, one pupil's row, and marks that a teacher sets."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.accounts.models import User
from quizzes.accounts.requests import UserRequest, post_by_user
from quizzes.classes.forms import MarkForm
from quizzes.classes.gradebook import as_table, gradebook, row_of
from quizzes.classes.models import SchoolClass
from quizzes.classes.teachers import taught_by
from quizzes.lib import clock

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@never_cache
@login_required
@require_safe
def marks(request: UserRequest, pk: int) -> HttpResponse:
    """Show a teacher the marks of all pupils in all assignments."""
    school_class = _taught(request, pk)
    context = {"school_class": school_class, "book": gradebook(school_class, clock.now())}
    return render(request, "classes/gradebook.html", context)


@never_cache
@login_required
@require_safe
def marks_file(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Hand the gradebook out as a table; ``kind`` is "csv" or "xlsx"."""
    school_class = _taught(request, pk)
    content = as_table(gradebook(school_class, clock.now())).export(kind)
    if kind == "csv":
        # The mark by which a spreadsheet program knows the letters for UTF-8.
        content = f"\ufeff{content}"
    name = f"{slugify(school_class.name) or 'class'}-{clock.now():%Y-%m-%d}.{kind}"
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@login_required
@require_safe
def pupil(request: UserRequest, pk: int, learner_pk: int) -> HttpResponse:
    """Show a teacher all that one pupil of the class did for it, with the history of the marks."""
    school_class, learner = _pupil(request, pk, learner_pk)
    return _pupil_page(request, school_class, learner)


@never_cache
@post_by_user
def mark_set(request: UserRequest, pk: int, learner_pk: int, assignment_pk: int) -> HttpResponse:
    """Set the mark of a pupil's work, or with an empty one let the answers decide again."""
    school_class, learner = _pupil(request, pk, learner_pk)
    assignment = get_object_or_404(school_class.assignments, pk=assignment_pk)
    form = MarkForm(request.POST, prefix=str(assignment.pk))
    if not form.is_valid():
        return _pupil_page(request, school_class, learner, form=form, status=422)
    change = form.save(commit=False)
    change.assignment, change.learner = assignment, learner
    change.by, change.at = request.user, clock.now()
    change.save()
    messages.success(request, _("The mark is changed. The pupil sees it, too."))
    return redirect("class_pupil", pk, learner_pk)


def _taught(request: UserRequest, pk: int) -> SchoolClass:
    school_class: SchoolClass = get_object_or_404(taught_by(request.user), pk=pk)
    return school_class


def _pupil(request: UserRequest, pk: int, learner_pk: int) -> tuple[SchoolClass, User]:
    school_class = _taught(request, pk)
    return school_class, get_object_or_404(school_class.learners, pk=learner_pk)


def _pupil_page(
    request: UserRequest,
    school_class: SchoolClass,
    learner: User,
    *,
    form: MarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    assignments, row = row_of(learner, school_class, clock.now())
    changes = learner.mark_changes.filter(assignment__in=assignments).select_related("by")
    works = [
        {
            "assignment": assignment,
            "cell": cell,
            "changes": [it for it in changes if it.assignment_id == assignment.pk],
            "form": form
            if form and form.prefix == str(assignment.pk)
            else MarkForm(prefix=str(assignment.pk)),
        }
        for assignment, cell in zip(assignments, row.cells, strict=True)
    ]
    context = {"school_class": school_class, "learner": learner, "row": row, "works": works}
    return render(request, "classes/pupil.html", context, status=status)
