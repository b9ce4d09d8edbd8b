"""The pack in ``seeds/derna``: what it covers, and that it keeps the rules of its content."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.test import TestCase

from quizzes.facts.explore.disagreements import disputed_groups
from quizzes.facts.findings import read_facts
from quizzes.facts.loaded_words import loaded_words
from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement, Topic
from quizzes.facts.models.statements import StatementSensitivity
from quizzes.facts.pack import Report, load_pack
from quizzes.facts.sentences import fill, sentence

EVENTS = [Entity.Kind.EVENT, Entity.Kind.CONFLICT]


class SeedPackTest(TestCase):
    """Loaded once for all tests."""

    report: Report

    @classmethod
    def setUpTestData(cls) -> None:
        cls.report = load_pack(settings.FACT_PACK)

    def test_it_works(self) -> None:
        assert Statement.objects.published().count() >= 550
        assert Topic.objects.count() >= 5
        assert not self.report.conflicts
        assert not load_pack(settings.FACT_PACK).changed

    def test_all_five_documents_are_cited(self) -> None:
        assert cited_documents() == {"000", "001", "002", "003", "004"}

    def test_three_articles_of_one_origin_are_one_witness(self) -> None:
        wikis = Source.objects.filter(document__in=["000", "002", "003"])
        assert len(set(wikis.values_list("origin", flat=True))) == 1
        assert Source.objects.values("origin").distinct().count() == 3

    def test_a_disagreement_has_one_note_that_speaks_for_several(self) -> None:
        for group in disputed_groups():
            notes = Counter(fact.dispute_note for fact in group)
            shared = [note for note, number in notes.items() if number > 1]
            assert len(shared) <= 1, [fact.slug for fact in group]

    def test_every_data_type_is_there(self) -> None:
        used = Statement.objects.published().values_list("property__datatype", flat=True)
        assert set(used) == set(Property.Datatype.values)

    def test_every_sensitivity_is_there(self) -> None:
        used = Statement.objects.published().values_list("sensitivity", flat=True)
        assert set(used) == set(StatementSensitivity.values)

    def test_every_qualifier_is_used(self) -> None:
        published = Statement.objects.published()
        assert published.exclude(when="").exists()
        assert published.filter(where__isnull=False).exists()
        assert published.filter(attributed_to__isnull=False).exists()
        assert published.filter(unattributed=True).exists()
        assert published.filter(date_inferred=True).exists()

    def test_disagreements_are_there_and_explained(self) -> None:
        disputed: Any = Statement.objects.with_disputed()
        disputed = disputed.filter(is_disputed=True)
        assert disputed.filter(disputed_mark=True).exists()
        assert disputed.filter(disputed_mark=False).count() >= 8
        assert [row.slug for row in disputed.filter(dispute_note="")] == []

    def test_both_figures_of_the_population_are_there(self) -> None:
        figures: Any = Statement.objects.with_disputed().filter(property__slug="population")
        assert [(row.value_quantity, row.is_disputed) for row in figures] == [
            ("125000", True),
            ("~150000", True),
        ]

    def test_the_artefact_is_kept_but_does_not_stand(self) -> None:
        artefact = Statement.objects.get(slug="derna-campaign-duration-artefact")
        assert artefact.value_text.startswith("6 years, 11 months")
        assert artefact not in Statement.objects.standing()

    def test_every_statement_is_cited_with_its_place(self) -> None:
        assert slugs(Statement.objects.filter(citations__isnull=True)) == []
        assert not Citation.objects.filter(locator="").exists()

    def test_every_entity_is_spoken_of(self) -> None:
        """As part of a statement, as somebody's double, or in a text."""
        told = "\n".join(text for _slug, text in reader_texts())
        spoken_of: set[int | None] = set(
            Entity.different_from.through._default_manager.values_list("from_entity", flat=True)
        )
        for row in Statement.objects.all():
            spoken_of |= {row.subject_id, row.value_entity_id, row.where_id, row.attributed_to_id}
        others = Entity.objects.exclude(pk__in=[pk for pk in spoken_of if pk])
        forgotten = {entity.slug for entity in others if entity.label not in told}
        assert forgotten == set()

    def test_every_event_has_its_clauses(self) -> None:
        """Those that dates are asked of."""
        dated = Entity.objects.filter(kind="event", statements__property__slug="happened")
        assert slugs(dated.filter(clause="") | dated.filter(question_clause="")) == []

    def test_sentences_have_no_artefacts(self) -> None:
        for slug, text in reader_texts():
            for artefact in ("{", "[", "|", "None", "()", "  ", "..", " .", "the the ", "the The "):
                assert artefact not in text, f"{slug}: {text}"

    def test_what_readers_see_takes_no_side(self) -> None:
        names = proper_names()
        found = {
            (slug, loaded.word, text)
            for slug, text in reader_texts()
            for loaded in loaded_words(text, names)
        }
        assert found == set()

    def test_the_second_reading_finds_nothing(self) -> None:
        assert read_facts().findings == []

    def test_killings_and_prisoners_are_never_asked(self) -> None:
        """What only the reading pages show is nothing that a question can be made of."""
        for row in Statement.objects.filter(property__slug="treatment"):
            assert row.sensitivity == "restricted", row.slug

    def test_numbers_of_victims_are_never_ordinary(self) -> None:
        """A number of dead, wounded or captured is asked at most by who says it."""
        victims = ["casualties", "wounded", "lost", "had-wounded", "had-captured"]
        for row in Statement.objects.filter(property__slug__in=victims):
            assert row.sensitivity != "ordinary", row.slug


def cited_documents() -> set[str]:
    return set(Citation.objects.values_list("source__document", flat=True))


def slugs(rows: "QuerySet[Statement] | QuerySet[Entity]") -> list[str]:
    return list(rows.values_list("slug", flat=True))


def proper_names() -> list[str]:
    """Names of people, groups, places …; an event's is wording of ours."""
    aliases = Alias.objects.exclude(entity__kind__in=EVENTS).values_list("text", flat=True)
    labels = Entity.objects.exclude(kind__in=EVENTS).values_list("label", flat=True)
    return [*aliases, *labels]


def reader_texts() -> Iterator[tuple[str, str]]:
    """All wording that readers can see, each with the slug of the record it is to be mended in.

    Titles of sources are left out: they are somebody else's wording.
    """
    for entity in Entity.objects.all():
        yield entity.slug, entity.description
        if entity.kind in EVENTS:
            for text in (entity.label, entity.clause, entity.question_clause):
                yield entity.slug, text
    for topic in Topic.objects.all():
        yield topic.slug, topic.title
        yield topic.slug, topic.description
    for source in Source.objects.all():
        yield source.slug, source.cite_as
    for row in Statement.objects.for_reading():
        told_by_its_event = row.subject.kind in EVENTS and not row.own_sentence
        slug = row.subject.slug if told_by_its_event else row.slug
        yield slug, sentence(row)
        yield slug, fill(row.own_stem or row.property.ask_value, row)
        yield slug, fill(row.own_subject_stem or row.property.ask_subject, row)
        yield row.slug, row.explanation
        yield row.slug, row.dispute_note
