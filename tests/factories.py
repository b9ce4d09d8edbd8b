"""Makers of test data; each gives a valid record and takes what a test cares about."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from quizzes.accounts.models import User
from quizzes.bank.models import Question, QuestionSet, QuestionSetItem
from quizzes.classes.models import Assignment, Enrolment, SchoolClass
from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement, Topic

PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    time_zone = "UTC"
    password = factory.django.Password(PASSWORD)


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    slug = factory.Sequence(lambda n: f"source-{n}")
    title = factory.Sequence(lambda n: f"Report {n}")
    publisher = "The Gazette"
    published = "2018-06-12"
    origin = factory.SelfAttribute("slug")
    cite_as = "The Gazette, 12 June 2018"


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    title = factory.Sequence(lambda n: f"Topic {n}")


class EntityFactory(DjangoModelFactory[Entity]):
    class Meta:
        model = Entity

    slug = factory.Sequence(lambda n: f"entity-{n}")
    kind = Entity.Kind.PERSON
    label = factory.Sequence(lambda n: f"Person {n}")


class AliasFactory(DjangoModelFactory[Alias]):
    class Meta:
        model = Alias

    entity = factory.SubFactory(EntityFactory)
    text = factory.Sequence(lambda n: f"Alias {n}")


class EventFactory(EntityFactory):
    kind = Entity.Kind.EVENT
    label = factory.Sequence(lambda n: f"capture of place {n}")
    takes_the = True
    clause = factory.Sequence(lambda n: f"the army captured place {n}")
    question_clause = factory.Sequence(lambda n: f"did the army capture place {n}")


class DatePropertyFactory(DjangoModelFactory[Property]):
    class Meta:
        model = Property
        django_get_or_create = ("slug",)

    slug = "happened"
    label = "happened"
    datatype = Property.Datatype.DATE
    single_valued = True
    marks = Property.Marks.SPAN
    sentence = "{subject.clause} {value.phrase}"
    ask_value = "{value.ask} {subject.question}?"
    ask_subject = "What happened {value.phrase}?"


class EntityPropertyFactory(DjangoModelFactory[Property]):
    class Meta:
        model = Property
        django_get_or_create = ("slug",)

    slug = "commander"
    label = "commander"
    datatype = Property.Datatype.ENTITY
    single_valued = True
    single_subject = True
    sentence = "{subject} [was|were] commanded by {value}"
    ask_value = "Who commanded {subject}?"
    ask_subject = "What did {value} command?"


class StatementFactory(DjangoModelFactory[Statement]):
    """A published, dated event; pass ``property`` and a value for other kinds."""

    class Meta:
        model = Statement
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"fact-{n}")
    subject = factory.SubFactory(EventFactory)
    property = factory.SubFactory(DatePropertyFactory)
    topic = factory.SubFactory(TopicFactory)
    status = Statement.Status.PUBLISHED
    value_date = factory.Sequence(lambda n: f"2018-{n % 12 + 1:02}-{n % 28 + 1:02}")

    @factory.post_generation
    def cited(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted is not False:
            CitationFactory(statement=self)


class CommanderFactory(StatementFactory):
    """A published fact that a unit was commanded by a person."""

    subject = factory.SubFactory(
        EntityFactory, kind="unit", label=factory.Sequence(lambda n: f"Brigade {n}"), takes_the=True
    )
    property = factory.SubFactory(EntityPropertyFactory)
    value_date = ""
    value_entity = factory.SubFactory(EntityFactory)


class CitationFactory(DjangoModelFactory[Citation]):
    class Meta:
        model = Citation

    statement = factory.SubFactory(StatementFactory, cited=False)
    source = factory.SubFactory(SourceFactory)
    locator = "paragraph 1"


class QuestionFactory(DjangoModelFactory[Question]):
    """A choice about a fact, with the second of three options right."""

    class Meta:
        model = Question

    statement = factory.SubFactory(StatementFactory)
    format = Question.Format.CHOICE
    direction = Question.Direction.VALUE
    key = factory.LazyAttribute(lambda q: f"{q.statement.slug}:{q.format}:{q.direction}")
    stem = factory.Sequence(lambda n: f"When did event {n} happen?")
    options = factory.LazyFunction(
        lambda: [
            {"text": "1 May 2018", "correct": False},
            {"text": "7 May 2018", "correct": True},
            {"text": "9 June 2018", "correct": False},
        ]
    )
    answers = factory.LazyFunction(lambda: ["2018-05-07"])
    answer_kind = Question.AnswerKind.DATE
    right_answer = "7 May 2018"
    explanation = "It happened on 7 May 2018."
    status = Question.Status.PUBLISHED


class TypedQuestionFactory(QuestionFactory):
    format = Question.Format.TYPED
    options = factory.LazyFunction(list)


class FlashcardFactory(QuestionFactory):
    format = Question.Format.FLASHCARD
    options = factory.LazyFunction(list)


class DateQuestionFactory(TypedQuestionFactory):
    format = Question.Format.DATE


class NumberQuestionFactory(QuestionFactory):
    format = Question.Format.NUMBER
    stem = factory.Sequence(lambda n: f"How many boats lay in harbour {n}?")
    options = factory.LazyFunction(list)
    answers = factory.LazyFunction(lambda: ["46127"])
    answer_kind = Question.AnswerKind.NUMBER
    right_answer = "46,127 boats"


class ClozeFactory(QuestionFactory):
    """A sentence in which the name of a town is missing, with its first letter."""

    format = Question.Format.CLOZE
    stem = factory.Sequence(lambda n: f"Brigade {n} was based in D____ from 2016.")
    options = factory.LazyFunction(list)
    content = factory.LazyFunction(lambda: {"hint": "D"})
    answers = factory.LazyFunction(lambda: ["Derna", "Darnah"])
    answer_kind = Question.AnswerKind.PERSONAL
    right_answer = "Derna"


class TrueFalseFactory(QuestionFactory):
    format = Question.Format.TRUE_FALSE
    stem = factory.Sequence(lambda n: f"Is it true that event {n} happened on 9 May 2018?")
    options = factory.LazyFunction(lambda: [{"text": "9 May 2018", "correct": False}])
    content = factory.LazyFunction(lambda: {"so": False})
    answers = factory.LazyFunction(list)
    answer_kind = Question.AnswerKind.TEXT
    right_answer = "No: 7 May 2018"


class OrderingFactory(QuestionFactory):
    """Four events of 2018; the one that happened in June is the question's own."""

    format = Question.Format.ORDERING
    stem = "Put these events in order, the earliest first."
    options = factory.LazyFunction(list)
    content = factory.LazyFunction(
        lambda: {
            "items": [
                {"text": "The harbour was opened", "rank": 0},
                {"text": "The mill was burnt", "rank": 1},
                {"text": "The bridge was rebuilt", "rank": 2},
                {"text": "The school was closed", "rank": 3},
            ],
            "own": 2,
        }
    )
    answers = factory.LazyFunction(list)
    answer_kind = Question.AnswerKind.TEXT
    right_answer = (
        "1. The harbour was opened (April 2018)\n2. The mill was burnt (May 2018)\n"
        "3. The bridge was rebuilt (June 2018)\n4. The school was closed (July 2018)"
    )


