"""The pictures on the progress page."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.lib.charts import Bar, bar_chart
from quizzes.progress.figures import DayLoad


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
        [Bar(str(load.day.day), load.facts) for load in forecast],
        name="forecast",
        title=_("Facts due on each of the next %(days)s days") % {"days": len(forecast)},
        description=description,
    )
