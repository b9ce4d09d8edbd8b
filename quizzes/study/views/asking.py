"""The card that asks a question and then tells about the answer, in reviews and in quizzes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.bank.formats import FORMATS, AnswerMissing
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.lib.htmx import render_page, wants_partial
from quizzes.scheduling import Rating
from quizzes.study.answering import GIVEN_LENGTH, answer, due_after, grade
from quizzes.study.feedback import feedback
from quizzes.study.models import Response
from quizzes.study.selection import is_current, is_withdrawn
from quizzes.study.sessions import today
from quizzes.study.why import Why

from .unsent import unsent


@dataclass(frozen=True)
class Place:
    """Where the learner is: in what, where the answer goes, what comes next, and how far on.

    ``note`` is said of what the answers are good for, where that needs saying.
    """

    title: str
    answer_url: str
    next_url: str
    done: int
    total: int
    note: str = ""


@dataclass(frozen=True)
class RatingChoice:
    """A flashcard's rating, in a word, with what it leads to."""

    value: int
    word: str
    leads_to: str


def may_answer(request: HttpRequest, response: Response) -> bool:
    """Whether the request answers an open question as it stands, or comes back to an answered one.

    If the question has changed since it was shown, here or in another tab, the learner is told so.
    """
    if response.answered_at is not None:
        return True
    if request.method != "POST":
        return False
    shown = request.POST.get("version", str(response.question_version))
    if is_withdrawn(response):
        messages.info(request, _("The editors have withdrawn that question."))
        return False
    if not is_current(response) or shown != str(response.question_version):
        messages.info(request, _("The editors have just changed that question."))
        return False
    return True


def take_answer(request: HttpRequest, response: Response, now: datetime) -> str:
    """Answer the response with the request's form; return the problem with it, if there is one.

    Turning a flashcard leaves the response open, and so does a first answer that says too little.
    An answer that a device had to keep counts for the time at which it comes. When it was given
    only the device could tell, and what may hang on that, such as a due date, is worth a wrong
    clock. The harm is small: the memory counts a night as a day.
    """
    if "reveal" in request.POST and response.question.format == Question.Format.FLASHCARD:
        return ""
    try:
        answer(response, request.POST, now)
    except AnswerMissing as missing:
        return str(missing)
    return ""


def render_question(
    request: HttpRequest,
    response: Response,
    place: Place,
    *,
    problem: str = "",
    why: Why | None = None,
) -> HttpResponse:
    """Render an open question, with the ``problem`` of an answer that could not be graded.

    In a review it tells ``why`` the fact is asked now.
    """
    status = 422 if problem else 200
    draft = unsent(request, response, place.answer_url)
    return _render(request, response, place, status=status, problem=problem, why=why, draft=draft)


def is_repeated(request: HttpRequest, response: Response) -> bool:
    """Whether the request gives another answer to a question than before, as from a second tab.

    The same answer sent twice, as after its acknowledgement was lost on the way, is no other.
    """
    if request.method != "POST" or response.answered_at is None:
        return False
    try:
        graded = grade(response.question, response.shown, request.POST)
    except AnswerMissing:
        return True
    skipped = graded.verdict == Verdict.SKIPPED, response.verdict == Verdict.SKIPPED
    return graded.given[:GIVEN_LENGTH] != response.given or skipped[0] != skipped[1]


def render_answer(
    request: HttpRequest,
    response: Response,
    place: Place,
    now: datetime,
    *,
    problem: str,
    repeated: bool,
) -> HttpResponse:
    """Render what became of an answer: its feedback, its ``problem``, or the card turned."""
    if problem:
        return render_question(request, response, place, problem=problem)
    if response.answered_at is None and response.first_given:
        return render_question(request, response, place)
    if response.answered_at is None:
        return _render(request, response, place, turned=rating_choices(response, now))
    return _render(request, response, place, feedback=feedback(response), repeated=repeated)


def rating_choices(response: Response, now: datetime) -> list[RatingChoice]:
    """Return the four ratings with what each leads to, where that differs.

    A visitor, of whom nothing is remembered, sees the words alone.
    """
    words = {
        Rating.AGAIN: _("Again"),
        Rating.HARD: _("Hard"),
        Rating.GOOD: _("Good"),
        Rating.EASY: _("Easy"),
    }
    hints = dict.fromkeys(words, "")
    if response.learner:
        day = today(response.learner, now)
        dues = due_after(response.learner, response.statement, day)
        # Where all but “Again” lead to the same day, it does not help to choose between them.
        if len({due for rating, due in dues.items() if rating != Rating.AGAIN}) > 1:
            hints = {rating: _in_days((due - day).days) for rating, due in dues.items()}
        if response.session_id:
            hints[Rating.AGAIN] = _("later in this session")
    return [RatingChoice(int(rating), word, hints[rating]) for rating, word in words.items()]


def _in_days(days: int) -> str:
    if days == 1:
        return _("tomorrow")
    return ngettext("in about %(days)s day", "in about %(days)s days", days) % {"days": days}


def _render(
    request: HttpRequest,
    response: Response,
    place: Place,
    *,
    status: int = 200,
    draft: Mapping[str, str] | None = None,
    **more: object,
) -> HttpResponse:
    format = FORMATS[response.question.format]
    context = {
        "place": place,
        "response": response,
        "shown": response.shown,
        "format_template": format.template,
        "writes": format.writes,
        "is_partial": wants_partial(request),
        "draft": draft,
        **format.context(response.shown, request.POST or draft or {}),
        **more,
    }
    return render_page(request, "study/asking.html", context, partial="card", status=status)