class MatchingFactory(QuestionFactory):
    """Four units and who commanded them; the third pair is the question's own."""

    format = Question.Format.MATCHING
    stem = "Match each question with its answer."
    options = factory.LazyFunction(list)
    content = factory.LazyFunction(
        lambda: {
            "prompts": [f"Who commanded the {u}?" for u in ("Guard", "Patrol", "Column", "Corps")],
            "options": ["Huda Faraj", "Idris Kamil", "Layla Hamdan", "Omar Salem"],
            "key": [3, 0, 2, 1],
            "own": 2,
        }
    )
    answers = factory.LazyFunction(list)
    answer_kind = Question.AnswerKind.PERSONAL
    right_answer = (
        "Who commanded the Guard? – Omar Salem\nWho commanded the Patrol? – Huda Faraj\n"
        "Who commanded the Column? – Layla Hamdan\nWho commanded the Corps? – Idris Kamil"
    )


class PlacingFactory(QuestionFactory):
    """An event that belongs between the second and the third of three known ones."""

    format = Question.Format.PLACING
    stem = "Where on this timeline does it belong that the bridge was rebuilt?"
    options = factory.LazyFunction(list)
    content = factory.LazyFunction(
        lambda: {
            "events": [
                {"text": "The harbour was opened", "when": "3 April 2018"},
                {"text": "The mill was burnt", "when": "12 May 2018"},
                {"text": "The school was closed", "when": "July 2018"},
            ],
            "slot": 2,
            "own": {"text": "The bridge was rebuilt", "when": "9 June 2018"},
        }
    )
    answers = factory.LazyFunction(list)
    answer_kind = Question.AnswerKind.TEXT
    right_answer = "Between “The mill was burnt” and “The school was closed”: 9 June 2018"


class MapQuestionFactory(QuestionFactory):
    """Four towns of the coast, of which the third is right; it lies near the fourth."""

    format = Question.Format.MAP
    stem = "In which town was the airfield opened?"
    options = factory.LazyFunction(list)
    content = factory.LazyFunction(
        lambda: {
            "points": [
                {"text": "Benghazi", "longitude": 20.07, "latitude": 32.12, "correct": False},
                {"text": "Bayda", "longitude": 21.76, "latitude": 32.76, "correct": False},
                {"text": "Derna", "longitude": 22.64, "latitude": 32.77, "correct": True},
                {"text": "Martuba", "longitude": 22.77, "latitude": 32.58, "correct": False},
            ]
        }
    )
    answers = factory.LazyFunction(lambda: ["Derna"])
    answer_kind = Question.AnswerKind.PERSONAL
    right_answer = "Derna"


# One maker for each format.
BY_FORMAT: dict[str, type[QuestionFactory]] = {
    "choice": QuestionFactory,
    "placing": PlacingFactory,
    "matching": MatchingFactory,
    "map": MapQuestionFactory,
    "true-false": TrueFalseFactory,
    "typed": TypedQuestionFactory,
    "date": DateQuestionFactory,
    "number": NumberQuestionFactory,
    "cloze": ClozeFactory,
    "ordering": OrderingFactory,
    "flashcard": FlashcardFactory,
}


class QuestionSetFactory(DjangoModelFactory[QuestionSet]):
    class Meta:
        model = QuestionSet
        skip_postgeneration_save = True

    owner = factory.SubFactory(UserFactory)
    title = "The first week"

    @factory.post_generation
    def questions(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for position, question in enumerate(extracted or []):
            QuestionSetItem.objects.create(question_set=self, question=question, position=position)


class SchoolClassFactory(DjangoModelFactory[SchoolClass]):
    class Meta:
        model = SchoolClass
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Class {n}")

    @factory.post_generation
    def teachers(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for teacher in extracted or []:
            self.teachers.add(teacher)


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    school_class = factory.SubFactory(SchoolClassFactory)
    learner = factory.SubFactory(UserFactory)


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment

    school_class = factory.SubFactory(SchoolClassFactory)
    question_set = factory.SubFactory(QuestionSetFactory)
    title = "The first week"
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
