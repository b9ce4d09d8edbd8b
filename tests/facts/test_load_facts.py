"""The command ``load_facts``: the whole pack or nothing, and no edit undone unasked."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement, Topic
from quizzes.facts.signals import Change
from tests.factories import EntityFactory, SourceFactory, TopicFactory

from .conftest import PackFolder

pytestmark = pytest.mark.django_db

HARBOUR, FEAST = "statements/harbour.yaml", "statements/feast.yaml"


def load(pack: PackFolder, *options: str) -> str:
    out = StringIO()
    call_command("load_facts", str(pack.path), *options, stdout=out)
    return out.getvalue()


def refused(pack: PackFolder, *options: str) -> str:
    with pytest.raises(CommandError) as error:
        load(pack, *options)
    return str(error.value)


def everything() -> str:
    """All that a load can change, to see that it has changed nothing."""
    rows = []
    for model in (Source, Topic, Entity, Property, Statement, Alias, Citation):
        rows += [list(model._default_manager.order_by("pk").values())]
    rows += [list(Entity.different_from.through._default_manager.values())]
    return json.dumps(rows, default=str)


def test_it_works(pack: PackFolder) -> None:
    assert load(pack).splitlines() == [
        "sources: 2 new, 0 changed, 0 unchanged",
        "topics: 2 new, 0 changed, 0 unchanged",
        "entities: 6 new, 0 changed, 0 unchanged",
        "properties: 8 new, 0 changed, 0 unchanged",
        "statements: 7 new, 0 changed, 0 unchanged",
    ]
    fact = Statement.objects.get(slug="guard-strength")
    assert fact.subject.label == "Harbour Guard"
    assert [fact.value_quantity, fact.value_low, fact.value_high] == ["~120", 108, 132]
    assert (fact.unit, fact.when, fact.date_inferred) == ("keepers", "1904", True)
    assert fact.where == Entity.objects.get(slug="lighthouse")
    assert fact.attributed_to == Entity.objects.get(slug="jane-ash")
    assert (fact.topic.title, fact.importance) == ("The harbour", 1)
    assert (fact.sensitivity, fact.status, fact.rank) == ("context", "published", "normal")
    [citation] = fact.citations.all()
    assert (citation.source.document, citation.locator) == ("000", "para. 2")
    assert citation.quote == "some 120 keepers"
    assert Statement.objects.get(slug="ash-on-the-lamp").status == "draft"
    guard = fact.subject
    assert [(a.text, a.kind) for a in guard.aliases.all()] == [
        ("HG", "acronym"),
        ("Harbor Guard", "spelling"),
    ]
    assert [other.slug for other in guard.different_from.all()] == ["night-guard"]


def test_the_project_has_a_pack_of_its_own(settings: Any, pack: PackFolder) -> None:
    settings.FACT_PACK = pack.path
    call_command("load_facts", stdout=StringIO())
    assert Statement.objects.count() == 7


def test_a_second_load_changes_nothing_and_asks_little(
    pack: PackFolder, announced: list[Change]
) -> None:
    load(pack)
    before = everything()
    announced.clear()
    with CaptureQueriesContext(connection) as captured:
        assert "statements: 0 new, 0 changed, 7 unchanged" in load(pack)
    assert everything() == before
    assert not announced
    assert not [q for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    many = "".join(f"- slug: topic-{n}\n  title: Topic {n}\n" for n in range(30))
    pack.write("more.yaml", f"topics:\n{many}")
    load(pack)
    with CaptureQueriesContext(connection) as again:
        load(pack)
    assert len(again) == len(captured)


def test_a_changed_record_is_updated_in_its_place(pack: PackFolder) -> None:
    load(pack)
    before = Statement.objects.get(slug="guard-strength")
    pack.edit(HARBOUR, "value: ~120", "value: '>=200'")
    pack.edit(HARBOUR, "  where: lighthouse\n", "")
    pack.edit("topics.yaml", "title: The feast", "title: The great feast")
    report = load(pack)
    assert "topics: 0 new, 1 changed, 1 unchanged" in report
    assert "statements: 0 new, 1 changed, 6 unchanged" in report
    after = Statement.objects.get(slug="guard-strength")
    assert after.pk == before.pk
    assert [after.value_quantity, after.value_low, after.value_high] == [">=200", 200, None]
    assert after.where is None
    assert Topic.objects.get(slug="feast").title == "The great feast"
    assert "statements: 0 new, 0 changed, 7 unchanged" in load(pack)


def test_a_value_may_become_one_of_another_property(pack: PackFolder) -> None:
    load(pack)
    pack.edit(
        HARBOUR, "property: commanded-by\n  value: jane-ash", "property: known-as\n  value: H"
    )
    load(pack)
    fact = Statement.objects.get(slug="guard-commander")
    assert (fact.value_text, fact.value_entity) == ("H", None)


def test_aliases_and_citations_are_replaced(pack: PackFolder) -> None:
    load(pack)
    pack.edit("entities.yaml", "    - text: HG\n      kind: acronym\n", "    - text: Guards\n")
    pack.edit(HARBOUR, "- source: almanac\n      locator: page 7\n    ", "")
    load(pack)
    guard = Entity.objects.get(slug="guard")
    assert [alias.text for alias in guard.aliases.all()] == ["Guards", "Harbor Guard"]
    fact = Statement.objects.get(slug="guard-commander")
    assert [str(c.locator) for c in fact.citations.all()] == ["para. 1"]
    pack.edit("entities.yaml", "  different_from:\n    - night-guard\n", "")
    pack.edit("entities.yaml", "  different_from:\n    - guard\n", "")
    load(pack)
    assert not guard.different_from.exists()


def test_records_that_left_the_pack_stay(pack: PackFolder) -> None:
    load(pack)
    (pack.path / HARBOUR).unlink()
    assert "statements: 0 new, 0 changed, 5 unchanged" in load(pack)
    assert Statement.objects.count() == 7


@pytest.fixture
def edited(pack: PackFolder) -> PackFolder:
    """A pack whose guard was renamed here, and then there too."""
    load(pack)
    guard = Entity.objects.get(slug="guard")
    guard.label, guard.note = "Guard of the Harbour", "renamed"
    guard.save()
    guard.aliases.create(text="Guards")
    pack.edit("entities.yaml", "label: Harbour Guard", "label: Port Guard")
    pack.edit("topics.yaml", "title: The feast", "title: The great feast")
    return pack


def test_an_edit_made_here_stops_the_load(edited: PackFolder, announced: list[Change]) -> None:
    before = everything()
    assert refused(edited) == (
        "Nothing was loaded.\n"
        "entities.yaml, line 9: “guard” has been edited here and differs in:"
        " label, aliases, note\n"
        "Add --keep to leave these as they are, or --overwrite to replace them."
    )
    assert everything() == before
    assert not announced


def test_an_edit_made_here_can_be_kept(edited: PackFolder) -> None:
    report = load(edited, "--keep")
    assert "topics: 0 new, 1 changed, 1 unchanged" in report
    assert "entities: 0 new, 0 changed, 5 unchanged" in report
    assert "differs in: label, aliases, note (kept as edited)" in report
    guard = Entity.objects.get(slug="guard")
    assert (guard.label, guard.aliases.count()) == ("Guard of the Harbour", 3)
    assert Topic.objects.get(slug="feast").title == "The great feast"
    assert "“guard” has been edited here" in refused(edited)


def test_an_edit_made_here_can_be_overwritten(edited: PackFolder) -> None:
    pk = Entity.objects.get(slug="guard").pk
    assert "differs in: label, aliases, note (replaced)" in load(edited, "--overwrite")
    guard = Entity.objects.get(slug="guard")
    assert (guard.pk, guard.label, guard.note, guard.aliases.count()) == (pk, "Port Guard", "", 2)
    assert "entities: 0 new, 0 changed, 6 unchanged" in load(edited)


def test_one_cannot_have_both(edited: PackFolder) -> None:
    assert "not allowed with argument" in refused(edited, "--keep", "--overwrite")


@pytest.mark.parametrize(
    ("file", "change", "names"),
    [
        (HARBOUR, {"value_quantity": "130"}, "value"),
        (HARBOUR, {"importance": 3, "note": "x"}, "importance, note"),
        (HARBOUR, {"status": "retired"}, "status"),
        (HARBOUR, {"where": None, "unit": "men"}, "unit, where"),
    ],
)
def test_the_message_names_the_fields(
    pack: PackFolder, file: str, change: dict[str, Any], names: str
) -> None:
    load(pack)
    fact = Statement.objects.get(slug="guard-strength")
    for name, value in change.items():
        setattr(fact, name, value)
    fact.save()
    message = f"{file}, line 4: “guard-strength” has been edited here and differs in: {names}\n"
    assert message in refused(pack)


def test_an_edit_of_citations_or_doubles_is_an_edit(pack: PackFolder) -> None:
    load(pack)
    Citation.objects.get(locator="page 7").delete()
    assert "“guard-commander” has been edited here and differs in: citations" in refused(pack)
    load(pack, "--overwrite")
    ash = Entity.objects.get(slug="jane-ash")
    ash.different_from.add(Entity.objects.get(slug="feast"))
    message = refused(pack)
    assert "“jane-ash” has been edited here and differs in: different_from" in message
    assert "“feast” has been edited here and differs in: different_from" in message


def test_the_same_edit_on_both_sides_is_no_conflict(pack: PackFolder) -> None:
    load(pack)
    topic = Topic.objects.get(slug="feast")
    topic.title = "The great feast"
    topic.save()
    pack.edit("topics.yaml", "title: The feast", "title: The great feast")
    assert "topics: 0 new, 0 changed, 2 unchanged" in load(pack)
    pack.edit("topics.yaml", "title: The great feast", "title: The feast")
    assert "topics: 0 new, 1 changed, 1 unchanged" in load(pack)


def test_saving_without_a_change_is_no_edit(pack: PackFolder) -> None:
    load(pack)
    for model in (Source, Topic, Entity, Property, Statement):
        for row in model._default_manager.all():
            row.save()
    assert "statements: 0 new, 0 changed, 7 unchanged" in load(pack)


def test_what_the_forms_of_the_desk_do_to_text_is_no_edit(pack: PackFolder) -> None:
    """Browsers send line ends as CR LF, and kinds in the order of their boxes."""
    pack.edit("entities.yaml", "note: 'Spelled “Ashe” once: a slip.'", 'note: "One\\nTwo"')
    load(pack)
    Entity.objects.filter(slug="jane-ash").update(note="One\r\nTwo")
    Property.objects.filter(slug="began").update(subject_kinds=["event", "conflict"])
    assert "entities: 0 new, 0 changed, 6 unchanged" in load(pack)


def test_a_record_made_here_under_the_same_slug(pack: PackFolder) -> None:
    TopicFactory(slug="feast", title="Feasts")
    message = refused(pack)
    assert "topics.yaml, line 9: “feast” has been edited here and differs in: title" in message
    assert not Source.objects.exists()
    load(pack, "--keep")
    assert Topic.objects.get(slug="feast").title == "Feasts"


def test_a_record_made_here_that_is_the_same_is_taken_over(pack: PackFolder) -> None:
    TopicFactory(slug="feast", title="The feast", position=2)
    assert "topics: 1 new, 0 changed, 1 unchanged" in load(pack)
    pack.edit("topics.yaml", "title: The feast", "title: The great feast")
    assert "topics: 0 new, 1 changed, 1 unchanged" in load(pack)


def test_all_or_nothing(pack: PackFolder) -> None:
    load(pack)
    before = everything()
    pack.edit("topics.yaml", "title: The feast", "title: The great feast")
    pack.edit(FEAST, "property: happened\n  value: 1904-03-01", "property: happened\n  value: 1905")
    assert refused(pack) == (
        "Nothing was loaded.\nstatements/feast.yaml, line 17, value:"
        " 1905 lies after the end of the event “feast of lamps” (4 March 1904)."
    )
    assert everything() == before


def test_a_document_number_that_is_taken_here(pack: PackFolder) -> None:
    SourceFactory(slug="cutting", document="000")
    message = "sources.yaml, line 18, document: “000” is the number of another source, “cutting”"
    assert message in refused(pack)
    assert Source.objects.count() == 1


def test_a_property_keeps_its_data_type_while_facts_have_it(pack: PackFolder) -> None:
    load(pack)
    pack.edit(
        "properties.yaml", "label: strength\n  datatype: quantity", "label: s\n  datatype: text"
    )
    assert "properties.yaml, line 70, datatype: 1 statement has a value of another" in refused(pack)


def test_a_folder_that_is_missing_has_no_lines(empty_pack: PackFolder) -> None:
    empty_pack.path /= "nowhere"
    assert refused(empty_pack) == (
        f"Nothing was loaded.\n{empty_pack.path}: there is no such folder"
    )
    empty_pack.path = empty_pack.path.parent / "pack.yaml"
    empty_pack.path.write_text("topics: []\n", encoding="utf-8")
    assert refused(empty_pack) == (
        f"Nothing was loaded.\n{empty_pack.path}: this is a file; name the folder that holds"
        " the pack’s files"
    )


def test_no_pack(empty_pack: PackFolder) -> None:
    assert "no .yaml files here; a pack is a folder with files such as" in refused(empty_pack)


def test_a_load_is_one_change(pack: PackFolder, announced: list[Change]) -> None:
    load(pack)
    [change] = announced
    assert change.statements == set(Statement.objects.values_list("pk", flat=True))
    assert change.entities == set(Entity.objects.values_list("pk", flat=True))
    assert change.properties == set(Property.objects.values_list("pk", flat=True))


def test_a_load_announces_only_what_it_changed(pack: PackFolder, announced: list[Change]) -> None:
    load(pack)
    announced.clear()
    pack.edit("entities.yaml", "    - text: Harbor Guard", "    - text: Harbour Guards")
    load(pack)
    [change] = announced
    assert change.entities == {Entity.objects.get(slug="guard").pk}
    assert not change.statements
    assert not change.properties


def test_a_load_that_fails_announces_nothing(pack: PackFolder, announced: list[Change]) -> None:
    pack.edit(FEAST, "property: happened\n  value: 1904-03-01", "property: happened\n  value: 1905")
    refused(pack)
    assert not announced


def test_a_file_may_name_records_before_they_come(empty_pack: PackFolder, pack: PackFolder) -> None:
    parts = [text.split("\n\n", 1)[1] for text in pack.files().values()]
    assert parts[-1].startswith("topics:")
    statements = "statements:\n" + "".join(
        part.removeprefix("statements:\n") for part in parts if part.startswith("statements:")
    )
    others = [part for part in parts if not part.startswith("statements:")]
    empty_pack.write("all.yaml", statements + "".join(others))
    assert "statements: 7 new" in load(empty_pack)


def test_entities_of_the_database_stay_as_they_are(pack: PackFolder) -> None:
    other = EntityFactory(slug="elsewhere", label="Elsewhere")
    load(pack)
    other.refresh_from_db()
    assert (other.label, other.pack_digest) == ("Elsewhere", "")


def test_the_example_of_the_documentation_loads(empty_pack: PackFolder, settings: Any) -> None:
    text = (settings.BASE_DIR / "docs" / "facts.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    empty_pack.write("example.yaml", example)
    assert "statements: 1 new" in load(empty_pack)
