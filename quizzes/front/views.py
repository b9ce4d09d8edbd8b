"""The front door: what a visitor, a learner and a teacher see first, and the help page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.classes.corrections import work_to_look_at
from quizzes.classes.teachers import is_teacher
from quizzes.front.coursework import classes_at_work, open_work
from quizzes.front.outlook import next_review
from quizzes.lib import clock
from quizzes.progress import figures
from quizzes.study.agenda import agenda
from quizzes.study.attempts import unfinished


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what this is, and everybody else what their day holds."""
    user = request.user
    if not user.is_authenticated:
        return render(request, "front/landing.html")
    now = clock.now()
    today = agenda(user, now)
    teaches = is_teacher(user)
    context = {
        "agenda": today,
        "minutes": max(1, round(today.seconds / 60)),
        "next_review": None if today.left else next_review(user, today.day),
        "strength": figures.strength(user),
        "unfinished": unfinished(user.attempts.all()),
        "work": open_work(user, now),
        "teaches": teaches,
        "to_look_at": work_to_look_at(user) if teaches else [],
        "classes": classes_at_work(user, now),
    }
    return render(request, "front/home.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain reviews, answers, content notes and disputes, and the three steps for teachers."""
    return render(request, "front/help.html")
