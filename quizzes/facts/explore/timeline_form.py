"""What a reader may choose to see of the timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Entity, Source, Statement, Topic
from quizzes.facts.models.parts import ROLES
from quizzes.facts.models.queries import StatementQuerySet

from .lines import Reader, listed
from .phases import Frame, outwards
from .timeline import Timeline, dated, timeline

Kind = Entity.Kind
ACTORS = (Kind.PERSON, Kind.GROUP, Kind.UNIT, Kind.BODY)
INDENT = "– "  # before the name of a phase that is part of another


class TimelineForm(forms.Form):
    """The filters; each is left empty for everything. Only what finds something is offered."""

    phase = forms.ChoiceField(label=_("Phase"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    disputed = forms.BooleanField(label=_("Only where sources differ"), required=False)
    unknown = forms.BooleanField(label=_("Only what I do not know yet"), required=False)

    def __init__(self, data: Mapping[str, Any], *, frame: Frame, reader: Reader) -> None:
        super().__init__(data)
        self.label_suffix = ""
        self.frame, self.reader = frame, reader
        if not reader.is_authenticated:
            del self.fields["unknown"]
        self._entities = _entities(frame)
        phases = [
            (phase.conflict.slug, f"{INDENT * phase.level}{capfirst(phase.conflict.label)}")
            for phase in frame.phases
        ]
        places = [it for it in self._entities if it.kind == Kind.PLACE]
        actors = [it for it in self._entities if it.kind in ACTORS]
        self._offer("phase", phases)
        self._offer("topic", _titles(Topic.objects.filter(statements__in=dated())))
        self._offer("place", [(it.slug, it.label) for it in places])
        self._offer("who", _by_kind(actors))
        cited = Source.objects.filter(citations__statement__in=dated())
        self._offer("source", [(it.slug, it.cite_as) for it in cited.distinct()])

    @property
    def is_active(self) -> bool:
        """Whether anything is chosen, be it there or not."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def chosen(self) -> list[str]:
        """What is chosen, in words, as far as it exists."""
        self.is_valid()
        words = []
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if value and isinstance(field, forms.ChoiceField):
                words.append(_labels(field.choices)[value].lstrip(INDENT))
            elif value:
                words.append(str(field.label))
        return words

    def timeline(self) -> Timeline:
        """Return what was chosen; nothing where a choice does not exist."""
        if not self.is_valid():
            return Timeline([])
        phase = self.cleaned_data["phase"]
        return timeline(
            self._statements(),
            self.frame,
            self.reader,
            phases=self.frame.within(phase) if phase else None,
            only_unknown=self.cleaned_data.get("unknown", False),
        )

    def _statements(self) -> StatementQuerySet:
        chosen = self.cleaned_data
        found = listed(dated())
        if chosen["topic"]:
            found = found.filter(topic__slug=chosen["topic"])
        for name in ("place", "who"):
            if chosen[name]:
                found = found.filter(self._concerning(chosen[name]))
        if chosen["source"]:
            found = found.filter(
                pk__in=Statement.objects.filter(citations__source__slug=chosen["source"])
            )
        return found.filter(**{"is_disputed": True}) if chosen["disputed"] else found

    def _concerning(self, slug: str) -> Q:
        """The condition that a statement, or another on its event, speaks of an entity.

        What is said of a part of a place, or of an event, is said of the whole.
        """
        entity = next(it for it in self._entities if it.slug == slug)
        meant = self.frame.inside(entity.pk)
        spoken = Q()
        for role in ROLES:
            spoken |= Q(**{f"{role}__in": meant})
        on_events = Statement.objects.standing().filter(spoken, subject__kind=Kind.EVENT)
        return spoken | Q(subject__in=on_events.values("subject"))

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]


def _entities(frame: Frame) -> list[Entity]:
    """Return the actors and places that the timeline speaks of, also places around those."""
    on_it = Statement.objects.standing().filter(
        Q(pk__in=dated().values("pk")) | Q(subject__kind=Kind.EVENT)
    )
    spoken_of = {pk for row in on_it.order_by().values_list(*ROLES) for pk in row if pk}
    around = {pk for entity in spoken_of for pk in outwards(entity, frame.parents)}
    return list(Entity.objects.filter(pk__in=around, kind__in=(Kind.PLACE, *ACTORS)))


def _titles(topics: Any) -> list[tuple[str, str]]:
    return [(topic.slug, topic.title) for topic in topics.distinct()]


def _by_kind(entities: list[Entity]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Options under the names of their kinds."""
    kinds = defaultdict[str, list[tuple[str, str]]](list)
    for entity in entities:
        kinds[entity.kind].append((entity.slug, entity.label))
    return [(str(Kind(kind).label), kinds[kind]) for kind in ACTORS if kinds[kind]]


def _labels(choices: Any) -> dict[str, str]:
    """The labels by value of choices, some of which stand in groups."""
    labels: dict[str, str] = {}
    for value, label in choices:
        labels |= _labels(label) if isinstance(label, list) else {value: str(label)}
    return labels
