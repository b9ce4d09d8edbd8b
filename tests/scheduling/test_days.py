from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from quizzes.scheduling import study_day

TRIPOLI = ZoneInfo("Africa/Tripoli")  # UTC+2 all year
BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (datetime(2024, 5, 7, 1, 59, 59, tzinfo=UTC), TRIPOLI, date(2024, 5, 6)),
        (datetime(2024, 5, 7, 2, 0, tzinfo=UTC), TRIPOLI, date(2024, 5, 7)),
        (datetime(2024, 5, 7, 22, 30, tzinfo=UTC), TRIPOLI, date(2024, 5, 7)),
        (datetime(2024, 1, 1, 0, 0, tzinfo=TRIPOLI), TRIPOLI, date(2023, 12, 31)),
        (datetime(2024, 5, 7, 17, 0, tzinfo=UTC), AUCKLAND, date(2024, 5, 8)),
    ],
)
def test_the_day_starts_at_four_local_time(moment: datetime, zone: ZoneInfo, day: date) -> None:
    assert study_day(moment, zone) == day


def test_it_starts_at_four_by_the_clock_when_summer_time_begins_and_ends() -> None:
    # On these mornings four hours before 04:00 by the clock are three and five hours ago.
    for month, day in ((3, 31), (10, 27)):
        before = datetime(2024, month, day, 3, 59, tzinfo=BERLIN)
        after = datetime(2024, month, day, 4, 0, tzinfo=BERLIN)
        assert study_day(before, BERLIN) == date(2024, month, day - 1)
        assert study_day(after, BERLIN) == date(2024, month, day)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        study_day(datetime(2024, 5, 7, 12), TRIPOLI)  # noqa: DTZ001
