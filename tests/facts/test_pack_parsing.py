"""Records that cannot be understood: each mistake is named with file, line and field."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.facts.models import Entity, PackRecord, Source, Statement, Topic
from quizzes.facts.pack import PackError
from quizzes.facts.pack.fields import as_text, degrees
from quizzes.facts.pack.parsing import parse_records
from quizzes.facts.pack.reading import Cell, RawRecord
from quizzes.facts.pack.records import FIELDS, MODELS
from tests.factories import EntityFactory, StatementFactory

from .conftest import PackFolder

pytestmark = pytest.mark.django_db

HARBOUR, FEAST = "statements/harbour.yaml", "statements/feast.yaml"


def nothing_was_loaded() -> bool:
    models: list[type[PackRecord]] = [Source, Topic, Entity, Statement]
    return not any(model._default_manager.exists() for model in models)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "message"),
    [
        pytest.param(
            *("topics.yaml", "description: Its", "about: Its"),
            *(6, "about", "not a field of a topic; known are: slug, title, description, position"),
            id="unknown field",
        ),
        pytest.param(
            *("topics.yaml", "  title: The feast\n", "", 9, "title", "is missing"),
            id="missing field",
        ),
        pytest.param(
            *("topics.yaml", "title: The feast", "title:", 10, "title", "is missing"),
            id="empty field",
        ),
        pytest.param(
            *("topics.yaml", "title: The feast", "title: [The, feast]", 10, "title"),
            "must be plain text, but a list stands here",
            id="list for text",
        ),
        pytest.param(
            *("topics.yaml", "title: The feast", "title: {the: feast}", 10, "title"),
            "must be plain text, but fields stand here",
            id="fields for text",
        ),
        pytest.param(
            *("entities.yaml", "note: 'Spelled", "aliases: Ashe\n  note: 'Spelled"),
            *(24, "aliases", "must be a list: lines that begin with “- ”"),
            id="text for list",
        ),
        pytest.param(
            *("entities.yaml", "    - text: Harbor Guard", "    - Harbor Guard"),
            *(17, "aliases", "each entry has fields: text, kind"),
            id="text for a part",
        ),
        pytest.param(
            *("entities.yaml", "kind: acronym", "kind: initials", 18, "kind"),
            "“initials” is not known; write one of: spelling, name, former, short, acronym, added, "
            "script",
            id="unknown kind of a part",
        ),
        pytest.param(
            *("entities.yaml", "- text: Harbor Guard", "- text: HG", 19, "aliases"),
            "“HG” stands here twice",
            id="alias twice",
        ),
        pytest.param(
            *("topics.yaml", "slug: feast", "slug: The Feast", 9, "slug"),
            "“The Feast” is not a slug; use small letters, digits and single hyphens",
            id="bad slug",
        ),
        pytest.param(
            *("topics.yaml", "slug: feast", "slug: " + "a" * 101, 9, "slug"),
            "a slug has at most 100 characters",
            id="long slug",
        ),
        pytest.param(
            *(HARBOUR, "slug: guard-commander", "slug: feast-began", 21, "slug"),
            "“feast-began” stands already in statements/feast.yaml, line 4",
            id="the same slug in two files",
        ),
        pytest.param(
            *("sources.yaml", "kind: book", "kind: scroll", 6, "kind"),
            "“scroll” is not known; write one of: encyclopedia, news, report, book, other",
            id="unknown choice",
        ),
        pytest.param(
            *("sources.yaml", "published: 1910", "published: soon", 7, "published"),
            "“soon” is not a date. Write the year first: 2018-05-07, 2018-05 or 2018.",
            id="bad date",
        ),
        pytest.param(
            *("sources.yaml", "published: 1904-03-02", "published: 1904-3-2", 16, "published"),
            "“1904-3-2”: write month and day with two digits, as in 2018-05-07.",
            id="date without noughts",
        ),
        pytest.param(
            *("sources.yaml", "_inferred: yes", "_inferred: maybe", 8, "published_inferred"),
            "“maybe” is neither yes nor no",
            id="neither yes nor no",
        ),
        pytest.param(
            *("sources.yaml", "  cite_as: the almanac", f"  document: {'0' * 11}\n  cite_as: a"),
            *(10, "document", "11 characters; at most 10 are allowed"),
            id="text too long",
        ),
        pytest.param(
            *("topics.yaml", "position: 1", "position: first", 7, "position"),
            "“first” is not a whole number from 0 to 9999",
            id="no number",
        ),
        pytest.param(
            *("topics.yaml", "position: 1", f"position: {'9' * 5000}", 7, "position"),
            f"“{'9' * 5000}” is not a whole number from 0 to 9999",
            id="a number too long to read",
        ),
        pytest.param(
            *(HARBOUR, "importance: 1", "importance: 4", 14, "importance"),
            "“4” is not a whole number from 1 to 3",
            id="number out of range",
        ),
        pytest.param(
            *("entities.yaml", "latitude: 32.76", "latitude: 90.1", 31, "latitude"),
            "“90.1” is not a number from -90 to 90",
            id="latitude out of range",
        ),
        pytest.param(
            *("entities.yaml", "longitude: -22.5", "longitude: west", 32, "longitude"),
            "“west” is not a number from -180 to 180",
            id="longitude that is no number",
        ),
        pytest.param(
            *("entities.yaml", "longitude: -22.5", "longitude: NaN", 32, "longitude"),
            "“NaN” is not a number from -180 to 180",
            id="longitude that is not finite",
        ),
        pytest.param(
            *(HARBOUR, "subject: guard", "subject: gard", 5, "subject"),
            "no entity has the slug “gard”",
            id="unknown subject",
        ),
        pytest.param(
            *(HARBOUR, "property: strength", "property: might", 6, "property"),
            "no property has the slug “might”",
            id="unknown property",
        ),
        pytest.param(
            *(HARBOUR, "topic: harbour", "topic: port", 13, "topic"),
            "no topic has the slug “port”",
            id="unknown topic",
        ),
        pytest.param(
            *(HARBOUR, "where: lighthouse", "where: pier", 11, "where"),
            "no entity has the slug “pier”",
            id="unknown place",
        ),
        pytest.param(
            *(HARBOUR, "attributed_to: jane-ash", "attributed_to: john", 12, "attributed_to"),
            "no entity has the slug “john”",
            id="unknown speaker",
        ),
        pytest.param(
            *(HARBOUR, "source: gazette", "source: herald", 17, "citations"),
            "no source has the slug “herald”",
            id="unknown source",
        ),
        pytest.param(
            *("entities.yaml", "- night-guard", "- day-guard", 15, "different_from"),
            "no entity has the slug “day-guard”",
            id="unknown double",
        ),
        pytest.param(
            *(HARBOUR, "locator: para. 2", "locator: ''", 18, "locator", "is missing"),
            id="citation without a place",
        ),
        pytest.param(
            *(HARBOUR, "- source: almanac\n      locator: page 7"),
            "- source: gazette\n      locator: para. 1",
            *(29, "citations", "“gazette, para. 1” stands here twice"),
            id="citation twice",
        ),
        pytest.param(
            *(HARBOUR, "value: jane-ash", "value: Jane Ash", 24, "value"),
            "“Jane Ash” is not a slug; use small letters, digits and single hyphens",
            id="text for an entity",
        ),
        pytest.param(
            *(HARBOUR, "value: jane-ash", "value: john", 24, "value"),
            "no entity has the slug “john”",
            id="unknown value",
        ),
        pytest.param(
            *(HARBOUR, "value: ~120", "value: 1,100", 7, "value"),
            "“1,100” is not a quantity. Write digits without separators, such as 19270",
            id="bad quantity",
        ),
        pytest.param(
            *(HARBOUR, "value: ~120", f"value: {'1' * 15}.123456..{'9' * 15}.999999", 7, "value"),
            "46 characters; at most 40 are allowed",
            id="long quantity",
        ),
        pytest.param(
            *(FEAST, "value: 1904-03-01", "value: 1 March 1904", 7, "value"),
            "“1 March 1904” is not a date. Write the year first",
            id="bad date as a value",
        ),
        pytest.param(
            *(FEAST, "value: 1904-03-01", "value: [1904]", 7, "value"),
            "must be plain text, but a list stands here",
            id="list as a value",
        ),
        pytest.param(
            *("sources.yaml", "  cite_as: the almanac", "  document: 000\n  cite_as: a"),
            *(19, "document", "“000” stands already in sources.yaml, line 4"),
            id="document number twice",
        ),
    ],
)
def test_a_mistake(
    pack: PackFolder, file: str, old: str, new: str, line: int, field: str, message: str
) -> None:
    pack.edit(file, old, new)
    [problem] = pack.problems()
    assert (problem.file, problem.line, problem.field) == (file, line, field)
    assert problem.message.startswith(message)
    assert nothing_was_loaded()


def test_a_published_fact_without_a_source(pack: PackFolder) -> None:
    pack.edit(
        HARBOUR,
        "  topic: harbour\n",
        "  topic: harbour\n\n- slug: bare\n  subject: guard\n  property: strength\n"
        "  value: 3\n  topic: harbour\n\n- slug: rest\n  subject: guard\n"
        "  property: strength\n  value: 4\n  topic: harbour\n",
    )
    found = [p for p in pack.problems() if p.field == "citations"]
    assert found
    assert found[0].message.startswith("a published fact needs at least one source")
    assert nothing_was_loaded()


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "message"),
    [
        pytest.param(
            *("entities.yaml", "  longitude: -22.5\n", "", 26, "longitude"),
            "Give both latitude and longitude, or neither.",
            id="half a place",
        ),
        pytest.param(
            *(FEAST, "value: feast\n", "value: lighting\n", 43, ""),
            "Subject and value must differ.",
            id="about itself",
        ),
        pytest.param(
            *(HARBOUR, "  topic: harbour", "  unattributed: yes\n  topic: harbour", 4, ""),
            "Either name who claims it or tick that nobody is named.",
            id="claimed twice",
        ),
        pytest.param(
            *("properties.yaml", "{subject} began", "{subjekt} began", 12, "sentence"),
            "“{subjekt}” is not a placeholder. Known are: {by}",
            id="unknown placeholder",
        ),
        pytest.param(
            *(FEAST, "own_stem: '{value.ask} was", "own_stem: 'When [was", 20, "own_stem"),
            "A “[” stands alone. Write {subject} or [was|were].",
            id="stray bracket",
        ),
        pytest.param(
            *(HARBOUR, "subject: guard", "subject: jane-ash", 5, "subject"),
            "“Jane Ash” is of the kind person; “strength” takes: military unit.",
            id="wrong kind of subject",
        ),
        pytest.param(
            *(HARBOUR, "value: jane-ash", "value: lighthouse", 24, "value"),
            "“old lighthouse” is of the kind place; “was commanded by” takes: person.",
            id="wrong kind of value",
        ),
        pytest.param(
            *(FEAST, "property: happened\n  value: 1904-03-01"),
            "property: happened\n  value: 1904-03-05",
            *(17, "value"),
            "5 March 1904 lies after the end of the event “feast of lamps” (4 March 1904).",
            id="outside the event",
        ),
    ],
)
def test_a_mistake_seen_when_all_is_put_together(
    pack: PackFolder, file: str, old: str, new: str, line: int, field: str, message: str
) -> None:
    pack.edit(file, old, new)
    # A date outside its event is named at both.
    [problem] = [p for p in pack.problems() if (p.line, p.field) == (line, field)]
    assert problem.file == file
    assert problem.message.startswith(message)
    assert nothing_was_loaded()


def test_all_mistakes_are_found_at_once_and_in_order(pack: PackFolder) -> None:
    pack.edit("topics.yaml", "position: 1", "position: first")
    pack.edit("topics.yaml", "title: The feast", "titel: The feast")
    pack.edit("sources.yaml", "kind: book", "kind: scroll")
    found = [(p.file, p.line, p.field) for p in pack.problems()]
    assert found == [
        ("sources.yaml", 6, "kind"),
        ("topics.yaml", 7, "position"),
        ("topics.yaml", 9, "title"),
        ("topics.yaml", 10, "titel"),
    ]


def test_all_mistakes_of_the_rules_are_found_at_once(pack: PackFolder) -> None:
    pack.edit(FEAST, "value: feast\n", "value: lighting\n")
    pack.edit(HARBOUR, "  topic: harbour", "  unattributed: yes\n  topic: harbour")
    assert {p.file for p in pack.problems()} == {FEAST, HARBOUR}


def test_slugs_of_the_database_are_known(pack: PackFolder) -> None:
    EntityFactory(slug="pier", kind="place")
    pack.edit(HARBOUR, "where: lighthouse", "where: pier")
    pack.load()
    where = Statement.objects.get(slug="guard-strength").where
    assert where
    assert where.slug == "pier"


def test_a_property_of_the_database_says_what_its_values_are(empty_pack: PackFolder) -> None:
    known = StatementFactory()
    empty_pack.write(
        "a.yaml",
        f"statements:\n- slug: a\n  subject: {known.subject.slug}\n  property: happened\n"
        f"  value: soon\n  topic: {known.topic.slug}\n  status: draft\n",
    )
    [problem] = empty_pack.problems()
    assert (problem.line, problem.field) == (5, "value")


def test_dates_and_numbers_are_brought_into_their_usual_form(pack: PackFolder) -> None:
    pack.edit(HARBOUR, "value: ~120", "value: ~ 120.0")
    pack.edit(HARBOUR, "when: 1904", "when: 1904-xx")
    pack.load()
    fact = Statement.objects.get(slug="guard-strength")
    assert (fact.value_quantity, fact.when) == ("~120", "1904-XX")


def test_being_unlike_need_be_written_once(pack: PackFolder) -> None:
    pack.edit("entities.yaml", "  different_from:\n    - guard\n", "")
    pack.load()
    assert Entity.objects.get(slug="night-guard").different_from.get().slug == "guard"
    assert not pack.load().changed


def test_yes_and_no_have_two_spellings(pack: PackFolder) -> None:
    pack.edit("sources.yaml", "_inferred: yes", "_inferred: True")
    pack.load()
    assert Source.objects.get(slug="almanac").published_inferred


cells: Callable[..., st.SearchStrategy[Cell]] = st.builds
texts = st.one_of(st.text(max_size=20), st.sampled_from(["a", "yes", "2018", "date", "happened"]))
values = st.recursive(
    cells(Cell, texts, st.just(1)),
    lambda inner: cells(
        Cell,
        st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["text", "kind", "source", "a"]), inner, max_size=3),
        ),
        st.just(1),
    ),
    max_leaves=5,
)


@st.composite
def raw_records(draw: st.DrawFn) -> RawRecord:
    kind = draw(st.sampled_from(sorted(MODELS)))
    names = st.sampled_from([field.name for field in FIELDS[kind]] + ["other"])
    slug = {"slug": Cell("a", 1)}
    return RawRecord(kind, "a.yaml", 1, slug | draw(st.dictionaries(names, values)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(raw_records(), max_size=4))
def test_random_records(records: list[RawRecord]) -> None:
    try:
        parsed = parse_records(records)
    except PackError as error:
        assert all(p.file and p.line and p.message for p in error.problems)
    else:
        assert len(parsed) == len(records)


@pytest.mark.parametrize(
    "written", ["1e999999999", "1e-999999999", "1E2", "-1e999999999", "Infinity", "9" * 5000, "."]
)
def test_a_coordinate_is_written_out(pack: PackFolder, written: str) -> None:
    pack.edit("entities.yaml", "latitude: 32.76", f"latitude: {written}")
    [problem] = pack.problems()
    assert (problem.file, problem.line, problem.field) == ("entities.yaml", 31, "latitude")
    assert problem.message.endswith("” is not a number from -90 to 90")
    assert len(problem.message) < 90


@pytest.mark.parametrize(
    ("written", "kept"),
    [("+5", "5"), ("-.5", "-0.5"), ("7.", "7"), ("-0", "0"), ("007.50", "7.5"), ("1.000004", "1")],
)
def test_a_coordinate_that_is(written: str, kept: str) -> None:
    assert as_text(degrees(90)(written)) == kept
