"""The pages that show learners what they know: always their own, nobody else's can be asked for."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.accounts.requests import UserRequest
from quizzes.facts.explore.pictures import KNOWLEDGE, legend, mark_worth, timeline_picture
from quizzes.facts.explore.places import KNOWN, places_map
from quizzes.lib import clock
from quizzes.lib.comparisons import key_pair
from quizzes.lib.part_bars import key_part
from quizzes.study.preferences import is_day_off
from quizzes.study.sessions import today

from . import figures, pictures, recall
from .answers_file import COLUMNS, has_answers, lines
from .corrected import corrected
from .forms import DayForm
from .ground import TIMELINE_TITLE, ground
from .spellings import spellings
from .study_days import study_days
from .tables import calendar_legend, calendar_table, recall_table


@never_cache
@login_required
@require_safe
def progress(request: UserRequest) -> HttpResponse:
    """Show what the learner knows, and what of it will be left on a day chosen as ``?on=``."""
    now = clock.now()
    day = today(request.user, now)
    chosen = DayForm(request.GET, today=day)
    on = chosen.cleaned_data["on"] if chosen.is_valid() else None
    known = figures.progress(request.user, now, on)
    # What is shown is filled in, unless it was refused.
    form = DayForm(initial={"on": known.then.day}, today=day) if chosen.is_valid() else chosen
    context: dict[str, Any] = {
        "progress": known,
        "form": form,
        "forecast": pictures.forecast_chart(known.forecast),
        "firmness": pictures.strength_chart(known.bands),
        "bands": list(zip(pictures.band_labels(), known.bands, strict=True)),
        "topics": pictures.topics_chart(known.topics),
        "keys": {kind: key_part(kind) for kind in ("whole", "part", "core")},
    }
    return render(
        request, "progress/progress.html", context, status=200 if chosen.is_valid() else 422
    )


@never_cache
@login_required
@require_safe
def history(request: UserRequest) -> HttpResponse:
    """Show on which days the learner studied, and how well what came back was known."""
    day = today(request.user, clock.now())
    studied = study_days(request.user, day, partial(is_day_off, request.user))
    weeks = recall.weeks(request.user, day)
    context = {
        "studied": studied,
        "calendar": pictures.calendar_picture(studied) if studied else "",
        "calendar_table": calendar_table(studied) if studied else None,
        "calendar_legend": calendar_legend(),
        "weeks": weeks,
        "in_all": recall.together(weeks),
        "recall": pictures.recall_chart(weeks),
        "recall_table": recall_table(weeks),
        "keys": {kind: key_pair(kind) for kind in ("seen", "expected")},
        "anything": studied or has_answers(request.user),
        "columns": COLUMNS,
    }
    return render(request, "progress/history.html", context)


@never_cache
@login_required
@require_safe
def map_and_timeline(request: UserRequest) -> HttpResponse:
    """Show the timeline and the map, coloured by what the learner knows."""
    shown = ground(request.user)
    on_map = [it for it in shown.places if it.on_map]
    kinds = [mark.kind for mark in shown.timeline.marks(personal=True)]
    context = {
        "ground": shown,
        "timeline": timeline_picture(shown.timeline, personal=True, title=str(TIMELINE_TITLE)),
        "mark_worth": mark_worth(shown.timeline),
        "timeline_legend": legend(kinds, KNOWLEDGE),
        "map": places_map(shown.places),
        "map_legend": legend((it.kind for it in on_map), KNOWN),
    }
    return render(request, "progress/map_and_timeline.html", context)


@never_cache
@login_required
@require_safe
def corrections(request: UserRequest) -> HttpResponse:
    """Show a ``?page=`` of what was corrected of the facts the learner had learned.

    Below it a page, ``?proposed=``, of the spellings that the learner proposed to the editors.
    """
    context = {
        "corrected": corrected(request.user, request.GET.get("page", "")),
        "spellings": spellings(request.user, request.GET.get("proposed", "")),
    }
    return render(request, "progress/corrections.html", context)


@never_cache
@login_required
@require_safe
def answers(request: UserRequest) -> StreamingHttpResponse:
    """Hand out all the learner's answers as a CSV file."""
    name = f"derna-edu-answers-{today(request.user, clock.now())}.csv"
    return StreamingHttpResponse(
        lines(request.user),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
