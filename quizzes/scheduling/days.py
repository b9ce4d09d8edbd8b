"""The study day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_STARTS = timedelta(hours=4)
"""Local time at which a study day begins unless the learner sets another one.

An evening that runs late so stays one day.
"""


def study_day(moment: datetime, zone: ZoneInfo, starts: timedelta = DAY_STARTS) -> date:
    """Return the study day of an aware moment for a learner in ``zone``.

    The day starts at ``starts`` by the learner's clock, whatever summer time does that night.
    Raises ValueError for a moment without a time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone belongs to no study day.")
    # Subtracting from a naive time moves the hands of the clock, not the instant.
    by_the_clock = moment.astimezone(zone).replace(tzinfo=None)
    return (by_the_clock - starts).date()
