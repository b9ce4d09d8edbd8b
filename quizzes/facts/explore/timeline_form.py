"""What a reader may choose to see of the timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Entity, Source, Statement, Topic

from .lines import Reader
from .mentions import Mentions, mentions
from .phases import Frame, Placed, nested, outwards
from .timeline import NOTHING, Timeline, dated, placing, timeline

Kind = Entity.Kind
ACTORS = (Kind.PERSON, Kind.GROUP, Kind.UNIT, Kind.BODY)
# A list of thousands is no help to who chooses, and a long way to an old phone.
MOST_OFFERED = 300
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
        self._mentions = mentions()
        self._events = _on_events()
        self._entities = _entities(frame, self._mentions, self._events)
        phases = [
            (phase.conflict.slug, f"{INDENT * depth}{capfirst(phase.conflict.label)}")
            for phase, depth in nested(frame.phases)
        ]
        places = self._offered("place", [it for it in self._entities if it.kind == Kind.PLACE])
        actors = self._offered("who", [it for it in self._entities if it.kind in ACTORS])
        self._offer("phase", phases)
        self._offer("topic", _titles(Topic.objects.filter(statements__in=dated())))
        self._offer("place", [(it.slug, capfirst(it.label)) for it in places])
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

    def timeline(self, page: str = "") -> Timeline:
        """Return a ``page`` of what was chosen; nothing where a choice does not exist."""
        if not self.is_valid():
            return NOTHING
        phase = self.cleaned_data["phase"]
        return timeline(
            self._facts(),
            self.frame,
            self.reader,
            phases=self.frame.within(phase) if phase else None,
            only_unknown=self.cleaned_data.get("unknown", False),
            page=page,
        )

    def _facts(self) -> list[Placed]:
        chosen = self.cleaned_data
        found = dated()
        if chosen["topic"]:
            found = found.filter(topic__slug=chosen["topic"])
        if chosen["source"]:
            found = found.filter(
                pk__in=Statement.objects.filter(citations__source__slug=chosen["source"])
            )
        if chosen["disputed"]:
            disputed = Statement.objects.all().with_disputed().filter(**{"is_disputed": True})
            found = found.filter(pk__in=disputed.values("pk"))
        concerned = [self._concerning(chosen[it]) for it in ("place", "who") if chosen[it]]
        return [
            it
            for it in placing(found)
            if all(it.pk in facts or it.subject in events for facts, events in concerned)
        ]

    def _concerning(self, slug: str) -> tuple[set[int], set[int]]:
        """Return the facts that speak of an entity, and the events of which one does.

        What is said of a part of a place, or of an event, is said of the whole.
        """
        entity = next(it for it in self._entities if it.slug == slug)
        facts = self._mentions.speaking_of(self.frame.inside(entity.pk))
        return facts, {event for fact, event in self._events.items() if fact in facts}

    def _offered(self, name: str, entities: list[Entity]) -> list[Entity]:
        """Of very many ``entities`` those that most facts speak of, and the one that is chosen."""
        if len(entities) <= MOST_OFFERED:
            return entities
        told = gettext("Of %(all)s only the %(count)s that most facts speak of.")
        self.fields[name].help_text = told % {
            "all": number_format(len(entities), force_grouping=True),
            "count": MOST_OFFERED,
        }
        facts, chosen = self._mentions.facts, self.data.get(name)
        by_facts = sorted(entities, key=lambda it: -facts[it.pk])
        kept = {it.pk for it in by_facts[:MOST_OFFERED]}
        return [it for it in entities if it.pk in kept or it.slug == chosen]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]


def _on_events() -> dict[int, int]:
    """Return by standing fact about an event the id of that event."""
    rows = Statement.objects.standing().filter(subject__kind=Kind.EVENT).order_by()
    return dict(rows.values_list("pk", "subject_id"))


def _entities(frame: Frame, known: Mentions, on_events: Mapping[int, int]) -> list[Entity]:
    """Return the actors and places that the timeline speaks of, also places around those."""
    dates = {*dated().order_by().values_list("pk", "subject_id")}
    facts = {pk for pk, _subject in dates}
    events = {subject for _pk, subject in dates}
    facts |= {pk for pk, event in on_events.items() if event in events}
    spoken_of = {entity for pk in facts for entity in known.of_fact.get(pk, ())}
    around = {pk for entity in spoken_of for pk in outwards(entity, frame.parents)}
    found = Entity.objects.filter(pk__in=around, kind__in=(Kind.PLACE, *ACTORS))
    # In the order of the alphabet, where a database may put small letters behind capitals.
    return sorted(found.only("slug", "label", "kind"), key=lambda it: it.label.casefold())


def _titles(topics: Any) -> list[tuple[str, str]]:
    return [(topic.slug, topic.title) for topic in topics.distinct()]


def _by_kind(entities: list[Entity]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Options under the names of their kinds."""
    kinds = defaultdict[str, list[tuple[str, str]]](list)
    for entity in entities:
        kinds[entity.kind].append((entity.slug, capfirst(entity.label)))
    return [(str(Kind(kind).label), kinds[kind]) for kind in ACTORS if kinds[kind]]


def _labels(choices: Any) -> dict[str, str]:
    """The labels by value of choices, some of which stand in groups."""
    labels: dict[str, str] = {}
    for value, label in choices:
        labels |= _labels(label) if isinstance(label, list) else {value: str(label)}
    return labels
