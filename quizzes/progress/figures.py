"""What one learner knows, in figures: read only, and always their own.

A fact counts as learned once the learner has a memory of it, and only while it is still asked:
a retired fact is in no figure, so that the parts add up to the whole.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DateField, F, Q, Value
from django.db.models.functions import Greatest

from quizzes.accounts.models import User
from quizzes.facts.models import Topic
from quizzes.scheduling import MemoryState, retrievability
from quizzes.study.models import MemoryQuerySet
from quizzes.study.sessions import EARNED, askable, today

FRESH, LASTING = 7, 30  # days of stability: fresh below the first, lasting above the second
FORECAST_DAYS = 14
WEEKS = 4


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
class Recall:
    """How many answers were asked of memory between two days, and how many were right."""

    asked: int
    right: int
    first: date | None = None
    last: date | None = None

    @property
    def percent(self) -> int | None:
        """The share of right answers, or None where there were none."""
        return round(100 * self.right / self.asked) if self.asked else None


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
    """All that the page shows, as of the learner's study day ``day``."""

    day: date
    strength: Strength
    forecast: list[DayLoad]
    recall: Recall
    weeks: list[Recall]
    topics: list[TopicKnowledge]

    @property
    def recalled(self) -> int:
        """How many of the learned facts one expects the learner to recall today."""
        return round(sum(topic.recalled for topic in self.topics))

    @property
    def percent(self) -> int | None:
        """The recall expected today of all learned facts, or None where none is learned."""
        learned = self.strength.learned
        recalled = sum(topic.recalled for topic in self.topics)
        return round(100 * recalled / learned) if learned else None


def progress(learner: User, now: datetime) -> Progress:
    """Return the learner's figures at ``now``; the number of queries does not grow with them."""
    day = today(learner, now)
    overall, *weeks = recall(learner, day)
    return Progress(
        day=day,
        strength=strength(learner),
        forecast=forecast(learner, day),
        recall=overall,
        weeks=weeks,
        topics=topics(learner, day),
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


def forecast(learner: User, day: date) -> list[DayLoad]:
    """Return what falls due on ``day`` and each of the days after it; overdue facts are today's."""
    rows = (
        known(learner)
        .filter(due__lt=day + timedelta(days=FORECAST_DAYS))
        .annotate(on=Greatest("due", Value(day, output_field=DateField())))
        .values_list("on")
        .annotate(facts=Count("pk"))
    )
    facts = dict(rows)
    days = (day + timedelta(days=ahead) for ahead in range(FORECAST_DAYS))
    return [DayLoad(day, facts.get(day, 0)) for day in days]


def recall(learner: User, day: date) -> list[Recall]:
    """Return the recall so far: overall, then of the last weeks, the one ending on ``day`` first.

    Only answers that moved a memory are counted, and no first meetings with a fact: whoever does
    not know what they have never seen has forgotten nothing.
    """
    ends = [day - timedelta(weeks=week) for week in range(WEEKS)]
    spans = [(None, None), *((end - timedelta(days=6), end) for end in ends)]
    right = Q(verdict__in=EARNED)
    counts = {}
    for place, (first, last) in enumerate(spans):
        within = Q(study_day__range=(first, last)) if first else Q()
        counts[f"asked_{place}"] = Count("pk", filter=within)
        counts[f"right_{place}"] = Count("pk", filter=within & right)
    found = learner.responses.filter(counted=True, retrievability__isnull=False).aggregate(**counts)
    return [
        Recall(found[f"asked_{place}"], found[f"right_{place}"], first, last)
        for place, (first, last) in enumerate(spans)
    ]


def topics(learner: User, day: date) -> list[TopicKnowledge]:
    """Return every topic that has facts to ask, in the editors' order."""
    learned: dict[int, list[MemoryState]] = defaultdict(list)
    for memory in known(learner).annotate(topic=F("statement__topic")):
        learned[memory.topic].append(memory.state)
    asked = Topic.objects.filter(statements__in=askable()).annotate(facts=Count("statements"))
    return [
        TopicKnowledge(
            title=topic.title,
            facts=topic.facts,
            learned=len(learned[topic.pk]),
            due=sum(state.due <= day for state in learned[topic.pk]),
            recalled=sum(retrievability(state, day) for state in learned[topic.pk]),
        )
        for topic in asked.order_by("position", "slug")
    ]


def known(learner: User) -> MemoryQuerySet:
    """Return the learner's memories of facts that are still asked."""
    return learner.memories.filter(statement__in=askable())
