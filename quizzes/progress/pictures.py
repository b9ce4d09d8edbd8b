"""The pictures on the pages of progress. Each stands beside a table of the same figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.lib.calendars import calendar_chart
from quizzes.lib.charts import Bar, Group, bar_chart
from quizzes.lib.comparisons import Pair, comparison_chart
from quizzes.lib.part_bars import Parts, part_bars

from .figures import DayLoad, TopicKnowledge
from .recall import Recall
from .study_days import StudyDays

# From how many answers on the square of a day grows.
STEPS = (1, 10, 30, 60)


def forecast_chart(forecast: Sequence[DayLoad]) -> SafeString:
    """Return the bar chart of the facts that fall due on each of the coming days."""
    due = sum(load.facts for load in forecast)
    fullest = max(forecast, key=lambda load: load.facts)
    description = ngettext("%(count)s fact falls due.", "%(count)s facts fall due.", due) % {
        "count": due
    }
    if due:
        description += " " + _("Most on %(day)s: %(count)s.") % {
            "day": date_format(fullest.day, "j F"),
            "count": fullest.facts,
        }
    return bar_chart(
        [Bar(_day_label(place, load), load.facts) for place, load in enumerate(forecast)],
        name="forecast",
        title=_("Facts due on each of the next %(days)s days") % {"days": len(forecast)},
        description=description,
    )


def _day_label(place: int, load: DayLoad) -> str:
    """The day under every seventh bar, with its month where one begins; today is the first."""
    if place % 7:
        return ""
    return date_format(load.day, "j M")


def strength_chart(bands: Sequence[int]) -> SafeString:
    """Return the bar chart of the facts by how many days they hold."""
    labels = band_labels()
    most = max(range(len(bands)), key=lambda place: bands[place])
    return bar_chart(
        [Bar(label, facts) for label, facts in zip(labels, bands, strict=True)],
        groups=[Group(_("fresh"), 2), Group(_("settling"), 2), Group(_("lasting"), 2)],
        name="firmness",
        title=_("Facts by the number of days they hold"),
        description=_("Most hold for %(days)s days: %(count)s.")
        % {"days": labels[most], "count": bands[most]},
    )


def band_labels() -> list[str]:
    """Return the names of the bands of figures.BANDS, in days."""
    return [_("under 3"), "3–6", "7–13", "14–30", "31–90", _("over 90")]


def topics_chart(topics: Sequence[TopicKnowledge]) -> SafeString:
    """Return the bars of the topics: their facts, those learned, those recalled today."""
    learned = sum(it.learned for it in topics)
    return part_bars(
        [
            Parts(
                it.title,
                it.facts,
                it.learned,
                it.recalled,
                _("%(learned)s of %(facts)s") % {"learned": it.learned, "facts": it.facts},
            )
            for it in topics
        ],
        name="topics-picture",
        title=_("Facts of each topic: all, learned, and recalled today"),
        description=_("%(learned)s of %(facts)s facts are learned.")
        % {"learned": learned, "facts": sum(it.facts for it in topics)},
    )


def calendar_picture(studied: StudyDays) -> SafeString:
    """Return the calendar of the days on which the learner answered something."""
    description = ngettext(
        "Answers on %(count)s day.", "Answers on %(count)s days.", studied.days
    ) % {"count": studied.days}
    if studied.fullest:
        day, most = studied.fullest
        description += " " + _("Most on %(day)s: %(count)s.") % {
            "day": date_format(day, "j F Y"),
            "count": most,
        }
    return calendar_chart(
        studied.answers,
        studied.first,
        studied.last,
        STEPS,
        name="calendar",
        title=_("Answers on each day from %(first)s to %(last)s")
        % {
            "first": date_format(studied.first, "j F Y"),
            "last": date_format(studied.last, "j F Y"),
        },
        description=description,
    )


def recall_chart(weeks: Sequence[Recall]) -> SafeString:
    """Return the picture of what was recalled in each week beside what was expected."""
    asked = sum(it.asked for it in weeks)
    right, expected = sum(it.right for it in weeks), sum(it.expected for it in weeks)
    return comparison_chart(
        [_pair(it) for it in weeks],
        name="recall-picture",
        title=_("Recall by week: what you knew beside what was expected"),
        description=_("In all you knew %(seen)s per cent; %(expected)s per cent were expected.")
        % {"seen": round(100 * right / asked), "expected": round(100 * expected / asked)}
        if asked
        else "",
    )


def _pair(week: Recall) -> Pair:
    label = date_format(week.last, "j M")
    if not week.asked:
        return Pair(label)
    low, high = week.bounds
    return Pair(label, week.expected / week.asked, week.right / week.asked, low, high)
