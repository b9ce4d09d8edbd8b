"""What one learner knows, in figures: read only, and always their own.

A fact counts as learned once the learner has a memory of it, and only while it is still asked:
a retired fact is in no figure, so that the parts add up to the whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DateField, Q, Value
from django.db.models.functions import Greatest

from quizzes.accounts.models import User
from quizzes.facts.models import Topic
from quizzes.study.sessions import askable, due_facts, today

from .held import Expectation, Held, expected, held_by, known
from .recall import Lately, lately

FRESH, LASTING = 7, 30  # days of stability: fresh below the first, lasting above the second
# The bars of the picture: the days of stability below which each ends, but for the last.
BANDS = (3, FRESH, 14, LASTING, 90)
FORECAST_DAYS = 30
AHEAD = timedelta(days=30)  # of the day for which recall is expected unless one is chosen


@dataclass(frozen=True, slots=True)
class Strength:
    """How many learned facts are held how firmly."""

    fresh: int
    settling: int
    lasting: int

    @property
    def learned(self) -> int:
        """All facts learned."""
        return self.fresh + self.settling + self.lasting


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How many of the facts learned so far are due on a day."""

    day: date
    facts: int


@dataclass(frozen=True, slots=True)
class TopicKnowledge:
    """One topic: its facts that are asked, those learned and due, and what would be recalled.

    ``recalled`` is the number of learned facts one expects the learner to recall today.
    """

    title: str
    facts: int
    learned: int
    due: int
    recalled: float

    @property
    def percent(self) -> int | None:
        """The recall expected today of the learned facts, or None where none is learned."""
        return round(100 * self.recalled / self.learned) if self.learned else None


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page shows, as of the learner's study day ``day``.

    ``bands`` are the facts by how firmly they are held, from the loosest; see ``BANDS``.
    """

    day: date
    strength: Strength
    bands: list[int]
    forecast: list[DayLoad]
    lately: Lately
    topics: list[TopicKnowledge]
    now: Expectation
    then: Expectation
    corrected: int
    unaided: int

    @property
    def aided(self) -> int:
        """How many learned facts the learner has never yet produced unaided."""
        return self.strength.learned - self.unaided


def progress(learner: User, now: datetime, on: date | None = None) -> Progress:
    """Return the learner's figures at ``now``, and what is expected ``on`` a day.

    The number of queries does not grow with them.
    """
    day = today(learner, now)
    held = held_by(learner)
    bands = by_firmness(held)
    return Progress(
        day=day,
        strength=Strength(sum(bands[:2]), sum(bands[2:4]), sum(bands[4:])),
        bands=bands,
        forecast=forecast(learner, day),
        lately=lately(learner, day),
        topics=topics(learner, held, day),
        now=expected(held, day),
        then=expected(held, on or day + AHEAD),
        corrected=sum(it.corrected for it in held),
        unaided=sum(it.unaided for it in held),
    )


def strength(learner: User) -> Strength:
    """Return how firmly the learner holds the facts learned."""
    return Strength(
        **known(learner).aggregate(
            fresh=Count("pk", filter=Q(stability__lt=FRESH)),
            settling=Count("pk", filter=Q(stability__gte=FRESH, stability__lte=LASTING)),
            lasting=Count("pk", filter=Q(stability__gt=LASTING)),
        )
    )


def by_firmness(held: Sequence[Held]) -> list[int]:
    """Return how many facts fall into each of the ``BANDS`` and the one above them."""
    counts = Counter(_band(it.state.stability) for it in held)
    return [counts[place] for place in range(len(BANDS) + 1)]


def _band(stability: float) -> int:
    # A fact that holds for exactly a month is not lasting yet.
    return sum(stability > end if end >= LASTING else stability >= end for end in BANDS)


def forecast(learner: User, day: date) -> list[DayLoad]:
    """Return what falls due on ``day`` and each of the days after it; overdue facts are today's.

    Without what the learner has set aside, for that is not asked.
    """
    rows = (
        due_facts(learner, day + timedelta(days=FORECAST_DAYS - 1))
        .annotate(on=Greatest("due", Value(day, output_field=DateField())))
        .values_list("on")
        .annotate(facts=Count("pk"))
    )
    facts = dict(rows)
    days = (day + timedelta(days=ahead) for ahead in range(FORECAST_DAYS))
    return [DayLoad(day, facts.get(day, 0)) for day in days]


def topics(learner: User, held: Sequence[Held], day: date) -> list[TopicKnowledge]:
    """Return every topic that has facts to ask, in the editors' order.

    Due is what is asked: without what the learner has set aside.
    """
    by_topic = due_facts(learner, day).order_by().values_list("statement__topic")
    due = dict(by_topic.annotate(facts=Count("pk")))
    learned: dict[int, list[Held]] = defaultdict(list)
    for it in held:
        learned[it.topic].append(it)
    asked = Topic.objects.filter(statements__in=askable()).annotate(facts=Count("statements"))
    return [
        TopicKnowledge(
            title=topic.title,
            facts=topic.facts,
            learned=len(learned[topic.pk]),
            due=due.get(topic.pk, 0),
            recalled=sum(it.chance(day) for it in learned[topic.pk]),
        )
        for topic in asked.order_by("position", "slug")
    ]
